// A barrier over all blocks of a cooperative launch, in two halves: what a block does between them waits for nobody.
#pragma once

namespace halftone::cuda {

class GridBarrier {
 public:
  // `count`: zero before the launch; the last leave() sets it back.
  __device__ explicit GridBarrier(unsigned* count) : count_(count) {}

  // All that the block's threads wrote before is seen by every block after its wait().
  __device__ void arrive() {
    __syncthreads();
    target_ += gridDim.x;
    if (threadIdx.x == 0) {
      __threadfence();
      atomicAdd(count_, 1);
    }
  }
  __device__ void wait() const {
    if (threadIdx.x == 0) {
      while (load_acquire() < target_) {
      }
      __threadfence();
    }
    __syncthreads();
  }
  // In place of the last arrive() and wait().
  __device__ void leave() {
    target_ += gridDim.x;
    if (threadIdx.x == 0 && atomicAdd(count_, 1) == target_ - 1) *count_ = 0;
  }

 private:
  __device__ unsigned load_acquire() const {
    unsigned value;
    asm volatile("ld.acquire.gpu.u32 %0, [%1];" : "=r"(value) : "l"(count_) : "memory");
    return value;
  }

  unsigned* count_;
  unsigned target_ = 0;
};

}  // namespace halftone::cuda
