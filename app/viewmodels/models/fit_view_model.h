// Before a model is loaded: what it is, what it takes in each precision, whether that fits.
#pragma once

#include <QObject>
#include <QQmlEngine>

#include "app/viewmodels/models/quality_view_model.h"
#include "app/viewmodels/rows_model.h"
#include "engine/generate/engine.h"

namespace halftone::app {

class FitViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from EngineViewModel")
  Q_PROPERTY(QString title READ title NOTIFY changed)              // the model's name
  Q_PROPERTY(QString path READ path NOTIFY changed)
  Q_PROPERTY(halftone::app::RowsModel* facts READ facts CONSTANT)  // roles label, value
  // roles precision ("int4", as confirmOpen takes it), label ("int4", "as stored (bf16)"), weightBytes and totalBytes ("4.10 GiB"),
  // quality ("×1.02"), qualityKind ("typical"; empty: it is the measure), poor (bool), fits (bool), text ("fits", "needs 3.20 GiB more"), recommended (bool), share (total / available memory, for a bar)
  Q_PROPERTY(halftone::app::RowsModel* rows READ rows CONSTANT)
  Q_PROPERTY(int context READ context NOTIFY changed)              // tokens the estimate is for
  Q_PROPERTY(QString recommended READ recommended NOTIFY changed)  // a precision; empty: none fits
  Q_PROPERTY(QString tokenizerTrouble READ tokenizerTrouble NOTIFY changed)  // why the model cannot read or write text; empty: it can
  Q_PROPERTY(QString tokenizerRemedy READ tokenizerRemedy NOTIFY changed)
  Q_PROPERTY(QString availableText READ availableText NOTIFY changed)  // "21.40 of 23.99 GiB free"

 public:
  explicit FitViewModel(QObject* parent = nullptr);

  QString title() const { return title_; }
  QString path() const { return path_; }
  RowsModel* facts() { return &facts_; }
  RowsModel* rows() { return &rows_; }
  int context() const { return context_; }
  QString recommended() const { return recommended_; }
  QString availableText() const { return availableText_; }
  QString tokenizerTrouble() const { return tokenizerTrouble_; }
  QString tokenizerRemedy() const { return tokenizerRemedy_; }
  bool hasUsableTemplate(const std::string& name) const;
  bool fits(const QString& precision) const;

  void setQuality(const QualityViewModel* quality);  // outlives it
  void set(const FitEstimate& estimate);

 signals:
  void changed();

 private:
  QString title_, path_, recommended_, availableText_, tokenizerTrouble_, tokenizerRemedy_;
  void showRows();

  const QualityViewModel* quality_ = nullptr;
  FitEstimate estimate_;
  RowsModel facts_, rows_;
  int context_ = 0;
};

// The facts of a model, for the fit sheet and the model sheet: label, value.
QList<QVariantList> modelFacts(const ModelInfo& model);

}  // namespace halftone::app
