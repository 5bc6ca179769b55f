// The consumers: sixteen warps that stage x, multiply, and attend. Products of a tile's rows go to the finisher, and they go on.
#pragma once

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/token/block.cuh"
#include "kernels/cuda/token/pages.cuh"
#include "kernels/cuda/token/stage_x.cuh"

namespace halftone::cuda::token {

// What a step multiplies: a vector of `columns` numbers, words that others write (none: the embedding), perhaps normed.
struct Source {
  const std::uint32_t* words = nullptr;
  int columns = 0;
  const Norm* norm = nullptr;  // none: as it is
  const float *weight = nullptr, *bias = nullptr;
};

template <class Body, class Head, class Number, int Width>
class Consumer {
 public:
  __device__ explicit Consumer(const Block& block)
      : b_(block), warp_(static_cast<int>(threadIdx.x) / 32), lane_(static_cast<int>(threadIdx.x) % 32) {}

  __device__ void run() {
    const Shape& s = b_.p.shape;
    const Plan& plan = b_.p.plan;
    wait_for_previous();
    position_ = *b_.p.position;
    const std::uint32_t* residual = nullptr;  // as words; at first it is the embedding
#pragma unroll 1
    for (int layer = 0; layer < s.layers + (s.vocabulary > 0 ? 1 : 0); ++layer) {
      const bool is_head = layer == s.layers;
      if (layer >= kAreas && !is_head) wait(b_.fixed.clean, (layer - kAreas) & 1);
#pragma unroll 1
      for (int step = is_head ? kHeadStep : kQkvStep; step != kDownStep && step <= kHeadStep; ++step) {  // one text for all: it comes from memory too
        if (step == kMlpStep && !s.parallel) residual = pairs(layer, plan.exchange.middle, s.width);
        const Source source = source_of(step, layer, residual);
        const StagedX x{address(b_.scratch), round_up(source.columns, is_head ? Head::kColumns : Body::kColumns), step != kOutStep};
        stage(x, source);
        if (is_head) {
          multiply<Head>(x, step, plan.head);
          return;
        }
        if (step == kMlpStep && threadIdx.x == 0) arrive(b_.fixed.reading_mlp_input);
        multiply<Body>(x, step, plan.body);
        if (step == kQkvStep) attend(layer, b_.fixed.layer[layer & 1]);
      }
      multiply_as_it_comes(layer);
      residual = pairs(layer, plan.exchange.residual, s.width);
    }
  }

 private:
  __device__ Source source_of(int step, int layer, const std::uint32_t* residual) const {
    const Shape& s = b_.p.shape;
    const Layer& at = b_.fixed.layer[layer & 1];
    if (step == kHeadStep) return {residual, s.width, &s.final_norm, b_.p.final_norm, b_.p.final_norm_bias};
    if (step == kOutStep) return {pairs(layer, b_.p.plan.exchange.attended, b_.attended()), b_.attended()};
    if (step == kQkvStep) return {residual, s.width, &s.norm, at.attention_norm, at.attention_norm_bias};
    return {residual, s.width, &s.norm, at.mlp_norm, at.mlp_norm_bias};
  }
  // This block's copy of a vector that all read.
  __device__ const std::uint32_t* pairs(int layer, int at, int columns) const {
    return b_.words(layer, at) + b_.block % kCopies * (columns / 2);
  }

