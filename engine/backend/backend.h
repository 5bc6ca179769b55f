// A device that runs ops. It may be entered at two heights: a half-layer (attention with its norm and residual, MLP with its own),
// or an op. The half-layers compose ops by default; a backend that can fuse overrides them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>

#include "engine/backend/arena.h"
#include "engine/backend/layer_weights.h"
#include "engine/spec/model_spec.h"
#include "kernels/core/thread_pool.h"
#include "kernels/ops/attention.h"
#include "kernels/ops/bound.h"
#include "kernels/ops/embed.h"
#include "kernels/ops/gate.h"
#include "kernels/ops/kv_store.h"
#include "kernels/ops/matmul.h"
#include "kernels/ops/norm.h"
#include "kernels/ops/rope.h"

namespace halftone {

// Rows of numbers that live for one forward pass of T tokens, shared by all layers.
struct Activations {
  MatrixView<float> residual;        // (T, D), the stream that the layers add to
  MatrixView<float> normed;          // (T, D)
  TensorView<float, 3> query;        // (T, H, Dh)
  TensorView<float, 3> key, value;   // (T, Hkv, Dh)
  TensorView<float, 3> attended;     // (T, H, Dh)
  MatrixView<float> gate, up;        // (T, F)
  std::span<std::byte> scratch;      // for the ops: the largest of what they ask for
};

// residual += attention_out · attention(rope(query), rope(key), value) of norm(residual), or with the norms and the residual where the
// spec has them. In a parallel layer it leaves the MLP's input, taken before attention added anything, in rows.normed.
struct AttentionHalf {
  const LayerSpec& spec;
  const LayerWeights& weights;
  const Activations& rows;
  const KvView& cache;                       // keys and values of the new tokens are stored here first
  std::int64_t start;                        // position of the first row
  std::span<const std::int32_t> positions;   // T
  const RopeFrequencies* rope;               // null without RoPE
  std::span<const float> alibi_slopes;       // H, empty without ALiBi
  AttentionKind attention;
};

// residual += down · (act(gate) · up) of norm(residual)
struct MlpHalf {
  const LayerSpec& spec;
  const LayerWeights& weights;
  const Activations& rows;
};

class Backend {
 public:
  virtual ~Backend() = default;

  virtual std::string name() const = 0;               // "CPU · AMD EPYC, 2 threads"
  virtual Arena& arena() = 0;
  virtual WeightLayout matrix_layout() const = 0;     // how matmul wants weight matrices
  virtual ThreadPool& pool() = 0;                     // host threads, for loading and packing
  virtual void set_threads(int threads) = 0;          // 0: one per core; between passes only
  virtual MemoryReport memory() const = 0;            // the arena's figures and the device's own

  virtual void embed(const EmbedArgs&) = 0;
  virtual void norm(const NormArgs&) = 0;
  virtual void matmul(const MatmulArgs&) = 0;
  virtual void rope(const RopeArgs&) = 0;
  virtual void kv_store(const KvStoreArgs&) = 0;
  virtual void attention(AttentionKind, const AttentionArgs&) = 0;
  virtual void gate(const GateArgs&) = 0;
  virtual void bound(const BoundArgs&) = 0;

  virtual void attention_half(const AttentionHalf&);
  virtual void mlp_half(const MlpHalf&);
};

}  // namespace halftone
