// Attention of a layer in a block of consumers: its range of the cache for its tile of query heads, and its share of what all ranges of the
// tile say together. A warp a row prepares queries, key and value; two warps a page look; sixteen lanes a number join.
#pragma once

#include "kernels/cuda/kv_row.cuh"
#include "kernels/cuda/token/block.cuh"
#include "kernels/cuda/token/pages.cuh"
#include "kernels/cuda/token/rotation.cuh"

namespace halftone::cuda::token {

template <class Row>
class Attention {
 public:
  __device__ explicit Attention(const Block& block) : b_(block) {}

  // Attention of a layer, from the projections' words to this block's share of the output. Returns how many stages of the ring it took.
  __device__ unsigned attend(int layer, unsigned stages_past) const {
    const Layer& at = b_.fixed().layer[layer & 1];
    const Block::Pages pages = b_.pages_of(b_.fixed().position, at.window);
    consumers_sync();  // all are done with x, where attention's states will lie
    if (b_.mine().attends) {
      const bool newest = pages.count > 0 && pages.first + pages.count == pages.end;
      prepare(layer, at, newest);
      consumers_sync();
      look_at_pages(layer, at, pages, newest, stages_past);
      join(layer);
    }
    return static_cast<unsigned>(pages.count);
  }

 private:
  // A warp a row: the tile's queries, this token's key and value.
  __device__ void prepare(int layer, const Layer& at, bool newest) const {
    const auto [warp, lane] = place();
    const Shape& s = b_.p.shape;
    const int heads = b_.p.plan.tile_heads, row = warp < kHeadTile ? warp : warp == kHeadTile ? heads : heads + 1;
    if (warp < kHeadTile && warp >= heads) {  // columns without a head
#pragma unroll 1
      for (int i = lane; i < Width; i += 32) b_.fixed().query[warp * Width + i] = b_.fixed().query[(warp + kHeadTile) * Width + i] = 0;
      return;
    }
    if (warp > kHeadTile + 1 || (row >= heads && !newest)) return;
    const bool is_query = row < heads, is_key = row == heads;
    const int first = is_query ? b_.query_head(row) * Width : b_.attended() + (is_key ? 0 : s.kv_heads * Width) + b_.mine().kv_head * Width;
    const std::uint32_t* from = b_.words(layer, b_.p.plan.exchange.qkv) + first;
    float* numbers = reinterpret_cast<float*>(b_.scratch()) + warp * Width;
    const int position = b_.fixed().position;
    std::byte* const page = is_query ? nullptr : b_.p.pages[position / kPageTokens];  // on its way while the words are waited for
    float squares = 0;
    float v[Width / 32];
    std::uint32_t looked[Width / 32];
#pragma unroll
    for (int i = 0; i < Width / 32; ++i) looked[i] = look(from + lane + 32 * i);
    wait_for_all<Width / 32>([&](int i) { return looked[i] == kUnwritten; }, [&](int i) { looked[i] = look(from + lane + 32 * i); });
#pragma unroll
    for (int i = 0; i < Width / 32; ++i) {
      v[i] = __uint_as_float(looked[i]);
      squares = fmaf(v[i], v[i], squares);
    }
    const float* weight = is_query ? at.query_norm : is_key ? at.key_norm : nullptr;
    if (weight) {  // RMS norm of a head
#pragma unroll
      for (int d = 16; d > 0; d /= 2) squares += __shfl_xor_sync(~0u, squares, d);
      const float inverse = 1.0f / sqrtf(squares / static_cast<float>(Width) + s.norm.epsilon);
#pragma unroll
      for (int i = 0; i < Width / 32; ++i) v[i] *= inverse * (__ldg(weight + lane + 32 * i) + s.norm.weight_offset);
    }
#pragma unroll
    for (int i = 0; i < Width / 32; ++i) numbers[lane + 32 * i] = v[i];
    __syncwarp();
    if (is_query || is_key) {
#pragma unroll 1
      for (int i = lane; i < at.pairs; i += 32) {
        const int a = s.interleaved ? 2 * i : i, b = s.interleaved ? 2 * i + 1 : i + at.pairs;
        float one = numbers[a], two = numbers[b];
        turn(b_.fixed().turns[layer & 1][i], one, two);
        numbers[a] = one, numbers[b] = two;
      }
      __syncwarp();
    }
    if constexpr (Row::kRotated) {
#pragma unroll
      for (int i = 0; i < Width / 32; ++i) v[i] = numbers[lane + 32 * i];
      rotate<32>(v);
#pragma unroll
      for (int i = 0; i < Width / 32; ++i) numbers[lane + 32 * i] = v[i];
      __syncwarp();
    }
    std::byte* const stored = b_.fixed().newest[is_key ? 0 : 1];
#pragma unroll 1
    for (int i = 0; i < Width / 32; ++i) {
      const float value = numbers[lane + 32 * i];
      if (is_query) {
        const int to = Row::query_place(lane + 32 * i);
        b_.fixed().query[row * Width + to] = bits(value);
        b_.fixed().query[(row + kHeadTile) * Width + to] = bits(value - to_16_and_back<Number>(value));
      } else {
        store_group<typename Row::Stored>(value, i, stored, Width);
      }
    }
    if (is_query || !b_.mine().writes_cache) return;
    __syncwarp();
    std::byte* const cache = page + b_.keys_at(layer) + position % kPageTokens * Row::kBytes + (is_key ? 0 : b_.p.value_offset);
#pragma unroll 1
    for (int i = lane; i < Row::kBytes / 4; i += 32)
      reinterpret_cast<std::uint32_t*>(cache)[i] = reinterpret_cast<const std::uint32_t*>(stored)[i];
  }
  __device__ static std::uint16_t bits(float v) {
    if constexpr (std::is_same_v<Number, __half>) return __half_as_ushort(__float2half_rn(v));
    else return __bfloat16_as_ushort(__float2bfloat16_rn(v));
  }
  // Several warps a stage: 16 tokens each, and where heads are wide one half of the values.
  __device__ void look_at_pages(int layer, const Layer& at, const Block::Pages& pages, bool newest, unsigned stages_past) const {
    const auto [warp, lane] = place();
    const Plan& plan = b_.p.plan;
    const int t = lane % 4, part = warp % kParts * kHeadPart, token = warp % kStageWarps / kParts * 16;  // this warp's first, in a stage
    ScoreRule rule{b_.p.shape.score_scale, b_.p.shape.soft_cap, {}, b_.fixed().position, Block::first_key(b_.fixed().position, at.window)};
#pragma unroll
    for (int c = 0; c < 2; ++c)
      if (at.slopes) rule.slope[c] = __ldg(at.slopes + b_.query_head(2 * (t % 2) + c));
    PageAttention<Row> state;
#pragma unroll 1
    for (int j = warp / kStageWarps; j < pages.count; j += kWarps / kStageWarps) {
      const unsigned stage = stages_past + static_cast<unsigned>(j);
      const Cursor place = b_.cursor_of(stage);
      // A slot's uses before may have been other warps': the barrier's parity says nothing until this one has been begun.
      unsigned waited = 0;
#pragma unroll 1
      while (*const_cast<volatile std::uint32_t*>(&b_.fixed().issued) <= stage) lose_patience(waited, 1u << 30);
      wait(b_.fixed().full[place.slot], place.parity);
      constexpr int kTogether = kStageTokens < kPageTokens ? kStageTokens : kPageTokens;  // whose keys lie together, and then their values
      const std::uint32_t keys = b_.ring() + place.slot * plan.stage_bytes +
                                 (token / kTogether * 2 * kTogether + token % kTogether) * Row::kBytes,
                          values = keys + kTogether * Row::kBytes;
      if (newest && j == pages.count - 1) complete(keys, values, token);
      state.add(keys, values, part, address(b_.fixed().query), (pages.first + j) * kStageTokens + token, rule);
      if (newest && j == pages.count - 1) fence_copies();
      __syncwarp();
      if (lane == 0) arrive(b_.fixed().empty[place.slot], kWarps / 2 / kStageWarps);
    }
    float* states = reinterpret_cast<float*>(b_.scratch());
    const int of_warp = plan.tile_heads * PageAttention<Row>::kValues;
    if (warp / kStageWarps < pages.count) state.store(states + warp * of_warp, b_.fixed().states[warp], plan.tile_heads);
    consumers_sync();
    const int warps = min(kStageWarps * pages.count, kWarps);
#pragma unroll 1
    for (int i = thread(); i < plan.tile_heads * Width; i += kConsumers) {
      // The warps that added this number up: all of them, or every other one.
      const int head = i / Width, begin = i % Width / kHeadPart, at_warp = head * part_of(Width) + i % part_of(Width);
      float high = kFarBelow, sum = 0, l = 0;
#pragma unroll 8
      for (int w = begin; w < warps; w += kParts) high = fmaxf(high, b_.fixed().states[w][head].x);
#pragma unroll 4
      for (int w = begin; w < warps; w += kParts) {
        const float scale = exp2f(b_.fixed().states[w][head].x - high);
        sum = fmaf(states[w * of_warp + at_warp], scale, sum);
        l = fmaf(b_.fixed().states[w][head].y, scale, l);
      }
      const int joiner = plan.joiner_of(i);
      put(b_.words(layer, b_.part_at(joiner, b_.mine().range)) + i - joiner * plan.joined_numbers, __float_as_uint(sum));
      if (i % Width < plan.splits) {  // every joiner is told maxima and sums
        std::uint32_t* to = b_.words(layer, b_.part_at(i % Width, b_.mine().range)) + plan.joined_numbers + 2 * head;
        put(to, __float_as_uint(high)), put(to + 1, __float_as_uint(l));
        if (head == 0)  // those that fill up the last four
#pragma unroll 1
          for (int k = 2 * plan.tile_heads; k < plan.joined_words - plan.joined_numbers; ++k) put(to + k, 0);
      }
    }
  }
  // The page came before this token's row was known; rows behind it may hold anything. Keys there are not seen, values are multiplied by
  // zero.
  __device__ void complete(std::uint32_t keys, std::uint32_t values, int token) const {
    const int lane = place().lane, row = b_.fixed().position % kStageTokens - token;
    if (row >= 0 && row < 16) {
      const auto of_newest = [&](int which, int i) { return reinterpret_cast<const std::uint32_t*>(b_.fixed().newest[which])[i]; };
#pragma unroll 1
      for (int i = lane; i < Row::kBytes / 4; i += 32) {
        const int at = row * Row::kBytes + i * 4;
        write_4(keys + at, of_newest(0, i)), write_4(values + at, of_newest(1, i));
      }
    }
    constexpr int kStep = Row::kBytes % 8 == 0 ? 8 : 4;
#pragma unroll 4
    for (int at = max(row + 1, 0) * Row::kBytes + lane * kStep; at < 16 * Row::kBytes; at += 32 * kStep)
      if constexpr (kStep == 8) write_8(values + at, {0, 0});
      else write_4(values + at, 0);
    __syncwarp();
  }
  // All ranges' states become this block's share of the output: 16 lanes a number.
  __device__ void join(int layer) const {
    const int lane = place().lane;
    const Plan& plan = b_.p.plan;
    float* joined = reinterpret_cast<float*>(b_.scratch()) + kWarps * plan.tile_heads * PageAttention<Row>::kValues;
    const std::uint32_t* from = b_.words(layer, b_.part_at(b_.mine().range, 0));
#pragma unroll 1
    for (int i = thread(); i < plan.splits * plan.joined_words / 4; i += kConsumers)
      reinterpret_cast<uint4*>(joined)[i] = get_four(from + i * 4);
    consumers_sync();
#pragma unroll 1
    for (int first = 0; first < plan.joined_numbers; first += kConsumers / 16) {
      const int i = first + thread() / 16, n = b_.mine().range * plan.joined_numbers + i, head = n / Width;
      const bool there = i < plan.joined_numbers;
      float high = kFarBelow, sum = 0, l = 0;
      if (there) {
#pragma unroll 1
        for (int r = lane % 16; r < plan.splits; r += 16)
          high = fmaxf(high, joined[r * plan.joined_words + plan.joined_numbers + 2 * head]);
      }
#pragma unroll
      for (int d = 8; d > 0; d /= 2) high = fmaxf(high, __shfl_xor_sync(~0u, high, d));
      if (there) {
#pragma unroll 1
        for (int r = lane % 16; r < plan.splits; r += 16) {
          const float* part = joined + r * plan.joined_words;
          const float scale = exp2f(part[plan.joined_numbers + 2 * head] - high);
          sum = fmaf(part[i], scale, sum);
          l = fmaf(part[plan.joined_numbers + 2 * head + 1], scale, l);
        }
      }
#pragma unroll
      for (int d = 8; d > 0; d /= 2) sum += __shfl_xor_sync(~0u, sum, d), l += __shfl_xor_sync(~0u, l, d);
      const float out = sum / l, next = __shfl_xor_sync(~0u, out, 16);
      if (there && lane < kCopies && head < b_.mine().heads) {
        const int number = b_.query_head(head) * Width + Row::number_of(n % Width);
        put(b_.words(layer, b_.p.plan.exchange.attended) + lane * (b_.attended() / 2) + number / 2, pack<__nv_bfloat16>(out, next));
      }
    }
  }

  using Number = typename Row::Half;
  static constexpr int Width = Row::kWidth;
  static constexpr int kParts = Width / part_of(Width);  // of a head's values, a warp each
  static constexpr int kStageTokens = stage_tokens(Width, Row::kBytes);
  static constexpr int kStageWarps = kStageTokens / 16 * kParts;
  const Block& b_;
};

}  // namespace halftone::cuda::token
