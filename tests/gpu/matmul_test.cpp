// matmul, gemv and dequantise on the device against sums in double.
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/gemv_chain.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/gpu/device_buffer.h"
#include "tests/kernels/sample_blocks.h"

using namespace halftone;

namespace {

std::vector<float> numbers(std::int64_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> values(static_cast<std::size_t>(count));
  for (auto& v : values) v = normal(random);
  return values;
}

struct Weight {
  Format format;
  std::int64_t rows, columns;
  std::vector<float> values;    // decoded (rows, columns)
  std::vector<float> extremes;  // per row: the largest that a block's numbers come to
  DeviceBuffer<std::byte> split;

  WeightView view() const { return {format, WeightLayout::split, split.data(), rows, columns}; }
};

Weight make_weight(Format format, std::int64_t rows, std::int64_t columns, unsigned seed) {
  const FormatInfo& f = info(format);
  const std::vector<float> source = numbers(rows * columns, seed);
  std::vector<std::byte> blocks(static_cast<std::size_t>(rows * f.row_bytes(columns)));
  fill_sample_blocks(format, source.data(), rows, columns, blocks.data());
  Weight w{format, rows, columns, {}, {}, DeviceBuffer<std::byte>(split_of(format, blocks.data(), rows, columns))};
  const std::int64_t groups = (columns + f.group - 1) / f.group;
  std::vector<float> padded(static_cast<std::size_t>(groups * f.group));
  for (std::int64_t n = 0; n < rows; ++n) {
    f.decode(blocks.data() + n * f.row_bytes(columns), padded.data(), groups);
    w.values.insert(w.values.end(), padded.begin(), padded.begin() + columns);
    float largest = 0;
    for (const float v : padded) largest = std::max(largest, std::abs(v));
    w.extremes.push_back(largest);
  }
  return w;
}

bool rounds_x(Format format) {
  return info(format).quantised && format != Format::nf4 && format != Format::bnb_nf4 && format != Format::bnb_fp4;
}

// x as a product of T tokens sees it, and by how much each number may be off beside float's own rounding.
std::vector<float> seen_x(const float* x, Format format, std::int64_t columns, bool few) {
  std::vector<float> seen(x, x + columns);
  if (!few || !rounds_x(format)) return seen;
  for (std::int64_t begin = 0; begin < columns; begin += 32) {
    const std::int64_t end = std::min(begin + 32, columns);
    float largest = 0;
    for (auto k = begin; k < end; ++k) largest = std::max(largest, std::abs(x[k]));
    for (auto k = begin; k < end; ++k) seen[k] = largest < 1e-30f ? 0.0f : std::nearbyint(x[k] * (127.0f / largest)) * (largest / 127.0f);
  }
  return seen;
}

// Σ W·x in double and what y may be off by. Few tokens: float products and sums. Many: x and W rounded to 8 bits (bf16) or 11 (f16).
struct Expected {
  double value, tolerance;
};
Expected expected(const Weight& w, std::int64_t n, const std::vector<float>& x, bool few) {
  double value = 0, magnitude = 0;
  for (std::int64_t k = 0; k < w.columns; ++k) {
    const double weight = w.values[n * w.columns + k];
    value += weight * x[k];
    // scale·q and minimum are each at most twice the largest weight that a block can hold
    magnitude += (few ? 4.0 * std::max<double>(w.extremes[n], std::abs(weight)) : std::abs(weight)) * std::abs(x[k]);
  }
  constexpr double epsilon = std::numeric_limits<float>::epsilon();
  const double rounding = few || w.format == Format::f32 ? 0 : w.format == Format::f16 ? std::ldexp(1.0, -11) : std::ldexp(1.0, -8);
  return {value, magnitude * (epsilon * (static_cast<double>(w.columns) + 8) + 2.01 * rounding) + (w.format == Format::f16 ? 1e-6 : 1e-30)};
}

bool is_few(std::int64_t tokens) { return tokens == 1; }

QString compare(const Weight& w, const std::vector<float>& x, std::int64_t x_stride, std::int64_t tokens, const std::vector<float>& bias,
                const std::vector<float>& before, const std::vector<float>& after, std::int64_t y_stride, bool accumulate) {
  const bool few = is_few(tokens);
  for (std::int64_t t = 0; t < tokens; ++t) {
    const std::vector<float> seen = seen_x(x.data() + t * x_stride, w.format, w.columns, few);
    for (std::int64_t n = 0; n < w.rows; ++n) {
      Expected e = expected(w, n, seen, few);
      const double rest = (bias.empty() ? 0.0 : bias[n]) + (accumulate ? before[t * y_stride + n] : 0.0);
      e.tolerance += 4e-7 * std::abs(rest);
      const double y = after[t * y_stride + n];
      if (!(std::abs(y - (e.value + rest)) <= e.tolerance))
        return QString("t %1 n %2: %3, expected %4, tolerance %5").arg(t).arg(n).arg(y).arg(e.value + rest).arg(e.tolerance);
    }
    for (std::int64_t n = w.rows; n < y_stride; ++n)
      if (std::bit_cast<std::uint32_t>(after[t * y_stride + n]) != std::bit_cast<std::uint32_t>(before[t * y_stride + n]))
        return QString("wrote past row %1").arg(t);
  }
  return {};
}

}  // namespace

