#include "kernels/cuda/token/token.h"

#include <algorithm>
#include <optional>

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/token/consumer.cuh"
#include "kernels/cuda/token/finisher.cuh"
#include "kernels/cuda/token/producer.cuh"
#include "kernels/cuda/token/stage_shapes.h"
#include "kernels/cuda/token/stager.cuh"
#include "kernels/layouts/split_layout.h"

namespace halftone::cuda::token {

namespace {

__device__ inline void start_barriers(Fixed& fixed, int stages) {
  for (int i = 0; i < stages; ++i) start_barrier(fixed.full[i], 1), start_barrier(fixed.empty[i], kWarps / 2);
  for (auto& full : fixed.tile_full) start_barrier(full, kWarps);
  for (int i = 0; i < kMaxRounds; ++i) start_barrier(fixed.rounds[i], 1);
  start_barrier(fixed.reading_mlp_input, 1);
  start_barrier(fixed.clean, kStagers);
  fixed.issued = fixed.taken = 0;
  asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
}

template <class Product, class Row>
__global__ void __launch_bounds__(kThreads, 1) token_kernel(const __grid_constant__ Parameters p) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  const Block block{p};
  const int warp = place().warp;
  if (threadIdx.x == 0) {
    start_barriers(block.fixed(), p.plan.stages);
    block.fixed().mine = block.find_mine();
    for (auto& shapes : block.fixed().shapes) shapes[kMatrices] = p.plan.shapes.of[p.plan.head];
  }
  if (warp == kWarps) {
    wait_for_previous();
    load_layer(block, 0);
  }
  __syncthreads();
  if (warp >= kWarps) {
    asm volatile("setmaxnreg.dec.sync.aligned.u32 64;");
    if (warp == kWarps) {
      Producer(block).run();
    } else if (warp == kWarps + 1) {
      Finisher(block).run();
    } else {
      Stager<Product::kIntegers, Row>(block, warp - kWarps - 2).run();
    }
  } else {
    asm volatile("setmaxnreg.inc.sync.aligned.u32 104;");
    Consumer<Product, Row>(block).run();
  }
#endif
}

// Before every token: nothing written, nothing counted.
__global__ void __launch_bounds__(512) clear_kernel(uint4* words, int count, unsigned* counters) {
  wait_for_previous();
  let_next_start();
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (i < count) words[i] = {kUnwritten, kUnwritten, kUnwritten, kUnwritten};
  if (i < 2) counters[i] = 0;
}

// Multiprocessors keep descriptions of matrices that they have used: those of other weights at the same address are to be forgotten.
// A block on every multiprocessor. Source: PTX ISA, fence.proxy.tensormap.
__global__ void __launch_bounds__(128) forget_kernel(const CUtensorMap* maps, int count) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  wait_for_previous();
  for (int i = static_cast<int>(threadIdx.x); i < count; i += static_cast<int>(blockDim.x))
    asm volatile("fence.proxy.tensormap::generic.acquire.gpu [%0], 128;" ::"l"(maps + i) : "memory");
#endif
}

