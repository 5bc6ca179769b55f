// render: the prompt that a chat template makes of a conversation.
#include "app/cli/messages.h"
#include "engine/generate/model_template.h"

namespace halftone::cli {

namespace {

struct RenderOptions : CommonOptions {
  std::string model, messages, context;
  bool no_generation_prompt = false;
};

// Here a template is rendered as it is, whatever comes of it: what --messages and --context hold decides, not a conversation made up.
Result<ChatTemplate> parsed_template(const RenderOptions& options) {
  auto settings = template_settings(options);
  if (!settings) return pass_on(std::move(settings));
  auto arguments = template_arguments(*settings);
  if (!arguments) return pass_on(std::move(arguments));
  std::string source = settings->source;
  if (source.empty()) {
    auto checkpoint = open_checkpoint(options.model);
    if (!checkpoint) return pass_on(std::move(checkpoint));
    auto chosen = template_source(*checkpoint, *settings);
    if (!chosen) return pass_on(std::move(chosen));
    source = *std::move(chosen);
  }
  auto parsed = ChatTemplate::parse(source);
  if (!parsed) return parsed;
  return parsed->with(*std::move(arguments));
}

// What the template sees: --context as it is, else the model's special tokens; --messages on top of either.
Result<Json> template_context(const RenderOptions& options) {
  Json context = {{"add_generation_prompt", !options.no_generation_prompt}};
  if (!options.context.empty()) {
    auto given = read_json(options.context);
    if (!given) return given;
    context = *std::move(given);
  } else if (auto data = read_tokenizer(options.model)) {
    auto tokenizer = make_tokenizer(*std::move(data));
    if (!tokenizer) return pass_on(std::move(tokenizer));
    context.update(chat_context({}, **tokenizer, !options.no_generation_prompt));
  }
  if (!options.messages.empty()) {
    auto messages = read_message_list(options.messages);
    if (!messages) return messages;
    context["messages"] = *std::move(messages);
  }
  return context;
}

Result<void> render(const RenderOptions& options) {
  auto chat_template = parsed_template(options);
  if (!chat_template) return pass_on(std::move(chat_template));
  auto context = template_context(options);
  if (!context) return pass_on(std::move(context));
  auto spans = chat_template->render(*context);
  if (!spans) return pass_on(std::move(spans));
  put("{}", join(*spans));
  return {};
}

}  // namespace

void add_render(CLI::App& app, Run& run) {
  auto options = std::make_shared<RenderOptions>();
  auto* command = app.add_subcommand("render", "the prompt the chat template makes");
  command->add_option("MODEL", options->model)->required();
  command->add_option("--messages", options->messages, "JSON list of messages");
  command->add_option("--context", options->context, "JSON: full context with bos_token, tools, …");
  command->add_flag("--no-generation-prompt", options->no_generation_prompt);
  add_template_options(*command, *options);
  command->callback([=, &run] { run = [=] { return render(*options); }; });
}

}  // namespace halftone::cli
