// matmul on every device against sums in double: every format, shapes that end within a block, a panel, a warp's share.
#include <optional>

#include "tests/kernels/matmul_fixture.h"

using namespace halftone;

namespace {

struct Shape {
  std::int64_t tokens, rows, columns;
  bool bias, accumulate;
  std::int64_t gap = 3;  // numbers between rows of x and of y
};

std::vector<Shape> shapes() {
  std::vector<Shape> all{{2, 20, 1100, false, false}, {1, 1, 1, false, false},    {2, 15, 33, true, false}, {7, 16, 64, false, true},
                         {8, 17, 31, true, true},     {9, 40, 32, false, false},  {1, 33, 300, true, true}, {33, 18, 129, true, false},
                         {3, 100, 256, false, false}, {1, 64, 1000, false, true}, {0, 16, 32, false, false}};
  // Fewer rows than multiprocessors and many more; rows that warps share.
  for (const auto& [rows, columns] :
       {std::pair<std::int64_t, std::int64_t>{1, 64}, {3, 33}, {7, 1000}, {130, 4096}, {2051, 640}, {66, 14336}})
    for (const std::int64_t tokens : {1, 2, 4, 5, 8, 9, 24, 25})
      all.push_back({tokens, rows, columns, tokens % 2 == 1, tokens % 4 == 1, tokens % 3});
  return all;
}

// Shapes for thousands of threads are the GPU's; what they hold in small the CPU has too.
bool is_for(const Device& device, const Shape& s) { return device.is_gpu() || s.tokens * s.rows * s.columns <= 200'000; }

// y (T, N) and x (T, K) with NaN between their rows; and what y was before.
struct Call {
  std::vector<float> x, bias, y, before;
  std::int64_t gap;

  Call(const Shape& s, const std::vector<float>& dense, unsigned seed) : gap(s.gap) {
    x.assign(static_cast<std::size_t>(s.tokens * (s.columns + gap)), std::numeric_limits<float>::quiet_NaN());
    for (std::int64_t t = 0; t < s.tokens; ++t) std::copy_n(dense.begin() + t * s.columns, s.columns, x.begin() + t * (s.columns + gap));
    if (s.bias) bias = random_numbers(s.rows, seed);
    before = random_numbers(s.tokens * (s.rows + gap), seed + 1);
  }

  void run(Device& device, const SampleWeight& w, std::int64_t tokens, bool accumulate) {
    const std::vector<std::byte> blocks = w.packed(device.layout());
    y = before;
    MatmulArgs args;
    args.x = {x.data(), {tokens, w.columns}, {w.columns + gap, 1}};
    args.weight = {w.format, device.layout(), blocks.data(), w.rows, w.columns};
    if (!bias.empty()) args.bias = {bias.data(), {w.rows}};
    args.accumulate = accumulate;
    args.y = {y.data(), {tokens, w.rows}, {w.rows + gap, 1}};
    device.matmul(args);
  }
};

// Every number and what lies between the rows; an empty string or what is wrong.
QString difference(const SampleWeight& w, const Call& call, std::int64_t tokens, bool accumulate, const MatmulPrecision& precision) {
  const std::int64_t stride = w.rows + call.gap;
  for (std::int64_t t = 0; t < tokens; ++t) {
    const float* x = call.x.data() + t * (w.columns + call.gap);
    const SeenX seen = seen_x(x, w.columns, precision.rounds_x_to_int8);
    for (std::int64_t n = 0; n < w.rows; ++n) {
      const auto at = static_cast<std::size_t>(t * stride + n);
      const double rest = (call.bias.empty() ? 0.0 : call.bias[static_cast<std::size_t>(n)]) + (accumulate ? call.before[at] : 0.0);
      const Product p = product(w, n, x, seen, precision);
      const double y = call.y[at], tolerance = p.tolerance + 5e-7 * std::abs(rest);
      if (!(std::abs(y - (p.of_seen + rest)) <= tolerance) || !(std::abs(y - (p.exact + rest)) <= tolerance + p.rounding * 1.0001))
        return QString("token %1, row %2: %3, expected %4 (%5 of x as seen), tolerance %6")
            .arg(t)
            .arg(n)
            .arg(y)
            .arg(p.exact + rest)
            .arg(p.of_seen + rest)
            .arg(tolerance);
    }
    const auto end = static_cast<std::size_t>(t * stride + w.rows);
    if (std::memcmp(&call.y[end], &call.before[end], static_cast<std::size_t>(call.gap) * sizeof(float)) != 0)
      return QString("wrote past row %1").arg(t);
  }
  return {};
}

}  // namespace

class MatmulTest : public QObject {
  Q_OBJECT

