// Attention on the device against its definition: every cache format, head width, grouping, mask, and numbers of tokens on both
// sides of every tile. What a kernel rounds to 16 bits by contract (kernels/cuda/attention.h) is rounded in the oracle too.
#include "kernels/cuda/attention.h"

#include <QTest>
#include <array>
#include <cmath>
#include <limits>

#include "kernels/core/dtype.h"
#include "tests/gpu/device_cache.h"

using namespace halftone;

namespace {

constexpr double kEpsilon = 0x1p-24;
constexpr std::array kFormats{KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4};

struct Case {
  const char* name;
  std::int64_t tokens, start, heads, kv_heads, width;
  std::int64_t window = 0;
  float soft_cap = 0;
  bool alibi = false;
  float spike = 1;  // one dimension of q and k is this much larger
  std::int64_t page = 32;
};

constexpr Case kCases[] = {
    {"1 token, nothing before", 1, 0, 4, 2, 64},
    {"1 token at 31", 1, 31, 4, 1, 128},
    {"1 token at 32", 1, 32, 4, 1, 128},
    {"1 token at 1000, group of 4", 1, 1000, 8, 2, 128},
    {"1 token at 3000, group of 12", 1, 3000, 12, 1, 128},
    {"1 token at 700, no groups", 1, 700, 3, 3, 80},
    {"1 token at 500, group of 7", 1, 500, 14, 2, 64},
    {"1 token at 500, width 96", 1, 500, 6, 2, 96},
    {"1 token at 500, width 256", 1, 500, 4, 2, 256},
    {"1 token at 500, width 48", 1, 500, 2, 1, 48},
    {"1 token at 500, width 20", 1, 500, 2, 1, 20},
    {"1 token, window 100", 1, 2000, 4, 2, 128, 100},
    {"1 token, window 1", 1, 95, 4, 2, 64, 1},
    {"1 token, cap", 1, 300, 4, 2, 128, 0, 2.0f},
    {"1 token, ALiBi", 1, 300, 6, 6, 64, 0, 0, true},
    {"1 token, spikes", 1, 700, 2, 1, 64, 0, 0, false, 100},
    {"2 tokens", 2, 63, 4, 2, 128},
    {"7 tokens", 7, 130, 4, 2, 64},
    {"16 tokens", 16, 500, 8, 2, 128},
    {"17 tokens", 17, 0, 4, 2, 128},
    {"63 tokens", 63, 0, 2, 1, 64},
    {"64 tokens", 64, 0, 2, 1, 128},
    {"65 tokens", 65, 1, 4, 2, 128},
    {"127 tokens", 127, 64, 2, 1, 128},
    {"128 tokens", 128, 128, 2, 1, 128},
    {"129 tokens", 129, 127, 2, 1, 128},
    {"300 tokens", 300, 0, 4, 1, 128},
    {"300 tokens after 77", 300, 77, 4, 2, 128},
    {"width 64", 150, 33, 3, 3, 64},
    {"width 80", 150, 33, 2, 1, 80},
    {"width 96", 150, 33, 2, 1, 96},
    {"width 256", 150, 33, 2, 1, 256},
    {"width 48", 40, 33, 2, 1, 48},
    {"window 64", 300, 0, 2, 1, 128, 64},
    {"window 1", 70, 0, 2, 1, 64, 1},
    {"window 100, late", 150, 800, 2, 1, 128, 100},
    {"cap", 300, 0, 2, 1, 128, 0, 2.0f},
    {"ALiBi", 150, 70, 6, 6, 64, 0, 0, true},
    {"ALiBi, cap and window", 200, 20, 4, 2, 128, 33, 5.0f, true},
    {"spikes", 130, 0, 2, 1, 128, 0, 0, false, 30},
    {"pages of 64", 200, 100, 4, 2, 128, 0, 0, false, 1, 64},
    {"group of 12", 140, 10, 12, 1, 128},
};

struct Inputs {
  std::vector<float> q, keys, values, slopes;
  AttentionPolicy policy;
  std::int64_t length;
};

Inputs make(const Case& c) {
  Inputs in;
  in.length = c.start + c.tokens;
  in.q = random_numbers(c.tokens * c.heads * c.width, 1);
  in.keys = random_numbers(in.length * c.kv_heads * c.width, 2);
  in.values = random_numbers(in.length * c.kv_heads * c.width, 3);
  const auto width = static_cast<std::size_t>(c.width);
  for (std::size_t i = 5; i < in.q.size(); i += width) in.q[i] *= std::sqrt(c.spike);
  for (std::size_t i = 5; i < in.keys.size(); i += width) in.keys[i] *= c.spike;
  if (c.alibi) {
    in.slopes.resize(static_cast<std::size_t>(c.heads));
    alibi_slopes(in.slopes);
  }
  in.policy = {1 / std::sqrt(static_cast<float>(c.width)), true, c.window, c.soft_cap, in.slopes};
  return in;
}

double largest_norm(const std::vector<float>& rows, std::int64_t width) {
  double largest = 0;
  for (std::size_t i = 0; i < rows.size(); i += static_cast<std::size_t>(width)) {
    double square = 0;
    for (std::size_t d = 0; d < static_cast<std::size_t>(width); ++d) square += static_cast<double>(rows[i + d]) * rows[i + d];
    largest = std::max(largest, square);
  }
  return std::sqrt(largest);
}

// Float against double over the same numbers, as in tests/kernels/attention_test.cpp: derived there. Scores in base 2 add a rounding
// of their own size, exp2f two units. Of what 16 bits do to the numerators, see agrees().
double float_tolerance(const Case& c, const Inputs& in) {
  const double width = static_cast<double>(c.width), length = static_cast<double>(in.length);
  const double score = largest_norm(in.q, c.width) * 1.1 * largest_norm(in.keys, c.width) * in.policy.scale;
  double error = (width + 2 * std::log2(width) + 20) * kEpsilon * score;
  if (c.alibi) error += 4 * kEpsilon * (score + length);
  return 1.1 * largest_norm(in.values, c.width) * (2 * error + (length + 16 + 2 * width) * kEpsilon);
}

// What the tensor cores take: numbers of 16 bits. `unit`: a rounding's largest relative error.
struct Narrow {
  bool half;
  double unit;
  float operator()(float x) const { return half ? F16::from_float(x).to_float() : BF16::from_float(x).to_float(); }
};

// The cache's numbers as a cache of floats, rotated back and rounded.
void unpack(const KvView& from, CacheFixture& to, const Narrow& narrow, bool magnitudes_of_values) {
  const std::int64_t width = from.head_width, tokens = from.length;
  std::vector<float> rows[2];
  for (const bool value : {false, true}) {
    std::vector<float> row(static_cast<std::size_t>(width));
    for (std::int64_t t = 0; t < tokens; ++t) {
      for (std::int64_t h = 0; h < from.kv_heads; ++h) {
        info(from.format).decode(value ? from.value(t, h) : from.key(t, h), row.data(), width);
        if (info(from.format).rotated) hadamard(row.data(), width);
        for (const float x : row) rows[value].push_back(value && magnitudes_of_values ? std::abs(narrow(x)) : narrow(x));
      }
    }
  }
  to.store(rows[0], rows[1]);
}

}  // namespace

