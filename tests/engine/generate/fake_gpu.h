// A GPU that is none: the CPU's ops on memory of its own, that fails when it is told to.
#pragma once

#include <cstring>
#include <functional>
#include <memory>
#include <new>

#include "engine/backend/cpu_backend.h"
#include "engine/generate/device.h"
#include "kernels/core/device_fault.h"

namespace halftone::test {

struct FakeGpu {
  std::int64_t free_bytes = std::int64_t{8} << 30;
  std::function<void()> on_open = {};                                       // may throw
  std::function<void(std::int64_t bytes, MemoryTag tag)> on_allocate = {};  // may throw
  std::function<void()> on_matmul = {};                                     // may throw

  // From here on it is lost: whatever is asked of it says so.
  void lose() {
    const auto fails = [] { throw DeviceFault("computing a token: an illegal memory access was encountered", true); };
    on_open = on_matmul = fails;
    on_allocate = [fails](std::int64_t, MemoryTag) { fails(); };
  }
  GpuSource source();
};

class FakeGpuArena final : public Arena {
 public:
  explicit FakeGpuArena(const FakeGpu& gpu) : gpu_(gpu) {}
  void upload(std::byte* to, const std::byte* from, std::int64_t bytes) override { copy(to, from, bytes); }
  void copy(std::byte* to, const std::byte* from, std::int64_t bytes) override { std::memcpy(to, from, static_cast<std::size_t>(bytes)); }
  bool is_host() const override { return true; }

 protected:
  std::byte* take(std::int64_t bytes, MemoryTag tag) override {
    if (gpu_.on_allocate) gpu_.on_allocate(bytes, tag);
    auto* data = static_cast<std::byte*>(::operator new(static_cast<std::size_t>(bytes), kAlignment));
    std::memset(data, 0, static_cast<std::size_t>(bytes));
    return data;
  }
  void give_back(std::byte* data, std::int64_t) noexcept override { ::operator delete(data, kAlignment); }

 private:
  static constexpr std::align_val_t kAlignment{64};
  const FakeGpu& gpu_;
};

class FakeGpuBackend final : public Backend {
 public:
  FakeGpuBackend(const FakeGpu& gpu, int threads) : gpu_(gpu), arena_(gpu), cpu_(make_cpu_backend(threads, 0)) {}

  Sentence name() const override { return Sentence(std::string("Fake GPU")); }
  Arena& arena() override { return arena_; }
  ThreadPool& pool() override { return cpu_->pool(); }
  void set_threads(int threads) override { cpu_->set_threads(threads); }
  MemoryReport memory() const override {
    MemoryReport report = arena_.report();
    report.device_total = std::int64_t{8} << 30;
    report.device_free = gpu_.free_bytes - report.total();
    return report;
  }
  WeightLayout matrix_layout() const override { return cpu_->matrix_layout(); }
  std::int64_t scratch_bytes(const ScratchShape& shape) const override { return cpu_->scratch_bytes(shape); }
  std::int64_t prefill_chunk() const override { return cpu_->prefill_chunk(); }

  void embed(const EmbedArgs& args) override { cpu_->embed(args); }
  void norm(const NormArgs& args) override { cpu_->norm(args); }
  void matmul(const MatmulArgs& args) override {
    if (gpu_.on_matmul) gpu_.on_matmul();
    cpu_->matmul(args);
  }
  void rope(const RopeArgs& args) override { cpu_->rope(args); }
  void kv_store(const KvStoreArgs& args) override { cpu_->kv_store(args); }
  void attention(AttentionKind kind, const AttentionArgs& args) override { cpu_->attention(kind, args); }
  void glu(const GluArgs& args) override { cpu_->glu(args); }
  void cap(const CapArgs& args) override { cpu_->cap(args); }
  void add(const AddArgs& args) override { cpu_->add(args); }
  double read_bandwidth_gb_s() override { return 1; }
  double matmul_tflop_s() override { return 1; }

 private:
  const FakeGpu& gpu_;
  FakeGpuArena arena_;
  std::unique_ptr<Backend> cpu_;
};

inline GpuSource FakeGpu::source() {
  return {.list = [] { return Result<std::vector<CudaDevice>>({CudaDevice{.index = 0, .name = "Fake GPU", .capability = 90}}); },
          .open = [this](int, int threads) -> std::unique_ptr<Backend> {
            if (on_open) on_open();
            return std::make_unique<FakeGpuBackend>(*this, threads);
          },
          .sizes =
              [this](int) {
                if (on_open) on_open();
                return cpu_sizes(0);
              },
          .is_plugged_in = [] { return true; }};
}

}  // namespace halftone::test
