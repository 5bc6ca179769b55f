// One forward pass, top to bottom: embedding, layers, final norm, logits. What a layer does is in backend/backend.cpp.
#include "engine/model/transformer.h"

#include <atomic>
#include <cassert>
#include <initializer_list>
#include <numeric>
#include <optional>

#include "kernels/core/stop_scope.h"

namespace halftone {

namespace {

// Until the pass is through, the cache's new tokens have no keys and values: stopped or failed, they go again.
class Append {
 public:
  Append(KvBranch& cache, std::span<const TokenId> tokens) : cache_(cache), start_(cache.length()) { cache_.append(tokens); }
  ~Append() {
    if (!done_) cache_.truncate(start_);
  }
  void keep() { done_ = true; }

 private:
  KvBranch& cache_;
  std::int64_t start_;
  bool done_ = false;
};

constexpr std::int64_t kStoppedBetweenLayers = 16;  // tokens

// FNV-1a.
std::uint64_t hash_of(std::initializer_list<std::uint64_t> values) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const std::uint64_t value : values) hash = (hash ^ value) * 0x100000001b3ull;
  return hash;
}

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

}  // namespace

Transformer::Transformer(Backend& backend, const ModelSpec& spec, const Weights& weights, Workspace& workspace)
    : id_(next_id()),
      backend_(backend),
      spec_(spec),
      weights_(weights),
      workspace_(workspace),
      rope_(spec.layers.size()),
      alibi_slopes_(spec.layers.size()) {
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    const AttentionSpec& attention = spec.layers[i].attention;
    if (const auto* alibi = std::get_if<Alibi>(&attention.position)) {
      alibi_slopes_[i].resize(static_cast<std::size_t>(attention.heads));
      alibi_slopes(alibi_slopes_[i], alibi->max_bias);
      for (float& slope : alibi_slopes_[i]) slope *= alibi->scale;
    }
  }
}

void Transformer::update_rope(std::int64_t rope_length) {
  if (rope_length == rope_length_) return;
  rope_length_ = rope_length;
  for (std::size_t i = 0; i < spec_.layers.size(); ++i) {
    if (const auto* rope = std::get_if<RopeParams>(&spec_.layers[i].attention.position)) {
      RopeFrequencies next = rope_frequencies(*rope, rope_length, spec_.trained_context);
      if (next.inverse == rope_[i].inverse && next.attention_factor == rope_[i].attention_factor) continue;
      rope_[i] = std::move(next);
      ++rope_version_;
    }
  }
}

MatrixView<float> Transformer::forward(std::span<const TokenId> tokens, KvBranch& cache, AttentionKind attention, Logits wanted,
                                       std::int64_t rope_length, std::stop_token stop) {
  assert(!tokens.empty());
  const auto count = static_cast<std::int64_t>(tokens.size());
  const std::int64_t start = cache.length();
  update_rope(rope_length);
  assert(spec_.position_limit() == 0 || start + count <= spec_.position_limit());

  std::vector<std::int32_t> positions(tokens.size());
  std::iota(positions.begin(), positions.end(), static_cast<std::int32_t>(start));

  Append append(cache, tokens);
  const Activations rows = workspace_.rows(count, start + count, attention, cache.view(0).format);
  const std::int64_t wanted_rows = wanted == Logits::last_row ? 1 : count;
  const MatrixView<float> logits = workspace_.logits(wanted_rows);

  // Everything but tokens, positions and pages that one token's ops depend on.
  const std::uint64_t recipe =
      hash_of({id_, rope_version_, static_cast<std::uint64_t>(cache.view(0).format), reinterpret_cast<std::uint64_t>(logits.data)});
  const Pass pass{.tokens = tokens,
                  .positions = positions,
                  .pages = cache.pages(),
                  .rows = rows,
                  .recipe = recipe,
                  .replayable = attention == AttentionKind::flash};
  // What a stop leaves unfinished goes with the pass. A token's is over before anybody notices, and is not to be slowed.
  std::optional<StopScope> stoppable;
  if (count > kStoppedBetweenLayers && stop.stop_possible()) stoppable.emplace(stop);
  const bool done = backend_.run(pass, [&] {
    embed(tokens, positions, rows);
    for (std::size_t i = 0; i < spec_.layers.size(); ++i) {
      if (stop.stop_requested()) return false;
      const LayerSpec& layer = spec_.layers[i];
      backend_.attention_half({.spec = layer,
                               .weights = weights_.layers[i],
                               .rows = rows,
                               .cache = cache.view(static_cast<std::int64_t>(i)),
                               .start = start,
                               .positions = positions,
                               .rope = &rope_[i],
                               .alibi_slopes = alibi_slopes_[i],
                               .attention = attention});
      backend_.mlp_half({.spec = layer, .weights = weights_.layers[i], .rows = rows});
    }
    compute_logits(rows, logits);
    return !stoppable || !stop.stop_requested();
  });
  if (!done) return {};
  append.keep();
  if (wanted != Logits::unverified) cache.commit();
  return backend_.readable(logits);
}

void Transformer::embed(std::span<const TokenId> tokens, std::span<const std::int32_t> positions, const Activations& rows) {
  EmbedArgs args{.ids = tokens,
                 .table = weights_.token_embedding,
                 .scale = spec_.embedding_scale,
                 .positions = positions,
                 .position_table = weights_.position_embedding,
                 .out = rows.residual};
  args.sinusoidal = std::holds_alternative<Sinusoidal>(spec_.position);
  if (const auto* learned = std::get_if<Learned>(&spec_.position))
    args.position_table = args.position_table.rows(learned->offset, learned->offset + learned->count);
  backend_.embed(args);
  if (spec_.embedding_norm) normalise(weights_.embedding_norm, rows.residual, rows.residual);
}

void Transformer::normalise(const NormWeights& weights, MatrixView<const float> x, MatrixView<float> out) {
  const NormSpec& spec = spec_.final_norm;
  backend_.norm({.kind = spec.kind,
                 .x = x,
                 .weight = weights.weight,
                 .bias = weights.bias,
                 .weight_offset = spec.weight_offset,
                 .epsilon = spec.epsilon,
                 .out = out});
}

// The final norm and lm_head, for the rows that are asked for: a prompt needs its last row only.
void Transformer::compute_logits(const Activations& rows, MatrixView<float> logits) {
  const std::int64_t count = rows.residual.shape[0], first = count - logits.shape[0];
  MatrixView<float> hidden = rows.residual.rows(first, count);
  if (weights_.final_norm.weight.data) {
    hidden = rows.normed.rows(first, count);
    normalise(weights_.final_norm, rows.residual.rows(first, count), hidden);
  }
  backend_.matmul(
      {.x = hidden, .weight = weights_.lm_head, .bias = weights_.lm_head_bias, .accumulate = false, .y = logits, .scratch = rows.scratch});
  if (spec_.logit_scale != 1.0f || spec_.logit_soft_cap != 0.0f) {
    backend_.bound({.kind = spec_.logit_soft_cap != 0.0f ? Bound::tanh : Bound::none,
                    .x = logits,
                    .scale = spec_.logit_scale,
                    .limit = spec_.logit_soft_cap});
  }
}

}  // namespace halftone