class GpuAttentionTest : public QObject {
  Q_OBJECT

  std::unique_ptr<cuda::Context> context_;

  std::vector<float> attend_there(AttentionKind kind, const std::vector<float>& q, std::int64_t heads, std::int64_t start,
                                  const KvView& cache, AttentionPolicy policy) {
    const std::int64_t width = cache.head_width, tokens = std::ssize(q) / (heads * width);
    const DeviceBuffer<float> there(q), out(q.size()), slopes(std::vector<float>(policy.alibi_slopes.begin(), policy.alibi_slopes.end()));
    const DeviceBuffer<std::int32_t> position(std::vector<std::int32_t>{static_cast<std::int32_t>(start)});
    if (!policy.alibi_slopes.empty()) policy.alibi_slopes = slopes.span();
    const AttentionShape shape{tokens, start + tokens, heads, width, cache.page_tokens, 1};
    const DeviceBuffer<std::byte> scratch(
        static_cast<std::size_t>(cuda::attention_scratch_bytes(kind, shape, cache.kv_heads, cache.format, context_->multiprocessors())));
    cuda::check(cudaMemset(out.data(), 0xFF, q.size() * sizeof(float)), "test memory");
    cuda::check(cudaMemset(scratch.data(), 0xFF, scratch.span().size()), "test memory");
    cuda::attention(
        kind, {{there.data(), {tokens, heads, width}}, start, cache, policy, {out.data(), {tokens, heads, width}}, scratch.span(), {}, 0},
        position.data(), *context_);
    return out.host(*context_);
  }

