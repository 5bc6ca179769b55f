// What a multiprocessor's block knows and holds while a token is computed, and its share of the work.
#pragma once

#include "kernels/cuda/token/copies.h"
#include "kernels/cuda/token/plan.h"
#include "kernels/cuda/token/ring.cuh"
#include "kernels/cuda/token/words.cuh"
#include "kernels/cuda/turn.cuh"

namespace halftone::cuda::token {

struct Parameters {
  Shape shape;
  Plan plan;
  const Layer* layers;
  const MatrixCopies* copies;  // [layer][Matrix], then the head's
  const float* x;              // (D), the embedding
  float* residual;             // (D), what the layers leave; without a head
  float* logits;               // (V)
  const float *final_norm, *final_norm_bias, *head_bias;
  const std::int32_t* position;
  std::byte* const* pages;
  long long cache_offset, layer_bytes, value_offset;  // from a page's base to layer 0's keys; from layer to layer; from keys to values
  std::uint32_t* exchange;                            // kAreas of plan.exchange: layers take turns
  unsigned* counters;                                 // read, marked
};

// The products of a layer, and lm_head's.
enum Step { kQkvStep, kOutStep, kMlpStep, kDownStep, kHeadStep };

// Of tiles that all blocks share: this block's run of them.
struct Share {
  int first, count;
};
// What a block does, found once: divisions by numbers that only the host knows are long.
struct Mine {
  Share qkv, own;                  // tiles of the projections that attention reads; of the residual
  int mlp_rounds, head_rounds;     // tiles that go round: all blocks together finish one stretch after another
  int kv_head, first_head, heads;  // attention: the tile's query heads, of which the kernel takes up to kHeadTile
  int range;                       // of the cache, of plan.splits
  bool attends, writes_cache;
};

// The small things in shared memory.
struct Fixed {
  std::uint64_t full[kMaxStages], empty[kMaxStages];
  std::uint64_t tile_full[kTileBuffers];                           // sums of tiles for the finisher
  std::uint64_t rounds[kMaxRounds];                                // of the MLP's numbers, staged
  std::uint64_t reading_mlp_input;                                 // this layer's is staged: all that was read of the layer before has been
  std::uint64_t clean;                                             // all words that this layer writes are marked
  std::uint32_t issued;                                            // stages, by the producer
  std::uint32_t taken;                                             // tiles, by the finisher
  int position;                                                    // of the token, for the consumers
  Mine mine;
  alignas(16) float sums[kWarps];
  float residual[kMaxOwnRows];  // of the rows that this block owns
  alignas(16) std::uint16_t query[8 * 256];
  alignas(16) std::byte newest[2][512];  // key and value of this token, as the cache stores them
  float2 states[kWarps][kHeadTile];
  Layer layer[2];
  StageShape shapes[2][kMatrices + 1];  // of a layer's matrices, of lm_head
  Turn turns[2][128];
};
static_assert(sizeof(Fixed) <= kFixedBytes);

// A thread's place in its block, asked for anew wherever it is needed: kept through a layer, it and what follows from it would take
// registers from everybody.
struct Place {
  int warp, lane;
};
__device__ __forceinline__ int thread() {
  int t;
  asm volatile("mov.u32 %0, %%tid.x;" : "=r"(t));
  __builtin_assume(t >= 0 && t < kThreads);
  return t;
}
__device__ __forceinline__ Place place() {
  const int t = thread();
  return {t / 32, t % 32};
}

// Holds nothing but what is constant for the compiler too: what it held would take registers from everybody all the time.
struct Block {
  const Parameters& p;

  __device__ static std::byte* shared() {
    extern __shared__ __align__(1024) std::byte of_block[];
    return of_block;
  }
  __device__ static Fixed& fixed() { return *reinterpret_cast<Fixed*>(shared()); }
  __device__ static std::byte* scratch() { return shared() + kFixedBytes; }  // x, the MLP's numbers; attention's states
  __device__ float* tile_sums() const { return reinterpret_cast<float*>(shared() + p.plan.sums_at); }  // [buffer][warp][kTileStride]
  __device__ float* residual() const { return reinterpret_cast<float*>(shared() + p.plan.residual_at); }  // (D), with norms behind
  __device__ std::uint32_t ring() const { return address(shared()) + static_cast<std::uint32_t>(p.plan.ring_at); }
  __device__ static int block() { return static_cast<int>(blockIdx.x); }
  __device__ static int blocks() { return static_cast<int>(gridDim.x); }

