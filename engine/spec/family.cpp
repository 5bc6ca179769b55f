#include "engine/spec/family.h"

#include <fmt/ranges.h>

#include <vector>

#include "engine/base/refuse.h"
#include "kernels/formats/kv_format.h"

namespace halftone {

namespace {

constexpr Family kFamilies[] = {
    {"llama", "llama", "llama", read_llama},
    {"mistral", "mistral", "", read_mistral},    // in GGUF it is a llama with a window
    {"mistral", "mistral3", "", read_mistral3},  // with a vision tower, of which only the text half is read
    {"ministral3", "ministral3", "mistral3", read_ministral3},
    {"qwen2", "qwen2", "qwen2", read_qwen2},
    {"qwen3", "qwen3", "qwen3", read_qwen3},
    {"qwen3", "qwen3_vl", "qwen3vl", read_qwen3},  // likewise
    {"gemma", "gemma", "gemma", read_gemma},
    {"gemma2", "gemma2", "gemma2", read_gemma2},
    {"gemma3", "gemma3_text", "gemma3", read_gemma3},
    {"gemma3", "gemma3", "", read_gemma3},  // likewise
    {"phi3", "phi3", "phi3", read_phi3},
    {"falcon", "falcon", "falcon", read_falcon},
    {"mpt", "mpt", "mpt", read_mpt},
    {"bloom", "bloom", "bloom", read_bloom},
    {"gpt_bigcode", "gpt_bigcode", "starcoder", read_gpt_bigcode},
    {"starcoder2", "starcoder2", "starcoder2", read_starcoder2},
    {"gpt2", "gpt2", "gpt2", read_gpt2},
    {"gpt_neox", "gpt_neox", "gptneox", read_gpt_neox},
    {"gptj", "gptj", "gptj", read_gptj},
    {"openai-gpt", "openai-gpt", "", read_gpt1},
    {"opt", "opt", "", read_opt},
    {"phi", "phi", "phi2", read_phi},
    {"stablelm", "stablelm", "stablelm", read_stablelm},
    {"cohere", "cohere", "command-r", read_cohere},
    {"cohere2", "cohere2", "cohere2", read_cohere2},
    {"granite", "granite", "granite", read_granite},
    {"smollm3", "smollm3", "smollm3", read_smollm3},
    {"olmo2", "olmo2", "olmo2", read_olmo2},
    {"olmo3", "olmo3", "", read_olmo3},
    {"exaone4", "exaone4", "exaone4", read_exaone4},
    {"glm4", "glm4", "glm4", read_glm4},
};

const Family& find(std::string_view Family::*field, std::string_view value, std::string_view what) {
  std::vector<std::string_view> known;
  for (const Family& family : kFamilies) {
    if (!value.empty() && family.*field == value) return family;
    if (!(family.*field).empty()) known.push_back(family.*field);
  }
  refuse(ErrorKind::unsupported, "Choose a model of one of these kinds.", "its {} is '{}'; known are: {}", what, value,
         fmt::join(known, ", "));
}

}  // namespace

std::span<const Family> families() { return kFamilies; }

const Family& family_of_model_type(std::string_view model_type) { return find(&Family::model_type, model_type, "model_type"); }
const Family& family_of_architecture(std::string_view architecture) { return find(&Family::architecture, architecture, "architecture"); }

ModelSpec read_spec(const Family& family, const Config& config) {
  ModelSpec spec = family.read(config);
  spec.family = family.name;
  const AttentionSpec& first = spec.layers.front().attention;
  if (first.head_width > kMaxKvHeadWidth)
    refuse(ErrorKind::unsupported, "", "a head of {} numbers; the cache holds heads of up to {}", first.head_width, kMaxKvHeadWidth);
  for (const LayerSpec& layer : spec.layers) {
    const AttentionSpec& a = layer.attention;
    if (a.kv_heads != first.kv_heads || a.head_width != first.head_width || a.heads != first.heads)
      refuse(ErrorKind::unsupported, "",
             "its layers differ in their heads ({} with {} kv heads of {}, and {} with {} of {}); the cache asks for layers alike",
             first.heads, first.kv_heads, first.head_width, a.heads, a.kv_heads, a.head_width);
    if (layer.norm_place != NormPlace::pre && layer.residual != Residual::sequential)
      refuse(ErrorKind::unsupported, "", "norms after parallel half-layers are not known");
  }
  return spec;
}

}  // namespace halftone
