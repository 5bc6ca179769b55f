// safetensors: a JSON header, then the tensors' bytes. Source: the safetensors format description.
#pragma once

#include <vector>

#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/load/stored_tensor.h"

namespace halftone {

// Reads and checks the header; never the tensors' data. In the order of the file's bytes.
Result<std::vector<StoredTensor>> read_safetensors(const File& file);

// The files that hold a model's weights: their open handles and all their tensors, each naming its file.
struct TensorFiles {
  std::vector<File> files;
  std::vector<StoredTensor> tensors;
};

// One file.
Result<TensorFiles> open_safetensors(const std::filesystem::path& path);
// The shards that an index (`*.safetensors.index.json`) names, from its own folder (case 60). A tensor that the index names lies in the
// shard it says, and in no other, or in none; tensors that it does not name are among them too.
Result<TensorFiles> open_safetensors_index(const std::filesystem::path& index);
// Whether no shard that the index names is there.
bool lacks_its_shards(const std::filesystem::path& index);

}  // namespace halftone
