#include "app/viewmodels/settings/sampling_view_model.h"

#include <QRandomGenerator>
#include <algorithm>
#include <limits>
#include <utility>

namespace halftone::app {

void SamplingViewModel::edit(auto GenerationParams::*field, auto value) {
  const auto typed = static_cast<std::remove_reference_t<decltype(params_.*field)>>(value);
  if (params_.*field == typed) return;
  params_.*field = typed;
  modified_ = true;
  emit changed();
  emit edited();
}

void SamplingViewModel::setTemperature(double value) { edit(&GenerationParams::temperature, std::clamp(value, 0.0, 5.0)); }
void SamplingViewModel::setTopK(int value) { edit(&GenerationParams::top_k, std::max(value, 0)); }
void SamplingViewModel::setTopP(double value) { edit(&GenerationParams::top_p, std::clamp(value, 0.0, 1.0)); }
void SamplingViewModel::setMinP(double value) { edit(&GenerationParams::min_p, std::clamp(value, 0.0, 1.0)); }
void SamplingViewModel::setRepeatPenalty(double value) { edit(&GenerationParams::repeat_penalty, std::clamp(value, 0.5, 2.0)); }
void SamplingViewModel::setSeed(qint64 value) {
  setSeedFixed(true);
  edit(&GenerationParams::seed, std::max<qint64>(value, 0));
}

void SamplingViewModel::setSeedFixed(bool fixed) {
  if (std::exchange(seedFixed_, fixed) == fixed) return;
  modified_ = true;
  emit changed();
  emit edited();
}

// Of 31 bits: to be read, and typed in again.
GenerationParams SamplingViewModel::paramsForOne() const {
  GenerationParams params = params_;
  if (!seedFixed_) params.seed = QRandomGenerator::system()->bounded(std::numeric_limits<qint32>::max());
  return params;
}

void SamplingViewModel::setMaxTokens(int value) { edit(&GenerationParams::max_tokens, std::max(value, 1)); }

void SamplingViewModel::defaults() {
  params_ = defaults_;
  modified_ = seedFixed_ = false;
  emit changed();
  emit edited();
}

void SamplingViewModel::setModelDefaults(const GenerationParams& defaults) {
  defaults_ = defaults;
  if (modified_) return;
  params_ = defaults;
  emit changed();
}

QJsonObject SamplingViewModel::toJson() const {
  if (!modified_) return {};
  QJsonObject json{{"temperature", temperature()}, {"top_k", topK()}, {"top_p", topP()}, {"min_p", minP()},
                   {"repeat_penalty", repeatPenalty()}, {"max_tokens", maxTokens()}};
  if (seedFixed_) json["seed"] = seed(), json["seed_fixed"] = true;  // a bare 0 was written when nothing else could be
  return json;
}

void SamplingViewModel::fromJson(const QJsonObject& json) {
  if (json.isEmpty()) return;
  setTemperature(json["temperature"].toDouble(params_.temperature));
  setTopK(json["top_k"].toInt(topK()));
  setTopP(json["top_p"].toDouble(params_.top_p));
  setMinP(json["min_p"].toDouble(params_.min_p));
  setRepeatPenalty(json["repeat_penalty"].toDouble(params_.repeat_penalty));
  if (json["seed"].toInteger() != 0) setSeed(json["seed"].toInteger());
  if (json["seed_fixed"].toBool()) setSeedFixed(true);
  setMaxTokens(json["max_tokens"].toInt(maxTokens()));
  modified_ = true;
  emit changed();
}

}  // namespace halftone::app
