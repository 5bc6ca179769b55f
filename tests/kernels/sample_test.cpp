// Sampling: the CPU draws what the reference draws, the reference draws what the formulas say, and nothing odd in the logits breaks it.
#include <QTest>

#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "kernels/ops/sample.h"

using namespace halftone;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct Settings {
  float temperature = 1;
  std::int64_t top_k = 0;
  float top_p = 1, min_p = 0, repeat_penalty = 1;
  std::vector<std::int32_t> history = {};
};

using Sample = std::int32_t (*)(const SampleArgs&);
constexpr Sample kBoth[] = {reference::sample, cpu::sample};

std::int32_t draw(Sample sample, std::vector<float> logits, const Settings& s, double uniform = 0) {
  const auto size = static_cast<std::int64_t>(logits.size());
  return sample({{logits.data(), {size}}, s.history, s.temperature, s.top_k, s.top_p, s.min_p, s.repeat_penalty, uniform});
}

// The tokens that a fine walk over the draw meets, with their shares.
std::map<std::int32_t, double> shares(Sample sample, const std::vector<float>& logits, const Settings& s) {
  constexpr int kSteps = 20000;
  std::map<std::int32_t, double> found;
  for (int i = 0; i < kSteps; ++i) found[draw(sample, logits, s, (i + 0.5) / kSteps)] += 1.0 / kSteps;
  return found;
}

std::vector<std::int32_t> kept(Sample sample, const std::vector<float>& logits, const Settings& s) {
  std::vector<std::int32_t> ids;
  for (const auto& [id, share] : shares(sample, logits, s)) ids.push_back(id);
  return ids;
}

std::vector<float> logs(std::initializer_list<double> probabilities) {
  std::vector<float> logits;
  for (const double p : probabilities) logits.push_back(static_cast<float>(std::log(p)));
  return logits;
}

using Ids = std::vector<std::int32_t>;

}  // namespace

class SampleTest : public QObject {
  Q_OBJECT

 private slots:
  void greedy_takes_the_first_of_equals() {
    for (const Sample sample : kBoth) {
      QCOMPARE(draw(sample, {1, 3, 3, 2}, {.temperature = 0}), 1);
      QCOMPARE(draw(sample, {kNan, -5, kNan}, {.temperature = 0}), 1);
      QCOMPARE(draw(sample, {1, kInfinity, kInfinity}, {.temperature = 0}), 1);
      QCOMPARE(draw(sample, {-kInfinity, -kInfinity, -1e30f}, {.temperature = 0}), 2);
      QCOMPARE(draw(sample, {7}, {.temperature = 0}), 0);
    }
  }

  void nothing_finite_is_a_fault() {
    for (const Sample sample : kBoth) {
      for (const float temperature : {0.0f, 1.0f}) {
        QCOMPARE(draw(sample, {kNan, kNan}, {.temperature = temperature}), -1);
        QCOMPARE(draw(sample, {-kInfinity, kNan}, {.temperature = temperature}), -1);
        QCOMPARE(draw(sample, {}, {.temperature = temperature}), -1);
      }
    }
  }

  void infinity_leaves_only_its_equals() {
    for (const Sample sample : kBoth) {
      QCOMPARE(kept(sample, {1, kInfinity, 5, kInfinity, kNan}, {}), (Ids{1, 3}));
      QCOMPARE(kept(sample, {1, kInfinity, 5, kInfinity, kNan}, {.top_k = 1}), (Ids{1}));
    }
  }

  void shares_are_the_softmax() {
    const auto logits = logs({0.5, 0.25, 0.125, 0.125});
    for (const Sample sample : kBoth) {
      auto found = shares(sample, logits, {});
      QVERIFY(std::abs(found[0] - 0.5) < 2e-4 && std::abs(found[1] - 0.25) < 2e-4 && std::abs(found[3] - 0.125) < 2e-4);
      found = shares(sample, logits, {.temperature = 0.5f});  // probabilities squared: 16 : 4 : 1 : 1
      QVERIFY(std::abs(found[0] - 16.0 / 22) < 2e-4 && std::abs(found[2] - 1.0 / 22) < 2e-4);
    }
  }

  void top_k() {
    for (const Sample sample : kBoth) {
      QCOMPARE(kept(sample, logs({0.1, 0.4, 0.2, 0.3}), {.top_k = 2}), (Ids{1, 3}));
      QCOMPARE(kept(sample, logs({0.1, 0.4, 0.2, 0.3}), {.top_k = 100}), (Ids{0, 1, 2, 3}));
      QCOMPARE(kept(sample, {2, 2, 2, 2}, {.top_k = 2}), (Ids{0, 1}));  // of equals the smallest ids
      QCOMPARE(kept(sample, {2}, {.top_k = 1}), (Ids{0}));
    }
  }

