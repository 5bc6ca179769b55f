// Products on the device at the shapes of Llama-3-8B, as shares of what the device reads and multiplies at best in the same run.
//   gpu_matmul_bench [decode]
// decode: graphs of launches over weights far larger than the cache; GB/s count quants and headers. rows 8: the same with 8 tokens.
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <string_view>
#include <vector>

#include "kernels/cuda/limits.h"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul/gemv_chain.h"
#include "kernels/layouts/split_layout.h"

using namespace halftone;
using cuda::check;

namespace {

struct Memory {
  std::byte* data = nullptr;
  explicit Memory(std::int64_t bytes) { check(cudaMalloc(&data, static_cast<std::size_t>(bytes) + 4096), "memory"); }
  ~Memory() { cudaFree(data); }
  Memory(const Memory&) = delete;
};

// Random bits that are finite numbers as f16, bf16 and f32 alike.
void scatter(std::byte* to, std::int64_t bytes) {
  static const auto block = [] {
    std::vector<std::uint32_t> words(4 << 20);
    std::mt19937 random(1);
    for (auto& w : words) w = static_cast<std::uint32_t>(random()) & 0xBFFFBFFFu;
    return words;
  }();
  for (std::int64_t at = 0; at < bytes; at += static_cast<std::int64_t>(block.size()) * 4)
    check(cudaMemcpy(to + at, block.data(),
                     static_cast<std::size_t>(std::min<std::int64_t>(bytes - at, static_cast<std::int64_t>(block.size()) * 4)),
                     cudaMemcpyHostToDevice),
          "filling");
}

// Median seconds of a graph of `body`.
double seconds(const cuda::Context& context, const std::function<void()>& body, int repeats = 15) {
  cudaGraph_t graph;
  cudaGraphExec_t exec;
  check(cudaStreamBeginCapture(context.stream(), cudaStreamCaptureModeThreadLocal), "capture");
  body();
  check(cudaStreamEndCapture(context.stream(), &graph), "capture");
  check(cudaGraphInstantiate(&exec, graph, 0), "graph");
  cudaEvent_t begin, end;
  cudaEventCreate(&begin), cudaEventCreate(&end);
  std::vector<double> times;
  for (int i = 0; i < repeats + 2; ++i) {
    cudaEventRecord(begin, context.stream());
    check(cudaGraphLaunch(exec, context.stream()), "graph");
    cudaEventRecord(end, context.stream());
    check(cudaEventSynchronize(end), "graph");
    float ms;
    cudaEventElapsedTime(&ms, begin, end);
    if (i >= 2) times.push_back(ms * 1e-3);
  }
  cudaGraphExecDestroy(exec), cudaGraphDestroy(graph), cudaEventDestroy(begin), cudaEventDestroy(end);
  std::ranges::nth_element(times, times.begin() + repeats / 2);
  return times[static_cast<std::size_t>(repeats / 2)];
}

constexpr std::int64_t kWidth = 4096, kKv = 1024, kMlp = 14336, kVocabulary = 128256;
constexpr int kLayers = 8;

struct Model {
  Format format;
  std::int64_t layer_bytes = 0;
  std::unique_ptr<Memory> memory;
  struct Layer {
    WeightView q, k, v, o, gate, up, down;
  };
  std::vector<Layer> layers;
  WeightView vocabulary;

