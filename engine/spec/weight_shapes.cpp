#include "engine/spec/weight_shapes.h"

#include <cassert>

namespace halftone {

namespace {

class Collector {
 public:
  std::vector<WeightShape> shapes;

  void matrix(WeightRole role, int layer, std::int64_t rows, std::int64_t columns) {
    assert(!is_vector(role));
    shapes.push_back({{role, layer}, rows, columns, false});
  }
  void vector(WeightRole role, int layer, std::int64_t size) {
    assert(is_vector(role));
    shapes.push_back({{role, layer}, 1, size, true});
  }
  void norm(const NormSpec& norm, WeightRole weight, WeightRole bias, int layer, std::int64_t size) {
    vector(weight, layer, size);
    if (norm.bias) vector(bias, layer, size);
  }
};

void add_layer(Collector& out, const LayerSpec& spec, int layer, std::int64_t width) {
  using enum WeightRole;
  const AttentionSpec& a = spec.attention;
  const std::int64_t queries = a.heads * a.head_width, keys = a.kv_heads * a.head_width;
  // A post norm stands behind its half-layer too, but is of the residual, and under the name of those before.
  const bool of_residual = spec.norm_place != NormPlace::after;
  const bool of_what_is_added = spec.norm_place == NormPlace::sandwich || spec.norm_place == NormPlace::after;

  if (of_residual) out.norm(spec.norm, attention_norm, attention_norm_bias, layer, width);
  out.matrix(query, layer, queries, width);
  out.matrix(key, layer, keys, width);
  out.matrix(value, layer, keys, width);
  if (a.qkv_bias) {
    out.vector(query_bias, layer, queries);
    out.vector(key_bias, layer, keys);
    out.vector(value_bias, layer, keys);
  }
  if (a.qk_norm != QkNorm::none) {
    const bool whole = a.qk_norm == QkNorm::whole;
    out.vector(query_norm, layer, whole ? queries : a.head_width);
    out.vector(key_norm, layer, whole ? keys : a.head_width);
  }
  out.matrix(attention_out, layer, width, queries);
  if (a.out_bias) out.vector(attention_out_bias, layer, width);
  if (of_what_is_added) out.norm(spec.norm, attention_post_norm, attention_post_norm_bias, layer, width);

  if (of_residual && spec.residual != Residual::parallel_shared_norm) out.norm(spec.norm, mlp_norm, mlp_norm_bias, layer, width);
  if (spec.mlp.gated) out.matrix(gate, layer, spec.mlp.width, width);
  if (spec.mlp.gated && spec.mlp.bias) out.vector(gate_bias, layer, spec.mlp.width);
  out.matrix(up, layer, spec.mlp.width, width);
  if (spec.mlp.bias) out.vector(up_bias, layer, spec.mlp.width);
  out.matrix(down, layer, width, spec.mlp.width);
  if (spec.mlp.bias) out.vector(down_bias, layer, width);
  if (of_what_is_added) out.norm(spec.norm, mlp_post_norm, mlp_post_norm_bias, layer, width);
}

}  // namespace

bool is_vector(WeightRole role) {
  using enum WeightRole;
  switch (role) {
    case embedding_norm:
    case attention_norm:
    case attention_post_norm:
    case query_norm:
    case key_norm:
    case mlp_norm:
    case mlp_post_norm:
    case final_norm: return true;
    default: return is_bias(role);
  }
}

bool has_final_norm(const ModelSpec& spec) { return spec.layers.back().norm_place != NormPlace::post; }

std::vector<WeightShape> weight_shapes(const ModelSpec& spec) {
  using enum WeightRole;
  Collector out;
  out.matrix(token_embedding, kNoLayer, spec.vocabulary, spec.width);
  if (const auto* learned = std::get_if<Learned>(&spec.position))
    out.matrix(position_embedding, kNoLayer, learned->count + learned->offset, spec.width);
  if (spec.embedding_norm) out.norm(spec.final_norm, embedding_norm, embedding_norm_bias, kNoLayer, spec.width);
  for (std::size_t i = 0; i < spec.layers.size(); ++i) add_layer(out, spec.layers[i], static_cast<int>(i), spec.width);
  if (has_final_norm(spec)) out.norm(spec.final_norm, final_norm, final_norm_bias, kNoLayer, spec.width);
  if (!spec.tied_embeddings) out.matrix(lm_head, kNoLayer, spec.vocabulary, spec.width);
  if (spec.lm_head_bias) out.vector(lm_head_bias, kNoLayer, spec.vocabulary);
  return std::move(out.shapes);
}

std::int64_t ModelSpec::position_limit() const {
  const auto* learned = std::get_if<Learned>(&position);
  return learned ? learned->count : 0;
}

std::int64_t ModelSpec::parameters() const {
  std::int64_t sum = 0;
  for (const WeightShape& weight : weight_shapes(*this)) sum += weight.rows * weight.columns;
  return sum;
}

}  // namespace halftone