  void top_p() {
    const auto logits = logs({0.1, 0.4, 0.2, 0.3});
    for (const Sample sample : kBoth) {
      QCOMPARE(kept(sample, logits, {.top_p = 0.0f}), (Ids{1}));
      QCOMPARE(kept(sample, logits, {.top_p = 0.39f}), (Ids{1}));
      QCOMPARE(kept(sample, logits, {.top_p = 0.41f}), (Ids{1, 3}));
      QCOMPARE(kept(sample, logits, {.top_p = 0.85f}), (Ids{1, 2, 3}));
      QCOMPARE(kept(sample, logits, {.top_p = 0.95f}), (Ids{0, 1, 2, 3}));
      // Of what top-k leaves (0.4, 0.3): 0.5 of 0.7 is within the first.
      QCOMPARE(kept(sample, logits, {.top_k = 2, .top_p = 0.5f}), (Ids{1}));
      QCOMPARE(kept(sample, logits, {.top_k = 2, .top_p = 0.6f}), (Ids{1, 3}));
    }
  }

  void min_p() {
    const auto logits = logs({0.1, 0.4, 0.2, 0.3});
    for (const Sample sample : kBoth) {
      QCOMPARE(kept(sample, logits, {.min_p = 0.6f}), (Ids{1, 3}));
      QCOMPARE(kept(sample, logits, {.min_p = 0.3f}), (Ids{1, 2, 3}));
      QCOMPARE(kept(sample, logits, {.min_p = 1.0f}), (Ids{1}));
      QCOMPARE(kept(sample, logits, {.min_p = 5.0f}), (Ids{1}));  // never nothing
    }
  }

  void repetition_penalty_counts_a_token_once() {
    for (const Sample sample : kBoth) {
      std::vector<float> logits{2, -2, 1};
      const Ids history{0, 1, 0, 0, -3, 99};
      sample({{logits.data(), {3}}, history, 0, 0, 1, 0, 2, 0});
      QCOMPARE(logits, (std::vector<float>{1, -4, 1}));
    }
  }

  void a_tiny_temperature_is_greedy() {
    for (const Sample sample : kBoth) {
      for (const double uniform : {0.0, 0.5, 0.999999999}) {
        QCOMPARE(draw(sample, {1, 1.001f, -3e38f}, {.temperature = 1e-30f}, uniform), 1);
        QCOMPARE(draw(sample, {1, 1.001f, 3e38f}, {.temperature = 1e-42f, .top_p = 0.9f}, uniform), 2);
      }
    }
  }

  void the_ends_of_the_draw_are_tokens_with_weight() {
    for (const Sample sample : kBoth) {
      QCOMPARE(draw(sample, {-kInfinity, 0, 0, -kInfinity}, {}, 0.0), 1);
      QCOMPARE(draw(sample, {-kInfinity, 0, 0, -kInfinity}, {}, std::nextafter(1.0, 0.0)), 2);
    }
  }

  void both_draw_the_same() {
    std::mt19937 generator(7);
    std::uniform_real_distribution<double> uniform;
    for (int round = 0; round < 300; ++round) {
      const int size = round % 3 == 0 ? 5 : round % 3 == 1 ? 500 : 5000;
      std::normal_distribution<float> normal(0, round % 5 == 0 ? 0.01f : 3.0f);  // flat ones need a long head
      std::vector<float> logits(size);
      for (float& l : logits) l = std::round(normal(generator) * 8) / 8;  // many equals
      if (round % 7 == 0) logits[size / 2] = kNan;
      const Settings settings{round % 2 ? 0.7f : 1.3f, round % 4 ? 0 : 40, round % 3 ? 0.93f : 1.0f, round % 6 ? 0.0f : 0.05f, 1.2f, {1, 2, 3}};
      const double at = uniform(generator);
      QCOMPARE(draw(cpu::sample, logits, settings, at), draw(reference::sample, logits, settings, at));
    }
  }

  // 20,000 draws over 64 tokens. Under the right distribution χ² has mean 63 and variance 126; by its gamma tail P(χ² > 140) < 1e-7.
  void draws_follow_the_distribution() {
    constexpr int kTokens = 64, kDraws = 20000;
    std::mt19937_64 generator(11);
    std::normal_distribution<float> normal;
    std::vector<float> logits(kTokens);
    for (float& l : logits) l = normal(generator);
    double total = 0;
    for (const float l : logits) total += std::exp(l / 1.5);
    std::vector<int> counts(kTokens);
    std::uniform_real_distribution<double> uniform;
    for (int i = 0; i < kDraws; ++i) ++counts[draw(cpu::sample, logits, {.temperature = 1.5f}, uniform(generator))];
    double chi_square = 0;
    for (int id = 0; id < kTokens; ++id) {
      const double expected = kDraws * std::exp(logits[id] / 1.5) / total;
      chi_square += (counts[id] - expected) * (counts[id] - expected) / expected;
    }
    QVERIFY2(chi_square < 140, qPrintable(QString::number(chi_square)));
  }
};

QTEST_APPLESS_MAIN(SampleTest)
#include "sample_test.moc"
