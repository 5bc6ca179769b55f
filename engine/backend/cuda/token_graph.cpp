#include "engine/backend/cuda/token_graph.h"

#include <utility>

namespace halftone {

using cuda::check;

void TokenGraph::reset() {
  if (graph_) cudaGraphExecDestroy(std::exchange(graph_, nullptr));
}

bool TokenGraph::record(const cuda::Context& context, const std::function<bool()>& body) {
  reset();
  check(cudaStreamBeginCapture(context.stream(), cudaStreamCaptureModeThreadLocal), "recording a token");
  bool complete = false;
  cudaGraph_t recorded = nullptr;
  try {
    complete = body();
  } catch (...) {
    cudaStreamEndCapture(context.stream(), &recorded);
    if (recorded) cudaGraphDestroy(recorded);
    cudaGetLastError();
    throw;
  }
  check(cudaStreamEndCapture(context.stream(), &recorded), "recording a token");
  const cudaError_t status = complete ? cudaGraphInstantiate(&graph_, recorded, 0) : cudaSuccess;
  cudaGraphDestroy(recorded);
  check(status, "recording a token");
  return complete;
}

void TokenGraph::launch(const cuda::Context& context) const { check(cudaGraphLaunch(graph_, context.stream()), "computing a token"); }

}  // namespace halftone
