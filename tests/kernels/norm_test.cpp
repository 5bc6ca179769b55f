// norm on every device against its definition; a row's bits do not depend on its company.
#include <cmath>
#include <cstring>

#include "tests/kernels/device.h"
#include "tests/kernels/random_numbers.h"

using namespace halftone;

namespace {

constexpr double kEpsilon = 0x1p-24;

struct Data {
  std::int64_t tokens, width;
  std::vector<float> x, weight, bias;

  Data(std::int64_t tokens_, std::int64_t width_, float spread, float offset)
      : tokens(tokens_),
        width(width_),
        x(random_numbers(tokens_ * width_, 1, spread)),
        weight(random_numbers(width_, 2)),
        bias(random_numbers(width_, 3)) {
    for (float& v : x) v += offset;
    x[0] *= 1000;  // a spike in the first row
  }
  NormArgs args(NormKind kind, std::vector<float>& out) const {
    return {kind,  {x.data(), {tokens, width}},  {weight.data(), {width}}, {bias.data(), {width}}, 1.0f,
            1e-5f, {out.data(), {tokens, width}}};
  }

  // How far number i may be off. The mean is off by D·ε·max|x| at worst (the sums' rounding), which moves every number by that over the
  // deviation; the sum of squares has relative error D·ε, the scale half of it. The rest is a handful of roundings.
  std::vector<double> allowed(NormKind kind, bool plain) const {
    std::vector<double> result;
    for (std::int64_t t = 0; t < tokens; ++t) {
      double square = 0, mean = 0, largest = 0;
      const float* row = &x[static_cast<std::size_t>(t * width)];
      for (std::int64_t i = 0; i < width; ++i) mean += row[i] / static_cast<double>(width);
      if (kind == NormKind::rms) mean = 0;
      for (std::int64_t i = 0; i < width; ++i) {
        square += (row[i] - mean) * (row[i] - mean) / static_cast<double>(width);
        largest = std::max(largest, std::abs(static_cast<double>(row[i])));
      }
      const double d = static_cast<double>(width), scale = 1 / std::sqrt(square + 1e-5);
      const double mean_error = kind == NormKind::layer ? (d + 2) * kEpsilon * largest * scale : 0;
      for (std::size_t i = 0; i < static_cast<std::size_t>(width); ++i) {
        const double w = plain ? 1.0 : std::abs(weight[i] + 1.0), b = plain ? 0.0 : std::abs(bias[i]),
                     normal = std::abs(row[i] - mean) * scale;
        // The mean's error enters the deviation squared, and linearly only through the mean of (x − mean), which is itself that error.
        result.push_back(w * (mean_error * (1 + normal * mean_error) + normal * (d + 10) * kEpsilon) + 4 * kEpsilon * (w * normal + b));
      }
    }
    return result;
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
    for (const int width : {1, 5, 15, 16, 17, 31, 33, 64, 100, 2048, 5001}) QTest::addRow("width %d", width) << width << 1.0f << 0.0f;
    QTest::newRow("large") << 512 << 1e15f << 0.0f;
    QTest::newRow("tiny: epsilon decides") << 512 << 1e-6f << 0.0f;
    QTest::newRow("far from zero") << 512 << 1.0f << 50.0f;
  }
  // With and without weight and bias; in place of what was there, or added to it.
  void agrees_with_the_definition() {
    QFETCH(int, width);
    QFETCH(float, spread);
    QFETCH(float, offset);
    const Data data(5, width, spread, offset);
    const std::vector<float> before = random_numbers(std::ssize(data.x), 4);
    for (const NormKind kind : {NormKind::rms, NormKind::layer}) {
      for (const bool plain : {false, true}) {
        const std::vector<double> allowed = data.allowed(kind, plain);
        for (const bool accumulate : {false, true}) {
          const auto args_of = [&](std::vector<float>& out) {
            NormArgs args = data.args(kind, out);
            if (plain) args.weight = {}, args.bias = {}, args.weight_offset = 0;
            args.accumulate = accumulate;
            return args;
          };
          std::vector<float> expected = before;
          reference::norm(args_of(expected));
          for_each_device([&](Device& device) {
            std::vector<float> found = before;
            device.norm(args_of(found));
            for (std::size_t i = 0; i < found.size(); ++i) {
              const double error = std::abs(static_cast<double>(found[i]) - expected[i]);
              const double limit = allowed[i] + (accumulate ? 4 * kEpsilon * std::abs(before[i]) : 0);
              if (!(error <= limit))
                QFAIL(qPrintable(QString("%1, kind %2, plain %3, accumulate %4, number %5: off by %6, allowed %7")
                                     .arg(device.name().c_str())
                                     .arg(static_cast<int>(kind))
                                     .arg(plain)
                                     .arg(accumulate)
                                     .arg(i)
                                     .arg(error)
                                     .arg(limit)));
            }
          });
        }
      }
    }
  }

