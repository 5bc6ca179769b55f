// The error bounds that vector_math-inl.h names, against double precision, on every instruction set.
#include <QTest>

#include <cmath>
#include <limits>
#include <vector>

#include "kernels/cpu/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/vector_math_test.cpp"
#include <hwy/foreach_target.h>

#include "kernels/cpu/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

void evaluate(int function, float* x, std::int64_t n) {  // n a multiple of 16
  const hn::CappedTag<float, 16> d;
  for (std::int64_t i = 0; i < n; i += static_cast<std::int64_t>(hn::Lanes(d))) {
    const auto v = hn::LoadU(d, x + i);
    hn::StoreU(function == 0 ? exp(d, v) : function == 1 ? tanh(d, v) : times_normal_distribution(d, v), d, x + i);
  }
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include "tests/kernels/instruction_sets.h"

namespace halftone::cpu {

HWY_EXPORT(evaluate);
void evaluate_here(int function, std::vector<float>& x) { HWY_DYNAMIC_DISPATCH(evaluate)(function, x.data(), static_cast<std::int64_t>(x.size())); }

}  // namespace halftone::cpu

using namespace halftone;

namespace {

std::vector<float> inputs(float from, float to) {
  constexpr int kCount = 1 << 20;
  std::vector<float> x(kCount);
  for (int i = 0; i < kCount; ++i) x[i] = static_cast<float>(from + (static_cast<double>(to) - from) * i / (kCount - 1));
  return x;
}

double ulp(double value) { return std::ldexp(1.0, std::max(std::ilogb(value), -126) - 23); }

template <class Exact>
double worst_error(int function, const std::vector<float>& x, Exact exact) {
  std::vector<float> found = x;
  cpu::evaluate_here(function, found);
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = exact(static_cast<double>(x[i]));
    if (std::abs(expected) < 0x1p-126 && found[i] == 0) continue;
    const double error = std::abs(found[i] - expected) / ulp(expected);
    worst = error <= worst ? worst : error;
  }
  return worst;
}

}  // namespace

class VectorMathTest : public QObject {
  Q_OBJECT

 private slots:
  void errors_are_within_the_named_bounds() {
    const auto normal = [](double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); };
    for_each_instruction_set([&](const char* set) {
      struct {
        const char* name;
        double worst, bound;
      } found[] = {
          {"exp", worst_error(0, inputs(-100, 88.7f), [](double x) { return std::exp(x); }), 2},
          {"exp near 0", worst_error(0, inputs(-1, 1), [](double x) { return std::exp(x); }), 2},
          {"tanh", worst_error(1, inputs(-12, 12), [](double x) { return std::tanh(x); }), 4},
          {"tanh near 0", worst_error(1, inputs(-0.01f, 0.01f), [](double x) { return std::tanh(x); }), 4},
          {"normal", worst_error(2, inputs(-5, 30), normal), 8},
          {"normal, tail", worst_error(2, inputs(-13, -5), normal), 8},
      };
      for (const auto& f : found) {
        QVERIFY2(f.worst <= f.bound, qPrintable(QString("%1, %2: %3 ulp").arg(set, f.name).arg(f.worst)));
        qInfo("%s, %s: %.2f ulp", set, f.name, f.worst);
      }
    });
  }

  void special_values() {
    constexpr float kInfinity = std::numeric_limits<float>::infinity(), kNan = std::numeric_limits<float>::quiet_NaN();
    for_each_instruction_set([&](const char*) {
      std::vector<float> x(16, 0.0f);
      x[0] = -kInfinity, x[1] = kInfinity, x[2] = kNan, x[3] = 89.0f, x[4] = -3e38f, x[5] = 3e38f;
      auto e = x, t = x;
      cpu::evaluate_here(0, e);
      cpu::evaluate_here(1, t);
      QCOMPARE(e[0], 0.0f);
      QCOMPARE(e[1], kInfinity);
      QVERIFY(std::isnan(e[2]));
      QCOMPARE(e[3], kInfinity);
      QCOMPARE(e[4], 0.0f);
      QCOMPARE(e[5], kInfinity);
      QCOMPARE(e[6], 1.0f);
      QCOMPARE(t[0], -1.0f);
      QCOMPARE(t[1], 1.0f);
      QVERIFY(std::isnan(t[2]));
      QCOMPARE(t[6], 0.0f);
    });
  }
};

QTEST_APPLESS_MAIN(VectorMathTest)
#include "vector_math_test.moc"
#endif
