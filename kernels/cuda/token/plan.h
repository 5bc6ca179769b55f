// How a token's work is divided over the multiprocessors and their shared memory. Computed once, on the host.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>

#include "kernels/cuda/token/shape.h"

namespace halftone::cuda::token {

constexpr int kWarps = 16, kConsumers = kWarps * 32;  // multiply
constexpr int kStagers = 2;                           // warps that bring the MLP's numbers in
constexpr int kThreads = kConsumers + 128;            // one more warpgroup: producer, finisher, stagers
constexpr int kTileRows = 16;                         // of a matrix, multiplied together
constexpr int kParts = 8;                             // of a stage's rows, one for each warp of a team
constexpr int kHeadTile = 4;  // query heads that look at a page together
constexpr int kPageTokens = 32;
constexpr int kHeadPart = 128;  // of a head's values, the most that a warp adds up
HALFTONE_HOST_DEVICE constexpr int part_of(int width) { return width < kHeadPart ? width : kHeadPart; }
constexpr int kCopies = 4;                         // of what all multiprocessors read, so that they do not queue at the same lines
constexpr int kTileBuffers = 4, kTileStride = 18;  // sums of a tile's rows on their way to the finisher
constexpr int kAreas = 3;  // of words: one that is written and read, one that is marked unwritten, one that may still be read
constexpr int kMaxStages = 16, kMaxRounds = 64, kMaxOwnRows = 256;
constexpr int kFixedBytes = 12288;  // barriers and what else is small

// How weights are multiplied (float_product.cuh, integer_product.cuh).
enum class Kind : std::uint8_t { bf16, int8, int4, int4_wide, int3, int2, q4_0, q5_0, q5_1, zero4, q2_k, q3_k, q4_k, q5_k, q6_k };

// What a stage of the ring holds of 16 rows of a matrix: their quants, 8 rows and 8 rows, and behind them their headers in the same way.
struct alignas(8) StageShape {
  Kind kind = Kind::bf16;
  std::uint8_t log_columns = 0;    // of a row, in powers of two
  std::uint16_t row_bytes = 0;     // of a row's quants
  std::uint16_t header_bytes = 0;  // of a row's headers, and of what a copy of whole 16 bytes brings with them
  std::uint16_t header_step = 0;   // of a row's headers

  HALFTONE_HOST_DEVICE int columns() const { return 1 << log_columns; }
  HALFTONE_HOST_DEVICE int stages(int matrix_columns) const { return (matrix_columns + columns() - 1) >> log_columns; }
  HALFTONE_HOST_DEVICE int headers_at() const { return kTileRows * row_bytes; }
  HALFTONE_HOST_DEVICE int bytes() const { return kTileRows * (row_bytes + header_bytes); }
  bool integers() const { return kind != Kind::bf16; }  // x is rounded to int8, else two 16-bit halves
  bool operator==(const StageShape&) const = default;
};
constexpr int kMaxShapes = 8;  // of one model
struct StageShapes {
  StageShape of[kMaxShapes];
  int count = 0;
  int index_of(const StageShape& shape) const {  // below 0: it is not there
    for (int i = 0; i < count; ++i)
      if (of[i] == shape) return i;
    return -1;
  }
  bool add(const StageShape& shape) {  // unless it is there; false: there are too many
    if (index_of(shape) >= 0) return true;
    if (count >= kMaxShapes) return false;
    of[count++] = shape;
    return true;
  }
};

// Offsets, in words, of what the multiprocessors tell each other in a layer.
struct Exchange {
  int qkv = 0, parts = 0, attended = 0, middle = 0, mlp = 0, residual = 0, words = 0;
};

struct Plan {
  int blocks = 0;  // multiprocessors at work
  StageShapes shapes;
  bool integers = false;
  int head = 0, log_widest = 0;              // lm_head's shape; columns of the widest stage
  int log_stage_tokens = 0;                  // tokens of the cache in a stage, whose keys and values lie page by page
  int cache_row_bytes = 0;                   // of a head's key, and of its value
  int splits = 1, log_splits = 0;            // multiprocessors that share the cache of a head tile
  int head_tiles = 1, tile_heads = 1;        // per kv head; of query heads each
  int joined_numbers = 0, joined_words = 0;  // that one multiprocessor joins; that a range tells it
  unsigned joined_inverse = 0;               // 2³² / joined_numbers, rounded up
  int stages = 0, stage_bytes = 0;
  int window = 0, idle_window = 0;  // stages on the way at most, while the consumers are short of them and while they are not
  int page_window = 0, idle_page_window = 0;  // the same of the cache's, which may be smaller
  int x_bytes = 0, mlp_bytes = 0, shared_bytes = 0;
  int sums_at = 0, residual_at = 0, ring_at = 0;  // in shared memory; the residual where every block has all of it, with norms behind
  Exchange exchange;

