// Mistral Small 3.1 and 3.2, Ministral 3 (2025): a Mistral, or a Ministral 3, beside a vision tower.
#include "engine/base/refuse.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_mistral3(const Config& config) {
  const std::string text = config.text({"model_type", ""}).value_or("mistral");
  if (text == "ministral3") return read_ministral3(config);
  if (text != "mistral") refuse(ErrorKind::unsupported, "", "its text half is of the kind '{}', which is not known yet", text);
  return read_mistral(config);
}

}  // namespace halftone
