// The one kernel's attention over pages of the cache, on the host: a warp, sixteen tokens at a time, every format of rows and width of heads,
// against a softmax in double over what the rows decode to.
#include <QTest>

#include "kernels/formats/kv_format.h"
#include "tests/kernels/random_numbers.h"
// The shim comes before what is written for nvcc.
#include "tests/kernels/lane_shim.h"
// And then this.
#include "kernels/cuda/token/pages.cuh"

using namespace halftone;
using namespace halftone::cuda::token;

namespace {

constexpr int kHeads = 3;  // of a tile of four

struct Case {
  int tokens, position, first_key;
  float soft_cap = 0;
  bool slopes = false;
};

// What halves of 16 bits keep of a number in two pieces, and of one.
template <class Half>
constexpr double kInTwo = std::is_same_v<Half, __half> ? 0x1p-21 : 0x1p-16;

template <class Row>
struct Fixture {
  using Half = typename Row::Half;
  static constexpr int kWidth = Row::kWidth;

  KvFormat format;
  std::vector<float> keys, values, queries;  // as decoded (rotated formats: still rotated), in the numbers' own order
  int values_at, queries_at;

  Fixture(KvFormat format, int tokens, unsigned seed) : format(format) {
    const int slices = (tokens + 15) / 16 * 16;
    values_at = round_up(slices * Row::kBytes, 16), queries_at = round_up(values_at + slices * Row::kBytes, 16);
    shared_memory.assign(static_cast<std::size_t>(queries_at + 8 * kWidth * 2), std::byte{0});
    keys = rows(tokens, 0, seed), values = rows(tokens, values_at, seed + 1);
    queries = random_numbers(kHeads * kWidth, seed + 2);
    for (int h = 0; h < kHeads; ++h) {
      for (int i = 0; i < kWidth; ++i) {
        const float q = queries[static_cast<std::size_t>(h * kWidth + i)], high = to_16_and_back<Half>(q);
        put(h, i, high), put(h + 4, i, q - high);
      }
    }
  }

  std::vector<float> rows(int tokens, int at, unsigned seed) const {
    const std::vector<float> plain = random_numbers(tokens * kWidth, seed);
    std::vector<float> decoded(plain.size());
    for (int t = 0; t < tokens; ++t) {
      std::byte* const row = shared_memory.data() + at + t * Row::kBytes;
      info(format).encode(plain.data() + t * kWidth, row, kWidth);
      info(format).decode(row, decoded.data() + t * kWidth, kWidth);
    }
    return decoded;
  }
  void put(int column, int number, float value) const {
    const Half half = Half::from_float(value);
    std::memcpy(shared_memory.data() + queries_at + (column * kWidth + Row::query_place(number)) * 2, &half, sizeof half);
  }
};

// Outputs [head][Width] in the rows' order, of all tokens, as a block puts them together of warps that each have a part of the head.
template <class Row>
std::vector<float> attend(const Fixture<Row>& f, const Case& c, const std::array<float, 4>& slopes) {
  constexpr int kValues = PageAttention<Row>::kValues, kParts = Row::kWidth / kValues;
  std::vector<float> outputs(kParts * 4 * kValues);
  std::vector<float2> states(kParts * 4);
  const bool over = shim::run_grid(1, kParts * 32, 1, [&] {
    const auto [warp, lane] = place();
    ScoreRule rule{0.125f, c.soft_cap, {}, c.position, c.first_key};
    for (int i = 0; i < 2; ++i) rule.slope[i] = slopes[static_cast<std::size_t>(2 * (lane % 4 % 2) + i)];
    PageAttention<Row> state;
    for (int first = 0; first < c.tokens; first += 16)
      state.add(static_cast<std::uint32_t>(first * Row::kBytes), static_cast<std::uint32_t>(f.values_at + first * Row::kBytes), warp * kValues,
                static_cast<std::uint32_t>(f.queries_at), first, rule);
    state.store(outputs.data() + warp * 4 * kValues, states.data() + warp * 4, kHeads);
  });
  if (!over) return {};
  std::vector<float> all;
  for (int h = 0; h < kHeads; ++h)
    for (int i = 0; i < Row::kWidth; ++i) {
      const auto part = static_cast<std::size_t>(i / kValues);
      all.push_back(outputs[(part * 4 + static_cast<std::size_t>(h)) * kValues + static_cast<std::size_t>(i % kValues)] /
                    states[part * 4 + static_cast<std::size_t>(h)].y);
    }
  return all;
}

}  // namespace

