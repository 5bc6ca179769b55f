// Which weights a model of a spec has, and their shapes.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/spec/model_spec.h"
#include "engine/spec/weight_key.h"

namespace halftone {

struct WeightShape {
  WeightKey key;
  std::int64_t rows = 0, columns = 0;  // a vector of n is (1, n)
  bool vector = false;
};

// Whether weights of this role are vectors, whatever their size. A matrix of one row is none.
bool is_vector(WeightRole role);

// In the order in which a forward pass meets them. A tied lm_head is not among them.
bool has_final_norm(const ModelSpec& spec);
std::vector<WeightShape> weight_shapes(const ModelSpec& spec);

}  // namespace halftone
