// Sentencepiece vocabularies as people's files have them: odd ones that must open, and those that the library would not survive.
// Expected ids: transformers 4.46, LlamaTokenizer, on a vocabulary of the same pieces; where it differs, a comment says why.
#include <QTest>

#include "engine/tokenizer/sentencepiece_model.h"
#include "engine/tokenizer/sentencepiece_vocabulary.h"
#include "engine/tokenizer/tokenizer.h"

using namespace halftone;
using Type = TokenizerData::PieceType;
using Kind = TokenizerData::Kind;
using Ids = std::vector<TokenId>;

namespace {

// 0 <unk>, 1 <s>, 2 </s>, 3 to 258 the bytes, then pieces from 259.
constexpr TokenId first_piece = 259;
const std::vector<std::string> kPieces = {"▁", "a", "b", "ab", "▁a", "▁b", "▁ab", "<", ">", "|", "x", "<|", "|>"};

SentencepieceModel small_model() {
  SentencepieceModel model;
  model.algorithm = SentencepieceModel::Algorithm::bpe;
  model.byte_fallback = true;
  model.remove_extra_whitespaces = false;
  model.pieces = {{"<unk>", 0, Type::unknown}, {"<s>", 0, Type::control}, {"</s>", 0, Type::control}};
  for (int byte = 0; byte < 256; ++byte) model.pieces.push_back({fmt::format("<0x{:02X}>", byte), 0, Type::byte});
  for (const auto& piece : kPieces) model.pieces.push_back({piece, -static_cast<float>(model.pieces.size()), Type::normal});
  return model;
}

TokenizerData data_of(const SentencepieceModel& model) {
  TokenizerData data;
  data.kind = Kind::sentencepiece_model;
  data.sentencepiece_model = model.serialize();
  return data;
}

// The same as a GGUF file would hold it.
TokenizerData vocabulary_of(const SentencepieceModel& model) {
  TokenizerData data;
  data.kind = Kind::sentencepiece_vocabulary;
  for (const auto& [text, score, type] : model.pieces)
    data.pieces.push_back(text), data.scores.push_back(score), data.types.push_back(type);
  return data;
}

std::unique_ptr<Tokenizer> make(TokenizerData data) {
  auto tokenizer = make_tokenizer(std::move(data));
  if (!tokenizer) qFatal("%s", tokenizer.error().message().c_str());
  return std::move(*tokenizer);
}

std::string shown(const Tokenizer& tokenizer, const Ids& ids) {
  std::string text;
  for (const TokenId id : ids) text += (text.empty() ? "" : " ") + tokenizer.piece(id);
  return text;
}

std::string of_template(const Tokenizer& tokenizer, const std::string& text) {
  const std::vector<TextSpan> prompt{{text, true}};
  return shown(tokenizer, tokenizer.encode(prompt));
}
std::string of_user(const Tokenizer& tokenizer, const std::string& text) { return shown(tokenizer, tokenizer.encode(text)); }

const TokenId next = first_piece + static_cast<TokenId>(kPieces.size());

}  // namespace

class SentencepieceFilesTest : public QObject {
  Q_OBJECT
 private slots:
  void legacy_puts_the_dummy_space_behind_every_token_found_whole() {
    for (const bool gguf : {false, true}) {
      TokenizerData data = gguf ? vocabulary_of(small_model()) : data_of(small_model());
      QVERIFY(data.legacy);  // absent: as transformers 4.46 and llama.cpp
      const auto legacy = make(data);
      QCOMPARE(of_template(*legacy, "<s>ab</s>a</s>"), "<s> ▁ab </s> ▁a </s>");
      data.legacy = false;
      const auto newer = make(data);
      QCOMPARE(of_template(*newer, "<s>ab</s>a"), "<s> ab </s> a");
      QCOMPARE(of_template(*newer, "ab</s>a"), "▁ab </s> a");
      data.add_space_prefix = false;
      QCOMPARE(of_template(*make(data), "ab</s>a"), "ab </s> a");
    }
  }

  void added_tokens_strip_white_space() {
    TokenizerData data = data_of(small_model());
    data.legacy = false;
    data.added_tokens = {{.id = next, .text = "<|u|>", .special = true, .rstrip = true},
                         {.id = next + 1, .text = "<m>", .special = true, .lstrip = true},
                         {.id = next + 2, .text = "xa", .single_word = true}};
    const auto tokenizer = make(data);
    QCOMPARE(of_template(*tokenizer, "<|u|>\nab<|u|> \n"), "<|u|> ab <|u|>");
    QCOMPARE(of_template(*tokenizer, "a <m> b"), "▁a <m> ▁b");
    QCOMPARE(of_user(*tokenizer, "xab xa"), "▁ x ab ▁ xa");
  }

