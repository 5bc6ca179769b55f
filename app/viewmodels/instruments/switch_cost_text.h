// What a switch costs, and why one is refused, in the words of the window.
#pragma once

#include <QString>

#include "engine/generate/engine.h"

namespace halftone::app {

struct SwitchChange {
  const ModelInfo& model;
  const EngineSettings& now;
  const EngineSettings& next;
};

QString switchCostText(const SwitchCost& cost, const SwitchChange& change);
// A context beyond what the model was trained for; empty: it is not.
QString beyondTrainingText(const SwitchChange& change);
QString refusalText(const SwitchCost& cost, const SwitchChange& change);

}  // namespace halftone::app
