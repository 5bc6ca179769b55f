// What one kernel needs to know of a model to compute a token: its sizes, which all layers share, and each layer's pointers and
// peculiarities. Plain data, for the host that fills it in and the kernel that reads it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/core/host_device.h"
#include "kernels/formats/kv_format.h"
#include "kernels/ops/glu.h"
#include "kernels/ops/norm.h"

namespace halftone::cuda::token {

struct Norm {
  NormKind kind = NormKind::rms;
  float epsilon = 0, weight_offset = 0;
};

struct Shape {
  int layers = 0;
  int width = 0;                                // D
  int heads = 0, kv_heads = 0, head_width = 0;  // H, Hkv, Dh
  int mlp_width = 0;                            // F
  int vocabulary = 0;                           // V; 0: the residual is what the kernel leaves, and others make the logits
  bool gated = true, parallel = false;          // parallel: the MLP reads what attention read
  Activation activation = Activation::silu;
  Norm norm, final_norm;
  float score_scale = 0, soft_cap = 0;
  float clamp = 0;           // of queries, keys and values; 0: none
  float residual_scale = 1;  // of what a half-layer adds
  bool norms_behind = false;  // what a half-layer adds is normed (RMS) before
  bool interleaved = false;  // which numbers RoPE turns together

  HALFTONE_HOST_DEVICE int group() const { return heads / kv_heads; }
};

// The matrices of a layer, in the order in which they are read.
enum Matrix { kQuery, kKey, kValue, kOut, kGate, kUp, kDown, kMatrices };

// A layer: pointers into device memory, null where there is nothing.
struct alignas(16) Layer {
  const float *attention_norm, *attention_norm_bias, *mlp_norm, *mlp_norm_bias;
  const float *attention_norm_behind, *mlp_norm_behind;  // null where Shape::norms_behind is not set
  const float* bias[kMatrices];
  const float *query_norm, *key_norm;  // (Dh): of every head, before RoPE
  const float* inverse;                // RoPE's frequencies, `pairs` of them
  const float* slopes;                 // ALiBi's, a head
  std::uint8_t shape_of[8];            // of each matrix's stages, in the plan's list
  float rope_factor;
  int pairs, window;
};

}  // namespace halftone::cuda::token
