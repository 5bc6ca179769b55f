// The device's readers of weight formats, run on the CPU: every weight of a chunk has the bits that the format's definition gives, and
// the products of a row's chunks with x come to Σ W·x.
#include "tests/kernels/device_shim.h"
//
#include <QTest>
#include <cmath>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

#include "kernels/cuda/matmul/format_chunks.cuh"
#include "tests/kernels/sample_blocks.h"

using namespace halftone;

namespace {

template <class Chunk>
constexpr bool kCoded = requires {
  typename Chunk::Codes;
};
template <class Chunk>
constexpr bool kRounded = std::is_same_v<typename Chunk::X, cuda::RoundedX>;

// x of one token as kernels/cuda/matmul/staged_x.cuh leaves it.
template <class Chunk>
struct StagedX {
  std::vector<uint4> slices;
  std::vector<float> scale, scaled_sum, seen;  // seen: x as the product sees it
  int chunks;

  explicit StagedX(const std::vector<float>& x) {
    constexpr int kWeights = Chunk::kWeights, kInSlice = kRounded<Chunk> ? 16 : 4;
    chunks = (static_cast<int>(x.size()) + kWeights - 1) / kWeights;
    const int padded = (chunks * kWeights + 31) / 32 * 32;
    slices.resize(static_cast<std::size_t>(padded / kInSlice));
    seen.assign(static_cast<std::size_t>(padded), 0.0f);
    std::copy(x.begin(), x.end(), seen.begin());
    for (int group = 0; group < padded; group += 32) {
      float largest = 0;
      for (int k = group; k < group + 32; ++k) largest = std::max(largest, std::abs(seen[k]));
      int total = 0;
      for (int k = group; k < group + 32; ++k) {
        const int q = largest == 0 ? 0 : static_cast<int>(std::nearbyint(seen[k] * (127.0f / largest)));
        total += q;
        if (k < chunks * kWeights) {
          const int at = (k % kWeights / kInSlice * chunks + k / kWeights) * kInSlice + k % kInSlice;
          if constexpr (kRounded<Chunk>)
            reinterpret_cast<signed char*>(slices.data())[at] = static_cast<signed char>(q);
          else
            std::memcpy(reinterpret_cast<std::byte*>(slices.data()) + 4 * at, &seen[k], 4);
        }
        if constexpr (kRounded<Chunk>) seen[k] = static_cast<float>(q) * (largest / 127.0f);
      }
      scale.push_back(largest / 127.0f);
      scaled_sum.push_back(largest / 127.0f * static_cast<float>(total));
    }
  }
  typename Chunk::X view() const {
    if constexpr (kRounded<Chunk>)
      return {slices.data(), scale.data(), scaled_sum.data(), chunks};
    else
      return {reinterpret_cast<const float4*>(slices.data()), chunks};
  }
};

struct Freed {
  void operator()(std::byte* bytes) const { std::free(bytes); }
};

}  // namespace

class ChunksTest : public QObject {
  Q_OBJECT

 private slots:
  void weights_and_products_data() {
    QTest::addColumn<int>("format");
    for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
  }
  void weights_and_products() {
    QFETCH(int, format);
    const FormatInfo& f = info(static_cast<Format>(format));
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (const std::int64_t columns : {1, 33, 256, 300, 1184}) {
      const std::int64_t rows = 3;
      std::vector<float> values(static_cast<std::size_t>(rows * columns)), x(static_cast<std::size_t>(columns));
      for (float& v : values) v = normal(random);
      for (float& v : x) v = normal(random);
      std::vector<std::byte> blocks(static_cast<std::size_t>(rows * f.row_bytes(columns)));
      fill_sample_blocks(f.format, values.data(), rows, columns, blocks.data());
      const SplitLayout layout(f.format, rows, columns);
      const auto room = static_cast<std::size_t>((layout.bytes() + 255) / 256 * 256 + 256);  // a row's last chunk may reach beyond it
      const std::unique_ptr<std::byte, Freed> split(static_cast<std::byte*>(std::aligned_alloc(256, room)));
      std::memset(split.get(), 0, room);
      split_blocks(f.format, blocks.data(), rows, columns, split.get(), split.get() + layout.headers_at());

      cuda::with_chunk(f.format, [&]<class Chunk>(Chunk) {
        const StagedX<Chunk> staged(x);
        const auto view = staged.view();
        [[maybe_unused]] std::vector<float> codes(16 * 32);
        if constexpr (kCoded<Chunk>)
          for (int q = 0; q < 16; ++q) codes[static_cast<std::size_t>(q * 32)] = Chunk::Codes::code(q);
        const std::int64_t groups = f.row_bytes(columns) / f.block_bytes;
        std::vector<float> decoded(static_cast<std::size_t>(groups * f.group));
        for (std::int64_t row = 0; row < rows; ++row) {
          f.decode(blocks.data() + row * f.row_bytes(columns), decoded.data(), groups);
          double expected = 0, magnitude = 0;
          float largest = 0, sum = 0;
          for (const float w : decoded) largest = std::max(largest, std::abs(w));
          for (int c = 0; c < staged.chunks; ++c) {
            Chunk chunk;
            chunk.load(split.get() + row * layout.quant_stride, split.get() + layout.headers_at() + row * layout.header_stride, c);
            for (int i = 0; i < Chunk::kWeights && c * Chunk::kWeights + i < columns; ++i) {
              const auto k = static_cast<std::size_t>(c * Chunk::kWeights + i);
              const float weight = chunk.weight(i);
              if (std::memcmp(&weight, &decoded[k], sizeof weight) != 0)
                QFAIL(qPrintable(QString("row %1 column %2: %3, not %4").arg(row).arg(k).arg(weight).arg(decoded[k])));
              expected += static_cast<double>(decoded[k]) * staged.seen[k];
              magnitude += 4.0 * largest * std::abs(staged.seen[k]);  // scale·q and minimum are each at most twice the largest weight
            }
            if constexpr (kCoded<Chunk>)
              sum = chunk.dot(view, cuda::CodeTable{codes.data()}, c, sum);
            else
              sum = chunk.dot(view, c, sum);
          }
          const double tolerance = std::ldexp(magnitude * static_cast<double>(columns + 8), -23) + 1e-30;
          QVERIFY2(std::abs(sum - expected) <= tolerance, qPrintable(QString("K %1: %2, not %3").arg(columns).arg(sum).arg(expected)));
        }
      });
    }
  }
};

QTEST_APPLESS_MAIN(ChunksTest)
#include "chunks_test.moc"
