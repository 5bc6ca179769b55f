// cap on every device against its definition, over the whole range of floats.
#include <cmath>
#include <limits>

#include "tests/kernels/device.h"
#include "tests/kernels/random_numbers.h"

using namespace halftone;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity(), kNaN = std::numeric_limits<float>::quiet_NaN();

std::vector<float> inputs() {
  std::vector<float> x = {0.0f, -0.0f, 1.5f, -1.5f, std::nextafter(1.5f, 2.0f), -std::nextafter(1.5f, 2.0f)};
  for (int i = -20000; i <= 20000; ++i) x.push_back(static_cast<float>(i) * 0.001f);
  for (float magnitude = 1e-38f; magnitude < 1e37f; magnitude *= 1.7f) x.push_back(magnitude), x.push_back(-magnitude);
  return x;
}

}  // namespace

class CapTest : public QObject {
  Q_OBJECT

 private slots:
  void agrees_with_the_definition() {
    const std::vector<float> x = inputs();
    const auto n = std::ssize(x);
    for (const Cap kind : {Cap::none, Cap::clamp, Cap::soft_cap}) {
      for (const auto& [scale, limit] : {std::pair{1.0f, 1.5f}, {0.125f, 1.5f}, {3.7f, 1.5f}, {0.7f, 8.0f}}) {
        std::vector<float> expected = x;
        reference::cap({kind, {expected.data(), {1, n}}, scale, limit});
        for_each_device([&](Device& device) {
          std::vector<float> found = x;
          device.cap({kind, {found.data(), {1, n}}, scale, limit});
          for (std::size_t i = 0; i < x.size(); ++i) {
            // scale·x, x/limit and limit·tanh round once each, and tanh is good to 4 ulp.
            const double allowed = std::abs(static_cast<double>(expected[i])) * 8 * 0x1p-23 + 0x1p-125;
            if (!(std::abs(static_cast<double>(found[i]) - expected[i]) <= allowed))
              QFAIL(qPrintable(QString("%1, kind %2, x = %3: %4, expected %5")
                                   .arg(device.name().c_str())
                                   .arg(static_cast<int>(kind))
                                   .arg(x[i])
                                   .arg(found[i])
                                   .arg(expected[i])));
          }
        });
      }
    }
  }

  void limits_are_exact_and_nan_is_kept() {
    for_each_implementation([&](Device& device) {
      std::vector<float> x = {kInfinity, -kInfinity, kNaN, 8.0f, -9.0f, 7.5f, 0.0f};
      device.cap({Cap::clamp, {x.data(), {1, 7}}, 1.0f, 8.0f});
      QCOMPARE(x[0], 8.0f);
      QCOMPARE(x[1], -8.0f);
      QVERIFY(std::isnan(x[2]));
      QCOMPARE(x[3], 8.0f);
      QCOMPARE(x[4], -8.0f);
      QCOMPARE(x[5], 7.5f);
      x = {kInfinity, -kInfinity, kNaN, 1e30f, 0.0f};
      device.cap({Cap::soft_cap, {x.data(), {1, 5}}, 1.0f, 30.0f});
      QCOMPARE(x[0], 30.0f);
      QCOMPARE(x[1], -30.0f);
      QVERIFY(std::isnan(x[2]));
      QCOMPARE(x[3], 30.0f);
      QCOMPARE(x[4], 0.0f);
      x = {kInfinity, -kInfinity, kNaN, 1.0f};
      device.cap({Cap::none, {x.data(), {2, 2}}, 0.5f, 0.0f});
      QVERIFY(x[0] == kInfinity && x[1] == -kInfinity && std::isnan(x[2]) && x[3] == 0.5f);
    });
  }

  void rows_may_be_strided_and_wide() {
    constexpr std::int64_t kRows = 3, kWidth = 4099, kStride = 4200;
    const auto x = random_numbers(kRows * kStride, 1, 3);
    std::vector<float> expected = x;
    reference::cap({Cap::clamp, {expected.data(), {kRows, kWidth}, {kStride, 1}}, 1.0f, 2.0f});
    QVERIFY(expected != x);
    for_each_device([&](Device& device) {
      std::vector<float> found = x;
      device.cap({Cap::clamp, {found.data(), {kRows, kWidth}, {kStride, 1}}, 1.0f, 2.0f});
      QVERIFY2(expected == found, device.name().c_str());
    });
  }
};

HALFTONE_OP_TEST_MAIN(CapTest)
#include "cap_test.moc"
