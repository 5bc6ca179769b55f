#include "engine/text/chat_template.h"

#include "engine/jinja/interpreter.h"
#include "engine/jinja/parser.h"

namespace halftone {

struct ChatTemplate::Program {
  std::string source;
  jinja::Program jinja;
};

namespace {

std::unexpected<Error> failure(const jinja::TemplateError& error) {
  if (error.kind == ErrorKind::invalid_argument)  // the template itself refused, in its own words
    return fail(error.kind, "", "the model's chat template refuses the conversation: {}", error.cause);
  constexpr const char* remedy = "Choose another chat template for this model.";
  if (error.line == 0) return fail(error.kind, remedy, "the model's chat template cannot be used: {}", error.cause);
  return fail(error.kind, remedy, kUnusableAtLine, error.line, error.cause);
}

// For models that come without a template: what a reader would take for a dialogue.
constexpr const char* plain_source = R"({{ bos_token }}
{%- for message in messages %}
{%- if message.role == 'system' %}
{{- message.content }}

{% elif message.role == 'user' %}
{{- 'User: ' }}{{ message.content }}
{% else %}
{{- 'Assistant: ' }}{{ message.content }}{{ eos_token }}
{% endif %}
{%- endfor %}
{%- if add_generation_prompt %}
{{- 'Assistant:' }}
{%- endif %})";

// What base models were trained for.
constexpr const char* continuation_source = R"({{ bos_token }}
{%- for message in messages %}
{{- message.content }}
{%- if message.role == 'system' %}{{ '\n\n' }}{% endif %}
{%- endfor %})";

}  // namespace

std::string_view to_string(ChatMessage::Role role) {
  switch (role) {
    case ChatMessage::Role::system: return "system";
    case ChatMessage::Role::user: return "user";
    case ChatMessage::Role::assistant: return "assistant";
  }
  return "user";
}

Result<ChatTemplate> ChatTemplate::parse(std::string source) {
  try {
    auto program = std::make_shared<Program>();
    program->jinja = jinja::parse(source);
    program->source = std::move(source);
    ChatTemplate chat_template;
    chat_template.program_ = std::move(program);
    return chat_template;
  } catch (const jinja::TemplateError& error) {
    return failure(error);
  }
}

const ChatTemplate& ChatTemplate::plain() {
  static const ChatTemplate chat_template = *parse(plain_source);
  return chat_template;
}

const ChatTemplate& ChatTemplate::continuation() {
  static const ChatTemplate chat_template = *parse(continuation_source);
  return chat_template;
}

Result<std::vector<TextSpan>> ChatTemplate::render(const nlohmann::ordered_json& context, std::chrono::system_clock::time_point now) const {
  try {
    nlohmann::ordered_json with_arguments;
    if (arguments_) {
      with_arguments = context;
      with_arguments.update(*arguments_);
    }
    const jinja::Text text = jinja::Interpreter(program_->jinja, now).run(arguments_ ? with_arguments : context);
    std::vector<TextSpan> spans;
    text.for_each_stretch([&](std::string_view stretch, bool foreign) { spans.push_back({std::string(stretch), !foreign}); });
    return spans;
  } catch (const jinja::TemplateError& error) {
    return failure(error);
  }
}

const std::string& ChatTemplate::source() const { return program_->source; }

std::vector<TemplateVariable> ChatTemplate::variables() const { return variables_of(program_->jinja); }

ChatTemplate ChatTemplate::with(nlohmann::ordered_json arguments) const {
  ChatTemplate other = *this;
  other.arguments_ = arguments.empty() ? nullptr : std::make_shared<nlohmann::ordered_json>(std::move(arguments));
  return other;
}

nlohmann::ordered_json chat_context(const std::vector<ChatMessage>& messages, const Tokenizer& tokenizer, bool add_generation_prompt) {
  nlohmann::ordered_json context;
  context["messages"] = nlohmann::ordered_json::array();
  for (const ChatMessage& message : messages)
    context["messages"].push_back({{"role", std::string(to_string(message.role))}, {"content", message.content}});
  context["add_generation_prompt"] = add_generation_prompt;
  const auto piece = [&](std::optional<TokenId> id) { return id ? tokenizer.piece(*id) : std::string(); };
  context["bos_token"] = piece(tokenizer.data().bos);
  context["eos_token"] = piece(tokenizer.data().eos);
  context["unk_token"] = piece(tokenizer.data().unknown);
  context["pad_token"] = piece(tokenizer.data().padding);
  return context;
}

std::string join(const std::vector<TextSpan>& spans) {
  std::string text;
  for (const TextSpan& span : spans) text += span.text;
  return text;
}

}  // namespace halftone
