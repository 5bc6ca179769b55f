#include "engine/backend/cuda/cuda_program.h"

#include <algorithm>
#include <cassert>

#include "engine/backend/op_args.h"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/gemv_chain.h"
#include "kernels/cuda/ops.h"

namespace halftone {

namespace {

// A fused projection's arguments, and what they point to.
class Gemv {
 public:
  Gemv(const FusedGemv& gemv, const Pass& pass) {
    const auto row = [&](Operand operand, std::int64_t width) { return pass.rows.matrix(operand, width)[0]; };
    std::ranges::transform(gemv.outputs, outputs_.begin(), [&](const ProjectOp* o) {
      return cuda::Projection{o->weight, o->bias, row(gemv.glu ? Operand::up : o->y, o->weight.rows)};
    });
    if (gemv.norm) norm_ = args_of(*gemv.norm, pass);
    const ProjectOp& first = *gemv.outputs.front();
    args_ = {.x = row(gemv.norm ? gemv.norm->x : first.x, first.weight.columns),
             .norm = gemv.norm ? &norm_ : nullptr,
             .outputs = {outputs_.data(), gemv.outputs.size()},
             .gated = gemv.glu && gemv.glu->gated,
             .activated = gemv.glu && !gemv.glu->gated,
             .activation = gemv.glu ? gemv.glu->activation : Activation::silu,
             .accumulate = first.accumulate};
  }
  Gemv(const Gemv&) = delete;

  const cuda::GemvArgs& args() const { return args_; }

