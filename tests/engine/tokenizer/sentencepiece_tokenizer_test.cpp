// The oracles are published encodings of real vocabularies and the library's own Decode.
#include "engine/tokenizer/tokenizer.h"

#include <sentencepiece_processor.h>

#include <QRegularExpression>
#include <QTest>
#include <cmath>
#include <fstream>
#include <random>

#include "engine/load/gguf_checkpoint.h"
#include "engine/tokenizer/sentencepiece_model.h"
#include "tests/engine/tokenizer/small_vocabulary.h"

using namespace halftone;
using Type = TokenizerData::PieceType;
using Kind = TokenizerData::Kind;

namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const std::string vocabularies = SHARED_DATA_DIR "/tokenizers/";

std::vector<std::string> lines_between(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + separator.size();
  }
  return parts;
}

std::string streamed(const Tokenizer& tokenizer, const std::vector<TokenId>& ids) {
  std::string text;
  bool first = true;
  for (const TokenId id : ids) {
    text += tokenizer.decode(id, first);
    if (!tokenizer.is_control(id)) first = false;
  }
  return text;
}

}  // namespace

class SentencepieceTokenizerTest : public QObject {
  Q_OBJECT
 private slots:
  void published_encodings_data() {
    QTest::addColumn<bool>("from_gguf");
    QTest::newRow("vocabulary of a GGUF file") << true;
    QTest::newRow("tokenizer.model") << false;
  }
  void published_encodings() {
    QFETCH(bool, from_gguf);
    TokenizerData data;
    if (from_gguf) {
      if (!std::ifstream(vocabularies + "llama-spm.gguf")) QSKIP("no shared vocabularies on this machine");
      data = read_gguf_tokenizer(vocabularies + "llama-spm.gguf").value();
    } else {
      data.kind = Kind::sentencepiece_model;
      data.sentencepiece_model = read_file(vocabularies + "llama-2.tokenizer.model");
      if (data.sentencepiece_model.empty()) QSKIP("no shared vocabularies on this machine");
    }
    const auto tokenizer = make(std::move(data));
    QCOMPARE(tokenizer->vocabulary_size(), 32000);
    QCOMPARE(tokenizer->data().bos, 1);
    QCOMPARE(tokenizer->data().eos, 2);
    QVERIFY(tokenizer->ends_generation(2));

    const auto texts = lines_between(read_file(vocabularies + "llama-spm.gguf.inp"), "\n__ggml_vocab_test__\n");
    const auto expected = lines_between(read_file(vocabularies + "llama-spm.gguf.out"), "\n");
    QCOMPARE(texts.size(), 46U);
    QCOMPARE(expected.size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      std::istringstream in(expected[i]);
      const std::vector<TokenId> ids{std::istream_iterator<TokenId>(in), {}};
      QCOMPARE(tokenizer->encode(texts[i]), ids);
      QCOMPARE(streamed(*tokenizer, ids), texts[i]);
      QCOMPARE(tokenizer->decode(ids), texts[i]);
    }
  }

