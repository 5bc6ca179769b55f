// A message in place about one conversation, with up to two things to do about it: a context overrun, a reply that failed.
#pragma once

#include <QObject>
#include <QQmlEngine>

namespace halftone::app {

class ChatNotice : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ChatViewModel")
  Q_PROPERTY(bool visible READ isVisible NOTIFY changed)
  Q_PROPERTY(QString level READ level NOTIFY changed)  // "info", "warning", "error"
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(QString details READ details NOTIFY changed)
  Q_PROPERTY(QString action1 READ action1 NOTIFY changed)  // labels; empty: no such action
  Q_PROPERTY(QString action1Id READ action1Id NOTIFY changed)
  Q_PROPERTY(QString action2 READ action2 NOTIFY changed)
  Q_PROPERTY(QString action2Id READ action2Id NOTIFY changed)

 public:
  struct Action { QString id, label; };
  struct Content {
    QString level, text, details;
    Action first, second;
  };

  using QObject::QObject;

  bool isVisible() const { return visible_; }
  QString level() const { return content_.level; }
  QString text() const { return content_.text; }
  QString details() const { return content_.details; }
  QString action1() const { return content_.first.label; }
  QString action1Id() const { return content_.first.id; }
  QString action2() const { return content_.second.label; }
  QString action2Id() const { return content_.second.id; }

  void show(Content content);

  Q_INVOKABLE void perform(const QString& actionId);  // hides the notice
  Q_INVOKABLE void dismiss();
  Q_INVOKABLE void copyDetails() const;

 signals:
  void changed();
  void requested(const QString& actionId);

 private:
  Content content_;
  bool visible_ = false;
};

}  // namespace halftone::app
