// Planes hold what row-major blocks hold, for every format and for rows that end within a block.
#include <QTest>
#include <random>

#include "kernels/core/planes.h"

using namespace halftone;

class PlanesTest : public QObject {
  Q_OBJECT

 private slots:
  void packedRowsComeBack_data() {
    QTest::addColumn<int>("format");
    for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
  }
  void packedRowsComeBack() {
    QFETCH(int, format);
    const FormatInfo& f = info(static_cast<Format>(format));
    std::mt19937 random(11);
    for (const auto& [rows, columns] : {std::pair<std::int64_t, std::int64_t>{1, 1}, {5, 33}, {16, 256}, {35, 200}, {3, 1025}}) {
      const std::int64_t row_bytes = f.row_bytes(columns);
      std::vector<std::byte> blocks(static_cast<std::size_t>(rows * row_bytes));
      for (auto& b : blocks) b = static_cast<std::byte>(random());
      const PlanesLayout layout(f.format, rows, columns);
      QCOMPARE(layout.bytes(), weight_bytes(f.format, WeightLayout::planes, rows, columns));
      QCOMPARE(layout.quant_stride % 16, 0);
      QVERIFY(layout.bytes() - rows * row_bytes < rows * (16 + 4));  // nothing but the padding of rows

      std::vector<std::byte> planes(static_cast<std::size_t>(layout.bytes()), std::byte{0xFF});
      for (std::int64_t first = 0; first < rows; first += 4) {  // in parts, as a loader does
        pack_planes(f.format, blocks.data() + first * row_bytes, std::min<std::int64_t>(4, rows - first), columns,
                    planes.data() + first * layout.quant_stride, planes.data() + layout.header_plane() + first * layout.header_stride);
      }
      const WeightView view{f.format, WeightLayout::planes, planes.data(), rows, columns};
      std::vector<std::byte> back(static_cast<std::size_t>(row_bytes));
      for (std::int64_t r = 0; r < rows; ++r) {
        unpack_planes_row(view, r, back.data());
        QVERIFY2(std::equal(back.begin(), back.end(), blocks.begin() + r * row_bytes), qPrintable(QString("row %1").arg(r)));
      }
    }
  }
};

QTEST_APPLESS_MAIN(PlanesTest)
#include "planes_test.moc"
