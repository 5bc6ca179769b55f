#include "engine/backend/cpu_backend.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/machine.h"

namespace halftone {

namespace {

class CpuBackend final : public Backend {
 public:
  CpuBackend(int threads, std::int64_t baseline) : pool_(std::make_unique<ThreadPool>(threads)), baseline_(baseline) {}

  std::string name() const override { return fmt::format("CPU · {}, {} threads", processor().name, pool_->threads()); }
  Arena& arena() override { return arena_; }
  WeightLayout matrix_layout() const override { return WeightLayout::panels; }
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

  void embed(const EmbedArgs& args) override { cpu::embed(args, *pool_); }
  void norm(const NormArgs& args) override { cpu::norm(args, *pool_); }
  void matmul(const MatmulArgs& args) override { cpu::matmul(args, *pool_); }
  void rope(const RopeArgs& args) override { cpu::rope(args, *pool_); }
  void kv_store(const KvStoreArgs& args) override { cpu::kv_store(args, *pool_); }
  void attention(AttentionKind kind, const AttentionArgs& args) override { cpu::attention(kind, args, *pool_); }
  void gate(const GateArgs& args) override { cpu::gate(args, *pool_); }
  void bound(const BoundArgs& args) override { cpu::bound(args, *pool_); }

 private:
  HostArena arena_;
  std::unique_ptr<ThreadPool> pool_;
  std::int64_t baseline_;
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(int threads, std::int64_t baseline) {
  return std::make_unique<CpuBackend>(threads, baseline);
}

}  // namespace halftone
