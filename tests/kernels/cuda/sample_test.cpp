// The token chosen on the GPU is the one that the CPU takes, for every parameter, seed and length; and what the penalty leaves is the same.
#include "kernels/cuda/sample.h"

#include <bit>
#include <memory>

#include "tests/kernels/cuda/device_buffer.h"
#include "tests/kernels/sample_cases.h"
#include "tests/needs_device.h"

using namespace halftone;

class CudaSampleTest : public QObject {
  Q_OBJECT

  std::unique_ptr<cuda::Context> context_;
  std::unique_ptr<cuda::TokenChoice> choice_;

 private slots:
  void initTestCase() {
    context_ = std::make_unique<cuda::Context>(0);
    choice_ = std::make_unique<cuda::TokenChoice>(*context_);
  }
  void cleanupTestCase() { choice_.reset(), context_.reset(); }

  void choosesWhatTheCpuChooses() {
    for (const int length : {1, 2, 33, 511, 513, 4099, 67'584, 67'585, 128'256, 262'144}) {
      for (const SampleRow& row : sample_rows(length)) {
        for (const SampleCase& c : sample_cases(length, length > 100'000 ? 1 : 4)) {
          std::vector<float> logits = row.logits;
          const std::int32_t expected = cpu::sample(c.args(logits));
          const DeviceBuffer<float> there(row.logits);
          SampleArgs args = c.args(logits);
          args.logits.data = there.data();
          QVERIFY2(choice_->sample(args) == expected, qPrintable(QString("%1 of %2, %3").arg(row.name).arg(length).arg(c.name())));
        }
      }
    }
  }

  void manySeedsOnOneRow() {
    std::vector<float> logits = sample_rows(128'256).front().logits;
    const DeviceBuffer<float> there(logits);
    for (int i = 0; i < 2000; ++i) {
      SampleCase c{.temperature = 0.8f, .top_k = i % 2 ? 0 : 50, .top_p = i % 3 ? 1.0f : 0.95f, .min_p = i % 5 ? 0.0f : 0.05f};
      c.uniform = i / 2000.0;
      SampleArgs args = c.args(logits);
      const std::int32_t expected = cpu::sample(args);
      args.logits.data = there.data();
      QVERIFY2(choice_->sample(args) == expected, qPrintable(c.name()));
    }
  }

  void thePenaltyIsTheSameToTheBit() {
    const SampleRow row = sample_rows(5000).front();
    std::vector<float> here = row.logits;
    const DeviceBuffer<float> there(row.logits);
    SampleCase c{.repeat_penalty = 1.3f};
    for (std::int32_t i = 0; i < 9000; ++i) c.history.push_back(i * 37 % 6000 - 500);
    SampleArgs args = c.args(here);
    cpu::sample(args);
    args.logits.data = there.data();
    choice_->sample(args);
    const std::vector<float> left = there.host(*context_);
    for (std::size_t i = 0; i < here.size(); ++i) QCOMPARE(std::bit_cast<std::uint32_t>(left[i]), std::bit_cast<std::uint32_t>(here[i]));
  }

  void anEmptyRowHasNoToken() {
    std::vector<float> none;
    QCOMPARE(choice_->sample(SampleCase{}.args(none)), -1);
  }
};

HALFTONE_DEVICE_TEST_MAIN(CudaSampleTest, has_device())
#include "sample_test.moc"
