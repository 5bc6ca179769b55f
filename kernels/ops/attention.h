// attention: out[t,h] = Σ_j softmax_j(mask(cap(scale · q[t,h]·k[j,g]) + alibi)) · v[j,g],  g = h / (H / Hkv)
//
// naive: QKᵀ (H, T, S) is really stored in float, then its softmax, then the product with V. Memory H·T·S·4 bytes.
//        Source: Vaswani et al. 2017.
// flash: tiles of keys with a running (maximum, sum, output) per query; memory linear in T. Tiles begin at fixed token positions,
//        whatever the page size, so a query's result does not depend on how the prompt was cut into chunks.
//        Source: Dao et al. 2022; online softmax: Milakov & Gimelshein 2018.
// Both read K and V through the cache, in its format; both give the same result within the derived tolerance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/core/tensor_view.h"
#include "kernels/layouts/kv_view.h"

namespace halftone {

enum class AttentionKind { naive, flash };

struct AttentionPolicy {
  float scale = 0;                       // usually 1/√Dh
  bool causal = true;                    // query at position p sees keys [0, p]
  std::int64_t window = 0;               // sliding window: sees keys (p − window, p]; 0: all
  float soft_cap = 0;                    // s ← cap · tanh(s / cap); 0: none (Gemma 2)
  std::span<const float> alibi_slopes;   // H, added as slope · (key − query); empty: none (Press et al. 2021)
};

struct AttentionArgs {
  TensorView<const float, 3> q;     // (T, H, Dh)
  std::int64_t start = 0;           // q[t] stands at position start + t
  KvView cache;                     // length S ≥ start + T
  AttentionPolicy policy;
  TensorView<float, 3> out;         // (T, H, Dh)
  std::span<std::byte> scratch;     // attention_scratch_bytes(...), 64-byte aligned
  MatrixView<float> probabilities;  // naive only, may be empty: (T, S), softmax of head `probabilities_head` copied out (attention view)
  std::int64_t probabilities_head = 0;
};

// naive: scores H·T·S·4, plus per-thread rows. flash: per-thread tiles, whatever S is.
struct AttentionShape { std::int64_t tokens, length, heads, head_width, page_tokens; int threads; };
std::int64_t attention_score_bytes(AttentionKind kind, const AttentionShape& shape);    // the stored QKᵀ: 0 for flash
std::int64_t attention_scratch_bytes(AttentionKind kind, const AttentionShape& shape);  // all scratch, the scores first

// ALiBi slopes of H heads, as published (also for H that is no power of two).
void alibi_slopes(std::span<float> slopes, float max_bias = 8.0f);

class ThreadPool;
namespace reference { void attention(const AttentionArgs&); }
namespace cpu { void attention(AttentionKind, const AttentionArgs&, ThreadPool&); }

}  // namespace halftone
