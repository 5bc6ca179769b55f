// "model-00002-of-00003.safetensors": the file of a model that was cut into several.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace halftone {

struct ShardName {
  std::string stem, extension;  // "model", ".safetensors"
  int number = 0;               // from 1
  int count = 0;

  std::string name_of(int other) const;  // the file of shard `other`
};

std::optional<ShardName> parse_shard_name(std::string_view file_name);

}  // namespace halftone
