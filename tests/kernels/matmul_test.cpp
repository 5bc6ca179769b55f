#include "kernels/ops/matmul.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string_view>
#include <vector>

#include "kernels/core/thread_pool.h"
#include "kernels/layouts/panel.h"
#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/sample_blocks.h"

using namespace halftone;

namespace {

struct Weight {
  Format format;
  std::int64_t rows, columns;
  std::vector<std::byte> row_major, panels;
  std::vector<float> values;    // decoded, (rows, columns)
  std::vector<float> extremes;  // per row: largest of what a block's scale, quants and minimum can come to

  WeightView view(WeightLayout layout) const {
    // One byte in: nothing may rely on alignment of a file's bytes. Panels are packed by us, and aligned.
    return {format, layout, layout == WeightLayout::panels ? panels.data() : row_major.data() + 1, rows, columns};
  }
};

Weight make_weight(Format format, std::int64_t rows, std::int64_t columns, const std::vector<float>& values) {
  const FormatInfo& f = info(format);
  Weight w{format, rows, columns, {}, {}, {}, {}};
  w.row_major.resize(1 + weight_bytes(format, WeightLayout::row_major, rows, columns));
  w.panels.resize(weight_bytes(format, WeightLayout::panels, rows, columns));
  fill_sample_blocks(format, values.data(), rows, columns, w.row_major.data() + 1);
  const std::int64_t row_bytes = f.row_bytes(columns);
  for (std::int64_t p = 0; p * kPanelRows < rows; ++p)
    pack_panel(format, w.row_major.data() + 1 + p * kPanelRows * row_bytes, std::min(kPanelRows, rows - p * kPanelRows), columns,
               w.panels.data() + p * kPanelRows * row_bytes);
  const std::int64_t groups = (columns + f.group - 1) / f.group;
  std::vector<float> padded(groups * f.group);
  for (std::int64_t n = 0; n < rows; ++n) {
    f.decode(w.row_major.data() + 1 + n * row_bytes, padded.data(), groups);
    w.values.insert(w.values.end(), padded.begin(), padded.begin() + columns);
    float largest = 0;
    for (float v : padded) largest = std::max(largest, std::abs(v));
    w.extremes.push_back(largest);
  }
  return w;
}

std::vector<float> numbers(std::int64_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> values(count);
  for (auto& v : values) v = normal(random);
  return values;
}

struct Call {
  std::vector<float> x, bias, y;
  std::vector<std::byte> scratch;
  MatmulArgs args;
};

// x (T, K) with a gap between rows.
Call make_call(const Weight& weight, std::vector<float> x, std::int64_t tokens, bool with_bias, bool accumulate) {
  Call call;
  const std::int64_t stride = weight.columns + 3;
  call.x.assign(tokens * stride, std::numeric_limits<float>::quiet_NaN());
  for (std::int64_t t = 0; t < tokens; ++t) std::copy_n(x.begin() + t * weight.columns, weight.columns, call.x.begin() + t * stride);
  if (with_bias) call.bias = numbers(weight.rows, 5);
  call.y = numbers(tokens * (weight.rows + 1), 6);
  call.scratch.resize(matmul_scratch_bytes(tokens, weight.columns) + 64);
  auto address = reinterpret_cast<std::uintptr_t>(call.scratch.data());
  call.args.x = {call.x.data(), {tokens, weight.columns}, {stride, 1}};
  call.args.weight = weight.view(WeightLayout::panels);
  if (with_bias) call.args.bias = {call.bias.data(), {weight.rows}};
  call.args.accumulate = accumulate;
  call.args.y = {call.y.data(), {tokens, weight.rows}, {weight.rows + 1, 1}};
  call.args.scratch = std::span(call.scratch).subspan((64 - address % 64) % 64);
  return call;
}

bool uses_rounded_x(Format format) {
  return info(format).quantised && format != Format::nf4 && format != Format::bnb_nf4 && format != Format::bnb_fp4;
}

// x̂: groups of 32 to int8, as the contract of matmul says.
std::vector<float> rounded(const float* x, std::int64_t columns, std::vector<float>& steps) {
  std::vector<float> result(columns);
  steps.assign(columns, 0);
  for (std::int64_t begin = 0; begin < columns; begin += 32) {
    const std::int64_t end = std::min(begin + 32, columns);
    float largest = 0;
    for (auto k = begin; k < end; ++k) largest = std::max(largest, std::abs(x[k]));
    if (largest < 1e-30f) continue;
    for (auto k = begin; k < end; ++k) {
      result[k] = std::nearbyint(x[k] * (127.0f / largest)) * (largest / 127.0f);
      steps[k] = largest / 127.0f;
    }
  }
  return result;
}

// Compares with sums in double; gives an empty string or what is wrong.
QString check(const Weight& w, const Call& call, const std::vector<float>& before) {
  const auto tokens = call.args.x.shape[0], stride = w.rows + 1;
  constexpr double epsilon = std::numeric_limits<float>::epsilon();
  for (std::int64_t t = 0; t < tokens; ++t) {
    const float* x = call.args.x[t].data;
    std::vector<float> steps;
    std::vector<float> seen = rounded(x, w.columns, steps);
    if (!uses_rounded_x(w.format)) seen.assign(x, x + w.columns), steps.assign(w.columns, 0);
    for (std::int64_t n = 0; n < w.rows; ++n) {
      double exact = 0, of_seen = 0, magnitude = 0, rounding = 0;
      for (std::int64_t k = 0; k < w.columns; ++k) {
        const double weight = w.values[n * w.columns + k];
        exact += weight * x[k];
        of_seen += weight * seen[k];
        // scale·q and minimum are each at most twice the largest weight that a block can hold
        magnitude += 4.0 * std::max<double>(w.extremes[n], std::abs(weight)) * std::abs(x[k]);
        rounding += std::abs(weight) * steps[k] / 2;
      }
      double rest = 0;
      if (call.args.bias.data) rest += call.bias[n];
      if (call.args.accumulate) rest += before[t * stride + n];
      // A chain of K additions and as many products, each off by at most half an epsilon of what it adds up to.
      const double tolerance = epsilon * ((w.columns + 8) * magnitude + 4 * std::abs(rest)) + 1e-30;
      const double y = call.y[t * stride + n];
      if (!(std::abs(y - (of_seen + rest)) <= tolerance) || !(std::abs(y - (exact + rest)) <= tolerance + rounding * 1.0001))
        return QString("t %1 n %2: %3, expected %4 (%5 of x as seen), tolerance %6")
            .arg(t)
            .arg(n)
            .arg(y)
            .arg(exact + rest)
            .arg(of_seen + rest)
            .arg(tolerance);
    }
    if (std::memcmp(&call.y[t * stride + w.rows], &before[t * stride + w.rows], 4) != 0) return QString("wrote past row %1").arg(t);
  }
  return {};
}

}  // namespace

