// What the sheet expected of the settings in force, beside what they take; and what other settings would take, on this machine and on cards
// of the usual sizes. Nothing is changed by it until apply().
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <optional>

#include "app/engine_worker/values.h"
#include "app/viewmodels/instruments/engine_switch.h"
#include "app/viewmodels/memory_map/as_if.h"
#include "app/viewmodels/rows_model.h"

namespace halftone::app {

class EngineThread;
class EngineViewModel;

class WhatIfViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed)   // it is looked at
  Q_PROPERTY(bool known READ isKnown NOTIFY changed)
  Q_PROPERTY(halftone::app::RowsModel* expectations READ expectations CONSTANT)  // key, label, expected, actual, off: "8,138 MiB", "+2.0 %"
  Q_PROPERTY(QStringList weightsChoices READ weightsChoices NOTIFY changed)
  Q_PROPERTY(QStringList cacheChoices READ cacheChoices CONSTANT)
  Q_PROPERTY(QString weights READ weights WRITE setWeights NOTIFY changed)
  Q_PROPERTY(QString cache READ cache WRITE setCache NOTIFY changed)
  Q_PROPERTY(int context READ context WRITE setContext NOTIFY changed)
  Q_PROPERTY(int mostContext READ mostContext NOTIFY changed)            // that is offered
  Q_PROPERTY(QString weightsText READ weightsText NOTIFY changed)        // "7.95 GiB"
  Q_PROPERTY(QString cacheText READ cacheText NOTIFY changed)
  Q_PROPERTY(halftone::app::RowsModel* cards READ cards CONSTANT)  // label, fits, verdict, parts of a bar {key, fraction}: "beyond" the
                                                                   // card; own: this machine; longest ("21,300 tokens"; empty: none fits)
  Q_PROPERTY(QString verdict READ verdict NOTIFY changed)                // "Fits here up to 21,300 tokens."
  Q_PROPERTY(bool different READ isDifferent NOTIFY changed)             // from what is in force
  Q_PROPERTY(QString applyLabel READ applyLabel NOTIFY changed)          // one switch at a time

 public:
  // Of a card, for other programs: what a desktop takes.
  static constexpr qint64 kKeptFree = 512LL << 20;

  WhatIfViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent = nullptr);

  bool isActive() const { return active_; }
  void setActive(bool active);
  bool isKnown() const { return present_ && asIf_; }
  RowsModel* expectations() { return &expectations_; }
  QStringList weightsChoices() const;
  QStringList cacheChoices() const;
  QString weights() const;
  void setWeights(const QString& weights) { set(EngineSwitch::Weights, weights); }
  QString cache() const;
  void setCache(const QString& cache) { set(EngineSwitch::Cache, cache); }
  int context() const { return static_cast<int>(wanted_.context); }
  void setContext(int context) { set(EngineSwitch::Context, QString::number(context)); }
  int mostContext() const;
  QString weightsText() const;
  QString cacheText() const;
  RowsModel* cards() { return &cards_; }
  QString verdict() const;
  bool isDifferent() const;
  QString applyLabel() const;
  std::optional<AsIf> asIf() const;  // none: nothing is asked, or not known yet

  Q_INVOKABLE void apply();  // as the switch itself would: what it costs is said first
  Q_INVOKABLE void reset();

  // The longest context that so many bytes hold, in hundreds of tokens, at most what the model is made for; 0: none fits.
  static qint64 longestContext(const FitEstimate& fit, const FitRow& row, qint64 bytes);

 signals:
  void changed();

 private:
  void set(EngineSwitch::Kind kind, const QString& value);
  void follow();  // what is in force
  void ask();
  void onEstimated(int request, const FitEstimate& fit);
  void fill();
  QVariantList parts(const FitRow& row, qint64 usable, qint64 bytes) const;
  std::optional<EngineSwitch::Kind> firstDifference() const;
  static const FitRow* rowOf(const std::optional<FitEstimate>& fit, Precision weights);
  qint64 room() const;  // bytes that models may have here

  EngineViewModel* engine_;
  EngineThread* engineThread_;
  bool active_ = false;
  int last_, request_ = 0, presentRequest_ = 0;  // of the settings that are asked about, and of those in force
  QString path_;
  EngineSettings inForce_, wanted_;
  EngineSettings estimated_;  // that asIf_ is about; of all weights
  std::optional<FitEstimate> present_, asIf_;
  RowsModel expectations_{{"key", "label", "expected", "actual", "off"}};
  RowsModel cards_{{"label", "fits", "verdict", "parts", "own", "longest"}};
};

}  // namespace halftone::app