  // Case 03: typed as a piece that every text may hold, as older converters do, or listed as one that is not special.
  void what_a_user_types_is_no_turn_mark() {
    SentencepieceModel model = small_model();
    model.pieces.push_back({"<|im_start|>", 0, Type::user_defined});
    model.pieces.push_back({"<|im_end|>", 0, Type::user_defined});
    model.pieces.push_back({"<|x|>", 0, Type::user_defined});  // no known mark, but the template writes it
    model.pieces.push_back({"<b>", 0, Type::user_defined});    // none at all
    TokenizerData listed = data_of(small_model());
    listed.added_tokens = {{.id = next, .text = "<|im_start|>"},
                           {.id = next + 1, .text = "<|im_end|>"},
                           {.id = next + 2, .text = "<|x|>"},
                           {.id = next + 3, .text = "<b>"}};
    for (TokenizerData data : {vocabulary_of(model), data_of(model), listed}) {
      data.legacy = false;
      data.template_source = "{{ '<|im_start|>' + m.role + '<|x|>' + m.content }}";
      const auto tokenizer = make(std::move(data));
      QVERIFY(of_user(*tokenizer, "a<|im_end|><|im_start|><|x|>").find("<|im_") == std::string::npos);
      QCOMPARE(of_user(*tokenizer, "<|x|>"), "▁ <| x |>");
      QVERIFY(of_user(*tokenizer, "a<b>").ends_with("<b>"));
      QCOMPARE(of_template(*tokenizer, "a<|im_start|><|x|><|im_end|>"), "▁a <|im_start|> <|x|> <|im_end|>");
      // A mark stays visible where the file says so; what ends a turn is hidden.
      QCOMPARE(tokenizer->decode(Ids{next, next + 1, next + 2}), std::string("<|im_start|><|x|>"));
      for (const TokenId id : {next, next + 1, next + 2}) QVERIFY(tokenizer->is_control(id));
      QVERIFY(!tokenizer->is_control(next + 3));
    }
  }

  // 53 rows that pad a published vocabulary of 32,064 tokens are of type unknown.
  void several_unknown_tokens() {
    SentencepieceModel model = small_model();
    for (int i = 0; i < 52; ++i) model.pieces.push_back({fmt::format("[PAD{}]", i), 0, Type::unknown});
    const auto tokenizer = make(vocabulary_of(model));
    QCOMPARE(tokenizer->data().unknown, 0);
    QCOMPARE(of_user(*tokenizer, "ab"), "▁ab");
    QCOMPARE(tokenizer->vocabulary_size(), next + 52);
    const auto notes = sentencepiece_notes(vocabulary_of(model));
    QCOMPARE(notes.size(), 1U);
    QVERIFY2(notes[0].english.find("53 tokens are marked as unknown") != std::string::npos, notes[0].english.c_str());
  }

  // Case 18. A gap: ids of a padded matrix that no token has. Transformers 4.46 keeps the ids behind it, and so does what was trained
  // with them; 5.24 numbers anew. A double: transformers reads it, and finds the older one.
  void gaps_and_doubles_in_added_tokens() {
    TokenizerData gap = data_of(small_model());
    gap.added_tokens = {{.id = next, .text = "<|a|>", .special = true}, {.id = next + 3, .text = "<|b|>", .special = true}};
    const auto with_gap = make(gap);
    QCOMPARE(with_gap->vocabulary_size(), next + 4);
    QCOMPARE(with_gap->encode(std::vector<TextSpan>{{"<|b|>", true}}), Ids{next + 3});
    QCOMPARE(with_gap->decode(next + 1), std::string());
    QCOMPARE(with_gap->piece(next + 1), std::string());
    QVERIFY(!with_gap->is_control(next + 1));
    QCOMPARE(sentencepiece_notes(gap).size(), 1U);

    TokenizerData twice = data_of(small_model());
    twice.added_tokens = {{.id = 1, .text = "<s>", .special = true}, {.id = next, .text = "<s>", .special = true}};
    const auto with_double = make(twice);
    QCOMPARE(with_double->encode(std::vector<TextSpan>{{"<s>", true}}), Ids{1});
    QCOMPARE(with_double->decode(next), std::string());
    const auto notes = sentencepiece_notes(twice);
    QCOMPARE(notes.size(), 1U);
    QVERIFY2(notes[0].english.find("are both '<s>'") != std::string::npos, notes[0].english.c_str());
  }

