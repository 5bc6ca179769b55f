// What attention is put together from: states of a softmax that merge, and ALiBi's slopes.
#include "kernels/ops/softmax_state.h"

#include <QTest>
#include <cmath>

#include "kernels/ops/attention.h"
#include "tests/kernels/random_numbers.h"

using namespace halftone;

namespace {
constexpr double kEpsilon = 0x1p-24;
}

class SoftmaxStateTest : public QObject {
  Q_OBJECT

 private slots:
  void softmax_states_merge() {
    const auto scores = random_numbers(40, 10, 5), values = random_numbers(40, 11);
    const auto state_of = [&](int begin, int end, double& output) {
      SoftmaxState state;
      output = 0;
      for (int j = begin; j < end; ++j) state.maximum = std::max(state.maximum, scores[j]);
      for (int j = begin; j < end; ++j) {
        state.sum += std::exp(scores[j] - state.maximum);
        output += std::exp(scores[j] - state.maximum) * values[j];
      }
      return state;
    };
    double all_output = 0;
    const SoftmaxState all = state_of(0, 40, all_output);
    for (const int cut : {1, 13, 39}) {
      double a_output = 0, b_output = 0;
      SoftmaxState a = state_of(0, cut, a_output);
      const SoftmaxState b = state_of(cut, 40, b_output);
      float ours = static_cast<float>(a_output);
      const float theirs = static_cast<float>(b_output);
      merge(a, &ours, b, &theirs, 1);
      float mean = 0;
      normalise(a, &ours, &mean, 1);
      QVERIFY(std::abs(mean - all_output / all.sum) < 100 * kEpsilon);
      QCOMPARE(a.maximum, all.maximum);
    }
    // The empty state changes nothing, on either side; two empty ones stay empty.
    SoftmaxState some{3.5f, 1.25f}, empty;
    float output = 0.3f, nothing = 0;
    merge(some, &output, empty, &nothing, 1);
    QVERIFY(some.maximum == 3.5f && some.sum == 1.25f && output == 0.3f);
    merge(empty, &nothing, some, &output, 1);
    QVERIFY(empty.maximum == 3.5f && empty.sum == 1.25f && nothing == 0.3f);
    SoftmaxState none, nobody;
    merge(none, nobody);
    float mean = 7;
    normalise(none, &output, &mean, 1);
    QVERIFY(none.sum == 0 && mean == 0);
  }

  void alibi_slopes_are_as_published() {
    std::vector<float> eight(8), twelve(12);
    alibi_slopes(eight);
    alibi_slopes(twelve);
    for (int h = 0; h < 8; ++h) {
      QCOMPARE(eight[h], std::ldexp(1.0f, -(h + 1)));  // 1/2 … 1/256
      QCOMPARE(twelve[h], eight[h]);
    }
    // Of the sixteen slopes 2^−0.5, 2^−1, 2^−1.5, … the first, third, fifth and seventh.
    for (int h = 8; h < 12; ++h) QCOMPARE(twelve[h], std::exp2(-0.5f - (h - 8)));
  }
};

QTEST_APPLESS_MAIN(SoftmaxStateTest)
#include "softmax_state_test.moc"
