// Activations on every device against double precision, over the whole range of floats.
#include <array>
#include <cmath>
#include <limits>

#include "tests/kernels/device.h"
#include "tests/kernels/random_numbers.h"

using namespace halftone;

namespace {

constexpr std::array kActivations{Activation::silu, Activation::gelu, Activation::gelu_tanh, Activation::relu};
constexpr double kEpsilon = 0x1p-24;
constexpr float kInfinity = std::numeric_limits<float>::infinity(), kNaN = std::numeric_limits<float>::quiet_NaN();

// A dense walk where activations bend, then every magnitude, both signs.
std::vector<float> inputs() {
  std::vector<float> x{0.0f, -0.0f, kInfinity, kNaN};
  for (int i = -40000; i <= 40000; ++i) x.push_back(static_cast<float>(i) * 0.0005f + 1e-5f);
  for (float magnitude = 1e-38f; magnitude < 1e38f; magnitude *= 1.37f) x.push_back(magnitude), x.push_back(-magnitude);
  if (x.size() % 2) x.push_back(1);
  return x;
}

// How far act(x) may be off. 8 ulp where the result is of the input's size. For negative x it is an exponential, which magnifies the
// rounding of its argument by the argument: |x| for silu, 1.6·|x| + 0.072·|x|³ for the tanh form (gelu carries x² in two parts).
double allowed(const Device& device, Activation activation, float x, float exact) {
  const double a = std::abs(static_cast<double>(x));
  const double argument = x > 0                                 ? 0
                          : activation == Activation::silu      ? a
                          : activation == Activation::gelu_tanh ? 1.6 * a + 0.072 * a * a * a
                                                                : 0;
  const double relative = std::abs(static_cast<double>(exact)) * (8 + 4 * std::min(argument, 100.0)) * 2 * kEpsilon;
  if (!device.is_gpu()) return relative + 0x1p-126 * std::max(1.0, a);
  // There 1 + erf and 1 + tanh cancel for negative x, which leaves units of 1, times x.
  const bool cancels = activation == Activation::gelu || activation == Activation::gelu_tanh;
  return std::max(relative, std::abs(static_cast<double>(exact)) * 40 * kEpsilon) + (cancels && a < 100 ? 8 * kEpsilon * a : 0.0) +
         0x1p-120;
}

bool agree(float found, float expected, double limit) {
  if ((std::isnan(found) && std::isnan(expected)) || found == expected) return true;
  return std::abs(static_cast<double>(found) - expected) <= limit;
}

}  // namespace

class GluTest : public QObject {
  Q_OBJECT

 private slots:
  // Alone, and times what goes beside it.
  void agrees_with_the_definition() {
    const std::vector<float> x = inputs(), up = random_numbers(std::ssize(x), 8);
    const std::array<std::int64_t, 2> shape{2, std::ssize(x) / 2};
    for (const Activation activation : kActivations) {
      std::vector<float> alone(x.size());
      reference::glu({activation, {x.data(), shape}, {}, {alone.data(), shape}});
      for (const bool gated : {false, true}) {
        MatrixView<const float> beside;
        if (gated) beside = {up.data(), shape};
        std::vector<float> expected(x.size());
        reference::glu({activation, {x.data(), shape}, beside, {expected.data(), shape}});
        for_each_device([&](Device& device) {
          std::vector<float> found(x.size());
          device.glu({activation, {x.data(), shape}, beside, {found.data(), shape}});
          for (std::size_t i = 0; i < x.size(); ++i) {
            const double times = gated ? std::abs(up[i]) : 1;
            if (!agree(found[i], expected[i], allowed(device, activation, x[i], alone[i]) * times * (1 + 2 * kEpsilon) + 0x1p-126))
              QFAIL(qPrintable(QString("%1, activation %2, gated %3, x = %4: %5, expected %6")
                                   .arg(device.name().c_str())
                                   .arg(static_cast<int>(activation))
                                   .arg(gated)
                                   .arg(x[i], 0, 'g', 9)
                                   .arg(found[i], 0, 'g', 9)
                                   .arg(expected[i], 0, 'g', 9)));
          }
        });
      }
    }
  }

  void strided_rows_in_place() {
    constexpr std::int64_t kRows = 3, kWidth = 2051, kStride = 2100;  // more than one task per row, with a tail
    const auto gate = random_numbers(kRows * kStride, 1), up = random_numbers(kRows * kStride, 2);
    const std::array<std::int64_t, 2> shape{kRows, kWidth}, stride{kStride, 1};
    for (const Activation activation : kActivations) {
      std::vector<float> expected(gate.size()), alone(gate.size());
      reference::glu({activation, {gate.data(), shape, stride}, {up.data(), shape, stride}, {expected.data(), shape, stride}});
      reference::glu({activation, {gate.data(), shape, stride}, {}, {alone.data(), shape, stride}});
      for_each_device([&](Device& device) {
        std::vector<float> found = gate;
        device.glu({activation, {found.data(), shape, stride}, {up.data(), shape, stride}, {found.data(), shape, stride}});
        for (std::size_t i = 0; i < gate.size(); ++i) {
          if (static_cast<std::int64_t>(i) % kStride >= kWidth) {
            QVERIFY2(found[i] == gate[i], device.name().c_str());
          } else {
            const double limit =
                (allowed(device, activation, gate[i], alone[i]) + 2 * kEpsilon * std::abs(alone[i])) * std::abs(up[i]) + 1e-37;
            QVERIFY2(std::abs(found[i] - expected[i]) <= limit, device.name().c_str());
          }
        }
      });
    }
  }

  void the_ends_of_the_range() {
    const std::vector<float> x{-3e38f, -0.0f, 0.0f, 3e38f, kInfinity, kNaN, -kInfinity};
    for (const Activation activation : kActivations) {
      for_each_device([&](Device& device) {
        std::vector<float> out(x.size());
        device.glu({activation, {x.data(), {1, std::ssize(x)}}, {}, {out.data(), {1, std::ssize(x)}}});
        for (int i = 0; i < 3; ++i) QCOMPARE(out[static_cast<std::size_t>(i)], 0.0f);
        QCOMPARE(out[3], 3e38f);
        QCOMPARE(out[4], kInfinity);
        QVERIFY(std::isnan(out[5]));
        if (!device.is_gpu()) QCOMPARE(out[6], 0.0f);  // the GPU multiplies −∞ with the 0 that it goes to
      });
    }
  }
};

HALFTONE_OP_TEST_MAIN(GluTest)
#include "glu_test.moc"
