// Some of a model's layers, one after the other.
#pragma once

#include <cstdint>

#include "engine/spec/model_spec.h"

namespace halftone {

struct LayerRange {
  std::int64_t begin = 0, end = 0;
  bool operator==(const LayerRange&) const = default;

  static LayerRange all(const ModelSpec& spec) { return {0, static_cast<std::int64_t>(spec.layers.size())}; }
  std::int64_t count() const { return end - begin; }
  bool holds(std::int64_t layer) const { return begin <= layer && layer < end; }
  // The embedding goes with the first layer, final norm and lm_head with the last.
  bool is_first() const { return begin == 0; }
  bool is_last(const ModelSpec& spec) const { return end == static_cast<std::int64_t>(spec.layers.size()); }
};

}  // namespace halftone
