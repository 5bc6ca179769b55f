#include "kernels/cuda/context.h"

#include "kernels/cuda/loaded_code.h"

namespace halftone::cuda {

namespace {

constexpr std::size_t kCublasWorkspace = 32 << 20;  // NVIDIA's recommendation for Hopper; fixed, so that graphs may hold it

}  // namespace

void check(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  cudaGetLastError();  // what the device has got over is forgotten here, so that the next call does not report them again
  throw DeviceError(std::string(what) + ": " + cudaGetErrorString(status));
}

void check(cublasStatus_t status, const char* what) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  throw DeviceError(std::string(what) + ": " + cublasGetStatusString(status));
}

Context::Context(int device) : device_(device) {
  check(cudaSetDevice(device), "choosing the device");
  const auto attribute = [&](cudaDeviceAttr which) {
    int value = 0;
    check(cudaDeviceGetAttribute(&value, which, device), "asking the device");
    return value;
  };
  multiprocessors_ = attribute(cudaDevAttrMultiProcessorCount);
  code_ = loaded_code();
  shared_per_block_ = attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin);
  check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "making a stream");
  check(cublasCreate(&cublas_), "starting cuBLAS");
  check(cublasSetStream(cublas_, stream_), "starting cuBLAS");
  check(cudaMalloc(&cublas_workspace_, kCublasWorkspace), "cuBLAS's workspace");
  check(cudaMalloc(&counters_, (kCounters + 1) * sizeof(unsigned)), "counters");
  check(cudaMemset(counters_, 0, (kCounters + 1) * sizeof(unsigned)), "counters");
  check(cublasSetWorkspace(cublas_, cublas_workspace_, kCublasWorkspace), "cuBLAS's workspace");
}

Context::~Context() {
  if (stream_) cudaStreamSynchronize(stream_);
  if (cublas_) cublasDestroy(cublas_);
  cudaFree(cublas_workspace_);
  cudaFree(counters_);
  if (stream_) cudaStreamDestroy(stream_);
}

}  // namespace halftone::cuda
