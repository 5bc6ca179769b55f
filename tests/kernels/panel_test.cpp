#include "kernels/layouts/panel.h"

#include <QTest>
#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

#include "tests/kernels/sample_blocks.h"

using namespace halftone;

class PanelTest : public QObject {
  Q_OBJECT

 private slots:
  void there_and_back_data();
  void there_and_back();
  void lanes_are_rows_data() { there_and_back_data(); }
  void lanes_are_rows();
};

void PanelTest::there_and_back_data() {
  QTest::addColumn<int>("format");
  for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
}

void PanelTest::there_and_back() {
  QFETCH(int, format);
  const FormatInfo& f = info(static_cast<Format>(format));
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  for (const std::int64_t rows : {1, 15, 16, 17, 40}) {
    for (const std::int64_t columns : {1, 31, 64, 257}) {
      const std::int64_t row_bytes = f.row_bytes(columns), groups = row_bytes / f.block_bytes;
      std::vector<std::byte> row_major(1 + rows * row_bytes);
      std::vector<float> values(rows * columns), decoded(groups * f.group), unpacked(columns + 1, 12345.0f);
      for (auto& v : values) v = normal(random);
      fill_sample_blocks(f.format, values.data(), rows, columns, row_major.data() + 1);
      std::vector<std::byte> panels(weight_bytes(f.format, WeightLayout::panels, rows, columns), std::byte{0xFF});
      for (std::int64_t n = 0; n < rows; n += kPanelRows)
        pack_panel(f.format, row_major.data() + 1 + n * row_bytes, std::min(kPanelRows, rows - n), columns, panels.data() + n * row_bytes);
      const WeightView view{f.format, WeightLayout::panels, panels.data(), rows, columns};
      for (std::int64_t n = 0; n < rows; ++n) {
        f.decode(row_major.data() + 1 + n * row_bytes, decoded.data(), groups);
        unpack_row(view, n, unpacked.data());
        QVERIFY(std::memcmp(decoded.data(), unpacked.data(), columns * sizeof(float)) == 0);
        QCOMPARE(unpacked[columns], 12345.0f);
      }
      // Rows that pad the last panel are zeros when read as rows.
      const std::int64_t padded = (rows + kPanelRows - 1) / kPanelRows * kPanelRows;
      const WeightView with_padding{f.format, WeightLayout::panels, panels.data(), padded, columns};
      for (std::int64_t n = rows; n < padded; ++n) {
        unpack_row(with_padding, n, unpacked.data());
        for (std::int64_t k = 0; k < columns; ++k) QCOMPARE(unpacked[k], 0.0f);
      }
    }
  }
}

// The layout itself, byte for byte, as kernels/layouts/panel.h describes it.
void PanelTest::lanes_are_rows() {
  QFETCH(int, format);
  const FormatInfo& f = info(static_cast<Format>(format));
  const std::int64_t columns = 2 * f.group, row_bytes = f.row_bytes(columns);
  std::vector<std::byte> row_major(16 * row_bytes), panel(16 * row_bytes);
  std::mt19937 random(2);
  for (auto& b : row_major) b = static_cast<std::byte>(random());
  pack_panel(f.format, row_major.data(), 16, columns, panel.data());
  const bool signed_bytes = f.format == Format::int8 || f.format == Format::q8_0 || f.format == Format::bnb_int8;
  const bool header_last = f.format == Format::q2_k || f.format == Format::q3_k || f.format == Format::q6_k;
  std::int64_t at = 0;
  for (int block = 0; block < 2; ++block) {
    for (std::int64_t place = 0; place < f.block_bytes;) {
      const bool header = place < 2 * f.header_fields;
      const std::int64_t offset = !header_last ? place : header ? place + f.block_bytes - 2 * f.header_fields : place - 2 * f.header_fields;
      const std::int64_t unit = header ? 2 : f.quantised ? 4 : f.block_bytes;
      for (int row = 0; row < 16; ++row)
        for (std::int64_t i = 0; i < unit; ++i, ++at) {
          const std::byte expected = row_major[row * row_bytes + block * f.block_bytes + offset + i];
          QCOMPARE(panel[at], signed_bytes && !header ? expected ^ std::byte{0x80} : expected);
        }
      place += unit;
    }
  }
}

QTEST_APPLESS_MAIN(PanelTest)
#include "panel_test.moc"