class MatmulTest : public QObject {
  Q_OBJECT
  std::unique_ptr<cuda::Context> context_;

  void gemv_as_chain(const cuda::GemvArgs& args) {
    cuda::GemvChain chain;
    QVERIFY(chain.push(args, *context_));
    chain.launch(*context_);
  }

  QString multiply(const Weight& w, std::int64_t tokens, std::int64_t gap, bool with_bias, bool accumulate, unsigned seed) {
    const std::int64_t x_stride = w.columns + gap, y_stride = w.rows + gap;
    std::vector<float> x = numbers(tokens * x_stride, seed);
    for (std::int64_t t = 0; t < tokens; ++t)  // what lies between rows is not read
      for (std::int64_t k = w.columns; k < x_stride; ++k) x[t * x_stride + k] = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> bias = with_bias ? numbers(w.rows, seed + 1) : std::vector<float>();
    const std::vector<float> before = numbers(tokens * y_stride, seed + 2);
    const DeviceBuffer<float> x_there(x), bias_there(bias), y_there(before);
    const DeviceBuffer<std::byte> scratch(static_cast<std::size_t>(cuda::matmul_scratch_bytes(tokens, w.columns, w.rows, w.format)));
    MatmulArgs args;
    args.x = {x_there.data(), {tokens, w.columns}, {x_stride, 1}};
    args.weight = w.view();
    if (with_bias) args.bias = {bias_there.data(), {w.rows}};
    args.accumulate = accumulate;
    args.y = {y_there.data(), {tokens, w.rows}, {y_stride, 1}};
    args.scratch = scratch.span();
    cuda::matmul(args, *context_);
    return compare(w, x, x_stride, tokens, bias, before, y_there.host(*context_), y_stride, accumulate);
  }

 private slots:
  void initTestCase() {
    if (!has_device()) QSKIP("no CUDA device");
    context_ = std::make_unique<cuda::Context>(0);
  }

  void everyFormat_data() {
    QTest::addColumn<int>("format");
    for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
  }

  // Rows that end within a block, a chunk and a step; fewer rows than multiprocessors and many more; rows that warps share.
  void everyFormat() {
    QFETCH(int, format);
    unsigned seed = 100;
    for (const auto& [rows, columns] :
         {std::pair<std::int64_t, std::int64_t>{1, 64}, {3, 33}, {7, 1000}, {130, 4096}, {2051, 640}, {66, 14336}}) {
      const Weight w = make_weight(static_cast<Format>(format), rows, columns, ++seed);
      for (const std::int64_t tokens : {1, 2, 4, 5, 8, 9, 24, 25}) {
        const QString wrong = multiply(w, tokens, tokens % 3, tokens % 2 == 1, tokens % 4 == 1, ++seed);
        QVERIFY2(wrong.isEmpty(), qPrintable(QString("%1 x %2, %3 tokens: %4").arg(rows).arg(columns).arg(tokens).arg(wrong)));
      }
    }
  }