  // ---- x ----
  __device__ float block_sum(float value, int place) {
#pragma unroll
    for (int d = 16; d > 0; d /= 2) value += __shfl_xor_sync(~0u, value, d);
    if (lane_ == 0) b_.fixed.sums[place * kWarps + warp_] = value;
    consumers_sync();
    const auto* four = reinterpret_cast<const float4*>(b_.fixed.sums + place * kWarps);
    float sum = 0;
#pragma unroll
    for (int i = 0; i < kWarps / 4; ++i) sum += (four[i].x + four[i].y) + (four[i].z + four[i].w);
    return sum;
  }
  // x ← the source, normed. Everybody is done with what lay there before, and sees it after.
  __device__ void stage(const StagedX& x, const Source& from) {
    const Norm* const norm = from.norm;
    const std::uint32_t* const words = from.words;
    const int columns = from.columns;
    float v[kMaxUnits][8];
    uint4 w[kMaxUnits];
    float weight[kMaxUnits][8];  // on their way while the words are waited for
    const auto unit = [](int u) { return static_cast<int>(threadIdx.x) + u * kConsumers; };
#pragma unroll
    for (int u = 0; u < kMaxUnits; ++u) {
      if (unit(u) * 8 >= columns) continue;
      if (from.weight) load_eight(weight[u], from.weight + unit(u) * 8);
      if (words) w[u] = look_at_four(words + unit(u) * 4);
    }
    if (words)
      wait_for_all<kMaxUnits>([&](int u) { return unit(u) * 8 < columns && is_unwritten(w[u]); },
                              [&](int u) { w[u] = look_at_four(words + unit(u) * 4); });
#pragma unroll
    for (int u = 0; u < kMaxUnits; ++u) {
#pragma unroll
      for (int i = 0; i < 8; ++i) v[u][i] = 0;
      if (unit(u) * 8 >= columns) continue;
      words ? unpack(v[u], w[u]) : load_eight(v[u], b_.p.x + unit(u) * 8);
    }
    if (norm) {
      float mean = 0;
      if (norm->kind == NormKind::layer) {
        float sum = 0;
#pragma unroll
        for (int u = 0; u < kMaxUnits; ++u) {
#pragma unroll
          for (int i = 0; i < 8; ++i) sum += v[u][i];
        }
        mean = block_sum(sum, 1) / static_cast<float>(columns);
      }
      float squares = 0;
#pragma unroll
      for (int u = 0; u < kMaxUnits; ++u) {
        if (unit(u) * 8 >= columns) continue;
#pragma unroll
        for (int i = 0; i < 8; ++i) squares = fmaf(v[u][i] - mean, v[u][i] - mean, squares);
      }
      const float inverse = rsqrtf(block_sum(squares, 0) / static_cast<float>(columns) + norm->epsilon);
#pragma unroll
      for (int u = 0; u < kMaxUnits; ++u) {
        if (unit(u) * 8 >= columns) continue;
        float bias[8];
        if (from.bias) load_eight(bias, from.bias + unit(u) * 8);
#pragma unroll
        for (int i = 0; i < 8; ++i) {
          v[u][i] = (v[u][i] - mean) * inverse * (from.weight ? weight[u][i] + norm->weight_offset : 1.0f);
          if (from.bias) v[u][i] += bias[i];
        }
      }
    } else {
      consumers_sync();
    }
#pragma unroll
    for (int u = 0; u < kMaxUnits; ++u)
      if (unit(u) * 8 < x.columns) write_unit<Body::kIntegers>(x, v[u], unit(u), true);  // columns: a multiple of a warp's
    consumers_sync();
  }
  __device__ static void load_eight(float (&v)[8], const float* from) {
    const float4 a = *reinterpret_cast<const float4*>(from), b = *reinterpret_cast<const float4*>(from + 4);
    v[0] = a.x, v[1] = a.y, v[2] = a.z, v[3] = a.w, v[4] = b.x, v[5] = b.y, v[6] = b.z, v[7] = b.w;
  }

