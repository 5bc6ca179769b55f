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

}  // namespace

LaterToken LocalEngine::later_token(const EngineSettings& next, std::int64_t length, const LocalSession* session) const {
  LaterToken token{.at = length, .computed = next.cache ? 1 : length};
  if (length == 0) return token;
  const AttentionSpec& a = spec_.layers.front().attention;
  token.score_bytes = attention_score_bytes(next.attention, {token.computed, length, a.heads, a.head_width, kKvPageTokens, backend_->pool().threads()});
  token.operations = operations_of(spec_, token.computed, length);
  if (!next.cache && pace_.prefill_tokens > 0)
    token.ms = pace_.prefill_ms * token.operations / operations_of(spec_, pace_.prefill_tokens, pace_.prefill_tokens);
  else if (next.cache && settings_.cache && session)
    token.ms = session->trial_ms(next.attention);
  return token;
}

std::int64_t LocalEngine::room() const {
  const std::int64_t drafts = draft_ ? draft_->bytes(settings_.context) : 0;  // stays
  return free_memory() + backend_->memory().total() - drafts;
}

// The longest context that fits into so many bytes, in hundreds; 0: none.
std::int64_t LocalEngine::longest_context(EngineSettings settings, std::int64_t weight_bytes, std::int64_t bytes) const {
  std::int64_t fits = 0, limit = kMaxContext / 100;
  if (const std::int64_t end = checkpoint_.spec.position_limit(); end > 0) limit = std::min(limit, end / 100);
  while (fits < limit) {
    const std::int64_t middle = fits + (limit - fits + 1) / 2;
    settings.context = middle * 100;
    if (needed_bytes(settings, weight_bytes) <= bytes) fits = middle;
    else limit = middle - 1;
  }
  return fits * 100;
}

void LocalEngine::judge(const EngineSettings& next, SwitchCost& cost) const {
  const std::int64_t end = checkpoint_.spec.position_limit();
  if (end > 0 && next.context > end) {
    cost.refusal = SwitchCost::Refusal::positions;
    cost.largest_context = end;
  } else if (next.context < 1 || next.context > kMaxContext) {
    cost.refusal = SwitchCost::Refusal::range;
    cost.largest_context = kMaxContext;
  } else if (next.device == settings_.device) {
    cost.needed_bytes = needed_bytes(next, cost.weight_bytes);
    cost.free_bytes = room();
    if (cost.needed_bytes <= cost.free_bytes) return;
    cost.refusal = SwitchCost::Refusal::memory;
    cost.largest_context = longest_context(next, cost.weight_bytes, cost.free_bytes);
  }
}

SwitchCost LocalEngine::cost_of(const EngineSettings& wanted, const Session* session) const {
  const EngineSettings next = resolve(wanted);
  SwitchCost cost;
  cost.reload_weights = next.weights != settings_.weights;
  cost.recompute_cache = cost.reload_weights || next.cache != settings_.cache || next.rope_scaling != settings_.rope_scaling;
  cost.parameters = cost.reload_weights ? info_.parameters : 0;
  cost.weight_bytes = plan_weights(checkpoint_, next.weights, backend_->matrix_layout()).bytes();
  cost.token_ms = pace_.token_ms;
  judge(next, cost);
  if (cost.refusal != SwitchCost::Refusal::none) return cost;

  cost.kv_bytes = next.cache ? KvLayout::of(spec_, *next.cache).bytes_for(next.context) : 0;
  if (cost.reload_weights) {
    // What is quantised already loses once more.
    cost.converts_from = converted_from(checkpoint_, next.weights);
    cost.requantises = !cost.converts_from.empty() && info(checkpoint_.stored_format).quantised;
    if (parameters_per_second_ > 0) cost.seconds = static_cast<double>(cost.parameters) / parameters_per_second_;
  }
  const auto* const conversation = static_cast<const LocalSession*>(session);  // a local engine's sessions are local
  if (conversation && cost.recompute_cache) cost.cached_tokens = conversation->cached_tokens();
  const bool to_naive = next.attention != settings_.attention && next.attention == AttentionKind::naive;
  if (to_naive) {
    const AttentionSpec& a = spec_.layers.front().attention;
    cost.score_bytes = attention_score_bytes(
        AttentionKind::naive, {next.context, next.context, a.heads, a.head_width, kKvPageTokens, backend_->pool().threads()});
  }
  cost.slower = to_naive || (!next.cache && settings_.cache);
  if (cost.slower) {
    cost.next_token = later_token(next, conversation ? conversation->tokens() : 0, conversation);
    cost.last_token = later_token(next, next.context, nullptr);
  }
  return cost;
}

void LocalEngine::note_pace(const ReplyStats& stats, double decode_ms) {
  if (stats.prefill_tokens >= pace_.prefill_tokens && stats.prefill_ms > 0) {
    pace_.prefill_tokens = stats.prefill_tokens;
    pace_.prefill_ms = stats.prefill_ms;
  }
  if (!stats.token_ms.empty()) pace_.token_ms = decode_ms / static_cast<double>(stats.token_ms.size());
}

}  // namespace halftone
