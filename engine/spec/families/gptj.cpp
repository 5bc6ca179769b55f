// GPT-J (Wang & Komatsuzaki 2021): attention and MLP side by side under one norm, as in PaLM; RoPE on the first numbers of a head, in
// pairs of neighbours.
#include "engine/base/refuse.h"
#include "engine/spec/common_config.h"
#include "engine/spec/family.h"

namespace halftone {

ModelSpec read_gptj(const Config& config) {
  ModelSpec spec = read_common(config, {.width = "n_embd",
                                        .layers = "n_layer",
                                        .heads = "n_head",
                                        .kv_heads = "",
                                        .head_width = "",
                                        .mlp_width = "n_inner",
                                        .context = "n_positions",
                                        .activation = "activation_function",
                                        .epsilon = "layer_norm_epsilon",
                                        .norm = NormKind::layer,
                                        .default_epsilon = 1e-5f,
                                        .default_activation = Activation::gelu_tanh,
                                        .default_mlp = 4,
                                        .gated = false,
                                        .biases = {.norm = true, .mlp = true, .lm_head = true}});
  for (LayerSpec& layer : spec.layers) {
    const std::int64_t head_width = layer.attention.head_width;
    RopeParams rope;
    rope.pairing = RopePairing::interleaved;
    rope.dim = config.integer_or({"rotary_dim", "rope.dimension_count"}, std::min<std::int64_t>(64, head_width), 2, head_width);
    if (rope.dim % 2 != 0) refuse(ErrorKind::malformed, "", "RoPE would rotate {} numbers of a head; it needs an even number", rope.dim);
    layer.residual = Residual::parallel_shared_norm;
    layer.attention.position = rope;
  }
  return spec;
}

}  // namespace halftone
