// Products of one token on the GPU: projections that share a launch, with the norm before and the activation after them, and chains of
// launches as one.
#include <memory>

#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/gemv_chain.h"
#include "tests/kernels/cuda/device_weight.h"
#include "tests/needs_device.h"

using namespace halftone;

namespace {

bool rounds_x(Format format) {
  return info(format).quantised && format != Format::nf4 && format != Format::bnb_nf4 && format != Format::bnb_fp4;
}

// Σ W·x in double over x as one token's product sees it, and what y may be off by.
Product expected(const DeviceWeight& w, std::int64_t n, const SeenX& seen) {
  return product(w.sample, n, seen.numbers.data(), seen, {.smallest = w.sample.format == Format::f16 ? 1e-6 : 1e-30});
}

}  // namespace

class GemvTest : public QObject {
  Q_OBJECT

  std::unique_ptr<cuda::Context> context_;

  void gemv_as_chain(const cuda::GemvArgs& args) {
    cuda::GemvChain chain;
    QVERIFY(chain.push(args, *context_));
    chain.launch(*context_);
  }
  static void every_format() {
    QTest::addColumn<int>("format");
    for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
  }

 private slots:
  void initTestCase() { context_ = std::make_unique<cuda::Context>(0); }

  void projectsThreeAtOnce_data() { every_format(); }
  void projectsThreeAtOnce() {
    QFETCH(int, format);
    for (const bool layer_norm : {false, true}) {
      const std::int64_t columns = 1088;
      std::vector<DeviceWeight> weights;
      for (const std::int64_t rows : {513, 64, 1})
        weights.push_back(device_weight(static_cast<Format>(format), rows, columns, static_cast<unsigned>(rows)));
      const std::vector<float> x = random_numbers(columns, 7), norm_weight = random_numbers(columns, 8),
                               norm_bias = random_numbers(columns, 9);
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
      for (const DeviceWeight& w : weights) {
        bias.push_back(random_numbers(w.sample.rows, 30));
        biases.push_back(std::make_unique<DeviceBuffer<float>>(bias.back()));
        y.push_back(std::make_unique<DeviceBuffer<float>>(std::vector<float>(static_cast<std::size_t>(w.sample.rows), std::nanf(""))));
        outputs.push_back({w.view(), {biases.back()->data(), {w.sample.rows}}, {y.back()->data(), {w.sample.rows}}});
      }
      const cuda::GemvArgs args{.x = {x_there.data(), {columns}}, .norm = &norm, .outputs = outputs};
      for (std::size_t j = 0; j < (cuda::GemvChain::takes(weights.front().sample.format) ? 2 : 1) * weights.size(); ++j) {
        const std::size_t i = j % weights.size();
        if (j == 0) cuda::gemv(args, *context_);
        if (j == weights.size()) gemv_as_chain(args);
        const std::vector<float> after = y[i]->host(*context_);
        const DeviceWeight& w = weights[i];
        const SeenX seen = seen_x(normed.data(), columns, rounds_x(w.sample.format));
        for (std::int64_t n = 0; n < w.sample.rows; ++n) {
          const Product e = expected(w, n, seen);
          // A normed number that is off by a rounding may fall to the other side of a step of int8: a few of the groups' steps.
          double step = 0;
          if (rounds_x(w.sample.format)) {
            for (std::int64_t k = 0; k < columns; ++k)
              step += std::abs(w.sample.values[n * columns + k]) * std::abs(seen.numbers[k] - normed[k]);
            step = 0.05 * step;
          }
          const double tolerance = e.tolerance * 2 + step + 1e-5, value = e.of_seen + bias[i][n];
          QVERIFY2(
              std::abs(after[n] - value) <= tolerance,
              qPrintable(QString("matrix %1 row %2: %3, expected %4, tolerance %5").arg(i).arg(n).arg(after[n]).arg(value).arg(tolerance)));
        }
      }
    }
  }

