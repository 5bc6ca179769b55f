// The GPU: ops of kernels/cuda on one stream.
#include "engine/backend/cuda_backend.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/backend/cuda/cuda_program.h"
#include "engine/backend/cuda/device_arena.h"
#include "engine/backend/cuda/device_memory.h"
#include "engine/backend/cuda/on_device.h"
#include "kernels/cuda/attention.h"
#include "kernels/cuda/limits.h"
#include "kernels/cuda/loaded_code.h"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/ops.h"
#include "kernels/cuda/sample.h"

namespace halftone {

using cuda::check;

namespace {

class CudaSizes final : public DeviceSizes {
 public:
  explicit CudaSizes(int multiprocessors) : multiprocessors_(multiprocessors) {}
  WeightLayout matrix_layout() const override { return WeightLayout::split; }
  std::int64_t scratch_bytes(const ScratchShape& s) const override {
    const AttentionShape attention{s.tokens, s.length, s.heads, s.head_width, s.page_tokens, 1};
    // The widest format: floats for x, a panel for a quantised weight of any number of rows.
    const std::int64_t product = s.tokens * s.widest * 4 + 256 + cuda::largest_gemm_panel_bytes(s.widest);
    return std::max(product, cuda::attention_scratch_bytes(s.attention, attention, s.kv_heads, s.cache, multiprocessors_));
  }
  std::int64_t prefill_chunk() const override { return 2048; }

 private:
  int multiprocessors_;
};

class CudaBackend final : public Backend {
 public:
  CudaBackend(int device, int threads)
      : memory_(device), context_(device), arena_(device), on_device_(arena_), pool_(std::make_unique<ThreadPool>(threads)) {
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, device), "asking the device");
    name_ = properties.name;
    memory_.set_baseline();
  }
  ~CudaBackend() override {
    cudaFreeHost(host_logits_);
    cudaStreamSynchronize(context_.stream());
  }

  Sentence name() const override { return Sentence(name_); }
  Arena& arena() override { return arena_; }
  WeightLayout matrix_layout() const override { return sizes().matrix_layout(); }
  std::int64_t scratch_bytes(const ScratchShape& s) const override { return sizes().scratch_bytes(s); }
  std::int64_t prefill_chunk() const override { return sizes().prefill_chunk(); }
  ThreadPool& pool() override { return *pool_; }
  void set_threads(int threads) override { pool_ = std::make_unique<ThreadPool>(threads); }
  MemoryReport memory() const override { return memory_.complete(arena_.report()); }

  double read_bandwidth_gb_s() override { return context_.make_current(), cuda::read_bandwidth_gb_s(context_); }
  double matmul_tflop_s() override { return context_.make_current(), cuda::matmul_tflop_s(context_); }

  std::unique_ptr<CompiledProgram> compile(const TokenProgram& program) override {
    context_.make_current();
    return std::make_unique<CudaProgram>(*this, program, on_device_, context_);
  }
  void begin(const Pass& pass) override { on_device_.set(pass, context_); }
  MatrixView<float> readable(MatrixView<float> numbers) override;
  std::int32_t sample(const SampleArgs& args, const std::function<void()>& meanwhile) override {
    context_.make_current();
    if (!choice_) choice_ = std::make_unique<cuda::TokenChoice>(context_), on_device_.set_choice(choice_->choice());
    return choice_->sample(args, meanwhile);
  }

  void embed(const EmbedArgs& args) override { cuda::embed(on_device_(args), context_); }
  void norm(const NormArgs& args) override { cuda::norm(args, context_); }
  void matmul(const MatmulArgs& args) override { cuda::matmul(args, context_); }
  void rope(const RopeArgs& args) override { cuda::rope(on_device_(args), context_); }
  void kv_store(const KvStoreArgs& args) override { cuda::kv_store(on_device_(args), on_device_.start(), context_); }
  void attention(AttentionKind kind, const AttentionArgs& args) override {
    cuda::attention(kind, on_device_(args), on_device_.start(), context_);
  }
  void glu(const GluArgs& args) override { cuda::glu(args, context_); }
  void cap(const CapArgs& args) override { cuda::cap(args, context_); }
  void add(const AddArgs& args) override { cuda::add(args, context_); }

 private:
  CudaSizes sizes() const { return CudaSizes(context_.multiprocessors()); }

  DeviceMemory memory_;  // first: it looks at the device before anybody has taken anything
  cuda::Context context_;
  DeviceArena arena_;
  OnDevice on_device_;
  std::unique_ptr<ThreadPool> pool_;
  std::string name_;
  float* host_logits_ = nullptr;  // pinned
  std::int64_t host_logits_count_ = 0;
  std::unique_ptr<cuda::TokenChoice> choice_;  // from the first token on
};

MatrixView<float> CudaBackend::readable(MatrixView<float> numbers) {
  context_.make_current();
  if (numbers.size() > host_logits_count_) {
    cudaFreeHost(std::exchange(host_logits_, nullptr));
    host_logits_count_ = 0;
    check(cudaMallocHost(&host_logits_, static_cast<std::size_t>(numbers.size()) * sizeof(float)), "memory for logits");
    host_logits_count_ = numbers.size();
  }
  check(cudaMemcpyAsync(host_logits_, numbers.data, static_cast<std::size_t>(numbers.size()) * sizeof(float), cudaMemcpyDeviceToHost,
                        context_.stream()),
        "reading logits");
  context_.synchronise();
  return {host_logits_, numbers.shape};
}

}  // namespace

Result<std::vector<CudaDevice>> cuda_devices() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status != cudaSuccess || count == 0) {
    cudaGetLastError();
    int driver = 0;
    cudaDriverGetVersion(&driver);
    if (status == cudaErrorInsufficientDriver && driver > 0) {
      return fail(ErrorKind::unsupported, "Update the NVIDIA driver, or choose the CPU.",
                  "the NVIDIA driver knows CUDA {}.{}; this build needs {}.{}", driver / 1000, driver % 1000 / 10, CUDART_VERSION / 1000,
                  CUDART_VERSION % 1000 / 10);
    }
    return fail(ErrorKind::unsupported, "Choose the CPU, or install an NVIDIA driver.", "there is no NVIDIA GPU, or no driver for it");
  }
  std::vector<CudaDevice> devices;
  auto reason = Sentence("no NVIDIA GPU answers");
  for (int i = 0; i < count; ++i) {
    cudaDeviceProp properties{};
    if (cudaGetDeviceProperties(&properties, i) != cudaSuccess) continue;
    const int capability = properties.major * 10 + properties.minor;
    if (cuda::build_code_for(capability) == 0) {
      const int lowest = cuda::build_lowest_capability();
      reason = sentence("{} is of compute capability {}.{}; this build has no code for it, only for {}.{} and some later ones",
                        std::string(properties.name), properties.major, properties.minor, lowest / 10, lowest % 10);
      continue;
    }
    const DeviceMemory memory(i);
    devices.push_back({i, properties.name, capability, static_cast<std::int64_t>(properties.totalGlobalMem), memory.free()});
  }
  if (devices.empty()) return fail(ErrorKind::unsupported, "Choose the CPU.", "{}", reason);
  return devices;
}

std::unique_ptr<DeviceSizes> cuda_sizes(int device) {
  int multiprocessors = 0;
  check(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, device), "asking the device");
  return std::make_unique<CudaSizes>(multiprocessors);
}

std::unique_ptr<Backend> make_cuda_backend(int device, int threads) { return std::make_unique<CudaBackend>(device, threads); }

}  // namespace halftone