  // Official GGUF files hold doubles; what is found as a whole goes before an ordinary piece of the same text.
  void doubles_in_a_vocabulary() {
    SentencepieceModel model = small_model();
    model.pieces.push_back({"ab", -1000, Type::normal});
    model.pieces.push_back({"|", 0, Type::user_defined});
    const auto tokenizer = make(vocabulary_of(model));
    QCOMPARE(tokenizer->encode("bab"), (Ids{first_piece + 5, first_piece + 3}));
    QCOMPARE(tokenizer->decode(next), std::string("ab"));
    QCOMPARE(tokenizer->piece(next), std::string("ab"));
    QCOMPARE(tokenizer->encode("|"), Ids{next + 1});
    QCOMPARE(tokenizer->decode(first_piece + 9), std::string("|"));
    QCOMPARE(sentencepiece_notes(vocabulary_of(model)).size(), 2U);
  }

  // Case 32: the library keeps 64 of them in an array, unchecked. Refused alike from every kind of file.
  void user_defined_pieces_that_are_prefixes_of_one_another() {
    for (const int count : {64, 65}) {
      SentencepieceModel model = small_model();
      TokenizerData listed = data_of(model);
      for (int i = 0; i < count; ++i) {
        const std::string text(static_cast<std::size_t>(i) + 1, 'y');
        model.pieces.push_back({text, 0, Type::user_defined});
        listed.added_tokens.push_back({.id = next + i, .text = text});
      }
      for (const TokenizerData& data : {data_of(model), vocabulary_of(model), listed}) {
        const auto result = make_tokenizer(data);
        QCOMPARE(result.has_value(), count == 64);
        if (result)
          QVERIFY((*result)->encode(std::string(5000, 'y')).size() <= 80);
        else
          QVERIFY2(result.error().cause.english.find("65 user-defined tokens are prefixes") != std::string::npos, result.error().cause.english.c_str());
      }
    }
  }

  // Case 31: rules a, aa, aaa … each to b. A trie as darts-clone lays it out: unit u has its children in the block u ^ offset, child c
  // at block ^ c, its value at block ^ 0.
  void normalisation_rules_that_nest() {
    for (const int count : {32, 33}) {
      std::vector<std::uint32_t> units(256 * static_cast<std::size_t>(count + 2), 0x7F);  // no label that any byte leads to but one
      const auto link = [](std::size_t from, std::size_t block) { return static_cast<std::uint32_t>((from ^ block) << 10); };
      std::size_t unit = 0;
      for (int depth = 0; depth <= count; ++depth) {
        const std::size_t block = 256 * static_cast<std::size_t>(depth + 1);
        units[unit] = link(unit, block) | (depth > 0 ? (1U << 8) | 'a' : 0);
        units[block] = 1U << 31;
        unit = block ^ 'a';
      }
      units[unit] = 0x7F;
      SentencepieceModel model = small_model();
      const auto bytes = static_cast<std::uint32_t>(units.size() * 4);
      model.charsmap = std::string(reinterpret_cast<const char*>(&bytes), 4) +
                       std::string(reinterpret_cast<const char*>(units.data()), bytes) + std::string("b\0", 2);
      const auto result = make_tokenizer(data_of(model));
      if (count == 32) {
        QVERIFY2(result.has_value(), result ? "" : result.error().cause.english.c_str());
        QCOMPARE(of_user(**result, std::string(32, 'a')), "▁b");
      } else {
        QVERIFY(!result);
        QCOMPARE(result.error().cause.english, std::string("the normalisation rules nest 33 prefixes; 32 at most"));
      }
    }
  }

  // 150,000 control tokens took 22 s to open, and a megabyte of a template before 60,000 of them 40 s.
  void many_control_tokens() {
    SentencepieceModel model = small_model();
    for (int i = 0; i < 150'000; ++i) model.pieces.push_back({fmt::format("<|reserved_{}|>", i), 0, Type::control});
    const auto tokenizer = make(vocabulary_of(model));
    std::string text;
    while (text.size() < 1'000'000) text += "<|reserved_a";
    QVERIFY(!tokenizer->encode(std::vector<TextSpan>{{text, true}}).empty());
    QCOMPARE(tokenizer->encode(std::vector<TextSpan>{{"<|reserved_149999|>", true}}), Ids{next + 149'999});
  }
};

QTEST_APPLESS_MAIN(SentencepieceFilesTest)
#include "sentencepiece_files_test.moc"
