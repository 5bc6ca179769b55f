#include "engine/generate/switch_cost.h"

#include <algorithm>

#include "engine/generate/local_engine.h"
#include "engine/generate/local_session.h"

namespace halftone {

namespace {

// Multiplications and additions of `tokens` tokens that end a text of `length`: every parameter once for each token, and for each layer
// q·k and the sum of values with all tokens before it.
double operations_of(const ModelSpec& spec, std::int64_t tokens, std::int64_t length) {
  const auto t = static_cast<double>(tokens);
  const double seen = t * (static_cast<double>(length) - (t - 1) / 2);
  double attention = 0;
  for (const LayerSpec& layer : spec.layers) attention += 4.0 * static_cast<double>(layer.attention.heads * layer.attention.head_width) * seen;
  return 2.0 * static_cast<double>(spec.parameters()) * t + attention;
}

LaterToken later_token(const Setup& setup, const EngineSettings& next, std::int64_t length, const LocalSession* session) {
  LaterToken token{.at = length, .computed = next.cache ? 1 : length};
  if (length == 0) return token;
  const ModelSpec& spec = setup.spec();
  const Setup::Pace& pace = setup.pace();
  const AttentionSpec& a = spec.layers.front().attention;
  token.score_bytes = attention_score_bytes(
      next.attention, {token.computed, length, a.heads, a.head_width, kKvPageTokens, setup.backend().pool().threads()});
  token.operations = operations_of(spec, token.computed, length);
  if (!next.cache && pace.prefill_tokens > 0)
    token.ms = pace.prefill_ms * token.operations / operations_of(spec, pace.prefill_tokens, pace.prefill_tokens);
  else if (next.cache && setup.settings().cache && session)
    token.ms = session->reader().trial_ms(next.attention);
  return token;
}

// Whether it would be done, by the rules of setting_rules.h and memory_fit.h.
void judge(const Setup& setup, const EngineSettings& next, SwitchCost& cost) {
  const ModelSpec& spec = setup.opened().checkpoint.spec;
  const std::int64_t end = spec.position_limit();
  if (end > 0 && next.context > end) {
    cost.refusal = SwitchCost::Refusal::positions;
    cost.largest_context = end;
  } else if (next.context < 1 || next.context > kMaxContext) {
    cost.refusal = SwitchCost::Refusal::range;
    cost.largest_context = kMaxContext;
  } else if (next.device == setup.settings().device && next.split == setup.settings().split) {
    cost.largest_context = kMaxContext;
    for (const Placed& placed : setup.placement()) {
      const DeviceSizes& device = *placed.device->backend;
      const Setup::Room room = setup.room_for(placed, next);
      const MemoryNeed need = need_of_layers(setup.opened().checkpoint, next, device, placed.layers);
      const std::int64_t free = room.bytes + room.weight_bytes;  // those that stay are in what is needed
      cost.needed_bytes += need.total(), cost.free_bytes += free;
      if (need.total() > free) cost.refusal = SwitchCost::Refusal::memory;
      constexpr std::int64_t kMargin = 16;  // of what is free, one part is left: other programs take some in between
      cost.largest_context =
          std::min(cost.largest_context, longest_context(spec, next, need.weights, device, placed.layers, free - free / kMargin));
    }
    if (cost.refusal == SwitchCost::Refusal::none) cost.largest_context = 0;
  }
}

}  // namespace

SwitchCost LocalEngine::cost_of(const EngineSettings& wanted, const Session* session) const {
  const auto* const conversation = static_cast<const LocalSession*>(session);  // a local engine's sessions are local
  const Setup& setup = conversation ? conversation->reader().setup() : *setup_;
  const Checkpoint& checkpoint = opened_.checkpoint;
  const ModelSpec& spec = checkpoint.spec;
  const EngineSettings& present = setup.settings();
  const EngineSettings next = resolve(wanted, spec);
  SwitchCost cost;
  cost.reload_weights = same_weights_as(checkpoint, next.weights) != same_weights_as(checkpoint, present.weights);
  cost.recompute_cache = cost.reload_weights || next.cache != present.cache || next.rope_scaling != present.rope_scaling;
  cost.parameters = cost.reload_weights ? opened_.info.parameters : 0;
  for (const Placed& placed : setup.placement())
    cost.weight_bytes += planned_weight_bytes(checkpoint, next.weights, *placed.device->backend, placed.layers);
  cost.token_ms = setup.pace().token_ms;
  judge(setup, next, cost);
  if (cost.refusal != SwitchCost::Refusal::none) return cost;

  cost.kv_bytes = next.cache ? KvLayout::of(spec, *next.cache).bytes_for(next.context) : 0;
  if (cost.reload_weights) {
    // What is quantised already loses once more.
    cost.converts_from = converted_from(checkpoint, next.weights);
    cost.requantises = !cost.converts_from.empty() && info(checkpoint.stored_format).quantised;
    if (setup.parameters_per_second() > 0) cost.seconds = static_cast<double>(cost.parameters) / setup.parameters_per_second();
  }
  if (conversation && cost.recompute_cache) cost.cached_tokens = conversation->cached_tokens();
  const bool to_naive = next.attention != present.attention && next.attention == AttentionKind::naive;
  if (to_naive) {
    const AttentionSpec& a = spec.layers.front().attention;
    cost.score_bytes = attention_score_bytes(
        AttentionKind::naive, {next.context, next.context, a.heads, a.head_width, kKvPageTokens, setup.backend().pool().threads()});
  }
  cost.slower = to_naive || (!next.cache && present.cache);
  if (cost.slower) {
    cost.next_token = later_token(setup, next, conversation ? conversation->tokens() : 0, conversation);
    cost.last_token = later_token(setup, next, next.context, nullptr);
  }
  return cost;
}

}  // namespace halftone