  // ---- Products ----
  // Two teams of eight warps take stages in turn, a warp 128 bytes of every row.
  __device__ int team() const { return warp_ / 8; }
  __device__ int part() const { return warp_ % 8; }
  // This team's first stage of the next ones.
  __device__ int first_stage() const { return (team() + static_cast<int>(stages_past_ & 1)) & 1; }
  __device__ Cursor cursor_of(unsigned stage) const {
    const auto stages = static_cast<unsigned>(b_.p.plan.stages);
    return {static_cast<int>(stage % stages), stage / stages & 1};
  }
  template <class Product>
  __device__ void multiply_stage(Product& product, const StagedX& x, int column, const StageShape& shape, Cursor& at) {
    wait(b_.fixed.full[at.slot], at.parity);
    product.add(b_.ring + at.slot * b_.p.plan.stage_bytes, shape.header_bytes, x, column, part(), lane_);
    __syncwarp();
    if (lane_ == 0) arrive(b_.fixed.empty[at.slot]);
    at.advance(2, b_.p.plan.stages);
  }
  // This warp's share of a tile's sums.
  __device__ void hand_over(const RowSums& sums) {
    const int buffer = tiles_ % kTileBuffers, g = lane_ / 4;
    wait(b_.fixed.tile_free[buffer], (tiles_ / kTileBuffers & 1) ^ 1);
    float* to = b_.tile_sums + (buffer * kWarps + warp_) * kTileStride;
    if (lane_ % 4 == 0) to[g] = sums.row, to[g + 8] = sums.row_8;
    __syncwarp();
    if (lane_ == 0) arrive(b_.fixed.tile_full[buffer]);
    ++tiles_;
  }
  template <class Product>
  __device__ void multiply(const StagedX& x, int step, const StageShape& shape) {
    const int columns = b_.columns_of(step), tiles = b_.tiles_of(step);
    int i = first_stage();
    Cursor at = cursor_of(stages_past_ + i);
    const int stages = (columns + Product::kColumns - 1) / Product::kColumns;
#pragma unroll 1
    for (int tile = 0; tile < tiles; ++tile) {
      Product product;
#pragma unroll 1
      for (; i < stages; i += 2) multiply_stage(product, x, i * Product::kColumns, shape, at);
      hand_over(product.sums(x, lane_));
      i -= stages;
    }
    stages_past_ += tiles * stages;
  }
  // The MLP's second matrix: x comes in rounds, and of two tiles a team takes one each.
  __device__ void multiply_as_it_comes(int layer) {
    const Plan& plan = b_.p.plan;
    const StagedX x{address(b_.scratch) + static_cast<std::uint32_t>(plan.x_bytes), round_up(b_.p.shape.mlp_width, Body::kColumns), false};
    const int tiles = b_.mine().own.count;
    const int columns = b_.p.shape.mlp_width, stages = (columns + Body::kColumns - 1) / Body::kColumns;
    const int round_columns = b_.mlp_rows() * b_.blocks;
    int staged = 0;  // rounds that are there
#pragma unroll 1
    for (int tile = 0; tile < tiles; tile += 2) {
      const int together = min(2, tiles - tile);
      int i = first_stage();
      const int mine = together == 2 ? i : 0;
      Cursor at = cursor_of(stages_past_ + i);
      Body product;
#pragma unroll 1
      for (; i < together * stages; i += 2) {
        const int column = (together == 2 ? i / 2 : i) * Body::kColumns;
#pragma unroll 1
        for (const int need = min(column + Body::kColumns, columns); staged * round_columns < need; ++staged)
          wait(b_.fixed.rounds[staged], layer & 1);
        multiply_stage(product, x, column, b_.p.plan.body, at);
      }
      const RowSums sums = product.sums(x, lane_);
#pragma unroll 1
      for (int t = 0; t < together; ++t) hand_over(together == 1 || t == mine ? sums : RowSums{});
      stages_past_ += together * stages;
    }
#pragma unroll 1
    for (; staged * round_columns < columns; ++staged) wait(b_.fixed.rounds[staged], layer & 1);  // the stagers are done with the scratch
  }

