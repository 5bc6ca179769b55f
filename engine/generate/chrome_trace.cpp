#include "engine/generate/chrome_trace.h"

#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace halftone {

using Json = nlohmann::ordered_json;

std::string chrome_trace(const std::vector<TracedTurn>& turns) {
  Json events = Json::array();
  double begin_us = 0;  // one turn after another
  for (std::size_t turn = 0; turn < turns.size(); ++turn) {
    const Trace& trace = turns[turn].trace;
    const std::size_t process = turn + 1;
    events.push_back({{"ph", "M"}, {"name", "process_name"}, {"pid", process}, {"args", {{"name", turns[turn].title}}}});
    for (int lane = 0; lane < kLanes; ++lane) {
      events.push_back({{"ph", "M"}, {"name", "thread_name"}, {"pid", process}, {"tid", lane}, {"args", {{"name", to_string(static_cast<Lane>(lane))}}}});
    }
    for (const Span& span : trace.spans) {
      events.push_back({{"ph", "X"}, {"name", to_string(span.lane)}, {"cat", "turn"}, {"pid", process}, {"tid", static_cast<int>(span.lane)},
                        {"ts", begin_us + 1e3 * span.begin_ms}, {"dur", 1e3 * span.ms()}, {"args", {{"first", span.first}, {"tokens", span.count}}}});
    }
    double end_ms = trace.total_ms();
    for (int lane = kLanes; const LaneBeside& beside : turns[turn].beside) {
      events.push_back({{"ph", "M"}, {"name", "thread_name"}, {"pid", process}, {"tid", lane}, {"args", {{"name", beside.name}}}});
      for (const auto& [begin, end] : beside.spans) {
        events.push_back({{"ph", "X"},
                          {"name", beside.name},
                          {"cat", "beside"},
                          {"pid", process},
                          {"tid", lane},
                          {"ts", begin_us + 1e3 * begin},
                          {"dur", 1e3 * (end - begin)}});
        end_ms = std::max(end_ms, end);
      }
      ++lane;
    }
    begin_us += 1e3 * end_ms;
  }
  return Json({{"traceEvents", events}, {"displayTimeUnit", "ms"}}).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace halftone
