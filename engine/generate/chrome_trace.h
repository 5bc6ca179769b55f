// Traces as the JSON that chrome://tracing and Perfetto open: "Trace Event Format", complete events (ph X, microseconds), a process for each
// turn and a thread for each lane, named by metadata events.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/generate/trace.h"

namespace halftone {

// What ran beside a turn and is none of its parts: the window's painting.
struct LaneBeside {
  std::string name;
  std::vector<std::pair<double, double>> spans = {};  // begin and end, ms, as a span's
};
struct TracedTurn {
  std::string title;  // "turn 1"
  Trace trace;
  std::vector<LaneBeside> beside = {};  // below its lanes
};
std::string chrome_trace(const std::vector<TracedTurn>& turns);

}  // namespace halftone
