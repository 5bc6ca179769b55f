// Every name that `tokenizer.ggml.pre` may have, against the `tokenizers` library with the settings of that model's tokenizer.json
// (tests/golden/tokenizers/pre.py). The vocabulary goes through a real GGUF file.
#include <nlohmann/json.hpp>

#include <QTest>
#include <fstream>

#include "engine/load/gguf_checkpoint.h"
#include "engine/tokenizer/tokenizer.h"
#include "tests/engine/load/model_files.h"

using namespace halftone;
using namespace halftone::test;
using nlohmann::json;
using Ids = std::vector<TokenId>;

namespace {

const json& golden() {
  static const json file = json::parse(std::ifstream(SOURCE_DIR "/tests/golden/tokenizers/pre.json"));
  return file;
}

std::string gguf_strings(const json& list) {
  std::string texts;
  for (const json& text : list) texts += gguf_string(text);
  return gguf_array(8, list.size(), texts);
}

// As converters write it; `pre` empty: the key is left out.
std::string vocabulary_file(const std::string& pre) {
  const json& tokens = golden()["tokens"];
  std::string types;
  for (const json& token : tokens) types += bytes_of<std::int32_t>(token == "<|im_end|>" ? 3 : 1);
  GgufImage image;
  image.keys = {{"general.architecture", gguf_text("llama")}, {"tokenizer.ggml.model", gguf_text("gpt2")}};
  if (!pre.empty()) image.key("tokenizer.ggml.pre") = gguf_text(pre);
  image.key("tokenizer.ggml.tokens") = gguf_strings(tokens);
  image.key("tokenizer.ggml.token_type") = gguf_array(5, tokens.size(), types);
  image.key("tokenizer.ggml.merges") = gguf_strings(golden()["merges"]);
  return image.bytes();
}

}  // namespace

class GgufPreTest : public QObject {
  Q_OBJECT
 private slots:
  void as_the_library_does_data() {
    QTest::addColumn<QString>("name");
    for (const auto& [name, cases] : golden()["cases"].items()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void as_the_library_does() {
    QFETCH(QString, name);
    const Folder folder;
    auto data = read_gguf_tokenizer(folder.write("vocabulary.gguf", vocabulary_file(name.toStdString())));
    QVERIFY2(data, data ? "" : data.error().message().c_str());
    const auto made = make_tokenizer(*std::move(data));
    QVERIFY2(made, made ? "" : made.error().message().c_str());
    const Tokenizer& tokenizer = **made;
    int differences = 0;
    for (const json& test : golden()["cases"][name.toStdString()]) {
      const std::string text = test[0], decoded = test.size() > 2 ? test[2] : test[0];
      const Ids expected = test[1], ids = tokenizer.encode(std::vector<TextSpan>{{text, true}});
      if (ids == expected && tokenizer.decode(expected) == decoded) continue;
      if (++differences < 4)
        qWarning("%s\n  gives    %s\n  expected %s\n  decoded %s", test.dump().c_str(), json(ids).dump().c_str(), json(expected).dump().c_str(),
                 json(tokenizer.decode(expected)).dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    }
    QCOMPARE(differences, 0);
  }
};

QTEST_APPLESS_MAIN(GgufPreTest)
#include "gguf_pre_test.moc"
