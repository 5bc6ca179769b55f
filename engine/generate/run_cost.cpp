// A run of the guide's experiment: some tokens read, some written, nothing else.
#include <algorithm>

#include "engine/generate/local_engine.h"
#include "engine/generate/some_tokens.h"
#include "engine/generate/stopwatch.h"

namespace halftone {

namespace {

std::unexpected<Error> stopped() { return fail(ErrorKind::cancelled, "", "the run was stopped"); }

}  // namespace

Result<RunCost> Engine::measure_run(RunLength, const ProgressSink&, std::stop_token) {
  return fail(ErrorKind::unsupported, "Open the model on this machine.", "this engine does not measure what a run takes");
}

Result<RunCost> LocalEngine::measure_run(RunLength run, const ProgressSink& progress, std::stop_token stop) {
  const Sentence reading = Sentence("reading the prompt"), writing = Sentence("writing tokens");
  flush();
  reset_peak();
  const auto evaluator = new_evaluator();
  const std::vector<TokenId> tokens = some_tokens(run.prompt, model().vocabulary);
  RunCost cost;
  Stopwatch watch;
  evaluator->feed(tokens, stop, [&](std::int64_t done) { if (progress) progress({reading, done, run.prompt}); });
  if (stop.stop_requested()) return stopped();
  cost.prompt_ms = watch.lap();
  TokenId token = tokens.back();
  for (std::int64_t i = 0; i < run.generate; ++i) {
    token = std::max(evaluator->next(token), 0);
    if (stop.stop_requested()) return stopped();
    if (progress) progress({writing, i + 1, run.generate});
  }
  cost.generate_ms = watch.lap();
  cost.peak_bytes = memory().total_peak;
  return cost;
}

}  // namespace halftone
