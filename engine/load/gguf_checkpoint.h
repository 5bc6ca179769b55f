// A model in one GGUF file, or in several numbered ones.
#pragma once

#include <filesystem>

#include "engine/load/checkpoint.h"

namespace halftone {

Result<Checkpoint> open_gguf_checkpoint(const std::filesystem::path& path);
Result<TokenizerData> read_gguf_tokenizer(const std::filesystem::path& path);  // also of a file without tensors

}  // namespace halftone
