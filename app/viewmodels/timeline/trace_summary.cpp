#include "app/viewmodels/timeline/trace_summary.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace halftone::app {

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(rank, 1, values.size()) - 1);
  std::ranges::nth_element(values, place);
  return *place;
}

std::vector<LaneSummary> summarise(const Trace& trace, double from, double to) {
  std::array<std::vector<double>, kLanes> times;
  double all = 0;
  for (const Span& span : trace.spans) {
    if (span.begin_ms >= to || span.end_ms <= from) continue;
    times[static_cast<std::size_t>(span.lane)].push_back(span.ms());
    all += span.ms();
  }
  std::vector<LaneSummary> lanes;
  for (int lane = 0; lane < kLanes; ++lane) {
    const std::vector<double>& of = times[static_cast<std::size_t>(lane)];
    if (of.empty()) continue;
    double together = 0;
    for (const double ms : of) together += ms;
    lanes.push_back({static_cast<Lane>(lane), static_cast<int>(of.size()), together, all > 0 ? together / all : 0, percentile(of, 0.5)});
    if (of.size() > 1) lanes.back().p99 = percentile(of, 0.99);
  }
  std::ranges::stable_sort(lanes, std::ranges::greater(), &LaneSummary::together);
  return lanes;
}

std::vector<double> token_times(const Trace& trace) {
  std::vector<double> times;
  std::optional<double> chosen;
  for (const Span& span : trace.spans) {
    if (span.lane != Lane::sample) continue;
    if (chosen) times.insert(times.end(), static_cast<std::size_t>(span.count), (span.end_ms - *chosen) / static_cast<double>(span.count));
    chosen = span.end_ms;
  }
  return times;
}

double pass_ms(const Trace& trace, std::size_t pass) {
  const std::vector<Span>& spans = trace.spans;
  const bool goesOn = pass > 0 && spans[pass - 1].lane == Lane::detokenise;
  return spans[pass].end_ms - spans[goesOn ? pass - 1 : pass].begin_ms;
}

double first_token_ms(const Trace& trace) {
  const auto sample = std::ranges::find(trace.spans, Lane::sample, &Span::lane);
  return sample == trace.spans.end() ? 0 : sample->end_ms;
}

}  // namespace halftone::app
