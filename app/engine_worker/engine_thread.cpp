#include "app/engine_worker/engine_thread.h"

#include "app/engine_worker/engine_worker.h"
#include "app/engine_worker/attempt.h"

namespace halftone::app {

EngineThread::EngineThread(EngineFactory factory, QObject* parent)
    : QObject(parent), factory_(std::move(factory)), worker_(new EngineWorker(*this, factory_, quit_.get_token())) {
  thread_.setObjectName("engine");
  worker_->moveToThread(&thread_);
  connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
  thread_.start();
}

EngineThread::~EngineThread() {
  quit_.request_stop();
  estimates_.waitForDone();
  measures_.waitForDone();  // who asked has stopped it
  thread_.quit();
  thread_.wait();
}

void EngineThread::post(std::function<void(EngineWorker&)> work) {
  QMetaObject::invokeMethod(worker_, [worker = worker_, work = std::move(work)] { work(*worker); }, Qt::QueuedConnection);
}

void EngineThread::estimate(int request, const QString& path, const EngineSettings& settings) {
  estimates_.start([this, request, path, settings, estimate = factory_.estimate] {
    const auto thrown = attempt([&] {
      const auto found = estimate(path.toStdString(), settings);
      if (found) emit estimated(request, *found);
      else emit failed(request, failureOf(found.error()));
    });
    if (thrown) emit failed(request, *thrown);
  });
}

void EngineThread::measure(int request, const QString& path, Precision precision, std::stop_token stop) {
  measures_.setMaxThreadCount(1);
  measures_.start([this, request, path, precision, stop, measure = factory_.measure] {
    const auto report = [&](const Progress& progress) {
      emit measureProgressed(request, {progress.stage, progress.done, progress.total});
    };
    const auto thrown = attempt([&] {
      const auto found = measure(path.toStdString(), precision, report, stop);
      if (found) emit measured(request, *found);
      else emit measureFailed(request, failureOf(found.error()));
    });
    if (thrown) emit measureFailed(request, *thrown);
  });
}

void EngineThread::open(int request, const QString& path, const EngineSettings& settings, std::stop_token stop) {
  post([=](EngineWorker& worker) { worker.open(request, path, settings, stop); });
}

void EngineThread::cost(int request, const EngineSettings& next, const QString& chatId) {
  post([=](EngineWorker& worker) { worker.cost(request, next, chatId); });
}

void EngineThread::apply(int request, const EngineSettings& next, std::stop_token stop) {
  post([=](EngineWorker& worker) { worker.apply(request, next, stop); });
}

void EngineThread::cached(const QString& chatId, std::vector<ChatMessage> messages, std::stop_token stop) {
  post([chatId, messages = std::move(messages), stop](EngineWorker& worker) { worker.cached(chatId, messages, stop); });
}

void EngineThread::count(CountRequest request) {
  post([request = std::move(request)](EngineWorker& worker) { worker.count(request); });
}

void EngineThread::look(LookRequest request) {
  post([request = std::move(request)](EngineWorker& worker) { worker.look(request); });
}

void EngineThread::compare(CompareRequest request) {
  post([request = std::move(request)](EngineWorker& worker) { worker.compare(request); });
}

void EngineThread::measureTokens(TokensRequest request) {
  post([request = std::move(request)](EngineWorker& worker) { worker.measureTokens(request); });
}

void EngineThread::experiment(ExperimentRequest request) {
  post([request = std::move(request)](EngineWorker& worker) { worker.experiment(request); });
}

void EngineThread::close() {
  post([](EngineWorker& worker) { worker.close(); });
}

void EngineThread::generate(GenerateRequest request) {
  post([request = std::move(request)](EngineWorker& worker) { worker.generate(request); });
}

void EngineThread::forkSession(const QString& from, const QString& to) {
  post([=](EngineWorker& worker) { worker.forkSession(from, to); });
}

void EngineThread::dropSession(const QString& chatId) {
  post([=](EngineWorker& worker) { worker.dropSession(chatId); });
}

void EngineThread::measureBandwidth() {
  post([](EngineWorker& worker) { worker.measureBandwidth(); });
}

void EngineThread::mapMemory() {
  post([](EngineWorker& worker) { worker.mapMemory(); });
}

std::optional<MemoryReport> EngineThread::memory() const {
  const std::lock_guard lock(engineMutex_);
  if (!published_) return std::nullopt;
  return published_->memory();
}

std::vector<DeviceMemory> EngineThread::memoryByDevice() const {
  const std::lock_guard lock(engineMutex_);
  return published_ ? published_->memory_by_device() : std::vector<DeviceMemory>();
}

void EngineThread::resetPeak() {
  post([](EngineWorker& worker) { worker.resetPeak(); });
}

}  // namespace halftone::app
