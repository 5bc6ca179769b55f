// What the next message costs: its tokens, and those of the conversation before it, against the context. Counted by the engine a moment
// after something has changed, one question at a time; a reply that is asked for does not wait for it.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QTimer>
#include <algorithm>
#include <stop_token>

#include "app/engine_worker/values.h"

namespace halftone::app {

class AttachmentListModel;
class ChatViewModel;
class EngineThread;
class EngineViewModel;

class DraftGauge : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool known READ isKnown NOTIFY changed)              // something is written, and it is counted
  Q_PROPERTY(int total READ total NOTIFY changed)                 // tokens, the conversation's too; 0: nothing is written
  Q_PROPERTY(int excess READ excess NOTIFY changed)               // tokens too many; 0: it fits with room for a reply
  Q_PROPERTY(QString text READ text NOTIFY changed)               // "412 of 8,192 tokens"; "1,204 tokens too many"; that it waits; empty: nothing is written
  Q_PROPERTY(QString tooltip READ tooltip NOTIFY changed)
  Q_PROPERTY(QString attachedText READ attachedText NOTIFY changed)  // "53 % of the context"; empty: nothing is attached
  Q_PROPERTY(int shortenable READ shortenable NOTIFY changed)     // the attachment that could be cut so that all fits; -1: none

 public:
  DraftGauge(EngineViewModel* engine, EngineThread* engineThread, QObject* parent = nullptr);
  ~DraftGauge() override;

  bool isKnown() const { return total_ > 0; }
  int total() const { return static_cast<int>(total_); }
  int excess() const;
  QString text() const;
  QString tooltip() const;
  QString attachedText() const;
  int shortenable() const;

  void setChat(ChatViewModel* chat);  // whose draft it is

 signals:
  void changed();

 private:
  void onPath();       // the conversation before the draft is another
  void onEdit();
  void onModel();
  void ask();
  CountRequest next();  // what is not known yet, the conversation first
  void onCounted(const CountOutcome& outcome);
  void forget();
  bool isWritten() const;
  bool isWaiting() const;  // for a reply to end: the engine does one thing at a time
  qint64 reserve() const { return std::min<qint64>(256, context_ / 4); }  // kept for the reply, as the session does

  EngineViewModel* engine_;
  EngineThread* engineThread_;
  QPointer<ChatViewModel> chat_;
  QTimer soon_;
  std::stop_source stop_;
  int request_ = 0, asked_ = 0;      // asked_: the one under way; 0: none
  enum class About { conversation, file, draft } about_ = About::draft;  // the one under way
  QString countedBy_;                // the model; what switches change leaves tokens what they are
  bool again_ = false;               // something has changed since
  int file_ = 0;                     // under way
  qint64 conversation_ = -1;         // tokens before the draft; -1: not counted
  qint64 total_ = 0, context_ = 0;
};

}  // namespace halftone::app