  void rows_are_independent_and_in_place_works() {
    const Data data(9, 77, 1, 0);
    for_each_device([&](Device& device) {
      std::vector<float> together(data.x.size()), in_place = data.x;
      device.norm(data.args(NormKind::layer, together));
      for (std::int64_t t = 0; t < 9; ++t) {
        MatrixView<float> row(in_place.data() + t * 77, {1, 77});
        device.norm({NormKind::layer, row, {data.weight.data(), {77}}, {data.bias.data(), {77}}, 1.0f, 1e-5f, row});
      }
      QVERIFY2(std::memcmp(together.data(), in_place.data(), together.size() * sizeof(float)) == 0, device.name().c_str());
    });
  }

  // Strided rows that begin at no multiple of 16 bytes, in place; what lies between them is left alone.
  void odd_rows_in_place() {
    constexpr std::int64_t kTokens = 3, kWidth = 130, kStride = 133;
    const auto x = random_numbers(1 + kTokens * kStride, 1);
    const auto args = [&](std::vector<float>& numbers) {
      const MatrixView<float> rows(numbers.data() + 1, {kTokens, kWidth}, {kStride, 1});
      return NormArgs{NormKind::rms, rows, {}, {}, 0, 1e-6f, rows};
    };
    std::vector<float> expected = x;
    reference::norm(args(expected));
    for_each_device([&](Device& device) {
      std::vector<float> found = x;
      device.norm(args(found));
      for (std::size_t i = 0; i < x.size(); ++i)
        QVERIFY2(std::abs(found[i] - expected[i]) <= (kWidth + 14) * kEpsilon * std::abs(expected[i]), device.name().c_str());
      for (std::size_t i = 0; i < x.size(); ++i)
        if (i == 0 || (i - 1) % kStride >= kWidth) QVERIFY(found[i] == x[i]);
    });
  }

  // The same number, and then one addition.
  void accumulating_adds_the_norm() {
    const Data data(3, 77, 1, 0);
    for_each_device([&](Device& device) {
      std::vector<float> plain(data.x.size()), sum = random_numbers(std::ssize(data.x), 5);
      const std::vector<float> before = sum;
      NormArgs args = data.args(NormKind::rms, sum);
      args.accumulate = true;
      device.norm(data.args(NormKind::rms, plain));
      device.norm(args);
      for (std::size_t i = 0; i < sum.size(); ++i) QCOMPARE(sum[i], before[i] + plain[i]);
    });
  }

  void without_weight_and_bias() {
    const std::vector<float> x{3, 4};
    for_each_implementation([&](Device& device) {
      std::vector<float> out(2);
      device.norm({NormKind::rms, {x.data(), {1, 2}}, {}, {}, 0, 0, {out.data(), {1, 2}}});
      QVERIFY(std::abs(out[0] - 3 / std::sqrt(12.5)) < 4 * kEpsilon && std::abs(out[1] - 4 / std::sqrt(12.5)) < 4 * kEpsilon);
      device.norm({NormKind::layer, {x.data(), {1, 2}}, {}, {}, 0, 0, {out.data(), {1, 2}}});
      QCOMPARE(out[0], -1.0f);
      QCOMPARE(out[1], 1.0f);
    });
  }

  void a_row_of_zeros_stays_zero() {
    const std::vector<float> x(100, 0.0f);
    for (const NormKind kind : {NormKind::rms, NormKind::layer}) {
      for_each_implementation([&](Device& device) {
        std::vector<float> out(100, 7.0f);
        device.norm({kind, {x.data(), {1, 100}}, {}, {}, 0, 1e-6f, {out.data(), {1, 100}}});
        for (const float y : out) QCOMPARE(y, 0.0f);
      });
    }
  }
};

HALFTONE_OP_TEST_MAIN(NormTest)
#include "norm_test.moc"
