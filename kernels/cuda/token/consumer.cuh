// The consumers: sixteen warps that stage x, multiply, and attend. Products of a tile's rows go to the finisher, and they go on.
#pragma once

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/token/attention.cuh"
#include "kernels/cuda/token/block.cuh"
#include "kernels/cuda/token/float_product.cuh"
#include "kernels/cuda/token/integer_product.cuh"
#include "kernels/cuda/token/stage_x.cuh"

namespace halftone::cuda::token {

// What a step multiplies: a vector of `columns` numbers, words that others write (none: the embedding), perhaps normed.
struct Source {
  const std::uint32_t* words = nullptr;
  int columns = 0;
  const Norm* norm = nullptr;  // none: as it is
  const float *weight = nullptr, *bias = nullptr;
  const float* behind = nullptr;  // the words are added to the residual, normed with these weights; the sum is what is multiplied
  bool of_attention = false;      // rotated, where the cache is
};

template <class Product, class Row>
class Consumer {
 public:
  __device__ explicit Consumer(const Block& block) : b_(block) {}

  __device__ void run() {
    const Shape& s = b_.p.shape;
    const Plan& plan = b_.p.plan;
    wait_for_previous();
    if (thread() == 0) b_.fixed().position = *b_.p.position;
    const Attention<Row> attention(b_);
#pragma unroll 1
    for (int layer = 0; layer < s.layers + (s.vocabulary > 0 || s.norms_behind ? 1 : 0); ++layer) {
      const bool is_head = layer == s.layers;
      if (layer >= kAreas && !is_head) wait(b_.fixed().clean, (layer - kAreas) & 1);
      // One text for all steps, as in all roles: together they have to stay in the instruction cache. So loops are unrolled only where it
      // pays.
#pragma unroll 1
      for (int step = is_head ? kHeadStep : kQkvStep; step <= (is_head ? kHeadStep : kDownStep); ++step) {
        const bool comes = step == kDownStep;  // its x does, and is staged by others
        const Source source = source_of(step, layer);
        const StagedX x{address(b_.scratch()) + static_cast<std::uint32_t>(comes ? plan.x_bytes : 0), plan.padded(source.columns),
                        step != kOutStep && !comes};
        const Place p = place();
        Product product(shape_of(step, layer, 0), x, p.warp % kParts, p.lane);  // before x is waited for
        const float factor = comes ? 1 : stage(x, source);
        if (is_head && s.vocabulary == 0) return write_residual();
        if (step == kMlpStep && thread() == 0) arrive(b_.fixed().reading_mlp_input);
        multiply(product, x, step, layer, factor);
        if (step == kQkvStep) stages_past_ += attention.attend(layer, stages_past_);
      }
    }
  }

 private:
  __device__ Source source_of(int step, int layer) const {
    const Shape& s = b_.p.shape;
    // The residual as words; what the first layer reads of it is the embedding.
    const std::uint32_t* const residual = step == kMlpStep && !s.parallel ? pairs(layer, b_.p.plan.exchange.middle, s.width)
                                          : layer > 0                     ? pairs(layer - 1, b_.p.plan.exchange.residual, s.width)
                                                                          : nullptr;
    const Layer& at = b_.fixed().layer[layer & 1];
    const float* const behind = step == kMlpStep ? at.attention_norm_behind : layer > 0 ? b_.fixed().layer[~layer & 1].mlp_norm_behind : nullptr;
    if (step == kHeadStep) return {residual, s.width, &s.final_norm, b_.p.final_norm, b_.p.final_norm_bias, behind};
    if (step == kOutStep)
      return {.words = pairs(layer, b_.p.plan.exchange.attended, b_.attended()), .columns = b_.attended(), .of_attention = true};
    if (step == kDownStep) return {nullptr, s.mlp_width};
    if (step == kQkvStep) return {residual, s.width, &s.norm, at.attention_norm, at.attention_norm_bias, behind};
    return {residual, s.width, &s.norm, at.mlp_norm, at.mlp_norm_bias, behind};
  }
  // This block's copy of a vector that all read.
  __device__ const std::uint32_t* pairs(int layer, int at, int columns) const {
    return b_.words(layer, at) + b_.block() % kCopies * (columns / 2);
  }

