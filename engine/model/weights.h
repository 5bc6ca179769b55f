// A model's weights in a device's memory, under the names that the layers use.
#pragma once

#include <stop_token>
#include <vector>

#include "engine/backend/backend.h"
#include "engine/load/load_weights.h"
#include "engine/model/layer_weights.h"

namespace halftone {

class Weights {
 public:
  // Those of the plan, in one buffer: what the plan says is what the arena counts.
  static Result<Weights> load(const Checkpoint& checkpoint, const WeightPlan& plan, Backend& backend, const LoadProgress& progress,
                              std::stop_token stop);

  std::int64_t bytes() const { return memory_.size(); }

  WeightView token_embedding;  // (V, D)
  MatrixView<const float> position_embedding;  // (positions, D), empty without learned positions
  NormWeights embedding_norm;
  WeightView lm_head;          // (V, D), the embedding itself where they are tied
  VectorView<const float> lm_head_bias;
  NormWeights final_norm;
  std::vector<LayerWeights> layers;

 private:
  VectorView<const float>& vector_of(WeightRole role, LayerWeights* layer);
  void place(const WeightKey& key, const WeightView& view);

  Buffer memory_;
};

}  // namespace halftone
