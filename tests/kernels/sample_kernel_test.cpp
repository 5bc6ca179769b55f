// The GPU's kernel for sampling, on the host (block_shim.h): it chooses what the CPU chooses, however its threads come and go, and leaves
// its memory as it was. That the card does the same is what tests/kernels/cuda/sample_test.cpp sees.
#include <QTest>
#include <memory>

#include "tests/kernels/sample_cases.h"
// The shim comes before what is written for nvcc.
#include "tests/kernels/block_shim.h"
// And then this.
#include "kernels/cuda/sample_kernel.cuh"

using namespace halftone;

namespace {

// As GridBarrier (kernels/cuda/grid_barrier.cuh): of a thread, over one count of the grid's.
class ShimBarrier {
 public:
  explicit ShimBarrier(unsigned* count) : count_(count) {}
  void arrive() {
    __syncthreads();
    target_ += gridDim.x;
    if (threadIdx.x == 0) ++*count_, ++shim::grid->steps;
  }
  void wait() const {
    if (threadIdx.x == 0) {
      while (*count_ < target_) shim::yield();
    }
    __syncthreads();
  }
  void leave() {
    target_ += gridDim.x;
    if (threadIdx.x == 0 && ++*count_ == target_) *count_ = 0;
  }

 private:
  unsigned* count_;
  unsigned target_ = 0;
};

struct Device {
  std::unique_ptr<cuda::SampleWork> work = std::make_unique<cuda::SampleWork>();
  unsigned barrier = 0;

  // −2: blocks wait for each other for ever; −3: the memory is not as it was.
  std::int32_t sample(const SampleArgs& args, unsigned blocks, unsigned seed) {
    const SampleRule rule(args);
    std::int32_t out = -4;
    const cuda::SampleParams params{args.logits.data,
                                    static_cast<int>(args.logits.shape[0]),
                                    rule.rate,
                                    rule.count,
                                    rule.share,
                                    rule.last_level,
                                    args.uniform,
                                    work.get(),
                                    &out};
    std::vector<cuda::SampleShared> shared(blocks);
    const bool over = shim::run_grid(blocks, cuda::kSampleThreads, seed, [&] {
      ShimBarrier own(&barrier);
      cuda::sample_row(params, own, shared[blockIdx.x]);
    });
    if (!over) return -2;
    bool zeros = barrier == 0 && work->largest == 0 && work->finite == 0;
    for (const cuda::Bins& bins : work->bins) {
      for (int i = 0; i < cuda::kBins; ++i) zeros = zeros && bins.count[i] == 0 && bins.weight[i] == 0;
    }
    return zeros ? out : -3;
  }
};

}  // namespace

class SampleKernelTest : public QObject {
  Q_OBJECT

 private slots:
  void choosesWhatTheCpuChooses() {
    Device device;
    unsigned seed = 0, taken = 0;
    for (const int length : {1, 33, 513, 3001}) {
      for (const SampleRow& row : sample_rows(length)) {
        for (const SampleCase& c : sample_cases(length, 1)) {
          std::vector<float> logits = row.logits;
          SampleArgs args = c.args(logits);
          const std::int32_t expected = cpu::sample(args);  // which leaves the penalty applied
          args.repeat_penalty = 1;
          if (args.takes_largest() || seed++ % 61 != 0) continue;  // some of them: a fibre is no thread
          const std::int32_t found = device.sample(args, 1 + seed % 5, seed);
          ++taken;
          if (found != expected)
            QFAIL(qPrintable(QString("%1 for %2: %3, %4, %5").arg(found).arg(expected).arg(row.name, c.name()).arg(length)));
        }
      }
    }
    QVERIFY(taken > 60);
  }

  // Cuts by both within one bin of the first step, and cuts whose ties end long before the row does: late draws see what is kept too much.
  void whatIsBehindTheCutIsNotDrawn() {
    Device device;
    const std::vector<SampleRow> rows = sample_rows(3001);
    for (const std::size_t row : {std::size_t{0}, std::size_t{1}}) {
      for (const std::int64_t top_k : {std::int64_t{40}, std::int64_t{700}}) {
        for (const float top_p : {0.5f, 0.9f, 1.0f}) {
          for (const double uniform : {0.4, 0.93, 0.998}) {
            SampleCase c{.temperature = row == 0 ? 20.0f : 4.0f, .top_k = top_k, .top_p = top_p, .uniform = uniform};
            std::vector<float> logits = rows[row].logits;
            const std::int32_t expected = cpu::sample(c.args(logits));
            const std::int32_t found = device.sample(c.args(logits), 1 + (top_k == 40), 7);
            if (found != expected) QFAIL(qPrintable(QString("%1 for %2: %3, %4").arg(found).arg(expected).arg(rows[row].name, c.name())));
          }
        }
      }
    }
  }
};

QTEST_APPLESS_MAIN(SampleKernelTest)
#include "sample_kernel_test.moc"
