// One token's work, recorded once as a CUDA graph and launched as a whole ever after.
#pragma once

#include <functional>

#include "kernels/cuda/context.h"

namespace halftone {

class TokenGraph {
 public:
  TokenGraph() = default;
  TokenGraph(const TokenGraph&) = delete;
  ~TokenGraph() { reset(); }

  // Records what `body` launches on the stream; nothing runs yet.
  void record(const cuda::Context& context, const std::function<void()>& body);
  void launch(const cuda::Context& context) const;
  explicit operator bool() const { return graph_ != nullptr; }
  void reset();

 private:
  cudaGraphExec_t graph_ = nullptr;
};

}  // namespace halftone
