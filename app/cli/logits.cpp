// logits: what the model computes for given tokens, as a NumPy file (T, V).
#include "app/cli/command.h"
#include "app/cli/npy.h"

namespace halftone::cli {

namespace {

struct LogitsOptions : CommonOptions { std::string model, tokens, out; };

Result<void> write_logits(const LogitsOptions& options) {
  auto engine = open_local(options.model, options, Needs::tokens);
  if (!engine) return pass_on(std::move(engine));
  auto tokens = parse_tokens(options.tokens, (*engine)->model().vocabulary);
  if (!tokens) return pass_on(std::move(tokens));
  if (tokens->empty()) return fail(ErrorKind::invalid_argument, "Give at least one.", "--tokens is empty");
  if (const std::int64_t limit = (*engine)->model().position_limit; limit > 0 && std::ssize(*tokens) > limit)
    return fail(ErrorKind::invalid_argument, "Give fewer.", "{} tokens; the model has positions for {}", tokens->size(), limit);
  NpyWriter file(options.out, static_cast<std::int64_t>(tokens->size()), (*engine)->model().vocabulary);
  (*engine)->new_evaluator()->feed_all(*tokens, [&](std::int64_t, MatrixView<const float> rows) { file.write(rows.data, rows.size()); });
  return file.finish();
}

}  // namespace

void add_logits(CLI::App& app, Run& run) {
  auto options = std::make_shared<LogitsOptions>();
  auto* command = app.add_subcommand("logits", "float32 logits (T, V) of given tokens");
  command->add_option("MODEL", options->model)->required();
  command->add_option("--tokens", options->tokens, "\"1 2 3\"")->required();
  command->add_option("--out", options->out, "F.npy")->required();
  add_engine_options(*command, *options);
  command->callback([=, &run] { run = [=] { return write_logits(*options); }; });
}

}  // namespace halftone::cli
