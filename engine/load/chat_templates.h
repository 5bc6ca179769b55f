// The chat templates that come with a model: the default one, and those it has under names of their own ("tool_use", "rag").
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/sentence.h"

namespace halftone {

struct Gguf;

struct ChatTemplates {
  struct Named {
    std::string name, source;
  };
  std::optional<std::string> standard;  // what a conversation is written in where nothing else is chosen
  std::vector<Named> named;             // by name, the default one among them where it has one
  std::string sources() const;          // all of them, one after the other
  std::vector<Sentence> notes;       // what there is, but cannot be read: a template is never worth the model
};

// chat_template.jinja, additional_chat_templates/NAME.jinja, `chat_template` of tokenizer_config.json (`settings`: a text, a list of
// {"name", "template"} or a mapping), and chat_template.json of processors.
ChatTemplates chat_templates_of_folder(const std::filesystem::path& folder, const nlohmann::json& settings);

// tokenizer.chat_template and tokenizer.chat_template.NAME.
ChatTemplates chat_templates_of(const Gguf& file);

}  // namespace halftone
