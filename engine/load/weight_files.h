// Finds the weights that a spec asks for among the tensors of a checkpoint's files, and reads them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/file.h"
#include "engine/load/checkpoint.h"
#include "engine/load/name_map.h"
#include "engine/load/stored_tensor.h"

namespace halftone {

struct BoundWeights {
  std::vector<WeightEntry> weights;  // in the order of weight_shapes()
  std::vector<std::string> ignored;
  std::shared_ptr<const WeightSource> source;
  Format stored_format = Format::f32;  // of most by bytes
  std::uint64_t file_bytes = 0;
};

// A weight that is missing, there twice, of another shape or of a type that cannot be read throws Refused.
BoundWeights bind_weights(const ModelSpec& spec, const NameMap& names, std::vector<File> files, const std::vector<StoredTensor>& tensors);

}  // namespace halftone
