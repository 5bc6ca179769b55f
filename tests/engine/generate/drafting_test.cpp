// The parts of speculative decoding, each against what it promises: where prompt lookup finds its drafts, that rejection sampling gives
// the target's distribution, and that drafting is given up exactly where it costs more than it gives.
#include <QTest>

#include <map>
#include <random>

#include "engine/generate/payoff.h"
#include "engine/generate/prompt_lookup.h"
#include "engine/generate/rejection.h"

using namespace halftone;

namespace {

using Ids = std::vector<TokenId>;

Ids looked_up(const Ids& tokens, std::int64_t most = 4) { return PromptLookup().propose(tokens, most, {}).tokens; }

// Shares of `tokens` tokens, some of them 0.
Distribution random_distribution(std::mt19937_64& random, int tokens) {
  Distribution d;
  std::uniform_real_distribution<double> uniform;
  for (int id = 0; id < tokens; ++id) {
    if (random() % 4 == 0 && id > 0) continue;
    d.ids.push_back(id);
    d.weights.push_back(static_cast<std::uint64_t>((std::pow(uniform(random), 3.0) + 1e-3) * 0x1p39));
    d.total += d.weights.back();
  }
  return d;
}

// A run of so many tokens where a drafted pass takes `cost` plain steps and a draft of n tokens has min(n, right) of them accepted.
struct Run {
  double ms = 0;
  std::int64_t tokens = 0, passes = 0, longest = 0;
  int switches = 0;
};
Run run(Payoff& payoff, std::int64_t tokens, double cost, std::int64_t right, double plain_ms = 10) {
  Run r;
  while (r.tokens < tokens) {
    const bool was_on = payoff.is_on();
    const std::int64_t wanted = payoff.wanted();
    r.longest = std::max(r.longest, wanted);
    if (wanted == 0) {
      payoff.plain(plain_ms);
      r.ms += plain_ms;
      ++r.tokens;
    } else {
      const std::int64_t accepted = std::min(wanted, right);
      payoff.drafted(wanted, accepted, cost * plain_ms);
      r.ms += cost * plain_ms;
      r.tokens += accepted + 1;
      ++r.passes;
    }
    r.switches += was_on != payoff.is_on();
  }
  return r;
}

}  // namespace

class DraftingTest : public QObject {
  Q_OBJECT

 private slots:
  void lookupGoesOnAsTheLastTime() {
    QCOMPARE(looked_up({}), Ids());
    QCOMPARE(looked_up({1}), Ids());
    QCOMPARE(looked_up({1, 2, 3, 4, 5}), Ids());
    QCOMPARE(looked_up({5, 1, 5}), Ids());  // one token alone says too little
    QCOMPARE(looked_up({1, 2, 3, 4, 5, 9, 1, 2}), (Ids{3, 4, 5, 9}));
    QCOMPARE(looked_up({1, 2, 3, 4, 5, 9, 1, 2}, 2), (Ids{3, 4}));
    QCOMPARE(looked_up({1, 2, 3, 4, 5, 9, 1, 2}, 0), Ids());
    QCOMPARE(looked_up({1, 2, 7, 1, 2, 8, 1, 2}), (Ids{8, 1, 2, 8}));           // of equal matches the latest
    QCOMPARE(looked_up({9, 1, 2, 7, 6, 1, 2, 8, 9, 1, 2}, 3), (Ids{7, 6, 1}));  // a longer one before a later one
    QCOMPARE(looked_up({4, 4, 4}), (Ids{4, 4, 4, 4}));                          // past the end it repeats itself
    QCOMPARE(looked_up({1, 2, 1, 2}, 5), (Ids{1, 2, 1, 2, 1}));
  }

  // Against the definition, by brute force.
  void lookupFindsTheLongestMatch() {
    std::mt19937 random(3);
    for (int round = 0; round < 2000; ++round) {
      Ids tokens(random() % 60);
      for (TokenId& t : tokens) t = static_cast<TokenId>(random() % (round % 2 ? 3 : 6));
      const auto n = std::ssize(tokens);
      std::ptrdiff_t best = 0, from = 0;
      for (std::ptrdiff_t end = 1; end < n; ++end) {
        std::ptrdiff_t length = 0;
        while (length < std::min<std::ptrdiff_t>(end, 16) && tokens[end - 1 - length] == tokens[n - 1 - length]) ++length;
        if (length >= 2 && length >= best) best = length, from = end;
      }
      Ids expected;
      for (std::ptrdiff_t i = 0; best > 0 && i < 7; ++i) expected.push_back(from + i < n ? tokens[from + i] : expected[from + i - n]);
      QCOMPARE(looked_up(tokens, 7), expected);
    }
  }