  // ---- x ----
  __device__ float block_sum(float value) {
#pragma unroll
    for (int d = 16; d > 0; d /= 2) value += __shfl_xor_sync(~0u, value, d);
    if (const Place p = place(); p.lane == 0) b_.fixed().sums[p.warp] = value;
    consumers_sync();
    const auto* four = reinterpret_cast<const float4*>(b_.fixed().sums);
    float sum = 0;
#pragma unroll
    for (int i = 0; i < kWarps / 4; ++i) sum += (four[i].x + four[i].y) + (four[i].z + four[i].w);
    return sum;
  }
  // x ← the source, normed; returns what is left to multiply its products by. 1 / deviation comes with the sums of rows, so that numbers
  // are rounded and written as they arrive; only a bias has to wait for it, and a mean. Whoever has to looks at the numbers again: what
  // waited in registers for others would have to leave them.
  __device__ float stage(const StagedX& x, const Source& from) {
    enum { kBehind, kMean, kDeviation, kWrite };
    const Norm* const norm = from.norm;
    const auto columns = static_cast<float>(from.columns);
    const bool keeps_residual = norm && b_.p.shape.norms_behind;
    float mean = 0, factor = 1, of_behind = 0;
    consumers_sync();  // all are done with what lay there before
#pragma unroll 1
    for (int pass = from.behind ? kBehind : kMean; pass <= kWrite; ++pass) {
      if (pass == kMean && !(norm && norm->kind == NormKind::layer)) continue;
      if (pass == kDeviation && !(norm && from.bias)) continue;
      float sum = 0;
#pragma unroll 1
      for (int unit = thread(); unit * 8 < x.columns; unit += kConsumers) {  // whole warps
        const bool there = unit * 8 < from.columns;
        float units[1][8] = {}, weight[8] = {};
        float(&v)[8] = units[0];
        if (there && pass == kWrite && from.weight)
          load_eight(weight, from.weight + unit * 8);  // on its way while the words are waited for
        if (there) from.words ? unpack(v, get_four(from.words + unit * 4)) : load_eight(v, b_.p.x + unit * 8);
        if constexpr (Row::kRotated)
          if (from.of_attention) rotate<Row::kWidth / 8>(v);
        if (there && keeps_residual && pass == kWrite) add_to_residual(v, from.behind, of_behind, unit);
#pragma unroll
        for (int i = 0; i < 8; ++i) {
          if (there) v[i] -= mean;
          sum += pass == kMean ? v[i] : v[i] * v[i];
          if (from.weight) v[i] *= weight[i] + norm->weight_offset;
        }
        if (pass != kWrite) continue;
        if (there && from.bias) {
          float bias[8];
          load_eight(bias, from.bias + unit * 8);
#pragma unroll
          for (int i = 0; i < 8; ++i) v[i] = fmaf(v[i], factor, bias[i]);
        }
        write_units<Product::kIntegers>(x, units, unit, x.columns / 8);
      }
      sum = block_sum(sum) / columns;
      if (pass == kMean) mean = sum;
      if (pass == kBehind) of_behind = rsqrtf(sum + b_.p.shape.norm.epsilon);
      if (pass == kDeviation || (pass == kWrite && norm && !from.bias)) factor = rsqrtf(sum + norm->epsilon);
      if (pass != kWrite) consumers_sync();  // all have read the sums
    }
    return from.bias ? 1 : factor;
  }
  // Every block has all of the residual, and adds the same to it: v ← residual ← residual + norm(v), or at first v.
  __device__ void add_to_residual(float (&v)[8], const float* behind, float factor, int unit) const {
    float* const residual = b_.residual() + unit * 8;
    if (behind) {
      float weight[8], before[8];
      load_eight(weight, behind + unit * 8), load_eight(before, residual);
#pragma unroll
      for (int i = 0; i < 8; ++i) v[i] = fmaf(v[i] * factor, weight[i] + b_.p.shape.norm.weight_offset, before[i]);
    }
    auto* to = reinterpret_cast<float4*>(residual);
    to[0] = {v[0], v[1], v[2], v[3]}, to[1] = {v[4], v[5], v[6], v[7]};
  }
  // What this block owns of it, for others to go on with.
  __device__ void write_residual() const {
    const Share own = b_.mine().own;
#pragma unroll 1
    for (int i = own.first * kTileRows + thread(); i < (own.first + own.count) * kTileRows; i += kConsumers) b_.p.residual[i] = b_.residual()[i];
  }
  __device__ static void load_eight(float (&v)[8], const float* from) {
    const float4 a = *reinterpret_cast<const float4*>(from), b = *reinterpret_cast<const float4*>(from + 4);
    v[0] = a.x, v[1] = a.y, v[2] = a.z, v[3] = a.w, v[4] = b.x, v[5] = b.y, v[6] = b.z, v[7] = b.w;
  }

