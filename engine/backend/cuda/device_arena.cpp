#include "engine/backend/cuda/device_arena.h"

#include <cuda_runtime_api.h>

#include "kernels/cuda/context.h"

namespace halftone {

using cuda::check;

std::byte* DeviceArena::take(std::int64_t bytes, MemoryTag tag) {
  check(cudaSetDevice(device_), "choosing the device");  // a loader's thread may ask
  void* data = nullptr;
  if (const cudaError_t status = cudaMalloc(&data, static_cast<std::size_t>(bytes)); status == cudaErrorMemoryAllocation) {
    cudaGetLastError();
    std::size_t free = 0, total = 0;
    check(cudaMemGetInfo(&free, &total), "asking for free memory");
    throw OutOfMemory(bytes, static_cast<std::int64_t>(free), tag);
  } else {
    check(status, "taking device memory");
  }
  if (const cudaError_t status = cudaMemset(data, 0, static_cast<std::size_t>(bytes)); status != cudaSuccess) {
    cudaFree(data);
    check(status, "clearing device memory");
  }
  // The pass's stream does not wait for the default one.
  check(cudaStreamSynchronize(cudaStreamLegacy), "clearing device memory");
  return static_cast<std::byte*>(data);
}

void DeviceArena::give_back(std::byte* data, std::int64_t) noexcept {
  cudaFree(data);  // waits for the kernels that still use it; after a fault there is nothing to do about its error
  cudaGetLastError();
}

void DeviceArena::upload(std::byte* to, const std::byte* from, std::int64_t bytes) {
  check(cudaSetDevice(device_), "choosing the device");
  check(cudaMemcpyAsync(to, from, static_cast<std::size_t>(bytes), cudaMemcpyHostToDevice, cudaStreamPerThread), "copying to the device");
  check(cudaStreamSynchronize(cudaStreamPerThread), "copying to the device");
}

void DeviceArena::copy(std::byte* to, const std::byte* from, std::int64_t bytes) {
  check(cudaSetDevice(device_), "choosing the device");
  check(cudaDeviceSynchronize(), "copying on the device");  // what is copied may still be on its way there
  check(cudaMemcpyAsync(to, from, static_cast<std::size_t>(bytes), cudaMemcpyDeviceToDevice, cudaStreamPerThread), "copying on the device");
  check(cudaStreamSynchronize(cudaStreamPerThread), "copying on the device");
}

}  // namespace halftone
