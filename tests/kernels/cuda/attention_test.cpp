// What attention promises on the GPU alone: a recorded launch serves every position.
#include "kernels/cuda/attention.h"

#include <cmath>

#include "tests/kernels/attention_cases.h"
#include "tests/kernels/cuda/device_cache.h"
#include "tests/needs_device.h"

using namespace halftone;
using namespace halftone::attention_cases;

class CudaAttentionTest : public QObject {
  Q_OBJECT

  std::unique_ptr<cuda::Context> context_;

 private slots:
  void initTestCase() { context_ = std::make_unique<cuda::Context>(0); }

  // The launch of one token is recorded once: its geometry knows no length, and the position is read where it lies.
  void one_launch_serves_every_position() {
    constexpr std::int64_t kHeads = 8, kKvHeads = 2, kWidth = 128, kLength = 700;
    const auto q = random_numbers(kHeads * kWidth, 1), keys = random_numbers(kLength * kKvHeads * kWidth, 2),
               values = random_numbers(kLength * kKvHeads * kWidth, 3);
    CacheFixture cache(KvFormat::bf16, kKvHeads, kWidth, kLength, 32);
    cache.store(keys, values);
    const DeviceCache there(cache);
    const DeviceBuffer<float> device_q(q), out(q.size());
    const DeviceBuffer<std::int32_t> position(1);
    const AttentionPolicy policy{0.09f, true, 0, 0, {}};
    const AttentionShape shape{1, kLength, kHeads, kWidth, 32, 1};
    const DeviceBuffer<std::byte> scratch(
        static_cast<std::size_t>(cuda::attention_scratch_bytes(AttentionKind::flash, shape, kKvHeads, KvFormat::bf16, context_->multiprocessors())));
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t recorded = nullptr;
    cuda::check(cudaStreamBeginCapture(context_->stream(), cudaStreamCaptureModeThreadLocal), "recording");
    cuda::attention(
        AttentionKind::flash,
        {{device_q.data(), {1, kHeads, kWidth}}, 0, there.view(), policy, {out.data(), {1, kHeads, kWidth}}, scratch.span(), {}, 0},
        position.data(), *context_);
    cuda::check(cudaStreamEndCapture(context_->stream(), &graph), "recording");
    cuda::check(cudaGraphInstantiate(&recorded, graph, 0), "recording");
    const Case c{"", 1, kLength - 1, kHeads, kKvHeads, kWidth, 32};
    Inputs in = make_inputs(c);
    in.q = q, in.keys = keys, in.values = values, in.policy = policy;
    for (const std::int32_t at : {0, 5, 31, 32, 255, 699, 64}) {
      copy_to_device(position.data(), &at, sizeof at);
      cuda::check(cudaGraphLaunch(recorded, context_->stream()), "recording");
      const std::vector<float> found = out.host(*context_), expected = attend_reference(q, kHeads, at, cache.view(), policy);
      for (std::size_t i = 0; i < q.size(); ++i)
        QVERIFY2(std::abs(static_cast<double>(found[i]) - expected[i]) <= float_tolerance(c, in, 20), qPrintable(QString("at %1").arg(at)));
    }
    cudaGraphExecDestroy(recorded);
    cudaGraphDestroy(graph);
  }
};

HALFTONE_DEVICE_TEST_MAIN(CudaAttentionTest, has_device())
#include "attention_test.moc"
