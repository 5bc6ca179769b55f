// The guide's experiment, cell by cell, on the engine's thread.
#include <QElapsedTimer>

#include "app/engine_worker/attempt.h"
#include "app/engine_worker/either_stop.h"
#include "app/engine_worker/engine_worker.h"
#include "app/engine_worker/experiment_values.h"
#include "app/engine_worker/reply_stream.h"

namespace halftone::app {
namespace {

class ExperimentRun {
 public:
  ExperimentRun(EngineThread& face, Engine& engine, const ExperimentRequest& request, std::stop_token stop)
      : face_(face), engine_(engine), request_(request), stop_(std::move(stop)), chats_(engine.settings()) {}

  void plan() {
    ExperimentUpdate update{.what = ExperimentUpdate::Planned, .free = room()};
    for (const ExperimentRequest::Cell& cell : request_.cells) update.expected.push_back(engine_.expected_peak(cell.settings, cell.run));
    tell(std::move(update));
  }

  void all() {
    for (const ExperimentRequest::Cell& cell : request_.cells) {
      if (stop_.stop_requested() || lost_) return;
      const auto thrown = attempt([&] { one(cell); });
      if (thrown) failed(cell, *thrown);
    }
  }

  // The chat's own settings come back, whoever stopped and whatever failed; not where the program ends.
  void finish(std::stop_token quit) {
    ExperimentUpdate end{.what = ExperimentUpdate::Finished, .failure = failure_};
    const auto thrown = attempt([&] {
      if (engine_.settings() == chats_) return;
      tell({.what = ExperimentUpdate::Restoring});
      if (auto restored = engine_.apply(chats_, progressOf(-1, true), std::move(quit)); !restored)
        end.failure = failureOf(restored.error());
    });
    if (thrown && !lost_) end.failure = *thrown;
    tell(std::move(end));
  }

 private:
  void one(const ExperimentRequest::Cell& cell) {
    const EitherStop either(stop_, cell.skip);
    if (cell.skip.stop_requested()) return tell({.cell = cell.id, .what = ExperimentUpdate::Skipped});
    const qint64 needs = engine_.expected_peak(cell.settings, cell.run), free = room();
    if (free > 0 && needs > free) return tell({.cell = cell.id, .what = ExperimentUpdate::DoesNotFit, .needs = needs, .free = free});
    tell({.cell = cell.id, .what = ExperimentUpdate::Started});
    clock_.start();
    if (engine_.settings() != cell.settings) {
      if (auto ready = engine_.apply(cell.settings, progressOf(cell.id, true), either.token()); !ready) return refused(cell, ready.error());
    }
    clock_.start();
    std::vector<RunCost> runs;
    for (repeat_ = 1; repeat_ <= request_.repeats; ++repeat_) {
      auto cost = engine_.measure_run(cell.run, progressOf(cell.id, false), either.token());
      if (!cost) return refused(cell, cost.error());
      runs.push_back(*cost);
    }
    tell({.cell = cell.id, .what = ExperimentUpdate::Done, .runs = std::move(runs)});
  }

  void refused(const ExperimentRequest::Cell& cell, const Error& error) {
    if (error.kind != ErrorKind::cancelled) return failed(cell, failureOf(error));
    if (!stop_.stop_requested()) tell({.cell = cell.id, .what = ExperimentUpdate::Skipped});
  }

  // On a device that is lost no other cell can run, and nothing comes back.
  void failed(const ExperimentRequest::Cell& cell, const EngineFailure& failure) {
    lost_ = failure.kind == ErrorKind::device_lost;
    if (lost_) failure_ = failure;
    tell({.cell = cell.id, .what = ExperimentUpdate::Failed, .failure = failure});
  }

  // Bytes that a run could have: free, or the engine's own, which goes or is counted in what it needs. 0: the devices do not say.
  qint64 room() const {
    const MemoryReport report = engine_.memory();
    return report.device_total > 0 ? report.device_free + report.total() : 0;
  }

  ProgressSink progressOf(int cell, bool loading) {
    return [this, cell, loading, frames = OncePerFrame()](const Progress& progress) mutable {
      if (!frames.due(progress)) return;
      ExperimentUpdate update{.cell = cell,
                              .what = ExperimentUpdate::Progressed,
                              .progress = {progress.stage, progress.done, progress.total},
                              .loading = loading};
      update.repeat = repeat_;
      if (!loading) update.peakBytes = engine_.memory().total_peak;
      update.elapsedMs = static_cast<double>(clock_.isValid() ? clock_.nsecsElapsed() : 0) / 1e6;
      tell(std::move(update));
    };
  }

  void tell(ExperimentUpdate update) {
    update.id = request_.id;
    emit face_.experimented(update);
  }

  EngineThread& face_;
  Engine& engine_;
  const ExperimentRequest& request_;
  std::stop_token stop_;
  const EngineSettings chats_;
  QElapsedTimer clock_;  // since the cell began to run
  EngineFailure failure_;
  int repeat_ = 0;
  bool lost_ = false;
};

}  // namespace

void EngineWorker::experiment(const ExperimentRequest& request) {
  const EitherStop either(request.stop, quit_);
  if (!engine_) {
    const EngineFailure none{ErrorKind::not_found, tr("No model is loaded."), tr("Open a model first.")};
    return void(emit face_.experimented({.id = request.id, .what = ExperimentUpdate::Finished, .failure = none}));
  }
  ExperimentRun run(face_, *engine_, request, either.token());
  attempt([&] { run.plan(); });
  if (request.onlyPlan) return;
  run.all();
  run.finish(quit_);
  emit face_.settled(facts());
}

}  // namespace halftone::app
