#include "engine/backend/cpu_backend.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/machine.h"

namespace halftone {

namespace {

class CpuBackend final : public Backend {
 public:
  CpuBackend(int threads, std::int64_t baseline) : pool_(threads), baseline_(baseline) {}

  std::string name() const override { return fmt::format("CPU · {}, {} threads", cpu_name(), pool_.threads()); }
  Arena& arena() override { return arena_; }
  WeightLayout matrix_layout() const override { return WeightLayout::panels; }
  ThreadPool& pool() override { return pool_; }

  MemoryReport memory() const override {
    MemoryReport report = arena_.report();
    report.device_total = total_memory();
    report.device_free = available_memory();
    report.process = resident_memory();
    report.baseline = baseline_;
    report.others = std::max<std::int64_t>(0, report.device_total - report.device_free - report.process);
    return report;
  }

  void embed(const EmbedArgs& args) override { cpu::embed(args, pool_); }
  void norm(const NormArgs& args) override { cpu::norm(args, pool_); }
  void matmul(const MatmulArgs& args) override { cpu::matmul(args, pool_); }
  void rope(const RopeArgs& args) override { cpu::rope(args, pool_); }
  void kv_store(const KvStoreArgs& args) override { cpu::kv_store(args, pool_); }
  void attention(AttentionKind kind, const AttentionArgs& args) override { cpu::attention(kind, args, pool_); }
  void gate(const GateArgs& args) override { cpu::gate(args, pool_); }

 private:
  HostArena arena_;
  ThreadPool pool_;
  std::int64_t baseline_;
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(int threads, std::int64_t baseline) {
  return std::make_unique<CpuBackend>(threads, baseline);
}

}  // namespace halftone
