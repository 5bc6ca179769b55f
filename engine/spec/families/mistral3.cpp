// Mistral Small 3.1 and 3.2 (2025): a Mistral beside a vision tower. The tower also stands before other text halves.
#include "engine/base/refuse.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_mistral3(const Config& config) {
  const std::string text = config.text({"model_type", ""}).value_or("mistral");
  if (text != "mistral") refuse(ErrorKind::unsupported, "", "its text half is of the kind '{}', which is not known yet", text);
  return read_mistral(config);
}

}  // namespace halftone