class MatmulTest : public QObject {
  Q_OBJECT

 private slots:
  void shapes_data();
  void shapes();
  void one_row_and_many_rows_give_the_same_bits_data() { shapes_data(); }
  void one_row_and_many_rows_give_the_same_bits();
  void spikes_and_zeros_data() { shapes_data(); }
  void spikes_and_zeros();
  void targets_with_fused_products_agree_data() { shapes_data(); }
  void targets_with_fused_products_agree();
  void bad_x_shows_data() { shapes_data(); }
  void bad_x_shows();
  void reference_reads_both_layouts_data() { shapes_data(); }
  void reference_reads_both_layouts();

 private:
  ThreadPool pool_{3};
};

void MatmulTest::shapes_data() {
  QTest::addColumn<int>("format");
  for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
}

void MatmulTest::shapes() {
  QFETCH(int, format);
  struct Shape {
    std::int64_t tokens, rows, columns;
    bool bias, accumulate;
  };
  const Shape shapes[] = {{2, 20, 1100, false, false}, {1, 1, 1, false, false},    {2, 15, 33, true, false}, {7, 16, 64, false, true},
                          {8, 17, 31, true, true},     {9, 40, 32, false, false},  {1, 33, 300, true, true}, {33, 18, 129, true, false},
                          {3, 100, 256, false, false}, {1, 64, 1000, false, true}, {0, 16, 32, false, false}};
  for_each_instruction_set([&](const char* target) {
    for (const Shape& s : shapes) {
      const Weight w = make_weight(static_cast<Format>(format), s.rows, s.columns, numbers(s.rows * s.columns, 1));
      Call call = make_call(w, numbers(s.tokens * s.columns, 2), s.tokens, s.bias, s.accumulate);
      const auto before = call.y;
      cpu::matmul(call.args, pool_);
      const QString error = check(w, call, before);
      QVERIFY2(error.isEmpty(),
               qPrintable(QString("%1 T %2 N %3 K %4: %5").arg(target).arg(s.tokens).arg(s.rows).arg(s.columns).arg(error)));
    }
  });
}

void MatmulTest::one_row_and_many_rows_give_the_same_bits() {
  QFETCH(int, format);
  const std::int64_t rows = 35, columns = 200;
  const Weight w = make_weight(static_cast<Format>(format), rows, columns, numbers(rows * columns, 3));
  const auto x = numbers(33 * columns, 4);
  for_each_instruction_set([&](const char* target) {
    std::vector<float> singly;
    for (int t = 0; t < 33; ++t) {
      Call call = make_call(w, {x.begin() + t * columns, x.begin() + (t + 1) * columns}, 1, false, false);
      cpu::matmul(call.args, pool_);
      singly.insert(singly.end(), call.y.begin(), call.y.begin() + rows);
    }
    for (int tokens = 1; tokens <= 33; ++tokens) {
      Call call = make_call(w, {x.begin(), x.begin() + tokens * columns}, tokens, false, false);
      cpu::matmul(call.args, pool_);
      for (int t = 0; t < tokens; ++t)
        QVERIFY2(std::memcmp(&call.y[t * (rows + 1)], &singly[t * rows], rows * sizeof(float)) == 0,
                 qPrintable(QString("%1, %2 tokens, token %3").arg(target).arg(tokens).arg(t)));
    }
  });
}

