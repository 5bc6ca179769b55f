// Where the time of a reply went that nobody has written.
#pragma once

#include "engine/generate/session.h"

namespace halftone::app {

// Of so many tokens, as a GPU would take for them; every thirtieth token takes half as long again.
inline Trace fake_trace(const ReplyStats& stats) {
  Trace trace;
  double at = 0;
  const auto span = [&](Lane lane, std::int64_t first, std::int64_t count, double ms) {
    trace.spans.push_back({lane, first, count, at, at + ms});
    at += ms;
  };
  span(Lane::tokenise, 0, stats.prompt_tokens, 0.4);
  span(Lane::restore, 0, stats.reused_tokens, 2.6);
  span(Lane::prefill, stats.reused_tokens, stats.prefill_tokens, 7);
  for (std::int64_t token = 0; token < stats.tokens; ++token) {
    if (token > 0) span(Lane::decode, token, 1, (token % 30 == 0 ? 14.2 : 9.6) + static_cast<double>(token * 7 % 11) * 0.08);
    span(Lane::sample, token, 1, 0.55);
    span(Lane::detokenise, token, 1, 0.06);
  }
  return trace;
}

}  // namespace halftone::app
