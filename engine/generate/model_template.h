// The chat template that a model's conversations are written in.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "engine/base/error.h"
#include "engine/generate/settings.h"
#include "engine/load/checkpoint.h"
#include "engine/text/chat_template.h"

namespace halftone {

struct ModelTemplate {
  ChatTemplate chat_template = ChatTemplate::plain();
  std::optional<Error> trouble;  // the model's own cannot be used, so this is the plain one
};

// What was asked for must be usable: a source that cannot be read, a name that the model does not have and an argument that is no JSON
// are errors. The model's own template is no reason to refuse the model.
Result<ModelTemplate> choose_template(const Checkpoint& checkpoint, const TemplateSettings& settings);

// The parts: the source that was chosen (the plain one where the model has none), and what the template is told.
Result<std::string> template_source(const Checkpoint& checkpoint, const TemplateSettings& settings);
Result<nlohmann::ordered_json> template_arguments(const TemplateSettings& settings);

// Reads a template and tries it on a short conversation, so that what is wrong is said before anybody waits for a reply.
Result<ChatTemplate> usable_template(const std::string& source);

}  // namespace halftone
