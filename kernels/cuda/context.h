// What a launch needs, and how the device's errors leave it: as exceptions, since a device fault is nobody's input.
#pragma once

#include <cublas_v2.h>
#include <cuda_runtime.h>

#include <cstdint>

#include "kernels/core/device_fault.h"

namespace halftone::cuda {

struct DeviceError : DeviceFault {
  using DeviceFault::DeviceFault;
};

// Whether the context is gone with it: "the process must be terminated and relaunched" (CUDA Runtime API, enum cudaError).
bool loses_context(cudaError_t status);

void check(cudaError_t status, const char* what);  // throws DeviceError
void check(cublasStatus_t status, const char* what);

// One per backend, on one thread. Not copied: it owns the stream and the cuBLAS handle with its workspace.
class Context {
 public:
  explicit Context(int device);
  ~Context();
  Context(const Context&) = delete;

  int device() const { return device_; }
  void make_current() const;  // for this thread: where several devices are used, before each thing that is asked of one
  cudaStream_t stream() const { return stream_; }
  cublasHandle_t cublas() const { return cublas_; }
  int multiprocessors() const { return multiprocessors_; }
  int code() const { return code_; }                                   // what the kernels were compiled for (loaded_code.h)
  std::int64_t shared_per_block() const { return shared_per_block_; }  // the most that one block may ask for

  // kCounters zeros for kernels whose last block does something more; whoever counts one up sets it back.
  static constexpr int kCounters = 4096;
  unsigned* counters() const { return counters_; }
  // One more, for the blocks of a cooperative launch.
  unsigned* barrier() const { return counters_ + kCounters; }
  // Two more, wide ones: largest's.
  unsigned long long* best() const { return reinterpret_cast<unsigned long long*>(counters_ + kCounters + 2); }

  // Starts a kernel whose blocks, at most one for each multiprocessor, wait for each other (grid_barrier.cuh). Where a kernel starts before the one
  // in front has ended it is started so: its blocks find room as those of that one end, and nobody else's come between.
  template <class... Parameters, class... Arguments>
  void launch_together(const char* name, void (*kernel)(Parameters...), int blocks, dim3 block, std::size_t shared,
                       Arguments&&... arguments) const {
    const dim3 grid(static_cast<unsigned>(blocks));
    if (starts_early()) return launch(name, kernel, grid, block, shared, std::forward<Arguments>(arguments)...);
    cudaLaunchAttribute attribute{};
    attribute.id = cudaLaunchAttributeCooperative;
    attribute.val.cooperative = 1;
    start(name, kernel, grid, block, shared, &attribute, 1, std::forward<Arguments>(arguments)...);
  }

  void synchronise() const { check(cudaStreamSynchronize(stream_), "waiting for the device"); }

  // Starts a kernel that may begin before the one in front of it has ended (where its code can wait): it calls
  // wait_for_previous() (dependent_launch.cuh) before it reads what others wrote or writes what others read.
  template <class... Parameters, class... Arguments>
  void launch(const char* name, void (*kernel)(Parameters...), dim3 grid, dim3 block, std::size_t shared, Arguments&&... arguments) const {
    cudaLaunchAttribute attribute{};
    attribute.id = cudaLaunchAttributeProgrammaticStreamSerialization;
    attribute.val.programmaticStreamSerializationAllowed = 1;
    start(name, kernel, grid, block, shared, &attribute, starts_early() ? 1 : 0, std::forward<Arguments>(arguments)...);
  }

 private:
  // Below 9.0 wait_for_previous() is nothing, whatever card runs it.
  bool starts_early() const { return code_ >= 90; }

  template <class... Parameters, class... Arguments>
  void start(const char* name, void (*kernel)(Parameters...), dim3 grid, dim3 block, std::size_t shared, cudaLaunchAttribute* attributes,
             unsigned count, Arguments&&... arguments) const {
    cudaLaunchConfig_t config{};
    config.gridDim = grid;
    config.blockDim = block;
    config.dynamicSmemBytes = shared;
    config.stream = stream_;
    config.attrs = attributes;
    config.numAttrs = count;
    check(cudaLaunchKernelEx(&config, kernel, static_cast<Parameters>(std::forward<Arguments>(arguments))...), name);
  }

  int device_;
  int multiprocessors_ = 0, code_ = 0;
  std::int64_t shared_per_block_ = 0;
  cudaStream_t stream_ = nullptr;
  cublasHandle_t cublas_ = nullptr;
  void* cublas_workspace_ = nullptr;
  unsigned* counters_ = nullptr;
};

}  // namespace halftone::cuda
