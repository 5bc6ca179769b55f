// The families of models this program knows. One row here and one file in families/ each.
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
  ModelSpec (*read)(const Config& config);  // throws Refused; does not set `family`
};

std::span<const Family> families();

// Both throw Refused(unsupported), naming what is known, when nothing fits.
const Family& family_of_model_type(std::string_view model_type);
const Family& family_of_architecture(std::string_view architecture);

// A family's reading, held against what the engine can run: throws Refused for a spec that it cannot.
ModelSpec read_spec(const Family& family, const Config& config);

// families/*.cpp
ModelSpec read_bloom(const Config& config);
ModelSpec read_cohere(const Config& config);
ModelSpec read_cohere2(const Config& config);
ModelSpec read_exaone4(const Config& config);
ModelSpec read_falcon(const Config& config);
ModelSpec read_gemma(const Config& config);
ModelSpec read_gemma2(const Config& config);
ModelSpec read_gemma3(const Config& config);
ModelSpec read_glm4(const Config& config);
ModelSpec read_gpt1(const Config& config);
ModelSpec read_gpt2(const Config& config);
ModelSpec read_gpt_bigcode(const Config& config);
ModelSpec read_gpt_neox(const Config& config);
ModelSpec read_gptj(const Config& config);
ModelSpec read_granite(const Config& config);
ModelSpec read_llama(const Config& config);
ModelSpec read_ministral3(const Config& config);
ModelSpec read_mistral(const Config& config);
ModelSpec read_mistral3(const Config& config);
ModelSpec read_mpt(const Config& config);
ModelSpec read_olmo2(const Config& config);
ModelSpec read_olmo3(const Config& config);
ModelSpec read_opt(const Config& config);
ModelSpec read_phi(const Config& config);
ModelSpec read_phi3(const Config& config);
ModelSpec read_qwen2(const Config& config);
ModelSpec read_qwen3(const Config& config);
ModelSpec read_smollm3(const Config& config);
ModelSpec read_stablelm(const Config& config);
ModelSpec read_starcoder2(const Config& config);

}  // namespace halftone
