#include "engine/backend/cuda/token_graph.h"

#include <utility>

namespace halftone {

using cuda::check;

void TokenGraph::reset() {
  if (graph_) cudaGraphExecDestroy(std::exchange(graph_, nullptr));
}

void TokenGraph::record(const cuda::Context& context, const std::function<void()>& body) {
  reset();
  check(cudaStreamBeginCapture(context.stream(), cudaStreamCaptureModeThreadLocal), "recording a token");
  cudaGraph_t recorded = nullptr;
  try {
    body();
  } catch (...) {
    cudaStreamEndCapture(context.stream(), &recorded);
    if (recorded) cudaGraphDestroy(recorded);
    cudaGetLastError();
    throw;
  }
  check(cudaStreamEndCapture(context.stream(), &recorded), "recording a token");
  const cudaError_t status = cudaGraphInstantiate(&graph_, recorded, 0);
  cudaGraphDestroy(recorded);
  check(status, "recording a token");
}

void TokenGraph::launch(const cuda::Context& context) const { check(cudaGraphLaunch(graph_, context.stream()), "computing a token"); }

}  // namespace halftone
