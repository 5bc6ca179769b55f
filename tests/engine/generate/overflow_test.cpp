// How many turns to drop: always the fewest, and asked about seldom, for each question encodes a conversation.
#include <QTest>

#include <cmath>
#include <random>

#include "engine/generate/overflow.h"

using namespace halftone;

class OverflowTest : public QObject {
  Q_OBJECT

  struct Found {
    std::int64_t turns = 0, questions = 0;
  };
  static Found find(std::int64_t answer, std::int64_t guess, std::int64_t most) {
    Found found;
    found.turns = fewest_turns_to_drop(guess, most, [&](std::int64_t turns) -> Result<bool> {
      ++found.questions;
      return turns >= answer;
    }).value();
    return found;
  }

 private slots:
  void everyAnswerFromEveryGuess() {
    for (std::int64_t most = 1; most <= 40; ++most)
      for (std::int64_t answer = 1; answer <= most + 1; ++answer)  // one more: nothing helps
        for (std::int64_t guess = -1; guess <= most + 2; ++guess) QCOMPARE(find(answer, guess, most).turns, std::min(answer, most));
  }

  void aGoodGuessTakesTwoQuestions() {
    for (const std::int64_t answer : {2, 3, 500, 1998}) {
      QCOMPARE(find(answer, answer, 1999).questions, 2);
      for (const std::int64_t guess : {answer - 1, answer + 1}) QVERIFY(find(answer, guess, 1999).questions <= 4);
    }
  }

  void aBadGuessTakesTwiceHalving() {
    std::mt19937 random(3);
    for (int i = 0; i < 20'000; ++i) {
      const auto most = std::uniform_int_distribution<std::int64_t>(1, 100'000)(random);
      std::uniform_int_distribution<std::int64_t> any(1, most);
      const auto [turns, questions] = find(any(random), any(random), most);
      QVERIFY2(static_cast<double>(questions) <= 2 * std::log2(static_cast<double>(most)) + 2, qPrintable(QString::number(questions)));
      Q_UNUSED(turns);
    }
  }

  // In tokens, where a turn has 20 to 60 of them and the guess knows their mean alone: a few conversations' worth, however long it is.
  // Halving would encode up to 13 of them.
  void workGrowsWithTheConversation() {
    std::mt19937 random(4);
    for (const std::int64_t turns : {500, 2000, 8000})
      for (const double kept : {0.05, 0.5, 0.95}) {
        std::vector<std::int64_t> left = {0};  // tokens of the last i turns
        for (std::int64_t i = 0; i < turns; ++i) left.push_back(left.back() + std::uniform_int_distribution<std::int64_t>(20, 60)(random));
        const std::int64_t total = left.back(), limit = static_cast<std::int64_t>(kept * static_cast<double>(total));
        std::int64_t encoded = 0;
        const std::int64_t guess = (total - limit) * turns / total;
        const auto found = fewest_turns_to_drop(guess, turns - 1, [&](std::int64_t dropped) -> Result<bool> {
          const std::int64_t tokens = left[static_cast<std::size_t>(turns - dropped)];
          encoded += tokens;
          return tokens <= limit;
        });
        QVERIFY(found && left[static_cast<std::size_t>(turns - *found)] <= limit);
        QVERIFY(left[static_cast<std::size_t>(turns - *found + 1)] > limit);
        QVERIFY(encoded <= 6 * total);
      }
  }

  void aFailureEndsIt() {
    int asked = 0;
    const auto found = fewest_turns_to_drop(5, 10, [&](std::int64_t) -> Result<bool> {
      ++asked;
      return fail(ErrorKind::cancelled, "", "stopped");
    });
    QVERIFY(!found && found.error().kind == ErrorKind::cancelled);
    QCOMPARE(asked, 1);
  }
};

QTEST_APPLESS_MAIN(OverflowTest)
#include "overflow_test.moc"
