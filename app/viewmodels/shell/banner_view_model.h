// A message in place about the whole program: storage trouble, a second instance. Never a modal box.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <functional>

namespace halftone::app {

class BannerViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool visible READ isVisible NOTIFY changed)
  Q_PROPERTY(QString level READ level NOTIFY changed)      // "info", "warning", "error"
  Q_PROPERTY(QString text READ text NOTIFY changed)        // one sentence and what to do
  Q_PROPERTY(QString details READ details NOTIFY changed)  // for copying
  Q_PROPERTY(QString actionLabel READ actionLabel NOTIFY changed)  // empty: no action

 public:
  struct Content {
    QString level, text, details, actionLabel;
    std::function<void()> action;
  };

  using QObject::QObject;

  bool isVisible() const { return visible_; }
  QString level() const { return content_.level; }
  QString text() const { return content_.text; }
  QString details() const { return content_.details; }
  QString actionLabel() const { return content_.actionLabel; }

  void show(Content content);

  Q_INVOKABLE void perform();
  Q_INVOKABLE void dismiss();
  Q_INVOKABLE void copyDetails() const;

 signals:
  void changed();

 private:
  Content content_;
  bool visible_ = false;
};

}  // namespace halftone::app