  // Random ids, so also bytes that are no UTF-8 and control tokens in odd places.
  void decodes_as_the_library_does() {
    const std::string bytes = read_file(vocabularies + "llama-2.tokenizer.model");
    if (bytes.empty()) QSKIP("no shared vocabularies on this machine");
    sentencepiece::SentencePieceProcessor library;
    QVERIFY(library.LoadFromSerializedProto(bytes).ok());
    TokenizerData data;
    data.kind = Kind::sentencepiece_model;
    data.sentencepiece_model = bytes;
    const auto tokenizer = make(std::move(data));
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
      std::vector<TokenId> ids(random() % 12);
      bool has_bytes = false;
      for (TokenId& id : ids) {
        id = static_cast<TokenId>(random() % (random() % 2 ? 32000 : 300));
        has_bytes |= id >= 3 && id < 259;
      }
      std::string expected;
      QVERIFY(library.Decode(std::vector<int>(ids.begin(), ids.end()), &expected).ok());
      // Of a sequence that breaks off the library replaces each byte, Unicode's practice (and ours, streaming) is one U+FFFD.
      const auto once = [](const std::string& text) { return QString::fromStdString(text).replace(QRegularExpression("\uFFFD+"), "\uFFFD"); };
      QCOMPARE(once(tokenizer->decode(ids)), once(expected));
      if (!has_bytes) QCOMPARE(streamed(*tokenizer, ids), expected);
    }
  }

  void merges_bytes_and_the_dummy_space() {
    const auto tokenizer = make(small_vocabulary());
    QCOMPARE(tokenizer->encode(""), std::vector<TokenId>());
    QCOMPARE(tokenizer->encode("ab"), ids_of(*tokenizer, {"▁ab"}));
    QCOMPARE(tokenizer->encode(" ab"), ids_of(*tokenizer, {"▁", "▁ab"}));
    QCOMPARE(tokenizer->encode("é"), ids_of(*tokenizer, {"▁", "<0xC3>", "<0xA9>"}));
    QCOMPARE(tokenizer->encode(std::string("\0", 1)), ids_of(*tokenizer, {"▁", "<0x00>"}));
    QCOMPARE(tokenizer->decode(id_of(*tokenizer, "<0xC3>")), std::string("\xC3"));
    QCOMPARE(tokenizer->decode(id_of(*tokenizer, "▁ab"), true), std::string("ab"));
    QCOMPARE(tokenizer->decode(id_of(*tokenizer, "▁ab")), std::string(" ab"));
    QCOMPARE(tokenizer->decode(1), std::string());
    QVERIFY(tokenizer->is_control(1));
    for (const TokenId nonsense : {-1, 100000}) {
      QCOMPARE(tokenizer->decode(nonsense), std::string());
      QCOMPARE(tokenizer->piece(nonsense), std::string());
      QVERIFY(!tokenizer->is_control(nonsense));
    }
    auto data = small_vocabulary();
    data.add_space_prefix = false;
    const auto bare = make(std::move(data));
    QCOMPARE(bare->encode("ab"), ids_of(*bare, {"ab"}));
    QCOMPARE(bare->decode(id_of(*bare, "▁ab"), true), std::string(" ab"));
  }

  void only_the_template_writes_control_tokens() {
    auto data = small_vocabulary();
    data.legacy = false;
    const auto tokenizer = make(std::move(data));
    const auto encode = [&](std::vector<TextSpan> prompt) { return tokenizer->encode(prompt); };
    QCOMPARE(encode({{"<s>ab</s>", true}}), ids_of(*tokenizer, {"<s>", "ab", "</s>"}));
    QCOMPARE(encode({{"<s>", false}}), ids_of(*tokenizer, {"▁", "<s", ">"}));
    QCOMPARE(encode({{"<s>", true}, {"<s>", false}, {"</s>", true}}), ids_of(*tokenizer, {"<s>", "<s", ">", "</s>"}));
    // A control token never begins in one span and ends in the next.
    QCOMPARE(encode({{"<", true}, {"s>", false}}), ids_of(*tokenizer, {"▁", "<s", ">"}));
    // Plain text of two spans is one text: pieces join across the border, and only the first has the dummy space.
    QCOMPARE(encode({{"a", true}, {"b", false}, {"ab", true}}), ids_of(*tokenizer, {"▁ab", "ab"}));
    QCOMPARE(encode({}), std::vector<TokenId>());
  }

  void added_tokens() {
    auto data = small_vocabulary();
    const auto end = static_cast<TokenId>(data.pieces.size());
    data.added_tokens = {{end + 1, "<s>b", true}, {end, "a b", false}, {end + 2, "<|x|>", true}};
    const auto tokenizer = make(std::move(data));
    QCOMPARE(tokenizer->vocabulary_size(), end + 3);
    const auto encode = [&](std::vector<TextSpan> prompt) { return tokenizer->encode(prompt); };
    QCOMPARE(encode({{"<s>b<s>", true}}), (std::vector<TokenId>{end + 1, 1}));  // the longest first
    QCOMPARE(tokenizer->encode("a b"), std::vector<TokenId>{end});
    QCOMPARE(tokenizer->encode("aba b"), (std::vector<TokenId>{id_of(*tokenizer, "▁ab"), end}));
    QCOMPARE(tokenizer->decode(end), std::string("a b"));
    QVERIFY(!std::ranges::count(tokenizer->encode("<|x|>"), end + 2));
    QVERIFY(tokenizer->is_control(end + 2));
    QCOMPARE(tokenizer->decode(end + 2), std::string());

    // Over the vocabulary: a piece that the library would find in any text becomes one that only the template writes.
    data = small_vocabulary();
    data.types.back() = Type::user_defined;
    data.pieces.back() = "<end>";
    data.added_tokens = {{end - 1, "<end>", true}};
    const auto over = make(std::move(data));
    QVERIFY(!std::ranges::count(over->encode("<end>"), end - 1));
    QCOMPARE(over->encode(std::vector<TextSpan>{{"<end>", true}}), std::vector<TokenId>{end - 1});
  }

  // rules.model: from sentencepiece's trainer, with normalisation rules of our own (make_models.py).
  void normalisation_rules() {
    const std::string bytes = read_file(SOURCE_DIR "/tests/golden/tokenizers/rules.model");
    QVERIFY(!bytes.empty());
    auto model = read_sentencepiece_model(bytes);
    QVERIFY(model && !model->charsmap.empty());
    QVERIFY(check_sentencepiece_model(*model));
    sentencepiece::SentencePieceProcessor library;
    QVERIFY(library.LoadFromSerializedProto(bytes).ok());
    TokenizerData data;
    data.kind = Kind::sentencepiece_model;
    data.sentencepiece_model = bytes;
    const auto tokenizer = make(std::move(data));
    for (const char* text : {"the cat", "  ＴＨＥ　ｃａｔ ", "ﬁre  ﬁre", "x"}) {
      std::vector<int> expected;
      QVERIFY(library.Encode(text, &expected).ok());
      const auto ids = tokenizer->encode(text);
      QCOMPARE(std::vector<int>(ids.begin(), ids.end()), expected);
      std::string decoded;
      QVERIFY(library.Decode(expected, &decoded).ok());
      QCOMPARE(tokenizer->decode(ids), decoded);
    }
    // The trie comes from the file and the library walks it unchecked.
    std::mt19937 random(5);
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
      auto hostile = *model;
      hostile.charsmap[random() % hostile.charsmap.size()] = static_cast<char>(random());
      TokenizerData data;
      data.kind = Kind::sentencepiece_model;
      data.sentencepiece_model = hostile.serialize();
      const auto tokenizer = make_tokenizer(std::move(data));
      if (tokenizer) (void)(*tokenizer)->encode("the ﬁre ＴＨＥ é\xFF cat");
      refused += !tokenizer;
    }
    QVERIFY(refused > 0);
    for (std::size_t size = 1; size < model->charsmap.size(); ++size) {
      auto hostile = *model;
      hostile.charsmap.resize(size);
      if (check_sentencepiece_model(hostile)) QCOMPARE(hostile.charsmap.back(), '\0');
    }
  }

  // Case 56.
  void a_megabyte_of_one_class() {
    const auto tokenizer = make(small_vocabulary());
    for (const std::string unit : {"a", " ", "\n", "é", "ab"}) {
      std::string text;
      while (text.size() < 1'000'000) text += unit;
      const auto ids = tokenizer->encode(text);
      QVERIFY(!ids.empty());
      QCOMPARE(streamed(*tokenizer, ids), text);
    }
  }
};

QTEST_APPLESS_MAIN(SentencepieceTokenizerTest)
#include "sentencepiece_tokenizer_test.moc"
