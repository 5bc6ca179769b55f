// Attention on the device: decode as a share of the bandwidth, per cache format; prefill in TFLOP/s (the causal half counted).
// Only options: "decode" or "prefill".
#include <cuda_runtime_api.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include "kernels/cuda/attention.h"
#include "kernels/cuda/ops.h"

using namespace halftone;

namespace {

template <class T>
struct Buffer {
  T* data = nullptr;
  std::size_t count;
  explicit Buffer(std::size_t n) : count(n) {
    cuda::check(cudaMalloc(&data, n * sizeof(T)), "memory");
    cuda::check(cudaMemset(data, 0, n * sizeof(T)), "memory");
  }
  ~Buffer() { cudaFree(data); }
  Buffer(const Buffer&) = delete;
};

constexpr std::int64_t kPage = 32;

// So many layers that the second-level cache holds none of them when its turn comes again.
struct Cache {
  KvView view;
  std::int64_t layers, layer_bytes;
  Buffer<std::byte> memory;
  Buffer<std::byte*> table;

  Cache(KvFormat format, std::int64_t kv_heads, std::int64_t width, std::int64_t length, bool many_layers)
      : view{format, kPage, kv_heads, width, length, {}, 0, 0},
        layers(many_layers ? 1 + (200 << 20) / (2 * kv_heads * length * view.row_bytes()) : 1),
        layer_bytes((2 * kv_heads * kPage * view.row_bytes() + 255) / 256 * 256),
        memory(static_cast<std::size_t>((length + kPage - 1) / kPage * layers * layer_bytes)),
        table(static_cast<std::size_t>((length + kPage - 1) / kPage)) {
    view.value_offset = kv_heads * kPage * view.row_bytes();
    std::vector<std::byte*> bases;
    for (std::size_t p = 0; p < table.count; ++p) bases.push_back(memory.data + static_cast<std::int64_t>(p) * layers * layer_bytes);
    cuda::check(cudaMemcpy(table.data, bases.data(), bases.size() * sizeof(std::byte*), cudaMemcpyHostToDevice), "memory");
    view.pages = {table.data, table.count};
  }
};

struct Run {
  const cuda::Context& context;
  Cache cache;
  std::int64_t heads, tokens, start;
  Buffer<float> q, out;
  Buffer<std::byte> scratch;
  Buffer<std::int32_t> position;

  Run(const cuda::Context& c, KvFormat format, std::int64_t heads_, std::int64_t kv_heads, std::int64_t width, std::int64_t tokens_,
      std::int64_t start_)
      : context(c),
        cache(format, kv_heads, width, start_ + tokens_, tokens_ == 1),
        heads(heads_),
        tokens(tokens_),
        start(start_),
        q(static_cast<std::size_t>(tokens_ * heads_ * width)),
        out(q.count),
        scratch(static_cast<std::size_t>(cuda::attention_scratch_bytes(
            AttentionKind::flash, {tokens_, start_ + tokens_, heads_, width, kPage, 1}, kv_heads, format, c.multiprocessors()))),
        position(1) {
    std::vector<float> numbers(q.count);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(i * 2654435761u % 2048) / 1024.0f - 1.0f;
    cuda::check(cudaMemcpy(q.data, numbers.data(), numbers.size() * sizeof(float), cudaMemcpyHostToDevice), "memory");
    const auto at = static_cast<std::int32_t>(start);
    cuda::check(cudaMemcpy(position.data, &at, sizeof at, cudaMemcpyHostToDevice), "memory");
    if (tokens > 1) {  // numbers as they come, since power depends on them
      const Buffer<std::int32_t> zero(1);
      const std::array<std::int64_t, 3> shape{tokens, kv_heads, width}, stride{heads * width, width, 1};
      KvView view = cache.view;
      cuda::kv_store({{q.data, shape, stride}, {q.data, shape, stride}, 0, view}, zero.data, context);
      context.synchronise();
    }
  }
  double seconds(int repeats) {
    cudaEvent_t begin = nullptr, end = nullptr;
    cudaEventCreate(&begin), cudaEventCreate(&end);
    const auto go = [&](int n) {
      for (int i = 0; i < n; ++i) {
        KvView view = cache.view;
        view.layer_offset = i % cache.layers * cache.layer_bytes;
        const std::int64_t width = view.head_width;
        cuda::attention(AttentionKind::flash,
                        {{q.data, {tokens, heads, width}},
                         start,
                         view,
                         {1 / std::sqrt(static_cast<float>(width)), true, 0, 0, {}},
                         {out.data, {tokens, heads, width}},
                         {scratch.data, scratch.count},
                         {},
                         0},
                        position.data, context);
      }
    };
    go(repeats / 4 + 1);
    cudaEventRecord(begin, context.stream());
    go(repeats);
    cudaEventRecord(end, context.stream());
    context.synchronise();
    float ms = 0;
    cudaEventElapsedTime(&ms, begin, end);
    return ms / 1e3 / repeats;
  }
};

void decode(const cuda::Context& context, const char* name, std::int64_t heads, std::int64_t kv_heads, std::int64_t width) {
  for (const std::int64_t length : {512, 8192, 32768}) {
    for (const KvFormat format : {KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4}) {
      Run run(context, format, heads, kv_heads, width, 1, length - 1);
      const double seconds = run.seconds(200);
      std::printf("decode %-12s %6lld %-5s %8.1f us %7.0f GB/s\n", name, static_cast<long long>(length), info(format).name.data(),
                  seconds * 1e6, static_cast<double>(2 * kv_heads * length * run.cache.view.row_bytes()) / seconds / 1e9);
    }
  }
}

void prefill(const cuda::Context& context, KvFormat format, std::int64_t heads, std::int64_t kv_heads, std::int64_t width,
             std::initializer_list<std::int64_t> lengths) {
  for (const std::int64_t tokens : lengths) {
    Run run(context, format, heads, kv_heads, width, tokens, 0);
    const double seconds = run.seconds(tokens > 8192 ? 8 : 20);
    const double flop = 4.0 * static_cast<double>(tokens * (tokens + 1) / 2 * heads * width);
    std::printf("prefill width %lld %-5s %6lld tokens %9.1f us %7.1f TFLOP/s\n", static_cast<long long>(width), info(format).name.data(),
                static_cast<long long>(tokens), seconds * 1e6, flop / seconds / 1e12);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view only = argc > 1 ? argv[1] : "";
  const cuda::Context context(0);
  if (only != "prefill") {
    decode(context, "32/8 x 128", 32, 8, 128);
    decode(context, "48/1 x 128", 48, 1, 128);
  }
  if (only != "decode") {
    prefill(context, KvFormat::bf16, 32, 8, 128, {512, 2048, 4096, 8192, 16384});
    prefill(context, KvFormat::f16, 32, 8, 128, {4096});
    prefill(context, KvFormat::int8, 32, 8, 128, {4096});
    prefill(context, KvFormat::bf16, 32, 8, 64, {4096});
    prefill(context, KvFormat::bf16, 32, 8, 96, {4096});
    prefill(context, KvFormat::bf16, 16, 8, 256, {4096});
  }
}
