// From our names of weights to a file's own. Data tables: a row says which module of the file holds which weights, and how, where it
// holds several in one tensor.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/spec/weight_key.h"

namespace halftone {

// How the rows of several weights share one tensor.
enum class Packing : std::uint8_t {
  concatenated,  // all rows of the first, then all of the second, …
  grouped,       // for every kv head, in turn: its share of each. Of (query, key, value): its query heads, its key head, its value head
};

struct NameMap {
  struct Roles {
    std::array<WeightRole, 3> role{};
    std::uint8_t count = 0;
    constexpr Roles(WeightRole only) : role{only}, count(1) {}
    constexpr Roles(std::initializer_list<WeightRole> several) : count(static_cast<std::uint8_t>(several.size())) {
      std::size_t i = 0;
      for (const WeightRole r : several) role[i++] = r;
    }
  };
  struct Row {
    std::string_view module;  // without ".weight" and ".bias"; '*' stands for the number of the layer
    Roles roles;              // of its weight; its bias holds their biases in the same way
    Packing packing = Packing::concatenated;
    bool transposed = false;  // the matrix is stored (columns, rows): GPT-2's Conv1D
  };

  std::span<const Row> rows;            // where several fit, the first that the file has counts
  std::string_view prefix = {};         // of most modules; files written from the bare model leave it out
  std::span<const Row> more_rows = {};  // after `rows`: those shared with other maps
};

// A tensor that may hold a weight, and as which of its row's roles.
struct TensorName {
  std::string name;
  const NameMap::Row* row = nullptr;
  int part = 0;
};
// In order of preference; empty when the map knows no name.
std::vector<TensorName> tensor_names(const NameMap& names, const WeightKey& key);

// For messages: how a file would call this weight.
std::string file_name_of(const NameMap& names, const WeightKey& key);

// The names in the folders of a family (engine/spec/family.h), and in GGUF files of an architecture.
const NameMap& hugging_face_names(std::string_view family);
const NameMap& gguf_names(std::string_view architecture);

}  // namespace halftone
