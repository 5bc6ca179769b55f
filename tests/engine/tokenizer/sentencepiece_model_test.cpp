// Vocabularies of sentencepiece as files that nobody vouches for: malformed ones are errors, unusual ones are read.
#include "engine/tokenizer/tokenizer.h"

#include <QTest>
#include <cmath>
#include <fstream>
#include <limits>
#include <random>

#include "engine/tokenizer/sentencepiece_model.h"
#include "tests/engine/tokenizer/small_vocabulary.h"

using namespace halftone;
using Type = TokenizerData::PieceType;
using Kind = TokenizerData::Kind;

namespace {

struct Malformed {
  const char* name;
  void (*spoil)(TokenizerData&);
  const char* cause;
};
const std::vector<Malformed>& malformed() {
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

}  // namespace

class SentencepieceModelTest : public QObject {
  Q_OBJECT
 private slots:
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

  void kinds_without_a_tokenizer() {
    TokenizerData data;
    QCOMPARE(make_tokenizer(data).error().kind, ErrorKind::not_found);
  }
};

QTEST_APPLESS_MAIN(SentencepieceModelTest)
#include "sentencepiece_model_test.moc"
