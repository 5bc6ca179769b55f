// What a row says of a model that nobody has looked at closely yet.
#pragma once

#include <QMetaType>
#include <QString>

#include "engine/generate/engine.h"

namespace halftone::app {

constexpr std::int64_t kGlanceContext = 8192;  // tokens that a row's verdict is for

struct ModelGlance {
  QString format;      // "GGUF, Q4_K_M"
  QString parameters;  // "7.6 M"
  QString verdict;     // "fits, 8,192 tokens", "fits as int4", "needs 3.20 GiB more"
  QString spoken;      // the same in words: "fits with 8,192 tokens"
  bool fits = false;   // in some precision
  int grid = 0;        // dots in a row that stand for the precision: 5 f32, 4 16 bits, 3 8 bits, 2 3 to 6 bits, 1 2 bits
  qint64 bytes = 0;    // on disk
};

// In the memory that is free now. `bytes`: of the weights on disk.
ModelGlance glanceAt(const FitEstimate& estimate, qint64 bytes);

}  // namespace halftone::app

Q_DECLARE_METATYPE(halftone::app::ModelGlance)
