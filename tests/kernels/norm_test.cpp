// norm against its definition, on every instruction set; a row's bits do not depend on its company.
#include <QTest>

#include <cmath>
#include <cstring>

#include "kernels/ops/norm.h"
#include "tests/kernels/attention_fixture.h"
#include "tests/kernels/instruction_sets.h"

using namespace halftone;

namespace {

constexpr double kEpsilon = 0x1p-24;

struct Data {
  std::int64_t tokens, width;
  std::vector<float> x, weight, bias;

  Data(std::int64_t tokens_, std::int64_t width_, float spread, float offset)
      : tokens(tokens_), width(width_), x(random_numbers(tokens_ * width_, 1, spread)), weight(random_numbers(width_, 2)), bias(random_numbers(width_, 3)) {
    for (float& v : x) v += offset;
    x[0] *= 1000;  // a spike in the first row
  }
  NormArgs args(NormKind kind, std::vector<float>& out) const {
    return {kind, {x.data(), {tokens, width}}, {weight.data(), {width}}, {bias.data(), {width}}, 1.0f, 1e-5f, {out.data(), {tokens, width}}};
  }
};

}  // namespace

class NormTest : public QObject {
  Q_OBJECT

 private slots:
  void agrees_with_the_definition_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<float>("spread");
    QTest::addColumn<float>("offset");
    for (const int width : {1, 5, 15, 16, 17, 64, 100, 2048, 5001}) QTest::addRow("width %d", width) << width << 1.0f << 0.0f;
    QTest::newRow("large") << 512 << 1e15f << 0.0f;
    QTest::newRow("tiny: epsilon decides") << 512 << 1e-6f << 0.0f;
    QTest::newRow("far from zero") << 512 << 1.0f << 50.0f;
  }
  void agrees_with_the_definition() {
    QFETCH(int, width);
    QFETCH(float, spread);
    QFETCH(float, offset);
    const Data data(5, width, spread, offset);
    ThreadPool pool(2);
    for (const NormKind kind : {NormKind::rms, NormKind::layer}) {
      std::vector<float> expected(data.x.size()), found(data.x.size());
      reference::norm(data.args(kind, expected));
      for_each_instruction_set([&](const char* set) {
        cpu::norm(data.args(kind, found), pool);
        for (std::int64_t t = 0; t < data.tokens; ++t) {
          double square = 0, mean = 0, largest = 0;
          const float* row = &data.x[t * width];
          for (int i = 0; i < width; ++i) mean += row[i] / static_cast<double>(width);
          if (kind == NormKind::rms) mean = 0;
          for (int i = 0; i < width; ++i) {
            square += (row[i] - mean) * (row[i] - mean) / width;
            largest = std::max(largest, std::abs(static_cast<double>(row[i])));
          }
          // The mean is off by D·ε·max|x| at worst (the sums' rounding), which moves every number by that over the deviation; the sum
          // of squares has relative error D·ε, the scale half of it. The rest is a handful of roundings.
          const double scale = 1 / std::sqrt(square + 1e-5);
          const double mean_error = kind == NormKind::layer ? (width + 2) * kEpsilon * largest * scale : 0;
          for (int i = 0; i < width; ++i) {
            const double weight = std::abs(data.weight[i] + 1.0), normal = std::abs(row[i] - mean) * scale;
            // The mean's error enters the deviation squared, and linearly only through the mean of (x − mean), which is itself that error.
            const double allowed = weight * (mean_error * (1 + normal * mean_error) + normal * (width + 10) * kEpsilon) +
                                   4 * kEpsilon * (weight * normal + std::abs(data.bias[i]));
            const double error = std::abs(static_cast<double>(found[t * width + i]) - expected[t * width + i]);
            if (!(error <= allowed)) QFAIL(qPrintable(QString("%1, kind %2, row %3, %4: off by %5, allowed %6")
                                                      .arg(set).arg(static_cast<int>(kind)).arg(t).arg(i).arg(error).arg(allowed)));
          }
        }
      });
    }
  }

  void rows_are_independent_and_in_place_works() {
    const Data data(9, 77, 1, 0);
    ThreadPool pool(2);
    for_each_instruction_set([&](const char*) {
      std::vector<float> together(data.x.size()), in_place = data.x;
      cpu::norm(data.args(NormKind::layer, together), pool);
      for (std::int64_t t = 0; t < 9; ++t) {
        MatrixView<float> row(in_place.data() + t * 77, {1, 77});
        cpu::norm({NormKind::layer, row, {data.weight.data(), {77}}, {data.bias.data(), {77}}, 1.0f, 1e-5f, row}, pool);
      }
      QVERIFY(std::memcmp(together.data(), in_place.data(), together.size() * sizeof(float)) == 0);
    });
  }

  // The same number, and then one addition.
  void accumulating_adds_the_norm() {
    const Data data(3, 77, 1, 0);
    ThreadPool pool(2);
    for_each_instruction_set([&](const char*) {
      std::vector<float> plain(data.x.size()), sum = random_numbers(std::ssize(data.x), 5);
      const std::vector<float> before = sum;
      NormArgs args = data.args(NormKind::rms, sum);
      args.accumulate = true;
      cpu::norm(data.args(NormKind::rms, plain), pool);
      cpu::norm(args, pool);
      for (std::size_t i = 0; i < sum.size(); ++i) QCOMPARE(sum[i], before[i] + plain[i]);
    });
  }

  void without_weight_and_bias() {
    const std::vector<float> x{3, 4};
    std::vector<float> out(2);
    ThreadPool pool(1);
    for_each_instruction_set([&](const char*) {
      cpu::norm({NormKind::rms, {x.data(), {1, 2}}, {}, {}, 0, 0, {out.data(), {1, 2}}}, pool);
      QVERIFY(std::abs(out[0] - 3 / std::sqrt(12.5)) < 4 * kEpsilon && std::abs(out[1] - 4 / std::sqrt(12.5)) < 4 * kEpsilon);
      cpu::norm({NormKind::layer, {x.data(), {1, 2}}, {}, {}, 0, 0, {out.data(), {1, 2}}}, pool);
      QCOMPARE(out[0], -1.0f);
      QCOMPARE(out[1], 1.0f);
    });
  }

  void a_row_of_zeros_stays_zero() {
    std::vector<float> x(100, 0.0f), out(100, 7.0f);
    ThreadPool pool(1);
    for (const NormKind kind : {NormKind::rms, NormKind::layer}) {
      cpu::norm({kind, {x.data(), {1, 100}}, {}, {}, 0, 1e-6f, {out.data(), {1, 100}}}, pool);
      for (const float y : out) QCOMPARE(y, 0.0f);
    }
  }
};

QTEST_APPLESS_MAIN(NormTest)
#include "norm_test.moc"
