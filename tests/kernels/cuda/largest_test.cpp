// The greedy choice on the GPU against its definition, on rows with ties, NaN, infinities and of every length around a block's.
#include <cmath>
#include <limits>
#include <memory>
#include <random>

#include "kernels/cuda/ops.h"
#include "kernels/ops/sample.h"
#include "tests/kernels/cuda/device_buffer.h"
#include "tests/needs_device.h"

using namespace halftone;

class LargestTest : public QObject {
  Q_OBJECT

  std::unique_ptr<cuda::Context> context_;

  void verify(std::vector<float> row) {
    const DeviceBuffer<float> numbers(row);
    const DeviceBuffer<std::int32_t> found(1);
    for (int again = 0; again < 2; ++again) {
      cuda::largest({numbers.data(), {static_cast<std::int64_t>(row.size())}}, found.data(), *context_);
      std::vector<float> copy = row;
      QCOMPARE(found.host(*context_).front(), reference::sample({.logits = {copy.data(), {static_cast<std::int64_t>(copy.size())}}}));
    }
  }

 private slots:
  void initTestCase() { context_ = std::make_unique<cuda::Context>(0); }

  void choosesAsTheDefinitionSays() {
    std::mt19937 random(5);
    constexpr float kInfinite = std::numeric_limits<float>::infinity(), kNan = std::numeric_limits<float>::quiet_NaN();
    for (const std::size_t length : {1u, 2u, 31u, 33u, 255u, 257u, 16384u, 16385u, 128256u}) {
      std::vector<float> row(length);
      for (float& value : row) value = static_cast<float>(static_cast<int>(random() % 2001) - 1000) / 8;  // many equals
      verify(row);
      row[random() % length] = kNan;
      verify(row);
      for (float& value : row) value = -std::abs(value) - 1;
      verify(row);
      row[random() % length] = -0.0f, row[random() % length] = 0.0f;
      verify(row);
      row[length - 1] = 1e30f;
      verify(row);
      verify(std::vector<float>(length, kNan));
      verify(std::vector<float>(length, -kInfinite));
      verify(std::vector<float>(length, 3.0f));
    }
  }
};

HALFTONE_DEVICE_TEST_MAIN(LargestTest, has_device())
#include "largest_test.moc"