  void gateAndUp_data() { every_format(); }
  void gateAndUp() {
    QFETCH(int, format);
    const std::int64_t columns = 512;
    for (const Activation activation : {Activation::silu, Activation::gelu, Activation::gelu_tanh, Activation::relu}) {
      for (const std::int64_t rows : {1, 700}) {
        const DeviceWeight gate = device_weight(static_cast<Format>(format), rows, columns, 41),
                           up = device_weight(static_cast<Format>(format), rows, columns, 42);
        const std::vector<float> x = random_numbers(columns, 43);
        const DeviceBuffer<float> x_there(x), y(static_cast<std::size_t>(rows));
        const cuda::Projection outputs[] = {{gate.view(), {}, {y.data(), {rows}}}, {up.view(), {}, {y.data(), {rows}}}};
        const cuda::GemvArgs args{.x = {x_there.data(), {columns}}, .outputs = outputs, .gated = true, .activation = activation};
        cuda::gemv(args, *context_);
        std::vector<float> after = y.host(*context_);
        const SeenX seen = seen_x(x.data(), columns, rounds_x(gate.sample.format));
        for (std::int64_t i = 0; i < (cuda::GemvChain::takes(gate.sample.format) ? 2 : 1) * rows; ++i) {
          if (i == rows) gemv_as_chain(args), after = y.host(*context_);
          const std::int64_t n = i % rows;
          const Product g = expected(gate, n, seen), u = expected(up, n, seen);
          const double v = g.of_seen;
          const double act = activation == Activation::silu   ? v / (1 + std::exp(-v))
                             : activation == Activation::gelu ? 0.5 * v * std::erfc(-v / std::sqrt(2.0))
                             : activation == Activation::gelu_tanh
                                 ? v / (1 + std::exp(-2 * std::sqrt(2 / M_PI) * (v + 0.044715 * v * v * v)))
                                 : std::max(v, 0.0);
          // No activation is steeper than 1.2; device functions are good to a few units in the last place.
          const double tolerance = 1.2 * g.tolerance * (std::abs(u.of_seen) + u.tolerance) + (std::abs(act) + 1e-3) * u.tolerance +
                                   4e-6 * std::abs(act * u.of_seen) + 1e-6;
          QVERIFY2(std::abs(after[n] - act * u.of_seen) <= tolerance,
                   qPrintable(QString("row %1: %2, expected %3, tolerance %4").arg(n).arg(after[n]).arg(act * u.of_seen).arg(tolerance)));
        }
      }
    }
  }

  // Attention's last projection, the MLP and the next layer's first, as one launch and as four.
  void aChainIsItsProjections_data() { every_format(); }
  void aChainIsItsProjections() {
    QFETCH(int, format);
    const auto f = static_cast<Format>(format);
    if (!cuda::GemvChain::takes(f)) QSKIP("goes by gemv");
    struct Sizes {
      std::int64_t width, attended, mlp, kv;
    };
    // Fewer rows than multiprocessors; a K of several passes; odd sizes; one as in a model.
    for (const Sizes s : {Sizes{40, 24, 7, 3}, {260, 512, 5000, 70}, {1030, 96, 333, 1}, {2048, 2048, 5632, 256}}) {
      const DeviceWeight out = device_weight(f, s.width, s.attended, 1), gate = device_weight(f, s.mlp, s.width, 2),
                         up = device_weight(f, s.mlp, s.width, 3), down = device_weight(f, s.width, s.mlp, 4),
                         query = device_weight(f, s.attended, s.width, 5), key = device_weight(f, s.kv, s.width, 6);
      const DeviceBuffer<float> attended(random_numbers(s.attended, 7)), weight(random_numbers(s.width, 8)),
          residual_before(random_numbers(s.width, 9));
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

  // Twice the same, bit for bit: sums have one order.
  void repeatsItself_data() { every_format(); }
  void repeatsItself() {
    QFETCH(int, format);
    const std::int64_t rows = 1000, columns = 2048;
    const DeviceWeight w = device_weight(static_cast<Format>(format), rows, columns, 3);
    const DeviceBuffer<float> x(random_numbers(columns, 5));
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
};

HALFTONE_DEVICE_TEST_MAIN(GemvTest, has_device())
#include "gemv_test.moc"
