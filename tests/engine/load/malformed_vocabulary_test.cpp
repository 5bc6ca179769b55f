// Vocabularies in GGUF files that contradict themselves or the model, refused as the file is opened. Numbers are the malformed cases of
// the specification of this project; those that the tokenizer itself refuses are in tests/engine/tokenizer.
#include <QtTest>

#include <functional>

#include "engine/load/checkpoint.h"
#include "model_files.h"

using namespace halftone;
using namespace halftone::test;

namespace {

struct Case {
  const char* name;
  std::function<void(GgufImage&)> change;
  ErrorKind kind;
  const char* cause;
};

const std::vector<Case>& cases() {
  using enum ErrorKind;
  const auto u32 = [](const char* key, std::uint32_t value) { return [=](GgufImage& g) { g.key(key) = gguf_u32(value); }; };
  const auto merges = [](std::vector<std::string> list) {
    return [=](GgufImage& g) {
      std::string texts;
      for (const std::string& text : list) texts += gguf_string(text);
      g.key("tokenizer.ggml.model") = gguf_text("gpt2");
      g.key("tokenizer.ggml.merges") = gguf_array(8, list.size(), texts);
    };
  };
  static const std::vector<Case> all = {
      {"45 vocabulary of the tokenizer",
       [](GgufImage& g) {
         std::string tokens;
         for (int i = 0; i < 41; ++i) tokens += gguf_string("t" + std::to_string(i));
         g.key("tokenizer.ggml.tokens") = gguf_array(8, 41, tokens);
         g.key("tokenizer.ggml.scores") = gguf_array(6, 41, std::string(41 * 4, '\0'));
         g.remove_key("tokenizer.ggml.token_type");
       },
       malformed, "41 tokens"},
      {"48 scores as u8", [](GgufImage& g) { g.key("tokenizer.ggml.scores") = gguf_array(0, 40, std::string(40, '\1')); }, malformed,
       "array of u8"},
      {"49 short token_type", [](GgufImage& g) { g.key("tokenizer.ggml.token_type") = gguf_array(5, 1, bytes_of(1)); }, malformed,
       "1 token types"},
      {"token type 7", [](GgufImage& g) { g.key("tokenizer.ggml.token_type") = gguf_array(0, 40, std::string(40, '\7')); }, malformed,
       "type 7"},
      {"52 merge of one piece", merges({"t 5", "t5"}), malformed, "merge 1 of the vocabulary is 't5'"},
      {"52 merge of three pieces", merges({"t 5 6"}), malformed, "merge 0 of the vocabulary is 't 5 6'"},
      {"52 merge with an empty half", merges({"t "}), malformed, "'t '"},
      {"52 merge with nothing before", merges({" t"}), malformed, "' t'"},
      {"52 empty merge", merges({""}), malformed, "merge 0"},
      {"52 merges as numbers",
       [](GgufImage& g) {
         g.key("tokenizer.ggml.model") = gguf_text("gpt2");
         g.key("tokenizer.ggml.merges") = gguf_array(4, 1, bytes_of(1));
       },
       malformed, "merges"},
      {"53 bos beyond the vocabulary", u32("tokenizer.ggml.bos_token_id", 40), malformed, "'tokenizer.ggml.bos_token_id' is 40"},
      {"53 eos 2^32-1", u32("tokenizer.ggml.eos_token_id", ~0u), malformed, "4294967295"},
      {"53 eot beyond the vocabulary", u32("tokenizer.ggml.eot_token_id", 100), malformed, "eot_token_id"},
  };
  return all;
}

}  // namespace

class MalformedVocabularyTest : public QObject {
  Q_OBJECT

 private slots:
  void refuses_data() {
    QTest::addColumn<int>("number");
    for (std::size_t i = 0; i < cases().size(); ++i) QTest::newRow(cases()[i].name) << static_cast<int>(i);
  }
  void refuses() {
    QFETCH(int, number);
    const Case& test = cases()[static_cast<std::size_t>(number)];
    GgufImage image = SmallLlama().gguf();
    test.change(image);
    const Folder folder;
    const auto result = open_checkpoint(folder.write("m.gguf", image.bytes()));
    QVERIFY2(result, "the weights are sound: what needs no text works");
    QVERIFY(result->tokenizer.kind == TokenizerData::Kind::none && result->tokenizer.pieces.empty());
    QVERIFY2(result->tokenizer.trouble, "was accepted");
    const Error& error = *result->tokenizer.trouble;
    QVERIFY2(error.kind == test.kind, error.cause.english.c_str());
    QVERIFY2(error.cause.english.find(test.cause) != std::string::npos, error.cause.english.c_str());
  }
};

QTEST_APPLESS_MAIN(MalformedVocabularyTest)
#include "malformed_vocabulary_test.moc"
