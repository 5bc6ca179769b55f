// The producer: a warp that walks through all that the consumers will read, in their order, and fetches it as far ahead as the ring
// has room. Weights and pages depend on nobody, so it stops for no dependency.
#pragma once

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/token/block.cuh"

namespace halftone::cuda::token {

// Where the cache's pages lie. A warp asks for 32 of them at a time, since an answer takes as long as a page, and keeps them: all layers
// have the same.
class PageTable {
 public:
  // Of a page up to `last`; whole warps ask.
  __device__ std::byte* at(std::byte* const* pages, int page, int last) {
    if (static_cast<unsigned>(page - first_) >= 32) mine_ = pages[min(page + place().lane, last)], first_ = page;
    return reinterpret_cast<std::byte*>(__shfl_sync(~0u, reinterpret_cast<unsigned long long>(mine_), page - first_));
  }

 private:
  int first_ = -32;
  std::byte* mine_ = nullptr;
};

class Producer {
 public:
  __device__ explicit Producer(const Block& block)
      : b_(block), filler_(block.fixed().full, block.fixed().empty, &block.fixed().issued, block.ring(), block.p.plan) {}

  __device__ void run() {
    const Shape& s = b_.p.shape;
    wait_for_previous();
    const int position = *b_.p.position;
    int next_window = 0;
    unsigned long long next_shapes = 0;
    const auto look_ahead = [&](int layer) {  // so that nobody waits for it
      const Layer& next = b_.p.layers[min(layer, s.layers - 1)];
      next_window = __ldg(&next.window), next_shapes = __ldg(reinterpret_cast<const unsigned long long*>(next.shape_of));
    };
    look_ahead(0);
#pragma unroll 1
    for (int layer = 0; layer < s.layers + (s.vocabulary > 0 ? 1 : 0); ++layer) {
      const bool is_head = layer == s.layers;
      const MatrixCopies* copies = b_.p.copies + layer * kMatrices;
      const int window = next_window;
      const unsigned long long shapes = is_head ? static_cast<unsigned>(b_.p.plan.head) : next_shapes;
      look_ahead(layer + 1);
      if (!is_head) prefetch(copies);
#pragma unroll 1
      for (int step = is_head ? kHeadStep : kQkvStep; step <= (is_head ? kHeadStep : kDownStep); ++step) {
        if (step == kOutStep) pages(layer, b_.pages_of(position, window), position);
        matrix(step, copies, shapes);
      }
    }
  }

 private:
  __device__ void prefetch(const MatrixCopies* copies) {
#pragma unroll 1
    for (int m = 0; m < kMatrices; ++m) {
      if (!elected()) continue;
      prefetch_map(&copies[m].quants);
      if (b_.p.plan.integers) prefetch_map(&copies[m].headers);
    }
  }
  // A stage is a page, several, or half of one; of the last stage what is not there yet is left out.
  __device__ void pages(int layer, const Block::Pages& pages, int position) {
    const Plan& plan = b_.p.plan;
    const int stage_tokens = 1 << plan.log_stage_tokens, tokens = min(stage_tokens, kPageTokens), bytes = tokens * plan.cache_row_bytes;
    const long long keys_at = b_.keys_at(layer);
    const int begin = pages.first * stage_tokens, end = min(begin + pages.count * stage_tokens, (position | (tokens - 1)) + 1);
    filler_.set_windows(plan.page_window, plan.idle_page_window);
#pragma unroll 1
    for (int token = begin; token < end;) {
      std::uint32_t at = filler_.take();
      const int stage_end = min(token + stage_tokens, end);
      if (elected()) filler_.begin((stage_end - token) * 2 * plan.cache_row_bytes);
#pragma unroll 1
      for (; token < stage_end; token += tokens, at += 2 * bytes) {
        const std::byte* const page = page_table_.at(b_.p.pages, token / kPageTokens, position / kPageTokens);
        if (!elected()) continue;
        const std::byte* const keys = page + keys_at + token % kPageTokens * plan.cache_row_bytes;
        copy_bytes(at, keys, bytes, filler_.barrier(), filler_.policy());
        copy_bytes(at + bytes, keys + b_.p.value_offset, bytes, filler_.barrier(), filler_.policy());
      }
      filler_.end();
    }
  }
  // Where 16 rows come from: one matrix, or 8 of the gate and 8 of `up`; and how they lie in a stage.
  struct Rows {
    const MatrixCopies *copies, *up;
    int row, shape;
  };
  __device__ Rows rows_of(int step, const MatrixCopies* copies, unsigned long long shapes, int tile) const {
    const int number = b_.tile_number(step, tile);
    if (step == kHeadStep) return {copies, nullptr, number * kTileRows, static_cast<int>(shapes)};
    const Block::MatrixRow at = b_.matrix_row(step, number * kTileRows);
    const int shape = static_cast<int>(shapes >> (8 * at.matrix)) & 0xFF;
    if (step == kMlpStep && b_.p.shape.gated) return {copies + kGate, copies + kUp, number * 8, shape};
    return {copies + at.matrix, nullptr, at.row, shape};
  }
  // All tiles of a step, those side by side together. The innermost loop has to be short: a warp alone fetches all that a multiprocessor
  // reads.
  __device__ void matrix(int step, const MatrixCopies* copies, unsigned long long shapes) {
    const int tiles = b_.tiles_of(step), columns = b_.columns_of(step);
    filler_.set_windows(b_.p.plan.window, b_.p.plan.idle_window);
    const int next_row = b_.tile_stride(step) * (step == kMlpStep ? b_.mlp_rows() : kTileRows);
#pragma unroll 1
    for (int tile = 0, together = 0; tile < tiles; tile += together) {
      together = Block::is_both_teams(step, tile, tiles) ? 1 : 2;
      const Rows rows = rows_of(step, copies, shapes, tile);
      if (rows.shape != shape_index_) shape_ = b_.p.plan.shapes.of[shape_index_ = rows.shape];
      const int eight_rows = 8 * shape_.row_bytes, eight_headers = 8 * shape_.header_bytes;
      const int end = shape_.row_bytes / 8 * shape_.stages(columns), end_row = together * next_row;
      unsigned header = 0;
#pragma unroll 1
      for (int column = 0; column < end; column += eight_rows / 64, header += shape_.header_step) {
#pragma unroll 1
        for (int more = 0; more < end_row; more += next_row) {
          const std::uint32_t at = filler_.take();
          if (elected()) {
            filler_.begin(2 * (eight_rows + eight_headers));
            const std::uint32_t headers = at + 2 * eight_rows;
            const auto whole = static_cast<int>(header / 16 * 4);  // copies begin at multiples of 16 bytes
            copy(at, &rows.copies->quants, column, rows.row + more);
            if (rows.up) copy(at + eight_rows, &rows.up->quants, column, rows.row + more);
            if (eight_headers > 0) {
              copy(headers, &rows.copies->headers, whole, rows.row + more);
              if (rows.up) copy(headers + eight_headers, &rows.up->headers, whole, rows.row + more);
            }
          }
          filler_.end();
        }
      }
    }
  }
  __device__ __forceinline__ void copy(std::uint32_t to, const CUtensorMap* map, int column, int row) const {
    copy_rows(to, map, column, row, filler_.barrier(), filler_.policy());
  }

  const Block& b_;
  Filler filler_;
  PageTable page_table_;
  int shape_index_ = -1;  // shape_'s place in the plan's list
  StageShape shape_;
};

}  // namespace halftone::cuda::token
