#include "tests/kernels/device.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

#include "kernels/core/thread_pool.h"
#include "kernels/layouts/panel.h"
#include "kernels/layouts/split_layout.h"
#include "tests/kernels/aligned_bytes.h"
#include "tests/kernels/cuda_device.h"
#include "tests/kernels/instruction_sets.h"
#include "tests/needs_device.h"

namespace halftone {

namespace {

class CpuDevice : public Device {
 public:
  explicit CpuDevice(const char* instruction_set) : name_(instruction_set) {}

  std::string name() const override { return name_; }
  WeightLayout layout() const override { return WeightLayout::panels; }
  MatmulPrecision matmul_precision(Format format, std::int64_t) const override {
    return {.rounds_x_to_int8 = info(format).quantised && format != Format::nf4 && format != Format::bnb_nf4 && format != Format::bnb_fp4};
  }
  std::int64_t attention_scratch_bytes(AttentionKind kind, const AttentionShape& shape, std::int64_t, KvFormat) const override {
    return halftone::attention_scratch_bytes(kind, shape);
  }

  void attention(AttentionKind kind, const AttentionArgs& without_scratch) override {
    AttentionArgs args = without_scratch;
    AlignedBytes scratch(halftone::attention_scratch_bytes(
        kind, {args.q.shape[0], args.cache.length, args.q.shape[1], args.cache.head_width, args.cache.page_tokens, pool_.threads()}));
    args.scratch = scratch.span();
    cpu::attention(kind, args, pool_);
  }
  void matmul(const MatmulArgs& without_scratch) override {
    MatmulArgs args = without_scratch;
    AlignedBytes scratch(matmul_scratch_bytes(args.x.shape[0], args.weight.columns));
    args.scratch = scratch.span();
    cpu::matmul(args, pool_);
  }
  void add(const AddArgs& args) override { cpu::add(args, pool_); }
  void cap(const CapArgs& args) override { cpu::cap(args, pool_); }
  void embed(const EmbedArgs& args) override { cpu::embed(args, pool_); }
  void glu(const GluArgs& args) override { cpu::glu(args, pool_); }
  void kv_store(const KvStoreArgs& args) override { cpu::kv_store(args, pool_); }
  void norm(const NormArgs& args) override { cpu::norm(args, pool_); }
  void rope(const RopeArgs& args) override { cpu::rope(args, pool_); }

 private:
  std::string name_;
  ThreadPool pool_{3};
};

class ReferenceDevice : public Device {
 public:
  std::string name() const override { return "reference"; }
  WeightLayout layout() const override { return WeightLayout::row_major; }
  MatmulPrecision matmul_precision(Format, std::int64_t) const override { return {}; }
  std::int64_t attention_scratch_bytes(AttentionKind, const AttentionShape&, std::int64_t, KvFormat) const override { return 0; }

  void attention(AttentionKind, const AttentionArgs& args) override { reference::attention(args); }
  void matmul(const MatmulArgs& args) override { reference::matmul(args); }
  void add(const AddArgs& args) override { reference::add(args); }
  void cap(const CapArgs& args) override { reference::cap(args); }
  void embed(const EmbedArgs& args) override { reference::embed(args); }
  void glu(const GluArgs& args) override { reference::glu(args); }
  void kv_store(const KvStoreArgs& args) override { reference::kv_store(args); }
  void norm(const NormArgs& args) override { reference::norm(args); }
  void rope(const RopeArgs& args) override { reference::rope(args); }
};

std::unique_ptr<Device> the_gpu;  // null: this run is the CPU's

}  // namespace

void for_each_device(const DeviceCheck& check) {
  if (the_gpu) return check(*the_gpu);
  for_each_instruction_set([&](const char* set) {
    CpuDevice device(set);
    check(device);
  });
}

void for_each_implementation(const DeviceCheck& check) {
  if (!the_gpu) {
    ReferenceDevice definition;
    check(definition);
  }
  for_each_device(check);
}

std::vector<std::byte> packed(Format format, WeightLayout layout, const std::byte* row_major, std::int64_t rows, std::int64_t columns) {
  const std::int64_t row_bytes = info(format).row_bytes(columns);
  std::vector<std::byte> out(static_cast<std::size_t>(weight_bytes(format, layout, rows, columns)));
  switch (layout) {
    case WeightLayout::row_major: std::copy_n(row_major, rows * row_bytes, out.begin()); break;
    case WeightLayout::panels:
      for (std::int64_t n = 0; n < rows; n += kPanelRows)
        pack_panel(format, row_major + n * row_bytes, std::min(kPanelRows, rows - n), columns, out.data() + n * row_bytes);
      break;
    case WeightLayout::split:
      split_blocks(format, row_major, rows, columns, out.data(), out.data() + SplitLayout(format, rows, columns).headers_at());
      break;
  }
  return out;
}

int run_on_devices(QObject& test, int argc, char** argv) {
  const bool on_gpu = argc > 2 && std::string_view(argv[1]) == "--device" && std::string_view(argv[2]) == "cuda";
  if (on_gpu) {
    the_gpu = cuda_device();
    std::rotate(argv + 1, argv + 3, argv + argc);
    argc -= 2;
  }
  const int result = run_if(!on_gpu || the_gpu, test, argc, argv);
  the_gpu.reset();
  return result;
}

}  // namespace halftone
