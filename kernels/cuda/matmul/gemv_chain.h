// Projections of one token that follow one another, in one launch: each reads what the ones before it wrote. All of the device stays
// on it from the first to the last, so that the weights of the next are on their way while the last numbers of this one are summed up.
#pragma once

#include <vector>

#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/x_norm.h"

namespace halftone::cuda {

struct ChainOutput {
  const std::byte* quants;
  const std::byte* headers;
  const float* bias;
  float* y;
  int first;  // of its rows, counted over all outputs; beyond them all: no output
};

struct ChainStep {
  const float* x;
  XNorm norm;
  ChainOutput output[3];
  long long quant_stride, header_stride;
  int columns, chunks;
  int units;  // rows, or with a gate pairs of rows, that blocks share out
  bool gated, activated, accumulate;
  Activation activation;
  int k_warps, passes, slice;  // K is cut into passes · k_warps slices of so many chunks, at most a chunk a lane
};

class GemvChain {
 public:
  static constexpr std::size_t kLongest = 8;  // steps
  static bool takes(Format format);           // the others go by gemv
  // Whether a chain takes this step: of its formats, all in the split layout, not too wide. What is pointed to is not looked at.
  static bool takes(const GemvArgs& args, const Context& context);
  // Appends a projection. False when it cannot follow those that are there: not taken, of another format, too many.
  bool push(const GemvArgs& args, const Context& context);
  bool empty() const { return steps_.empty(); }
  void launch(const Context& context);  // and empties the chain

 private:
  Format format_ = Format::f32;
  std::vector<ChainStep> steps_;
};

}  // namespace halftone::cuda
