// flash attention: see ops/attention.h. For a block of queries, tile by tile: scores, running (m, l, o) per query. Every kSplitKeys
// keys begin a new state, and the states are merged in order. Work: blocks over threads, or, when there are few (decoding),
// blocks × splits with the merge afterwards: the same additions in the same order, and so the same bits.
// Memory: per thread a tile and a block; for the splits, states of at most kStateRows rows per thread, whatever S is.
// Precision: scores, exponentials and sums in float. Source: Dao et al. 2022; splits as in flash decoding, Dao et al. 2023.
#include "kernels/cpu/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/attention_flash.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "kernels/core/thread_pool.h"
#include "kernels/cpu/attention_blocks.h"
#include "kernels/cpu/attention_tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

// Takes one tile's scores into a query's state: scores become weights, the output so far is rescaled.
HWY_INLINE void add_tile(SoftmaxState& state, float* output, std::int64_t width, float* scores) {
  const D d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  const float largest = std::max(state.maximum, largest_of(scores, kTileKeys));
  if (nothing_seen(scores, kTileKeys, largest)) {
    std::fill(scores, scores + kTileKeys, 0.0f);
    return;
  }
  if (largest != state.maximum) {
    const float rescale = softmax_rescale(state.maximum, largest);
    state.sum *= rescale;
    for (std::int64_t i = 0; i < width; i += lanes) hn::Store(hn::Mul(hn::Load(d, output + i), hn::Set(d, rescale)), d, output + i);
    state.maximum = largest;
  }
  state.sum += exponentials(scores, kTileKeys, largest);
}

// The states and outputs of a block's queries, which are in scratch, over one split.
void attend_split(const AttentionArgs& args, const QueryBlock& block, std::int64_t split, const TileScratch& scratch, const BlockState& into) {
  const std::int64_t rows = block.rows(), head_width = args.cache.head_width, width = padded_width(head_width);
  std::fill(into.states, into.states + rows, SoftmaxState{});
  std::fill(into.output, into.output + rows * width, 0.0f);
  const std::int64_t first_position = args.start + block.token, last_position = first_position + block.tokens - 1;
  // What at least one query sees: tiles outside are not read.
  const std::int64_t begin = std::max(split * kSplitKeys, visible_keys(args.policy, first_position, args.cache.length).begin);
  const std::int64_t end = std::min((split + 1) * kSplitKeys, visible_keys(args.policy, last_position, args.cache.length).end);
  for (std::int64_t first = begin / kTileKeys * kTileKeys; first < end; first += kTileKeys) {
    const std::int64_t count = std::min(kTileKeys, end - first);
    decode_keys(args.cache, block.kv_head, first, count, scratch.keys, scratch.values);
    multiply_keys(scratch, rows, head_width);
    for (std::int64_t r = 0; r < rows; ++r) {
      float* scores = scratch.scores + r * kTileKeys;
      ScoreRow(args, block.row_token(r), block.row_head(r)).apply(scores, first);
      add_tile(into.states[r], into.output + r * width, width, scores);
    }
    decode_values(args.cache, block.kv_head, first, count, scratch.values);
    multiply_values(scratch, rows, count, head_width, into.output);
  }
}

