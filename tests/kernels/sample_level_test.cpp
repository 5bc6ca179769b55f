// Levels and weights are what the softmax says, to their steps; and the CPU's choice is the slow definition's in every case, to the token.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "kernels/ops/sample_level.h"
#include "tests/kernels/sample_cases.h"

using namespace halftone;

namespace {

struct Token {
  std::uint32_t level;
  std::int32_t id;
  auto operator<=>(const Token&) const = default;
};

// The rules of ops/sample.h one after the other, over all tokens in order.
std::int32_t slow_sample(const SampleArgs& args) {
  std::vector<float> logits(args.logits.data, args.logits.data + args.logits.shape[0]);
  const auto vocabulary = static_cast<std::int32_t>(logits.size());
  if (args.repeat_penalty != 1) {
    for (std::int32_t id = 0; id < vocabulary; ++id) {
      if (std::ranges::find(args.history, id) == args.history.end()) continue;
      logits[id] = logits[id] > 0 ? logits[id] / args.repeat_penalty : logits[id] * args.repeat_penalty;
    }
  }
  float largest = -std::numeric_limits<float>::infinity();
  for (const float logit : logits) largest = logit > largest ? logit : largest;
  if (std::ranges::none_of(logits, [](float logit) { return std::isfinite(logit); })) return -1;
  if (args.temperature <= 0 || args.top_k == 1) return static_cast<std::int32_t>(std::ranges::find(logits, largest) - logits.begin());

  std::vector<Token> tokens;
  for (std::int32_t id = 0; id < vocabulary; ++id) {
    const std::uint32_t level = sample_level(logits[id], largest, std::log2(std::exp(1.0)) / args.temperature);
    if (level_weight(level) > 0) tokens.push_back({level, id});
  }
  std::ranges::sort(tokens);
  if (args.top_k > 0 && args.top_k < std::ssize(tokens)) tokens.resize(static_cast<std::size_t>(args.top_k));
  const auto total_of = [&] {
    std::uint64_t total = 0;
    for (const Token& token : tokens) total += level_weight(token.level);
    return total;
  };
  if (args.top_p < 1) {
    const std::uint64_t wanted = head_weight(args.top_p, total_of());
    std::uint64_t head = 0;
    std::size_t count = 0;
    while (head < wanted) head += level_weight(tokens[count++].level);
    tokens.resize(count);
  }
  std::erase_if(tokens, [&](const Token& token) {
    return static_cast<double>(level_weight(token.level)) < std::min<double>(args.min_p, 1) * static_cast<double>(kFullWeight);
  });
  std::ranges::sort(tokens, {}, &Token::id);
  const std::uint64_t place = drawn_place(args.uniform, total_of());
  std::uint64_t running = 0;
  for (const Token& token : tokens) {
    running += level_weight(token.level);
    if (running > place) return token.id;
  }
  return -2;
}

}  // namespace

class SampleLevelTest : public QObject {
  Q_OBJECT

 private slots:
  // 2^−level, within 3e-9 of itself and the half unit that it is rounded by.
  void weightsAreThePowersOfTheirLevels() {
    QCOMPARE(level_weight(0), kFullWeight);
    QCOMPARE(level_weight(kLastLevel), 1ull);
    QCOMPARE(level_weight(kLastLevel + 1), 0ull);
    QCOMPARE(level_weight(kNoLevel), 0ull);
    for (std::uint64_t level = 0; level <= kLastLevel; level += 4099) {
      const double exact = std::exp2(39 - static_cast<double>(level) * 0x1p-26),
                   found = static_cast<double>(level_weight(static_cast<std::uint32_t>(level)));
      QVERIFY2(std::abs(found - exact) <= exact * 3e-9 + 0.5, qPrintable(QString::number(level)));
    }
  }

  // All of an octave, and the first step of the next.
  void weightsNeverRise() {
    for (std::uint32_t level = 0; level <= 1u << kLevelsPerOctave; ++level) {
      if (level_weight(level) <= level_weight(level + 1)) QFAIL(qPrintable(QString::number(level)));
    }
    for (std::uint32_t octave = 1; octave <= 40; ++octave) {
      const std::uint32_t first = octave << kLevelsPerOctave;
      QVERIFY(level_weight(first - 1) >= level_weight(first) && level_weight(first) >= level_weight(first + 1));
    }
  }

  void levelsAreWhatLiesBelowTheBest() {
    constexpr float kInfinity = std::numeric_limits<float>::infinity(), kNan = std::numeric_limits<float>::quiet_NaN();
    const double octave = std::log2(std::exp(1.0));
    QCOMPARE(sample_level(3, 3, octave), 0u);
    QCOMPARE(sample_level(-0.0f, 0.0f, octave), 0u);
    QCOMPARE(sample_level(kInfinity, kInfinity, octave), 0u);
    QCOMPARE(sample_level(3e38f, kInfinity, octave), kNoLevel);
    QCOMPARE(sample_level(3, kInfinity, 0), kNoLevel);  // 0 · ∞
    QCOMPARE(sample_level(kNan, 3, octave), kNoLevel);
    QCOMPARE(sample_level(-kInfinity, 3, octave), kNoLevel);
    QCOMPARE(sample_level(-3e38f, 3e38f, octave), kNoLevel);
    QCOMPARE(sample_level(1, 3, 0), 0u);
    QCOMPARE(sample_level(1, 3, kNan), kNoLevel);
    for (float logit = 3; logit > -24; logit -= 0.37f) {
      const double level = (3.0 - logit) * octave * 0x1p26;  // rounded down, after roundings of 2⁻⁵³ each
      QVERIFY(std::abs(sample_level(logit, 3, octave) - level) <= 1 + level * 0x1p-50);
    }
  }

  void placesAndHeadsStayWithinTheTotal() {
    for (const unsigned long long total : {1ull, 1ull << 39, (1ull << 53) + 1, 1ull << 63, ~0ull}) {
      for (const double share : {-1.0, 0.0, 1e-300, 0.5, std::nextafter(1.0, 0.0), std::numeric_limits<double>::quiet_NaN()}) {
        QVERIFY(head_weight(share, total) >= 1 && head_weight(share, total) <= total);
        if (share >= 0) QVERIFY(drawn_place(share, total) < total);
      }
      QCOMPARE(drawn_place(0.0, total), 0ull);
    }
  }

  void theCpuChoosesAsTheSlowDefinition() {
    for (const int length : {1, 2, 33, 700, 3001}) {
      for (const SampleRow& row : sample_rows(length)) {
        for (const SampleCase& c : sample_cases(length, 2)) {
          std::vector<float> logits = row.logits, copy = row.logits;
          if (cpu::sample(c.args(logits)) != slow_sample(c.args(copy)))
            QFAIL(qPrintable(QString("%1, %2, %3").arg(row.name, c.name()).arg(length)));
        }
      }
    }
  }
};

QTEST_APPLESS_MAIN(SampleLevelTest)
#include "sample_level_test.moc"
