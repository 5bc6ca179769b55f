// How both CPU attentions divide their work. The queries that share K and V (a token's heads of one kv group, for some tokens) are
// rows of one block, so that a decoded tile of keys serves them all. Tiles and splits stand at fixed key positions: which keys are
// added up before which depends on neither T, the chunk, the page size nor the number of threads, and so neither do the bits.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "kernels/ops/attention.h"
#include "kernels/ops/softmax_state.h"

namespace halftone::cpu {

constexpr std::int64_t kTileKeys = 64;    // decoded at a time
constexpr std::int64_t kSplitKeys = 512;  // flash: keys with a softmax state of their own
constexpr std::int64_t kBlockRows = 64;   // queries that share a decoded tile

constexpr std::int64_t padded_width(std::int64_t head_width) { return (head_width + 15) / 16 * 16; }

// Queries [token, token + tokens) × heads [head, head + heads), all of kv head `kv_head`. Row r is token r / heads, head r % heads.
struct QueryBlock {
  std::int64_t kv_head, head, heads, token, tokens;
  std::int64_t rows() const { return heads * tokens; }
  std::int64_t row_token(std::int64_t row) const { return token + row / heads; }
  std::int64_t row_head(std::int64_t row) const { return head + row % heads; }
};

class QueryBlocks {
 public:
  explicit QueryBlocks(const AttentionArgs& args)
      : tokens_(args.q.shape[0]), group_(args.q.shape[1] / args.cache.kv_heads), block_heads_(std::min(group_, kBlockRows)),
        block_tokens_(std::max<std::int64_t>(1, kBlockRows / block_heads_)), head_blocks_((group_ + block_heads_ - 1) / block_heads_),
        token_blocks_((tokens_ + block_tokens_ - 1) / block_tokens_), count_(args.cache.kv_heads * head_blocks_ * token_blocks_) {}

  std::int64_t count() const { return count_; }
  std::int64_t rows() const { return block_heads_ * std::min(block_tokens_, tokens_); }  // of the largest block

  // Late tokens first: under a causal mask they are the long ones, and the short ones fill the gaps at the end.
  QueryBlock operator[](std::int64_t index) const {
    const std::int64_t token = (token_blocks_ - 1 - index / (count_ / token_blocks_)) * block_tokens_;
    const std::int64_t place = index % (count_ / token_blocks_);
    const std::int64_t kv_head = place / head_blocks_, first = place % head_blocks_ * block_heads_;
    return {kv_head, kv_head * group_ + first, std::min(block_heads_, group_ - first), token, std::min(block_tokens_, tokens_ - token)};
  }

 private:
  std::int64_t tokens_, group_, block_heads_, block_tokens_, head_blocks_, token_blocks_, count_;
};

// Keys [begin, end) that a query at `position` sees.
struct KeyRange {
  std::int64_t begin, end;
};
inline KeyRange visible_keys(const AttentionPolicy& policy, std::int64_t position, std::int64_t length) {
  return {policy.window > 0 ? std::max<std::int64_t>(0, position - policy.window + 1) : 0,
          policy.causal ? std::min(length, position + 1) : length};
}

// One thread's buffers, of padded width.
struct TileScratch {
  float* keys;     // (Dh, kTileKeys): transposed, so that a vector's lanes are keys
  float* values;   // (kTileKeys, Dh)
  float* queries;  // (kBlockRows, Dh)
  float* scores;   // (kBlockRows, kTileKeys)
  float* output;   // (kBlockRows, Dh)
  float* total;    // (kBlockRows, Dh)

  static std::int64_t floats(std::int64_t head_width) {
    return padded_width(head_width) * (2 * kTileKeys + 3 * kBlockRows) + kBlockRows * kTileKeys;
  }
  TileScratch(float* base, std::int64_t head_width) {
    const std::int64_t width = padded_width(head_width);
    keys = base;
    values = keys + width * kTileKeys;
    queries = values + kTileKeys * width;
    output = queries + kBlockRows * width;
    total = output + kBlockRows * width;
    scores = total + kBlockRows * width;
  }
};

// Per query of a block: the softmax state and the output that goes with it, a row of padded width.
struct BlockState {
  SoftmaxState* states;
  float* output;
};

// Implemented in attention_naive.cpp and attention_flash.cpp; cpu::attention chooses.
std::int64_t flash_state_floats(const AttentionShape& shape);
void attention_naive(const AttentionArgs& args, ThreadPool& pool);
void attention_flash(const AttentionArgs& args, ThreadPool& pool);

}  // namespace halftone::cpu
