// A GPU that is none: the CPU's ops on memory of its own, that fails when it is told to, and when it is handed memory that is not its own.
#pragma once

#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <stdexcept>

#include "engine/backend/cpu_backend.h"
#include "engine/generate/device_names.h"
#include "kernels/core/device_fault.h"

namespace halftone::test {

struct FakeGpu {
  int count = 1;  // of the same kind
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

  void check(const void* at) const {
    const auto next = taken_.upper_bound(static_cast<const std::byte*>(at));
    const bool is_ours = next != taken_.begin() && at < std::prev(next)->first + std::prev(next)->second;
    if (at && !is_ours) throw std::logic_error("memory of another device");
  }

 protected:
  std::byte* take(std::int64_t bytes, MemoryTag tag) override {
    if (gpu_.on_allocate) gpu_.on_allocate(bytes, tag);
    auto* data = static_cast<std::byte*>(::operator new(static_cast<std::size_t>(bytes), kAlignment));
    std::memset(data, 0, static_cast<std::size_t>(bytes));
    taken_[data] = bytes;
    return data;
  }
  void give_back(std::byte* data, std::int64_t) noexcept override {
    taken_.erase(data);
    ::operator delete(data, kAlignment);
  }

 private:
  std::map<const std::byte*, std::int64_t> taken_;
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

  // Tokens, positions, small tables and the list of pages are the host's; numbers, weights and pages are the device's.
  void embed(const EmbedArgs& args) override {
    check({args.table.data, args.position_table.data, args.out.data});
    cpu_->embed(args);
  }
  void norm(const NormArgs& args) override {
    check({args.x.data, args.weight.data, args.bias.data, args.out.data});
    cpu_->norm(args);
  }
  void matmul(const MatmulArgs& args) override {
    if (gpu_.on_matmul) gpu_.on_matmul();
    check({args.x.data, args.weight.data, args.bias.data, args.y.data, args.scratch.data()});
    cpu_->matmul(args);
  }
  void rope(const RopeArgs& args) override {
    check({args.x.data});
    cpu_->rope(args);
  }
  void kv_store(const KvStoreArgs& args) override {
    check({args.keys.data, args.values.data});
    for (const std::byte* page : args.cache.pages) check({page});
    cpu_->kv_store(args);
  }
  void attention(AttentionKind kind, const AttentionArgs& args) override {
    check({args.q.data, args.out.data, args.scratch.data()});
    for (const std::byte* page : args.cache.pages) check({page});
    cpu_->attention(kind, args);
  }
  void glu(const GluArgs& args) override {
    check({args.gate.data, args.up.data, args.out.data});
    cpu_->glu(args);
  }
  void cap(const CapArgs& args) override {
    check({args.x.data});
    cpu_->cap(args);
  }
  void add(const AddArgs& args) override {
    check({args.x.data, args.out.data});
    cpu_->add(args);
  }
  double read_bandwidth_gb_s() override { return 1; }
  double matmul_tflop_s() override { return 1; }

 private:
  void check(std::initializer_list<const void*> all) const {
    for (const void* one : all) arena_.check(one);
  }

  const FakeGpu& gpu_;
  FakeGpuArena arena_;
  std::unique_ptr<Backend> cpu_;
};

inline GpuSource FakeGpu::source() {
  return {.list =
              [this] {
                std::vector<CudaDevice> devices;
                for (int i = 0; i < count; ++i) devices.push_back({i, "Fake GPU", 90, std::int64_t{8} << 30, free_bytes});
                return Result<std::vector<CudaDevice>>(devices);
              },
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
