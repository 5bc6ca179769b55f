// One question under several settings, column after column, on the engine's thread.
#include "app/engine_worker/compare_values.h"

#include <optional>

#include "app/engine_worker/attempt.h"
#include "app/engine_worker/either_stop.h"
#include "app/engine_worker/engine_worker.h"
#include "app/engine_worker/reply_stream.h"

namespace halftone::app {
namespace {

class ComparisonRun {
 public:
  ComparisonRun(EngineThread& face, Engine& engine, const CompareRequest& request, std::stop_token stop)
      : face_(face), engine_(engine), request_(request), stop_(std::move(stop)), comparison_(engine, request.messages, request.params) {}

  void all() {
    for (const CompareRequest::Column& column : request_.columns) {
      if (stop_.stop_requested()) return;
      const auto thrown = attempt([&] { one(column); });
      if (thrown) tell({.column = column.id, .what = CompareUpdate::Failed, .failure = *thrown});
    }
  }

  // The engine's own settings come back, whoever stopped; not where the program ends.
  void finish(std::stop_token quit) {
    CompareUpdate end{.what = CompareUpdate::Finished};
    const auto thrown = attempt([&] {
      if (auto restored = comparison_.restore(progressOf(0), std::move(quit)); !restored) end.failure = failureOf(restored.error());
    });
    if (thrown) end.failure = *thrown;
    tell(std::move(end));
  }

 private:
  void one(const CompareRequest::Column& column) {
    const auto fail = [&](const Error& error) { tell({.column = column.id, .what = CompareUpdate::Failed, .failure = failureOf(error)}); };
    std::shared_ptr<const WrittenColumn> written = column.written;
    if (!written) {
      auto now = write(column);
      if (!now)
        return tell({.column = column.id,
                     .what = CompareUpdate::Failed,
                     .failure = failureOf(now.error()),
                     .noRoom = roomMissing(column, now.error())});
      written = std::make_shared<const WrittenColumn>(*std::move(now));
      tell({.column = column.id, .what = CompareUpdate::Written, .written = written});
      if (written->reply.stats.finish == Finish::cancelled) return;
    }
    const bool isReference = column.id == request_.columns.front().id;
    if (!isReference && !referred_) return;
    tell({.column = column.id, .what = CompareUpdate::Reading});
    auto beside = isReference ? comparison_.refer_to(*written, progressOf(column.id), stop_)
                              : comparison_.set_beside(*written, progressOf(column.id), stop_);
    if (!beside) return fail(beside.error());
    referred_ = true;
    CompareUpdate update{.column = column.id, .what = CompareUpdate::Beside};
    for (const Readings* readings : {&beside->on_reference, &beside->on_own}) name(*readings, update.texts);
    update.beside = std::make_shared<const BesideReference>(*std::move(beside));
    tell(std::move(update));
  }

  Result<WrittenColumn> write(const CompareRequest::Column& column) {
    ReplyStream stream(face_, replyIdOf(request_.id, column.id));
    bool began = false;
    const StreamSink sink = [&](const StreamEvent& event) {
      if (!std::exchange(began, true)) tell({.column = column.id, .what = CompareUpdate::Writing});
      stream(event);
    };
    tell({.column = column.id, .what = CompareUpdate::Loading});
    auto written = comparison_.write(column.settings, progressOf(column.id), sink, stop_);
    stream.flush();
    return written;
  }

  // None: it failed for something else, or with more room than it was said to need.
  std::optional<NoRoom> roomMissing(const CompareRequest::Column& column, const Error& error) const {
    if (error.kind != ErrorKind::out_of_memory) return std::nullopt;
    const SwitchCost cost = engine_.cost_of(column.settings, nullptr);
    if (cost.refusal != SwitchCost::Refusal::memory) return std::nullopt;
    return NoRoom{cost.needed_bytes, cost.free_bytes, cost.largest_context};
  }

  void name(const Readings& readings, QHash<TokenId, QString>& texts) const {
    for (const std::vector<Doubt>* doubts : {&readings.reference, &readings.column})
      for (const Doubt& doubt : *doubts) {
        for (const Candidate& candidate : doubt.likeliest)
          if (!texts.contains(candidate.token)) texts.insert(candidate.token, QString::fromStdString(engine_.token_text(candidate.token)));
      }
  }

  ProgressSink progressOf(int column) {
    return [this, column, frames = OncePerFrame()](const Progress& progress) mutable {
      if (!frames.due(progress)) return;
      tell({.column = column, .what = CompareUpdate::Loading, .progress = {progress.stage, progress.done, progress.total}});
    };
  }

  void tell(CompareUpdate update) {
    update.id = request_.id;
    emit face_.compared(update);
  }

  EngineThread& face_;
  Engine& engine_;
  const CompareRequest& request_;
  std::stop_token stop_;
  Comparison comparison_;
  bool referred_ = false;
};

}  // namespace

void EngineWorker::compare(const CompareRequest& request) {
  const EitherStop either(request.stop, quit_);
  if (!engine_ || request.columns.empty()) {
    const EngineFailure none{ErrorKind::not_found, tr("No model is loaded."), tr("Open a model first.")};
    return void(emit face_.compared({.id = request.id, .what = CompareUpdate::Finished, .failure = engine_ ? EngineFailure() : none}));
  }
  ComparisonRun run(face_, *engine_, request, either.token());
  run.all();
  run.finish(quit_);
  engine_->reset_peak();  // what columns took is told with them, and is none of the conversation's
  emit face_.settled(facts());
}

}  // namespace halftone::app
