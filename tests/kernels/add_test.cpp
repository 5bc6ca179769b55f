// add on every device against its definition.
#include <cmath>
#include <limits>

#include "tests/kernels/device.h"
#include "tests/kernels/random_numbers.h"

using namespace halftone;

class AddTest : public QObject {
  Q_OBJECT

 private slots:
  // Wide rows with gaps between them, which stay as they are; one row; a width of one.
  void agrees_with_the_definition() {
    for (const auto& [rows, width, stride] : {std::array{3, 4099, 4200}, {1, 9000, 9000}, {70000, 1, 1}}) {
      for (const float scale : {1.0f, -1.0f, 0.22f, 0.0f, 1e30f}) {
        const auto x = random_numbers(static_cast<std::int64_t>(rows) * stride, 3), before = random_numbers(std::ssize(x), 4);
        const std::array<std::int64_t, 2> shape{rows, width}, strides{stride, 1};
        std::vector<float> expected = before;
        reference::add({{x.data(), shape, strides}, scale, {expected.data(), shape, strides}});
        for_each_device([&](Device& device) {
          std::vector<float> found = before;
          device.add({{x.data(), shape, strides}, scale, {found.data(), shape, strides}});
          for (std::size_t i = 0; i < found.size(); ++i) {
            // The product and the sum round once each.
            const double product = std::abs(static_cast<double>(x[i]) * scale);
            const double allowed = (product + std::abs(static_cast<double>(expected[i]))) * 0x1p-23;
            QVERIFY2(std::abs(static_cast<double>(found[i]) - expected[i]) <= allowed, device.name().c_str());
          }
        });
      }
    }
  }

  void nan_and_infinity_are_kept() {
    constexpr float kInfinity = std::numeric_limits<float>::infinity(), kNaN = std::numeric_limits<float>::quiet_NaN();
    for_each_implementation([&](Device& device) {
      const std::vector<float> x = {kInfinity, kNaN, 1.0f, -kInfinity, 2.0f};
      std::vector<float> out = {1.0f, 1.0f, kNaN, kInfinity, 0.5f};
      device.add({{x.data(), {1, 5}}, 0.5f, {out.data(), {1, 5}}});
      QCOMPARE(out[0], kInfinity);
      QVERIFY(std::isnan(out[1]) && std::isnan(out[2]) && std::isnan(out[3]));
      QCOMPARE(out[4], 1.5f);
    });
  }
};

HALFTONE_OP_TEST_MAIN(AddTest)
#include "add_test.moc"
