// A model in a Hugging Face folder.
#pragma once

#include <filesystem>

#include "engine/load/checkpoint.h"

namespace halftone {

// `weights` names a file of the folder: model.safetensors or the index. Empty: whichever is there.
Result<Checkpoint> open_hf_folder(const std::filesystem::path& folder, const std::string& weights = "");
Result<TokenizerData> read_hf_folder_tokenizer(const std::filesystem::path& folder);

}  // namespace halftone