CUtensorMap map_of(CUtensorMapDataType type, int element_bytes, const std::byte* base, std::int64_t row_bytes, std::int64_t rows,
                   int box_bytes, int box_rows) {
  static const auto encode = [] {
    void* found = nullptr;
    cudaDriverEntryPointQueryResult result{};
    check(cudaGetDriverEntryPointByVersion("cuTensorMapEncodeTiled", &found, 12000, cudaEnableDefault, &result), "asking the driver");
    check(found ? cudaSuccess : cudaErrorNotSupported, "tensor maps");
    return reinterpret_cast<decltype(&cuTensorMapEncodeTiled)>(found);
  }();
  CUtensorMap map{};
  const cuuint64_t sizes[2] = {static_cast<cuuint64_t>(row_bytes / element_bytes), static_cast<cuuint64_t>(rows)};
  const cuuint64_t strides[1] = {static_cast<cuuint64_t>(row_bytes)};
  const cuuint32_t box[2] = {static_cast<cuuint32_t>(box_bytes / element_bytes), static_cast<cuuint32_t>(box_rows)}, steps[2] = {1, 1};
  const CUresult status = encode(&map, type, 2, const_cast<std::byte*>(base), sizes, strides, box, steps, CU_TENSOR_MAP_INTERLEAVE_NONE,
                                 CU_TENSOR_MAP_SWIZZLE_NONE, CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
  check(status == CUDA_SUCCESS ? cudaSuccess : cudaErrorInvalidValue, "describing a matrix to the copies");
  return map;
}
MatrixCopies copies_of(const WeightView& weight, int rows) {
  const SplitLayout layout(weight);
  const StageShape stage = *stage_of(weight.format);
  MatrixCopies copies{};
  copies.quants = map_of(CU_TENSOR_MAP_DATA_TYPE_FLOAT64, 8, weight.data, layout.quant_stride, weight.rows, stage.row_bytes, rows);
  if (stage.header_bytes > 0)
    copies.headers =
        map_of(CU_TENSOR_MAP_DATA_TYPE_UINT32, 4, weight.data + layout.headers_at(), layout.header_stride, weight.rows, stage.header_bytes, rows);
  return copies;
}

// Why there is no product for this matrix; empty: its stages' shape is among `shapes`.
std::string_view refusal(const WeightView& matrix, StageShapes& shapes) {
  const std::optional<StageShape> shape = stage_of(matrix.format);
  if (!shape || matrix.layout != WeightLayout::split) return "a weight format that it has no product for";
  return shapes.add(*shape) ? std::string_view() : "more weight formats than it keeps apart";
}

}  // namespace

std::string_view refusal(const Model& model, const Context& context, Plan& plan) {
  if (context.code() != 90) return "code for another card than Hopper's";
#if !defined(HALFTONE_SM_90A)
  return "a build without code for Hopper";
#endif
  if (model.cache == KvFormat::f32) return "a cache in floats";
  if (model.page_tokens != kPageTokens) return "another size of cache pages";
  StageShapes shapes;
  for (std::size_t i = 0; i < model.matrices.size(); ++i) {
    const WeightView& matrix = model.matrices[i];
    if (!matrix && i % kMatrices == kGate && !model.shape.gated) continue;
    if (const std::string_view why = refusal(matrix, shapes); !why.empty()) return why;
    if (i % kMatrices == kUp && model.shape.gated && stage_of(matrix.format) != stage_of(model.matrices[i - 1].format))
      return "a gate in another format than the matrix beside it";
  }
  int head = 0;
  if (model.head) {
    if (const std::string_view why = refusal(model.head, shapes); !why.empty()) return why;
    head = shapes.index_of(*stage_of(model.head.format));
  }
  const auto row_bytes = static_cast<int>(info(model.cache).row_bytes(model.shape.head_width));
  return make_plan(model.shape, shapes, head, row_bytes, context.multiprocessors(), static_cast<int>(context.shared_per_block()), plan);
}

int shape_index(const WeightView& matrix, const Plan& plan) { return plan.shapes.index_of(*stage_of(matrix.format)); }

std::vector<MatrixCopies> copies_of(const Model& model) {
  std::vector<MatrixCopies> all;
  for (std::size_t i = 0; i < model.matrices.size(); ++i) {
    const bool shares = model.shape.gated && (i % kMatrices == kGate || i % kMatrices == kUp);
    all.push_back(model.matrices[i] ? copies_of(model.matrices[i], shares ? kTileRows / 2 : kTileRows) : MatrixCopies{});
  }
  if (model.head) all.push_back(copies_of(model.head, kTileRows));
  return all;
}

