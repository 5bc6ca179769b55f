#include "kernels/ops/embed.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "kernels/core/thread_pool.h"
#include "kernels/layouts/panel.h"
#include "tests/kernels/sample_blocks.h"

using namespace halftone;

class EmbedTest : public QObject {
  Q_OBJECT

 private slots:
  void rows_of_the_table_data();
  void rows_of_the_table();
  void positions_are_added();
};

void EmbedTest::rows_of_the_table_data() {
  QTest::addColumn<int>("format");
  for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
}

void EmbedTest::rows_of_the_table() {
  QFETCH(int, format);
  const FormatInfo& f = info(static_cast<Format>(format));
  const std::int64_t rows = 21, columns = 100, row_bytes = f.row_bytes(columns), groups = row_bytes / f.block_bytes;
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> values(rows * columns), decoded(groups * f.group);
  for (auto& v : values) v = normal(random);
  std::vector<std::byte> row_major(rows * row_bytes), panels(weight_bytes(f.format, WeightLayout::panels, rows, columns));
  fill_sample_blocks(f.format, values.data(), rows, columns, row_major.data());
  for (std::int64_t n = 0; n < rows; n += kPanelRows)
    pack_panel(f.format, row_major.data() + n * row_bytes, std::min(kPanelRows, rows - n), columns, panels.data() + n * row_bytes);

  ThreadPool pool(3);
  std::vector<std::int32_t> ids = {20, 0, 0, 7, 15, 16, 3, 20, 11, 1};
  for (int i = 0; i < 40; ++i) ids.push_back(static_cast<std::int32_t>(random() % rows));
  const auto tokens = static_cast<std::int64_t>(ids.size()), stride = columns + 5;
  for (const float scale : {1.0f, 45.25f}) {
    for (const auto layout : {WeightLayout::row_major, WeightLayout::panels}) {
      for (const bool reference : {true, false}) {
        std::vector<float> out(tokens * stride, -1.0f);
        const EmbedArgs args{.ids = ids,
                             .table = {f.format, layout, layout == WeightLayout::panels ? panels.data() : row_major.data(), rows, columns},
                             .scale = scale,
                             .out = {out.data(), {tokens, columns}, {stride, 1}}};
        reference ? reference::embed(args) : cpu::embed(args, pool);
        for (std::int64_t t = 0; t < tokens; ++t) {
          f.decode(row_major.data() + ids[t] * row_bytes, decoded.data(), groups);
          for (std::int64_t d = 0; d < columns; ++d) QCOMPARE(out[t * stride + d], decoded[d] * scale);
          QCOMPARE(out[t * stride + columns], -1.0f);
        }
      }
    }
  }
}

// Learned: the very numbers of the table. Sinusoidal: the published formula, here in the other order of operations; sin and cos of a
// double are good to its last bits, so only the sum rounds to float.
void EmbedTest::positions_are_added() {
  const std::int64_t vocabulary = 9, width = 31, count = 700;
  std::mt19937 random(2);
  std::normal_distribution<float> normal;
  std::vector<float> values(vocabulary * width), learned(count * width);
  for (auto& v : values) v = normal(random);
  for (auto& v : learned) v = normal(random);
  const std::vector<std::int32_t> ids = {3, 3, 0, 8, 1}, positions = {0, 1, 2, 699, 13};
  const auto tokens = static_cast<std::int64_t>(ids.size());
  ThreadPool pool(2);
  for (const bool reference : {true, false}) {
    for (const bool sinusoidal : {true, false}) {
      std::vector<float> out(tokens * width);
      EmbedArgs args{.ids = ids,
                     .table = {Format::f32, WeightLayout::row_major, reinterpret_cast<std::byte*>(values.data()), vocabulary, width},
                     .scale = 3.0f,
                     .positions = positions,
                     .out = {out.data(), {tokens, width}}};
      if (!sinusoidal) args.position_table = {learned.data(), {count, width}};
      args.sinusoidal = sinusoidal;
      reference ? reference::embed(args) : cpu::embed(args, pool);
      for (std::int64_t t = 0; t < tokens; ++t) {
        for (std::int64_t d = 0; d < width; ++d) {
          const double angle = positions[t] / std::exp(std::log(10000.0) * static_cast<double>(d - d % 2) / width);
          const double added = sinusoidal ? (d % 2 ? std::cos(angle) : std::sin(angle)) : learned[positions[t] * width + d];
          const double expected = 3.0 * values[ids[t] * width + d] + added;
          QVERIFY(std::abs(out[t * width + d] - expected) < (std::abs(expected) + std::abs(added) + 3) * 0x1p-23);
        }
      }
    }
  }
}

QTEST_APPLESS_MAIN(EmbedTest)
#include "embed_test.moc"
