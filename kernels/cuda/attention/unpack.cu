// A warp a row: decoded, rotated back where the format is rotated, rounded to bf16.
#include "kernels/cuda/attention/unpack.h"

#include "kernels/cuda/dependent_launch.cuh"
#include "kernels/cuda/kv_row.cuh"

namespace halftone::cuda {

namespace {

constexpr int kWarps = 4;

std::int64_t aligned(std::int64_t bytes) { return (bytes + 255) / 256 * 256; }

template <class Row>
__global__ void __launch_bounds__(kWarps * 32)
    unpack_kernel(KvPlace from, KvPlace to, std::byte** table, std::byte* first_page, long long page_bytes, int pages, int length) {
  extern __shared__ float scratch[];
  wait_for_previous();
  let_next_start();
  if (blockIdx.x == 0)
    for (int i = static_cast<int>(threadIdx.x); i < pages; i += kWarps * 32) table[i] = first_page + i * page_bytes;
  const int warp = static_cast<int>(threadIdx.x) / 32, lane = static_cast<int>(threadIdx.x) % 32;
  const int row = static_cast<int>(blockIdx.x) * kWarps + warp;
  if (row >= 2 * length * from.kv_heads) return;
  const int token = row / (2 * from.kv_heads), head = row / 2 % from.kv_heads;
  const bool is_value = row % 2 == 1;
  const std::byte* source = from.key(token, head) + (is_value ? from.value_offset : 0);
  float* numbers = scratch + warp * from.head_width;
  for (int i = lane; i < from.head_width; i += 32) numbers[i] = stored_number<Row>(source, i, from.head_width);
  if constexpr (kIsRotated<Row>) rotate(numbers, from.head_width);
  std::byte* target = first_page + token / to.page_tokens * page_bytes +
                      static_cast<long long>(head * to.page_tokens + token % to.page_tokens) * to.row_bytes +
                      (is_value ? to.value_offset : 0);
  for (int i = lane; i < from.head_width; i += 32) reinterpret_cast<__nv_bfloat16*>(target)[i] = __float2bfloat16_rn(numbers[i]);
}

}  // namespace

std::int64_t unpacked_bytes(std::int64_t length, std::int64_t page_tokens, std::int64_t kv_heads, std::int64_t head_width) {
  const std::int64_t pages = (length + page_tokens - 1) / page_tokens;
  return aligned(pages * static_cast<std::int64_t>(sizeof(std::byte*))) + pages * aligned(2 * kv_heads * page_tokens * head_width * 2);
}

std::byte* first_unpacked_page(const KvView& unpacked) {
  const auto table = static_cast<std::int64_t>(unpacked.pages.size_bytes());
  return const_cast<std::byte*>(reinterpret_cast<const std::byte*>(unpacked.pages.data())) + aligned(table);
}

KvView unpack_to_bf16(const KvView& cache, std::int64_t length, std::int64_t page_tokens, std::byte* scratch, const Context& context) {
  const std::int64_t pages = (length + page_tokens - 1) / page_tokens;
  const std::int64_t value_offset = cache.kv_heads * page_tokens * cache.head_width * 2, page_bytes = aligned(2 * value_offset);
  auto** table = reinterpret_cast<std::byte**>(scratch);
  const KvView view{.format = KvFormat::bf16,
                    .page_tokens = page_tokens,
                    .kv_heads = cache.kv_heads,
                    .head_width = cache.head_width,
                    .length = cache.length,
                    .pages = {table, static_cast<std::size_t>(pages)},
                    .layer_offset = 0,
                    .value_offset = value_offset};
  std::byte* first_page = first_unpacked_page(view);
  const auto rows = 2 * length * cache.kv_heads;
  const auto blocks = static_cast<unsigned>((rows + kWarps - 1) / kWarps);
  with_kv_row(cache.format, [&]<class Row>(Row) {
    context.launch("unpack", unpack_kernel<Row>, dim3(blocks), dim3(kWarps * 32),
                   sizeof(float) * kWarps * static_cast<std::size_t>(cache.head_width), KvPlace(cache), KvPlace(view), table, first_page,
                   page_bytes, static_cast<int>(pages), static_cast<int>(length));
  });
  return view;
}

}  // namespace halftone::cuda
