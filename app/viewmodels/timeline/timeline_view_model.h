// One reply's time: which turn is looked at, the window on it, what is chosen there, and the figures of what is in sight.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <vector>

#include "app/viewmodels/rows_model.h"
#include "app/viewmodels/timeline/paint_watch.h"
#include "app/viewmodels/timeline/trace_store.h"

namespace halftone::app {

class ChatViewModel;
class EngineThread;

constexpr int kPaintLane = kLanes;  // the window's own, below those of a trace
constexpr int kShownLanes = kLanes + 1;

class TimelineViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)  // it is looked at: a turn that runs is followed
  Q_PROPERTY(int turn READ turn NOTIFY turnChanged)            // from 1, of the conversation's replies; 0: it has none
  Q_PROPERTY(int turns READ turns NOTIFY turnChanged)
  Q_PROPERTY(QString question READ question NOTIFY turnChanged)
  Q_PROPERTY(QString settings READ settings NOTIFY turnChanged)  // "int4 · flash · kv int8"
  Q_PROPERTY(bool traced READ isTraced NOTIFY turnChanged)       // else there are the reply's figures alone
  Q_PROPERTY(QString untraced READ untraced NOTIFY turnChanged)  // those, and why
  Q_PROPERTY(bool running READ isRunning NOTIFY turnChanged)     // there is more to come
  Q_PROPERTY(QString ended READ ended NOTIFY turnChanged)        // why it is not whole
  Q_PROPERTY(double total READ total NOTIFY turnChanged)         // ms, as all that follows
  Q_PROPERTY(double firstToken READ firstToken NOTIFY turnChanged)
  Q_PROPERTY(QString totalText READ totalText NOTIFY turnChanged)  // "1,199 ms · 112 tokens"
  Q_PROPERTY(int laterTokens READ laterTokens NOTIFY turnChanged)  // all but the first
  Q_PROPERTY(double quickToken READ quickToken NOTIFY turnChanged)      // of those the least,
  Q_PROPERTY(double slowestToken READ slowestToken NOTIFY turnChanged)  // and the most
  Q_PROPERTY(double medianToken READ medianToken NOTIFY turnChanged)
  Q_PROPERTY(double slowToken READ slowToken NOTIFY turnChanged)   // 99 of 100 take no longer
  Q_PROPERTY(double from READ from NOTIFY windowChanged)
  Q_PROPERTY(double to READ to NOTIFY windowChanged)
  Q_PROPERTY(QString windowText READ windowText NOTIFY windowChanged)  // "0 to 42 ms"
  // roles lane (0 to 6), label, times ("111"), together ("1,117.4"), share (0 to 1), shareText ("93.2 %"), median, slow ("–": of a single one)
  Q_PROPERTY(halftone::app::RowsModel* lanes READ lanes CONSTANT)
  Q_PROPERTY(int chosen READ chosen NOTIFY chosenChanged)          // a span; −1: none
  Q_PROPERTY(int chosenLane READ chosenLane NOTIFY chosenChanged)  // its lane; −1: none
  Q_PROPERTY(QString chosenText READ chosenText NOTIFY chosenChanged)
  Q_PROPERTY(QStringList laneNames READ laneNames CONSTANT)          // in the order of a turn; the last one is painting
  Q_PROPERTY(QString paintText READ paintText NOTIFY windowChanged)  // of what is in sight; empty: the window has drawn nothing of it
  Q_PROPERTY(halftone::app::PaintWatch* paint READ paint CONSTANT)

 public:
  explicit TimelineViewModel(EngineThread* engineThread, QObject* parent = nullptr);

  void setChat(ChatViewModel* chat);
  bool isActive() const { return active_; }
  void setActive(bool active);

  int turn() const { return static_cast<int>(replies_.indexOf(replyId_)) + 1; }
  int turns() const { return static_cast<int>(replies_.size()); }
  QString question() const;
  QString settings() const;
  bool isTraced() const { return !trace().spans.empty(); }
  QString untraced() const;
  bool isRunning() const { return !replyId_.isEmpty() && growing_.replyId == replyId_; }
  QString ended() const;
  double total() const { return trace().total_ms(); }
  double firstToken() const;
  QString totalText() const;
  int laterTokens() const { return static_cast<int>(times_.size()); }
  double quickToken() const { return least_; }
  double slowestToken() const { return most_; }
  double medianToken() const;
  double slowToken() const;
  double from() const { return from_; }
  double to() const { return to_; }
  QString windowText() const;
  RowsModel* lanes() { return &lanes_; }
  int chosen() const { return chosen_; }
  int chosenLane() const;
  QString chosenText() const { return describe(chosen_); }
  QStringList laneNames() const;
  QString paintText() const;
  PaintWatch* paint() { return &paint_; }
  const std::vector<Painted>& painted() const;  // when the turn's text was drawn, beside its trace
  const Trace& trace() const;  // of the turn; empty: none was kept

  Q_INVOKABLE void stepTurn(int by);
  Q_INVOKABLE void showAll();
  Q_INVOKABLE void show(double from, double to);
  Q_INVOKABLE void zoom(double at, double factor);  // ms that stay where they are; below 1 it comes nearer
  Q_INVOKABLE void move(double share);              // of what is in sight
  Q_INVOKABLE void choose(int span);                // brings it into sight
  Q_INVOKABLE void step(int by);                    // to the span before or after
  Q_INVOKABLE void chooseToken(int later);          // of the later ones: its pass
  Q_INVOKABLE QList<int> stacks(int bins) const;    // later tokens, by their time from the least to the most
  Q_INVOKABLE void chooseOfStack(int bin, int bins, int place);
  Q_INVOKABLE QString describe(int span) const;  // "decode, token 2: 10.2 ms, from 12.0"; of a pass what it reads, too
  Q_INVOKABLE QString exportName() const;  // empty: there is nothing to export
  Q_INVOKABLE void exportTo(const QUrl& file);      // Chrome trace JSON; CSV where its name ends so

 signals:
  void activeChanged();
  void turnChanged();
  void windowChanged();
  void chosenChanged();
  void said(const QString& words);

 private:
  void readReplies();
  void look(const QString& replyId);
  void grow(const TraceUpdate& update);
  void keep(const ReplyOutcome& outcome);
  void keepPainted(const QString& replyId, const PaintWatch::Frames& frames);
  void readTrace();
  void follow();
  void fillLanes();
  void askBandwidth();
  const ReplyReads* reads() const;  // of the turn; null: not known
  QString readsText(std::size_t pass) const;
  int binOf(double ms, int bins) const;
  QByteArray csv() const;
  std::string json() const;  // Chrome's

  EngineThread* engineThread_;
  TraceStore store_;
  PaintWatch paint_;
  TraceUpdate growing_;  // of the reply that is being written
  QPointer<ChatViewModel> chat_;
  QStringList replies_;  // of the conversation, as it is shown
  QString replyId_;
  std::vector<double> times_;  // token_times() of the turn
  double least_ = 0, most_ = 0;
  double reached_ = 0;  // total() when the trace was last read
  double from_ = 0, to_ = 0;
  bool active_ = false;
  int chosen_ = -1;
  QHash<QString, double> bandwidths_;  // of devices, GB/s; 0: asked for
  RowsModel lanes_;
};

}  // namespace halftone::app
