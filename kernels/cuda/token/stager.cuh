// The stagers: warps that bring the MLP's numbers round by round while the consumers still multiply, and prepare the layers to come: the
// next one's record and angles, and the words that it will write, marked unwritten.
#pragma once

#include "kernels/cuda/token/block.cuh"
#include "kernels/cuda/token/page_row.cuh"
#include "kernels/cuda/token/stage_x.cuh"

namespace halftone::cuda::token {

// A layer's record, and the angles of its RoPE at this position. A warp's work.
__device__ inline void load_layer(const Block& b, int layer) {
  const int lane = place().lane;
  const auto* from = reinterpret_cast<const std::uint32_t*>(b.p.layers + layer);
  auto* to = reinterpret_cast<std::uint32_t*>(&b.fixed().layer[layer & 1]);
#pragma unroll 1
  for (int i = lane; i < static_cast<int>(sizeof(Layer) / 4); i += 32) to[i] = __ldg(from + i);
  __syncwarp();
  const Layer& record = b.fixed().layer[layer & 1];
  if (lane < kMatrices) b.fixed().shapes[layer & 1][lane] = b.p.plan.shapes.of[record.shape_of[lane]];
#pragma unroll 1
  for (int i = lane; i < record.pairs; i += 32)
    b.fixed().turns[layer & 1][i] = turn_of(*b.p.position, __ldg(record.inverse + i), record.rope_factor);
}

template <bool Integers, class Row>
class Stager {
 public:
  __device__ Stager(const Block& block, int index) : b_(block), index_(index) {}

  __device__ void run() {
    const Shape& s = b_.p.shape;
    const auto blocks = static_cast<unsigned>(b_.blocks());
    wait_for_previous();
#pragma unroll 1
    for (int layer = 0; layer < s.layers; ++layer) {
      // While the consumers attend there is nothing to stage. Words of this layer were marked in the layer before; those of the layer after
      // are marked now: all have read them who have got as far as the MLP of the layer before.
      if (layer >= kAreas) {
        wait_until(b_.p.counters + 1, (layer - kAreas + 1) * kStagers * blocks);
        __syncwarp();
        if (place().lane == 0) arrive(b_.fixed().clean);
      }
      if (layer >= 2) {
        wait_until(b_.p.counters, layer * blocks);
        mark(layer - 2);
        __syncwarp();
        if (place().lane == 0) count_up(b_.p.counters + 1);
      }
      wait(b_.fixed().reading_mlp_input, layer & 1);
      if (index_ == 0) {
        if (place().lane == 0) count_up(b_.p.counters);
        if (layer + 1 < s.layers) load_layer(b_, layer + 1);
      }
      stage(layer);
    }
  }

 private:
  // The stagers take turns: while one waits for its round's words, the other works on the round before.
  __device__ void stage(int layer) {
    const int lane = place().lane;
    const Shape& s = b_.p.shape;
    const Plan& plan = b_.p.plan;
    const StagedX x{address(b_.scratch()) + static_cast<std::uint32_t>(plan.x_bytes), plan.padded(s.mlp_width), false};
    const std::uint32_t* from = b_.words(layer, plan.exchange.mlp) + b_.block() % kCopies * (s.mlp_width / 2);
    const int all = s.mlp_width / 8, in_round = b_.mlp_rows() / 8 * b_.blocks();
    if (index_ == 0) pad(x, all);
#pragma unroll 1
    for (int round = index_, first = index_ * in_round; first < all; round += kStagers, first += kStagers * in_round) {
      const int end = min(first + in_round, all);
#pragma unroll 1
      for (int unit = first + lane; __any_sync(~0u, unit < end); unit += kHeld * 32) stage_units(x, from, unit, end);
      __syncwarp();
      if (lane == 0) arrive(b_.fixed().rounds[round]);
    }
  }
  // Every 32nd unit from this one on, kHeld of them at most: on their way together, then two at a time through one text.
  static constexpr int kHeld = 5;  // of a round of 160 blocks with a gate: all
  __device__ static void stage_units(const StagedX& x, const std::uint32_t* from, int unit, int end) {
    uint4 w[kHeld];
    const auto look_at = [&](int i) { w[i] = look_at_four(from + (unit + i * 32) * 4); };
#pragma unroll
    for (int i = 0; i < kHeld; ++i)
      if (unit + i * 32 < end) look_at(i);
    wait_for_all<kHeld>([&](int i) { return unit + i * 32 < end && is_unwritten(w[i]); }, look_at);
    end = min(end, unit + kHeld * 32);
#pragma unroll 1
    for (; __any_sync(~0u, unit < end); unit += 2 * 32) {
      float v[2][8] = {};
      if (unit < end) unpack(v[0], w[0]);
      if (unit + 32 < end) unpack(v[1], w[1]);
#pragma unroll
      for (int next = 2; next < kHeld; ++next) w[next - 2] = w[next];
      __syncwarp();
      write_units<Integers>(x, v, unit, end);
    }
  }
  // Zeros behind the last number, where a stage of the matrix goes on.
  __device__ void pad(const StagedX& x, int units) {
    const int lane = place().lane;
#pragma unroll 1
    for (int unit = units + lane; unit < x.columns / 8; unit += 32) write_zeros<Integers>(x, unit);
    __syncwarp();
  }

  __device__ void mark_run(int layer, int at, int count) const {
    const int lane = place().lane;
#pragma unroll 1
    for (int i = index_ * 32 + lane; i < count; i += kStagers * 32) mark_unwritten(b_.words(layer, at + i));
  }
  // What this block wrote in a layer; the stagers share it.
  __device__ void mark(int layer) const {
    const int lane = place().lane;
    const Shape& s = b_.p.shape;
    const Plan& plan = b_.p.plan;
    const Exchange& e = plan.exchange;
    const Share qkv = b_.mine().qkv, own = b_.mine().own;
    mark_run(layer, e.qkv + qkv.first * kTileRows, qkv.count * kTileRows);
    if (b_.mine().attends) {
#pragma unroll 1
      for (int joiner = 0; joiner < plan.splits; ++joiner) mark_run(layer, b_.part_at(joiner, b_.mine().range), plan.joined_words);
    }
#pragma unroll 1
    for (int c = 0; c < kCopies; ++c) {
      if (b_.mine().attends) {
#pragma unroll 1
        for (int i = index_ * 32 + lane; i < plan.joined_numbers / 2; i += kStagers * 32) {
          const int n = b_.mine().range * plan.joined_numbers + 2 * i, head = n / Row::kWidth;
          if (head < b_.mine().heads)
            mark_unwritten(b_.words(
                layer, e.attended + c * (b_.attended() / 2) + (b_.query_head(head) * Row::kWidth + Row::number_of(n % Row::kWidth)) / 2));
        }
      }
      if (!s.parallel) mark_run(layer, e.middle + c * (s.width / 2) + own.first * kTileRows / 2, own.count * kTileRows / 2);
      mark_run(layer, e.residual + c * (s.width / 2) + own.first * kTileRows / 2, own.count * kTileRows / 2);
    }
    // Words of the MLP by round, copy and place within a tile.
    const int words = b_.mlp_rows() / 2;
#pragma unroll 1
    for (int i = index_ * 32 + lane; i < b_.mine().mlp_rounds * kCopies * 8; i += kStagers * 32) {
      const int word = i % 8, copy = i / 8 % kCopies, round = i / (8 * kCopies);
      if (word < words) mark_unwritten(b_.words(layer, e.mlp + copy * (s.mlp_width / 2) + b_.tile_of(round) * words + word));
    }
  }

  const Block& b_;
  const int index_;
};

}  // namespace halftone::cuda::token