  explicit Model(Format f) : format(f) {
    const auto bytes = [&](std::int64_t rows, std::int64_t columns) {
      return (weight_bytes(f, WeightLayout::split, rows, columns) + 255) / 256 * 256;
    };
    layer_bytes = 2 * bytes(kWidth, kWidth) + 2 * bytes(kKv, kWidth) + 2 * bytes(kMlp, kWidth) + bytes(kWidth, kMlp);
    const std::int64_t total = kLayers * layer_bytes + bytes(kVocabulary, kWidth);
    memory = std::make_unique<Memory>(total);
    scatter(memory->data, total);
    std::byte* at = memory->data;
    const auto take = [&](std::int64_t rows, std::int64_t columns) {
      const WeightView w{f, WeightLayout::split, at, rows, columns};
      at += bytes(rows, columns);
      return w;
    };
    for (int l = 0; l < kLayers; ++l) {
      Layer layer;
      layer.q = take(kWidth, kWidth), layer.k = take(kKv, kWidth), layer.v = take(kKv, kWidth), layer.o = take(kWidth, kWidth);
      layer.gate = take(kMlp, kWidth), layer.up = take(kMlp, kWidth), layer.down = take(kWidth, kMlp);
      layers.push_back(layer);
    }
    vocabulary = take(kVocabulary, kWidth);
  }
};

struct Rows {
  Memory x{128 << 20}, y{2048ll * kVocabulary / 8 * 4}, norm{kMlp * 4}, scratch{512 << 20};
  Rows() { scatter(x.data, 128 << 20), scatter(norm.data, kMlp * 4); }
  float* at(const Memory& m, std::int64_t offset = 0) const { return reinterpret_cast<float*>(m.data) + offset; }
};

void decode(const cuda::Context& context, const Model& m, const Rows& rows, double read_gb_s) {
  NormArgs norm;
  norm.weight = {rows.at(rows.norm), {kWidth}};
  const auto x = [&](std::int64_t n) { return VectorView<const float>(rows.at(rows.x), {n}); };
  const auto y = [&](std::int64_t n, std::int64_t offset = 0) { return VectorView<float>(rows.at(rows.y, offset), {n}); };
  const auto qkv = [&](const Model::Layer& l) {
    const cuda::Projection outputs[] = {{l.q, {}, y(kWidth)}, {l.k, {}, y(kKv, kWidth)}, {l.v, {}, y(kKv, kWidth + kKv)}};
    cuda::gemv({.x = x(kWidth), .norm = &norm, .outputs = outputs}, context);
  };
  const auto add = [&](const WeightView& w) {
    const cuda::Projection output{w, {}, y(w.rows)};
    cuda::gemv({.x = x(w.columns), .outputs = std::span(&output, 1), .accumulate = true}, context);
  };
  const auto mlp = [&](const Model::Layer& l) {
    const cuda::Projection outputs[] = {{l.gate, {}, y(kMlp)}, {l.up, {}, y(kMlp)}};
    cuda::gemv({.x = x(kWidth), .norm = &norm, .outputs = outputs, .gated = true}, context);
  };
  const auto logits = [&] {
    const cuda::Projection output{m.vocabulary, {}, y(kVocabulary)};
    cuda::gemv({.x = x(kWidth), .norm = &norm, .outputs = std::span(&output, 1)}, context);
  };
  const auto bytes = [&](std::initializer_list<WeightView> weights) {
    double sum = 0;
    for (const WeightView& w : weights) sum += static_cast<double>(weight_bytes(w.format, w.layout, w.rows, w.columns));
    return sum;
  };
  const Model::Layer& l = m.layers.front();
  const auto each = [&](const auto& op) {
    return seconds(context,
                   [&] {
                     for (const auto& layer : m.layers) op(layer);
                   }) /
           kLayers;
  };
  const auto show = [&](const char* name, double time, double size) {
    std::printf(" %s %5.1fus .%02d", name, time * 1e6, static_cast<int>(size / time * 1e-9 / read_gb_s * 100 + 0.5));
  };
  const double layer = bytes({l.q, l.k, l.v, l.o, l.gate, l.up, l.down});
  std::printf("%-9s", info(m.format).name.data());
  show("layer",
       seconds(context,
               [&] {
                 for (const auto& a : m.layers) qkv(a), add(a.o), mlp(a), add(a.down);
               }) /
           kLayers,
       layer);
  // The same as chains: what lies between two attentions is one launch.
  show("chain",
       seconds(context,
               [&] {
                 for (const auto& a : m.layers) {
                   cuda::GemvChain chain;
                   const cuda::Projection outputs[] = {{a.q, {}, y(kWidth)}, {a.k, {}, y(kKv, kWidth)}, {a.v, {}, y(kKv, kWidth + kKv)}};
                   const cuda::Projection mlp_outputs[] = {{a.gate, {}, y(kMlp)}, {a.up, {}, y(kMlp)}};
                   const cuda::Projection out{a.o, {}, y(a.o.rows)}, down{a.down, {}, y(a.down.rows)};
                   chain.push({.x = x(kWidth), .outputs = std::span(&out, 1), .accumulate = true}, context);
                   chain.push({.x = x(kWidth), .norm = &norm, .outputs = mlp_outputs, .gated = true}, context);
                   chain.push({.x = x(kMlp), .outputs = std::span(&down, 1), .accumulate = true}, context);
                   chain.push({.x = x(kWidth), .norm = &norm, .outputs = outputs}, context);
                   chain.launch(context);
                 }
               }) /
           kLayers,
       layer);
  show("vocabulary chain",
       seconds(context,
               [&] {
                 cuda::GemvChain chain;
                 const cuda::Projection output{m.vocabulary, {}, y(kVocabulary)};
                 chain.push({.x = x(kWidth), .norm = &norm, .outputs = std::span(&output, 1)}, context);
                 chain.launch(context);
               }),
       bytes({m.vocabulary}));
  show("qkv", each(qkv), bytes({l.q, l.k, l.v}));
  show("o", each([&](const auto& a) { add(a.o); }), bytes({l.o}));
  show("mlp", each(mlp), bytes({l.gate, l.up}));
  show("down", each([&](const auto& a) { add(a.down); }), bytes({l.down}));
  show("vocabulary", seconds(context, logits), bytes({m.vocabulary}));
  std::printf("\n");
  std::fflush(stdout);
}

void multiply(const cuda::Context& context, const WeightView& w, const Rows& rows, std::int64_t tokens) {
  MatmulArgs args;
  args.x = {rows.at(rows.x), {tokens, w.columns}};
  args.weight = w;
  args.y = {rows.at(rows.y), {tokens, w.rows}};
  args.scratch = {rows.scratch.data, 512 << 20};
  cuda::matmul(args, context);
}

void few(const cuda::Context& context, const Model& m, const Rows& rows) {
  const auto time = [&](std::int64_t tokens) {
    return seconds(context,
                   [&] {
                     for (const auto& l : m.layers)
                       for (const WeightView& w : {l.q, l.k, l.v, l.o, l.gate, l.up, l.down}) multiply(context, w, rows, tokens);
                   }) /
           kLayers;
  };
  const double one = time(1);
  std::printf("%-9s seven products of a layer: 1 token %6.1fus; in these, 2: %.2f 4: %.2f 8: %.2f 16: %.2f\n", info(m.format).name.data(),
              one * 1e6, time(2) / one, time(4) / one, time(8) / one, time(16) / one);
  std::fflush(stdout);
}

void many(const cuda::Context& context, const Model& m, const Rows& rows, double tflop_s) {
  std::printf("%-9s", info(m.format).name.data());
  for (const std::int64_t tokens : {512, 2048}) {
    const double time = seconds(
                            context,
                            [&] {
                              for (const auto& l : m.layers)
                                for (const WeightView& w : {l.q, l.k, l.v, l.o, l.gate, l.up, l.down}) multiply(context, w, rows, tokens);
                            },
                            7) /
                        kLayers;
    const double operations = 2.0 * static_cast<double>(tokens) * (2.0 * kWidth * kWidth + 2.0 * kKv * kWidth + 3.0 * kMlp * kWidth);
    std::printf("  %4d tokens: %6.1f TFLOP/s, %.2f of the probe", static_cast<int>(tokens), operations / time * 1e-12,
                operations / time * 1e-12 / tflop_s);
  }
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view only = argc > 1 ? argv[1] : "";  // decode of three formats and nothing else
  const cuda::Context context(0);
  const double read = cuda::read_bandwidth_gb_s(context);
  const double rate = cuda::matmul_tflop_s(context);
  std::printf("read %.0f GB/s, cuBLAS bf16 8192^3 %.0f TFLOP/s\n", read, rate);
  const Rows rows;
  for (const Format format : {Format::bf16, Format::int8, Format::int4_g64, Format::int4_g32, Format::int4_g128, Format::q4_0, Format::nf4,
                              Format::int3, Format::int2, Format::f16}) {
    const Model model(format);
    decode(context, model, rows, read);
    if (only == "decode") {
      if (format == Format::int4_g64) break;
      continue;
    }
    few(context, model, rows);
    if (format == Format::bf16 || format == Format::int8 || format == Format::int4_g64 || format == Format::nf4)
      many(context, model, rows, rate);
  }
}
