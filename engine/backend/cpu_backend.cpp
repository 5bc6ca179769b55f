#include "engine/backend/cpu_backend.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/base/machine.h"
#include "kernels/core/bandwidth.h"
#include "kernels/core/usable_cores.h"

namespace halftone {

namespace {

class CpuSizes final : public DeviceSizes {
 public:
  explicit CpuSizes(int threads) : threads_(threads) {}
  WeightLayout matrix_layout() const override { return WeightLayout::panels; }
  std::int64_t scratch_bytes(const ScratchShape& s) const override {
    const AttentionShape attention{s.tokens, s.length, s.heads, s.head_width, s.page_tokens, threads_};
    return std::max(matmul_scratch_bytes(s.tokens, s.widest), attention_scratch_bytes(s.attention, attention));
  }
  // Enough rows to read every weight seldom, few enough to keep the activations small.
  std::int64_t prefill_chunk() const override { return 256; }

 private:
  int threads_;
};

class CpuBackend final : public Backend {
 public:
  CpuBackend(int threads, std::int64_t baseline) : pool_(std::make_unique<ThreadPool>(threads)), baseline_(baseline) {}

  Sentence name() const override { return sentence("CPU · {}, {} threads", processor_name(), pool_->threads()); }
  Arena& arena() override { return arena_; }
  WeightLayout matrix_layout() const override { return sizes().matrix_layout(); }
  std::int64_t scratch_bytes(const ScratchShape& s) const override { return sizes().scratch_bytes(s); }
  std::int64_t prefill_chunk() const override { return sizes().prefill_chunk(); }
  ThreadPool& pool() override { return *pool_; }
  void set_threads(int threads) override { pool_ = std::make_unique<ThreadPool>(threads); }

  MemoryReport memory() const override {
    MemoryReport report = arena_.report();
    const MachineMemory machine = machine_memory();
    report.device_total = machine.total;
    report.device_free = machine.available;
    const ProcessMemory process = process_memory();
    report.process = process.resident;
    report.process_peak = process.peak_resident;
    report.baseline = baseline_;
    report.others = std::max<std::int64_t>(0, report.device_total - report.device_free - report.process);
    return report;
  }

  double read_bandwidth_gb_s() override { return read_bandwidth(*pool_, std::int64_t{512} << 20); }
  double matmul_tflop_s() override;

  void embed(const EmbedArgs& args) override { cpu::embed(args, *pool_); }
  void norm(const NormArgs& args) override { cpu::norm(args, *pool_); }
  void matmul(const MatmulArgs& args) override { cpu::matmul(args, *pool_); }
  void rope(const RopeArgs& args) override { cpu::rope(args, *pool_); }
  void kv_store(const KvStoreArgs& args) override { cpu::kv_store(args, *pool_); }
  void attention(AttentionKind kind, const AttentionArgs& args) override { cpu::attention(kind, args, *pool_); }
  void glu(const GluArgs& args) override { cpu::glu(args, *pool_); }
  void cap(const CapArgs& args) override { cpu::cap(args, *pool_); }
  void add(const AddArgs& args) override { cpu::add(args, *pool_); }

 private:
  CpuSizes sizes() const { return CpuSizes(pool_->threads()); }

  HostArena arena_;
  std::unique_ptr<ThreadPool> pool_;
  std::int64_t baseline_;
};

double CpuBackend::matmul_tflop_s() {
  constexpr std::int64_t tokens = 256, columns = 2048, rows = 2048;
  const auto floats = [&](std::int64_t n) { return arena_.allocate(n * static_cast<std::int64_t>(sizeof(float)), MemoryTag::workspace); };
  const Buffer x = floats(tokens * columns), y = floats(tokens * rows);
  const Buffer weight = arena_.allocate(weight_bytes(Format::f32, matrix_layout(), rows, columns), MemoryTag::workspace);
  const Buffer scratch = arena_.allocate(matmul_scratch_bytes(tokens, columns), MemoryTag::workspace);
  const auto fill = [](const Buffer& buffer) {
    auto* values = reinterpret_cast<float*>(buffer.data());
    for (std::int64_t i = 0; i < buffer.size() / 4; ++i) values[i] = static_cast<float>(i % 251) / 251.0f - 0.5f;
  };
  fill(x), fill(weight);
  const MatmulArgs args{.x = {reinterpret_cast<const float*>(x.data()), {tokens, columns}},
                        .weight = {Format::f32, matrix_layout(), weight.data(), rows, columns},
                        .bias = {},
                        .accumulate = false,
                        .y = {reinterpret_cast<float*>(y.data()), {tokens, rows}},
                        .scratch = {scratch.data(), static_cast<std::size_t>(scratch.size())}};
  std::array<double, 9> rates;
  for (double& rate : rates) {
    const auto began = std::chrono::steady_clock::now();
    matmul(args);
    rate = 2.0 * tokens * columns * rows / std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count() / 1e12;
  }
  std::ranges::nth_element(rates, rates.begin() + rates.size() / 2);
  return rates[rates.size() / 2];
}

}  // namespace

std::unique_ptr<DeviceSizes> cpu_sizes(int threads) { return std::make_unique<CpuSizes>(threads > 0 ? threads : usable_cores()); }

std::unique_ptr<Backend> make_cpu_backend(int threads, std::int64_t baseline) { return std::make_unique<CpuBackend>(threads, baseline); }

}  // namespace halftone
