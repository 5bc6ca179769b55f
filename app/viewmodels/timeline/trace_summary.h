// What a trace says as a whole: how often and how long by lane, and how long each token took.
#pragma once

#include <optional>
#include <vector>

#include "engine/generate/trace.h"

namespace halftone::app {

struct LaneSummary {
  Lane lane;
  int times = 0;
  double together = 0, share = 0;     // ms; of the whole
  double median = 0;                  // ms
  std::optional<double> p99 = {};     // ms; none of a single span
};
// Those that there are, the longest together first. Spans that begin before `to` and end after `from` count, whole.
std::vector<LaneSummary> summarise(const Trace& trace, double from, double to);

// From one token's choice to the next one's, ms: the second token first. Those of one pass share its time.
std::vector<double> token_times(const Trace& trace);

// Nearest rank: the smallest that so large a share of the values does not exceed. Of none: 0.
double percentile(std::vector<double> values, double share);

// Of a pass, by its place in the trace, ms: from the token chosen before it, after which a device may go on while that one's text is made.
double pass_ms(const Trace& trace, std::size_t pass);

double first_token_ms(const Trace& trace);  // until it was chosen; 0: there is none

}  // namespace halftone::app