  __device__ int attended() const { return p.shape.heads * p.shape.head_width; }
  __device__ int mlp_rows() const { return p.shape.gated ? 8 : 16; }  // of the MLP's numbers that a tile makes
  __device__ int tile_of(int round) const { return round * blocks() + block(); }
  __device__ int columns_of(int step) const {
    return step == kOutStep ? attended() : step == kDownStep ? p.shape.mlp_width : p.shape.width;
  }
  __device__ int tiles_of(int step) const {
    switch (step) {
      case kQkvStep: return mine().qkv.count;
      case kMlpStep: return mine().mlp_rounds;
      case kHeadStep: return mine().head_rounds;
      default: return mine().own.count;
    }
  }
  // The matrix of a step that row `row` of all its rows is in, and which row of the matrix it is. With a gate: of up, where the gate's are.
  struct MatrixRow {
    Matrix matrix;
    int row;
  };
  __device__ MatrixRow matrix_row(int step, int row) const {
    switch (step) {
      case kQkvStep: {
        const int keys_at = attended(), values_at = keys_at + p.shape.kv_heads * p.shape.head_width;
        return row < keys_at     ? MatrixRow{kQuery, row}
               : row < values_at ? MatrixRow{kKey, row - keys_at}
                                 : MatrixRow{kValue, row - values_at};
      }
      case kOutStep: return {kOut, row};
      case kMlpStep: return {kUp, row};
      default: return {kDown, row};
    }
  }
  // Of all blocks' tiles, this block's i-th.
  __device__ int tile_number(int step, int i) const {
    switch (step) {
      case kQkvStep: return mine().qkv.first + i;
      case kMlpStep:
      case kHeadStep: return tile_of(i);
      default: return mine().own.first + i;
    }
  }
  // Between the numbers of two tiles that follow each other.
  __device__ int tile_stride(int step) const { return step == kMlpStep || step == kHeadStep ? blocks() : 1; }
  // Two tiles are multiplied side by side, each by a team of its own, their stages in turn: half as many sums to hand over. The last one of
  // an odd number is both teams', and so are all where the next tile may be another matrix's.
  __device__ static bool is_both_teams(int step, int tile, int tiles) { return step == kQkvStep || (tile | 1) >= tiles; }
  __device__ const Mine& mine() const { return fixed().mine; }

  // Attention: block = (kv head · head tiles + head tile) · splits + range.
  __device__ Mine find_mine() const {
    const Shape& s = p.shape;
    const auto run_of = [&](int tiles) {
      const int first = tiles * block() / blocks();
      return Share{first, tiles * (block() + 1) / blocks() - first};
    };
    const auto rounds_of = [&](int tiles) { return (tiles - block() + blocks() - 1) / blocks(); };
    const int tile = block() >> p.plan.log_splits, in_group = tile % p.plan.head_tiles * kHeadTile;
    Mine m;
    m.qkv = run_of((s.heads + 2 * s.kv_heads) * s.head_width / kTileRows), m.own = run_of(s.width / kTileRows);
    m.mlp_rounds = rounds_of(s.mlp_width / mlp_rows()), m.head_rounds = rounds_of((s.vocabulary + kTileRows - 1) / kTileRows);
    m.kv_head = tile / p.plan.head_tiles, m.first_head = m.kv_head * s.group() + in_group, m.heads = min(kHeadTile, s.group() - in_group);
    m.range = block() & (p.plan.splits - 1);
    m.attends = m.kv_head < s.kv_heads, m.writes_cache = in_group == 0;
    return m;
  }
  // i-th of the tile; beyond the group the last one again.
  __device__ int query_head(int i) const { return mine().first_head + min(i, mine().heads - 1); }

  struct Pages {            // in stages of the ring, each a page, several, or half of one
    int first, count, end;  // this block's; after the last of all
  };
  __device__ static int first_key(int position, int window) { return window == 0 ? 0 : max(0, position - window + 1); }
  __device__ Pages pages_of(int position, int window) const {
    const int log = p.plan.log_stage_tokens;
    const int begin = first_key(position, window) >> log, end = (position >> log) + 1, all = end - begin;
    if (!mine().attends) return {0, 0, end};
    const int first = (all * mine().range) >> p.plan.log_splits;
    return {begin + first, ((all * (mine().range + 1)) >> p.plan.log_splits) - first, end};
  }
  // Where in a page this block's head has a layer's keys.
  __device__ long long keys_at(int layer) const {
    return p.cache_offset + layer * p.layer_bytes + static_cast<long long>(mine().kv_head) * (kPageTokens * p.plan.cache_row_bytes);
  }

  // Where the stage of that number lies in the ring.
  __device__ Cursor cursor_of(unsigned stage) const {
    const auto stages = static_cast<unsigned>(p.plan.stages);
    return {static_cast<int>(stage % stages), stage / stages & 1};
  }
  __device__ std::uint32_t* words(int layer, int at) const { return p.exchange + layer % kAreas * p.plan.exchange.words + at; }
  __device__ int part_at(int joiner, int from) const {  // what range `from` tells the block that joins share `joiner`
    return p.plan.exchange.parts + (((block() & ~(p.plan.splits - 1)) + joiner) * p.plan.splits + from) * p.plan.joined_words;
  }
};

__device__ __forceinline__ void consumers_sync() { asm volatile("bar.sync 1, %0;" ::"n"(kConsumers) : "memory"); }

}  // namespace halftone::cuda::token
