// The split layout holds what row-major blocks hold, for every format and for rows that end within a block.
#include <QTest>
#include <random>

#include "kernels/layouts/split_layout.h"

using namespace halftone;

class SplitLayoutTest : public QObject {
  Q_OBJECT

 private slots:
  void packedRowsLieInTwoParts_data() {
    QTest::addColumn<int>("format");
    for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
  }
  void packedRowsLieInTwoParts() {
    QFETCH(int, format);
    const FormatInfo& f = info(static_cast<Format>(format));
    std::mt19937 random(11);
    for (const auto& [rows, columns] : {std::pair<std::int64_t, std::int64_t>{1, 1}, {5, 33}, {16, 256}, {35, 200}, {3, 1025}}) {
      const std::int64_t row_bytes = f.row_bytes(columns);
      std::vector<std::byte> blocks(static_cast<std::size_t>(rows * row_bytes));
      for (auto& b : blocks) b = static_cast<std::byte>(random());
      const SplitLayout layout(f.format, rows, columns);
      QCOMPARE(layout.bytes(), weight_bytes(f.format, WeightLayout::split, rows, columns));
      QCOMPARE(layout.quant_stride % 16, 0);
      QVERIFY(layout.bytes() - rows * row_bytes < rows * (16 + 16));  // nothing but the padding of rows

      std::vector<std::byte> split(static_cast<std::size_t>(layout.bytes()), std::byte{0xFF});
      for (std::int64_t first = 0; first < rows; first += 4) {  // in parts, as a loader does
        split_blocks(f.format, blocks.data() + first * row_bytes, std::min<std::int64_t>(4, rows - first), columns,
                     split.data() + first * layout.quant_stride, split.data() + layout.headers_at() + first * layout.header_stride);
      }
      // In every block the header, with what lies beside it, begins or ends it; the quants are the rest.
      const std::int64_t aside = f.aside_bytes, header = f.header_last ? f.block_bytes - aside : 0, quants = f.header_last ? 0 : aside;
      for (std::int64_t r = 0; r < rows; ++r) {
        const std::byte* row_quants = split.data() + r * layout.quant_stride;
        const std::byte* row_headers = split.data() + layout.headers_at() + r * layout.header_stride;
        for (std::int64_t g = 0; g < row_bytes / f.block_bytes; ++g) {
          const std::byte* block = blocks.data() + r * row_bytes + g * f.block_bytes;
          QVERIFY2(std::equal(block + header, block + header + aside, row_headers + g * aside), qPrintable(QString("row %1").arg(r)));
          const std::int64_t size = f.block_bytes - aside;
          QVERIFY2(std::equal(block + quants, block + quants + size, row_quants + g * size), qPrintable(QString("row %1").arg(r)));
        }
      }
    }
  }
};

QTEST_APPLESS_MAIN(SplitLayoutTest)
#include "split_layout_test.moc"
