#include "kernels/cuda/context.h"

#include <string>

#include "kernels/cuda/loaded_code.h"

namespace halftone::cuda {

namespace {

constexpr std::size_t kCublasWorkspace = 32 << 20;  // NVIDIA's recommendation for Hopper; fixed, so that graphs may hold it

}  // namespace

bool loses_context(cudaError_t status) {
  switch (static_cast<int>(status)) {
    case cudaErrorECCUncorrectable:
    case cudaErrorNvlinkUncorrectable:
    case 226:  // cudaErrorContained, which older toolkits have no name for
    case cudaErrorIllegalAddress:
    case cudaErrorLaunchTimeout:
    case cudaErrorContextIsDestroyed:
    case cudaErrorAssert:
    case cudaErrorHardwareStackError:
    case cudaErrorIllegalInstruction:
    case cudaErrorMisalignedAddress:
    case cudaErrorInvalidAddressSpace:
    case cudaErrorInvalidPc:
    case cudaErrorLaunchFailure:
    case 721:  // cudaErrorTensorMemoryLeak, as above
    case cudaErrorMpsClientTerminated:
    case 911:  // cudaErrorExternalDevice, as above
    case cudaErrorUnknown: return true;
    default: return false;
  }
}

void check(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  cudaGetLastError();  // what the device has got over is forgotten here, so that the next call does not report them again
  throw DeviceError(std::string(what) + ": " + cudaGetErrorString(status), loses_context(status));
}

// cuBLAS says "execution failed" of whatever went wrong. Where the context is lost, every later call says so.
void check(cublasStatus_t status, const char* what) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  const bool lost = loses_context(cudaStreamQuery(cudaStreamPerThread));
  cudaGetLastError();
  throw DeviceError(std::string(what) + ": " + cublasGetStatusString(status), lost);
}

void Context::make_current() const { check(cudaSetDevice(device_), "choosing the device"); }

Context::Context(int device) : device_(device) {
  make_current();
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
  check(cudaMalloc(&counters_, (kCounters + 6) * sizeof(unsigned)), "counters");
  check(cudaMemset(counters_, 0, (kCounters + 6) * sizeof(unsigned)), "counters");
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
