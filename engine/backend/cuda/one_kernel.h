// A token program as one kernel (kernels/cuda/token/token.h), where it is of a shape that the kernel takes: pre-norm layers, all of one
// shape, in one weight format. What is not says why, and the program runs as launches.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/backend/backend.h"
#include "engine/backend/cuda/on_device.h"
#include "kernels/cuda/token/token.h"

namespace halftone {

// A layer's ops by what they are for; null where there is none.
struct LayerOps {
  const NormOp *attention_norm = nullptr, *mlp_norm = nullptr, *query_norm = nullptr, *key_norm = nullptr;
  const ProjectOp *query = nullptr, *key = nullptr, *value = nullptr, *out = nullptr, *gate = nullptr, *up = nullptr, *down = nullptr;
  const RopeOp *query_rope = nullptr, *key_rope = nullptr;
  const AttendOp* attend = nullptr;
  const GluOp* glu = nullptr;
  const NormOp *attention_norm_behind = nullptr, *mlp_norm_behind = nullptr;
  bool parallel = false;
  float clamp = 0, residual_scale = 1;
};
// Why these ops are no such layer; empty: `found` has them.
std::string_view read_layer(std::span<const TokenOp> ops, LayerOps& found);

class OneKernel {
 public:
  // All outlive it.
  OneKernel(Backend& backend, const TokenProgram& program, OnDevice& on_device, const cuda::Context& context);

  // Before a pass of another recipe, and not while one is recorded: brings what the kernel needs into device memory.
  void prepare(const Pass& pass);
  std::string_view refusal() const { return refusal_; }  // of the last prepared pass; empty: it runs
  void run(const Pass& pass) const;

 private:
  std::string_view read_program();
  std::string_view read_cache(const Pass& pass);
  cuda::token::Layer layer_record(const LayerOps& ops, const Pass& pass);
  void upload(const Pass& pass);

  Backend& backend_;
  const TokenProgram& program_;
  OnDevice& on_device_;
  const cuda::Context& context_;
  std::vector<LayerOps> layers_;
  const NormOp* final_norm_ = nullptr;
  const ProjectOp* head_ = nullptr;  // null: the logits' ops run one by one
  cuda::token::Model model_;
  cuda::token::Run run_;
  std::string_view refusal_, program_refusal_;
  Buffer copies_, records_, workspace_;
};

}  // namespace halftone
