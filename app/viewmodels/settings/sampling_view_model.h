// How the next token is chosen: the settings of one conversation.
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QQmlEngine>

#include "engine/generate/settings.h"

namespace halftone::app {

class SamplingViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ChatViewModel")
  Q_PROPERTY(double temperature READ temperature WRITE setTemperature NOTIFY changed)  // 0: greedy
  Q_PROPERTY(int topK READ topK WRITE setTopK NOTIFY changed)                          // 0: off
  Q_PROPERTY(double topP READ topP WRITE setTopP NOTIFY changed)                       // 1: off
  Q_PROPERTY(double minP READ minP WRITE setMinP NOTIFY changed)                       // 0: off
  Q_PROPERTY(double repeatPenalty READ repeatPenalty WRITE setRepeatPenalty NOTIFY changed)  // 1: off
  Q_PROPERTY(bool seedFixed READ isSeedFixed WRITE setSeedFixed NOTIFY changed)  // else each reply draws its own
  Q_PROPERTY(qint64 seed READ seed WRITE setSeed NOTIFY changed)                 // the fixed one
  Q_PROPERTY(int maxTokens READ maxTokens WRITE setMaxTokens NOTIFY changed)
  Q_PROPERTY(bool modified READ isModified NOTIFY changed)  // differs from the model's own defaults

 public:
  using QObject::QObject;

  double temperature() const { return params_.temperature; }
  int topK() const { return static_cast<int>(params_.top_k); }
  double topP() const { return params_.top_p; }
  double minP() const { return params_.min_p; }
  double repeatPenalty() const { return params_.repeat_penalty; }
  bool isSeedFixed() const { return seedFixed_; }
  qint64 seed() const { return static_cast<qint64>(params_.seed); }
  int maxTokens() const { return static_cast<int>(params_.max_tokens); }
  bool isModified() const { return modified_; }

  void setTemperature(double value);
  void setTopK(int value);
  void setTopP(double value);
  void setMinP(double value);
  void setRepeatPenalty(double value);
  void setSeedFixed(bool fixed);
  void setSeed(qint64 value);  // and fixes it
  void setMaxTokens(int value);
  Q_INVOKABLE void defaults();  // back to the model's

  const GenerationParams& params() const { return params_; }
  GenerationParams paramsForOne() const;  // with the seed of one reply
  // A conversation that was never changed follows the model's defaults.
  void setModelDefaults(const GenerationParams& defaults);
  QJsonObject toJson() const;  // empty while unmodified
  void fromJson(const QJsonObject& json);

 signals:
  void changed();
  void edited();  // by the user: to be saved

 private:
  void edit(auto GenerationParams::*field, auto value);

  GenerationParams params_, defaults_;
  bool modified_ = false, seedFixed_ = false;
};

}  // namespace halftone::app
