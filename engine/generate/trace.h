// Where a reply's time went: spans that follow one another without gaps, from the call to its end, so that they add up to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace halftone {

enum class Lane : std::uint8_t { tokenise, restore, prefill, draft, decode, sample, detokenise };
constexpr int kLanes = 7;
std::string_view to_string(Lane lane);

// Milliseconds since the reply was asked for, by the steady clock of the host: of a GPU's work, how long the host waited for it.
struct Span {
  Lane lane = Lane::tokenise;
  // tokenise, restore, prefill: of the prompt. draft, decode, sample, detokenise: of the reply, the first token being 0; a pass that
  // checks a draft computes several.
  std::int64_t first = 0, count = 0;
  double begin_ms = 0, end_ms = 0;
  double ms() const { return end_ms - begin_ms; }
};

struct Trace {
  std::vector<Span> spans;
  double total_ms() const { return spans.empty() ? 0 : spans.back().end_ms; }
};

// Writes a trace. A look at the clock for each span: some tens of nanoseconds.
class Tracer {
 public:
  // What has happened since the last span was that.
  void lap(Lane lane, std::int64_t first, std::int64_t count) {
    const double begin = now_ms();
    trace_.spans.push_back({lane, first, count, begin, std::chrono::duration<double, std::milli>(Clock::now() - start_).count()});
  }
  double now_ms() const { return trace_.total_ms(); }  // when the last span ended
  Trace take() { return std::move(trace_); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
  Trace trace_;
};

}  // namespace halftone
