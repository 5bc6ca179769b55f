// The oracles are published encodings of real vocabularies and the library's own Decode.
#include "engine/tokenizer/tokenizer.h"

#include <sentencepiece_processor.h>

#include <QRegularExpression>
#include <QTest>
#include <cmath>
#include <fstream>
#include <limits>
#include <random>
#include <sstream>

#include "engine/load/gguf_checkpoint.h"
#include "engine/tokenizer/sentencepiece_model.h"

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

// A vocabulary small enough to reason about: the bytes, and a few pieces with merges.
TokenizerData small_vocabulary() {
  TokenizerData data;
  data.kind = Kind::sentencepiece_vocabulary;
  const auto add = [&](std::string piece, float score, Type type) {
    data.pieces.push_back(std::move(piece));
    data.scores.push_back(score);
    data.types.push_back(type);
  };
  add("<unk>", 0, Type::unknown);
  add("<s>", 0, Type::control);
  add("</s>", 0, Type::control);
  for (int byte = 0; byte < 256; ++byte) add(fmt::format("<0x{:02X}>", byte), 0, Type::byte);
  for (const char* piece : {"ab", "▁ab", "<s", "▁▁", "▁", "a", "b", "<", "s", ">", "/"})
    add(piece, -static_cast<float>(data.pieces.size()), Type::normal);
  data.bos = 1;
  data.eos = 2;
  return data;
}

std::unique_ptr<Tokenizer> make(TokenizerData data) {
  auto tokenizer = make_tokenizer(std::move(data));
  if (!tokenizer) qFatal("%s", tokenizer.error().message().c_str());
  return std::move(*tokenizer);
}

TokenId id_of(const Tokenizer& tokenizer, std::string_view piece) {
  for (TokenId id = 0; id < tokenizer.vocabulary_size(); ++id)
    if (tokenizer.piece(id) == piece) return id;
  return -1;
}

