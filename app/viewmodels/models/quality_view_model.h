// What each precision of a model costs in quality: measured on it when asked, and kept with its file; else what is typical of its size.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QStringList>
#include <optional>
#include <stop_token>
#include <utility>

#include "app/engine_worker/values.h"

class QSettings;

namespace halftone::app {

class EngineThread;

class QualityViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from EngineViewModel")
  Q_PROPERTY(bool measuring READ isMeasuring NOTIFY runChanged)
  Q_PROPERTY(QString precision READ precision NOTIFY runChanged)   // being measured; "auto" first: it is the measure
  Q_PROPERTY(double progress READ progress NOTIFY progressChanged)  // of that one, 0 to 1
  Q_PROPERTY(QString errorText READ errorText NOTIFY runChanged)   // why it could not be; empty: it could

 public:
  // Perplexity relative to the weights as stored.
  struct Cost {
    QString ratio;      // "×1.018"
    QString kind;       // "measured", "typical"; empty: these are the measure
    bool poor = false;  // ×1.5 and more
  };

  explicit QualityViewModel(EngineThread* engine, QObject* parent = nullptr);
  ~QualityViewModel() override;

  void look() { key_ = {}; }  // the file may be another by now
  void setStore(QSettings* state) { store_ = state; }  // outlives it
  Cost cost(const QString& path, qint64 parameters, Precision precision) const;

  bool isMeasuring() const { return !queue_.isEmpty(); }
  QString precision() const { return queue_.value(0); }
  double progress() const { return progress_; }
  QString errorText() const { return errorText_; }

  Q_INVOKABLE void measure(const QString& path, const QStringList& precisions);  // those that are not known yet, one after the other
  Q_INVOKABLE void cancel();                                                     // what has been measured stays

 signals:
  void changed();  // costs
  void runChanged();
  void progressChanged();

 private:
  const QString& keyOf(const QString& path) const;
  std::optional<double> kept(const QString& path, const QString& precision) const;
  void next();
  void onMeasured(int request, const Quality& quality);
  void onFailed(int request, const EngineFailure& failure);
  void onProgress(int request, const LoadProgress& progress);
  void setProgress(double progress);

  EngineThread* engine_;
  QSettings* store_ = nullptr;
  QString path_, errorText_;
  mutable std::pair<QString, QString> key_;  // of the path asked about last: the file is looked at once
  QStringList queue_;
  double progress_ = 0;
  int request_ = 0;
  std::stop_source stop_;
};

}  // namespace halftone::app
