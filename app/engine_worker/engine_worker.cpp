#include "app/engine_worker/engine_worker.h"

#include <algorithm>
#include <memory>

#include "app/engine_worker/attempt.h"
#include "app/engine_worker/either_stop.h"
#include "app/engine_worker/engine_words.h"
#include "app/engine_worker/reply_stream.h"

namespace halftone::app {
EngineWorker::EngineWorker(EngineThread& face, EngineFactory factory, std::stop_token quit)
    : face_(face), factory_(std::move(factory)), quit_(std::move(quit)) {}

EngineWorker::~EngineWorker() { close(); }

EngineFacts EngineWorker::facts() const {
  QStringList parts, choices;
  for (const DeviceMemory& device : engine_->memory_by_device()) parts << spoken(device.name);
  for (const std::string& choice : engine_->device_choices()) choices << QString::fromStdString(choice);
  return {engine_->model(), engine_->settings(), spoken(engine_->device_name()), parts, choices, spoken(engine_->why_cpu())};
}

void EngineWorker::publish(Engine* engine) {
  const std::lock_guard lock(face_.engineMutex_);
  face_.published_ = engine;
}

void EngineWorker::close() {
  publish(nullptr);
  sessions_.clear();
  reads_.reset();
  engine_.reset();
}

ProgressSink EngineWorker::progressSink(int request) {
  return [this, request, frames = OncePerFrame()](const Progress& progress) mutable {
    if (!frames.due(progress)) return;
    emit face_.progressed(request, {progress.stage, progress.done, progress.total});
  };
}

void EngineWorker::open(int request, const QString& path, const EngineSettings& settings, std::stop_token stop) {
  const EitherStop either(std::move(stop), quit_);
  close();  // makes room first
  const auto thrown = attempt([&] {
    auto engine = factory_.open(path.toStdString(), settings, progressSink(request), either.token());
    if (!engine) return void(emit face_.failed(request, failureOf(engine.error())));
    engine_ = std::move(*engine);
    publish(engine_.get());
    emit face_.opened(request, facts());
  });
  if (thrown) emit face_.failed(request, *thrown);
}

void EngineWorker::cost(int request, const EngineSettings& next, const QString& chatId) {
  if (!engine_) return;
  const auto thrown = attempt([&] {
    const Session* session = findSession(chatId);
    SwitchCost cost = engine_->cost_of(next, session);
    if (!session || session->cached_tokens() == 0) cost.recompute_cache = false;  // there is nothing to compute again
    emit face_.costKnown(request, cost);
  });
  if (thrown) emit face_.failed(request, *thrown);
}

// A conversation that has no session any more may still share pages with one that has.
Result<PromptMeasure> EngineWorker::measure(const QString& chatId, const std::vector<ChatMessage>& messages, std::stop_token stop) {
  Session* session = findSession(chatId);
  const std::unique_ptr<Session> none = session ? nullptr : engine_->new_session();
  return (session ? session : none.get())->measure(messages, std::move(stop));
}

void EngineWorker::cached(const QString& chatId, const std::vector<ChatMessage>& messages, std::stop_token stop) {
  const EitherStop either(std::move(stop), quit_);
  if (either.token().stop_requested()) return;
  qint64 tokens = 0;
  attempt([&] {
    if (!engine_ || !engine_->settings().cache || messages.empty()) return;
    if (const auto found = measure(chatId, messages, either.token())) tokens = std::min(found->cached_tokens, found->context);
  });
  if (!either.token().stop_requested()) emit face_.cachedKnown(chatId, tokens);
}

void EngineWorker::count(const CountRequest& request) {
  const EitherStop either(request.stop, quit_);
  CountOutcome outcome{.id = request.id};
  attempt([&] {
    if (!engine_ || either.token().stop_requested()) return;
    outcome.context = engine_->settings().context;
    if (!request.messages.empty()) {
      const auto found = measure(request.chatId, request.messages, either.token());
      if (!found) return;
      outcome.promptTokens = found->prompt_tokens;
    }
    for (const std::string& text : request.texts) {
      const auto tokens = engine_->count_tokens(text, either.token());
      if (!tokens) return;
      outcome.textTokens.append(*tokens);
    }
    outcome.complete = true;
  });
  emit face_.counted(outcome);
}

void EngineWorker::look(const LookRequest& request) {
  const EitherStop either(request.stop, quit_);
  LookOutcome outcome{.id = request.id};
  const auto thrown = attempt([&] {
    if (!engine_ || either.token().stop_requested()) return;
    auto prompt = engine_->prompt_tokens(request.messages, either.token());
    if (!prompt) return void(outcome.failure = failureOf(prompt.error()));
    AttentionQuery query{
        .first_layer = request.layer, .heads = engine_->model().heads, .as_much_as_fits = request.asMuchAsFits, .without_position = true};
    for (const PromptToken& token : *prompt) query.tokens.push_back(token.id);
    auto rows = engine_->attention_rows(query, {}, either.token());
    if (!rows) return void(outcome.failure = failureOf(rows.error()));
    for (auto at = prompt->begin() + rows->left_out(); at != prompt->end(); ++at)
      outcome.words.append(QString::fromUtf8(at->text.data(), static_cast<qsizetype>(at->text.size())));
    outcome.rows = std::make_shared<const AttentionRows>(*std::move(rows));
  });
  if (thrown) outcome.failure = *thrown;
  if (either.token().stop_requested()) {
    outcome.failure = {ErrorKind::cancelled, {}, {}};
    outcome.rows.reset();
  }
  emit face_.looked(outcome);
}

void EngineWorker::apply(int request, const EngineSettings& next, std::stop_token stop) {
  if (!engine_) return;
  const EitherStop either(std::move(stop), quit_);
  const auto thrown = attempt([&] {
    auto done = engine_->apply(next, progressSink(request), either.token());
    if (done) emit face_.applied(request, facts());
    else emit face_.failed(request, failureOf(done.error()));
  });
  if (thrown) emit face_.failed(request, *thrown);
}

// Without a cache each token computes the whole conversation again: what that reads is another matter.
std::shared_ptr<const ReplyReads> EngineWorker::reads() {
  const auto* const reader = dynamic_cast<const ReadsMemory*>(engine_.get());
  const EngineSettings now = engine_->settings();
  if (!reader || !now.cache) return nullptr;
  if (!reads_ || readsUnder_ != now)
    reads_ = std::make_shared<const ReplyReads>(ReplyReads{reader->token_reads(), spoken(engine_->device_name())});
  readsUnder_ = now;
  return reads_;
}

void EngineWorker::measureBandwidth() {
  auto* const reader = dynamic_cast<ReadsMemory*>(engine_.get());
  if (!reader) return;
  attempt([&] {  // what fails here is met again by whoever needs the device
    if (const double found = reader->read_bandwidth_gb_s(); found > 0) emit face_.bandwidthMeasured(spoken(engine_->device_name()), found);
  });
}

void EngineWorker::mapMemory() {
  if (engine_) emit face_.memoryMapped({engine_->memory_map(), engine_->memory(), engine_->memory_by_device()});
}

void EngineWorker::generate(const GenerateRequest& request) {
  const EitherStop either(request.stop, quit_);
  ReplyOutcome outcome;
  outcome.replyId = request.replyId;
  outcome.stats.finish = Finish::cancelled;
  if (either.token().stop_requested()) return void(emit face_.finished(outcome));
  if (!engine_) {
    outcome.failed = true;
    outcome.failure = {ErrorKind::not_found, tr("No model is loaded."), tr("Open a model first.")};
    return void(emit face_.finished(outcome));
  }
  outcome.settings = engine_->settings();

  ReplyStream stream(face_, request.replyId, engine_.get());
  bool overflowed = false;
  const TraceSoFar* traced = nullptr;
  const auto refuse = [&](const Error& error) {
    outcome.failed = true;
    outcome.failure = failureOf(error);
  };
  const auto thrown = attempt([&] {
    Session& session = this->session(request.chatId);
    const auto measure = session.measure(request.messages, either.token());
    if (!measure && measure.error().kind == ErrorKind::cancelled) return;
    if (!measure) return refuse(measure.error());
    if (measure->turns_to_drop > 0 || measure->prompt_tokens >= measure->context) {
      overflowed = true;
      return void(emit face_.overflowed(request.replyId, *measure));
    }
    traced = dynamic_cast<const TraceSoFar*>(&session);
    outcome.reads = reads();
    stream.follow(traced, outcome.reads);
    outcome.began = std::chrono::steady_clock::now();
    const auto reply = session.generate(request.messages, request.params, std::ref(stream), either.token());
    outcome.cachedTokens = session.cached_tokens();
    if (!reply) return refuse(reply.error());
    traced = nullptr;
    outcome.stats = reply->stats;
    outcome.trace = reply->trace;
    outcome.peakBytes = reply->memory.turn_peak;
    for (const Sentence& note : reply->notes) outcome.notes.append(spoken(note));
  });
  if (overflowed) return;
  if (thrown) {
    outcome.failed = true;
    outcome.failure = *thrown;
  }
  if (traced) outcome.trace = traced->trace_so_far();  // of one that failed, what there is
  stream.follow(nullptr, nullptr);
  stream.flush();
  emit face_.finished(outcome);
}

void EngineWorker::forkSession(const QString& from, const QString& to) {
  const Session* original = findSession(from);
  if (!original) return;  // its cache is gone already: the copy computes anew
  attempt([&] { sessions_.insert_or_assign(to, original->fork()); });
}

void EngineWorker::dropSession(const QString& chatId) {
  sessions_.erase(chatId);
}

void EngineWorker::resetPeak() {
  if (engine_) engine_->reset_peak();
}

Session* EngineWorker::findSession(const QString& chatId) {
  const auto found = sessions_.find(chatId);
  return found == sessions_.end() ? nullptr : found->second.get();
}

Session& EngineWorker::session(const QString& chatId) {
  if (Session* found = findSession(chatId)) return *found;
  return *sessions_.emplace(chatId, engine_->new_session()).first->second;
}

}  // namespace halftone::app
