// The plain ops on the device against their definitions (kernels/reference): norm, embed, rope, gate, bound, kv_store.
#include "kernels/cuda/ops.h"

#include <QTest>
#include <array>
#include <cmath>
#include <limits>
#include <memory>

#include "tests/gpu/device_cache.h"
#include "tests/kernels/sample_blocks.h"

using namespace halftone;

namespace {

constexpr double kEpsilon = 0x1p-24;
constexpr float kInfinity = std::numeric_limits<float>::infinity(), kNan = std::numeric_limits<float>::quiet_NaN();

// `allowed(i)`: how far number i may be off. Both NaN, or both the same infinity, agree.
template <class Allowed>
void compare(const std::vector<float>& found, const std::vector<float>& expected, const QString& what, const Allowed& allowed) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if ((std::isnan(found[i]) && std::isnan(expected[i])) || found[i] == expected[i]) continue;
    const double error = std::abs(static_cast<double>(found[i]) - expected[i]);
    if (!(error <= allowed(i)))
      QFAIL(qPrintable(QString("%1, number %2: %3, expected %4, allowed %5")
                           .arg(what)
                           .arg(i)
                           .arg(found[i], 0, 'g', 9)
                           .arg(expected[i], 0, 'g', 9)
                           .arg(allowed(i))));
  }
}

}  // namespace

class GpuOpsTest : public QObject {
  Q_OBJECT

  std::unique_ptr<cuda::Context> context_;

 private slots:
  void initTestCase() {
    if (!has_device()) QSKIP("no CUDA device here");
    context_ = std::make_unique<cuda::Context>(0);
  }