  void projectsThreeAtOnce_data() { everyFormat_data(); }
  void projectsThreeAtOnce() {
    QFETCH(int, format);
    for (const bool layer_norm : {false, true}) {
      const std::int64_t columns = 1088;
      std::vector<Weight> weights;
      for (const std::int64_t rows : {513, 64, 1})
        weights.push_back(make_weight(static_cast<Format>(format), rows, columns, static_cast<unsigned>(rows)));
      const std::vector<float> x = numbers(columns, 7), norm_weight = numbers(columns, 8), norm_bias = numbers(columns, 9);
      const DeviceBuffer<float> x_there(x), weight_there(norm_weight), bias_there(norm_bias);
      NormArgs norm;
      norm.kind = layer_norm ? NormKind::layer : NormKind::rms;
      norm.weight = {weight_there.data(), {columns}};
      if (layer_norm) norm.bias = {bias_there.data(), {columns}};
      norm.weight_offset = layer_norm ? 0.0f : 1.0f;
      // The same norm on the host, in double.
      double mean = 0, square = 0;
      for (const float v : x) mean += layer_norm ? v / static_cast<double>(columns) : 0;
      for (const float v : x) square += (v - mean) * (v - mean) / static_cast<double>(columns);
      std::vector<float> normed(x.size());
      for (std::size_t k = 0; k < x.size(); ++k)
        normed[k] = static_cast<float>((x[k] - mean) / std::sqrt(square + norm.epsilon) * (norm_weight[k] + norm.weight_offset) +
                                       (layer_norm ? norm_bias[k] : 0));

      std::vector<std::unique_ptr<DeviceBuffer<float>>> y, biases;
      std::vector<cuda::Projection> outputs;
      std::vector<std::vector<float>> bias;
      for (const Weight& w : weights) {
        bias.push_back(numbers(w.rows, 30));
        biases.push_back(std::make_unique<DeviceBuffer<float>>(bias.back()));
        y.push_back(std::make_unique<DeviceBuffer<float>>(std::vector<float>(static_cast<std::size_t>(w.rows), std::nanf(""))));
        outputs.push_back({w.view(), {biases.back()->data(), {w.rows}}, {y.back()->data(), {w.rows}}});
      }
      const cuda::GemvArgs args{.x = {x_there.data(), {columns}}, .norm = &norm, .outputs = outputs};
      for (std::size_t j = 0; j < (cuda::GemvChain::takes(weights.front().format) ? 2 : 1) * weights.size(); ++j) {
        const std::size_t i = j % weights.size();
        if (j == 0) cuda::gemv(args, *context_);
        if (j == weights.size()) gemv_as_chain(args);
        const std::vector<float> after = y[i]->host(*context_);
        const Weight& w = weights[i];
        const std::vector<float> seen = seen_x(normed.data(), w.format, columns, true);
        for (std::int64_t n = 0; n < w.rows; ++n) {
          const Expected e = expected(w, n, seen, true);
          // A normed number that is off by a rounding may fall to the other side of a step of int8: a few of the groups' steps.
          double step = 0;
          if (rounds_x(w.format)) {
            for (std::int64_t k = 0; k < columns; ++k) step += std::abs(w.values[n * columns + k]) * std::abs(seen[k] - normed[k]);
            step = 0.05 * step;
          }
          const double tolerance = e.tolerance * 2 + step + 1e-5, value = e.value + bias[i][n];
          QVERIFY2(
              std::abs(after[n] - value) <= tolerance,
              qPrintable(QString("matrix %1 row %2: %3, expected %4, tolerance %5").arg(i).arg(n).arg(after[n]).arg(value).arg(tolerance)));
        }
      }
    }
  }

