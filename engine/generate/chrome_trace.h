// Traces as the JSON that chrome://tracing and Perfetto open: "Trace Event Format", complete events (ph X, microseconds), a process for each
// turn and a thread for each lane, named by metadata events.
#pragma once

#include <string>
#include <vector>

#include "engine/generate/trace.h"

namespace halftone {

struct TracedTurn {
  std::string title;  // "turn 1"
  Trace trace;
};
std::string chrome_trace(const std::vector<TracedTurn>& turns);

}  // namespace halftone
