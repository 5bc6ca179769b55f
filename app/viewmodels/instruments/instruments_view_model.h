// What it costs, live: memory by category, latency of the reply, the cache. 10 times a second while anything moves, once a
// second idle, not at all while hidden.
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QTimer>

#include "app/engine_worker/values.h"
#include "app/viewmodels/instruments/token_times.h"
#include "app/viewmodels/rows_model.h"

namespace halftone::app {

class ChatViewModel;
class DraftGauge;
class EngineThread;
class EngineViewModel;

class InstrumentsViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)  // set by the UI: the panel is visible
  // roles key ("weights", "kv", "activations", "workspace", "others", "unattributed"), label ("Weights · int4"), bytes (double),
  // text ("4.10 GiB"), tooltip
  Q_PROPERTY(halftone::app::RowsModel* categories READ categories CONSTANT)
  // Where layers lie on several devices, a row for each; else none. Roles label ("CPU · EPYC"), layers ("layers 0 to 7"), text ("2.1 GiB of
  // 24 GiB")
  Q_PROPERTY(halftone::app::RowsModel* devices READ devices CONSTANT)
  Q_PROPERTY(QString totalText READ totalText NOTIFY memoryChanged)              // "5.36 GiB": Halftone's own
  Q_PROPERTY(QString deviceTotalText READ deviceTotalText NOTIFY memoryChanged)  // "23.99 GiB"
  Q_PROPERTY(QString peakText READ peakText NOTIFY memoryChanged)
  Q_PROPERTY(double totalBytes READ totalBytes NOTIFY memoryChanged)
  Q_PROPERTY(double deviceTotalBytes READ deviceTotalBytes NOTIFY memoryChanged)
  Q_PROPERTY(double usedFraction READ usedFraction NOTIFY memoryChanged)         // of the device, other programs included
  Q_PROPERTY(QString scoresText READ scoresText NOTIFY memoryChanged)            // naive attention's stored QKᵀ; empty: none
  Q_PROPERTY(QList<double> timeline READ timeline NOTIFY timelineChanged)        // bytes in use, the last 60 s, oldest first, 10 a second
  Q_PROPERTY(double timelinePeak READ timelinePeak NOTIFY timelineChanged)       // bytes
  Q_PROPERTY(int timelineLength READ timelineLength CONSTANT)                    // values when full: 600
  Q_PROPERTY(bool hasLatency READ hasLatency NOTIFY latencyChanged)              // of the conversation on screen a reply has been measured
  Q_PROPERTY(bool measuring READ isMeasuring NOTIFY latencyChanged)              // one is being written
  Q_PROPERTY(double firstTokenMs READ firstTokenMs NOTIFY latencyChanged)
  Q_PROPERTY(double restoreMs READ restoreMs NOTIFY latencyChanged)
  Q_PROPERTY(double prefillMs READ prefillMs NOTIFY latencyChanged)
  Q_PROPERTY(double sampleMs READ sampleMs NOTIFY latencyChanged)
  Q_PROPERTY(double prefillTokensPerSecond READ prefillTokensPerSecond NOTIFY latencyChanged)
  Q_PROPERTY(double tokensPerSecond READ tokensPerSecond NOTIFY tokensChanged)   // of the last second while writing, of the reply after
  Q_PROPERTY(QList<double> tokenMs READ tokenMs NOTIFY tokensChanged)            // the last 120
  Q_PROPERTY(int kvTokens READ kvTokens NOTIFY cacheChanged)
  Q_PROPERTY(int kvExpected READ kvExpected NOTIFY cacheChanged)                 // with the message that is being written; never less than kvTokens
  Q_PROPERTY(int kvCapacity READ kvCapacity NOTIFY cacheChanged)
  Q_PROPERTY(QString kvTokensText READ kvTokensText NOTIFY cacheChanged)         // "99 of 8,192 tokens", "off, nothing is kept"
  Q_PROPERTY(QString kvBytesText READ kvBytesText NOTIFY memoryChanged)
  Q_PROPERTY(QString deviceName READ deviceName NOTIFY deviceChanged)
  Q_PROPERTY(QString memoryTooltip READ memoryTooltip CONSTANT)
  Q_PROPERTY(QString firstTokenTooltip READ firstTokenTooltip CONSTANT)
  Q_PROPERTY(QString tokenMsTooltip READ tokenMsTooltip CONSTANT)
  Q_PROPERTY(QString tokensPerSecondTooltip READ tokensPerSecondTooltip CONSTANT)
  Q_PROPERTY(QString restoreTooltip READ restoreTooltip CONSTANT)
  Q_PROPERTY(QString prefillTooltip READ prefillTooltip CONSTANT)
  Q_PROPERTY(QString sampleTooltip READ sampleTooltip CONSTANT)
  Q_PROPERTY(QString timelineTooltip READ timelineTooltip CONSTANT)
  Q_PROPERTY(QString kvTooltip READ kvTooltip CONSTANT)

 public:
  InstrumentsViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent = nullptr);

  bool isActive() const { return active_; }
  void setActive(bool active);
  RowsModel* categories() { return &categories_; }
  RowsModel* devices() { return &devices_; }
  QString totalText() const;
  QString deviceTotalText() const;
  QString peakText() const;
  double totalBytes() const { return static_cast<double>(report_.total()); }
  double deviceTotalBytes() const { return static_cast<double>(report_.device_total); }
  double usedFraction() const;
  QString scoresText() const;
  QList<double> timeline() const;
  double timelinePeak() const;
  int timelineLength() const { return 600; }
  bool hasLatency() const { return hasLatency_; }
  bool isMeasuring() const { return !replyId_.isEmpty(); }
  double firstTokenMs() const { return stats_.first_token_ms; }
  double restoreMs() const { return stats_.restore_ms; }
  double prefillMs() const { return stats_.prefill_ms; }
  double sampleMs() const { return stats_.sample_ms; }
  double prefillTokensPerSecond() const { return stats_.prefill_tokens_per_s; }
  double tokensPerSecond() const { return tokensPerSecond_; }
  QList<double> tokenMs() const { return times_.of(tokensOf_); }
  int kvTokens() const;
  int kvExpected() const;
  int kvCapacity() const;
  QString kvTokensText() const;
  QString kvBytesText() const;
  QString deviceName() const;
  QString memoryTooltip() const;
  QString firstTokenTooltip() const;
  QString tokenMsTooltip() const;
  QString tokensPerSecondTooltip() const;
  QString restoreTooltip() const;
  QString prefillTooltip() const;
  QString sampleTooltip() const;
  QString timelineTooltip() const;
  QString kvTooltip() const;

  Q_INVOKABLE void resetPeak();
  void setGauge(DraftGauge* gauge);
  void setChat(ChatViewModel* chat);  // whose cache and latency are shown

  int interval() const { return timer_.isActive() ? timer_.interval() : 0; }  // ms; 0: at rest

 signals:
  void activeChanged();
  void memoryChanged();
  void timelineChanged();
  void latencyChanged();
  void tokensChanged();
  void cacheChanged();
  void deviceChanged();

 private:
  void pace();
  void poll();
  void onPrefill(const PrefillUpdate& update);
  void onText(const ReplyUpdate& update);
  void onFinished(const ReplyOutcome& outcome);
  bool follow(const QString& replyId);  // false: it is not of the conversation on screen
  void showLatency();
  bool cacheIsOn() const;
  void fillCategories();
  void fillDevices();

  struct Sample { qint64 at = 0; double bytes = 0; };  // ms on clock_

  EngineViewModel* engine_;
  EngineThread* engineThread_;
  QPointer<ChatViewModel> chat_;
  DraftGauge* gauge_ = nullptr;
  QTimer timer_;
  QElapsedTimer clock_;
  MemoryReport report_;
  QList<Sample> samples_;
  RowsModel categories_, devices_;
  ReplyStats stats_;
  QString replyId_;   // being written on screen
  QString tokensOf_;  // the reply whose tokens are shown
  TokenTimes times_;
  bool active_ = false, hasLatency_ = false, tokensDirty_ = false;
  bool firstShown_ = false;  // its first token was on the screen
  double tokensPerSecond_ = 0;
};

}  // namespace halftone::app
