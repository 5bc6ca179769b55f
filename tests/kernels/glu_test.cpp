// Activations against double precision on every instruction set, over the whole range of floats.
#include <QTest>

#include <cmath>
#include <limits>

#include "kernels/ops/glu.h"
#include "tests/kernels/attention_fixture.h"
#include "tests/kernels/instruction_sets.h"

using namespace halftone;

namespace {

constexpr std::array kActivations{Activation::silu, Activation::gelu, Activation::gelu_tanh, Activation::relu};
constexpr double kEpsilon = 0x1p-24;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// A dense walk where activations bend, then every magnitude, both signs.
std::vector<float> inputs() {
  std::vector<float> x;
  for (int i = -40000; i <= 40000; ++i) x.push_back(static_cast<float>(i) * 0.0005f + 1e-5f);
  for (float magnitude = 1e-38f; magnitude < 1e38f; magnitude *= 1.37f) x.push_back(magnitude), x.push_back(-magnitude);
  return x;
}

}  // namespace

class GluTest : public QObject {
  Q_OBJECT

 private slots:
  void agrees_with_the_definition() {
    const std::vector<float> x = inputs();
    const auto n = static_cast<std::int64_t>(x.size());
    std::vector<float> expected(x.size()), found(x.size());
    ThreadPool pool(2);
    for (const Activation activation : kActivations) {
      reference::glu({activation, {x.data(), {1, n}}, {}, {expected.data(), {1, n}}});
      for_each_instruction_set([&](const char* set) {
        cpu::glu({activation, {x.data(), {1, n}}, {}, {found.data(), {1, n}}}, pool);
        for (std::int64_t i = 0; i < n; ++i) {
          // 8 ulp where the result is of the input's size. For negative x it is an exponential, which magnifies the rounding of its
          // argument by the argument: |x| for silu, 1.6·|x| + 0.072·|x|³ for the tanh form (gelu carries x² in two parts).
          const double a = std::abs(static_cast<double>(x[i]));
          const double argument = x[i] > 0 ? 0 : activation == Activation::silu ? a : activation == Activation::gelu_tanh ? 1.6 * a + 0.072 * a * a * a : 0;
          const double allowed = std::abs(expected[i]) * (8 + 4 * std::min(argument, 100.0)) * 2 * kEpsilon + 0x1p-126 * std::max(1.0, a);
          const double error = std::abs(static_cast<double>(found[i]) - expected[i]);
          if (!(error <= allowed)) QFAIL(qPrintable(QString("%1, activation %2, x = %3: %4, expected %5").arg(set).arg(static_cast<int>(activation))
                                                    .arg(x[i], 0, 'g', 9).arg(found[i], 0, 'g', 9).arg(expected[i], 0, 'g', 9)));
        }
      });
    }
  }

  void multiplies_with_up_in_strided_rows() {
    constexpr std::int64_t kRows = 3, kWidth = 2051, kStride = 2100;  // more than one piece per row, with a tail
    const auto gate = random_numbers(kRows * kStride, 1), up = random_numbers(kRows * kStride, 2);
    const std::array<std::int64_t, 2> shape{kRows, kWidth}, stride{kStride, 1};
    ThreadPool pool(2);
    for (const Activation activation : kActivations) {
      std::vector<float> expected(gate.size(), 9.0f);
      reference::glu({activation, {gate.data(), shape, stride}, {up.data(), shape, stride}, {expected.data(), shape, stride}});
      for_each_instruction_set([&](const char*) {
        std::vector<float> found = gate;  // in place
        cpu::glu({activation, {found.data(), shape, stride}, {up.data(), shape, stride}, {found.data(), shape, stride}}, pool);
        for (std::int64_t t = 0; t < kRows; ++t) {
          for (std::int64_t i = 0; i < kStride; ++i) {
            const std::size_t at = t * kStride + i;
            if (i >= kWidth) {
              QCOMPARE(found[at], gate[at]);
            } else {
              QVERIFY(std::abs(found[at] - expected[at]) <= 0x1p-20 * std::abs(expected[at]) + 1e-37);
            }
          }
        }
      });
    }
  }

  void the_ends_of_the_range() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> x{-kInfinity, -3e38f, -0.0f, 0.0f, 3e38f, kInfinity, nan};
    const auto n = static_cast<std::int64_t>(x.size());
    ThreadPool pool(1);
    for (const Activation activation : kActivations) {
      for_each_instruction_set([&](const char*) {
        std::vector<float> out(x.size());
        cpu::glu({activation, {x.data(), {1, n}}, {}, {out.data(), {1, n}}}, pool);
        for (int i = 0; i < 4; ++i) QCOMPARE(out[i], 0.0f);
        QCOMPARE(out[4], 3e38f);
        QCOMPARE(out[5], kInfinity);
        QVERIFY(std::isnan(out[6]));
      });
    }
  }
};

QTEST_APPLESS_MAIN(GluTest)
#include "glu_test.moc"