 private slots:
  void agrees_with_sums_in_double_data() {
    QTest::addColumn<int>("format");
    for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
  }
  void agrees_with_sums_in_double() {
    QFETCH(int, format);
    unsigned seed = 1;
    for (const Shape& s : shapes()) {
      std::optional<SampleWeight> w;
      std::optional<Call> call;
      for_each_implementation([&](Device& device) {
        if (!is_for(device, s)) return;
        if (!w) {
          w = sample_weight(static_cast<Format>(format), s.rows, s.columns, random_numbers(s.rows * s.columns, ++seed));
          const std::vector<float> x = random_numbers(s.tokens * s.columns, ++seed);
          call.emplace(s, x, ++seed);
        }
        call->run(device, *w, s.tokens, s.accumulate);
        const QString wrong = difference(*w, *call, s.tokens, s.accumulate, device.matmul_precision(w->format, s.tokens));
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(
                     QString("%1, %2 tokens, %3 x %4: %5").arg(device.name().c_str()).arg(s.tokens).arg(s.rows).arg(s.columns).arg(wrong)));
      });
    }
  }

  void spikes_and_zeros_data() { agrees_with_sums_in_double_data(); }
  void spikes_and_zeros() {
    QFETCH(int, format);
    constexpr std::int64_t tokens = 9, rows = 20, columns = 192;
    auto values = random_numbers(rows * columns, 7), x = random_numbers(tokens * columns, 8);
    for (std::int64_t k = 0; k < columns; ++k) values[3 * columns + k] = 0;          // a row of zeros
    for (std::int64_t n = 5; n < 9; ++n) values[n * columns + 17 * n] = 300;         // outliers, heavy ones
    for (std::int64_t k = 0; k < columns; ++k) x[k] = 0, x[columns + k] *= 1e-38f;   // nothing, next to nothing
    for (std::int64_t k = 64; k < 96; ++k) x[2 * columns + k] = 0;                   // an empty group
    x[3 * columns + 40] = 1e4f;                                                      // a spike hides its group
    for (std::int64_t k = 0; k < columns; ++k) x[4 * columns + k] = k % 2 ? 1 : -1;  // every product at its extreme
    for (std::int64_t k = 0; k < columns; ++k) values[k] = 1, values[columns + k] = -1, values[2 * columns + k] = k % 2 ? 1 : -1;
    for (std::int64_t k = 0; k < columns; ++k) x[5 * columns + k] = 1, x[6 * columns + k] = -1;
    const SampleWeight w = sample_weight(static_cast<Format>(format), rows, columns, values);
    Call call({tokens, rows, columns, false, false}, x, 6);
    for_each_implementation([&](Device& device) {
      call.run(device, w, tokens, false);
      const QString wrong = difference(w, call, tokens, false, device.matmul_precision(w.format, tokens));
      QVERIFY2(wrong.isEmpty(), qPrintable(QString("%1: %2").arg(device.name().c_str(), wrong)));
      for (std::int64_t n = 0; n < rows; ++n) QCOMPARE(call.y[static_cast<std::size_t>(n)], 0.0f);
    });
  }

  // A number that is none must not vanish in rounding: its token's outputs are not finite, other tokens' are.
  void bad_numbers_show_data() { agrees_with_sums_in_double_data(); }
  void bad_numbers_show() {
    QFETCH(int, format);
    constexpr std::int64_t rows = 40, columns = 320;
    const SampleWeight w = sample_weight(static_cast<Format>(format), rows, columns, random_numbers(rows * columns, 11));
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), kInfinity, -kInfinity}) {
      for (const auto& [tokens, broken] : {std::pair<std::int64_t, std::int64_t>{3, 1}, {3, 2}, {1, 0}}) {
        auto x = random_numbers(tokens * columns, 12);
        x[static_cast<std::size_t>(broken * columns + 77)] = bad;
        Call call({tokens, rows, columns, false, false}, x, 6);
        for_each_device([&](Device& device) {
          call.run(device, w, tokens, false);
          for (std::int64_t t = 0; t < tokens; ++t)
            for (std::int64_t n = 0; n < rows; ++n)
              QVERIFY2(std::isfinite(call.y[static_cast<std::size_t>(t * (rows + call.gap) + n)]) == (t != broken), device.name().c_str());
        });
      }
    }
  }
};

HALFTONE_OP_TEST_MAIN(MatmulTest)
#include "matmul_test.moc"
