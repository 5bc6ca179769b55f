// Which variables of its context a chat template lets its user choose.
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/text/chat_template.h"

using namespace halftone;

namespace {

// "enable_thinking reasoning_effort=low|high"
QString variables(const std::string& source) {
  const auto chat_template = ChatTemplate::parse(source);
  if (!chat_template) return QString::fromStdString(chat_template.error().message());
  QStringList all;
  for (const TemplateVariable& variable : chat_template->variables()) {
    QStringList choices;
    for (const std::string& choice : variable.choices) choices << QString::fromStdString(choice);
    all << QString::fromStdString(variable.name) + (choices.isEmpty() ? "" : "=" + choices.join('|'));
  }
  return all.join(' ');
}

}  // namespace

class TemplateVariablesTest : public QObject {
  Q_OBJECT

 private slots:
  void found_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* source, const char* expected) { QTest::newRow(name) << source << expected; };
    row("none", "{{ bos_token }}{{ messages }}{{ unknown_thing }}", "");
    row("tested", "{% if enable_thinking is defined %}x{% endif %}", "enable_thinking");
    row("printed", "{{ date_string }}", "date_string");
    row("in the text alone", "enable_thinking {# thinking #}{{ 'date_string' }}", "");
    row("an attribute", "{% for m in messages %}{{ m.thinking }}{{ m['thinking'] }}{% endfor %}", "");
    row("with a default", "{% if not thinking is defined %}{% set thinking = false %}{% endif %}{{ thinking }}", "thinking");
    row("set first", "{% set thinking = true %}{{ thinking }}", "");
    row("set by itself", "{% set thinking = thinking | default(false) %}{{ thinking }}", "thinking");
    row("set in one case", "{% if messages %}{% set thinking = true %}{% endif %}{{ thinking }}", "thinking");
    row("a parameter", "{% macro m(thinking, date_string=today) %}{{ thinking }}{{ date_string }}{% endmacro %}{{ m(1) }}", "today");
    row("a loop's", "{% for thinking in messages %}{{ thinking }}{% endfor %}{{ thinking_budget + 1 }}", "thinking_budget");
    row("its values", "{% if reasoning_effort == 'high' %}{% elif reasoning_effort in ['none', 'low'] %}{% endif %}",
        "reasoning_effort=high|none|low");
    row("without values", "{{ 'Reasoning: ' + reasoning_effort }}", "reasoning_effort=low|medium|high");
    row("everywhere", "{{ {'a': [enable_thinking, x[today:]]} ~ (1 if thinking else f(date_string, k=current_date)) }}",
        "enable_thinking today thinking date_string current_date");
  }
  void found() {
    QFETCH(QString, source);
    QFETCH(QString, expected);
    QCOMPARE(variables(source.toStdString()), expected);
  }

  void publishedOnes_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected");
    QTest::newRow("Qwen 3") << "Qwen-Qwen3-0.6B" << "enable_thinking";
  }
  void publishedOnes() {
    QFETCH(QString, file);
    QFETCH(QString, expected);
    std::ifstream in(SHARED_DATA_DIR "/templates/" + file.toStdString() + ".jinja", std::ios::binary);
    if (!in) QSKIP("no shared templates on this machine");
    QCOMPARE(variables({std::istreambuf_iterator<char>(in), {}}), expected);
  }

  // What is told stands in every context, over what the context says itself.
  void told() {
    const auto chat_template = ChatTemplate::parse("{{ enable_thinking }}{{ bos_token }}").value();
    const nlohmann::ordered_json context = {{"bos_token", "<s>"}};
    QCOMPARE(join(chat_template.render(context).value()), std::string("<s>"));
    QCOMPARE(join(chat_template.with({{"enable_thinking", false}}).render(context).value()), std::string("False<s>"));
    QCOMPARE(join(chat_template.with({{"bos_token", ""}}).render(context).value()), std::string());
    // Not the template's words: no control token comes of it.
    const auto spans = ChatTemplate::parse("{{ date_string }}").value().with({{"date_string", "<s>"}}).render(context).value();
    QVERIFY(spans.size() == 1 && !spans[0].may_hold_control_tokens);
  }
};

QTEST_APPLESS_MAIN(TemplateVariablesTest)
#include "template_variables_test.moc"
