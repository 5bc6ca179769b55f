// What goes on while nobody looks: the machine is kept awake for it, and whoever has turned away is told of its end.
#pragma once

#include <QHash>
#include <QObject>
#include <QQmlEngine>
#include <functional>

#include "app/desktop/notification.h"
#include "app/desktop/sleep_inhibitor.h"

namespace halftone::app {

class ChatViewModel;
class EngineViewModel;
struct ReplyOutcome;

class WorkWatch : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool windowActive READ isWindowActive WRITE setWindowActive NOTIFY windowActiveChanged)

 public:
  static constexpr qint64 kLongMs = 10'000;  // whoever waited less has hardly turned away

  explicit WorkWatch(EngineViewModel* engine, QObject* parent = nullptr);

  void watch(ChatViewModel* chat);
  void setClock(std::function<qint64()> clock) { clock_ = std::move(clock); }  // in milliseconds
  bool isWindowActive() const { return windowActive_; }
  void setWindowActive(bool active);

 signals:
  void windowActiveChanged();
  void recalled(const QString& chatId);  // the user answers: to that conversation, or, where it is empty, to a model

 private:
  void onEngineState();
  void onLoadEnded(const QString& model, bool failed);
  void onReplyEnded(const QString& chatId, const ReplyOutcome& outcome);
  void keepAwake();
  void tell(qint64 tookMs, const QString& chatId, const QString& title, const QString& body);

  EngineViewModel* engine_;
  std::function<qint64()> clock_;
  Notification notification_;
  SleepInhibitor inhibitor_;
  bool windowActive_ = false, loading_ = false;
  qint64 loadBegan_ = 0;
  QHash<QString, qint64> repliesBegan_;  // by conversation
  QString told_;                         // the conversation of the notification
};

}  // namespace halftone::app