void finish_rows(const AttentionArgs& args, const QueryBlock& block, const BlockState& total) {
  const std::int64_t width = padded_width(args.cache.head_width);
  for (std::int64_t r = 0; r < block.rows(); ++r) {
    float* output = total.output + r * width;
    normalise(total.states[r], output, output, args.cache.head_width);
    store_output(args, block, r, output);
  }
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(attend_split);
HWY_EXPORT(load_queries);
HWY_EXPORT(finish_rows);

namespace {

constexpr std::int64_t kStateRows = 1024;     // rows of split states per thread
constexpr std::int64_t kBlocksPerThread = 4;  // with fewer blocks than this, splits are shared out too

struct Splits {
  std::int64_t begin, end;
};
Splits splits_seen(const AttentionArgs& args, const QueryBlock& block) {
  const std::int64_t first = args.start + block.token, last = first + block.tokens - 1;
  return {visible_keys(args.policy, first, args.cache.length).begin / kSplitKeys,
          (visible_keys(args.policy, last, args.cache.length).end + kSplitKeys - 1) / kSplitKeys};
}

TileScratch thread_scratch(const AttentionArgs& args, int thread) {
  float* base = reinterpret_cast<float*>(args.scratch.data());
  return {base + thread * TileScratch::floats(args.cache.head_width), args.cache.head_width};
}

void clear(const BlockState& into, std::int64_t rows, std::int64_t width) {
  std::fill(into.states, into.states + rows, SoftmaxState{});
  std::fill(into.output, into.output + rows * width, 0.0f);
}

void merge_rows(const BlockState& ours, const BlockState& theirs, std::int64_t rows, std::int64_t width) {
  for (std::int64_t r = 0; r < rows; ++r) merge(ours.states[r], ours.output + r * width, theirs.states[r], theirs.output + r * width, width);
}

// Many blocks: each by one thread, split after split.
void attend_blocks(const AttentionArgs& args, const QueryBlocks& blocks, ThreadPool& pool) {
  const std::int64_t width = padded_width(args.cache.head_width);
  pool.parallel_for(blocks.count(), 1, [&](std::int64_t begin, std::int64_t end, int thread) {
    const TileScratch scratch = thread_scratch(args, thread);
    SoftmaxState split_states[kBlockRows], total_states[kBlockRows];
    const BlockState part{split_states, scratch.output}, total{total_states, scratch.total};
    for (std::int64_t b = begin; b < end; ++b) {
      const QueryBlock block = blocks[b];
      HWY_DYNAMIC_DISPATCH(load_queries)(args, block, scratch.queries);
      clear(total, block.rows(), width);
      const Splits splits = splits_seen(args, block);
      for (std::int64_t split = splits.begin; split < splits.end; ++split) {
        HWY_DYNAMIC_DISPATCH(attend_split)(args, block, split, scratch, part);
        merge_rows(total, part, block.rows(), width);
      }
      HWY_DYNAMIC_DISPATCH(finish_rows)(args, block, total);
    }
  });
}

// The states of blocks × splits, in the scratch behind the threads' tiles.
class StateTable {
 public:
  StateTable(const AttentionArgs& args, std::int64_t block_rows, int threads)
      : base_(reinterpret_cast<float*>(args.scratch.data()) + threads * TileScratch::floats(args.cache.head_width)),
        output_floats_(block_rows * padded_width(args.cache.head_width)), floats_(output_floats_ + (2 * block_rows + 15) / 16 * 16) {}

  BlockState operator[](std::int64_t slot) const {
    float* at = base_ + slot * floats_;
    return {reinterpret_cast<SoftmaxState*>(at + output_floats_), at};
  }

 private:
  float* base_;
  std::int64_t output_floats_, floats_;
};

// Few blocks: in waves of as many splits as there are states for, block × split by any thread; then each block merges its own.
void attend_splits(const AttentionArgs& args, const QueryBlocks& blocks, ThreadPool& pool) {
  const std::int64_t width = padded_width(args.cache.head_width), count = blocks.count();
  const std::int64_t wave = std::max<std::int64_t>(1, kStateRows * pool.threads() / (count * blocks.rows()));
  const StateTable table(args, blocks.rows(), pool.threads());  // slots: a total per block, then [split of the wave][block]
  Splits all{std::numeric_limits<std::int64_t>::max(), 0};
  for (std::int64_t b = 0; b < count; ++b) {
    const Splits seen = splits_seen(args, blocks[b]);
    all = {std::min(all.begin, seen.begin), std::max(all.end, seen.end)};
    clear(table[b], blocks.rows(), width);
  }
  for (std::int64_t first = all.begin; first < all.end; first += wave) {
    const std::int64_t splits = std::min(wave, all.end - first);
    pool.parallel_for(splits * count, 1, [&](std::int64_t begin, std::int64_t end, int thread) {
      const TileScratch scratch = thread_scratch(args, thread);
      for (std::int64_t item = begin; item < end; ++item) {
        const QueryBlock block = blocks[item % count];
        HWY_DYNAMIC_DISPATCH(load_queries)(args, block, scratch.queries);
        HWY_DYNAMIC_DISPATCH(attend_split)(args, block, first + item / count, scratch, table[count + item]);
      }
    });
    pool.parallel_for(count, 1, [&](std::int64_t begin, std::int64_t end, int) {
      for (std::int64_t b = begin; b < end; ++b) {
        for (std::int64_t s = 0; s < splits; ++s) merge_rows(table[b], table[count + s * count + b], blocks[b].rows(), width);
        if (first + splits == all.end) HWY_DYNAMIC_DISPATCH(finish_rows)(args, blocks[b], table[b]);
      }
    });
  }
}

}  // namespace

std::int64_t flash_state_floats(const AttentionShape& shape) {
  const std::int64_t rows = shape.threads * (kStateRows + kBlocksPerThread * kBlockRows);
  return rows * (padded_width(shape.head_width) + 16);
}

void attention_flash(const AttentionArgs& args, ThreadPool& pool) {
  const QueryBlocks blocks(args);
  blocks.count() < kBlocksPerThread * pool.threads() ? attend_splits(args, blocks, pool) : attend_blocks(args, blocks, pool);
}

}  // namespace halftone::cpu
#endif
