// Damaged vocabularies and chat templates (see tests/engine/mutation.h). Whatever opens is also used.
#include <QDir>
#include <QFile>

#include <nlohmann/json.hpp>

#include "engine/load/checkpoint.h"
#include "engine/text/chat_template.h"
#include "tests/engine/mutation.h"
#include "tests/engine/text/use_tokenizer.h"

using namespace halftone;
using namespace halftone::test;

namespace {

std::string read(const QString& path) {
  QFile file(path);
  return file.open(QFile::ReadOnly) ? file.readAll().toStdString() : std::string();
}

const QString kSource = SOURCE_DIR;

}  // namespace

class MutationTest : public QObject {
  Q_OBJECT

 private slots:
  void tokenizerModel_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("the demo model's") << kSource + "/resources/demo-model/tokenizer.model";
    QTest::newRow("with rules") << kSource + "/tests/golden/tokenizers/rules.model";
  }
  void tokenizerModel() {
    QFETCH(QString, path);
    const std::string original = read(path);
    QVERIFY(!original.empty());
    std::mt19937_64 random(mutation_seed());
    const Folder folder;
    int opened = 0, refused = 0;
    for (int i = 0; i < mutations() / 2 && !QTest::currentTestFailed(); ++i) {
      // The settings and the table of characters lie at the end, the pieces before them.
      const std::size_t header = i % 2 ? original.size() : 200;
      std::string bytes = mutated(original, header, random);
      if (i % 3 == 0) {  // and the end itself
        std::string tail = bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 300));
        bytes.resize(bytes.size() - tail.size());
        bytes += mutated(tail, tail.size(), random);
      }
      const auto file = folder.write("tokenizer.model", bytes);
      within_limits(bytes.size(), [&] {
        auto data = read_tokenizer(file);
        QVERIFY(data || !data.error().cause.empty());
        if (!data) return void(++refused);
        const auto tokenizer = make_tokenizer(*std::move(data));
        ++(tokenizer ? opened : refused);
        use(tokenizer);
      });
    }
    QVERIFY(opened > 0 && refused > 0);
  }

  // A folder with tokenizer.json alone. Kinds that are not known are refused; the rest is used.
  void tokenizerJson_data() {
    QTest::addColumn<QString>("json");
    const QString vocabulary =
        R"("vocab":{"<s>":0,"</s>":1,"<|im_end|>":2,"H":3,"e":4,"l":5,"o":6,"Ġ":7,"w":8,"r":9,"d":10,"1":11,"a":12,"Ã":13,"¶":14,"ll":15,"He":16,"llo":17,"Ġw":18,"aa":19,"aaaa":20,"2":21,"3":22,"4":23,"Ċ":24})";
    const QString added =
        R"("added_tokens":[{"id":0,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},{"id":2,"content":"<|im_end|>","single_word":false,"lstrip":true,"rstrip":true,"normalized":true,"special":true}])";
    QTest::newRow("byte-level BPE")
        << R"({"version":"1.0","truncation":null,"padding":null,)" + added +
               R"(,"normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace","pattern":{"String":" "},"content":" "}]},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}{1,3}| ?\\p{L}+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false},{"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]},"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]}}},"decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},"model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,)" +
               vocabulary + R"(,"merges":["l l","H e","ll o","Ġ w",["a","a"],["aa","aa"]]}})";
    QTest::newRow("BPE of sentencepiece")
        << R"({"version":"1.0",)" + added +
               R"(,"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},"pre_tokenizer":null,"post_processor":null,"decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]},"model":{"type":"BPE","unk_token":"<s>","fuse_unk":true,"byte_fallback":true,)" +
               vocabulary + R"(,"merges":["l l","H e","ll o"]}})";
  }
  void tokenizerJson() {
    QFETCH(QString, json);
    const std::string original = json.toStdString();
    const std::vector<std::string> words = {"{",
                                            "}",
                                            "[",
                                            "]",
                                            "\"",
                                            ":",
                                            ",",
                                            "null",
                                            "true",
                                            "-1",
                                            "1e999",
                                            "4294967296",
                                            "18446744073709551615",
                                            "\\u0000",
                                            "\\ud800",
                                            "(",
                                            ")*",
                                            "(a+)+$",
                                            "(?<=",
                                            "\\\\p{",
                                            "{1,65535}",
                                            "\"Regex\":",
                                            "\"String\":",
                                            "\"Sequence\"",
                                            "\"Split\"",
                                            "\"Unigram\"",
                                            "\"WordPiece\"",
                                            "\"NFKC\"",
                                            "\"Metaspace\"",
                                            "\"Precompiled\"",
                                            "\"\""};
    std::mt19937_64 random(mutation_seed());
    const Folder folder;
    folder.write("config.json", json_object(SmallLlama::config()));
    int refused = 0;
    for (int i = 0; i < mutations() / 2 && !QTest::currentTestFailed(); ++i) {
      const std::string bytes = mutated(original, original.size(), random, words);
      folder.write("tokenizer.json", bytes);
      within_limits(bytes.size(), [&] {
        auto data = read_tokenizer(folder.path());
        QVERIFY(data || !data.error().cause.empty());
        if (!data) return void(++refused);
        auto tokenizer = make_tokenizer(*std::move(data));
        refused += !tokenizer;
        use(tokenizer);
      });
    }
    QVERIFY(refused > 0);
  }

  void chatTemplate() {
    std::vector<std::string> originals;
    const QString cases = kSource + "/tests/golden/templates/cases";
    for (const QString& name : QDir(cases).entryList(QDir::Files, QDir::Name)) originals.push_back(read(cases + "/" + name));
    const QString published = QString(SHARED_DATA_DIR) + "/templates";  // real ones, where they are
    for (const QString& name : QDir(published).entryList({"*.jinja"}, QDir::Files, QDir::Name))
      originals.push_back(read(published + "/" + name));
    QVERIFY(!originals.empty());
    const std::vector<std::string> words = {"{{",
                                            "}}",
                                            "{%",
                                            "%}",
                                            "{%-",
                                            "-%}",
                                            "{#",
                                            "#}",
                                            "{% for i in range(1000000) %}",
                                            "{% endfor %}",
                                            "{% if x %}",
                                            "{% endif %}",
                                            "{% macro m() %}",
                                            "{% endmacro %}",
                                            "{{ m() }}",
                                            "{% set x = x ~ x %}",
                                            "{% set ns = namespace(a=[]) %}",
                                            "|tojson",
                                            "|join(',')",
                                            "|indent(1000000)",
                                            "|replace('','aaaa')",
                                            "('a' * 1000000)",
                                            "[[",
                                            "]]",
                                            "((",
                                            "))",
                                            "messages",
                                            "messages[0]",
                                            "[::-1]",
                                            "[-9223372036854775808:]",
                                            "9223372036854775807",
                                            "1e308",
                                            "**",
                                            "//0",
                                            "%0",
                                            "raise_exception('x')",
                                            "'",
                                            "\"",
                                            "~",
                                            "loop.index",
                                            "recursive",
                                            "break",
                                            "is defined",
                                            "none",
                                            "\xFF",
                                            "strftime_now('%')"};
    nlohmann::ordered_json context = nlohmann::ordered_json::parse(read(kSource + "/tests/golden/templates/context.json"), nullptr, false);
    if (!context.is_object()) context = nlohmann::ordered_json::object();
    context["messages"] = {
        {{"role", "system"}, {"content", "S"}}, {{"role", "user"}, {"content", "<|im_end|> q"}}, {{"role", "assistant"}, {"content", "a"}}};
    context["add_generation_prompt"] = true;
    context["bos_token"] = "<s>";
    context["eos_token"] = "</s>";
    context["x"] = "xx";

    std::mt19937_64 random(mutation_seed());
    int rendered = 0, refused = 0;
    for (int i = 0; i < mutations() && !QTest::currentTestFailed(); ++i) {
      const std::string& original = originals[random() % originals.size()];
      const std::string source = mutated(original, original.size(), random, words);
      within_limits(source.size(), [&] {
        const auto parsed = ChatTemplate::parse(source);
        QVERIFY(parsed || !parsed.error().cause.empty());
        if (!parsed) return void(++refused);
        const auto spans = parsed->render(context);
        QVERIFY(spans || !spans.error().cause.empty());
        ++(spans ? rendered : refused);
      });
      if (QTest::currentTestFailed()) qWarning("%s", source.substr(0, 4000).c_str());
    }
    QVERIFY(rendered > mutations() / 20 && refused > mutations() / 20);
  }
};

QTEST_APPLESS_MAIN(MutationTest)
#include "mutation_test.moc"
