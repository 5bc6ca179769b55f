// A switch that costs something, before it happens; or one that is refused, with what would be accepted.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QStringList>

#include "app/viewmodels/instruments/engine_switch.h"

namespace halftone::app {

class SwitchProposal : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from EngineViewModel")
  Q_PROPERTY(bool visible READ isVisible NOTIFY changed)
  Q_PROPERTY(halftone::app::EngineSwitch::Kind kind READ kind NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)  // "1.1 B weights are requantised to int4 from Q8_0, expected 2.0 s."
  Q_PROPERTY(QString warning READ warning NOTIFY changed)  // said first; may be empty
  Q_PROPERTY(bool refused READ isRefused NOTIFY changed)
  Q_PROPERTY(QString from READ from NOTIFY changed)
  Q_PROPERTY(QString to READ to NOTIFY changed)
  Q_PROPERTY(QString acceptLabel READ acceptLabel NOTIFY changed)  // "Switch", "Stop the reply" while one is written; empty: nothing can be accepted
  // Ways to do it, to choose from; may be empty. As rows: what is stored, what is read.
  Q_PROPERTY(QStringList choices READ choices NOTIFY changed)
  Q_PROPERTY(QStringList choiceLabels READ choiceLabels NOTIFY changed)
  Q_PROPERTY(QString choice READ choice NOTIFY changed)

 public:
  struct Content {
    EngineSwitch::Kind kind = EngineSwitch::Weights;
    QString text = {}, from = {}, to = {}, acceptLabel = {}, warning = {};
    bool refused = false;
    QStringList choices = {}, choiceLabels = {};
    QString choice = {};
  };

  using QObject::QObject;

  bool isVisible() const { return visible_; }
  EngineSwitch::Kind kind() const { return content_.kind; }
  QString text() const { return content_.text; }
  QString from() const { return content_.from; }
  QString to() const { return content_.to; }
  QString acceptLabel() const { return content_.acceptLabel; }
  QString warning() const { return content_.warning; }
  bool isRefused() const { return content_.refused; }
  QStringList choices() const { return content_.choices; }
  QStringList choiceLabels() const { return content_.choiceLabels; }
  QString choice() const { return content_.choice; }

  void show(Content content);
  void hide();

 signals:
  void changed();

 private:
  Content content_;
  bool visible_ = false;
};

}  // namespace halftone::app
