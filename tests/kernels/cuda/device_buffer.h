// Host numbers on the device and back, for tests.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "kernels/cuda/context.h"

namespace halftone {

inline bool has_device() {
  int count = 0;
  const bool found = cudaGetDeviceCount(&count) == cudaSuccess && count > 0;
  cudaGetLastError();
  return found;
}

// To the device, for a stream that does not wait for others: cudaMemcpy returns when it has read the host's memory, and what it has read may
// still be on its way.
inline void copy_to_device(void* to, const void* from, std::size_t bytes) {
  cuda::check(cudaMemcpy(to, from, bytes, cudaMemcpyHostToDevice), "test memory");
  cuda::check(cudaStreamSynchronize(cudaStreamLegacy), "test memory");
}

template <class T>
class DeviceBuffer {
 public:
  explicit DeviceBuffer(std::size_t count) : count_(count) { cuda::check(cudaMalloc(&data_, count * sizeof(T) + 256), "test memory"); }
  explicit DeviceBuffer(std::span<const T> values) : DeviceBuffer(values.size()) {
    copy_to_device(data_, values.data(), values.size_bytes());
  }
  explicit DeviceBuffer(const std::vector<T>& values) : DeviceBuffer(std::span<const T>(values)) {}
  ~DeviceBuffer() { cudaFree(data_); }
  DeviceBuffer(DeviceBuffer&& other) : data_(std::exchange(other.data_, nullptr)), count_(other.count_) {}

  T* data() const { return static_cast<T*>(data_); }
  std::span<T> span() const { return {data(), count_}; }
  std::vector<T> host(const cuda::Context& context) const {
    context.synchronise();
    std::vector<T> values(count_);
    cuda::check(cudaMemcpy(values.data(), data_, count_ * sizeof(T), cudaMemcpyDeviceToHost), "test memory");
    return values;
  }

 private:
  void* data_ = nullptr;
  std::size_t count_;
};

}  // namespace halftone
