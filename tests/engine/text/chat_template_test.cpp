// The oracle is Python's jinja2, set up as Hugging Face does (tests/golden/templates/make.py).
#include "engine/text/chat_template.h"

#include <QCryptographicHash>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <clocale>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace halftone;
using nlohmann::ordered_json;

namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
ordered_json read_json(const std::string& path) { return ordered_json::parse(read_file(path)); }

const std::string golden = SOURCE_DIR "/tests/golden/templates/";
const std::string published = SHARED_DATA_DIR "/templates/";
const std::chrono::system_clock::time_point now{std::chrono::seconds(1732368645)};  // that of oracle.py

Result<std::vector<TextSpan>> render_spans(const std::string& source, const ordered_json& context = ordered_json::object()) {
  const auto chat_template = ChatTemplate::parse(source);
  if (!chat_template) return std::unexpected(chat_template.error());
  return chat_template->render(context, now);
}

Result<std::string> render(const std::string& source, const ordered_json& context = ordered_json::object()) {
  const auto spans = render_spans(source, context);
  if (!spans) return std::unexpected(spans.error());
  return join(*spans);
}

// The text with what the template did not write in «».
std::string marked(const std::string& source, const ordered_json& context) {
  std::string text;
  const auto spans = render_spans(source, context);
  if (!spans) return spans.error().message();
  for (const auto& [part, template_wrote] : *spans) text += template_wrote ? part : "«" + part + "»";
  return text;
}

}  // namespace

class ChatTemplateTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { qputenv("TZ", "UTC"), tzset(); }

  void own_cases_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");  // null: it fails
    const ordered_json all = read_json(golden + "expected.json");
    std::size_t count = 0;
    for (const QFileInfo& file : QDir(QString::fromStdString(golden + "cases")).entryInfoList({"*.txt"})) {
      const QString text = "\n" + QString::fromStdString(read_file(file.filePath().toStdString()));
      const QStringList parts = text.split("\n=== ");
      for (const QString& part : parts.mid(1)) {
        const QString name = file.baseName() + "/" + part.section('\n', 0, 0);
        const ordered_json& expected = all.at(name.toStdString());
        QTest::newRow(qPrintable(name)) << part.section('\n', 1) << (expected.is_null() ? QString() : QString::fromStdString("=" + expected.get<std::string>()));
        ++count;
      }
    }
    QCOMPARE(count, all.size());
  }
  void own_cases() {
    QFETCH(QString, source);
    QFETCH(QString, expected);
    const auto result = render(source.toStdString(), read_json(golden + "context.json"));
    if (expected.isNull()) {
      QVERIFY2(!result, result ? result->c_str() : "");
      QVERIFY(!result.error().cause.empty());
      return;
    }
    QVERIFY2(result, result ? "" : result.error().cause.english.c_str());
    QCOMPARE(QString::fromStdString(*result), expected.mid(1));
  }

  // Templates of published models, byte for byte; they are not ours to keep, so only hashes are here.
  // A window sets the process's locale to the user's, whose numbers may have a comma.
  void numbers_do_not_depend_on_the_locale() {
    QTemporaryDir folder;
    QProcess make;
    make.start("localedef", {"-i", "de_DE", "-f", "UTF-8", folder.filePath("de_DE.UTF-8")});
    if (!make.waitForFinished()) QSKIP("localedef is not here");
    qputenv("LOCPATH", folder.path().toUtf8());
    const bool german = setlocale(LC_ALL, "de_DE.UTF-8") != nullptr;
    const std::string comma = localeconv()->decimal_point;
    const auto result = render("{{ '%.2f' | format(x) }} {{ x }} {{ '%e' % x }} {{ '{:.1f}|{:g}|{:.0%}|{:.3}|{:,}'.format(x, x, x, x, x) }} {{ x | tojson }} "
                               "{{ '2.5' | float + 1 }} {{ x | round(1) }} {{ '%s' % x }} {{ [x] }} {{ 2.5 }}",
                               ordered_json::parse(R"({"x": 1234.5})"));
    setlocale(LC_ALL, "C");
    qunsetenv("LOCPATH");
    if (!german) QSKIP("there is no German locale to be made");
    QCOMPARE(comma, std::string(","));
    QCOMPARE(result.value(), std::string("1234.50 1234.5 1.234500e+03 1234.5|1234.5|123450%|1.23e+03|1,234.5 1234.5 3.5 1234.5 1234.5 [1234.5] 2.5"));
  }

  // In jinja2 |safe makes a Markup, which escapes for HTML what is added to it. Chats are no HTML: here it changes nothing.
  void safe_marks_nothing() {
    QCOMPARE(render("{{ ('a' | safe) + '<x>' ~ ('<y>' | safe) }}").value(), std::string("a<x><y>"));
  }

  void published_templates_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("context");
    QTest::addColumn<QString>("expected");
    const ordered_json all = read_json(golden + "published.json");
    for (const auto& [name, hash] : all.items()) {
      const QString title = QString::fromStdString(name);
      QTest::newRow(name.c_str()) << title.section(' ', 0, 0) + ".jinja" << "context-" + title.section(' ', 1) + ".json"
                                  << QString::fromStdString(hash.get<std::string>());
    }
  }
  void published_templates() {
    QFETCH(QString, file);
    QFETCH(QString, context);
    QFETCH(QString, expected);
    const std::string source = read_file(published + file.toStdString());
    if (source.empty()) QSKIP("no shared templates on this machine");
    const auto result = render(source, read_json(published + context.toStdString()));
    if (expected == "error") {
      QVERIFY(!result);
      QCOMPARE(result.error().kind, ErrorKind::invalid_argument);
      return;
    }
    QVERIFY2(result, result ? "" : result.error().cause.english.c_str());
    const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(*result), QCryptographicHash::Sha256).toHex();
    QVERIFY2(QString(hash) == expected, ("rendered:\n" + *result).c_str());
  }

  void remembers_who_wrote_what() {
    const ordered_json context = {{"messages", {{{"role", "user"}, {"content", " hi <s> there "}}}}, {"bos_token", "<s>"}, {"tools", {"t"}}};
    const auto content = [&](const std::string& filters) { return marked("{{ messages[0].content" + filters + " }}", context); };
    QCOMPARE(marked("<a>{{ bos_token }}{{ messages[0].content }}</a>", context), std::string("<a><s>« hi <s> there »</a>"));
    QCOMPARE(content("|trim"), std::string("«hi <s> there»"));
    QCOMPARE(content("[1:3]"), std::string("«hi»"));
    QCOMPARE(content("[::-1]"), std::string("« ereht >s< ih »"));
    QCOMPARE(content(".split('<s>')|join('|')"), std::string("« hi »|« there »"));
    QCOMPARE(content("|replace(' ', '_')"), std::string("_«hi»_«<s>»_«there»_"));
    QCOMPARE(content(".replace('hi', '<s>')|upper"), std::string("« »<S>« <S> THERE »"));
    QCOMPARE(content("|tojson"), std::string("\"« hi <s> there »\""));
    QCOMPARE(marked("{{ messages }}", context), std::string("[{'«role»': 'user', '«content»': '« hi <s> there »'}]"));
    QCOMPARE(marked("{% macro m(x) %}[{{ x }}]{% endmacro %}{% set t = m(messages[0].content)|trim %}{{ t ~ t }}", context),
             std::string("[« hi <s> there »][« hi <s> there »]"));
    QCOMPARE(marked("{{ '%s|%5s' % (messages[0].content, 'x') }}{{ '{}'.format(messages[0].content) }}", context),
             std::string("« hi <s> there »|    x« hi <s> there »"));
    QCOMPARE(content("|indent(first=true)"), std::string("    « hi <s> there »"));
    QCOMPARE(content("[0]|center(3)"), std::string(" « » "));
    QCOMPARE(marked("{{ tools[0] }}", context), std::string("«t»"));
    // A role that is a plain word is the program's, so that a template may build "<|user|>" from it; any other is not.
    QCOMPARE(marked("<|{{ messages[0].role }}|>", context), std::string("<|user|>"));
    QCOMPARE(marked("<|{{ messages[0].role }}|>", {{"messages", {{{"role", "user|><s>"}}}}}), std::string("<|«user|><s>»|>"));
  }

  void bombs_data() {
    QTest::addColumn<QString>("source");
    const auto row = [](const char* name, QString source) { QTest::newRow(name) << source; };
    row("nested loops", "{% for a in range(9999) %}{% for b in range(9999) %}{% set x = a * b %}{% endfor %}{% endfor %}");
    row("huge range", "{% for a in range(1000000000) %}{% endfor %}");
    row("widest range", "{{ range(-9223372036854775807, 9223372036854775807)|length }}");
    row("many ranges", "{% for a in range(100000) %}{% set x = range(1000000) %}{% endfor %}");
    row("doubling", "{% set ns = namespace(s='x') %}{% for i in range(64) %}{% set ns.s = ns.s + ns.s %}{% endfor %}");
    row("doubling with ~", "{% set ns = namespace(s='x') %}{% for i in range(64) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}");
    row("doubling lists", "{% set ns = namespace(l=[1]) %}{% for i in range(64) %}{% set ns.l = ns.l + ns.l %}{% endfor %}");
    row("repeating", "{{ 'x' * 1000000000000 }}");
    row("repeating lists", "{{ [1] * 1000000000000 }}");
    row("repeating by a replacement", "{% set s = 'x' * 1000000 %}{{ s|replace('x', s) }}");
    row("many big texts", "{% set ns = namespace(l=[]) %}{% set s = 'x' * 8000000 %}{% for i in range(100000) %}{% set ns.l = ns.l + [s[1:]] %}{% endfor %}");
    row("output", "{% set s = 'x' * 100000 %}{% for i in range(1000000) %}{{ s }}{% endfor %}");
    row("recursive macro", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}");
    row("two recursive macros", "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}");
    row("branching recursion", "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}");
    row("recursive loop", "{% set ns = namespace() %}{% set ns.l = [[1]] %}{% for x in ns.l recursive %}{{ loop(ns.l) }}{% endfor %}");
    row("nested list", "{% set ns = namespace(l=[]) %}{% for i in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}");
    row("nested list as JSON", "{% set ns = namespace(l=[]) %}{% for i in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l|tojson }}");
    row("shared list printed", "{% set ns = namespace(l=[]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}");
    row("shared lists compared",
        "{% set ns = namespace(a=[], b=[]) %}{% for i in range(90) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}");
    row("namespace in itself", "{% set ns = namespace() %}{% set ns.ns = ns %}{{ ns }}");
    row("generators in a chain", "{% set ns = namespace(g=[1]) %}{% for i in range(100000) %}{% set ns.g = ns.g|map('string') %}{% endfor %}{{ ns.g|list }}");
    row("generators in generators", "{% set ns = namespace(g=[1]) %}{% for i in range(100000) %}{% set ns.g = [ns.g]|map('first') %}{% endfor %}{{ ns.g|first }}");
    row("an endless key", "{% set ns = namespace(t=(1,)) %}{% for i in range(90) %}{% set ns.t = (ns.t, ns.t) %}{% endfor %}{{ {ns.t: 1} }}");
    row("a deep key", "{% set ns = namespace(t=(1,)) %}{% for i in range(5000) %}{% set ns.t = (ns.t,) %}{% endfor %}{{ {ns.t: 1} }}");
    row("wide braces", "{{ '{:1000000000}'.format(1) }}{{ '{:.1000000000f}'.format(1) }}");
    row("braces in braces", QString("{{ '%1%2'.format(1) }}").arg(QString("{:").repeated(10000), QString("}").repeated(10000)));
    row("wide star", "{{ '%*d' % (1000000000, 1) }}");
    row("many tabs", "{{ ('\t' * 100000).expandtabs(1000000000) }}");
    row("wide field", "{{ '%1000000000d' % 1 }}");
    row("wide padding", "{{ 'x'.center(1000000000000) }}");
    row("wide indent", "{{ 'a\nb'|indent(1000000000000) }}");
    row("wide JSON indent", "{{ [1]|tojson(indent=1000000000000) }}");
    row("large batch", "{{ [1]|batch(1000000000000, 0)|list }}");
    row("many slices", "{{ [1]|slice(1000000000000)|list }}");
    row("slow search", "{% set a = 'a' * 4000000 %}{% for i in range(1000) %}{% set x = (a ~ 'b') in (a ~ a) %}{% endfor %}");
    row("slow search from the right", "{% set a = 'a' * 4000000 %}{% for i in range(1000) %}{% set x = (a ~ a).rfind('b' ~ a) %}{% endfor %}");
    row("slow keys", "{% set d = dict(range(30000)|map('string')|map('list')|map('length')|batch(2)) %}{% for i in range(1000000) %}{% set x = i in range(100000) %}{% endfor %}");
    row("long power", "{{ 3 ** 1000000000000 }}");
    row("joined", "{% set s = 'x' * 100000 %}{{ range(100000)|join(s) }}");
    row("many characters", "{% set s = 'x' * 8000000 %}{% for c in s %}{% for d in s %}{% endfor %}{% endfor %}");
    row("deep brackets", QString("{{ %1%2 }}").arg(QString("(").repeated(100000), QString(")").repeated(100000)));
    row("deep lists", QString("{{ %1%2 }}").arg(QString("[").repeated(300), QString("]").repeated(300)));
    row("deep mappings", QString("{{ %1").arg(QString("{1:").repeated(100000)));
    row("deep not", QString("{{ %1 1 }}").arg(QString("not ").repeated(100000)));
    row("deep minus", QString("{{ %1 1 }}").arg(QString("-").repeated(100000)));
    row("deep if", QString("{% if 1 %}").repeated(100000));
    row("deep conditional", QString("{{ %1 1 }}").arg(QString("1 if 0 else ").repeated(100000)));
    row("deep targets", QString("{% for %1").arg(QString("(").repeated(100000)));
    row("long sum", QString("{{ 1 %1 }}").arg(QString("+ 1").repeated(100000)));
    row("long chain", QString("{{ x%1 }}").arg(QString(".a").repeated(100000)));
    row("long filters", QString("{{ x%1 }}").arg(QString("|list").repeated(100000)));
    row("long set filters", QString("{% set x %1 %}{% endset %}").arg(QString("|list").repeated(100000)));
    row("long filter block", QString("{% filter list%1 %}{% endfilter %}").arg(QString("|list").repeated(100000)));
    row("long calls", QString("{{ x%1 }}").arg(QString("()").repeated(100000)));
    row("long source", QString("x").repeated(2'000'000));
    row("slow date", "{{ strftime_now('%999999999d') }}");
  }
  void bombs() {
    QFETCH(QString, source);
    const auto result = render(source.toStdString());
    QVERIFY(!result);
    QVERIFY(!result.error().cause.empty() && !result.error().remedy.empty());
  }

  void long_chains_that_are_legal() {
    QCOMPARE(render("{{ 1" + QString("+ 1").repeated(150).toStdString() + " }}").value(), std::string("151"));
    QCOMPARE(render(QString("{% if 0 %}%1{% else %}x{% endif %}").arg(QString("{% elif 0 %}").repeated(20000)).toStdString()).value(), std::string("x"));
    QCOMPARE(render("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{% endif %}x{% endmacro %}{{ m(90) }}").value(), std::string(91, 'x'));
    QCOMPARE(render("{% set ns = namespace(n=0) %}{% for i in range(100000) %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}").value(), std::string("100000"));
  }

  void errors_name_the_line_and_the_cause() {
    const auto message = [](const std::string& source) { return render(source).error().cause.english; };
    QVERIFY(message("a\nb\n{{ 1 + }}").find("line 3: expected an expression") != std::string::npos);
    QVERIFY(message("a\n{% if x.y %}{% endif %}").find("line 2: 'x' is undefined") != std::string::npos);
    QVERIFY(message("{{ {}.a.b }}").find("'dict' object has no attribute 'a'") != std::string::npos);
    QVERIFY(message("{% if 1 %}").find("'endif' is missing") != std::string::npos);
    QVERIFY(message("{{ '\\ud800' }}").find("escape") != std::string::npos);
    QVERIFY(message("a\xFF").find("UTF-8") != std::string::npos);
    const auto refused = render("{{ raise_exception('Roles must alternate') }}");
    QCOMPARE(refused.error().kind, ErrorKind::invalid_argument);
    QVERIFY(refused.error().cause.english.ends_with("Roles must alternate"));
    QCOMPARE(render("x", ordered_json::array()).error().cause.english.find("must be an object") != std::string::npos, true);
  }

  // Bytes that are no UTF-8 and deep nesting may come in through the context.
  void hostile_context() {
    QCOMPARE(render("{{ messages }}|{{ x }}", {{"messages", "a\xFFz"}, {"x", 18446744073709551615ULL}}).value(), std::string("a\uFFFDz|1.8446744073709552e+19"));
    ordered_json deep = 1;
    for (int i = 0; i < 1000; ++i) deep = ordered_json::array({deep});
    QVERIFY(!render("", {{"messages", deep}}));
  }

  // Any bytes: an error or a text, never a crash.
  void random_sources() {
    const std::vector<std::string> parts = {"{{", "}}", "{%", "%}", "{#", "#}", "-", "+", " ", "\n", "if", "for", "in", "set", "x", "1", "'a'", "(", ")", "[", "]",
                                            "{", "}", "|", "is", "not", ".", ",", ":", "=", "==", "endif", "endfor", "else", "raw", "endraw", "macro", "endmacro",
                                            "list", "loop", "messages", "~", "*", "**", "\\", "\"", "é", "\xFF", "%", "break", "namespace", "length", "call", "endcall"};
    std::srand(1);
    const ordered_json context = read_json(golden + "context.json");
    for (int round = 0; round < 20000; ++round) {
      std::string source = round % 2 ? "{{ " : "{% ";
      for (int i = std::rand() % 12; i >= 0; --i) source += parts[static_cast<std::size_t>(std::rand()) % parts.size()] + (std::rand() % 2 ? " " : "");
      source += round % 2 ? " }}" : " %}";
      (void)render(source, context);
    }
  }

  // Real templates cut off anywhere, or with a byte changed.
  void damaged_templates() {
    const ordered_json context = read_json(golden + "context.json");
    const std::string source = read_file(golden + "cases/chat.txt");
    for (std::size_t size = 0; size < source.size(); size += 3) (void)render(source.substr(0, size), context);
    std::srand(2);
    for (int round = 0; round < 2000; ++round) {
      std::string damaged = source;
      damaged[static_cast<std::size_t>(std::rand()) % damaged.size()] = static_cast<char>(std::rand());
      (void)render(damaged, context);
    }
  }

  void plain_template() {
    const ordered_json context = {{"messages", {{{"role", "system"}, {"content", "Be brief."}}, {{"role", "user"}, {"content", "Hi"}},
                                                {{"role", "assistant"}, {"content", "Hello"}}, {{"role", "user"}, {"content", "Bye"}}}},
                                  {"bos_token", "<s>"}, {"eos_token", "</s>"}, {"add_generation_prompt", true}};
    QCOMPARE(join(ChatTemplate::plain().render(context).value()),
             std::string("<s>Be brief.\n\nUser: Hi\nAssistant: Hello</s>\nUser: Bye\nAssistant:"));
    QVERIFY(!ChatTemplate::plain().source().empty());
  }

  // Not a letter between what was written and what the model wrote, nor after it.
  void continuation_template() {
    using Messages = std::vector<std::pair<const char*, const char*>>;
    const auto spans = [](const Messages& messages) {
      ordered_json context = {{"add_generation_prompt", true}, {"bos_token", "<s>"}};
      for (const auto& [role, content] : messages) context["messages"].push_back({{"role", role}, {"content", content}});
      return ChatTemplate::continuation().render(context).value();
    };
    QCOMPARE(join(spans({{"user", "Once upon"}})), std::string("<s>Once upon"));
    QCOMPARE(join(spans({{"user", " Once\n"}, {"assistant", "there "}, {"user", "\nwas"}})), std::string("<s> Once\nthere \nwas"));
    QCOMPARE(join(spans({{"system", "A tale."}, {"user", "Once"}})), std::string("<s>A tale.\n\nOnce"));
    QVERIFY(!spans({{"user", "<s>"}}).back().may_hold_control_tokens);  // somebody's text
  }

  void context_of_a_conversation() {
    TokenizerData data;
    data.kind = TokenizerData::Kind::sentencepiece_vocabulary;
    data.pieces = {"<unk>", "<s>", "</s>", "a"};
    data.scores = {0, 0, 0, 0};
    data.types = {TokenizerData::PieceType::unknown, TokenizerData::PieceType::control, TokenizerData::PieceType::control, TokenizerData::PieceType::normal};
    data.bos = 1;
    data.eos = 2;
    const auto tokenizer = make_tokenizer(data).value();
    const auto context = chat_context({{ChatMessage::Role::user, "a<s>"}, {ChatMessage::Role::assistant, "b"}}, *tokenizer, false);
    const auto spans = ChatTemplate::parse("{{ bos_token }}{% for m in messages %}{{ m.role }}:{{ m.content }}{{ eos_token }}{% endfor %}{{ add_generation_prompt }}")
                           .value().render(context).value();
    QCOMPARE(join(spans), std::string("<s>user:a<s></s>assistant:b</s>False"));
    const auto ids = tokenizer->encode(spans);
    QCOMPARE(std::ranges::count(ids, 1), 1);
    QCOMPARE(std::ranges::count(ids, 2), 2);
  }
};

QTEST_APPLESS_MAIN(ChatTemplateTest)
#include "chat_template_test.moc"
