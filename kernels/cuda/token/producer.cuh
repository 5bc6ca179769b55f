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
      prefetch_map(&copies[m].quants);
      if (b_.p.plan.body.header_bytes > 0) prefetch_map(&copies[m].headers);
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
  // All tiles of a step, one after the other; of the MLP's second matrix two together, as its numbers arrive.
  __device__ void matrix(int step, const MatrixCopies* copies) {
    const StageShape& shape = step == kHeadStep ? b_.p.plan.head : b_.p.plan.body;
    const int columns = b_.columns_of(step), tiles = b_.tiles_of(step), together = step == kDownStep ? 2 : 1;
#pragma unroll 1
    for (int tile = 0; tile < tiles; tile += together) {
      const int here = min(together, tiles - tile);
#pragma unroll 1
      for (int column = 0, index = 0; column < columns; column += shape.columns, ++index) {
#pragma unroll 1
        for (int t = 0; t < here; ++t) tile_stage(step, copies, tile + t, index, shape);
      }
    }
  }
  // 8 rows of one matrix and 8 of another, or the same.
  __device__ void tile_stage(int step, const MatrixCopies* copies, int tile, int index, const StageShape& shape) {
    const bool pairs = step == kMlpStep && b_.p.shape.gated;
    const int number = b_.tile_number(step, tile);
    int row = number * (pairs ? 8 : kTileRows);
    const MatrixCopies* first = copies;
    switch (step) {
      case kQkvStep: {
        const int keys_at = b_.attended(), values_at = keys_at + b_.p.shape.kv_heads * b_.p.shape.head_width;
        first += row < keys_at ? kQuery : row < values_at ? kKey : kValue;
        row -= row < keys_at ? 0 : row < values_at ? keys_at : values_at;
        break;
      }
      case kOutStep: first += kOut; break;
      case kMlpStep: first += pairs ? kGate : kUp; break;
      case kDownStep: first += kDown; break;
      default: break;
    }
    const MatrixCopies* second = pairs ? copies + kUp : first;
    const int second_row = pairs ? row : row + 8;
    const std::uint32_t at = filler_.take(shape.bytes());
    copy_rows(at, &first->quants, index * (kRowBytes / 8), row, filler_.barrier(), filler_.policy());
    copy_rows(at + kQuantBytes / 2, &second->quants, index * (kRowBytes / 8), second_row, filler_.barrier(), filler_.policy());
    if (shape.header_bytes == 0) return;
    const int column = index * (shape.header_bytes / 4);
    copy_rows(at + kQuantBytes, &first->headers, column, row, filler_.barrier(), filler_.policy());
    copy_rows(at + kQuantBytes + 8 * shape.header_bytes, &second->headers, column, second_row, filler_.barrier(), filler_.policy());
  }

  const Block& b_;
  Filler filler_;
};

}  // namespace halftone::cuda::token
