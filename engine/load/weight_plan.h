// Which format each weight of a checkpoint takes in memory, and what that costs. Getting it there: load_weights.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/load/checkpoint.h"
#include "engine/spec/layer_range.h"
#include "kernels/layouts/weight_view.h"

namespace halftone {

// The switch "weights". automatic: as stored (bf16 stays bf16, a GGUF's Q4_0 stays Q4_0).
enum class Precision : std::uint8_t { automatic, f32, bf16, f16, int8, nf4, int4, int3, int2 };

std::string_view to_string(Precision precision);
Result<Precision> parse_precision(std::string_view name);

struct PlannedWeight {
  WeightEntry entry;
  Format format = Format::f32;
  WeightLayout layout = WeightLayout::row_major;
  std::int64_t bytes = 0;
};

// Matrices of the layers take the precision. The embedding and lm_head take it down to int8 and stay int8 below. Norms, biases and
// positions are f32. Vectors are row_major, matrices in `matrix_layout`.
struct WeightPlan {
  std::vector<PlannedWeight> weights;
  std::int64_t bytes() const;
};
WeightPlan plan_weights(const Checkpoint& checkpoint, Precision precision, WeightLayout matrix_layout);
// Of a model's weights, those for some of its layers: with the first the embedding, with the last final norm and lm_head. An embedding that
// is lm_head too goes with both.
WeightPlan plan_of_layers(WeightPlan plan, const ModelSpec& spec, LayerRange layers);

// What the matrices that this precision converts are stored as, the most by bytes first: "Q4_K, Q6_K", "Q6_K, Q4_K,
// Q3_K and 2 more". Empty: they stay as they are.
std::string converted_from(const Checkpoint& checkpoint, Precision precision);

}  // namespace halftone
