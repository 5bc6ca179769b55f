// perplexity: how well a model predicts a text; beside a reference precision, how far its predictions have moved.
#include <cmath>
#include <fstream>
#include <iterator>

#include "app/cli/command.h"
#include "engine/generate/perplexity.h"

namespace halftone::cli {

namespace {

struct PerplexityOptions : CommonOptions { std::string model, file, tokens, reference; };

Result<ScoredText> encode_file(const LocalEngine& engine, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::not_found, "Check the path.", "{} cannot be opened", path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  ScoredText out = scored_text(*engine.tokenizer(), text);
  if (out.tokens.size() < 2) return fail(ErrorKind::invalid_argument, "Give a longer text.", "{} has {} tokens", path, out.tokens.size());
  return out;
}

// Tokens are taken as they are given.
Result<ScoredText> given_tokens(const LocalEngine& engine, const std::string& text) {
  auto tokens = parse_tokens(text, engine.model().vocabulary);
  if (!tokens) return pass_on(std::move(tokens));
  if (tokens->size() < 2) return fail(ErrorKind::invalid_argument, "Give at least two.", "--tokens holds {}", tokens->size());
  return ScoredText{*std::move(tokens), {}};
}

Result<void> measure(const PerplexityOptions& options) {
  const Needs needs = options.tokens.empty() ? Needs::text : Needs::tokens;
  auto engine = open_local(options.model, options, needs);
  if (!engine) return pass_on(std::move(engine));
  std::unique_ptr<LocalEngine> reference;
  if (!options.reference.empty()) {
    CommonOptions other = options;
    other.weights = options.reference;
    auto opened = open_local(options.model, other, needs);
    if (!opened) return pass_on(std::move(opened));
    reference = *std::move(opened);
  }
  auto text = options.tokens.empty() ? encode_file(**engine, options.file) : given_tokens(**engine, options.tokens);
  if (!text) return pass_on(std::move(text));
  const auto predictions = predict(**engine, reference.get(), *text, {}, {});
  if (!predictions) return std::unexpected(predictions.error());
  const Predictions& score = *predictions;

  const auto count = static_cast<double>(score.tokens);
  Json json = {{"weights", to_string((*engine)->settings().weights)}, {"weight_bytes", (*engine)->memory().of(MemoryTag::weights)},
               {"tokens", score.tokens}, {"perplexity", score.perplexity()}};
  if (reference) {
    json["reference_weights"] = options.reference;
    json["reference_weight_bytes"] = reference->memory().of(MemoryTag::weights);
    json["reference_perplexity"] = score.reference_perplexity();
    json["perplexity_ratio"] = std::exp((score.negative_log - score.reference_negative_log) / count);
    json["kl_divergence"] = score.divergence / count;
    json["top1_agreement"] = static_cast<double>(score.agreements) / count;
  }
  if (options.json) {
    put("{}\n", json.dump());
    return {};
  }
  for (const auto& [key, value] : json.items()) put("{:<24}{}\n", key, value.is_string() ? value.get<std::string>() : value.dump());
  return {};
}

}  // namespace

void add_perplexity(CLI::App& app, Run& run) {
  auto options = std::make_shared<PerplexityOptions>();
  auto* command = app.add_subcommand("perplexity", "perplexity of a text; with a reference also KL and top-1 agreement");
  command->add_option("MODEL", options->model)->required();
  auto* file = command->add_option("--file", options->file, "UTF-8 text");
  command->add_option("--tokens", options->tokens, "\"1 2 3\" in place of a text: needs no tokenizer")->excludes(file);
  command->add_option("--reference-weights", options->reference, "precision to compare with, e.g. bf16");
  add_engine_options(*command, *options);
  command->callback([=, &run] {
    if (options->file.empty() == options->tokens.empty()) throw CLI::RequiredError("--file or --tokens");
    run = [=] { return measure(*options); };
  });
}

}  // namespace halftone::cli
