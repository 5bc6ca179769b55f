// What one key opens where no model is open: the last one that is still there, else the demo model.
#pragma once

#include <QObject>
#include <QQmlEngine>

#include "app/library/model_glance.h"

class QSettings;

namespace halftone::app {

class EngineViewModel;
class RecentModelsModel;

class StartOffer : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(QString path READ path NOTIFY changed)                          // empty: there is nothing to offer
  Q_PROPERTY(QString name READ name NOTIFY changed)                          // of the last model; empty: it is the demo model
  Q_PROPERTY(QString demo READ demo CONSTANT)                                // the demo model's folder; empty: there is none
  Q_PROPERTY(bool demoUsed READ isDemoUsed NOTIFY changed)                   // it is among the recent ones
  Q_PROPERTY(QString demoParameters READ demoParameters NOTIFY demoChanged)  // "7.6 M"; empty: not looked at yet
  Q_PROPERTY(QString demoBytes READ demoBytes NOTIFY demoChanged)            // "14.5 MiB"

 public:
  StartOffer(EngineViewModel* engine, RecentModelsModel* recent, const QString& demo, QObject* parent = nullptr);

  QString name() const { return name_; }
  QString path() const { return path_; }
  QString demo() const { return demo_; }
  bool isDemoUsed() const;
  QString demoParameters() const { return demoParameters_; }
  QString demoBytes() const { return demoBytes_; }
  void setGlance(const QString& path, const ModelGlance& glance);  // where it is the demo model's

  Q_INVOKABLE void take();  // loads it as it was; asks where that does not fit
  Q_INVOKABLE void takeDemo();
  // Where there is a last one, and loading it did not end the program the last time: then it is offered only.
  void takeLast(QSettings& state);

 signals:
  void changed();
  void demoChanged();

 private:
  void update();

  EngineViewModel* engine_;
  RecentModelsModel* recent_;
  QString demo_, name_, path_, precision_, demoParameters_, demoBytes_;
};

}  // namespace halftone::app
