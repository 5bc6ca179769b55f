// The weights of one layer. An empty view is a weight that the model does not have.
#pragma once

#include "engine/backend/token_program.h"

namespace halftone {

struct LayerWeights {
  NormWeights attention_norm, mlp_norm;
  NormWeights attention_post_norm, mlp_post_norm;
  WeightView query, key, value;  // (H·Dh, D), (Hkv·Dh, D), (Hkv·Dh, D)
  VectorView<const float> query_bias, key_bias, value_bias;
  VectorView<const float> query_norm, key_norm;  // (Dh); of all heads together (H·Dh), (Hkv·Dh)
  WeightView attention_out;      // (D, H·Dh)
  VectorView<const float> attention_out_bias;
  WeightView gate, up, down;     // (F, D), (F, D), (D, F)
  VectorView<const float> gate_bias, up_bias, down_bias;
};

}  // namespace halftone