  void agrees(AttentionKind kind, const Case& c, KvFormat format) {
    Inputs in = make(c);
    CacheFixture cache(format, c.kv_heads, c.width, in.length + 1, c.page);
    cache.store(in.keys, in.values);
    const DeviceCache there(cache);
    const std::vector<float> found = attend_there(kind, in.q, c.heads, c.start, there.view(), in.policy);

    AttentionArgs probe;
    probe.q = {in.q.data(), {c.tokens, c.heads, c.width}};
    probe.out = {in.q.data(), {c.tokens, c.heads, c.width}};
    probe.cache = cache.view();
    probe.policy = in.policy;
    const bool narrow = kind == AttentionKind::naive || (c.tokens > cuda::kDecodeTokens && cuda::can_flash_prefill(probe, *context_));
    std::vector<float> expected, rounding(found.size(), 0.0f);
    double unit = 0;
    if (narrow) {
      const bool half = kind == AttentionKind::flash && format == KvFormat::f16;
      const Narrow round{half, half ? 0x1p-11 : 0x1p-8};
      unit = round.unit;
      for (float& x : in.q) x = round(x);
      CacheFixture plain(KvFormat::f32, c.kv_heads, c.width, in.length + 1, c.page),
          magnitudes(KvFormat::f32, c.kv_heads, c.width, in.length + 1, c.page);
      unpack(cache.view(), plain, round, false);
      unpack(cache.view(), magnitudes, round, true);
      expected = attend_reference(in.q, c.heads, c.start, plain.view(), in.policy);
      rounding =
          attend_reference(in.q, c.heads, c.start, magnitudes.view(), in.policy);  // Σ p|v|: a numerator's rounding moves it by a unit
    } else {
      expected = attend_reference(in.q, c.heads, c.start, cache.view(), in.policy);
    }
    const double plain_allowed = float_tolerance(c, in);
    for (std::size_t i = 0; i < found.size(); ++i) {
      // Naive divides before it rounds; numerators below 2^−24 of a half are rounded to 2^−25 rather than to a share of theirs.
      const double allowed =
          plain_allowed + 1.01 * unit * rounding[i] + (unit == 0x1p-11 ? 0x1p-25 * static_cast<double>(in.length) * 5 : 0);
      const double error = std::abs(static_cast<double>(found[i]) - expected[i]);
      if (!(error <= allowed))
        QFAIL(qPrintable(QString("%1, %2, token %3, head %4, number %5: %6, expected %7, off by %8, allowed %9")
                             .arg(info(format).name.data(), kind == AttentionKind::naive ? "naive" : "flash")
                             .arg(static_cast<std::int64_t>(i) / (c.heads * c.width))
                             .arg(static_cast<std::int64_t>(i) / c.width % c.heads)
                             .arg(static_cast<std::int64_t>(i) % c.width)
                             .arg(found[i])
                             .arg(expected[i])
                             .arg(error)
                             .arg(allowed)));
    }
  }

 private slots:
  void initTestCase() {
    if (!has_device()) QSKIP("no CUDA device here");
    context_ = std::make_unique<cuda::Context>(0);
  }

