// What a model is, as data. A family (families/*.cpp) reads its config into this; nothing after loading knows the family's name.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "kernels/ops/glu.h"
#include "kernels/ops/norm.h"
#include "kernels/ops/rope.h"

namespace halftone {

// How a model knows the order of tokens.
struct NoPosition {};
struct Sinusoidal {};                                        // added to the embedding; Vaswani et al. 2017
struct Learned { std::int64_t count = 0, offset = 0; };      // a table added to the embedding; row = position + offset
struct Alibi { float max_bias = 8, scale = 1; };             // Press et al. 2021; scale on every slope (Falcon adds before it scales scores)
using Position = std::variant<NoPosition, Sinusoidal, Learned, RopeParams, Alibi>;

struct NormSpec {
  NormKind kind = NormKind::rms;
  float epsilon = 1e-5f;
  float weight_offset = 0;  // Gemma: stored weight + 1
  bool bias = false;
};

// Norms of q and k before RoPE, of the layer's kind.
enum class QkNorm {
  none,
  head,   // of every head by itself: Qwen 3
  whole,  // of all heads together: OLMo 2
};

struct AttentionSpec {
  std::int64_t heads = 0;       // H
  std::int64_t kv_heads = 0;    // Hkv, divides H
  std::int64_t head_width = 0;  // Dh
  Position position;            // RoPE and ALiBi act here; the others at the embedding
  float scale = 0;              // on q·k; 1/√Dh where the model says nothing else
  std::int64_t window = 0;      // sliding window in tokens, 0: none
  float soft_cap = 0;           // 0: none
  float clip_qkv = 0;           // 0: none
  QkNorm qk_norm = QkNorm::none;
  bool qkv_bias = false;
  bool out_bias = false;
};

struct MlpSpec {
  std::int64_t width = 0;  // F
  Activation activation = Activation::silu;
  bool gated = true;       // act(gate)·up; else act(up)
  bool bias = false;
};

// With f a half-layer (attention or MLP) and x the residual. All but pre norms go with sequential residuals only.
enum class NormPlace {
  pre,       // x + f(norm(x))
  post,      // norm(x + f(x)): Vaswani et al. 2017; the last one is the model's final norm
  sandwich,  // x + norm'(f(norm(x))): Gemma 2
  after,     // x + norm(f(x)): OLMo 2
};
constexpr bool has_norm_before(NormPlace place) { return place == NormPlace::pre || place == NormPlace::sandwich; }
enum class Residual {
  sequential,            // attention, then MLP of what attention left
  parallel,              // x + attention(norm(x)) + mlp(norm'(x)): GPT-NeoX, Falcon 40B
  parallel_shared_norm,  // x + attention(norm(x)) + mlp(norm(x)): GPT-J, PaLM, Falcon 7B
};

struct LayerSpec {
  NormSpec norm;
  NormPlace norm_place = NormPlace::pre;
  Residual residual = Residual::sequential;
  float residual_scale = 1;  // on what attention and MLP add to the residual; 1 but in sequential layers with pre norms
  AttentionSpec attention;
  MlpSpec mlp;
};

struct ModelSpec {
  std::string family;  // "llama": for people, never branched on
  std::string name;    // what the file calls itself, or its file name
  std::int64_t width = 0;       // D
  std::int64_t vocabulary = 0;  // V
  std::int64_t trained_context = 0;
  std::vector<LayerSpec> layers;
  Position position;            // at the embedding: NoPosition, Sinusoidal or Learned
  float embedding_scale = 1;
  bool embedding_norm = false;  // BLOOM
  bool tied_embeddings = false; // lm_head is the embedding table
  bool lm_head_bias = false;
  NormSpec final_norm;
  float logit_scale = 1;
  float logit_soft_cap = 0;

  std::int64_t parameters() const;      // weights and biases, tied ones once
  std::int64_t position_limit() const;  // learned positions end there; 0: any length
};

}  // namespace halftone
