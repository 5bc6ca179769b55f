// A layer's cache as plain 16-bit numbers, for kernels that know no other.
#pragma once

#include <cuda_bf16.h>

#include "kernels/cuda/context.h"
#include "kernels/layouts/kv_view.h"

namespace halftone::cuda {

// `scratch`: unpacked_bytes(...) of device memory, 256-byte aligned. The view that comes back has one layer, in bf16 (un-rotated), its table
// of pages in `scratch` too. `length`: tokens to unpack; `page_tokens`: of the new pages.
KvView unpack_to_bf16(const KvView& cache, std::int64_t length, std::int64_t page_tokens, std::byte* scratch, const Context& context);
std::byte* first_unpacked_page(const KvView& unpacked);
std::int64_t unpacked_bytes(std::int64_t length, std::int64_t page_tokens, std::int64_t kv_heads, std::int64_t head_width);

}  // namespace halftone::cuda
