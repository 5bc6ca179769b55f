#pragma once

#include <QElapsedTimer>

#include "engine/generate/engine.h"

namespace halftone::app {

// Lets progress through at most once a frame, and its end always.
class OncePerFrame {
 public:
  static constexpr qint64 kMs = 16;

  bool due(const Progress& progress) { return due() || progress.done == progress.total; }
  bool due() {
    if (clock_.isValid() && clock_.elapsed() < kMs) return false;
    clock_.start();
    return true;
  }

 private:
  QElapsedTimer clock_;
};

}  // namespace halftone::app
