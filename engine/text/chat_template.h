// A chat template: a Jinja program that turns messages into a prompt. Untrusted, so bounded (jinja/limits.h).
#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/text/template_variables.h"
#include "engine/tokenizer/tokenizer.h"

namespace halftone {

struct ChatMessage {
  enum class Role { system, user, assistant };
  Role role = Role::user;
  std::string content;
  bool operator==(const ChatMessage&) const = default;
};

std::string_view to_string(ChatMessage::Role role);

// How a refusal says where: its parts are the line and the cause.
inline constexpr char kUnusableAtLine[] = "the model's chat template cannot be used: line {}: {}";

class ChatTemplate {
 public:
  // Parses; a template with a syntax error is refused with its line. A model without a template gets plain(): "User: …".
  // continuation() has no turns: what was written so far is one text, to be gone on with.
  static Result<ChatTemplate> parse(std::string source);
  static const ChatTemplate& plain();
  static const ChatTemplate& continuation();

  // `context` is what Hugging Face passes: messages, add_generation_prompt, bos_token, eos_token, tools, …
  // The spans are in order; joined they are the prompt. Only the template's own words may hold control tokens, and with them
  // the strings of the context named *_token and the roles of messages; every other value is somebody's text.
  // `now` is what strftime_now() tells.
  Result<std::vector<TextSpan>> render(const nlohmann::ordered_json& context,
                                       std::chrono::system_clock::time_point now = std::chrono::system_clock::now()) const;

  const std::string& source() const;
  std::vector<TemplateVariable> variables() const;

  // The same template with variables of its own, {"enable_thinking": false}: they stand in every context, over what it says itself.
  ChatTemplate with(nlohmann::ordered_json arguments) const;

 private:
  struct Program;
  std::shared_ptr<const Program> program_;
  std::shared_ptr<const nlohmann::ordered_json> arguments_;
};

// The context of a conversation as the engine renders it.
nlohmann::ordered_json chat_context(const std::vector<ChatMessage>& messages, const Tokenizer& tokenizer, bool add_generation_prompt);

std::string join(const std::vector<TextSpan>& spans);

}  // namespace halftone
