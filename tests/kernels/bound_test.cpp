// bound against its definition on every instruction set, over the whole range of floats.
#include <QTest>

#include <cmath>
#include <limits>

#include "kernels/ops/bound.h"
#include "tests/kernels/attention_fixture.h"
#include "tests/kernels/instruction_sets.h"

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

class BoundTest : public QObject {
  Q_OBJECT

 private slots:
  void agrees_with_the_definition() {
    const std::vector<float> x = inputs();
    const auto n = std::ssize(x);
    ThreadPool pool(2);
    for (const Bound kind : {Bound::none, Bound::clamp, Bound::tanh}) {
      for (const float scale : {1.0f, 0.125f, 3.7f}) {
        std::vector<float> expected = x;
        reference::bound({kind, {expected.data(), {1, n}}, scale, 1.5f});
        for_each_instruction_set([&](const char* set) {
          std::vector<float> found = x;
          cpu::bound({kind, {found.data(), {1, n}}, scale, 1.5f}, pool);
          for (std::int64_t i = 0; i < n; ++i) {
            // scale·x, x/limit and limit·tanh round once each, and tanh is good to 4 ulp.
            const double allowed = std::abs(static_cast<double>(expected[i])) * 8 * 0x1p-23 + 0x1p-125;
            if (!(std::abs(static_cast<double>(found[i]) - expected[i]) <= allowed))
              QFAIL(qPrintable(QString("%1, kind %2, x = %3: %4, expected %5").arg(set).arg(static_cast<int>(kind)).arg(x[i]).arg(found[i]).arg(expected[i])));
          }
        });
      }
    }
  }

  void limits_are_exact_and_nan_is_kept() {
    ThreadPool pool(1);
    for_each_instruction_set([&](const char*) {
      std::vector<float> x = {kInfinity, -kInfinity, kNaN, 8.0f, -9.0f, 7.5f, 0.0f};
      cpu::bound({Bound::clamp, {x.data(), {1, 7}}, 1.0f, 8.0f}, pool);
      QCOMPARE(x[0], 8.0f);
      QCOMPARE(x[1], -8.0f);
      QVERIFY(std::isnan(x[2]));
      QCOMPARE(x[3], 8.0f);
      QCOMPARE(x[4], -8.0f);
      QCOMPARE(x[5], 7.5f);
      x = {kInfinity, -kInfinity, kNaN, 1e30f, 0.0f};
      cpu::bound({Bound::tanh, {x.data(), {1, 5}}, 1.0f, 30.0f}, pool);
      QCOMPARE(x[0], 30.0f);
      QCOMPARE(x[1], -30.0f);
      QVERIFY(std::isnan(x[2]));
      QCOMPARE(x[3], 30.0f);
      QCOMPARE(x[4], 0.0f);
    });
  }

  void rows_may_be_strided_and_wide() {
    constexpr std::int64_t kRows = 3, kWidth = 4099, kStride = 4200;
    const auto x = random_numbers(kRows * kStride, 1, 3);
    ThreadPool pool(2);
    std::vector<float> expected = x, found = x;
    reference::bound({Bound::clamp, {expected.data(), {kRows, kWidth}, {kStride, 1}}, 1.0f, 2.0f});
    cpu::bound({Bound::clamp, {found.data(), {kRows, kWidth}, {kStride, 1}}, 1.0f, 2.0f}, pool);
    QVERIFY(expected == found);
    QVERIFY(expected != x);
  }
};

QTEST_APPLESS_MAIN(BoundTest)
#include "bound_test.moc"
