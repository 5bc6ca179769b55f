// From a file's own names of weights to ours. Data tables; a family whose names differ is a table more.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/spec/weight_key.h"

namespace halftone {

struct NameMap {
  struct Row {
    std::string_view name;  // '*' stands for the number of the layer
    WeightRole role;
  };
  std::span<const Row> rows;

  std::optional<WeightKey> find(std::string_view name) const;
};

const NameMap& hugging_face_names();  // llama, mistral
const NameMap& gguf_names();          // every architecture

// For messages: how a file would call this weight.
std::string file_name_of(const NameMap& names, const WeightKey& key);

}  // namespace halftone