 private:
  NormArgs norm_;
  std::array<cuda::Projection, 3> outputs_;
  cuda::GemvArgs args_;
};

// Whether x fits does not depend on where it lies.
Pass any_token() {
  Pass pass;
  pass.rows.count = 1;
  return pass;
}

GemvLimits limits_of(const cuda::Context& context) {
  return {.chained = [&context](const FusedGemv& gemv) { return cuda::GemvChain::takes(Gemv(gemv, any_token()).args(), context); },
          .alone =
              [&context](const FusedGemv& gemv) {
                std::array<WeightView, 3> weights;
                std::ranges::transform(gemv.outputs, weights.begin(), &ProjectOp::weight);
                return cuda::can_gemv({weights.data(), gemv.outputs.size()}, context);
              },
          .longest = cuda::GemvChain::kLongest};
}

}  // namespace

CudaProgram::CudaProgram(Backend& backend, const TokenProgram& program, OnDevice& on_device, const cuda::Context& context)
    : backend_(backend),
      program_(program),
      on_device_(on_device),
      context_(context),
      one_kernel_(backend, program, on_device, context),
      one_token_(fuse_one_token(program, limits_of(context))) {
  for (const std::vector<TokenOp>& layer : program.layers) layers_.push_back(fuse_many_tokens(layer));
}

bool CudaProgram::run(const Pass& pass) {
  if (is_under_way(pass)) return true;
  context_.make_current();
  on_device_.set(pass, context_);
  if (pass.tokens.size() > 1) return run_many(pass);
  run_one(pass);
  return true;
}

bool CudaProgram::run_many(const Pass& pass) {
  for (const TokenOp& op : program_.embedding) launch(&op, pass);
  for (const std::vector<Launch>& layer : layers_) {
    if (pass.stop.stop_requested()) return false;
    launch_all(layer, pass);
  }
  for (const TokenOp& op : program_.logits) launch(&op, pass.of_wanted_rows());
  return true;
}

// A recorded token holds for any position and any pages; the stored scores of naive attention grow with the length.
void CudaProgram::run_one(const Pass& pass) {
  // The first pass of a recipe brings its constants into device memory, which cannot be taken while a token is recorded.
  if (pass.attention != AttentionKind::flash) return launch_all(one_token_, pass);
  if (pass.recipe != prepared_) {
    one_kernel_.prepare(pass);
    launch_one(pass);
    prepared_ = pass.recipe;
    return;
  }
  if (const Key key = key_of(pass); !token_ || key != recorded_) {
    token_.record(context_, [&] { launch_one(pass); });
    recorded_ = key;
  }
  token_.launch(context_);
}

CudaProgram::Key CudaProgram::key_of(const Pass& pass) const {
  const auto address = [](const void* at) { return reinterpret_cast<std::uint64_t>(at); };
  const auto operand = [&](Operand o) { return address(pass.rows.operands[static_cast<std::size_t>(o)]); };
  return {pass.recipe, operand(Operand::residual), operand(Operand::logits), address(pass.rows.scratch.data()),
          address(on_device_.address())};
}

void CudaProgram::go_ahead(const Pass& pass) {
  if (pass.attention != AttentionKind::flash || !token_) return;
  const Key key = key_of(pass);
  if (key != recorded_) return;
  on_device_.set_after_choice(pass, context_);
  token_.launch(context_);
  const std::span<std::byte* const> pages = pass.cache.front().pages;
  ahead_ = {on_device_.passes(), key, pass.start(), {pages.begin(), pages.end()}};
}

// Whether it is the pass that go_ahead() began, of the token that was chosen, and the device has run no other since.
bool CudaProgram::is_under_way(const Pass& pass) const {
  return ahead_.passes == on_device_.passes() && ahead_.passes > 0 && pass.tokens.size() == 1 && pass.tokens[0] == *on_device_.choice() &&
         pass.attention == AttentionKind::flash && key_of(pass) == ahead_.key && pass.start() == ahead_.start &&
         std::ranges::equal(pass.cache.front().pages, ahead_.pages);
}

std::string CudaProgram::token_path() const {
  const std::string_view refusal = one_kernel_.refusal();
  return refusal.empty() ? "one kernel" : "recorded launches: one kernel does not take " + std::string(refusal);
}

void CudaProgram::launch_one(const Pass& pass) {
  one_kernel_.refusal().empty() ? one_kernel_.run(pass) : launch_all(one_token_, pass);
}

void CudaProgram::launch_all(std::span<const Launch> launches, const Pass& pass) {
  for (const Launch& one : launches) std::visit([&](const auto& what) { launch(what, pass); }, one);
}

void CudaProgram::launch(const FusedGemv& gemv, const Pass& pass) { cuda::gemv(Gemv(gemv, pass).args(), context_); }

void CudaProgram::launch(const GemvSequence& sequence, const Pass& pass) {
  cuda::GemvChain chain;
  for (const FusedGemv& step : sequence.steps) {
    [[maybe_unused]] const bool taken = chain.push(Gemv(step, pass).args(), context_);
    assert(taken);  // limits_of() asked
  }
  chain.launch(context_);
}

void CudaProgram::launch(const SharedGemms& gemms, const Pass& pass) {
  const ProjectOp& first = *gemms.outputs.front();
  const Format format = first.weight.format;
  if (gemms.norm) {
    cuda::norm_to_16_bits(args_of(*gemms.norm, pass), format, pass.rows.scratch.data(), context_);
  } else {
    cuda::to_16_bits(args_of(first, pass).x, format, pass.rows.scratch.data(), context_);
  }
  for (const ProjectOp* output : gemms.outputs) gemm(*output, pass);
}

void CudaProgram::launch(const GluGemm& both, const Pass& pass) {
  cuda::glu_to_16_bits(args_of(*both.glu, pass), both.down->weight.format, pass.rows.scratch.data(), context_);
  gemm(*both.down, pass);
}

void CudaProgram::gemm(const ProjectOp& op, const Pass& pass) {
  const MatmulArgs args = args_of(op, pass);
  const std::int64_t rounded_bytes = (args.x.size() * 2 + 255) / 256 * 256;  // the panel for quantised weights lies behind them
  cuda::gemm({.x16 = args.scratch.data(),
              .tokens = args.x.shape[0],
              .weight = args.weight,
              .bias = args.bias,
              .accumulate = args.accumulate,
              .y = args.y,
              .panel = args.scratch.subspan(static_cast<std::size_t>(rounded_bytes))},
             context_);
}

void CudaProgram::launch(const RopeStore& both, const Pass& pass) {
  cuda::rope_store(on_device_(args_of(*both.query, pass)), on_device_(args_of(*both.store, pass)), context_);
}

}  // namespace halftone
