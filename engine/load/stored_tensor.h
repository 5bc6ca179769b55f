// A tensor as a file holds it, whichever container that is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/formats/format.h"

namespace halftone {

// How numbers are stored. `format` is empty where this program knows the size but cannot read the numbers.
struct StorageType {
  std::string_view name;  // as its container spells it: "BF16", "Q4_K"
  int values = 1;         // per block
  int bytes = 0;          // per block
  std::optional<Format> format;
};

// nullptr: no such type. A type that GGUF had and removed has bytes 0.
const StorageType* gguf_storage(std::uint32_t id);
const StorageType* safetensors_storage(std::string_view dtype);
const StorageType* quantised_storage(Format format);  // of a layer that others quantised, as it is held here

class QuantisedTensor;

struct StoredTensor {
  std::string name;
  const StorageType* type = nullptr;
  std::vector<std::int64_t> shape;  // slowest dimension first, whatever the container's order
  int file = 0;                     // which of the checkpoint's files
  std::uint64_t offset = 0;         // from the start of that file
  std::uint64_t bytes = 0;
  std::shared_ptr<const QuantisedTensor> quantised = nullptr;  // where several tensors make it up (engine/load/quantised_layers.h)
};

std::string shape_text(const std::vector<std::int64_t>& shape);  // "(32000, 2048)"

}  // namespace halftone
