#include "engine/tokenizer/turn_marks.h"

#include <QTest>

using namespace halftone;

class TurnMarksTest : public QObject {
  Q_OBJECT
 private slots:
  void marks() {
    std::vector<AddedToken> tokens = {
        {.id = 0, .text = "<|im_start|>"},          // known
        {.id = 1, .text = "<|im_end|>"},            // known, ends a turn
        {.id = 2, .text = "<think>"},               // written by the template
        {.id = 3, .text = "<table>"},               // not written by it
        {.id = 4, .text = "role"},                  // written, but looks like no mark
        {.id = 5, .text = "<s>", .special = true},  // special stays as it is
        {.id = 6, .text = "\uFF1Cuser\uFF1E"},      // full-width
        {.id = 7, .text = "\u3010x\u3011"},
    };
    protect_turn_marks(tokens, "{{ '<|im_start|>' + role + '<think>' }} \uFF1Cuser\uFF1E \u3010x\u3011");
    const auto are = [&](auto member) {
      std::string flags;
      for (const AddedToken& token : tokens) flags += token.*member ? '1' : '0';
      return flags;
    };
    QCOMPARE(are(&AddedToken::mark), "10100011");
    QCOMPARE(are(&AddedToken::special), "01000100");
  }
  void ends() {
    const std::vector<AddedToken> chat = {{.id = 3, .text = "<|end|>"}, {.id = 4, .text = "<|user|>"}, {.id = 5, .text = "<|eot_id|>"}};
    QCOMPARE(turn_ends(chat), (std::vector<TokenId>{3, 5}));
    const std::vector<AddedToken> parts = {{.id = 3, .text = "<|end|>"}, {.id = 4, .text = "<|return|>"}, {.id = 5, .text = "<|call|>"}};
    QCOMPARE(turn_ends(parts), (std::vector<TokenId>{4, 5}));
  }
  void marks_that_no_list_names() {
    const std::vector<std::string> vocabulary = {"a", "<|im_start|>", "[INST]", "[0]", "<|im_end|>", "<b>", "<|im_start|>"};
    const std::vector<AddedToken> added = {{.id = 2, .text = "[INST]"}};
    const auto marks = unlisted_turn_marks(vocabulary, added);
    QCOMPARE(marks.size(), 2U);
    QCOMPARE(marks[0].id, 1);
    QVERIFY(marks[0].mark && !marks[0].special);
    QCOMPARE(marks[1].id, 4);
    QVERIFY(marks[1].special);
  }
  // A template of a megabyte and as many candidates as a vocabulary holds.
  void many() {
    std::vector<AddedToken> tokens;
    for (TokenId id = 0; id < 150'000; ++id) tokens.push_back({.id = id, .text = "<|reserved_" + std::to_string(id) + "|>"});
    std::string source;
    while (source.size() < 1'000'000) source += "<|reserved_";
    source += "<|reserved_77|>";
    protect_turn_marks(tokens, source);
    QVERIFY(tokens[77].mark && !tokens[78].mark);
  }
};

QTEST_APPLESS_MAIN(TurnMarksTest)
#include "turn_marks_test.moc"
