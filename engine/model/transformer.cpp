// A model as a program: embedding, layers (engine/model/layer.cpp), final norm, logits; and one pass of it.
#include "engine/model/transformer.h"

#include <cassert>
#include <initializer_list>
#include <numeric>
#include <optional>

#include "engine/model/layer.h"
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

}  // namespace

Transformer::Transformer(Backend& backend, const ModelSpec& spec, const Weights& weights, Workspace& workspace)
    : backend_(backend),
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
  write_program();
  compiled_ = backend.compile(program_);
}

void Transformer::write_program() {
  write_embedding();
  for (std::size_t i = 0; i < spec_.layers.size(); ++i) {
    program_.layers.push_back(
        layer_ops(spec_.layers[i], weights_.layers[i], static_cast<std::int64_t>(i), spec_.width, &rope_[i], alibi_slopes_[i]));
  }
  write_logits();
}

void Transformer::write_embedding() {
  EmbedOp embed{.table = weights_.token_embedding, .scale = spec_.embedding_scale, .position_table = weights_.position_embedding};
  embed.sinusoidal = std::holds_alternative<Sinusoidal>(spec_.position);
  if (const auto* learned = std::get_if<Learned>(&spec_.position))
    embed.position_table = embed.position_table.rows(learned->offset, learned->offset + learned->count);
  program_.embedding.push_back(embed);
  if (spec_.embedding_norm)
    program_.embedding.push_back(NormOp{spec_.final_norm, weights_.embedding_norm, Operand::residual, Operand::residual, spec_.width});
}

// The final norm and lm_head.
void Transformer::write_logits() {
  Operand hidden = Operand::residual;
  if (weights_.final_norm.weight.data) {
    hidden = Operand::normed;
    program_.logits.push_back(NormOp{spec_.final_norm, weights_.final_norm, Operand::residual, hidden, spec_.width});
  }
  program_.logits.push_back(ProjectOp{weights_.lm_head, weights_.lm_head_bias, hidden, Operand::logits});
  if (spec_.logit_scale != 1.0f || spec_.logit_soft_cap != 0.0f) {
    program_.logits.push_back(CapOp{.kind = spec_.logit_soft_cap != 0.0f ? Cap::soft_cap : Cap::none,
                                      .x = Operand::logits,
                                      .width = spec_.vocabulary,
                                      .scale = spec_.logit_scale,
                                      .limit = spec_.logit_soft_cap});
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
  const MatrixView<float> logits = compute(tokens, cache, attention, wanted, rope_length, std::move(stop));
  return logits.data ? backend_.readable(logits) : logits;
}

std::optional<TokenId> Transformer::next(TokenId token, KvBranch& cache, AttentionKind attention, std::int64_t rope_length, SampleArgs how,
                                         Then then, std::stop_token stop) {
  const MatrixView<float> logits = compute({&token, 1}, cache, attention, Logits::last_row, rope_length, std::move(stop));
  if (!logits.data) return std::nullopt;
  how.logits = logits[0];
  return backend_.sample(how, [&] {
    if (then == Then::go_on) go_ahead(cache, attention);
  });
}

// What it leaves in the cache lies behind the last token, where nobody reads; so it is done only where the last page, which is this
// branch's alone, has room for it.
void Transformer::go_ahead(const KvBranch& cache, AttentionKind attention) {
  const std::int64_t start = cache.length(), limit = spec_.position_limit();
  if (start % kKvPageTokens == 0 || (limit > 0 && start >= limit)) return;
  const TokenId unknown = 0;
  const auto position = static_cast<std::int32_t>(start);
  compiled_->go_ahead(pass_of({&unknown, 1}, {&position, 1}, views_of(cache, start + 1), attention, 1));
}

std::vector<KvView> Transformer::views_of(const KvBranch& cache, std::int64_t length) const {
  std::vector<KvView> views;
  views.reserve(spec_.layers.size());
  for (std::size_t i = 0; i < spec_.layers.size(); ++i) {
    views.push_back(cache.view(static_cast<std::int64_t>(i)));
    views.back().length = length;
  }
  return views;
}

Pass Transformer::pass_of(std::span<const TokenId> tokens, std::span<const std::int32_t> positions, std::span<const KvView> views,
                          AttentionKind attention, std::int64_t wanted_rows) {
  const KvFormat format = views.front().format;
  Activations rows = workspace_.rows(std::ssize(tokens), views.front().length, attention, format);
  rows.operands[static_cast<std::size_t>(Operand::logits)] = workspace_.logits(wanted_rows).data;
  return {.tokens = tokens,
          .positions = positions,
          .cache = views,
          .rows = rows,
          .wanted_rows = wanted_rows,
          .attention = attention,
          // Everything but tokens, positions and pages that one token's ops depend on.
          .recipe = hash_of({rope_version_, static_cast<std::uint64_t>(format)})};
}

MatrixView<float> Transformer::compute(std::span<const TokenId> tokens, KvBranch& cache, AttentionKind attention, Logits wanted,
                                       std::int64_t rope_length, std::stop_token stop) {
  assert(!tokens.empty());
  const std::int64_t count = std::ssize(tokens), start = cache.length();
  update_rope(rope_length);
  assert(spec_.position_limit() == 0 || start + count <= spec_.position_limit());

  std::vector<std::int32_t> positions(tokens.size());
  std::iota(positions.begin(), positions.end(), static_cast<std::int32_t>(start));

  Append append(cache, tokens);
  const std::vector<KvView> views = views_of(cache, start + count);
  Pass pass = pass_of(tokens, positions, views, attention, wanted == Logits::last_row ? 1 : count);
  pass.stop = stop;
  // What a stop leaves unfinished goes with the pass. A token's is over before anybody notices, and is not to be slowed.
  std::optional<StopScope> stoppable;
  if (count > kStoppedBetweenLayers && stop.stop_possible()) stoppable.emplace(stop);
  const bool done = compiled_->run(pass) && !(stoppable && stop.stop_requested());
  if (!done) return {};
  append.keep();
  if (wanted != Logits::unverified) cache.commit();
  return pass.rows.matrix(Operand::logits, spec_.vocabulary).rows(0, pass.wanted_rows);
}

}  // namespace halftone
