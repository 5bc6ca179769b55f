// The GPU: ops of kernels/cuda on one stream. A pass of one token is recorded as a graph and replayed; half-layers of one token take
// the fused projections, half-layers of many share the rounding of what their products read.
#include "engine/backend/cuda_backend.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/backend/cuda/constants.h"
#include "engine/backend/cuda/device_arena.h"
#include "engine/backend/cuda/device_memory.h"
#include "engine/backend/cuda/pass_inputs.h"
#include "engine/backend/cuda/token_graph.h"
#include "engine/backend/op_args.h"
#include "kernels/cuda/attention.h"
#include "kernels/cuda/limits.h"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/gemv_chain.h"
#include "kernels/cuda/ops.h"

namespace halftone {

using cuda::check;

namespace {

VectorView<const float> row_of(MatrixView<const float> rows) { return {rows.data, {rows.shape[1]}}; }
VectorView<float> row_of(const TensorView<float, 3>& heads) { return {heads.data, {heads.shape[1] * heads.shape[2]}}; }
// What the 16-bit copy of x takes of the scratch; the panel for quantised weights lies behind it.
std::int64_t rounded_bytes_of(MatrixView<const float> x) { return (x.shape[0] * x.shape[1] * 2 + 255) / 256 * 256; }

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
      : memory_(device),
        context_(device),
        arena_(device),
        inputs_(arena_),
        constants_(arena_),
        pool_(std::make_unique<ThreadPool>(threads)) {
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

  double read_bandwidth_gb_s() override { return cuda::read_bandwidth_gb_s(context_); }
  double matmul_tflop_s() override { return cuda::matmul_tflop_s(context_); }

  bool run(const Pass& pass, const std::function<bool()>& body) override;
  MatrixView<float> readable(MatrixView<float> numbers) override;

  void embed(const EmbedArgs& args) override {
    EmbedArgs there = args;
    there.ids = inputs_.tokens();
    there.positions = inputs_.positions();
    cuda::embed(there, in_order());
  }
  void norm(const NormArgs& args) override { cuda::norm(args, in_order()); }
  void matmul(const MatmulArgs& args) override;
  void rope(const RopeArgs& args) override {
    RopeArgs there = args;
    there.positions = inputs_.positions();
    there.inverse.data = constants_.on_device({args.inverse.data, static_cast<std::size_t>(args.inverse.shape[0])}).data();
    cuda::rope(there, in_order());
  }
  void kv_store(const KvStoreArgs& args) override {
    KvStoreArgs there = args;
    there.cache.pages = inputs_.pages();
    cuda::kv_store(there, inputs_.start(), in_order());
  }
  void attention(AttentionKind kind, const AttentionArgs& args) override {
    AttentionArgs there = args;
    there.cache.pages = inputs_.pages();
    there.policy.alibi_slopes = constants_.on_device(args.policy.alibi_slopes);
    cuda::attention(kind, there, inputs_.start(), in_order());
  }
  void glu(const GluArgs& args) override { cuda::glu(args, in_order()); }
  void bound(const BoundArgs& args) override { cuda::bound(args, in_order()); }
  void mlp_half(const MlpHalf& half) override;

 protected:
  void rope_and_store(const RopeArgs& query, const TensorView<float, 3>&, const KvStoreArgs& store) override {
    RopeArgs there = query;
    there.positions = inputs_.positions();
    there.inverse.data = constants_.on_device({query.inverse.data, static_cast<std::size_t>(query.inverse.shape[0])}).data();
    KvStoreArgs stored = store;
    stored.cache.pages = inputs_.pages();
    cuda::rope_store(there, stored, in_order());
  }
  bool project_together(const NormSpec* spec, const NormWeights& norm_weights, MatrixView<const float> x,
                        std::span<const Projected> outputs, const Activations& rows) override;
  bool project_gated(const MlpHalf& half, MatrixView<const float> x, const NormWeights* norm_weights) override;

 private:
  CudaSizes sizes() const { return CudaSizes(context_.multiprocessors()); }
  bool gemv(const cuda::GemvArgs& args);
  // The context for an op that may read what the chain writes: launches the chain first.
  const cuda::Context& in_order() {
    chain_.launch(context_);
    return context_;
  }

  DeviceMemory memory_;  // first: it looks at the device before anybody has taken anything
  cuda::Context context_;
  DeviceArena arena_;
  PassInputs inputs_;
  Constants constants_;
  std::unique_ptr<ThreadPool> pool_;
  std::string name_;
  TokenGraph token_;
  cuda::GemvChain chain_;                    // of one token: launched when something else may read what it writes
  std::array<std::uint64_t, 4> recorded_{};  // what token_ depends on
  std::uint64_t prepared_ = 0;               // the recipe of the last pass that ran unrecorded
  float* host_logits_ = nullptr;             // pinned
  std::int64_t host_logits_count_ = 0;
};

bool CudaBackend::run(const Pass& pass, const std::function<bool()>& body) {
  inputs_.set(pass, context_);
  chain_ = {};  // of a pass that failed
  // A recorded token holds for any position and any pages; stored scores grow with the length, so naive attention is not recorded.
  const auto whole_body = [&] {
    const bool complete = body();
    in_order();
    return complete;
  };
  // The first pass of a recipe brings its constants into device memory, which cannot be taken while a token is recorded.
  if (pass.tokens.size() != 1 || !pass.replayable || pass.recipe != prepared_) {
    const bool complete = whole_body();
    if (complete) prepared_ = pass.recipe;
    return complete;
  }
  const auto address = [](const void* at) { return reinterpret_cast<std::uint64_t>(at); };
  const std::array key{pass.recipe, address(pass.rows.residual.data), address(pass.rows.scratch.data()), address(inputs_.address())};
  if (!token_ || key != recorded_) {
    if (!token_.record(context_, whole_body)) return false;
    recorded_ = key;
  }
  token_.launch(context_);
  return true;
}

MatrixView<float> CudaBackend::readable(MatrixView<float> numbers) {
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

bool CudaBackend::gemv(const cuda::GemvArgs& args) {
  if (chain_.push(args, context_)) return true;
  const cuda::Context& context = in_order();
  if (chain_.push(args, context)) return true;
  std::array<WeightView, 3> weights;
  std::ranges::transform(args.outputs, weights.begin(), &cuda::Projection::weight);
  if (!cuda::can_gemv({weights.data(), args.outputs.size()}, context)) return false;
  cuda::gemv(args, context);
  return true;
}

void CudaBackend::matmul(const MatmulArgs& args) {
  if (args.x.shape[0] == 1) {
    const cuda::Projection output{args.weight, args.bias, args.y[0]};
    if (gemv({.x = row_of(args.x), .outputs = std::span(&output, 1), .accumulate = args.accumulate})) return;
  }
  cuda::matmul(args, in_order());
}

// One token: a launch for all matrices, the norm within. Many: the input is rounded once for all products.
bool CudaBackend::project_together(const NormSpec* spec, const NormWeights& norm_weights, MatrixView<const float> x,
                                   std::span<const Projected> outputs, const Activations& rows) {
  if (x.shape[0] == 1) {
    std::array<cuda::Projection, 3> projections;
    std::ranges::transform(outputs, projections.begin(), [](const Projected& o) { return cuda::Projection{o.weight, o.bias, o.y[0]}; });
    const NormArgs norm = spec ? norm_args(*spec, norm_weights, {}, {}) : NormArgs{};
    return gemv({.x = row_of(x), .norm = spec ? &norm : nullptr, .outputs = {projections.data(), outputs.size()}});
  }
  const Format format = outputs.front().weight.format;
  if (format == Format::f32 || std::ranges::any_of(outputs, [&](const Projected& o) { return o.weight.format != format; })) return false;
  const std::int64_t rounded_bytes = rounded_bytes_of(x);
  if (spec) {
    cuda::norm_to_16_bits(norm_args(*spec, norm_weights, x, {}), format, rows.scratch.data(), in_order());
  } else {
    cuda::to_16_bits(x, format, rows.scratch.data(), in_order());
  }
  for (const Projected& o : outputs) {
    cuda::gemm({.x16 = rows.scratch.data(),
                .tokens = x.shape[0],
                .weight = o.weight,
                .bias = o.bias,
                .accumulate = false,
                .y = o.y,
                .panel = rows.scratch.subspan(static_cast<std::size_t>(rounded_bytes))},
               in_order());
  }
  return true;
}

// Many tokens of a plain layer: every input is rounded once, by the kernel that makes it.
void CudaBackend::mlp_half(const MlpHalf& half) {
  const auto& [spec, weights, rows] = half;
  const bool plain = rows.up.shape[0] > 1 && spec.norm_place == NormPlace::pre && spec.residual == Residual::sequential;
  const Format format = weights.down.format;
  if (!plain || format == Format::f32 || weights.up.format != format || rows.up.shape[1] % 4 != 0) return Backend::mlp_half(half);
  const std::array outputs{Projected{weights.up, weights.up_bias, rows.up}, Projected{weights.gate, weights.gate_bias, rows.gate}};
  if (!project_together(&spec.norm, weights.mlp_norm, rows.residual, std::span(outputs.data(), spec.mlp.gated ? 2u : 1u), rows))
    return Backend::mlp_half(half);
  cuda::glu_to_16_bits({.activation = spec.mlp.activation,
                        .gate = spec.mlp.gated ? rows.gate : rows.up,
                        .up = spec.mlp.gated ? MatrixView<const float>(rows.up) : MatrixView<const float>(),
                        .out = {}},
                       format, rows.scratch.data(), in_order());
  cuda::gemm({.x16 = rows.scratch.data(),
              .tokens = rows.up.shape[0],
              .weight = weights.down,
              .bias = weights.down_bias,
              .accumulate = true,
              .y = rows.residual,
              .panel = rows.scratch.subspan(static_cast<std::size_t>(rounded_bytes_of(rows.up)))},
             in_order());
}

bool CudaBackend::project_gated(const MlpHalf& half, MatrixView<const float> x, const NormWeights* norm_weights) {
  const auto& [spec, weights, rows] = half;
  if (x.shape[0] != 1) return false;
  const std::array matrices{spec.mlp.gated ? weights.gate : weights.up, weights.up};
  const std::size_t count = spec.mlp.gated ? 2 : 1;
  const std::array outputs{cuda::Projection{matrices[0], spec.mlp.gated ? weights.gate_bias : weights.up_bias, rows.up[0]},
                           cuda::Projection{weights.up, weights.up_bias, rows.up[0]}};
  const NormArgs norm = norm_weights ? norm_args(spec.norm, *norm_weights, {}, {}) : NormArgs{};
  return gemv({.x = row_of(x),
               .norm = norm_weights ? &norm : nullptr,
               .outputs = {outputs.data(), count},
               .gated = spec.mlp.gated,
               .activated = !spec.mlp.gated,
               .activation = spec.mlp.activation});
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
    if (capability < 75) {
      reason = sentence("{} is of compute capability {}.{}; this build has code for 7.5 and later", std::string(properties.name),
                        properties.major, properties.minor);
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
