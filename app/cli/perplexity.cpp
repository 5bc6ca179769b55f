// perplexity: how well a model predicts a text; beside a reference precision, how far its predictions have moved.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "app/cli/command.h"

namespace halftone::cli {

namespace {

constexpr std::int64_t kWindow = 512;  // tokens per window; every window starts afresh and all its tokens but the first are scored

struct PerplexityOptions : CommonOptions { std::string model, file, tokens, reference; };

struct Score {
  double negative_log = 0;            // Σ −ln p(token)
  double reference_negative_log = 0;  // the same under the reference
  double divergence = 0;              // Σ KL(reference ‖ model), in nats
  std::int64_t agreements = 0;        // the same most likely token
  std::int64_t tokens = 0;
};

double log_sum_exp(const float* logits, std::int64_t count) {
  const float top = *std::max_element(logits, logits + count);
  double sum = 0;
  for (std::int64_t i = 0; i < count; ++i) sum += std::exp(static_cast<double>(logits[i]) - top);
  return top + std::log(sum);
}

void score_row(const float* logits, const float* reference, std::int64_t vocabulary, TokenId next, Score& score) {
  const double normaliser = log_sum_exp(logits, vocabulary);
  score.negative_log += normaliser - logits[next];
  ++score.tokens;
  if (!reference) return;
  const double reference_normaliser = log_sum_exp(reference, vocabulary);
  score.reference_negative_log += reference_normaliser - reference[next];
  for (std::int64_t i = 0; i < vocabulary; ++i) {
    const double log_p = reference[i] - reference_normaliser;
    score.divergence += std::exp(log_p) * (log_p - (logits[i] - normaliser));
  }
  score.agreements += std::max_element(logits, logits + vocabulary) - logits == std::max_element(reference, reference + vocabulary) - reference;
}

// What is scored, and what stands before every window of it: the tokens that the model expects before a text, bos mostly.
struct Text { std::vector<TokenId> tokens, before; };

Result<Text> encode_file(const LocalEngine& engine, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::not_found, "Check the path.", "{} cannot be opened", path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Tokenizer& tokenizer = *engine.tokenizer();
  Text out{tokenizer.encode(text), tokenizer.encode_whole("")};
  out.before.resize(out.before.size() - tokenizer.data().suffix.size());
  if (out.tokens.size() < 2) return fail(ErrorKind::invalid_argument, "Give a longer text.", "{} has {} tokens", path, out.tokens.size());
  return out;
}

// Tokens are taken as they are given.
Result<Text> given_tokens(const LocalEngine& engine, const std::string& text) {
  auto tokens = parse_tokens(text, engine.model().vocabulary);
  if (!tokens) return pass_on(std::move(tokens));
  if (tokens->size() < 2) return fail(ErrorKind::invalid_argument, "Give at least two.", "--tokens holds {}", tokens->size());
  return Text{*std::move(tokens), {}};
}

// The logits of a whole window.
std::vector<float> window_logits(Evaluator& evaluator, std::span<const TokenId> window) {
  std::vector<float> logits;
  evaluator.clear();
  evaluator.feed_all(window, [&](std::int64_t, MatrixView<const float> rows) { logits.insert(logits.end(), rows.data, rows.data + rows.size()); });
  return logits;
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
  const auto& [tokens, before] = *text;

  const std::int64_t vocabulary = (*engine)->model().vocabulary;
  const auto window = static_cast<std::size_t>(std::min(kWindow, (*engine)->settings().context));
  const auto evaluator = (*engine)->new_evaluator();
  const auto reference_evaluator = reference ? reference->new_evaluator() : nullptr;
  Score score;
  for (std::size_t begin = 0; begin + 1 < tokens.size(); begin += window) {
    std::vector<TokenId> part = before;
    part.insert(part.end(), tokens.begin() + static_cast<std::ptrdiff_t>(begin),
                tokens.begin() + static_cast<std::ptrdiff_t>(std::min(begin + window, tokens.size())));
    const std::vector<float> logits = window_logits(*evaluator, part);
    const std::vector<float> expected = reference ? window_logits(*reference_evaluator, part) : std::vector<float>();
    for (std::size_t t = 0; t + 1 < part.size(); ++t) {
      const auto row = static_cast<std::ptrdiff_t>(t) * vocabulary;
      score_row(logits.data() + row, reference ? expected.data() + row : nullptr, vocabulary, part[t + 1], score);
    }
  }

  const auto count = static_cast<double>(score.tokens);
  Json json = {{"weights", to_string((*engine)->settings().weights)}, {"weight_bytes", (*engine)->memory().of(MemoryTag::weights)},
               {"tokens", score.tokens}, {"perplexity", std::exp(score.negative_log / count)}};
  if (reference) {
    json["reference_weights"] = options.reference;
    json["reference_weight_bytes"] = reference->memory().of(MemoryTag::weights);
    json["reference_perplexity"] = std::exp(score.reference_negative_log / count);
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
