#include "kernels/cpu/quantise.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/kernels/instruction_sets.h"

using namespace halftone;

namespace {

std::vector<double> block_errors(const FormatInfo& f, const std::vector<float>& values, const std::vector<std::byte>& blocks) {
  std::vector<float> decoded(values.size());
  const std::int64_t groups = static_cast<std::int64_t>(values.size()) / f.group;
  f.decode(blocks.data(), decoded.data(), groups);
  std::vector<double> errors(groups);
  for (std::size_t i = 0; i < values.size(); ++i) errors[i / f.group] += std::pow(static_cast<double>(values[i]) - decoded[i], 2);
  return errors;
}

double total(const std::vector<double>& errors) {
  double sum = 0;
  for (double e : errors) sum += e;
  return sum;
}

enum Shape { kNormal, kHeavyTails, kOffset, kSpikes, kConstant, kTiny, kHuge, kShapes };

std::vector<float> numbers(Shape shape, std::size_t count) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  std::student_t_distribution<float> heavy(4);
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    switch (shape) {
      case kNormal: values[i] = 0.02f * normal(random); break;
      case kHeavyTails: values[i] = 0.02f * heavy(random); break;
      case kOffset: values[i] = 0.5f + 0.01f * normal(random); break;
      case kSpikes: values[i] = i % 50 == 0 ? 10.0f : 0.01f * normal(random); break;
      case kConstant: values[i] = i % 256 < 128 ? 0.37f : -1.25f; break;
      case kTiny: values[i] = 1e-6f * normal(random); break;
      default: values[i] = 1e4f * normal(random);
    }
  }
  return values;
}

}  // namespace

class QuantiseTest : public QObject {
  Q_OBJECT

 private slots:
  void never_worse_than_nearest_data();
  void never_worse_than_nearest();
  void clearly_better_at_few_bits_data();
  void clearly_better_at_few_bits();
  void last_block_is_padded_data() { never_worse_than_nearest_data(); }
  void last_block_is_padded();
  void defined_for_every_float_data() { never_worse_than_nearest_data(); }
  void defined_for_every_float();
};

void QuantiseTest::never_worse_than_nearest_data() {
  QTest::addColumn<int>("format");
  for (const FormatInfo& f : formats())
    if (f.encode) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
}

void QuantiseTest::never_worse_than_nearest() {
  QFETCH(int, format);
  const FormatInfo& f = info(static_cast<Format>(format));
  for (int shape = 0; shape < kShapes; ++shape) {
    const std::int64_t rows = 8, columns = 512;
    const auto values = numbers(static_cast<Shape>(shape), rows * columns);
    std::vector<std::byte> nearest(rows * f.row_bytes(columns)), best(nearest.size());
    f.encode(values.data(), nearest.data(), rows * columns / f.group);
    const auto limit = block_errors(f, values, nearest);
    for_each_instruction_set([&](const char* target) {
      cpu::quantise(f.format, values.data(), rows, columns, best.data());
      const auto errors = block_errors(f, values, best);
      for (std::size_t b = 0; b < errors.size(); ++b) {
        // Two sums of `group` squares in float decide; each is off by at most group · epsilon, and each term by the rounding of
        // scale · q + minimum, whose magnitude is the block's.
        double magnitude = 0;
        for (int i = 0; i < f.group; ++i) magnitude = std::max<double>(magnitude, std::abs(values[b * f.group + i]));
        const double unit = magnitude * std::numeric_limits<float>::epsilon();
        const double slack = 1e-4 * limit[b] + f.group * 4 * unit * unit + 4 * unit * std::sqrt(f.group * limit[b]);
        QVERIFY2(errors[b] <= limit[b] + slack, qPrintable(QString("%1, numbers %2, block %3: %4 > %5").arg(target).arg(shape).arg(b).arg(errors[b]).arg(limit[b])));
      }
    });
  }
}

void QuantiseTest::clearly_better_at_few_bits_data() {
  QTest::addColumn<int>("format");
  QTest::addColumn<double>("ratio");
  QTest::newRow("int4_g32") << static_cast<int>(Format::int4_g32) << 0.85;
  QTest::newRow("int4") << static_cast<int>(Format::int4_g64) << 0.86;
  QTest::newRow("int4_g128") << static_cast<int>(Format::int4_g128) << 0.87;
  QTest::newRow("nf4") << static_cast<int>(Format::nf4) << 0.9;
  QTest::newRow("int3") << static_cast<int>(Format::int3) << 0.78;
  QTest::newRow("int2") << static_cast<int>(Format::int2) << 0.55;
  QTest::newRow("Q4_0") << static_cast<int>(Format::q4_0) << 0.96;
}

void QuantiseTest::clearly_better_at_few_bits() {
  QFETCH(int, format);
  QFETCH(double, ratio);
  const FormatInfo& f = info(static_cast<Format>(format));
  for (const Shape shape : {kNormal, kHeavyTails}) {
    const std::int64_t rows = 16, columns = 1024;
    const auto values = numbers(shape, rows * columns);
    std::vector<std::byte> nearest(rows * f.row_bytes(columns)), best(nearest.size());
    f.encode(values.data(), nearest.data(), rows * columns / f.group);
    cpu::quantise(f.format, values.data(), rows, columns, best.data());
    QCOMPARE_LE(total(block_errors(f, values, best)), ratio * total(block_errors(f, values, nearest)));
  }
}

void QuantiseTest::last_block_is_padded() {
  QFETCH(int, format);
  const FormatInfo& f = info(static_cast<Format>(format));
  const std::int64_t rows = 3, columns = f.group + 5, padded = f.group == 1 ? columns : 2 * f.group;
  const auto values = numbers(kNormal, rows * columns);
  std::vector<float> with_zeros(rows * padded);
  for (std::int64_t r = 0; r < rows; ++r) std::copy_n(values.begin() + r * columns, columns, with_zeros.begin() + r * padded);
  std::vector<std::byte> a(rows * f.row_bytes(columns)), b(rows * f.row_bytes(padded));
  QCOMPARE(a.size(), b.size());
  cpu::quantise(f.format, values.data(), rows, columns, a.data());
  cpu::quantise(f.format, with_zeros.data(), rows, padded, b.data());
  QVERIFY(a == b);
}

void QuantiseTest::defined_for_every_float() {
  QFETCH(int, format);
  const FormatInfo& f = info(static_cast<Format>(format));
  if (!f.quantised) return;
  const float infinity = std::numeric_limits<float>::infinity();
  for_each_instruction_set([&](const char* target) {
    for (const float bad : {std::nanf(""), infinity, -infinity, 3e38f, -3e38f, 1e-40f, 65504.0f}) {
      for (const bool everywhere : {false, true}) {
        std::vector<float> values(f.group, everywhere ? bad : 0.5f), decoded(f.group);
        values[5] = bad;
        std::vector<std::byte> block(f.block_bytes);
        cpu::quantise(f.format, values.data(), 1, f.group, block.data());
        f.decode(block.data(), decoded.data(), 1);
        for (const float v : decoded) QVERIFY2(std::isfinite(v) && std::abs(v) <= 80000, target);
      }
    }
  });
}

QTEST_APPLESS_MAIN(QuantiseTest)
#include "quantise_test.moc"
