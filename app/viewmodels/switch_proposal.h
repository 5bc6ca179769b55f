// A switch that costs something, before it happens.
#pragma once

#include <QObject>
#include <QQmlEngine>

namespace halftone::app {

class SwitchProposal : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from EngineViewModel")
  Q_PROPERTY(bool visible READ isVisible NOTIFY changed)
  Q_PROPERTY(QString key READ key NOTIFY changed)    // "weights", "attention", "cache", "speculation", "context", "device"
  Q_PROPERTY(QString text READ text NOTIFY changed)  // "requantise 1.1 B weights, about 2 s; the cache is recomputed: 99 tokens"
  Q_PROPERTY(QString from READ from NOTIFY changed)
  Q_PROPERTY(QString to READ to NOTIFY changed)
  Q_PROPERTY(QString acceptLabel READ acceptLabel NOTIFY changed)  // "Switch", or "Stop the reply" while one is written

 public:
  struct Content { QString key, text, from, to, acceptLabel; };

  using QObject::QObject;

  bool isVisible() const { return visible_; }
  QString key() const { return content_.key; }
  QString text() const { return content_.text; }
  QString from() const { return content_.from; }
  QString to() const { return content_.to; }
  QString acceptLabel() const { return content_.acceptLabel; }

  void show(Content content);
  void hide();

 signals:
  void changed();

 private:
  Content content_;
  bool visible_ = false;
};

}  // namespace halftone::app
