// Attention on every device against its definition, in each cache format. What a device rounds to 16 bits by contract
// (kernels/cuda/attention.h) is rounded in the oracle too.
#include <array>
#include <cmath>

#include "kernels/core/dtype.h"
#include "tests/kernels/attention_cases.h"
#include "tests/kernels/attention_fixture.h"

using namespace halftone;
using namespace halftone::attention_cases;

namespace {

constexpr std::array kFormats{KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4};
constexpr std::array kKinds{AttentionKind::naive, AttentionKind::flash};

const char* to_string(AttentionKind kind) { return kind == AttentionKind::naive ? "naive" : "flash"; }

float rounded(float x, const AttentionPrecision& precision) {
  return precision.half ? F16::from_float(x).to_float() : BF16::from_float(x).to_float();
}

// The cache's numbers, rotated back and rounded, as a cache of floats; of the values, their magnitudes alone if asked for.
void unpack(const KvView& from, CacheFixture& to, const AttentionPrecision& precision, bool magnitudes) {
  const std::int64_t width = from.head_width;
  std::vector<float> rows[2], row(static_cast<std::size_t>(width));
  for (const bool value : {false, true}) {
    for (std::int64_t t = 0; t < from.length; ++t) {
      for (std::int64_t h = 0; h < from.kv_heads; ++h) {
        info(from.format).decode(value ? from.value(t, h) : from.key(t, h), row.data(), width);
        if (info(from.format).rotated) hadamard(row.data(), width);
        for (const float x : row) rows[value].push_back(value && magnitudes ? std::abs(rounded(x, precision)) : rounded(x, precision));
      }
    }
  }
  to.store(rows[0], rows[1]);
}

// What attention comes to, and how far each number may be off.
struct Oracle {
  std::vector<float> expected;
  std::vector<double> allowed;
};

Oracle oracle_of(const Case& c, const Inputs& in, const KvView& cache, const AttentionPrecision& precision, int roundings) {
  const double floats = float_tolerance(c, in, roundings);
  if (precision.unit == 0) return {attend_reference(in.q, c.heads, c.start, cache, in.policy), std::vector<double>(in.q.size(), floats)};
  std::vector<float> q = in.q;
  for (float& x : q) x = rounded(x, precision);
  CacheFixture plain(KvFormat::f32, c.kv_heads, c.width, in.length + 1, c.page),
      sizes(KvFormat::f32, c.kv_heads, c.width, in.length + 1, c.page);
  unpack(cache, plain, precision, false);
  unpack(cache, sizes, precision, true);
  Oracle oracle{attend_reference(q, c.heads, c.start, plain.view(), in.policy), {}};
  // Σ p|v|: a numerator's rounding moves it by a unit. Numerators below 2^−24 of a half are rounded to 2^−25 rather than to a share of
  // theirs.
  for (const float size : attend_reference(q, c.heads, c.start, sizes.view(), in.policy))
    oracle.allowed.push_back(floats + 1.01 * precision.unit * size + (precision.half ? 0x1p-25 * static_cast<double>(in.length) * 5 : 0));
  return oracle;
}

}  // namespace

class AttentionTest : public QObject {
  Q_OBJECT

