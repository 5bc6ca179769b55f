// The engine's own thread, seen from the window: requests go in as values, answers come back as signals. Nothing here blocks.
#pragma once

#include <QObject>
#include <QThread>
#include <QThreadPool>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "app/engine_worker/compare_values.h"
#include "app/engine_worker/experiment_values.h"
#include "app/engine_worker/tokens_values.h"
#include "app/engine_worker/values.h"

namespace halftone::app {

// How engines are made; tests put others in.
struct EngineFactory {
  std::function<Result<std::unique_ptr<Engine>>(const std::filesystem::path&, const EngineSettings&, const ProgressSink&, std::stop_token)> open;
  std::function<Result<FitEstimate>(const std::filesystem::path&, const EngineSettings&)> estimate;
  std::function<Result<Quality>(const std::filesystem::path&, Precision, const ProgressSink&, std::stop_token)> measure;
  static EngineFactory local();
};

class EngineWorker;

class EngineThread : public QObject {
  Q_OBJECT

 public:
  explicit EngineThread(EngineFactory factory, QObject* parent = nullptr);
  ~EngineThread() override;  // stops what runs and waits

  // Each answers with the request's number. A request that was stopped answers failed(cancelled).
  void estimate(int request, const QString& path, const EngineSettings& settings);                        // estimated
  void measure(int request, const QString& path, Precision precision, std::stop_token stop);              // measureProgressed; measured, measureFailed
  void open(int request, const QString& path, const EngineSettings& settings, std::stop_token stop);      // progressed, opened
  void cost(int request, const EngineSettings& next, const QString& chatId);                              // costKnown
  void apply(int request, const EngineSettings& next, std::stop_token stop);                              // progressed, applied
  // How much of these messages, of a conversation that rests, the cache holds.
  void cached(const QString& chatId, std::vector<ChatMessage> messages, std::stop_token stop);            // cachedKnown
  void count(CountRequest request);        // counted, also where it was stopped
  void look(LookRequest request);          // looked
  void compare(CompareRequest request);    // compared, to its end; then settled
  void measureTokens(TokensRequest request);  // tokensProgressed; tokensMeasured, also where it was stopped
  void experiment(ExperimentRequest request);  // experimented, to its end; then settled
  void close();
  void generate(GenerateRequest request);                       // prefilled, textAppended, traceGrown; then overflowed or finished
  void watchTraces(bool watched) { tracesWatched_ = watched; }  // while they are, replies tell theirs as they grow
  void forkSession(const QString& from, const QString& to);
  void dropSession(const QString& chatId);
  void measureBandwidth();  // bandwidthMeasured, where the engine can tell

  void mapMemory();  // memoryMapped, once the engine rests
  // Figures of the loaded engine, from any thread; none without one.
  std::optional<MemoryReport> memory() const;
  std::vector<DeviceMemory> memoryByDevice() const;
  void resetPeak();

 signals:
  void estimated(int request, const halftone::FitEstimate& estimate);
  void measured(int request, const halftone::Quality& quality);
  void measureFailed(int request, const halftone::app::EngineFailure& failure);
  void measureProgressed(int request, const halftone::app::LoadProgress& progress);
  void opened(int request, const halftone::app::EngineFacts& facts);
  void costKnown(int request, const halftone::SwitchCost& cost);
  void cachedKnown(const QString& chatId, qint64 tokens);
  void counted(const halftone::app::CountOutcome& outcome);
  void looked(const halftone::app::LookOutcome& outcome);
  void compared(const halftone::app::CompareUpdate& update);
  void experimented(const halftone::app::ExperimentUpdate& update);
  void settled(const halftone::app::EngineFacts& facts);  // what is in force after work that needed other settings for a while
  void tokensProgressed(int request, qint64 done, qint64 total);
  void tokensAppended(const halftone::app::TokensUpdate& update);  // before their text
  void tokensMeasured(const halftone::app::TokensOutcome& outcome);
  void applied(int request, const halftone::app::EngineFacts& facts);
  void failed(int request, const halftone::app::EngineFailure& failure);
  void progressed(int request, const halftone::app::LoadProgress& progress);
  void prefilled(const halftone::app::PrefillUpdate& update);
  void textAppended(const halftone::app::ReplyUpdate& update);
  void bandwidthMeasured(const QString& device, double gigabytesPerSecond);
  void traceGrown(const halftone::app::TraceUpdate& update);
  void overflowed(const QString& replyId, const halftone::PromptMeasure& measure);
  void finished(const halftone::app::ReplyOutcome& outcome);
  void memoryMapped(const halftone::app::MemorySnapshot& snapshot);

 private:
  friend class EngineWorker;
  friend class ReplyStream;
  void post(std::function<void(EngineWorker&)> work);

  EngineFactory factory_;
  QThread thread_;
  QThreadPool estimates_;  // reading headers need not wait for a reply to end
  QThreadPool measures_;   // nor measuring, which opens a model of its own
  std::stop_source quit_;
  std::atomic<bool> tracesWatched_ = false;
  EngineWorker* worker_;
  mutable std::mutex engineMutex_;
  Engine* published_ = nullptr;  // under the lock; for what is asked of its memory
};

}  // namespace halftone::app
