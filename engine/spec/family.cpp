#include "engine/spec/family.h"

#include <fmt/ranges.h>

#include <vector>

#include "engine/base/refuse.h"

namespace halftone {

namespace {

constexpr Family kFamilies[] = {
    {"llama", "llama", "llama", read_llama}, {"mistral", "mistral", "", read_mistral},  // in GGUF it is a llama with a window
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

}  // namespace halftone
