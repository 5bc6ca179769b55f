// A model as a program: embedding, layers (engine/model/layer.cpp), final norm, logits; and one pass of it.
#include "engine/model/transformer.h"

#include <fmt/format.h>

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

Transformer::Transformer(const ModelSpec& spec, const std::vector<ModelPart>& parts)
    : spec_(spec), rope_(spec.layers.size()), alibi_slopes_(spec.layers.size()) {
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    const AttentionSpec& attention = spec.layers[i].attention;
    if (const auto* alibi = std::get_if<Alibi>(&attention.position)) {
      alibi_slopes_[i].resize(static_cast<std::size_t>(attention.heads));
      alibi_slopes(alibi_slopes_[i], alibi->max_bias);
      for (float& slope : alibi_slopes_[i]) slope *= alibi->scale;
    }
  }
  for (const ModelPart& part : parts) stages_.push_back({part, program_of(part), nullptr});
  for (Stage& stage : stages_) stage.compiled = stage.part.backend.compile(stage.program);
}

TokenProgram Transformer::program_of(const ModelPart& part) const {
  TokenProgram program;
  if (part.layers.is_first()) program.embedding = embedding_ops(part.weights);
  for (std::int64_t layer = part.layers.begin; layer < part.layers.end; ++layer) {
    const auto i = static_cast<std::size_t>(layer);
    program.layers.push_back(
        layer_ops(spec_.layers[i], part.weights.layers[i], layer - part.layers.begin, spec_.width, &rope_[i], alibi_slopes_[i]));
  }
  if (part.layers.is_last(spec_)) program.logits = logits_ops(part.weights);
  return program;
}

std::vector<TokenOp> Transformer::embedding_ops(const Weights& weights) const {
  EmbedOp embed{.table = weights.token_embedding, .scale = spec_.embedding_scale, .position_table = weights.position_embedding};
  embed.sinusoidal = std::holds_alternative<Sinusoidal>(spec_.position);
  if (const auto* learned = std::get_if<Learned>(&spec_.position))
    embed.position_table = embed.position_table.rows(learned->offset, learned->offset + learned->count);
  std::vector<TokenOp> ops = {embed};
  if (spec_.embedding_norm)
    ops.push_back(NormOp{spec_.final_norm, weights.embedding_norm, Operand::residual, Operand::residual, spec_.width});
  return ops;
}

// The final norm and lm_head.
std::vector<TokenOp> Transformer::logits_ops(const Weights& weights) const {
  std::vector<TokenOp> ops;
  Operand hidden = Operand::residual;
  if (weights.final_norm.weight.data) {
    hidden = Operand::normed;
    ops.push_back(NormOp{spec_.final_norm, weights.final_norm, Operand::residual, hidden, spec_.width});
  }
  ops.push_back(ProjectOp{weights.lm_head, weights.lm_head_bias, hidden, Operand::logits});
  if (spec_.logit_scale != 1.0f || spec_.logit_soft_cap != 0.0f) {
    ops.push_back(CapOp{.kind = spec_.logit_soft_cap != 0.0f ? Cap::soft_cap : Cap::none,
                        .x = Operand::logits,
                        .width = spec_.vocabulary,
                        .scale = spec_.logit_scale,
                        .limit = spec_.logit_soft_cap});
  }
  return ops;
}

std::vector<Transformer::PartProgram> Transformer::programs(std::int64_t rope_length) {
  update_rope(rope_length);
  std::vector<PartProgram> programs;
  programs.reserve(stages_.size());
  for (const Stage& stage : stages_) programs.push_back({stage.part, stage.program});
  return programs;
}

std::string Transformer::token_path() const {
  if (stages_.size() == 1) return stages_.front().compiled->token_path();
  std::string path;
  for (const Stage& stage : stages_) {
    path += fmt::format("{}layers {} to {}: {}", path.empty() ? "" : "; ", stage.part.layers.begin, stage.part.layers.end - 1,
                        stage.compiled->token_path());
  }
  return path;
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
  return logits.data ? stages_.back().part.backend.readable(logits) : logits;
}

std::optional<TokenId> Transformer::next(TokenId token, KvBranch& cache, AttentionKind attention, std::int64_t rope_length, SampleArgs how,
                                         Then then, std::stop_token stop) {
  const MatrixView<float> logits = compute({&token, 1}, cache, attention, Logits::last_row, rope_length, std::move(stop));
  if (!logits.data) return std::nullopt;
  how.logits = logits[0];
  return stages_.back().part.backend.sample(how, [&] {
    if (then == Then::go_on) go_ahead(cache, attention);
  });
}

// What it leaves in the cache lies behind the last token, where nobody reads; so it is done only where the last page, which is this
// branch's alone, has room for it. Where layers lie on several devices the first one would not know the token.
void Transformer::go_ahead(const KvBranch& cache, AttentionKind attention) {
  const std::int64_t start = cache.length(), limit = spec_.position_limit();
  if (stages_.size() > 1 || start % kKvPageTokens == 0 || (limit > 0 && start >= limit)) return;
  const TokenId unknown = 0;
  const auto position = static_cast<std::int32_t>(start);
  const Stage& stage = stages_.front();
  stage.compiled->go_ahead(pass_of(stage, {&unknown, 1}, {&position, 1}, views_of(stage, cache, start + 1), attention, 1));
}

std::vector<KvView> Transformer::views_of(const Stage& stage, const KvBranch& cache, std::int64_t length) {
  std::vector<KvView> views;
  for (std::int64_t layer = stage.part.layers.begin; layer < stage.part.layers.end; ++layer) {
    views.push_back(cache.view(layer));
    views.back().length = length;
  }
  return views;
}

Pass Transformer::pass_of(const Stage& stage, std::span<const TokenId> tokens, std::span<const std::int32_t> positions,
                          std::span<const KvView> views, AttentionKind attention, std::int64_t wanted_rows) {
  const KvFormat format = views.front().format;
  Workspace& workspace = stage.part.workspace;
  Activations rows = workspace.rows(std::ssize(tokens), views.front().length, attention, format);
  if (stage.part.layers.is_last(spec_)) rows.operands[static_cast<std::size_t>(Operand::logits)] = workspace.logits(wanted_rows).data;
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
  // What a stop leaves unfinished goes with the pass. A token's is over before anybody notices, and is not to be slowed.
  std::optional<StopScope> stoppable;
  if (count > kStoppedBetweenLayers && stop.stop_possible()) stoppable.emplace(stop);
  const std::int64_t wanted_rows = wanted == Logits::last_row ? 1 : count;
  MatrixView<float> stream;  // as the part before left it, on its device
  MatrixView<float> logits;
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    const Stage& stage = stages_[i];
    const std::vector<KvView> views = views_of(stage, cache, start + count);
    Pass pass = pass_of(stage, tokens, positions, views, attention, wanted_rows);
    pass.stop = stop;
    const MatrixView<float> stream_here = pass.rows.matrix(Operand::residual, spec_.width);
    if (i > 0) move_numbers(stages_[i - 1].part.backend, stream, stage.part.backend, stream_here);
    if (!stage.compiled->run(pass) || (stoppable && stop.stop_requested())) return {};
    stream = stream_here;
    if (stage.part.layers.is_last(spec_)) logits = pass.rows.matrix(Operand::logits, spec_.vocabulary).rows(0, wanted_rows);
  }
  append.keep();
  if (wanted != Logits::unverified) cache.commit();
  return logits;
}

}  // namespace halftone
