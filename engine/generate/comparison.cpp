#include "engine/generate/comparison.h"

#include <algorithm>
#include <new>
#include <numeric>

#include "engine/generate/divergence.h"
#include "engine/generate/prompt.h"

namespace halftone {

double ComparedColumn::mean_divergence() const {
  return std::reduce(divergence.begin(), divergence.end()) / static_cast<double>(divergence.size());
}

double ComparedColumn::share_of_same_choice() const {
  return static_cast<double>(std::ranges::count(same_first_choice, true)) / static_cast<double>(same_first_choice.size());
}

Result<ComparedColumn> Comparison::column(const EngineSettings& settings, const ProgressSink& progress, const StreamSink& sink,
                                          std::stop_token stop) try {
  if (auto applied = engine_.apply(settings, progress, stop); !applied) return pass_on(std::move(applied));
  engine_.flush();
  engine_.reset_peak();
  ComparedColumn column{.settings = engine_.settings()};
  {
    auto reply = engine_.new_session()->generate(messages_, params_, sink, stop);
    if (!reply) return pass_on(std::move(reply));
    column.reply = *std::move(reply);
  }
  column.peak_bytes = engine_.memory().total_peak;
  if (column.reply.stats.finish == Finish::cancelled) return column;
  const bool is_reference = !has_reference_;
  if (is_reference) {
    auto prompt = Prompt(engine_.chat_template(), *engine_.tokenizer()).tokens(messages_, stop);
    if (!prompt) return pass_on(std::move(prompt));
    prompt_ = *std::move(prompt), words_ = column.reply.tokens;
  }
  auto logits = logits_of_reference_words(stop);
  if (!logits) return pass_on(std::move(logits));
  if (is_reference) logits_ = *std::move(logits), has_reference_ = true;
  else set_beside_reference(column, *logits);
  return column;
} catch (const std::bad_alloc& error) {
  return fail(ErrorKind::out_of_memory, "Compare fewer tokens, or a shorter conversation.", "{}", said_by(error));
}

// What the settings of now predict where the reference's words stand: one row for each, of what comes before it.
Result<std::vector<float>> Comparison::logits_of_reference_words(std::stop_token stop) {
  std::vector<float> logits;
  if (words_.empty()) return logits;
  engine_.flush();
  const auto evaluator = engine_.new_evaluator();
  const std::span before = std::span(prompt_).first(prompt_.size() - 1);
  if (!before.empty()) evaluator->feed(before);
  std::vector<TokenId> rows = {prompt_.back()};
  rows.insert(rows.end(), words_.begin(), words_.end() - 1);
  logits.reserve(rows.size() * static_cast<std::size_t>(engine_.model().vocabulary));
  evaluator->feed_all(rows, [&](std::int64_t, MatrixView<const float> part) { logits.insert(logits.end(), part.data, part.data + part.size()); }, stop);
  if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "comparing was stopped");
  return logits;
}

void Comparison::set_beside_reference(ComparedColumn& column, const std::vector<float>& logits) const {
  const auto vocabulary = static_cast<std::size_t>(engine_.model().vocabulary);
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const auto row = [&](const std::vector<float>& all) { return std::span(all).subspan(i * vocabulary, vocabulary); };
    const std::span reference = row(logits_), own = row(logits);
    column.divergence.push_back(divergence(reference, log_sum_exp(reference), own, log_sum_exp(own)));
    column.same_first_choice.push_back(first_choice(reference) == first_choice(own));
  }
  const std::vector<TokenId>& own = column.reply.tokens;
  const auto flip = std::ranges::mismatch(own, words_).in1 - own.begin();
  if (flip < std::ssize(own) || flip < std::ssize(words_)) column.first_flip = flip;
}

}  // namespace halftone
