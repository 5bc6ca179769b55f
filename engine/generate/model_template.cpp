#include "engine/generate/model_template.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace halftone {

namespace {

using nlohmann::ordered_json;

// What the conversation itself is; everything else in the context may be said anew.
constexpr std::array<std::string_view, 2> kReserved = {"messages", "add_generation_prompt"};

ordered_json probe(bool system) {
  ordered_json context = {{"add_generation_prompt", true}, {"bos_token", ""}, {"eos_token", ""}, {"unk_token", ""}, {"pad_token", ""}};
  if (system) context["messages"].push_back({{"role", "system"}, {"content", "Be brief."}});
  context["messages"].push_back({{"role", "user"}, {"content", "Hello"}});
  return context;
}

}  // namespace

Result<ChatTemplate> usable_template(const std::string& source) {
  auto parsed = ChatTemplate::parse(source);
  if (!parsed) return parsed;
  // A template may refuse a conversation in its own words (invalid_argument): that is no fault of its.
  const auto first = parsed->render(probe(false));
  if (first || first.error().kind == ErrorKind::invalid_argument) return parsed;
  const auto second = parsed->render(probe(true));
  if (second || second.error().kind == ErrorKind::invalid_argument) return parsed;
  return std::unexpected(first.error());
}

Result<ordered_json> template_arguments(const TemplateSettings& settings) {
  ordered_json arguments = ordered_json::object();
  for (const auto& [name, text] : settings.arguments) {
    if (name.empty() || std::ranges::count(kReserved, name) > 0)
      return fail(ErrorKind::invalid_argument, "Choose a variable that the template reads.", "'{}' is no variable of a template to be set", name);
    ordered_json value = ordered_json::parse(text, nullptr, false);
    if (value.is_discarded())
      return fail(ErrorKind::invalid_argument, R"(Write it as JSON: true, 4096, "high".)", "the template variable '{}' is {}, which is no JSON",
                  name, text.empty() ? Sentence("empty") : Sentence(text));
    arguments[name] = std::move(value);
  }
  return arguments;
}

Result<std::string> template_source(const Checkpoint& checkpoint, const TemplateSettings& settings) {
  if (!settings.source.empty()) return settings.source;
  if (settings.name.empty()) return checkpoint.chat_template ? *checkpoint.chat_template : ChatTemplate::plain().source();
  const auto named = std::ranges::find(checkpoint.named_templates, settings.name, &ChatTemplates::Named::name);
  if (named != checkpoint.named_templates.end()) return named->source;
  if (checkpoint.named_templates.empty())
    return fail(ErrorKind::not_found, "Leave the name away.", "{} has no named chat templates, so none is called '{}'", checkpoint.spec.name,
                settings.name);
  std::string names;
  for (const auto& other : checkpoint.named_templates) names += (names.empty() ? "" : ", ") + other.name;
  return fail(ErrorKind::not_found, sentence("Choose one of: {}.", names), "{} has no chat template named '{}'", checkpoint.spec.name, settings.name);
}

Result<ModelTemplate> choose_template(const Checkpoint& checkpoint, const TemplateSettings& settings) {
  auto source = template_source(checkpoint, settings);
  if (!source) return pass_on(std::move(source));
  auto arguments = template_arguments(settings);
  if (!arguments) return pass_on(std::move(arguments));
  ModelTemplate chosen;
  const bool own = settings.source.empty() && settings.name.empty();
  if (auto usable = usable_template(*source))
    chosen.chat_template = *std::move(usable);
  else if (own)
    chosen.trouble = std::move(usable).error();
  else
    return pass_on(std::move(usable));
  chosen.chat_template = chosen.chat_template.with(*std::move(arguments));
  return chosen;
}

}  // namespace halftone
