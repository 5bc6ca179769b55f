// The families of models this program knows. One row and one file in families/ each.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/spec/config.h"
#include "engine/spec/model_spec.h"

namespace halftone {

struct Family {
  std::string_view name;
  std::string_view model_type;              // Hugging Face config.json, "" if none
  std::string_view architecture;            // GGUF general.architecture, "" if none
  ModelSpec (*read)(const Config& config);  // throws Refused
};

std::span<const Family> families();

// Both throw Refused(unsupported), naming what is known, when nothing fits.
const Family& family_of_model_type(std::string_view model_type);
const Family& family_of_architecture(std::string_view architecture);

// families/*.cpp
ModelSpec read_llama(const Config& config);
ModelSpec read_mistral(const Config& config);

}  // namespace halftone
