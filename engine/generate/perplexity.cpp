#include "engine/generate/perplexity.h"

#include <algorithm>
#include <span>

#include "engine/generate/divergence.h"

namespace halftone {

namespace {

constexpr std::int64_t kWindow = 512;    // tokens
constexpr std::size_t kAtOnce = 64;      // of them, so that the logits of a large vocabulary take little

void score_row(std::span<const float> logits, std::span<const float> reference, TokenId next, Predictions& score) {
  const auto chosen = static_cast<std::size_t>(next);
  const double normaliser = log_sum_exp(logits);
  score.negative_log += normaliser - logits[chosen];
  ++score.tokens;
  if (reference.empty()) return;
  const double reference_normaliser = log_sum_exp(reference);
  score.reference_negative_log += reference_normaliser - reference[chosen];
  score.divergence += divergence(reference, reference_normaliser, logits, normaliser);
  score.agreements += first_choice(logits) == first_choice(reference);
}

std::vector<float> logits_of(Evaluator& evaluator, std::span<const TokenId> tokens, std::stop_token stop) {
  std::vector<float> logits;
  evaluator.feed_all(tokens, [&](std::int64_t, MatrixView<const float> rows) { logits.insert(logits.end(), rows.data, rows.data + rows.size()); }, stop);
  return logits;
}

}  // namespace

ScoredText scored_text(const Tokenizer& tokenizer, std::string_view text) {
  ScoredText out{tokenizer.encode(text), tokenizer.encode_whole("")};
  out.before.resize(out.before.size() - tokenizer.data().suffix.size());
  return out;
}

Result<Predictions> predict(LocalEngine& engine, LocalEngine* reference, const ScoredText& text, const ScoreProgress& progress,
                            std::stop_token stop) {
  const auto vocabulary = static_cast<std::size_t>(engine.model().vocabulary);
  const auto window = static_cast<std::size_t>(std::min(kWindow, engine.settings().context));
  const auto evaluator = engine.new_evaluator();
  const auto other = reference ? reference->new_evaluator() : nullptr;
  const auto total = static_cast<std::int64_t>(text.tokens.size());
  Predictions score;
  for (std::size_t begin = 0; begin + 1 < text.tokens.size(); begin += window) {
    std::vector<TokenId> part = text.before;
    part.insert(part.end(), text.tokens.begin() + static_cast<std::ptrdiff_t>(begin),
                text.tokens.begin() + static_cast<std::ptrdiff_t>(std::min(begin + window, text.tokens.size())));
    evaluator->clear();
    if (other) other->clear();
    for (std::size_t first = 0; first < part.size(); first += kAtOnce) {
      const auto tokens = std::span(part).subspan(first, std::min(kAtOnce, part.size() - first));
      const std::vector<float> logits = logits_of(*evaluator, tokens, stop);
      const std::vector<float> expected = other ? logits_of(*other, tokens, stop) : std::vector<float>();
      if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "measuring was stopped");
      for (std::size_t t = 0; t < tokens.size() && first + t + 1 < part.size(); ++t) {
        const auto row = [&](const std::vector<float>& all) { return std::span(all).subspan(t * vocabulary, vocabulary); };
        score_row(row(logits), other ? row(expected) : std::span<const float>(), part[first + t + 1], score);
      }
      if (progress) progress(std::min(total, static_cast<std::int64_t>(begin + first + tokens.size())), total);
    }
  }
  return score;
}

Result<Quality> measure_quality(const std::filesystem::path& model, Precision precision, const ProgressSink& progress, std::stop_token stop) {
  auto checkpoint = open_checkpoint(model);
  if (!checkpoint) return pass_on(std::move(checkpoint));
  if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "measuring was stopped");
  constexpr std::int64_t kBefore = 16;  // more than any model expects before a text
  EngineSettings settings{.weights = precision};
  settings.context = std::min(checkpoint->spec.trained_context, kWindow + kBefore);
  auto engine = LocalEngine::open_to_speak(*std::move(checkpoint), settings, progress, stop);
  if (!engine) return pass_on(std::move(engine));
  const ScoredText text = scored_text(*(*engine)->tokenizer(), short_text());
  const auto report = [&](std::int64_t done, std::int64_t total) {
    if (progress) progress({Sentence("predicting a text"), done, total});
  };
  const auto score = predict(**engine, nullptr, text, report, stop);
  if (!score) return std::unexpected(score.error());
  if (score->tokens == 0 || !std::isfinite(score->perplexity()))
    return fail(ErrorKind::malformed, "Try the weights at f32 or bf16.", "the model predicts no finite probability");
  return Quality{score->perplexity(), score->tokens};
}

}  // namespace halftone