class TokenPagesTest : public QObject {
  Q_OBJECT

  template <class Row>
  static void agrees(KvFormat format) {
    using Half = typename Row::Half;
    constexpr int kWidth = Row::kWidth;
    const bool unpacks = format == KvFormat::int8 || format == KvFormat::int4;
    for (const Case& c : {Case{16, 15, 0}, Case{48, 40, 0}, Case{48, 47, 0, 5.0f}, Case{64, 63, 37}, Case{33, 32, 0, 0, true}}) {
      const Fixture<Row> f(format, c.tokens, static_cast<unsigned>(c.tokens + c.position));
      const std::array<float, 4> slopes = c.slopes ? std::array<float, 4>{0.5f, 0.25f, 0.125f, 0.0625f} : std::array<float, 4>{};
      const std::vector<float> found = attend(f, c, slopes);
      QCOMPARE(found.size(), std::size_t(kHeads * kWidth));
      // A number that is unpacked is rounded to a half, and what it is made of was before: a half of 11 bits each.
      const double of_number = unpacks ? 0x1p-10 : 0;
      for (int h = 0; h < kHeads; ++h) {
        std::vector<double> scores;
        double highest = -1e30, off = 0;
        for (int t = c.first_key; t <= c.position; ++t) {
          double dot = 0, size = 0;
          for (int i = 0; i < kWidth; ++i) {
            const double term = double{f.queries[static_cast<std::size_t>(h * kWidth + i)]} * f.keys[static_cast<std::size_t>(t * kWidth + i)];
            dot += term, size += std::abs(term);
          }
          double score = dot * 0.125;
          if (c.soft_cap != 0) score = c.soft_cap * std::tanh(score / c.soft_cap);
          score += double{slopes[static_cast<std::size_t>(h)]} * (t - c.position);
          scores.push_back(score), highest = std::max(highest, score);
          off = std::max(off, size * 0.125 * (kInTwo<Half> + of_number + kWidth * 0x1p-24) + std::abs(score) * 0x1p-21);
        }
        double whole = 0;
        for (double& score : scores) whole += score = std::exp(score - highest);
        for (int i = 0; i < kWidth; ++i) {
          double expected = 0, size = 0;
          for (std::size_t t = 0; t < scores.size(); ++t) {
            const double value = f.values[(static_cast<std::size_t>(c.first_key) + t) * kWidth + static_cast<std::size_t>(i)];
            expected += scores[t] / whole * value, size += scores[t] / whole * std::abs(value);
          }
          const double error = std::abs(found[static_cast<std::size_t>(h * kWidth + Row::place_of(i))] - expected);
          const double allowed = size * (2 * off + kInTwo<Half> + of_number + 0x1p-18) + (unpacks ? 0x1p-12 : 0);
          QVERIFY2(error <= allowed, qPrintable(QString("%1 tokens, head %2, number %3: %4 off, %5 may be").arg(c.tokens).arg(h).arg(i).arg(error).arg(allowed)));
        }
      }
    }
  }
  template <int Width>
  static void everyFormat() {
    agrees<PlainRow<__half, KvF16, Width>>(KvFormat::f16);
    agrees<PlainRow<__nv_bfloat16, KvBf16, Width>>(KvFormat::bf16);
    agrees<Int8Row<Width>>(KvFormat::int8);
    agrees<Int4Row<Width>>(KvFormat::int4);
  }

 private slots:
  void headsOf64() { everyFormat<64>(); }
  void headsOf128() { everyFormat<128>(); }
  void headsOf256() { everyFormat<256>(); }  // two warps share the values

  void rowsAreAsTheFormatSays() {
    QCOMPARE(std::int64_t{Int8Row<128>::kBytes}, info(KvFormat::int8).row_bytes(128));
    QCOMPARE(std::int64_t{Int4Row<128>::kBytes}, info(KvFormat::int4).row_bytes(128));
    for (int i = 0; i < 256; ++i) QCOMPARE(Int4Row<256>::number_of(Int4Row<256>::place_of(i)), i);
    for (int place = 0; place < 256; place += 2)  // numbers go out in pairs
      QCOMPARE(Int4Row<256>::number_of(place + 1), Int4Row<256>::number_of(place) + 1);
  }
};

QTEST_APPLESS_MAIN(TokenPagesTest)
#include "token_pages_test.moc"