  // What of x is staged, zeros behind it: every matrix reads whole stages.
  HALFTONE_HOST_DEVICE int padded(int columns) const { return (columns + (1 << log_widest) - 1) >> log_widest << log_widest; }
  // Who joins number i of a head tile.
  HALFTONE_HOST_DEVICE int joiner_of(int i) const { return static_cast<int>(static_cast<std::uint64_t>(i) * joined_inverse >> 32); }
};

HALFTONE_HOST_DEVICE constexpr int round_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

// Tokens of the cache in a stage: of a quantised one twice as many, so that a stage is worth its barriers, and two or three are on the way
// for every one that is looked at.
HALFTONE_HOST_DEVICE constexpr int stage_tokens(int head_width, int row_bytes) {
  return (row_bytes < 2 * head_width ? 8192 : 4096) / head_width;
}

// Numbers of x in shared memory: int8 with scale and scaled sum of every 32, or the two halves of 16 bits (`rest`) that carry a float.
inline int staged_bytes(int columns, bool integers, bool rest) {
  if (integers) return columns + columns / 32 * 8;
  return columns * (rest ? 4 : 2);
}

// Fills in the plan for matrices of these shapes; returns why there is none, empty when there is.
inline std::string_view make_plan(const Shape& s, const StageShapes& shapes, int head, int cache_row_bytes, int multiprocessors,
                                  int shared_per_block, Plan& plan) {
  plan = {};
  if (s.head_width != 64 && s.head_width != 128 && s.head_width != 256) return "heads neither 64, 128 nor 256 wide";
  plan.blocks = multiprocessors = multiprocessors / 4 * 4;  // whose rows of a round are whole groups of 32
  plan.shapes = shapes, plan.head = head, plan.integers = shapes.of[0].integers();
  plan.cache_row_bytes = cache_row_bytes;
  plan.log_stage_tokens = std::countr_zero(static_cast<unsigned>(stage_tokens(s.head_width, cache_row_bytes)));
  const int page_bytes = 2 * (cache_row_bytes << plan.log_stage_tokens);  // keys and values
  plan.stage_bytes = page_bytes;
  for (int i = 0; i < shapes.count; ++i) {
    if (shapes.of[i].integers() != plan.integers) return "weights that are quantised beside weights that are not";
    plan.log_widest = std::max<int>(plan.log_widest, shapes.of[i].log_columns);
    plan.stage_bytes = std::max(plan.stage_bytes, shapes.of[i].bytes());
  }
  plan.stage_bytes = round_up(plan.stage_bytes, 1024);
  const int attended = s.heads * s.head_width, kv_width = s.kv_heads * s.head_width;
  if (s.width % 16 || s.mlp_width % (s.gated ? 8 : 16)) return "a width that is no multiple of 16";

  // Attention: head tiles × ranges of the cache, a multiprocessor each.
  plan.tile_heads = std::min(s.group(), kHeadTile);
  plan.head_tiles = (s.group() + kHeadTile - 1) / kHeadTile;
  const int tiles = s.kv_heads * plan.head_tiles;
  if (tiles > multiprocessors) return "more groups of heads than multiprocessors";
  while (plan.splits < 32 && tiles * plan.splits * 2 <= multiprocessors) plan.splits *= 2, ++plan.log_splits;
  plan.joined_numbers = plan.tile_heads * s.head_width / plan.splits;
  plan.joined_inverse = static_cast<unsigned>((std::uint64_t{1} << 32) / plan.joined_numbers + 1);
  plan.joined_words = round_up(plan.joined_numbers + 2 * plan.tile_heads, 4);

  const int rounds = (s.mlp_width + (s.gated ? 8 : 16) * multiprocessors - 1) / ((s.gated ? 8 : 16) * multiprocessors);
  if (rounds > kMaxRounds) return "an MLP wider than this device's multiprocessors take";
  if ((s.width / kTileRows + multiprocessors - 1) / multiprocessors * kTileRows > kMaxOwnRows)
    return "a width beyond this device's multiprocessors";

  Exchange& e = plan.exchange;
  e.qkv = 0;
  e.parts = e.qkv + attended + 2 * kv_width;
  e.attended = e.parts + tiles * plan.splits * plan.splits * plan.joined_words;
  e.middle = e.attended + kCopies * attended / 2;
  e.mlp = e.middle + kCopies * s.width / 2;
  e.residual = e.mlp + kCopies * s.mlp_width / 2;
  e.words = round_up(e.residual + kCopies * s.width / 2, 4);

  // Shared memory: x, the MLP's numbers, over both attention's states and joined ranges; sums on their way; the ring.
  const int x =
      std::max(staged_bytes(plan.padded(s.width), plan.integers, true), staged_bytes(plan.padded(attended), plan.integers, false));
  plan.x_bytes = round_up(x, 128);
  plan.mlp_bytes = round_up(staged_bytes(plan.padded(s.mlp_width), plan.integers, false), 128);
  const int states = kWarps * plan.tile_heads * part_of(s.head_width) * 4 + plan.splits * plan.joined_words * 4;
  const int scratch = round_up(std::max(plan.x_bytes + plan.mlp_bytes, states), 1024);
  const int sums = round_up(kTileBuffers * kWarps * kTileStride * 4, 1024);
  const int residual = s.norms_behind ? round_up(s.width * 4, 1024) : 0;
  plan.stages = std::min(kMaxStages, (shared_per_block - kFixedBytes - scratch - sums - residual) / plan.stage_bytes / 2 * 2);
  if (plan.stages < 4) return "too little shared memory for vectors this wide";
  plan.sums_at = kFixedBytes + scratch, plan.residual_at = plan.sums_at + sums, plan.ring_at = plan.residual_at + residual;
  plan.shared_bytes = plan.ring_at + plan.stages * plan.stage_bytes;
  plan.mlp_bytes = scratch - plan.x_bytes;

  plan.window = std::min(plan.integers ? 3 : 4, plan.stages - 1);
  plan.idle_window = plan.integers && plan.log_widest > 10 ? 1 : 2;
  constexpr int kBusy = 64 * 1024;  // bytes on the way that keep memory busy
  plan.page_window = std::clamp((kBusy + page_bytes - 1) / page_bytes, plan.window, plan.stages - 1);
  plan.idle_page_window = plan.idle_window * plan.page_window / plan.window;
  return {};
}

}  // namespace halftone::cuda::token