 private slots:
  void agrees_with_the_definition_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(kCases)); ++i) QTest::newRow(kCases[i].name) << i;
  }
  void agrees_with_the_definition() {
    QFETCH(int, index);
    const Case& c = kCases[index];
    const Inputs in = make_inputs(c);
    for (const KvFormat format : kFormats) {
      CacheFixture cache(format, c.kv_heads, c.width, in.length + 1, c.page);
      cache.store(in.keys, in.values);
      std::vector<float> numbers(in.q.size());
      const AttentionArgs shape{.q = {in.q.data(), {c.tokens, c.heads, c.width}},
                                .start = c.start,
                                .cache = cache.view(),
                                .policy = in.policy,
                                .out = {numbers.data(), {c.tokens, c.heads, c.width}},
                                .scratch = {},
                                .probabilities = {}};
      const Oracle floats = oracle_of(c, in, cache.view(), {}, 16);
      for_each_device([&](Device& device) {
        for (const AttentionKind kind : kKinds) {
          if (!device.takes(kind, shape)) continue;
          const AttentionPrecision precision = device.attention_precision(kind, shape);
          // Scores in base 2 add a rounding of their own size, exp2f two units.
          const Oracle own = device.is_gpu() ? oracle_of(c, in, cache.view(), precision, 20) : Oracle{};
          const Oracle& oracle = device.is_gpu() ? own : floats;
          const std::vector<float> out = attend(device, kind, in.q, c.heads, c.start, cache.view(), in.policy);
          for (std::size_t i = 0; i < out.size(); ++i) {
            const double error = std::abs(static_cast<double>(out[i]) - oracle.expected[i]);
            if (!(error <= oracle.allowed[i]))
              QFAIL(qPrintable(QString("%1, %2, %3, number %4: %5, expected %6, off by %7, allowed %8")
                                   .arg(device.name().c_str(), info(format).name.data(), to_string(kind))
                                   .arg(i)
                                   .arg(out[i])
                                   .arg(oracle.expected[i])
                                   .arg(error)
                                   .arg(oracle.allowed[i])));
          }
        }
      });
      if (QTest::currentTestFailed()) return;
    }
  }

  // Scores that overflow to −∞ leave nothing to weigh: zeros, not NaN; one visible key gets all the weight.
  void rows_without_weight_are_zero_data() {
    QTest::addColumn<int>("width");
    for (const int width : {32, 64}) QTest::addRow("width %d", width) << width;
  }
  void rows_without_weight_are_zero() {
    QFETCH(int, width);
    const auto d = static_cast<std::size_t>(width);
    const std::vector<float> q(d, 3e38f), keys(2 * d, -3e38f), values(2 * d, 1.0f);
    CacheFixture none(KvFormat::f32, 1, width, 2, 16), one(KvFormat::f32, 1, width, 2, 16);
    none.store(keys, values);
    one.store(keys, values);
    std::fill_n(one.view().key(1, 0), d * sizeof(float), std::byte{0});
    for_each_device([&](Device& device) {
      for (const AttentionKind kind : kKinds) {
        if (device.is_gpu() && kind == AttentionKind::naive) continue;  // divides by what it summed, as the guide's does
        for (const float x : attend(device, kind, q, 1, 1, none.view(), {1, true, 0, 0, {}})) QCOMPARE(x, 0.0f);
        for (const float x : attend(device, kind, q, 1, 1, one.view(), {1, true, 0, 0, {}})) QCOMPARE(x, 1.0f);
      }
    });
  }

  // A broken query or key is not hidden by a mask, and does not spread to those that do not see it.
  void nan_stays_where_it_is_seen_data() {
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("width");
    for (const auto& [tokens, width] : {std::pair{70, 64}, {10, 128}, {70, 128}, {200, 128}})
      QTest::addRow("%d tokens, width %d", tokens, width) << tokens << width;
  }
  void nan_stays_where_it_is_seen() {
    QFETCH(int, tokens);
    QFETCH(int, width);
    constexpr std::int64_t kBrokenQuery = 3;
    const std::int64_t broken_key = tokens - 5;
    auto q = random_numbers(tokens * width, 12), keys = random_numbers(tokens * width, 13);
    const auto values = random_numbers(tokens * width, 14);
    std::fill_n(q.begin() + kBrokenQuery * width, width, std::numeric_limits<float>::quiet_NaN());
    keys[static_cast<std::size_t>(broken_key * width)] = std::numeric_limits<float>::quiet_NaN();
    for (const KvFormat format : {KvFormat::f32, KvFormat::bf16, KvFormat::f16}) {
      CacheFixture cache(format, 1, width, tokens, 32);
      cache.store(keys, values);
      const auto check = [&](Device& device, AttentionKind kind) {
        const std::vector<float> out = attend(device, kind, q, 1, 0, cache.view(), {0.1f, true, 0, 0, {}});
        for (std::int64_t t = 0; t < tokens; ++t)
          QVERIFY2(
              std::isnan(out[static_cast<std::size_t>(t * width)]) == (t == kBrokenQuery || t >= broken_key),
              qPrintable(QString("%1, %2, %3, token %4").arg(device.name().c_str(), info(format).name.data(), to_string(kind)).arg(t)));
      };
      for_each_implementation([&](Device& device) {
        for (const AttentionKind kind : kKinds)
          if (!device.is_gpu() || kind == AttentionKind::flash) check(device, kind);
      });
    }
  }

  void naive_stores_every_score_and_flash_none() {
    const AttentionShape shape{512, 2048, 32, 128, 32, 2};
    AttentionShape longer = shape;
    longer.length = 1 << 20;
    QCOMPARE(attention_score_bytes(AttentionKind::naive, shape), 512LL * 2048 * 32 * 4);
    QCOMPARE(attention_score_bytes(AttentionKind::flash, shape), 0LL);
    for_each_device([&](Device& device) {
      const auto bytes = [&](AttentionKind kind, const AttentionShape& s) {
        return device.attention_scratch_bytes(kind, s, 8, KvFormat::bf16);
      };
      QCOMPARE(bytes(AttentionKind::flash, shape), bytes(AttentionKind::flash, longer));
      QVERIFY(bytes(AttentionKind::naive, shape) >= attention_score_bytes(AttentionKind::naive, shape));
    });
  }
};

HALFTONE_OP_TEST_MAIN(AttentionTest)
#include "attention_test.moc"
