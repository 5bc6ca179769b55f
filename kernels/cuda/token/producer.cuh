// The producer: a thread that walks through all that the consumers will read, in their order, and fetches it as far ahead as the ring
// has room. Weights and pages depend on nobody, so it stops for no dependency.
#pragma once

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/token/block.cuh"

namespace halftone::cuda::token {

class Producer {
 public:
  __device__ explicit Producer(const Block& block)
      : b_(block), filler_(block.fixed.full, block.fixed.empty, &block.fixed.issued, block.ring, block.p.plan) {}

  __device__ void run() {
    const Shape& s = b_.p.shape;
    wait_for_previous();
    const int position = *b_.p.position;
#pragma unroll 1
    for (int layer = 0; layer < s.layers; ++layer) {
      const MatrixCopies* copies = b_.p.copies + layer * kMatrices;
      const int window = __ldg(&b_.p.layers[layer].window);
      prefetch(copies);
      qkv(copies);
      pages(layer, b_.pages_of(position, window));
      run_of_tiles(copies + kOut, b_.attended());
      mlp(copies);
      down(copies + kDown);
    }
    if (s.vocabulary > 0) {
#pragma unroll 1
      for (int r = 0; r < b_.mine().head_rounds; ++r)
        rows(b_.p.copies + s.layers * kMatrices, b_.tile_of(r) * kTileRows, s.width, b_.p.plan.head);
    }
  }

 private:
  __device__ void prefetch(const MatrixCopies* copies) {
#pragma unroll 1
    for (int m = 0; m < kMatrices; ++m) {
      prefetch_map(&copies[m].quants);
      if (b_.p.plan.body.header_bytes > 0) prefetch_map(&copies[m].headers);
    }
  }
  // A stage: 8 rows of one matrix and 8 of another (or the same).
  __device__ void stage(const MatrixCopies* a, int row_a, const MatrixCopies* b, int row_b, int index, const StageShape& shape) {
    const std::uint32_t at = filler_.take(shape.bytes());
    copy_rows(at, &a->quants, index * (kRowBytes / 8), row_a, filler_.barrier(), filler_.policy());
    copy_rows(at + kQuantBytes / 2, &b->quants, index * (kRowBytes / 8), row_b, filler_.barrier(), filler_.policy());
    if (shape.header_bytes == 0) return;
    const int column = index * (shape.header_bytes / 4);
    copy_rows(at + kQuantBytes, &a->headers, column, row_a, filler_.barrier(), filler_.policy());
    copy_rows(at + kQuantBytes + 8 * shape.header_bytes, &b->headers, column, row_b, filler_.barrier(), filler_.policy());
  }
  __device__ void rows(const MatrixCopies* copies, int row, int columns, const StageShape& shape) {
#pragma unroll 1
    for (int column = 0, index = 0; column < columns; column += shape.columns, ++index) stage(copies, row, copies, row + 8, index, shape);
  }
  __device__ void qkv(const MatrixCopies* copies) {
    const Share share = b_.mine().qkv;
    const int keys_at = b_.attended(), values_at = keys_at + b_.p.shape.kv_heads * b_.p.shape.head_width;
#pragma unroll 1
    for (int i = 0; i < share.count; ++i) {
      const int row = (share.first + i) * kTileRows;
      if (row < keys_at)
        rows(copies + kQuery, row, b_.p.shape.width, b_.p.plan.body);
      else if (row < values_at)
        rows(copies + kKey, row - keys_at, b_.p.shape.width, b_.p.plan.body);
      else
        rows(copies + kValue, row - values_at, b_.p.shape.width, b_.p.plan.body);
    }
  }
  __device__ void pages(int layer, const Block::Pages& pages) {
    const int bytes = kPageTokens * b_.p.shape.head_width * 2;
#pragma unroll 1
    for (int i = 0; i < pages.count; ++i) {
      const std::byte* keys = b_.keys(layer, pages.first + i);
      const std::uint32_t at = filler_.take(2 * bytes);
      copy_bytes(at, keys, bytes, filler_.barrier(), filler_.policy());
      copy_bytes(at + bytes, keys + b_.p.value_offset, bytes, filler_.barrier(), filler_.policy());
    }
  }
  __device__ void run_of_tiles(const MatrixCopies* copies, int columns) {
    const Share share = b_.mine().own;
#pragma unroll 1
    for (int i = 0; i < share.count; ++i) rows(copies, (share.first + i) * kTileRows, columns, b_.p.plan.body);
  }
  __device__ void mlp(const MatrixCopies* copies) {
    const StageShape& shape = b_.p.plan.body;
#pragma unroll 1
    for (int r = 0; r < b_.mine().mlp_rounds; ++r) {
      const int tile = b_.tile_of(r);
      if (!b_.p.shape.gated) {
        rows(copies + kUp, tile * kTileRows, b_.p.shape.width, shape);
        continue;
      }
#pragma unroll 1
      for (int column = 0, index = 0; column < b_.p.shape.width; column += shape.columns, ++index)
        stage(copies + kGate, tile * 8, copies + kUp, tile * 8, index, shape);
    }
  }
  // Two tiles go through the columns together, as the MLP's numbers arrive.
  __device__ void down(const MatrixCopies* copies) {
    const Share share = b_.mine().own;
    const StageShape& shape = b_.p.plan.body;
#pragma unroll 1
    for (int i = 0; i < share.count; i += 2) {
      const int row = (share.first + i) * kTileRows;
#pragma unroll 1
      for (int column = 0, index = 0; column < b_.p.shape.mlp_width; column += shape.columns, ++index) {
        stage(copies, row, copies, row + 8, index, shape);
        if (i + 1 < share.count) stage(copies, row + kTileRows, copies, row + kTileRows + 8, index, shape);
      }
    }
  }

  const Block& b_;
  Filler filler_;
};

}  // namespace halftone::cuda::token
