#include "engine/generate/comparison.h"

#include <algorithm>
#include <new>
#include <numeric>

#include "engine/generate/divergence.h"

namespace halftone {

namespace {

std::unexpected<Error> no_memory(const std::bad_alloc& error) {
  return fail(ErrorKind::out_of_memory, "Compare fewer tokens, or a shorter conversation.", "{}", said_by(error));
}

}  // namespace

double Readings::mean_divergence() const {
  return std::reduce(divergence.begin(), divergence.end()) / static_cast<double>(divergence.size());
}

double Readings::share_of_same_choice() const {
  return static_cast<double>(std::ranges::count(same_first_choice, true)) / static_cast<double>(same_first_choice.size());
}

Comparison::Comparison(Engine& engine, std::vector<ChatMessage> messages, GenerationParams params)
    : engine_(engine), engines_own_(engine.settings()), messages_(std::move(messages)), params_(std::move(params)) {
  params_.anew = true;
  params_.candidates = 0;
}

Result<Session*> Comparison::session(const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop) {
  const auto found = std::ranges::find_if(
      loaded_, [&](const Loaded& loaded) { return loaded.asked == settings || loaded.session->settings() == settings; });
  if (found != loaded_.end()) return found->session.get();
  auto own = engine_.new_session(settings, progress, stop);
  while (!own && own.error().kind == ErrorKind::out_of_memory && !loaded_.empty()) {  // those that were read before make room
    loaded_.erase(loaded_.begin());
    own = engine_.new_session(settings, progress, stop);
  }
  if (!own && own.error().kind == ErrorKind::out_of_memory) {
    if (auto applied = engine_.apply(settings, progress, stop); !applied) return pass_on(std::move(applied));
    own = engine_.new_session();
  }
  if (!own) return pass_on(std::move(own));
  loaded_.push_back({settings, *std::move(own)});
  return loaded_.back().session.get();
}

Result<WrittenColumn> Comparison::write(const EngineSettings& settings, const ProgressSink& progress, const StreamSink& sink,
                                        std::stop_token stop) try {
  auto session = this->session(settings, progress, stop);
  if (!session) return pass_on(std::move(session));
  WrittenColumn column{.settings = (*session)->settings()};
  const StreamSink heard = [&](const StreamEvent& event) {
    if (event.phase == StreamEvent::Phase::decode) {
      if (event.done > std::ssize(column.pieces)) column.pieces.emplace_back();
      if (!column.pieces.empty()) column.pieces.back() += event.text;
    }
    if (sink) sink(event);
  };
  auto reply = (*session)->generate(messages_, params_, heard, stop);
  (*session)->truncate(0);
  if (!reply) return pass_on(std::move(reply));
  column.reply = *std::move(reply);
  column.pieces.resize(column.reply.tokens.size());
  return column;
} catch (const std::bad_alloc& error) {
  return no_memory(error);
}

Result<std::vector<float>> Comparison::predict(const EngineSettings& settings, const std::vector<TokenId>& words,
                                               const ProgressSink& progress, std::stop_token stop) {
  auto session = this->session(settings, progress, stop);
  if (!session) return pass_on(std::move(session));
  return (*session)->predict(messages_, words, std::move(stop));
}

Result<BesideReference> Comparison::refer_to(WrittenColumn reference, const ProgressSink& progress, std::stop_token stop) try {
  reference_.reset();
  const std::vector<TokenId>& words = reference.reply.tokens;
  auto logits = predict(reference.settings, words, progress, stop);
  if (!logits) return pass_on(std::move(logits));
  auto itself = read(words, *logits, *logits, stop);
  if (!itself) return pass_on(std::move(itself));
  of_reference_ = *std::move(logits);
  reference_ = std::move(reference);
  return BesideReference{*itself, *itself, {}};
} catch (const std::bad_alloc& error) {
  return no_memory(error);
}

Result<BesideReference> Comparison::set_beside(const WrittenColumn& column, const ProgressSink& progress, std::stop_token stop) try {
  if (!reference_) return fail(ErrorKind::invalid_argument, "Write the reference first.", "there is nothing to compare a column with");
  const std::vector<TokenId>&own = column.reply.tokens, &words = reference_->reply.tokens;
  BesideReference beside;
  const auto flip = std::ranges::mismatch(own, words).in1 - own.begin();
  if (flip < std::ssize(own) || flip < std::ssize(words)) beside.first_flip = flip;

  const auto on_reference = predict(column.settings, words, progress, stop);
  if (!on_reference) return std::unexpected(on_reference.error());
  auto read = this->read(words, of_reference_, *on_reference, stop);
  if (!read) return pass_on(std::move(read));
  beside.on_reference = *std::move(read);
  if (!beside.first_flip) {
    beside.on_own = beside.on_reference;
    return beside;
  }
  const auto columns = predict(column.settings, own, progress, stop);
  if (!columns) return std::unexpected(columns.error());
  const auto references = predict(reference_->settings, own, progress, stop);
  if (!references) return std::unexpected(references.error());
  read = this->read(own, *references, *columns, stop);
  if (!read) return pass_on(std::move(read));
  beside.on_own = *std::move(read);
  return beside;
} catch (const std::bad_alloc& error) {
  return no_memory(error);
}

Result<Readings> Comparison::read(const std::vector<TokenId>& words, const std::vector<float>& reference, const std::vector<float>& column,
                                  std::stop_token stop) const {
  Readings readings;
  if (words.empty()) return readings;
  const std::size_t vocabulary = reference.size() / words.size();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "comparing was stopped");
    const auto row = [&](const std::vector<float>& all) { return std::span(all).subspan(i * vocabulary, vocabulary); };
    const std::span theirs = row(reference), own = row(column);
    readings.divergence.push_back(divergence(theirs, log_sum_exp(theirs), own, log_sum_exp(own)));
    readings.same_first_choice.push_back(first_choice(theirs) == first_choice(own));
    const auto doubt = [&](std::span<const float> logits) {
      return Prediction({logits.data(), {static_cast<std::int64_t>(vocabulary)}}, kCandidates).of(words[i]);
    };
    readings.reference.push_back(doubt(theirs));
    readings.column.push_back(doubt(own));
  }
  return readings;
}

Result<void> Comparison::restore(const ProgressSink& progress, std::stop_token stop) {
  loaded_.clear();
  if (engine_.settings() == engines_own_) return {};
  return engine_.apply(engines_own_, progress, std::move(stop));
}

}  // namespace halftone