void MatmulTest::spikes_and_zeros() {
  QFETCH(int, format);
  const std::int64_t tokens = 9, rows = 20, columns = 192;
  auto values = numbers(rows * columns, 7), x = numbers(tokens * columns, 8);
  for (std::int64_t k = 0; k < columns; ++k) values[3 * columns + k] = 0;          // a row of zeros
  for (std::int64_t n = 5; n < 9; ++n) values[n * columns + 17 * n] = 300;         // outliers, heavy ones
  for (std::int64_t k = 0; k < columns; ++k) x[k] = 0, x[columns + k] *= 1e-38f;   // nothing, next to nothing
  for (std::int64_t k = 64; k < 96; ++k) x[2 * columns + k] = 0;                   // an empty group
  x[3 * columns + 40] = 1e4f;                                                      // a spike hides its group
  for (std::int64_t k = 0; k < columns; ++k) x[4 * columns + k] = k % 2 ? 1 : -1;  // every product at its extreme
  for (std::int64_t k = 0; k < columns; ++k) values[k] = 1, values[columns + k] = -1, values[2 * columns + k] = k % 2 ? 1 : -1;
  for (std::int64_t k = 0; k < columns; ++k) x[5 * columns + k] = 1, x[6 * columns + k] = -1;
  const Weight w = make_weight(static_cast<Format>(format), rows, columns, values);
  for_each_instruction_set([&](const char* target) {
    Call call = make_call(w, x, tokens, false, false);
    const auto before = call.y;
    cpu::matmul(call.args, pool_);
    const QString error = check(w, call, before);
    QVERIFY2(error.isEmpty(), qPrintable(QString("%1: %2").arg(target, error)));
    for (int n = 0; n < rows; ++n) QCOMPARE(call.y[n], 0.0f);
  });
}

void MatmulTest::targets_with_fused_products_agree() {
  QFETCH(int, format);
  const std::int64_t tokens = 5, rows = 48, columns = 320;
  const Weight w = make_weight(static_cast<Format>(format), rows, columns, numbers(rows * columns, 9));
  std::vector<float> first;
  for_each_instruction_set([&](const char* target) {
    if (std::string_view(target) == "portable") return;
    Call call = make_call(w, numbers(tokens * columns, 10), tokens, false, false);
    cpu::matmul(call.args, pool_);
    if (first.empty()) first = call.y;
    QVERIFY2(call.y == first, target);
  });
}

// A non-finite x must not vanish in rounding: the token's outputs are not finite, other tokens' are.
void MatmulTest::bad_x_shows() {
  QFETCH(int, format);
  const std::int64_t tokens = 3, rows = 16, columns = 96;
  const Weight w = make_weight(static_cast<Format>(format), rows, columns, numbers(rows * columns, 11));
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
    auto x = numbers(tokens * columns, 12);
    x[columns + 50] = bad;
    for_each_instruction_set([&](const char* target) {
      Call call = make_call(w, x, tokens, false, false);
      cpu::matmul(call.args, pool_);
      for (std::int64_t t = 0; t < tokens; ++t)
        for (std::int64_t n = 0; n < rows; ++n) QVERIFY2(std::isfinite(call.y[t * (rows + 1) + n]) == (t != 1), target);
    });
  }
}

void MatmulTest::reference_reads_both_layouts() {
  QFETCH(int, format);
  const std::int64_t tokens = 3, rows = 37, columns = 150;
  const Weight w = make_weight(static_cast<Format>(format), rows, columns, numbers(rows * columns, 13));
  std::vector<float> results[2];
  for (const auto layout : {WeightLayout::row_major, WeightLayout::panels}) {
    Call call = make_call(w, numbers(tokens * columns, 14), tokens, true, true);
    const auto before = call.y;
    call.args.weight = w.view(layout);
    reference::matmul(call.args);
    results[static_cast<int>(layout)] = call.y;
    for (std::int64_t t = 0; t < tokens; ++t)
      for (std::int64_t n = 0; n < rows; ++n) {
        double sum = call.bias[n] + static_cast<double>(before[t * (rows + 1) + n]), magnitude = std::abs(sum);
        for (std::int64_t k = 0; k < columns; ++k) {
          sum += static_cast<double>(w.values[n * columns + k]) * call.args.x(t, k);
          magnitude += std::abs(static_cast<double>(w.values[n * columns + k]) * call.args.x(t, k));
        }
        QVERIFY(std::abs(call.y[t * (rows + 1) + n] - sum) <= 2e-7 * magnitude);
      }
  }
  QVERIFY(results[0] == results[1]);
}

QTEST_APPLESS_MAIN(MatmulTest)
#include "matmul_test.moc"