void announce(const MatrixCopies* copies, std::int64_t count, const Context& context) {
  const auto shared = static_cast<int>(context.shared_per_block());  // so that no two blocks meet
  check(cudaFuncSetAttribute(forget_kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, shared), "announcing matrices");
  context.launch_together("announcing matrices", forget_kernel, context.multiprocessors(), dim3(128), static_cast<std::size_t>(shared),
                          reinterpret_cast<const CUtensorMap*>(copies), static_cast<int>(2 * count));
}

std::int64_t workspace_bytes(const Plan& plan) { return 256 + kAreas * static_cast<std::int64_t>(plan.exchange.words) * 4; }

void run(const Run& t, const Context& context) {
  auto* const counters = reinterpret_cast<unsigned*>(t.workspace);
  auto* const exchange = reinterpret_cast<std::uint32_t*>(t.workspace + 256);
  const int fours = kAreas * t.plan.exchange.words / 4;
  context.launch("token's words", clear_kernel, dim3(static_cast<unsigned>((fours + 511) / 512)), dim3(512), 0,
                 reinterpret_cast<uint4*>(exchange), fours, counters);
  const Parameters p{.shape = t.shape,
                     .plan = t.plan,
                     .layers = t.layers,
                     .copies = t.copies,
                     .x = t.x,
                     .residual = t.residual,
                     .logits = t.logits,
                     .final_norm = t.final_norm,
                     .final_norm_bias = t.final_norm_bias,
                     .head_bias = t.head_bias,
                     .position = t.position,
                     .pages = t.pages,
                     .cache_offset = t.cache_offset,
                     .layer_bytes = t.layer_bytes,
                     .value_offset = t.value_offset,
                     .exchange = exchange,
                     .counters = counters};
#if defined(HALFTONE_SM_90A)
  const auto launch = [&]<class Product, class Row>() {
    const auto kernel = token_kernel<Product, Row>;
    static thread_local int ready_device = -1;
    if (ready_device != context.device()) {
      check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(context.shared_per_block())),
            "token");
      ready_device = context.device();
    }
    context.launch_together("token", kernel, p.plan.blocks, dim3(kThreads), static_cast<std::size_t>(p.plan.shared_bytes), p);
  };
  const auto with_width = [&]<class Product, int Width>() {
    switch (t.cache) {
      case KvFormat::f16: return launch.template operator()<Product, PlainRow<__half, KvF16, Width>>();
      case KvFormat::bf16: return launch.template operator()<Product, PlainRow<__nv_bfloat16, KvBf16, Width>>();
      case KvFormat::int8: return launch.template operator()<Product, Int8Row<Width>>();
      case KvFormat::int4: return launch.template operator()<Product, Int4Row<Width>>();
      case KvFormat::f32: return;
    }
  };
  const auto with_product = [&]<class Product>() {
    switch (t.shape.head_width) {
      case 64: return with_width.template operator()<Product, 64>();
      case 128: return with_width.template operator()<Product, 128>();
      case 256: return with_width.template operator()<Product, 256>();
    }
  };
  const auto has = [&](auto... kinds) {
    return std::ranges::all_of(t.plan.shapes.of, t.plan.shapes.of + t.plan.shapes.count,
                               [&](const StageShape& shape) { return ((shape.kind == kinds) || ...); });
  };
  using enum Kind;
  if (!t.plan.integers) return with_product.template operator()<FloatProduct>();
  if (has(int8)) return with_product.template operator()<IntegerProduct<int8>>();
  if (has(int4, int4_wide, int8)) return with_product.template operator()<IntegerProduct<int4, int4_wide, int8>>();
  if (has(int3, int2, int8)) return with_product.template operator()<IntegerProduct<int3, int2, int8>>();
  if (has(q4_k, q5_k, q6_k)) return with_product.template operator()<IntegerProduct<q4_k, q5_k, q6_k>>();
  with_product
      .template operator()<IntegerProduct<int8, int4, int4_wide, int3, int2, q4_0, q5_0, q5_1, zero4, q2_k, q3_k, q4_k, q5_k, q6_k>>();
#endif
}

}  // namespace halftone::cuda::token
