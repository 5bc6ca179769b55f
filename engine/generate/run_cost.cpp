// A run of the guide's experiment: some tokens read, some written, nothing else; and what it is expected to take.
#include <algorithm>

#include "engine/generate/local_engine.h"
#include "engine/generate/some_tokens.h"
#include "engine/generate/stopwatch.h"
#include "engine/model/buffer_growth.h"
#include "engine/model/kv_layout.h"

namespace halftone {

namespace {

constexpr std::int64_t kWeightAlignment = 256;  // as Weights::load lays them out

std::unexpected<Error> stopped() { return fail(ErrorKind::cancelled, "", "the run was stopped"); }

// The passes of a run on one device, one after the other, as Workspace and KvBranch take memory for them: weights, cache, rows of a chunk,
// scratch. Naive attention's is heads · N² floats for the one score matrix that lives at once.
class Passes {
 public:
  Passes(const ModelSpec& spec, const EngineSettings& settings, const DeviceSizes& device, LayerRange layers)
      : spec_(spec),
        settings_(settings),
        device_(device),
        is_last_(layers.is_last(spec)),
        pages_(KvLayout::of(spec, settings.cache.value_or(KvFormat::f16), layers)) {}

  void pass(std::int64_t tokens, std::int64_t length) {
    const KvFormat format = settings_.cache.value_or(KvFormat::f16);
    count(length);  // pages come first, beside what the pass before has left
    grow(rows_, Workspace::activation_bytes(spec_, tokens), length);
    grow(scratch_, device_.scratch_bytes(Workspace::scratch_shape(spec_, tokens, length, settings_.attention, format)), length);
    if (is_last_) grow(logits_, spec_.vocabulary * static_cast<std::int64_t>(sizeof(float)), length);
  }
  std::int64_t peak() const { return peak_; }

 private:
  void grow(std::int64_t& buffer, std::int64_t bytes, std::int64_t length) {
    buffer = bytes_after(buffer, bytes);
    count(length);
  }
  void count(std::int64_t length) { peak_ = std::max(peak_, pages_.bytes_for(length) + rows_ + scratch_ + logits_); }

  const ModelSpec& spec_;
  const EngineSettings& settings_;
  const DeviceSizes& device_;
  const bool is_last_;
  const KvLayout pages_;
  std::int64_t rows_ = 0, scratch_ = 0, logits_ = 0, peak_ = 0;
};

}  // namespace

Result<RunCost> Engine::measure_run(RunLength, const ProgressSink&, std::stop_token) {
  return fail(ErrorKind::unsupported, "Open the model on this machine.", "this engine does not measure what a run takes");
}

Result<RunCost> LocalEngine::measure_run(RunLength run, const ProgressSink& progress, std::stop_token stop) try {
  const Sentence reading = Sentence("reading the prompt"), writing = Sentence("writing tokens");
  flush();
  keep_rows(1);  // a reply with drafts wants more, and says so when it begins
  reset_peak();
  const std::int64_t of_conversations = memory().of(MemoryTag::kv_cache);  // they keep it, and it is none of the run's
  const auto evaluator = new_evaluator();
  const std::vector<TokenId> tokens = some_tokens(run.prompt, model().vocabulary);
  RunCost cost;
  Stopwatch watch;
  evaluator->feed(tokens, stop, [&](std::int64_t done) {
    if (progress) progress({reading, done, run.prompt});
  });
  if (stop.stop_requested()) return stopped();
  cost.prompt_ms = watch.lap();
  TokenId token = tokens.back();
  for (std::int64_t i = 0; i < run.generate; ++i) {
    token = std::max(evaluator->next(token), 0);
    if (stop.stop_requested()) return stopped();
    if (progress) progress({writing, i + 1, run.generate});
  }
  cost.generate_ms = watch.lap();
  cost.peak_bytes = memory().total_peak - of_conversations;
  return cost;
} catch (const OutOfMemory& error) {
  flush();
  return fail(ErrorKind::out_of_memory, "Choose a shorter prompt, smaller weights or flash attention.", "{}", said_by(error));
}

std::int64_t LocalEngine::expected_peak(const EngineSettings& settings, RunLength run) const {
  const Placement& placement = setup_->placement();
  const std::int64_t all = run.prompt + run.generate;
  std::int64_t chunk = run.prompt, total = 0;
  if (settings.attention == AttentionKind::flash)  // naive attention takes a prompt at once
    for (const Placed& placed : placement) chunk = std::min(chunk, placed.device->backend->prefill_chunk());
  for (const Placed& placed : placement) {
    const Backend& backend = *placed.device->backend;
    Passes passes(spec(), settings, backend, placed.layers);
    for (std::int64_t done = 0; done < run.prompt; done += chunk)
      passes.pass(std::min(chunk, run.prompt - done), std::min(run.prompt, done + chunk));
    if (settings.cache) {
      for (std::int64_t length = run.prompt + 1; length <= all; ++length) passes.pass(1, length);
    } else {  // every token reads everything again, the last one the most
      const std::int64_t step = settings.attention == AttentionKind::naive ? all : chunk;
      for (std::int64_t done = 0; done < all; done += step) passes.pass(std::min(step, all - done), std::min(all, done + step));
    }
    const WeightPlan plan =
        plan_of_layers(plan_weights(opened_.checkpoint, settings.weights, backend.matrix_layout()), spec(), placed.layers);
    for (const PlannedWeight& weight : plan.weights) total += (weight.bytes + kWeightAlignment - 1) / kWeightAlignment * kWeightAlignment;
    total += passes.peak();
  }
  return total;
}

}  // namespace halftone
