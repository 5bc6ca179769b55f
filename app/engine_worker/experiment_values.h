// The guide's experiment, as it crosses to the engine thread and back.
#pragma once

#include "app/engine_worker/values.h"

namespace halftone::app {

struct ExperimentRequest {
  struct Cell {
    int id = 0;
    EngineSettings settings;
    RunLength run;
    std::stop_token skip = {};  // of this cell alone
  };
  int id = 0;
  std::vector<Cell> cells = {};  // in the order in which they run; those of one precision together, so that weights are loaded once for each
  int repeats = 3;
  bool onlyPlan = false;         // nothing runs: what each cell is expected to take
  std::stop_token stop = {};
};

struct ExperimentUpdate {
  enum What {
    Planned,     // `expected`, of all cells in their order, and `free`
    Started,
    Progressed,  // `progress`, `repeat`, `peakBytes` and `elapsedMs` so far
    Done,        // `runs`
    DoesNotFit,  // `needs` and `free`; it was not tried
    Failed,      // `failure`; other cells go on
    Skipped,
    Restoring,   // nothing runs any more; the chat's settings come back
    Finished,    // the last: `failure` where they did not
  };
  int id = 0, cell = 0;
  What what = Planned;
  std::vector<qint64> expected = {};  // bytes; 0: not known
  qint64 needs = 0, free = 0;         // bytes
  LoadProgress progress = {};         // of weights in bytes, of a run in tokens
  bool loading = false;               // weights, not a run
  int repeat = 0;                     // from 1
  qint64 peakBytes = 0;
  double elapsedMs = 0;
  std::vector<RunCost> runs = {};
  EngineFailure failure = {};
};

}  // namespace halftone::app
