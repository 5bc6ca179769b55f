// The producer: a warp that walks through all that the consumers will read, in their order, and fetches it as far ahead as the ring
// has room. Weights and pages depend on nobody, so it stops for no dependency.
#pragma once

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/token/block.cuh"

namespace halftone::cuda::token {

class Producer {
 public:
  __device__ explicit Producer(const Block& block)
      : b_(block), filler_(block.fixed().full, block.fixed().empty, &block.fixed().issued, block.ring(), block.p.plan) {}

  __device__ void run() {
    const Shape& s = b_.p.shape;
    wait_for_previous();
    const int position = *b_.p.position;
#pragma unroll 1
    for (int layer = 0; layer < s.layers; ++layer) {
      const MatrixCopies* copies = b_.p.copies + layer * kMatrices;
      const int window = __ldg(&b_.p.layers[layer].window);
      prefetch(copies);
#pragma unroll 1
      for (int step = kQkvStep; step <= kDownStep; ++step) {
        if (step == kOutStep) pages(layer, b_.pages_of(position, window));
        matrix(step, copies);
      }
    }
    if (s.vocabulary > 0) matrix(kHeadStep, b_.p.copies + s.layers * kMatrices);
  }

 private:
  __device__ void prefetch(const MatrixCopies* copies) {
#pragma unroll 1
    for (int m = 0; m < kMatrices; ++m) {
      if (!elected()) continue;
      prefetch_map(&copies[m].quants);
      if (b_.p.plan.body.header_bytes > 0) prefetch_map(&copies[m].headers);
    }
  }
  __device__ void pages(int layer, const Block::Pages& pages) {
    const int bytes = kPageTokens * b_.p.shape.head_width * 2;
#pragma unroll 1
    for (int i = 0; i < pages.count; ++i) {
      const std::byte* keys = b_.keys(layer, pages.first + i);
      const std::uint32_t at = filler_.take();
      if (!elected()) continue;
      filler_.begin(2 * bytes);
      copy_bytes(at, keys, bytes, filler_.barrier(), filler_.policy());
      copy_bytes(at + bytes, keys + b_.p.value_offset, bytes, filler_.barrier(), filler_.policy());
    }
  }
  // Where 16 rows come from: 8 of one matrix and 8 of another, or of the same.
  struct Rows {
    const MatrixCopies *first, *second;
    int row, second_row;
  };
  __device__ Rows rows_of(int step, const MatrixCopies* copies, int tile) const {
    const int number = b_.tile_number(step, tile), row = number * kTileRows;
    const auto of = [](const MatrixCopies* one, int at) { return Rows{one, one, at, at + 8}; };
    switch (step) {
      case kQkvStep: {
        const int keys_at = b_.attended(), values_at = keys_at + b_.p.shape.kv_heads * b_.p.shape.head_width;
        return row < keys_at     ? of(copies + kQuery, row)
               : row < values_at ? of(copies + kKey, row - keys_at)
                                 : of(copies + kValue, row - values_at);
      }
      case kOutStep: return of(copies + kOut, row);
      case kMlpStep:
        if (b_.p.shape.gated) return {copies + kGate, copies + kUp, number * 8, number * 8};
        return of(copies + kUp, row);
      case kDownStep: return of(copies + kDown, row);
      default: return of(copies, row);
    }
  }
  // All tiles of a step, one after the other; of the MLP's second matrix two together, as its numbers arrive. The innermost loop has to be
  // short: a warp alone fetches all that a multiprocessor reads.
  __device__ void matrix(int step, const MatrixCopies* copies) {
    const StageShape& shape = step == kHeadStep ? b_.p.plan.head : b_.p.plan.body;
    const int tiles = b_.tiles_of(step), together = step == kDownStep ? 2 : 1, bytes = shape.bytes(), header_bytes = shape.header_bytes;
    const int stages = (b_.columns_of(step) + shape.columns - 1) / shape.columns;
#pragma unroll 1
    for (int tile = 0; tile < tiles; tile += together) {
      const Rows rows = rows_of(step, copies, tile);
      const int end = min(together, tiles - tile) * kTileRows;
#pragma unroll 1
      for (int index = 0; index < stages; ++index) {
#pragma unroll 1
        for (int more = 0; more < end; more += kTileRows) {
          const std::uint32_t at = filler_.take(), barrier = filler_.barrier();
          if (!elected()) continue;
          filler_.begin(bytes);
          const int column = index * (kRowBytes / 8);
          copy_rows(at, &rows.first->quants, column, rows.row + more, barrier, filler_.policy());
          copy_rows(at + kQuantBytes / 2, &rows.second->quants, column, rows.second_row + more, barrier, filler_.policy());
          if (header_bytes == 0) continue;
          const int header = index * header_bytes / 4;
          copy_rows(at + kQuantBytes, &rows.first->headers, header, rows.row + more, barrier, filler_.policy());
          copy_rows(at + kQuantBytes + 8 * header_bytes, &rows.second->headers, header, rows.second_row + more, barrier, filler_.policy());
        }
      }
    }
  }

  const Block& b_;
  Filler filler_;
};

}  // namespace halftone::cuda::token