  // 100,000 tokens for each of 12 pairs, from a fixed seed. Under the right distribution χ² over k cells has mean k − 1; for k = 16,
  // P(χ² > 60) < 1e-6. Acceptance: Σ min(p, q), within five standard deviations of a binomial share.
  void replacedTokensFollowTheTarget() {
    constexpr int kTokens = 16, kDraws = 100'000;
    std::mt19937_64 random(17);
    std::uniform_real_distribution<double> uniform;
    for (int pair = 0; pair < 12; ++pair) {
      const Distribution target = random_distribution(random, kTokens);
      const Distribution proposal = pair == 0 ? target : random_distribution(random, kTokens);
      std::map<TokenId, int> counts;
      int accepted = 0;
      for (int i = 0; i < kDraws; ++i) {
        const TokenId drafted = proposal.draw(uniform(random));
        const double keep = uniform(random), replace = uniform(random);
        const TokenId token = accept_or_replace(target, proposal, drafted, keep, replace);
        accepted += token == drafted;
        ++counts[token];
      }
      double chi_square = 0, agreement = 0;
      for (TokenId id = 0; id < kTokens; ++id) {
        const double expected = kDraws * target.probability(id);
        agreement += std::min(target.probability(id), proposal.probability(id));
        if (expected == 0)
          QCOMPARE(counts[id], 0);
        else
          chi_square += std::pow(counts[id] - expected, 2) / expected;
      }
      QVERIFY2(chi_square < 60, qPrintable(QString::number(chi_square)));
      const double share = static_cast<double>(accepted) / kDraws;
      QVERIFY2(std::abs(share - agreement) <= 5 * std::sqrt(agreement * (1 - agreement) / kDraws) + 1e-12,
               qPrintable(QString::number(share)));
    }
  }

  void edgesOfRejection() {
    const Distribution one{{3}, {2}, 2}, other{{5}, {1}, 1};
    QCOMPARE(accept_or_replace(one, one, 3, 0.999999, 0.5), 3);
    QCOMPARE(accept_or_replace(one, other, 5, 0.0, 0.5), 3);  // the target has none of it, whatever is drawn
    QCOMPARE(accept_or_replace({}, other, 5, 0.5, 0.5), -1);
  }

  void whatPaysStaysOnAndGrows() {
    Payoff payoff;
    const Run r = run(payoff, 2000, 1.3, kMostDrafted);
    QVERIFY(payoff.is_on());
    QCOMPARE(r.switches, 0);
    QCOMPARE(r.longest, kMostDrafted);
    QVERIFY(r.ms < 0.15 * 2000 * 10);  // 1.3 / 16 = 0.08, and what it takes to know
  }

  void whatDoesNotPayIsGivenUp() {
    for (const double cost : {1.2, 2.0, 4.0}) {
      Payoff payoff;
      const Run r = run(payoff, 5000, cost, 0);
      QVERIFY(!payoff.is_on());
      // Trials of four passes, at rests that double to 512 tokens: their extra cost is a few percent of plain decoding even at 4 times.
      QVERIFY2(r.ms < (1 + 0.02 * (cost - 1)) * static_cast<double>(r.tokens) * 10, qPrintable(QString::number(r.ms)));
      QVERIFY(r.passes < 60);
    }
  }

  void aTieDoesNotFlicker() {
    for (const double cost : {1.0, 1.02, 0.98}) {  // against plain, when nothing is accepted
      Payoff payoff;
      QVERIFY(run(payoff, 5000, cost, 0).switches <= 1);
    }
  }

  void itComesBackWhenItPaysAgain() {
    Payoff payoff;
    run(payoff, 1000, 2, 0);
    QVERIFY(!payoff.is_on());
    run(payoff, 600, 1.3, 10);  // no rest is longer than 512
    QVERIFY(payoff.is_on());
    const Run slower = run(payoff, 1000, 1.3, 10, 30);  // a longer context: both slow down
    QCOMPARE(slower.switches, 0);
    run(payoff, 200, 2, 0);
    QVERIFY(!payoff.is_on());
  }

  // A draft model's guesses need no plain step in between; one is taken to have something to compare with.
  void plainStepsAreMeasuredAgain() {
    Payoff payoff;
    std::int64_t since = 0, longest = 0;
    for (int i = 0; i < 1000; ++i) {
      if (payoff.wanted() == 0)
        payoff.plain(10), since = 0;
      else
        payoff.drafted(payoff.wanted(), payoff.wanted(), 12), longest = std::max(longest, ++since);
    }
    QVERIFY2(longest <= 64, qPrintable(QString::number(longest)));
  }
};

QTEST_APPLESS_MAIN(DraftingTest)
#include "drafting_test.moc"
