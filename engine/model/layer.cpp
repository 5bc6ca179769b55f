// What a transformer layer does, in the order in which it happens.
#include "engine/model/layer.h"

#include <cassert>

namespace halftone {

namespace {

using enum Operand;

class Layer {
 public:
  Layer(const LayerSpec& spec, const LayerWeights& weights, std::int64_t layer, std::int64_t width)
      : spec_(spec), weights_(weights), layer_(layer), width_(width) {
    assert(spec.norm_place == NormPlace::pre || spec.residual == Residual::sequential);
    assert(spec.residual_scale == 1 || (spec.norm_place == NormPlace::pre && spec.residual == Residual::sequential));
  }

  // residual += attention_out · attention(rope(query), rope(key), value) of norm(residual)
  void attention(const RopeFrequencies* frequencies, std::span<const float> alibi_slopes) {
    const AttentionSpec& a = spec_.attention;
    const std::int64_t query_width = a.heads * a.head_width, kv_width = a.kv_heads * a.head_width;

    norm_before(weights_.attention_norm);
    add(ProjectOp{weights_.query, weights_.query_bias, input(), query});
    add(ProjectOp{weights_.key, weights_.key_bias, input(), key});
    add(ProjectOp{weights_.value, weights_.value_bias, input(), value});
    if (a.clip_qkv > 0) {
      add(CapOp{.kind = Cap::clamp, .x = query, .width = query_width, .limit = a.clip_qkv});
      add(CapOp{.kind = Cap::clamp, .x = key, .width = kv_width, .limit = a.clip_qkv});
      add(CapOp{.kind = Cap::clamp, .x = value, .width = kv_width, .limit = a.clip_qkv});
    }
    // The MLP's input, before attention adds anything.
    if (spec_.residual == Residual::parallel) norm_before(weights_.mlp_norm);

    if (a.qk_norm == QkNorm::head) {
      add(NormOp{spec_.norm, {weights_.query_norm, {}}, query, query, a.head_width, a.heads});
      add(NormOp{spec_.norm, {weights_.key_norm, {}}, key, key, a.head_width, a.kv_heads});
    } else if (a.qk_norm == QkNorm::whole) {
      add(NormOp{spec_.norm, {weights_.query_norm, {}}, query, query, query_width});
      add(NormOp{spec_.norm, {weights_.key_norm, {}}, key, key, kv_width});
    }
    if (const auto* rope = std::get_if<RopeParams>(&a.position)) {
      add(RopeOp{query, a.heads, a.head_width, rope->pairing, frequencies, rope->query_growth});
      add(RopeOp{key, a.kv_heads, a.head_width, rope->pairing, frequencies});
    }
    add(StoreOp{layer_, a.kv_heads, a.head_width});
    add(AttendOp{layer_, a.heads, a.head_width, a.scale, a.window, a.soft_cap, alibi_slopes});

    add_to_residual(attended, weights_.attention_out, weights_.attention_out_bias, weights_.attention_norm, weights_.attention_post_norm);
  }

  // residual += down · (act(gate) · up) of norm(residual); in a parallel layer, of what attention left in `normed`
  void mlp() {
    const MlpSpec& m = spec_.mlp;
    if (spec_.residual == Residual::sequential) norm_before(weights_.mlp_norm);
    if (m.gated) add(ProjectOp{weights_.gate, weights_.gate_bias, input(), gate});
    add(ProjectOp{weights_.up, weights_.up_bias, input(), up});
    add(GluOp{m.activation, m.gated, m.width});
    add_to_residual(up, weights_.down, weights_.down_bias, weights_.mlp_norm, weights_.mlp_post_norm);
  }

  std::vector<TokenOp> ops() && { return std::move(ops_); }

 private:
  // What a half-layer reads: the norm of the residual, or with norms behind it the residual itself.
  Operand input() const { return has_norm_before(spec_.norm_place) ? normed : residual; }
  void norm_before(const NormWeights& weights) {
    if (has_norm_before(spec_.norm_place)) add(NormOp{spec_.norm, weights, residual, normed, width_});
  }
  // A half-layer's last projection goes into the residual: plainly, through a second norm, or under one.
  void add_to_residual(Operand x, const WeightView& weight, VectorView<const float> bias, const NormWeights& norm,
                       const NormWeights& post_norm) {
    switch (spec_.norm_place) {
      case NormPlace::pre:
        if (spec_.residual_scale == 1) {
          add(ProjectOp{weight, bias, x, residual, true});
        } else {
          add(ProjectOp{weight, bias, x, normed});
          add(AddOp{normed, residual, width_, spec_.residual_scale});
        }
        break;
      case NormPlace::post:
        add(ProjectOp{weight, bias, x, residual, true});
        add(NormOp{spec_.norm, norm, residual, residual, width_});
        break;
      case NormPlace::sandwich:
      case NormPlace::after:
        add(ProjectOp{weight, bias, x, normed});
        add(NormOp{spec_.norm, post_norm, normed, residual, width_, 1, true});
        break;
    }
  }
  void add(TokenOp op) { ops_.push_back(std::move(op)); }

  const LayerSpec& spec_;
  const LayerWeights& weights_;
  std::int64_t layer_, width_;
  std::vector<TokenOp> ops_;
};

}  // namespace

std::vector<TokenOp> layer_ops(const LayerSpec& spec, const LayerWeights& weights, std::int64_t layer, std::int64_t width,
                               const RopeFrequencies* frequencies, std::span<const float> alibi_slopes) {
  Layer ops(spec, weights, layer, width);
  ops.attention(frequencies, alibi_slopes);
  ops.mlp();
  return std::move(ops).ops();
}

}  // namespace halftone