  void gateAndUp_data() { everyFormat_data(); }
  void gateAndUp() {
    QFETCH(int, format);
    const std::int64_t columns = 512;
    for (const Activation activation : {Activation::silu, Activation::gelu, Activation::gelu_tanh, Activation::relu}) {
      for (const std::int64_t rows : {1, 700}) {
        const Weight gate = make_weight(static_cast<Format>(format), rows, columns, 41),
                     up = make_weight(static_cast<Format>(format), rows, columns, 42);
        const std::vector<float> x = numbers(columns, 43);
        const DeviceBuffer<float> x_there(x), y(static_cast<std::size_t>(rows));
        const cuda::Projection outputs[] = {{gate.view(), {}, {y.data(), {rows}}}, {up.view(), {}, {y.data(), {rows}}}};
        const cuda::GemvArgs args{.x = {x_there.data(), {columns}}, .outputs = outputs, .gated = true, .activation = activation};
        cuda::gemv(args, *context_);
        std::vector<float> after = y.host(*context_);
        const std::vector<float> seen = seen_x(x.data(), gate.format, columns, true);
        for (std::int64_t i = 0; i < (cuda::GemvChain::takes(gate.format) ? 2 : 1) * rows; ++i) {
          if (i == rows) gemv_as_chain(args), after = y.host(*context_);
          const std::int64_t n = i % rows;
          const Expected g = expected(gate, n, seen, true), u = expected(up, n, seen, true);
          const double v = g.value;
          const double act = activation == Activation::silu   ? v / (1 + std::exp(-v))
                             : activation == Activation::gelu ? 0.5 * v * std::erfc(-v / std::sqrt(2.0))
                             : activation == Activation::gelu_tanh
                                 ? v / (1 + std::exp(-2 * std::sqrt(2 / M_PI) * (v + 0.044715 * v * v * v)))
                                 : std::max(v, 0.0);
          // No activation is steeper than 1.2; device functions are good to a few units in the last place.
          const double tolerance = 1.2 * g.tolerance * (std::abs(u.value) + u.tolerance) + (std::abs(act) + 1e-3) * u.tolerance +
                                   4e-6 * std::abs(act * u.value) + 1e-6;
          QVERIFY2(std::abs(after[n] - act * u.value) <= tolerance,
                   qPrintable(QString("row %1: %2, expected %3, tolerance %4").arg(n).arg(after[n]).arg(act * u.value).arg(tolerance)));
        }
      }
    }
  }

  // Attention's last projection, the MLP and the next layer's first, as one launch and as four.
  void aChainIsItsProjections_data() { everyFormat_data(); }
  void aChainIsItsProjections() {
    QFETCH(int, format);
    const auto f = static_cast<Format>(format);
    if (!cuda::GemvChain::takes(f)) QSKIP("goes by gemv");
    struct Sizes {
      std::int64_t width, attended, mlp, kv;
    };
    // Fewer rows than multiprocessors; a K of several passes; odd sizes; one as in a model.
    for (const Sizes s : {Sizes{40, 24, 7, 3}, {260, 512, 5000, 70}, {1030, 96, 333, 1}, {2048, 2048, 5632, 256}}) {
      const Weight out = make_weight(f, s.width, s.attended, 1), gate = make_weight(f, s.mlp, s.width, 2),
                   up = make_weight(f, s.mlp, s.width, 3), down = make_weight(f, s.width, s.mlp, 4),
                   query = make_weight(f, s.attended, s.width, 5), key = make_weight(f, s.kv, s.width, 6);
      const DeviceBuffer<float> attended(numbers(s.attended, 7)), weight(numbers(s.width, 8)), residual_before(numbers(s.width, 9));
      NormArgs norm;
      norm.weight = {weight.data(), {s.width}};
      std::vector<float> first;
      for (const bool chained : {false, true, true}) {
        const DeviceBuffer<float> residual(residual_before.host(*context_)), middle(static_cast<std::size_t>(s.mlp)),
            queries(static_cast<std::size_t>(s.attended)), keys(static_cast<std::size_t>(s.kv));
        const cuda::Projection to_residual{out.view(), {}, {residual.data(), {s.width}}},
            back{down.view(), {}, {residual.data(), {s.width}}};
        const cuda::Projection mlp[] = {{gate.view(), {}, {middle.data(), {s.mlp}}}, {up.view(), {}, {middle.data(), {s.mlp}}}};
        const cuda::Projection next[] = {{query.view(), {}, {queries.data(), {s.attended}}}, {key.view(), {}, {keys.data(), {s.kv}}}};
        const cuda::GemvArgs steps[] = {{.x = {attended.data(), {s.attended}}, .outputs = std::span(&to_residual, 1), .accumulate = true},
                                        {.x = {residual.data(), {s.width}}, .norm = &norm, .outputs = mlp, .gated = true},
                                        {.x = {middle.data(), {s.mlp}}, .outputs = std::span(&back, 1), .accumulate = true},
                                        {.x = {residual.data(), {s.width}}, .norm = &norm, .outputs = next}};
        cuda::GemvChain chain;
        for (const cuda::GemvArgs& step : steps) {
          if (chained)
            QVERIFY(chain.push(step, *context_));
          else
            cuda::gemv(step, *context_);
        }
        chain.launch(*context_);
        std::vector<float> after;
        for (const DeviceBuffer<float>* part : {&residual, &middle, &queries, &keys}) {
          const std::vector<float> numbers = part->host(*context_);
          after.insert(after.end(), numbers.begin(), numbers.end());
        }
        if (first.empty()) {
          first = after;
          continue;
        }
        float largest = 0;
        for (const float value : first) largest = std::max(largest, std::abs(value));
        // Sums in another order; where x is rounded to int8, a number at the edge of a step may fall to its other side.
        const float tolerance = largest * (rounds_x(f) ? 1e-2f : 1e-4f);
        for (std::size_t i = 0; i < after.size(); ++i)
          QVERIFY2(std::abs(after[i] - first[i]) <= tolerance,
                   qPrintable(QString("width %1: number %2: %3, as projections %4").arg(s.width).arg(i).arg(after[i]).arg(first[i])));
      }
    }
  }