  // ---- Attention ----
  __device__ void attend(int layer, const Layer& at) {
    const Block::Pages pages = b_.pages_of(position_, at.window);
    consumers_sync();  // all are done with x, where attention's states will lie
    if (b_.mine().attends) {
      const bool newest = pages.count > 0 && pages.first + pages.count == pages.end;
      prepare(layer, at, newest);
      consumers_sync();
      look_at_pages(layer, at, pages, newest);
    }
    stages_past_ += pages.count;
    if (b_.mine().attends) join(layer);
  }
  // A warp a row: the tile's queries, this token's key and value.
  __device__ void prepare(int layer, const Layer& at, bool newest) {
    const Shape& s = b_.p.shape;
    const int heads = b_.p.plan.tile_heads, row = warp_ < kHeadTile ? warp_ : warp_ == kHeadTile ? heads : heads + 1;
    if (warp_ < kHeadTile && warp_ >= heads) {  // columns without a head
#pragma unroll 1
      for (int i = lane_; i < Width; i += 32) b_.fixed.query[warp_ * Width + i] = b_.fixed.query[(warp_ + 4) * Width + i] = 0;
      return;
    }
    if (warp_ > kHeadTile + 1 || (row >= heads && !newest)) return;
    const bool is_query = row < heads, is_key = row == heads;
    const int first = is_query ? b_.query_head(row) * Width
                               : b_.attended() + (is_key ? 0 : s.kv_heads * Width) + b_.mine().kv_head * Width;
    const std::uint32_t* from = b_.words(layer, b_.p.plan.exchange.qkv) + first;
    float* numbers = reinterpret_cast<float*>(b_.scratch) + warp_ * Width;
    float squares = 0;
    float v[Width / 32];
    std::uint32_t looked[Width / 32];
#pragma unroll
    for (int i = 0; i < Width / 32; ++i) looked[i] = look(from + lane_ + 32 * i);
    wait_for_all<Width / 32>([&](int i) { return looked[i] == kUnwritten; }, [&](int i) { looked[i] = look(from + lane_ + 32 * i); });
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
      for (int i = 0; i < Width / 32; ++i) v[i] *= inverse * (__ldg(weight + lane_ + 32 * i) + s.norm.weight_offset);
    }
#pragma unroll
    for (int i = 0; i < Width / 32; ++i) numbers[lane_ + 32 * i] = v[i];
    __syncwarp();
    if (is_query || is_key) {
#pragma unroll 1
      for (int i = lane_; i < at.pairs; i += 32) {
        const int a = s.interleaved ? 2 * i : i, b = s.interleaved ? 2 * i + 1 : i + at.pairs;
        float one = numbers[a], two = numbers[b];
        turn(b_.fixed.turns[layer & 1][i], one, two);
        numbers[a] = one, numbers[b] = two;
      }
      __syncwarp();
    }
    std::byte* cache = is_query ? nullptr : b_.keys(layer, position_ / kPageTokens) + (is_key ? 0 : b_.p.value_offset);
#pragma unroll 1
    for (int i = lane_; i < Width; i += 32) {
      const float value = numbers[i];
      const std::uint16_t high = bits(value);
      if (is_query) {
        b_.fixed.query[row * Width + i] = high;
        b_.fixed.query[(row + 4) * Width + i] = bits(value - to_16_and_back<Number>(value));
      } else {
        b_.fixed.newest[(is_key ? 0 : Width) + i] = high;
        if (b_.mine().writes_cache) reinterpret_cast<std::uint16_t*>(cache)[position_ % kPageTokens * Width + i] = high;
      }
    }
  }
  __device__ static std::uint16_t bits(float v) {
    if constexpr (std::is_same_v<Number, __half>) return __half_as_ushort(__float2half_rn(v));
    else return __bfloat16_as_ushort(__float2bfloat16_rn(v));
  }
  // Two warps a page, 16 tokens each.
  __device__ void look_at_pages(int layer, const Layer& at, const Block::Pages& pages, bool newest) {
    const Plan& plan = b_.p.plan;
    const int half = warp_ % 2, t = lane_ % 4;
    ScoreRule rule{b_.p.shape.score_scale, b_.p.shape.soft_cap, {}, position_, Block::first_key(position_, at.window)};
#pragma unroll 1
    for (int c = 0; c < 2; ++c)
      if (at.slopes) rule.slope[c] = __ldg(at.slopes + b_.query_head(2 * (t % 2) + c));
    PageAttention<Number, Width> state;
#pragma unroll 1
    for (int j = warp_ / 2; j < pages.count; j += kWarps / 2) {
      const unsigned stage = stages_past_ + static_cast<unsigned>(j);
      const Cursor place = cursor_of(stage);
      // A slot's uses before may have been other warps': the barrier's parity says nothing until this one has been begun.
      unsigned waited = 0;
#pragma unroll 1
      while (*const_cast<volatile std::uint32_t*>(&b_.fixed.issued) <= stage) lose_patience(waited, 1u << 30);
      wait(b_.fixed.full[place.slot], place.parity);
      const std::uint32_t keys = b_.ring + place.slot * plan.stage_bytes + half * 16 * Width * 2, values = keys + kPageTokens * Width * 2;
      if (newest && j == pages.count - 1) complete(keys, values, half);
      state.add(keys, values, address(b_.fixed.query), (pages.first + j) * kPageTokens + half * 16, rule);
      if (newest && j == pages.count - 1) fence_copies();
      __syncwarp();
      if (lane_ == 0) arrive(b_.fixed.empty[place.slot], 4);  // the other half's four come from the other warp
    }
    float* states = reinterpret_cast<float*>(b_.scratch);
    if (warp_ / 2 < pages.count) state.store(states + warp_ * plan.tile_heads * Width, b_.fixed.states[warp_], plan.tile_heads);
    consumers_sync();
    const int warps = min(2 * pages.count, kWarps);
#pragma unroll 1
    for (int i = static_cast<int>(threadIdx.x); i < plan.tile_heads * Width; i += kConsumers) {
      const int head = i / Width;
      float high = kFarBelow, sum = 0, l = 0;
#pragma unroll 8
      for (int w = 0; w < warps; ++w) high = fmaxf(high, b_.fixed.states[w][head].x);
#pragma unroll 4
      for (int w = 0; w < warps; ++w) {
        const float scale = exp2f(b_.fixed.states[w][head].x - high);
        sum = fmaf(states[w * plan.tile_heads * Width + i], scale, sum);
        l = fmaf(b_.fixed.states[w][head].y, scale, l);
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
  // The page came before this token's row was known; rows behind it may hold anything.
  __device__ void complete(std::uint32_t keys, std::uint32_t values, int half) {
    const int row = position_ % kPageTokens - half * 16;
    if (row >= 16) return;
#pragma unroll 1
    for (int r = max(row, 0); r < 16; ++r) {
#pragma unroll 1
      for (int i = lane_ * 8; i < Width * 2; i += 32 * 8) {
        const uint2 key = r == row ? *reinterpret_cast<const uint2*>(reinterpret_cast<const std::byte*>(b_.fixed.newest) + i) : uint2{0, 0};
        const uint2 value =
            r == row ? *reinterpret_cast<const uint2*>(reinterpret_cast<const std::byte*>(b_.fixed.newest + Width) + i) : uint2{0, 0};
        write_8(keys + r * Width * 2 + i, key), write_8(values + r * Width * 2 + i, value);
      }
    }
    __syncwarp();
  }
  // All ranges' states become this block's share of the output: 16 lanes a number.
  __device__ void join(int layer) {
    const Plan& plan = b_.p.plan;
    float* joined = reinterpret_cast<float*>(b_.scratch) + kWarps * plan.tile_heads * Width;
    const std::uint32_t* from = b_.words(layer, b_.part_at(b_.mine().range, 0));
#pragma unroll 1
    for (int i = static_cast<int>(threadIdx.x); i < plan.splits * plan.joined_words / 4; i += kConsumers) {
      uint4 v = look_at_four(from + i * 4);
      get_four(v, from + i * 4);
      reinterpret_cast<uint4*>(joined)[i] = v;
    }
    consumers_sync();
#pragma unroll 1
    for (int first = 0; first < plan.joined_numbers; first += kConsumers / 16) {
      const int i = first + static_cast<int>(threadIdx.x) / 16, n = b_.mine().range * plan.joined_numbers + i, head = n / Width;
      const bool there = i < plan.joined_numbers;
      float high = kFarBelow, sum = 0, l = 0;
      if (there) {
#pragma unroll 1
        for (int r = lane_ % 16; r < plan.splits; r += 16) high = fmaxf(high, joined[r * plan.joined_words + plan.joined_numbers + 2 * head]);
      }
#pragma unroll
      for (int d = 8; d > 0; d /= 2) high = fmaxf(high, __shfl_xor_sync(~0u, high, d));
      if (there) {
#pragma unroll 1
        for (int r = lane_ % 16; r < plan.splits; r += 16) {
          const float* part = joined + r * plan.joined_words;
          const float scale = exp2f(part[plan.joined_numbers + 2 * head] - high);
          sum = fmaf(part[i], scale, sum);
          l = fmaf(part[plan.joined_numbers + 2 * head + 1], scale, l);
        }
      }
#pragma unroll
      for (int d = 8; d > 0; d /= 2) sum += __shfl_xor_sync(~0u, sum, d), l += __shfl_xor_sync(~0u, l, d);
      const float out = sum / l, next = __shfl_xor_sync(~0u, out, 16);
      if (there && lane_ < kCopies && head < b_.mine().heads) {
        const int number = b_.query_head(head) * Width + n % Width;
        put(b_.words(layer, b_.p.plan.exchange.attended) + lane_ * (b_.attended() / 2) + number / 2, pack<__nv_bfloat16>(out, next));
      }
    }
  }

  const Block& b_;
  const int warp_, lane_;
  int position_ = 0;
  unsigned stages_past_ = 0;  // of all consumers together
  int tiles_ = 0;             // handed over
};

}  // namespace halftone::cuda::token
