// A device that runs ops. It may be entered at two heights: a half-layer (attention with its norm and residual, MLP with its own),
// or an op. The half-layers compose ops by default; a backend that can fuse overrides them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <variant>

#include "engine/backend/arena.h"
#include "engine/backend/device_sizes.h"
#include "engine/backend/layer_weights.h"
#include "engine/spec/model_spec.h"
#include "kernels/core/thread_pool.h"
#include "kernels/ops/attention.h"
#include "kernels/ops/bound.h"
#include "kernels/ops/embed.h"
#include "kernels/ops/glu.h"
#include "kernels/ops/kv_store.h"
#include "kernels/ops/matmul.h"
#include "kernels/ops/norm.h"
#include "kernels/ops/rope.h"

namespace halftone {

// Rows of numbers that live for one forward pass of T tokens, shared by all layers.
struct Activations {
  MatrixView<float> residual;       // (T, D), the stream that the layers add to
  MatrixView<float> normed;         // (T, D)
  TensorView<float, 3> query;       // (T, H, Dh)
  TensorView<float, 3> key, value;  // (T, Hkv, Dh)
  TensorView<float, 3> attended;    // (T, H, Dh)
  MatrixView<float> gate, up;       // (T, F)
  std::span<std::byte> scratch;     // for the ops: the largest of what they ask for
};

// residual += attention_out · attention(rope(query), rope(key), value) of norm(residual), or with the norms and the residual where the
// spec has them. In a parallel layer it leaves the MLP's input, taken before attention added anything, in rows.normed.
struct AttentionHalf {
  const LayerSpec& spec;
  const LayerWeights& weights;
  const Activations& rows;
  const KvView& cache;                      // keys and values of the new tokens are stored here first
  std::int64_t start;                       // position of the first row
  std::span<const std::int32_t> positions;  // T
  const RopeFrequencies* rope;              // null without RoPE
  std::span<const float> alibi_slopes;      // H, empty without ALiBi
  AttentionKind attention;
};

// residual += down · (act(gate) · up) of norm(residual)
struct MlpHalf {
  const LayerSpec& spec;
  const LayerWeights& weights;
  const Activations& rows;
};

// A forward pass before it runs.
struct Pass {
  std::span<const std::int32_t> tokens, positions;  // T
  std::span<std::byte* const> pages;                // of the cache, all that the pass reads and writes
  const Activations& rows;
  std::uint64_t recipe;  // differs whenever anything else does that the ops of one token depend on: a device may replay what it recorded
  bool replayable;       // whether the ops of one token are the same at every length
};

class Backend : public DeviceSizes {
 public:
  virtual Sentence name() const = 0;  // "CPU · AMD EPYC, 2 threads"
  virtual Arena& arena() = 0;
  virtual ThreadPool& pool() = 0;                  // host threads, for loading and packing
  virtual void set_threads(int threads) = 0;       // 0: one per core; between passes only
  virtual MemoryReport memory() const = 0;         // the arena's figures and the device's own

  virtual void embed(const EmbedArgs&) = 0;
  virtual void norm(const NormArgs&) = 0;
  virtual void matmul(const MatmulArgs&) = 0;
  virtual void rope(const RopeArgs&) = 0;
  virtual void kv_store(const KvStoreArgs&) = 0;
  virtual void attention(AttentionKind, const AttentionArgs&) = 0;
  virtual void glu(const GluArgs&) = 0;
  virtual void bound(const BoundArgs&) = 0;

  // Runs a whole pass: `body` calls the ops in order and says whether it came to the end. The height of a token: a device that records
  // what body does for a single one needs no body for the next.
  virtual bool run(const Pass&, const std::function<bool()>& body) { return body(); }
  // Numbers that a pass has computed, where the host can read and write them; valid until the next pass.
  virtual MatrixView<float> readable(MatrixView<float> numbers) { return numbers; }

  // The device's own limits, measured now: bytes that all of it reads, GB/s; a large product of floats (a GPU: bf16), TFLOP/s.
  virtual double read_bandwidth_gb_s() = 0;
  virtual double matmul_tflop_s() = 0;

  virtual void attention_half(const AttentionHalf&);
  virtual void mlp_half(const MlpHalf&);

 protected:
  // What a device may do at once inside a half-layer; false: it did nothing, the half-layer goes by ops.
  // The matrices that read the same x, or its norm (spec null: x as it is); rows.normed is left as it likes.
  struct Projected {
    WeightView weight;
    VectorView<const float> bias;
    MatrixView<float> y;
  };
  virtual bool project_together(const NormSpec*, const NormWeights&, MatrixView<const float>, std::span<const Projected>,
                                const Activations&) {
    return false;
  }
  // rope of the queries and of `key` (store.keys, which nobody reads after), then the store.
  virtual void rope_and_store(const RopeArgs& query, const TensorView<float, 3>& key, const KvStoreArgs& store);
  // rows.up ← act(gate) · up, or act(up), of x or its norm.
  virtual bool project_gated(const MlpHalf&, MatrixView<const float>, const NormWeights*) { return false; }

 private:
  void activate_up(const MlpHalf&);
};

}  // namespace halftone
