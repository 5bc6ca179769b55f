// What people call the way a model is stored: "Q4_K_M", "bf16", "GPTQ-4bit".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/load/checkpoint.h"

namespace halftone {

// GGUF's `general.file_type` by name, as llama.cpp's tools spell it; empty: not one of them.
std::string_view gguf_file_type(std::uint64_t number);

// What the file says of itself, where its tensors do not give it the lie; else by the bytes of its layers' matrices (the embedding is
// often kept finer, and in a small model it is most of the bytes).
std::string stored_name(const Checkpoint& checkpoint);

}  // namespace halftone
