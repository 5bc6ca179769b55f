// Quantised rows as numbers on the GPU: what the formats say, to the bit.
#include <bit>
#include <memory>

#include "kernels/cuda/matmul.h"
#include "tests/kernels/cuda/device_weight.h"
#include "tests/needs_device.h"

using namespace halftone;

class DequantiseTest : public QObject {
  Q_OBJECT

  std::unique_ptr<cuda::Context> context_;

 private slots:
  void initTestCase() { context_ = std::make_unique<cuda::Context>(0); }

  void dequantisesAsTheFormatsSay_data() {
    QTest::addColumn<int>("format");
    for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
  }
  void dequantisesAsTheFormatsSay() {
    QFETCH(int, format);
    for (const auto& [rows, columns] : {std::pair<std::int64_t, std::int64_t>{1, 1}, {3, 33}, {5, 1000}, {9, 4096}}) {
      const DeviceWeight w = device_weight(static_cast<Format>(format), rows, columns, 17);
      const std::size_t count = static_cast<std::size_t>((rows - rows / 3) * columns);
      const DeviceBuffer<float> floats(count);
      const DeviceBuffer<BF16> halves(count);
      const std::int64_t first = rows / 3;
      cuda::dequantise(w.view(), first, MatrixView<float>(floats.data(), {rows - first, columns}), *context_);
      cuda::dequantise(w.view(), first, MatrixView<BF16>(halves.data(), {rows - first, columns}), *context_);
      const std::vector<float> got = floats.host(*context_);
      const std::vector<BF16> got_halves = halves.host(*context_);
      for (std::size_t i = 0; i < count; ++i) {
        const float value = w.sample.values[static_cast<std::size_t>(first * columns) + i];
        QVERIFY2(std::bit_cast<std::uint32_t>(got[i]) == std::bit_cast<std::uint32_t>(value) || (got[i] == 0 && value == 0),
                 qPrintable(QString("%1: %2, expected %3").arg(i).arg(got[i]).arg(value)));
        QVERIFY(got_halves[i].to_float() == BF16::from_float(value).to_float());
      }
    }
  }
};

HALFTONE_DEVICE_TEST_MAIN(DequantiseTest, has_device())
#include "dequantise_test.moc"