  void flash_agrees_with_the_definition_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(kCases)); ++i) QTest::newRow(kCases[i].name) << i;
  }
  void flash_agrees_with_the_definition() {
    QFETCH(int, index);
    for (const KvFormat format : kFormats) {
      agrees(AttentionKind::flash, kCases[index], format);
      if (QTest::currentTestFailed()) return;
    }
  }

  void naive_agrees_with_the_definition_data() { flash_agrees_with_the_definition_data(); }
  void naive_agrees_with_the_definition() {
    QFETCH(int, index);
    if (kCases[index].width % 8 != 0) QSKIP("cuBLAS takes 16-bit rows of whole 16 bytes");
    for (const KvFormat format : {KvFormat::f32, KvFormat::bf16, KvFormat::int4}) agrees(AttentionKind::naive, kCases[index], format);
  }

  // The launch of one token is recorded once: its geometry knows no length, and the position is read where it lies.
  void one_launch_serves_every_position() {
    constexpr std::int64_t kHeads = 8, kKvHeads = 2, kWidth = 128, kLength = 700;
    const auto q = random_numbers(kHeads * kWidth, 1), keys = random_numbers(kLength * kKvHeads * kWidth, 2),
               values = random_numbers(kLength * kKvHeads * kWidth, 3);
    CacheFixture cache(KvFormat::bf16, kKvHeads, kWidth, kLength, 32);
    cache.store(keys, values);
    const DeviceCache there(cache);
    const DeviceBuffer<float> device_q(q), out(q.size());
    const DeviceBuffer<std::int32_t> position(1);
    const AttentionPolicy policy{0.09f, true, 0, 0, {}};
    const AttentionShape shape{1, kLength, kHeads, kWidth, 32, 1};
    const DeviceBuffer<std::byte> scratch(
        static_cast<std::size_t>(cuda::attention_scratch_bytes(AttentionKind::flash, shape, kKvHeads, KvFormat::bf16, context_->multiprocessors())));
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t recorded = nullptr;
    cuda::check(cudaStreamBeginCapture(context_->stream(), cudaStreamCaptureModeThreadLocal), "recording");
    cuda::attention(
        AttentionKind::flash,
        {{device_q.data(), {1, kHeads, kWidth}}, 0, there.view(), policy, {out.data(), {1, kHeads, kWidth}}, scratch.span(), {}, 0},
        position.data(), *context_);
    cuda::check(cudaStreamEndCapture(context_->stream(), &graph), "recording");
    cuda::check(cudaGraphInstantiate(&recorded, graph, 0), "recording");
    const Case c{"", 1, kLength - 1, kHeads, kKvHeads, kWidth};
    Inputs in = make(c);
    in.q = q, in.keys = keys, in.values = values, in.policy = policy;
    for (const std::int32_t at : {0, 5, 31, 32, 255, 699, 64}) {
      cuda::check(cudaMemcpy(position.data(), &at, sizeof at, cudaMemcpyHostToDevice), "test memory");
      cuda::check(cudaGraphLaunch(recorded, context_->stream()), "recording");
      const std::vector<float> found = out.host(*context_), expected = attend_reference(q, kHeads, at, cache.view(), policy);
      for (std::size_t i = 0; i < q.size(); ++i)
        QVERIFY2(std::abs(static_cast<double>(found[i]) - expected[i]) <= float_tolerance(c, in), qPrintable(QString("at %1").arg(at)));
    }
    cudaGraphExecDestroy(recorded);
    cudaGraphDestroy(graph);
  }

  // A broken query or key is not hidden by a mask, and does not spread to those that do not see it.
  void nan_stays_where_it_is_seen_data() {
    QTest::addColumn<int>("tokens");
    for (const int tokens : {10, 70, 200}) QTest::addRow("%d tokens", tokens) << tokens;
  }
  void nan_stays_where_it_is_seen() {
    QFETCH(int, tokens);
    constexpr std::int64_t kWidth = 128, kBrokenQuery = 3;
    const std::int64_t broken_key = tokens - 5;
    auto q = random_numbers(tokens * kWidth, 12), keys = random_numbers(tokens * kWidth, 13);
    const auto values = random_numbers(tokens * kWidth, 14);
    std::fill_n(q.begin() + kBrokenQuery * kWidth, kWidth, std::numeric_limits<float>::quiet_NaN());
    keys[static_cast<std::size_t>(broken_key * kWidth)] = std::numeric_limits<float>::quiet_NaN();
    for (const KvFormat format : {KvFormat::f32, KvFormat::bf16, KvFormat::f16}) {
      CacheFixture cache(format, 1, kWidth, tokens, 32);
      cache.store(keys, values);
      const DeviceCache there(cache);
      const std::vector<float> out = attend_there(AttentionKind::flash, q, 1, 0, there.view(), {0.1f, true, 0, 0, {}});
      for (std::int64_t t = 0; t < tokens; ++t) {
        const bool broken = t == kBrokenQuery || t >= broken_key;
        QVERIFY2(std::isnan(out[static_cast<std::size_t>(t * kWidth)]) == broken,
                 qPrintable(QString("%1, token %2").arg(info(format).name.data()).arg(t)));
      }
    }
  }

  // Scores that overflow to −∞ leave nothing to weigh: zeros, not NaN.
  void rows_without_weight_are_zero() {
    constexpr std::int64_t kWidth = 64;
    const std::vector<float> q(kWidth, 3e38f), keys(2 * kWidth, -3e38f), values(2 * kWidth, 1.0f);
    CacheFixture cache(KvFormat::f32, 1, kWidth, 2, 32);
    cache.store(keys, values);
    const DeviceCache there(cache);
    for (const float x : attend_there(AttentionKind::flash, q, 1, 1, there.view(), {1, true, 0, 0, {}})) QCOMPARE(x, 0.0f);
  }

  void flash_stores_no_scores() {
    const AttentionShape shape{512, 2048, 32, 128, 32, 1};
    AttentionShape longer = shape;
    longer.length = 1 << 20;
    const auto bytes = [&](const AttentionShape& s) {
      return cuda::attention_scratch_bytes(AttentionKind::flash, s, 8, KvFormat::bf16, context_->multiprocessors());
    };
    QCOMPARE(bytes(shape), bytes(longer));
    QVERIFY(cuda::attention_scratch_bytes(AttentionKind::naive, shape, 8, KvFormat::bf16, context_->multiprocessors()) >= 32LL * 512 * 2048 * 4);
  }
};

QTEST_APPLESS_MAIN(GpuAttentionTest)
#include "attention_test.moc"
