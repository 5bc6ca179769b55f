// The one kernel's products of integers, on the host: 16 rows of every format that it takes, in stages as its copies bring them, against
// sums in double over the same rounded x. Rows end within a stage, too.
#include <QTest>

#include "kernels/layouts/split_layout.h"
#include "tests/kernels/matmul_fixture.h"
// The shim comes before what is written for nvcc.
#include "tests/kernels/lane_shim.h"
// And then this.
#include "kernels/cuda/token/integer_product.cuh"
#include "kernels/cuda/token/stage_shapes.h"

using namespace halftone;
using namespace halftone::cuda::token;

namespace {

// A stage as the copies' engine makes it: columns that the matrix has not are zeros; headers begin at whole 16 bytes.
void copy_stage(const SampleWeight& w, const std::vector<std::byte>& split, const StageShape& shape, int index, std::byte* stage) {
  const SplitLayout layout(w.format, w.rows, w.columns);
  const auto copy = [&](std::int64_t row_at, std::int64_t stride, std::int64_t begin, int bytes, std::byte* to) {
    std::memset(to, 0, static_cast<std::size_t>(bytes));
    const std::int64_t there = std::clamp<std::int64_t>(stride - begin, 0, bytes);
    if (there > 0) std::memcpy(to, split.data() + row_at + begin, static_cast<std::size_t>(there));
  };
  for (int row = 0; row < kTileRows; ++row) {
    copy(row * layout.quant_stride, layout.quant_stride, index * shape.row_bytes, shape.row_bytes, stage + row * shape.row_bytes);
    copy(layout.headers_at() + row * layout.header_stride, layout.header_stride, index * shape.header_step / 16 * 16, shape.header_bytes,
         stage + shape.headers_at() + row * shape.header_bytes);
  }
}

// x as stage_x.cuh leaves it at the beginning of shared memory: int8, a scale for every 32, their scaled sums.
void stage_x(const std::vector<float>& x, const SeenX& seen, int padded) {
  const auto put = [&](int at, auto value) { std::memcpy(shared_memory.data() + at, &value, sizeof value); };
  for (int group = 0; group * 32 < padded; ++group) {
    float scale = 0, sum = 0;
    for (int i = group * 32; i < std::min(group * 32 + 32, static_cast<int>(x.size())); ++i) {
      const auto k = static_cast<std::size_t>(i);
      scale = seen.steps[k];
      const float quant = scale == 0 ? 0 : std::nearbyint(seen.numbers[k] / scale);
      put(i, static_cast<std::int8_t>(quant)), sum += quant;
    }
    put(padded + group * 4, scale), put(padded + padded / 32 * 4 + group * 4, scale * sum);
  }
}

template <class Product>
std::vector<float> multiply(const SampleWeight& w, const std::vector<float>& x, const SeenX& seen) {
  const StageShape shape = *stage_of(w.format);
  const int stages = shape.stages(static_cast<int>(w.columns)), padded = stages * shape.columns(), stage_at = round_up(padded * 2, 1024);
  shared_memory.assign(static_cast<std::size_t>(stage_at + stages * shape.bytes()), std::byte{0});
  stage_x(x, seen, padded);
  const std::vector<std::byte> split = w.packed(WeightLayout::split);
  for (int i = 0; i < stages; ++i) copy_stage(w, split, shape, i, shared_memory.data() + stage_at + i * shape.bytes());
  std::vector<float> sums(kTileRows);
  const StagedX staged{0, padded, true};
  const bool over = shim::run_grid(1, kParts * 32, 1, [&] {
    const auto thread = static_cast<int>(threadIdx.x), lane = thread % 32;
    Product product(shape, staged, thread / 32, lane);
    for (int i = 0; i < stages; ++i) product.add(static_cast<std::uint32_t>(stage_at + i * shape.bytes()), i << product.log_columns());
    const float mine = product.take_sum();
    if (lane % 4 < 2) sums[static_cast<std::size_t>(lane / 4 + lane % 4 * 8)] += mine;
  });
  return over ? sums : std::vector<float>();
}

using OfAll = IntegerProduct<Kind::int8, Kind::int4, Kind::int4_wide, Kind::int3, Kind::int2, Kind::q4_0, Kind::q5_0, Kind::q5_1,
                             Kind::zero4, Kind::q2_k, Kind::q3_k, Kind::q4_k, Kind::q5_k, Kind::q6_k>;

}  // namespace

class TokenProductTest : public QObject {
  Q_OBJECT

 private slots:
  void rowsTimesX_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("columns");
    for (const KindOf& row : kKinds) {
      if (row.kind == Kind::bf16) continue;
      const int columns = stage_of(row.format)->columns();
      for (const int more : {0, 256, columns, 2 * columns + 768})
        QTest::addRow("%s %d", info(row.format).name.data(), columns + more) << static_cast<int>(row.format) << columns + more;
      QTest::addRow("%s 256", info(row.format).name.data()) << static_cast<int>(row.format) << 256;
    }
  }
  void rowsTimesX() {
    QFETCH(int, format);
    QFETCH(int, columns);
    const SampleWeight w = sample_weight(static_cast<Format>(format), kTileRows, columns, random_numbers(kTileRows * columns, 3));
    const std::vector<float> x = random_numbers(columns, 4);
    const SeenX seen = seen_x(x.data(), columns, true);
    const std::vector<float> y = multiply<OfAll>(w, x, seen);
    QCOMPARE(y.size(), std::size_t{kTileRows});
    for (std::int64_t n = 0; n < kTileRows; ++n) {
      const Product p = product(w, n, x.data(), seen, {});
      const double off = y[static_cast<std::size_t>(n)] - p.of_seen;
      QVERIFY2(std::abs(off) <= p.tolerance, qPrintable(QString("row %1: %2 off, %3 may be").arg(n).arg(off).arg(p.tolerance)));
    }
  }

  // An instance for fewer kinds is the same arithmetic.
  void fewerKindsAreTheSame() {
    const auto same = [](Format format, auto product_type) {
      const std::int64_t columns = 4096;
      const SampleWeight w = sample_weight(format, kTileRows, columns, random_numbers(kTileRows * columns, 5));
      const std::vector<float> x = random_numbers(columns, 6);
      const SeenX seen = seen_x(x.data(), columns, true);
      return multiply<typename decltype(product_type)::type>(w, x, seen) == multiply<OfAll>(w, x, seen);
    };
    QVERIFY(same(Format::int8, std::type_identity<IntegerProduct<Kind::int8>>{}));
    QVERIFY(same(Format::int4_g32, std::type_identity<IntegerProduct<Kind::int4, Kind::int4_wide, Kind::int8>>{}));
    QVERIFY(same(Format::int4_g64, std::type_identity<IntegerProduct<Kind::int4, Kind::int4_wide, Kind::int8>>{}));
    QVERIFY(same(Format::q6_k, std::type_identity<IntegerProduct<Kind::q4_k, Kind::q5_k, Kind::q6_k>>{}));
  }
};

QTEST_APPLESS_MAIN(TokenProductTest)
#include "token_product_test.moc"
