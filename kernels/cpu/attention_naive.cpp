// naive attention: see ops/attention.h. Per block of queries: all scores stored, (H, T, S) floats at the head of the scratch; the
// softmax over each stored row; the product of the rows with V. Work: blocks over threads. Nothing is skipped: what the mask hides is
// computed, stored as −∞, and multiplied as 0, as the formula says. Precision: float. Source: Vaswani et al. 2017.
#include "kernels/cpu/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/attention_naive.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "kernels/core/thread_pool.h"
#include "kernels/cpu/attention_blocks.h"
#include "kernels/cpu/attention_tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

HWY_INLINE float* stored_row(const AttentionArgs& args, const QueryBlock& block, std::int64_t row) {
  float* scores = reinterpret_cast<float*>(args.scratch.data());
  return scores + (block.row_head(row) * args.q.shape[0] + block.row_token(row)) * args.cache.length;
}

void store_scores(const AttentionArgs& args, const QueryBlock& block, const TileScratch& scratch) {
  const std::int64_t rows = block.rows(), head_width = args.cache.head_width, length = args.cache.length;
  load_queries(args, block, scratch.queries);
  for (std::int64_t first = 0; first < length; first += kTileKeys) {
    const std::int64_t count = std::min(kTileKeys, length - first);
    decode_keys(args.cache, block.kv_head, first, count, scratch.keys, scratch.values);
    multiply_keys(scratch, rows, head_width);
    for (std::int64_t r = 0; r < rows; ++r) {
      float* scores = scratch.scores + r * kTileKeys;
      ScoreRow(args, block.row_token(r), block.row_head(r)).apply(scores, first);
      std::copy(scores, scores + count, stored_row(args, block, r) + first);
    }
  }
}

void softmax_row(float* row, std::int64_t length) {
  const float largest = largest_of(row, length);
  if (nothing_seen(row, length, largest)) {
    std::fill(row, row + length, 0.0f);
    return;
  }
  const float inverse = 1.0f / exponentials(row, length, largest);
  for (std::int64_t j = 0; j < length; ++j) row[j] *= inverse;
}

void attend_block(const AttentionArgs& args, const QueryBlock& block, const TileScratch& scratch) {
  const std::int64_t rows = block.rows(), head_width = args.cache.head_width, width = padded_width(head_width), length = args.cache.length;
  store_scores(args, block, scratch);
  for (std::int64_t r = 0; r < rows; ++r) softmax_row(stored_row(args, block, r), length);

  std::fill(scratch.output, scratch.output + rows * width, 0.0f);
  for (std::int64_t first = 0; first < length; first += kTileKeys) {
    const std::int64_t count = std::min(kTileKeys, length - first);
    decode_values(args.cache, block.kv_head, first, count, scratch.values);
    for (std::int64_t r = 0; r < rows; ++r) {
      const float* weights = stored_row(args, block, r) + first;
      std::copy(weights, weights + count, scratch.scores + r * kTileKeys);
    }
    multiply_values(scratch, rows, count, head_width, scratch.output);
  }
  for (std::int64_t r = 0; r < rows; ++r) {
    store_output(args, block, r, scratch.output + r * width);
    if (args.probabilities.data && block.row_head(r) == args.probabilities_head) {
      const float* weights = stored_row(args, block, r);
      std::copy(weights, weights + length, args.probabilities.data + block.row_token(r) * args.probabilities.stride[0]);
    }
  }
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::cpu {

HWY_EXPORT(attend_block);

void attention_naive(const AttentionArgs& args, ThreadPool& pool) {
  assert(!args.probabilities.data || (args.probabilities.shape[0] == args.q.shape[0] && args.probabilities.shape[1] == args.cache.length));
  const std::int64_t score_bytes =
      attention_score_bytes(AttentionKind::naive, {args.q.shape[0], args.cache.length, args.q.shape[1], args.q.shape[2], 0, 0});
  float* tiles = reinterpret_cast<float*>(args.scratch.data() + (score_bytes + 63) / 64 * 64);
  const QueryBlocks blocks(args);
  pool.parallel_for(blocks.count(), 1, [&](std::int64_t begin, std::int64_t end, int thread) {
    const TileScratch scratch(tiles + thread * TileScratch::floats(args.cache.head_width), args.cache.head_width);
    for (std::int64_t b = begin; b < end; ++b) HWY_DYNAMIC_DISPATCH(attend_block)(args, blocks[b], scratch);
  });
}

}  // namespace halftone::cpu
#endif