std::vector<TokenId> ids_of(const Tokenizer& tokenizer, std::initializer_list<std::string_view> pieces) {
  std::vector<TokenId> ids;
  for (const auto piece : pieces) ids.push_back(id_of(tokenizer, piece));
  return ids;
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

  void malformed_vocabularies_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("cause");
    const auto& all = malformed();
    for (std::size_t i = 0; i < all.size(); ++i) QTest::newRow(all[i].name) << static_cast<int>(i) << QString(all[i].cause);
  }
  void malformed_vocabularies() {
    QFETCH(int, index);
    QFETCH(QString, cause);
    auto data = small_vocabulary();
    malformed()[index].spoil(data);
    const auto result = make_tokenizer(std::move(data));
    QVERIFY(!result);
    QVERIFY2(QString::fromStdString(result.error().cause.english).contains(cause), result.error().cause.english.c_str());
    QVERIFY(!result.error().remedy.empty());
  }

  void unusual_but_legal_vocabularies() {
    auto data = small_vocabulary();  // <unk> marked as control, as some converters do
    data.types[0] = Type::control;
    QVERIFY(make_tokenizer(data));
    data.unknown = 0;
    QCOMPARE(make(data)->data().unknown, 0);

    data = small_vocabulary();  // no byte fallback: unknown characters become <unk>
    const auto drop_bytes = [](auto& list) { list.erase(list.begin() + 3, list.begin() + 259); };
    drop_bytes(data.pieces), drop_bytes(data.scores), drop_bytes(data.types);
    const auto tokenizer = make(std::move(data));
    QCOMPARE(tokenizer->encode("é"), ids_of(*tokenizer, {"▁", "<unk>"}));
    QCOMPARE(tokenizer->decode(0), std::string(" ⁇ "));
  }

  // Case 54. The library's own defaults are 1 and 2 for bos and eos: beyond a vocabulary of one or two tokens.
  void a_tiny_vocabulary_without_ids() {
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
      TokenizerData data;
      data.kind = Kind::sentencepiece_vocabulary;
      data.pieces = {"<unk>", "▁", "a"};
      data.types = {Type::unknown, Type::normal, Type::normal};
      data.scores = {0, -1, -2};
      data.pieces.resize(size), data.types.resize(size), data.scores.resize(size);
      const auto tokenizer = make(std::move(data));
      QCOMPARE(tokenizer->vocabulary_size(), static_cast<std::int64_t>(size));
      QVERIFY(!tokenizer->data().bos && !tokenizer->data().eos);
      for (const TokenId id : tokenizer->encode("a b <s></s>")) QVERIFY(id >= 0 && id < static_cast<TokenId>(size));
      for (TokenId id = 0; id < static_cast<TokenId>(size); ++id) {
        QVERIFY(!tokenizer->ends_generation(id));
        (void)tokenizer->decode(id, true);
      }
    }
  }

  // Case 55. u32 size of the trie, the trie, NUL-terminated replacements; a unit's offset lies in bits 10 to 30.
  void malformed_normalisation_rules_data() {
    QTest::addColumn<QByteArray>("charsmap");
    const auto units = [](std::initializer_list<std::uint32_t> values) {
      return QByteArray(reinterpret_cast<const char*>(values.begin()), static_cast<qsizetype>(values.size() * 4));
    };
    QTest::newRow("55 shorter than its size") << QByteArray("ab");
    QTest::newRow("55 size beyond the bytes") << units({400, 0}) + "x";
    QTest::newRow("55 size 2^32-1") << units({~0u, 0}) + QByteArray("x\0", 2);
    QTest::newRow("55 size no multiple of a unit") << units({3}) + QByteArray("abcx\0", 5);
    QTest::newRow("55 no units") << units({0}) + QByteArray("x\0", 2);
    QTest::newRow("55 replacements without an end") << units({1024}) + QByteArray(1024, '\0') + "x";
    QTest::newRow("55 children beyond the trie") << units({1024, 1000u << 10}) + QByteArray(1020, '\0') + QByteArray("x\0", 2);
    QTest::newRow("55 offset shifted beyond the trie")
        << units({1024, (4u << 10) | (1u << 9)}) + QByteArray(1020, '\0') + QByteArray("x\0", 2);
    QByteArray beyond = units({1024, (1u << 10) | (1u << 8)}) + QByteArray(1020, '\0') + QByteArray("x\0", 2);
    beyond[4 + 4] = 100;  // unit 1, the value of the root: the replacement at byte 100 of 2
    QTest::newRow("55 value beyond the replacements") << beyond;
  }
  void malformed_normalisation_rules() {
    QFETCH(QByteArray, charsmap);
    SentencepieceModel model;
    model.pieces = {{"<unk>", 0, Type::unknown}, {"▁", -1, Type::normal}, {"a", -2, Type::normal}};
    TokenizerData data;
    data.kind = Kind::sentencepiece_model;
    data.sentencepiece_model = model.serialize();
    QVERIFY(make_tokenizer(data));
    model.charsmap = charsmap.toStdString();
    data.sentencepiece_model = model.serialize();
    const auto refused = make_tokenizer(data);
    QVERIFY(!refused);
    QVERIFY2(refused.error().cause.english.find("normalisation rules") != std::string::npos, refused.error().cause.english.c_str());
    QCOMPARE(refused.error().kind, ErrorKind::malformed);
  }

  // Every truncation and thousands of flipped bytes of a real format: an error or a tokenizer, never a crash.
  void hostile_model_bytes() {
    SentencepieceModel model;
    const auto small = small_vocabulary();
    for (std::size_t i = 0; i < small.pieces.size(); ++i) model.pieces.push_back({small.pieces[i], small.scores[i], small.types[i]});
    model.algorithm = SentencepieceModel::Algorithm::bpe;
    model.byte_fallback = true;
    const std::string bytes = model.serialize();
    const auto load = [](std::string hostile) {
      TokenizerData data;
      data.kind = Kind::sentencepiece_model;
      data.sentencepiece_model = std::move(hostile);
      auto tokenizer = make_tokenizer(std::move(data));
      if (tokenizer) (void)(*tokenizer)->decode((*tokenizer)->encode("ab <s> é"));
      return tokenizer.has_value();
    };
    QVERIFY(load(bytes));
    for (std::size_t size = 0; size < bytes.size(); size += 3) (void)load(bytes.substr(0, size));
    std::mt19937 random(11);
    for (int round = 0; round < 1000; ++round) {
      std::string hostile = bytes;
      for (int flips = 1 + static_cast<int>(random() % 3); flips > 0; --flips)
        hostile[random() % hostile.size()] = static_cast<char>(random());
      (void)load(std::move(hostile));
    }
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

  void kinds_without_a_tokenizer() {
    TokenizerData data;
    QCOMPARE(make_tokenizer(data).error().kind, ErrorKind::not_found);
  }

 private:
  struct Malformed {
    const char* name;
    void (*spoil)(TokenizerData&);
    const char* cause;
  };
  static const std::vector<Malformed>& malformed() {
    static const std::vector<Malformed> all{
        {"48 scores too short", [](TokenizerData& d) { d.scores.pop_back(); }, "269 scores"},
        {"49 types too short", [](TokenizerData& d) { d.types.resize(5); }, "5 token types"},
        {"no tokens", [](TokenizerData& d) { d.pieces.clear(), d.scores.clear(), d.types.clear(); }, "0 unknown tokens"},
        {"type 0", [](TokenizerData& d) { d.types[9] = static_cast<Type>(0); }, "type 0"},
        {"type 7", [](TokenizerData& d) { d.types[9] = static_cast<Type>(7); }, "type 7"},
        {"50 <0xZZ>", [](TokenizerData& d) { d.pieces[9] = "<0xZZ>"; }, "<0xZZ>"},
        {"50 <0x-1>", [](TokenizerData& d) { d.pieces[9] = "<0x-1>"; }, "<0x-1>"},
        {"lower-case byte", [](TokenizerData& d) { d.pieces[3 + 0xAB] = "<0xab>"; }, "<0xab>"},
        {"missing byte", [](TokenizerData& d) { d.types[9] = Type::normal; }, "255 byte tokens"},
        {"51 empty", [](TokenizerData& d) { d.pieces[262] = ""; }, "token 262 of the vocabulary is empty"},
        {"score NaN", [](TokenizerData& d) { d.scores[262] = std::nanf(""); }, "nan"},
        {"score infinite", [](TokenizerData& d) { d.scores[262] = -std::numeric_limits<float>::infinity(); }, "inf"},
        {"no unknown", [](TokenizerData& d) { d.types[0] = Type::control, d.pieces[0] = "<none>"; }, "0 unknown tokens"},
        {"53 bos beyond", [](TokenizerData& d) { d.bos = 270; }, "bos token has the id 270"},
        {"53 eos negative", [](TokenizerData& d) { d.eos = -5; }, "eos token has the id -5"},
        {"padding beyond", [](TokenizerData& d) { d.padding = 1 << 30; }, "padding"},
        {"end of generation beyond",
         [](TokenizerData& d) {
           d.end_of_generation = {2, 270};
         },
         "end-of-generation"},
        {"added token far away",
         [](TokenizerData& d) {
           d.added_tokens = {{2147483647, "x", true}};
         },
         "2147483647"},
        {"added token negative",
         [](TokenizerData& d) {
           d.added_tokens = {{-1, "x", true}};
         },
         "id -1"},
        {"added token empty",
         [](TokenizerData& d) {
           d.added_tokens = {{270, "", true}};
         },
         "added token 270 is empty"},
    };
    return all;
  }
};

QTEST_APPLESS_MAIN(SentencepieceTokenizerTest)
#include "sentencepiece_tokenizer_test.moc"