  // One bad number makes the whole token's outputs NaN, and nobody else's.
  void badNumbersShow_data() { everyFormat_data(); }
  void badNumbersShow() {
    QFETCH(int, format);
    const std::int64_t columns = 320, rows = 40, tokens = 3;
    const Weight w = make_weight(static_cast<Format>(format), rows, columns, 3);
    for (const std::int64_t at : {tokens, std::int64_t{1}}) {
      std::vector<float> x = numbers(at * columns, 5);
      x[(at - 1) * columns + 77] = std::numeric_limits<float>::quiet_NaN();
      const DeviceBuffer<float> x_there(x), y(static_cast<std::size_t>(at * rows));
      const DeviceBuffer<std::byte> scratch(static_cast<std::size_t>(cuda::matmul_scratch_bytes(at, columns, rows, w.format)));
      MatmulArgs args;
      args.x = {x_there.data(), {at, columns}};
      args.weight = w.view();
      args.y = {y.data(), {at, rows}};
      args.scratch = scratch.span();
      cuda::matmul(args, *context_);
      const std::vector<float> after = y.host(*context_);
      for (std::int64_t i = 0; i < at * rows; ++i) QCOMPARE(std::isnan(after[i]), i / rows == at - 1);
    }
  }

  // Twice the same, bit for bit: sums have one order.
  void repeatsItself_data() { everyFormat_data(); }
  void repeatsItself() {
    QFETCH(int, format);
    const std::int64_t rows = 1000, columns = 2048;
    const Weight w = make_weight(static_cast<Format>(format), rows, columns, 3);
    const DeviceBuffer<float> x(numbers(columns, 5));
    std::vector<float> first;
    for (int i = 0; i < 20; ++i) {
      const DeviceBuffer<float> y(static_cast<std::size_t>(rows));
      const cuda::Projection output{w.view(), {}, {y.data(), {rows}}};
      cuda::gemv({.x = {x.data(), {columns}}, .outputs = std::span(&output, 1)}, *context_);
      const std::vector<float> after = y.host(*context_);
      if (i == 0) first = after;
      QVERIFY(after == first);
    }
  }

  void dequantisesAsTheFormatsSay_data() { everyFormat_data(); }
  void dequantisesAsTheFormatsSay() {
    QFETCH(int, format);
    for (const auto& [rows, columns] : {std::pair<std::int64_t, std::int64_t>{1, 1}, {3, 33}, {5, 1000}, {9, 4096}}) {
      const Weight w = make_weight(static_cast<Format>(format), rows, columns, 17);
      const std::size_t count = static_cast<std::size_t>((rows - rows / 3) * columns);
      const DeviceBuffer<float> floats(count);
      const DeviceBuffer<BF16> halves(count);
      const std::int64_t first = rows / 3;
      cuda::dequantise(w.view(), first, MatrixView<float>(floats.data(), {rows - first, columns}), *context_);
      cuda::dequantise(w.view(), first, MatrixView<BF16>(halves.data(), {rows - first, columns}), *context_);
      const std::vector<float> got = floats.host(*context_);
      const std::vector<BF16> got_halves = halves.host(*context_);
      for (std::size_t i = 0; i < count; ++i) {
        const float value = w.values[static_cast<std::size_t>(first * columns) + i];
        QVERIFY2(std::bit_cast<std::uint32_t>(got[i]) == std::bit_cast<std::uint32_t>(value) || (got[i] == 0 && value == 0),
                 qPrintable(QString("%1: %2, expected %3").arg(i).arg(got[i]).arg(value)));
        QVERIFY(got_halves[i].to_float() == BF16::from_float(value).to_float());
      }
    }
  }
};

QTEST_APPLESS_MAIN(MatmulTest)
#include "matmul_test.moc"