  void norm_agrees_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<float>("spread");
    for (const int width : {1, 5, 31, 33, 64, 100, 2048, 5001}) QTest::addRow("width %d", width) << width << 1.0f;
    QTest::newRow("large") << 512 << 1e15f;
    QTest::newRow("tiny: epsilon decides") << 512 << 1e-6f;
  }
  void norm_agrees() {
    QFETCH(int, width);
    QFETCH(float, spread);
    constexpr std::int64_t kTokens = 5;
    const auto x = random_numbers(kTokens * width, 1, spread), weight = random_numbers(width, 2), bias = random_numbers(width, 3),
               before = random_numbers(kTokens * width, 4);
    const DeviceBuffer<float> device_x(x), device_weight(weight), device_bias(bias);
    for (const NormKind kind : {NormKind::rms, NormKind::layer}) {
      for (const bool plain : {false, true}) {
        for (const bool accumulate : {false, true}) {
          const std::array<std::int64_t, 2> shape{kTokens, width};
          std::vector<float> expected = before;
          NormArgs args{
              kind, {x.data(), shape}, {weight.data(), {width}}, {bias.data(), {width}}, 1.0f, 1e-5f, {expected.data(), shape}, accumulate};
          if (plain) args.weight = {}, args.bias = {}, args.weight_offset = 0;
          reference::norm(args);
          const DeviceBuffer<float> out(before);
          args.x = {device_x.data(), shape}, args.out = {out.data(), shape};
          if (!plain) args.weight = {device_weight.data(), {width}}, args.bias = {device_bias.data(), {width}};
          cuda::norm(args, *context_);
          compare(out.host(*context_), expected,
                  QString("kind %1, plain %2, accumulate %3").arg(static_cast<int>(kind)).arg(plain).arg(accumulate), [&](std::size_t i) {
                    const std::size_t begin = i / static_cast<std::size_t>(width) * static_cast<std::size_t>(width);
                    double mean = 0, square = 0, largest = 0;
                    for (std::size_t k = begin; k < begin + static_cast<std::size_t>(width); ++k) mean += x[k] / static_cast<double>(width);
                    if (kind == NormKind::rms) mean = 0;
                    for (std::size_t k = begin; k < begin + static_cast<std::size_t>(width); ++k) {
                      square += (x[k] - mean) * (x[k] - mean) / width;
                      largest = std::max(largest, std::abs(static_cast<double>(x[k])));
                    }
                    // As in tests/kernels/norm_test.cpp: sums of D numbers, then a handful of roundings.
                    const double scale = 1 / std::sqrt(square + 1e-5), normal = std::abs(x[i] - mean) * scale;
                    const double mean_error = kind == NormKind::layer ? (width + 2) * kEpsilon * largest * scale : 0;
                    const double w = plain ? 1.0 : std::abs(weight[i - begin] + 1.0), b = plain ? 0.0 : std::abs(bias[i - begin]);
                    return w * (mean_error * (1 + normal * mean_error) + normal * (width + 10) * kEpsilon) +
                           4 * kEpsilon * (w * normal + b) + (accumulate ? 4 * kEpsilon * std::abs(before[i]) : 0.0);
                  });
        }
      }
    }
  }

  // Strided rows that begin at no multiple of 16 bytes, in place.
  void norm_in_place_of_odd_rows() {
    constexpr std::int64_t kTokens = 3, kWidth = 130, kStride = 133;
    auto x = random_numbers(kTokens * kStride, 1);
    const DeviceBuffer<float> there(x);
    const auto args = [&](float* data) {
      const MatrixView<float> rows(data + 1, {kTokens, kWidth}, {kStride, 1});
      return NormArgs{NormKind::rms, rows, {}, {}, 0, 1e-6f, rows};
    };
    cuda::norm(args(there.data()), *context_);
    std::vector<float> padded = x;
    reference::norm(args(padded.data()));
    compare(there.host(*context_), padded, "rows", [&](std::size_t i) { return (kWidth + 14) * kEpsilon * std::abs(padded[i]); });
  }

  void embed_agrees_data() {
    QTest::addColumn<int>("format");
    for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
  }
  void embed_agrees() {
    QFETCH(int, format);
    const auto f = static_cast<Format>(format);
    for (const std::int64_t width : {32LL, 256LL, 1024LL + 64}) {
      constexpr std::int64_t kRows = 11, kPositions = 40;
      const auto source = random_numbers(kRows * width, 5), learned = random_numbers(kPositions * width, 6);
      std::vector<std::byte> blocks(static_cast<std::size_t>(kRows * info(f).row_bytes(width)));
      fill_sample_blocks(f, source.data(), kRows, width, blocks.data());
      const std::vector<std::int32_t> ids{10, 0, 3, 3}, positions{0, 39, 7, 2};
      const auto tokens = std::ssize(ids);
      const DeviceBuffer<std::byte> split(split_of(f, blocks.data(), kRows, width));
      const DeviceBuffer<std::int32_t> device_ids(ids), device_positions(positions);
      const DeviceBuffer<float> device_learned(learned), out(static_cast<std::size_t>(tokens * width));
      for (const int place : {0, 1, 2}) {
        std::vector<float> expected(static_cast<std::size_t>(tokens * width));
        EmbedArgs args{ids,
                       {f, WeightLayout::row_major, blocks.data(), kRows, width},
                       1.5f,
                       positions,
                       {},
                       place == 2,
                       {expected.data(), {tokens, width}}};
        if (place == 1) args.position_table = {learned.data(), {kPositions, width}};
        reference::embed(args);
        args.ids = device_ids.span(), args.positions = device_positions.span();
        args.table = {f, WeightLayout::split, split.data(), kRows, width};
        if (place == 1) args.position_table = {device_learned.data(), {kPositions, width}};
        args.out = {out.data(), {tokens, width}};
        cuda::embed(args, *context_);
        // A fused multiply-add where the definition rounds twice, on numbers of at most 8.
        compare(out.host(*context_), expected, QString("width %1, place %2").arg(width).arg(place),
                [&](std::size_t) { return 4 * kEpsilon * 8 * 1.5; });
      }
    }
  }

  void rope_agrees_data() {
    QTest::addColumn<bool>("half");
    QTest::addColumn<int>("dim");
    for (const bool half : {true, false})
      for (const int dim : {128, 64, 20}) QTest::addRow("%s, %d of 128", half ? "half" : "interleaved", dim) << half << dim;
  }
  void rope_agrees() {
    QFETCH(bool, half);
    QFETCH(int, dim);
    constexpr std::int64_t kTokens = 5, kHeads = 3, kWidth = 128, kStride = 140;
    RopeParams params;
    params.dim = dim;
    const RopeFrequencies frequencies = rope_frequencies(params, 100, 100);
    const std::vector<std::int32_t> positions{0, 1, 777, 131071, 1000003};
    auto x = random_numbers(kTokens * kHeads * kStride, 7);
    const DeviceBuffer<float> there(x), inverse(frequencies.inverse);
    const DeviceBuffer<std::int32_t> device_positions(positions);
    const std::array<std::int64_t, 3> shape{kTokens, kHeads, kWidth}, stride{kHeads * kStride, kStride, 1};
    RopeArgs args{{x.data(), shape, stride},
                  positions,
                  {frequencies.inverse.data(), {dim / 2}},
                  1.25f,
                  half ? RopePairing::half : RopePairing::interleaved};
    reference::rope(args);
    args.x = {there.data(), shape, stride}, args.positions = device_positions.span(), args.inverse = {inverse.data(), {dim / 2}};
    cuda::rope(args, *context_);
    // The angle is reduced in double and rounded once (half a unit of at most 1, times π), then a sine and three roundings.
    compare(there.host(*context_), x, "rope", [&](std::size_t) { return 12 * kEpsilon * 1.25 * 5; });
  }

  void glu_agrees_data() {
    QTest::addColumn<int>("activation");
    QTest::newRow("silu") << static_cast<int>(Activation::silu);
    QTest::newRow("gelu") << static_cast<int>(Activation::gelu);
    QTest::newRow("gelu_tanh") << static_cast<int>(Activation::gelu_tanh);
    QTest::newRow("relu") << static_cast<int>(Activation::relu);
  }
  void glu_agrees() {
    QFETCH(int, activation);
    std::vector<float> x{0.0f, -0.0f, kInfinity, kNan, 1e30f, -1e30f};
    for (int i = -4000; i <= 4000; ++i) x.push_back(static_cast<float>(i) * 0.005f + 1e-5f);
    constexpr std::int64_t kRows = 2;
    if (x.size() % 2) x.push_back(1);
    const std::int64_t columns = std::ssize(x) / kRows;
    const auto up = random_numbers(std::ssize(x), 8);
    const DeviceBuffer<float> device_x(x), device_up(up), out(x.size());
    const std::array<std::int64_t, 2> shape{kRows, columns};
    for (const bool gated : {false, true}) {
      std::vector<float> expected(x.size());
      GluArgs args{static_cast<Activation>(activation), {x.data(), shape}, {}, {expected.data(), shape}};
      if (gated) args.up = {up.data(), shape};
      reference::glu(args);
      args.gate = {device_x.data(), shape}, args.out = {out.data(), shape};
      if (gated) args.up = {device_up.data(), shape};
      cuda::glu(args, *context_);
      // Beside roundings of the result: 1 + erf and 1 + tanh cancel for negative x, which leaves units of 1, times x; and silu's
      // exponential is off by its argument's rounding, |x| ≤ 20.
      compare(out.host(*context_), expected, gated ? "gated" : "alone", [&](std::size_t i) {
        const double size = gated ? std::abs(up[i]) : 1.0, a = std::abs(static_cast<double>(x[i]));
        const bool cancels = activation != static_cast<int>(Activation::relu) && activation != static_cast<int>(Activation::silu);
        return std::abs(static_cast<double>(expected[i])) * 40 * kEpsilon + (cancels && a < 100 ? 8 * kEpsilon * a * size : 0.0) + 0x1p-120;
      });
    }
  }

  void bound_agrees() {
    std::vector<float> x = random_numbers(3 * 101, 9, 20);
    x[0] = kNan, x[5] = kInfinity, x[6] = -kInfinity;
    for (const Bound kind : {Bound::none, Bound::clamp, Bound::tanh}) {
      const DeviceBuffer<float> there(x);
      std::vector<float> expected = x;
      reference::bound({kind, {expected.data(), {3, 101}}, 0.7f, 8.0f});
      cuda::bound({kind, {there.data(), {3, 101}}, 0.7f, 8.0f}, *context_);
      // tanhf's two units, and its argument's two roundings, which it never magnifies.
      compare(there.host(*context_), expected, QString("kind %1").arg(static_cast<int>(kind)),
              [&](std::size_t i) { return 10 * kEpsilon * std::abs(expected[i]); });
    }
  }

  void kv_store_writes_the_references_bytes_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("page");
    QTest::addColumn<int>("width");
    for (const KvFormat f : {KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4})
      for (const int page : {16, 32, 24})
        for (const int width : {20, 64, 80, 96, 128, 256})
          QTest::addRow("%s, page %d, width %d", info(f).name.data(), page, width) << static_cast<int>(f) << page << width;
  }
  void kv_store_writes_the_references_bytes() {
    QFETCH(int, format);
    QFETCH(int, page);
    QFETCH(int, width);
    constexpr std::int64_t kHeads = 3, kTokens = 37, kStart = 29, kStride = 5;
    const std::array<std::int64_t, 3> shape{kTokens, kHeads, width}, stride{kHeads * (width + kStride), width + kStride, 1};
    auto keys = random_numbers(kTokens * stride[0], 1), values = random_numbers(kTokens * stride[0], 2);
    for (int i = 0; i < width; ++i) keys[static_cast<std::size_t>(i)] = 0;  // a row of zeros, huge numbers, tiny ones
    keys[static_cast<std::size_t>(stride[0])] = 1e30f;
    for (int i = 0; i < width; ++i) values[static_cast<std::size_t>(i)] *= 1e-9f;
    CacheFixture expected(static_cast<KvFormat>(format), kHeads, width, 100, page);
    const DeviceCache there(expected);
    const DeviceBuffer<float> device_keys(keys), device_values(values);
    const DeviceBuffer<std::int32_t> start(std::vector<std::int32_t>{kStart});
    reference::kv_store({{keys.data(), shape, stride}, {values.data(), shape, stride}, kStart, expected.view()});
    cuda::kv_store({{device_keys.data(), shape, stride}, {device_values.data(), shape, stride}, 0, there.view()}, start.data(), *context_);
    QVERIFY(there.memory(*context_) == expected.memory());
  }
};

QTEST_APPLESS_MAIN(GpuOpsTest)
#include "ops_test.moc"
