#include "kernels/cuda/limits.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace halftone::cuda {

namespace {

constexpr int kThreads = 512, kAhead = 4;

__global__ void __launch_bounds__(kThreads) read_kernel(const uint4* data, long long count, unsigned* sink) {
  unsigned folded = 0;
  const long long step = static_cast<long long>(gridDim.x) * kThreads;
  long long i = static_cast<long long>(blockIdx.x) * kThreads + threadIdx.x;
  for (; i + (kAhead - 1) * step < count; i += kAhead * step) {
    uint4 v[kAhead];
#pragma unroll
    for (int u = 0; u < kAhead; ++u) v[u] = __ldcs(data + i + u * step);
#pragma unroll
    for (int u = 0; u < kAhead; ++u) folded ^= v[u].x ^ v[u].y ^ v[u].z ^ v[u].w;
  }
  if (folded == 0x9E3779B9u) *sink = folded;  // keeps the loads
}

// Numbers in [−1, 1) from a hash of their index.
__global__ void __launch_bounds__(kThreads) scatter_kernel(std::uint16_t* numbers, long long count) {
  for (long long i = static_cast<long long>(blockIdx.x) * kThreads + threadIdx.x; i < count;
       i += static_cast<long long>(gridDim.x) * kThreads) {
    std::uint32_t h = static_cast<std::uint32_t>(i) * 0x9E3779B1u;
    h = (h ^ h >> 15) * 0x85EBCA77u;
    h ^= h >> 13;
    numbers[i] = static_cast<std::uint16_t>((h & 0x807Fu) | (0x3F00u + (h >> 16 & 0x0080u)));
  }
}

class Event {
 public:
  Event() { check(cudaEventCreate(&event_), "making an event"); }
  ~Event() { cudaEventDestroy(event_); }
  Event(const Event&) = delete;
  void record(const Context& context) { check(cudaEventRecord(event_, context.stream()), "recording an event"); }
  double seconds_since(Event& before) {
    check(cudaEventSynchronize(event_), "waiting for an event");
    float ms = 0;
    check(cudaEventElapsedTime(&ms, before.event_, event_), "measuring");
    return ms / 1000.0;
  }

 private:
  cudaEvent_t event_ = nullptr;
};

struct Memory {
  void* data = nullptr;
  explicit Memory(std::size_t bytes) { check(cudaMalloc(&data, bytes), "memory for a measurement"); }
  ~Memory() { cudaFree(data); }
  Memory(const Memory&) = delete;
};

}  // namespace

double read_bandwidth_gb_s(const Context& context) {
  constexpr int kPasses = 10;
  std::size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total), "asking for free memory");
  const auto bytes = static_cast<std::int64_t>(std::min(std::size_t{4} << 30, free / 2) / 256 * 256);
  const Memory memory(static_cast<std::size_t>(bytes));
  check(cudaMemsetAsync(memory.data, 1, static_cast<std::size_t>(bytes), context.stream()), "the bandwidth probe");
  Event begin, end;
  double best = 0;
  for (int pass = 0; pass < kPasses; ++pass) {
    begin.record(context);
    read_kernel<<<static_cast<unsigned>(context.multiprocessors() * 4), kThreads, 0, context.stream()>>>(
        static_cast<const uint4*>(memory.data), bytes / 16, context.counters() + Context::kCounters - 1);
    check(cudaGetLastError(), "the bandwidth probe");
    end.record(context);
    best = std::max(best, static_cast<double>(bytes) / end.seconds_since(begin) * 1e-9);
  }
  return best;
}

double matmul_tflop_s(const Context& context) {
  constexpr int n = 8192;
  constexpr std::size_t count = static_cast<std::size_t>(n) * n;
  const Memory a(2 * count), b(2 * count), c(2 * count);
  for (const Memory* m : {&a, &b}) {
    scatter_kernel<<<1024, kThreads, 0, context.stream()>>>(static_cast<std::uint16_t*>(m->data), static_cast<long long>(count));
    check(cudaGetLastError(), "the product probe");
  }
  const float one = 1, zero = 0;
  Event begin, end;
  std::vector<double> rates;
  for (int pass = 0; pass < 13; ++pass) {
    begin.record(context);
    check(cublasGemmEx(context.cublas(), CUBLAS_OP_T, CUBLAS_OP_N, n, n, n, &one, a.data, CUDA_R_16BF, n, b.data, CUDA_R_16BF, n, &zero,
                       c.data, CUDA_R_16BF, n, CUBLAS_COMPUTE_32F, CUBLAS_GEMM_DEFAULT),
          "the product probe");
    end.record(context);
    const double seconds = end.seconds_since(begin);
    if (pass >= 3) rates.push_back(2.0 * n * n * n / seconds * 1e-12);  // the first ones warm up
  }
  std::ranges::nth_element(rates, rates.begin() + static_cast<std::ptrdiff_t>(rates.size() / 2));
  return rates[rates.size() / 2];
}

}  // namespace halftone::cuda
