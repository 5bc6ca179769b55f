// The finisher: a warp that adds up the sums of tiles while the consumers go on, and does with a row what its step asks for: bias,
// activation, the residual, words for the other multiprocessors, logits. Lane l: row l % 16, half l / 16 of the sums of the warps that
// multiplied the tile.
#pragma once

#include "kernels/cuda/matmul/activation.cuh"
#include "kernels/cuda/token/block.cuh"

namespace halftone::cuda::token {

class Finisher {
 public:
  __device__ explicit Finisher(const Block& block) : b_(block), lane_(static_cast<int>(threadIdx.x) % 32) {}

  __device__ void run() {
    const Shape& s = b_.p.shape;
    const Exchange& e = b_.p.plan.exchange;
    const Share own = b_.mine().own;
    wait_for_previous();
#pragma unroll 1
    for (int i = lane_; i < own.count * kTileRows; i += 32) b_.fixed().residual[i] = b_.p.x[own.first * kTileRows + i];
    __syncwarp();
#pragma unroll 1
    for (int layer = 0; layer < s.layers; ++layer) {
      wait_for_layer();
      qkv(layer);
      add_to_residual(layer, kOut, s.parallel ? -1 : e.middle);
      mlp(layer);
      add_to_residual(layer, kDown, e.residual);
    }
    if (s.vocabulary > 0) return logits();
    if (s.norms_behind) return;  // the consumers have it
#pragma unroll 1
    for (int i = lane_; i < own.count * kTileRows; i += 32) b_.p.residual[own.first * kTileRows + i] = b_.fixed().residual[i];
  }

 private:
  __device__ int row() const { return lane_ % kTileRows; }
  __device__ const float* bias_of(int layer, Matrix matrix) const { return b_.fixed().layer[layer & 1].bias[matrix]; }
  __device__ static float at(const float* bias, int row) { return bias ? __ldg(bias + row) : 0.0f; }

  // The next tile's sum of this lane's row: tile `i` of the `tiles` of a step. Both halves get it.
  __device__ float take(int step, int i, int tiles) {
    const unsigned buffer = tiles_ % kTileBuffers;
    const bool both_teams = Block::is_both_teams(step, i, tiles);
    wait(b_.fixed().tile_full[buffer], tiles_ / kTileBuffers & 1);
    const float* from = b_.tile_sums() + (buffer * kWarps + lane_ / 16 * (both_teams ? 8 : 4)) * kTileStride + row();
    float sum = 0;
#pragma unroll
    for (int w = 0; w < 8; ++w)
      if (w < 4 || both_teams) sum += from[w * kTileStride];
    __syncwarp();
    ++tiles_;
    if (lane_ == 0) tell(b_.fixed().taken, tiles_);
    return sum + __shfl_xor_sync(~0u, sum, 16);
  }
  __device__ void qkv(int layer) {
    const Share share = b_.mine().qkv;
#pragma unroll 1
    for (int i = 0; i < share.count; ++i) {
      const int r = (share.first + i) * kTileRows + row();
      const Block::MatrixRow of = b_.matrix_row(kQkvStep, r);
      const float bias = at(bias_of(layer, of.matrix), of.row), limit = b_.p.shape.clamp;
      float sum = take(kQkvStep, i, share.count) + bias;
      if (limit > 0 && fabsf(sum) > limit) sum = copysignf(limit, sum);
      if (lane_ < 16) put(b_.words(layer, b_.p.plan.exchange.qkv) + r, __float_as_uint(sum));
    }
  }
  // The layer's record is there when its first tile is: the consumers have waited for it.
  __device__ void wait_for_layer() {
    const bool any = b_.mine().qkv.count > 0 || b_.mine().own.count > 0 || b_.mine().mlp_rounds > 0;
    if (any) wait(b_.fixed().tile_full[tiles_ % kTileBuffers], tiles_ / kTileBuffers & 1);
  }
  // `to`: where the others read the residual; below 0: they do not yet.
  __device__ void add_to_residual(int layer, Matrix matrix, int to) {
    const Share share = b_.mine().own;
#pragma unroll 1
    for (int i = 0; i < share.count; ++i) {
      const int own = i * kTileRows + row(), r = share.first * kTileRows + own;
      const float bias = at(bias_of(layer, matrix), r);
      // With norms behind, all blocks add it to the residual themselves.
      const float before = b_.p.shape.norms_behind ? 0 : b_.fixed().residual[own];
      const float value = fmaf(take(kOutStep, i, share.count) + bias, b_.p.shape.residual_scale, before),
                  next = __shfl_xor_sync(~0u, value, 1);
      __syncwarp();
      if (lane_ < 16) b_.fixed().residual[own] = value;
      if (to < 0 || lane_ % 2 != 0) continue;
      // Each half of the warp writes half of the copies.
#pragma unroll 1
      for (int c = lane_ / 16 * (kCopies / 2), end = c + kCopies / 2; c < end; ++c)
        put(b_.words(layer, to) + c * (b_.p.shape.width / 2) + r / 2, pack<__nv_bfloat16>(value, next));
    }
    __syncwarp();
  }
  __device__ void mlp(int layer) {
    const Shape& s = b_.p.shape;
    std::uint32_t* to = b_.words(layer, b_.p.plan.exchange.mlp);
    // With a gate rows 0 to 7 of a tile are the gate's, 8 to 15 up's. Copies are shared out among the lanes that know the same number.
    const int rows = b_.mlp_rows(), copies = kCopies * rows / 32;
    const bool is_up = !s.gated || (lane_ & 8);
#pragma unroll 1
    for (int round = 0; round < b_.mine().mlp_rounds; ++round) {
      const int r = b_.tile_of(round) * rows + (lane_ & (rows - 1));
      const float mine = take(kMlpStep, round, b_.mine().mlp_rounds) + at(bias_of(layer, is_up ? kUp : kGate), r),
                  other = __shfl_xor_sync(~0u, mine, 8);
      const float activated = activate(s.activation, s.gated && is_up ? other : mine);
      const float value = s.gated ? activated * (is_up ? mine : other) : activated, next = __shfl_xor_sync(~0u, value, 1);
      if (lane_ % 2 != 0) continue;
#pragma unroll 1
      for (int c = (s.gated ? lane_ / 8 : lane_ / 16) * copies, end = c + copies; c < end; ++c)
        put(to + c * (s.mlp_width / 2) + r / 2, pack<__nv_bfloat16>(value, next));
    }
  }
  __device__ void logits() {
#pragma unroll 1
    for (int round = 0; round < b_.mine().head_rounds; ++round) {
      const int r = b_.tile_of(round) * kTileRows + row();
      const bool there = r < b_.p.shape.vocabulary;
      const float bias = there ? at(b_.p.head_bias, r) : 0.0f;
      const float sum = take(kHeadStep, round, b_.mine().head_rounds) + bias;
      if (there && lane_ < 16) b_.p.logits[r] = sum;
    }
  }

  const Block& b_;
  const int lane_;
  unsigned tiles_ = 0;
};

}  // namespace halftone::cuda::token
