#include "engine/tokenizer/added_tokens.h"

#include <QTest>
#include <random>

using namespace halftone;

namespace {

// "[id]" for a token, plain text as it is.
std::string shown(const AddedTokens& tokens, std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (const auto& match : tokens.find(text)) {
    if (match.begin > at) out += text.substr(at, match.begin - at);
    out += '[' + std::to_string(match.id) + ']';
    at = match.end;
  }
  return out += text.substr(at);
}

// The definition, slowly: at each place every token.
std::vector<std::pair<std::size_t, TokenId>> by_trying(const std::vector<AddedToken>& tokens, std::string_view text) {
  std::vector<std::pair<std::size_t, TokenId>> found;
  for (std::size_t at = 0; at < text.size();) {
    const AddedToken* longest = nullptr;
    for (const AddedToken& token : tokens)
      if (!token.text.empty() && text.substr(at).starts_with(token.text) && (!longest || token.text.size() > longest->text.size()))
        longest = &token;
    if (longest) found.emplace_back(at, longest->id);
    at += longest ? longest->text.size() : 1;
  }
  return found;
}

}  // namespace

// Expected: `tokenizers` 0.21, whose AddedVocabulary this is.
class AddedTokensTest : public QObject {
  Q_OBJECT
 private slots:
  void leftmost_then_longest() {
    const AddedTokens tokens({{.id = 1, .text = "<a"}, {.id = 2, .text = "<a>"}, {.id = 3, .text = "a>b"}, {.id = 4, .text = "<a><"}});
    QCOMPARE(shown(tokens, "x<a>b<a<a><a"), "x[2]b[1][4]a");
    QCOMPARE(shown(tokens, ""), "");
    QCOMPARE(shown(AddedTokens(), "x<a>"), "x<a>");
  }
  void the_first_of_doubles_counts_and_an_empty_text_is_never_found() {
    const AddedTokens tokens({{.id = 7, .text = "<b>"}, {.id = 3, .text = "<b>"}, {.id = 4, .text = ""}});
    QCOMPARE(shown(tokens, "<b>x"), "[7]x");
  }
  void strips_unicode_white_space() {
    const AddedTokens tokens({{.id = 1, .text = "<l>", .lstrip = true}, {.id = 2, .text = "<r>", .rstrip = true}});
    QCOMPARE(shown(tokens, "a \t\u3000\u00A0<l> b"), "a[1] b");
    QCOMPARE(shown(tokens, "a <r>\n\u2028\u0085 b"), "a [2]b");
    QCOMPARE(shown(tokens, "<r>  <l>"), "[2][1]");
    QCOMPARE(shown(tokens, "a\u200B<l>"), "a\u200B[1]");  // a zero-width space is none
    QCOMPARE(shown(tokens, "a\xA0<l>"), "a\xA0[1]");        // nor is half a character
  }
  void white_space_that_is_a_token_is_found_where_another_took_it() {
    const AddedTokens tokens({{.id = 2, .text = "<r>", .rstrip = true}, {.id = 3, .text = "\n"}});
    QCOMPARE(shown(tokens, "<r>\n\nb"), "[2][3][3]b");
    const auto matches = tokens.find("<r> \n b");
    QCOMPARE(matches.size(), 2U);
    QCOMPARE(matches[1].begin, 4U);  // inside the first, which ends at 6
    QCOMPARE(matches[1].end, 5U);
  }
  void single_words() {
    const AddedTokens tokens({{.id = 1, .text = "ing", .single_word = true}});
    QCOMPARE(shown(tokens, "ing king ing-ing ingé _ing ing\u0301 (ing) ing\u200D Ⓐing ²ing"),
             "[1] king [1]-[1] ingé _ing ing\u0301 ([1]) ing\u200D Ⓐing ²[1]");
  }
  void what_may_not_be_taken_is_left_whole() {
    const AddedTokens tokens({{.id = 1, .text = "<|end|>", .special = true}, {.id = 2, .text = "end"}});
    const auto matches = tokens.find("end<|end|>end", [](auto, auto, const AddedToken& token) { return !token.special; });
    QCOMPARE(matches.size(), 2U);
    QCOMPARE(matches[0].begin, 0U);
    QCOMPARE(matches[1].begin, 10U);
  }
  void random_texts_against_the_definition() {
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
      const auto letters = [&](std::size_t most) {
        std::string text;
        for (std::size_t n = random() % (most + 1); n > 0; --n) text += "ab\xC3\xA9"[random() % (round % 2 ? 2 : 4)];
        return text;
      };
      std::vector<AddedToken> list;
      for (TokenId id = 0; id < static_cast<TokenId>(1 + random() % 12); ++id) list.push_back({.id = id, .text = letters(5)});
      const std::string text = letters(40);
      std::vector<std::pair<std::size_t, TokenId>> found;
      for (const auto& match : AddedTokens(list).find(text)) found.emplace_back(match.begin, match.id);
      QCOMPARE(found, by_trying(list, text));
    }
  }
  // A model with 150,000 marks took 22 s to open, and 1 MB of a template before 60,000 of them 40 s.
  void many_marks_that_begin_alike() {
    std::vector<AddedToken> list;
    for (TokenId id = 0; id < 150'000; ++id) list.push_back({.id = id, .text = "<|reserved_token_" + std::to_string(id) + "|>"});
    const AddedTokens tokens(std::move(list));
    std::string text;
    while (text.size() < 1'000'000) text += "<|reserved_token_";
    QVERIFY(tokens.find(text).empty());
    const auto matches = tokens.find("<|reserved_token_149999|>");
    QCOMPARE(matches.size(), 1U);
    QCOMPARE(matches[0].id, 149'999);
  }
};

QTEST_APPLESS_MAIN(AddedTokensTest)
#include "added_tokens_test.moc"
