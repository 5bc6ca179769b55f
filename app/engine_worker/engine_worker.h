// What runs on the engine thread. The only place where exceptions of the engine (memory exhausted, device faults) are caught.
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <memory>

#include "app/engine_worker/engine_thread.h"

namespace halftone::app {

class EngineWorker : public QObject {
  Q_OBJECT

 public:
  EngineWorker(EngineThread& face, EngineFactory factory, std::stop_token quit);
  ~EngineWorker() override;

  void open(int request, const QString& path, const EngineSettings& settings, std::stop_token stop);
  void cost(int request, const EngineSettings& next, const QString& chatId);
  void apply(int request, const EngineSettings& next, std::stop_token stop);
  void cached(const QString& chatId, const std::vector<ChatMessage>& messages, std::stop_token stop);
  void count(const CountRequest& request);
  void look(const LookRequest& request);
  void compare(const CompareRequest& request);
  void measureTokens(const TokensRequest& request);
  void experiment(const ExperimentRequest& request);
  void close();
  void mapMemory();
  void measureBandwidth();
  void generate(const GenerateRequest& request);
  void forkSession(const QString& from, const QString& to);
  void dropSession(const QString& chatId);
  void resetPeak();

 private:
  EngineFacts facts() const;
  std::shared_ptr<const ReplyReads> reads();  // of a token now; null: not known
  void publish(Engine* engine);
  ProgressSink progressSink(int request);
  Session& session(const QString& chatId);
  Session* findSession(const QString& chatId);
  Result<PromptMeasure> measure(const QString& chatId, const std::vector<ChatMessage>& messages, std::stop_token stop);

  EngineThread& face_;
  EngineFactory factory_;
  std::stop_token quit_;
  std::unique_ptr<Engine> engine_;
  std::shared_ptr<const ReplyReads> reads_;               // of `engine_`,
  EngineSettings readsUnder_;                             // under these settings
  std::map<QString, std::unique_ptr<Session>> sessions_;  // of conversations; which of them keep their cache is the engine's to say
};

}  // namespace halftone::app
