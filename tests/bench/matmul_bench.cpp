// Matrix products of TinyLlama's layers (D 2048, F 5632, Hkv·Dh 256), every weight read from memory. Reports, beside the time,
// GB/s of weights and their share of the read bandwidth measured at the start, and GOP/s (2 per weight and token).
#include <benchmark/benchmark.h>

#include <cstring>
#include <new>
#include <random>
#include <vector>

#include "kernels/core/bandwidth.h"
#include "kernels/core/thread_pool.h"
#include "kernels/layouts/panel.h"
#include "kernels/ops/matmul.h"
#include "tests/kernels/sample_blocks.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace {

using namespace halftone;

ThreadPool& pool() {
  static ThreadPool pool;
  return pool;
}

double bandwidth() {
  static const double gigabytes = read_bandwidth(pool(), 512 << 20, 9);
  return gigabytes;
}

struct Memory {
  explicit Memory(std::int64_t size) : bytes(static_cast<std::byte*>(::operator new[](size, std::align_val_t(2 << 20)))) {
#ifdef __linux__
    madvise(bytes, size, MADV_HUGEPAGE);
#endif
  }
  Memory(const Memory&) = delete;
  ~Memory() { ::operator delete[](bytes, std::align_val_t(2 << 20)); }
  std::byte* bytes;
};

struct Shape {
  std::int64_t rows, columns;
};
constexpr Shape kLayer[] = {{2048, 2048}, {256, 2048}, {256, 2048}, {2048, 2048}, {5632, 2048}, {5632, 2048}, {2048, 5632}};
constexpr int kLayers = 8;

void layers(benchmark::State& state, Format format) {
  const std::int64_t tokens = state.range(0);
  std::int64_t layer_bytes = 0, layer_weights = 0;
  for (const Shape& s : kLayer) {
    layer_bytes += weight_bytes(format, WeightLayout::panels, s.rows, s.columns);
    layer_weights += s.rows * s.columns;
  }

  std::mt19937 random(1);
  std::normal_distribution<float> normal(0.0f, 0.05f);
  std::vector<float> values(kPanelRows * 5632);
  for (auto& v : values) v = normal(random);
  Memory weights(kLayers * layer_bytes);
  std::byte* to = weights.bytes;
  std::vector<WeightView> views;
  for (int l = 0; l < kLayers; ++l)
    for (const Shape& s : kLayer) {
      const std::int64_t panel_bytes = kPanelRows * info(format).row_bytes(s.columns);
      std::vector<std::byte> row_major(panel_bytes), panel(panel_bytes);
      fill_sample_blocks(format, values.data(), kPanelRows, s.columns, row_major.data());
      pack_panel(format, row_major.data(), kPanelRows, s.columns, panel.data());
      views.push_back({format, WeightLayout::panels, to, s.rows, s.columns});
      for (std::int64_t p = 0; p < s.rows / kPanelRows; ++p, to += panel_bytes) std::memcpy(to, panel.data(), panel_bytes);
    }

  std::vector<float> x(tokens * 5632), y(tokens * 5632);
  for (auto& v : x) v = normal(random);
  Memory scratch(matmul_scratch_bytes(tokens, 5632));
  for (auto _ : state)
    for (const WeightView& w : views)
      cpu::matmul({.x = {x.data(), {tokens, w.columns}},
                   .weight = w,
                   .bias = {},
                   .accumulate = false,
                   .y = {y.data(), {tokens, w.rows}},
                   .scratch = {scratch.bytes, static_cast<std::size_t>(matmul_scratch_bytes(tokens, w.columns))}},
                  pool());

  const double passes = static_cast<double>(state.iterations()) * kLayers;
  using Counter = benchmark::Counter;
  state.counters["GB/s"] = Counter(passes * layer_bytes * 1e-9, Counter::kIsRate);
  if (tokens == 1) state.counters["share"] = Counter(passes * layer_bytes * 1e-9 / bandwidth(), Counter::kIsRate);
  state.counters["GOP/s"] = Counter(passes * 2e-9 * layer_weights * tokens, Counter::kIsRate);
}

void read_memory(benchmark::State& state) {
  for (auto _ : state) state.counters["GB/s"] = read_bandwidth(pool(), 512 << 20, 1);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::RegisterBenchmark("read_bandwidth", read_memory)->UseRealTime()->Unit(benchmark::kMillisecond);
  for (const FormatInfo& f : formats())
    for (const int tokens : {1, 8, 256})
      benchmark::RegisterBenchmark((std::string(f.name) + "/tokens").c_str(), layers, f.format)
          ->Arg(tokens)->UseRealTime()->Unit(benchmark::kMillisecond);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