  // ---- Products ----
  // This warp's share of a tile's sums, of the tile that is handed over `ahead` tiles after the next one.
  __device__ void hand_over(const Place& p, float sum, int ahead, bool both_teams) {
    const unsigned tile = tiles_ + ahead, buffer = tile % kTileBuffers;
    wait_for_count(b_.fixed().taken, tile < kTileBuffers ? 0 : tile - kTileBuffers + 1);
    float* to = b_.tile_sums() + (buffer * kWarps + (both_teams ? p.warp : p.warp % kParts)) * kTileStride;
    if (p.lane % 4 < 2) to[p.lane / 4 + p.lane % 4 * 8] = sum;
    __syncwarp();
    if (p.lane == 0) arrive(b_.fixed().tile_full[buffer], both_teams ? 1 : 2);
  }
  // How a step's tile lies in its stages.
  __device__ StageShape shape_of(int step, int layer, int tile) const {
    static_assert(kQkvStep == 0 && kHeadStep == 4);
    int matrix = (kOut << 4 | kUp << 8 | kDown << 12 | kMatrices << 16) >> (4 * step) & 15;
    if (step == kQkvStep) matrix = b_.matrix_row(step, b_.tile_number(kQkvStep, tile) * kTileRows).matrix;
    return b_.fixed().shapes[layer & 1][matrix];
  }
  // All tiles of a step; `product` is for the first. Two teams of eight warps take stages in turn, a warp an eighth of every row: of two
  // tiles side by side a tile each. Of the MLP's second matrix x comes in rounds.
  __device__ void multiply(Product& product, const StagedX& x, int step, int layer, float factor) {
    const Plan& plan = b_.p.plan;
    const int tiles = b_.tiles_of(step), columns = b_.columns_of(step);
    const int round_columns = step == kDownStep ? b_.mlp_rows() * b_.blocks() : 0;
    int staged = round_columns > 0 ? 0 : columns, round = 0;  // columns of x
    const auto wait_for = [&](int need) {
#pragma unroll 1
      for (; staged < need; staged += round_columns) wait(b_.fixed().rounds[round++], layer & 1);
    };
    const Place p = place();
    int first = (p.warp / kParts + static_cast<int>(stages_past_ & 1)) & 1;  // this team's first stage
    Cursor at = b_.cursor_of(stages_past_ + first);
#pragma unroll 1
    for (int tile = 0; tile < tiles;) {
      if (tile > 0 && step == kQkvStep) product = Product(shape_of(step, layer, tile), x, p.warp % kParts, p.lane);
      const bool both_teams = Block::is_both_teams(step, tile, tiles);
      const int width = 1 << product.log_columns(), stages = (columns + width - 1) >> product.log_columns();
#pragma unroll 1
      for (int column = both_teams ? first * width : 0; column < columns; column += both_teams ? 2 * width : width) {
        wait_for(min(column + width, columns));
        wait(b_.fixed().full[at.slot], at.parity);
        product.add(b_.ring() + at.slot * plan.stage_bytes, column);
        __syncwarp();
        if (p.lane == 0) arrive(b_.fixed().empty[at.slot]);
        at.advance(2, plan.stages);
      }
      hand_over(p, product.take_sum() * factor, both_teams ? 0 : first, both_teams);
      const int together = both_teams ? 1 : 2;
      if (both_teams) first ^= stages & 1;
      stages_past_ += together * stages, tile += together, tiles_ += together;
    }
    wait_for(columns);  // the stagers are done with the scratch
  }

  const Block& b_;
  unsigned stages_past_ = 0;  // of all consumers together
  unsigned tiles_ = 0;        // handed over
};

}  // namespace halftone::cuda::token
