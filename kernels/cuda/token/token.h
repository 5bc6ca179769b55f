// One kernel for a token: all layers of a model, and its logits, in a single launch whose blocks stay on their multiprocessors from the
// first weight to the last. A producer thread keeps each multiprocessor's ring of weights and cache pages full through every dependency
// (producer.cuh, ring.cuh); consumers multiply and attend (consumer.cuh, product.h, pages.cuh); a finisher adds rows up and hands
// them on as words (finisher.cuh, words.cuh); stagers bring the MLP's numbers (stager.cuh). Code for 9.0 only: bulk copies and registers
// that change hands.
// Contract of the sums: as kernels/cuda/matmul.h for one token. What multiprocessors hand to each other (the residual's copies, attention's
// output, the MLP's numbers) is rounded to bf16; the residual itself stays a float with its owner.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "kernels/cuda/context.h"
#include "kernels/cuda/token/copies.h"
#include "kernels/cuda/token/plan.h"
#include "kernels/layouts/kv_view.h"
#include "kernels/layouts/weight_view.h"

namespace halftone::cuda::token {

// What a model brings: its sizes, matrices by layer in Matrix's order, and lm_head if it is to be multiplied here.
struct Model {
  Shape shape;
  std::vector<WeightView> matrices;  // layers · kMatrices; without a gate that one is empty
  WeightView head;                   // empty: shape.vocabulary is 0
  KvFormat cache = KvFormat::f16;
  std::int64_t page_tokens = 0;
};

// Why the kernel does not take this model on this device; empty: it does, and `plan` says how.
std::string_view refusal(const Model& model, const Context& context, Plan& plan);

// What is where on the device.
struct Run {
  Shape shape;
  Plan plan;
  KvFormat cache = KvFormat::f16;
  const Layer* layers = nullptr;
  const MatrixCopies* copies = nullptr;  // as copies_of() makes them
  const float* x = nullptr;              // (D)
  float* residual = nullptr;             // (D)
  float* logits = nullptr;               // (V)
  const float *final_norm = nullptr, *final_norm_bias = nullptr, *head_bias = nullptr;
  const std::int32_t* position = nullptr;
  std::byte* const* pages = nullptr;
  std::int64_t cache_offset = 0, layer_bytes = 0, value_offset = 0;
  std::byte* workspace = nullptr;  // workspace_bytes(plan)
};
void run(const Run& token, const Context& context);

std::int64_t workspace_bytes(const Plan& plan);
// The copies' descriptions, for the host to put into device memory: layers · kMatrices, and the head's.
std::vector<MatrixCopies> copies_of(const Model& model);
// Which of the plan's shapes this matrix's stages have, for Layer::shape_of.
int shape_index(const WeightView& matrix, const Plan& plan);
// After that, before the first run: the device forgets what it knew of matrices described there before.
void announce(const MatrixCopies* copies, std::int64_t count, const Context& context);

}  // namespace halftone::cuda::token
