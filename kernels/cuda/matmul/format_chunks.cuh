// Which chunk reads which format: the one place that says it. `visit(chunk)` gets a value of the chunk's type; a format without a
// chunk of its own gets nothing and false comes back.
#pragma once

#include "kernels/cuda/matmul/chunks.cuh"
#include "kernels/cuda/matmul/stored_chunks.cuh"

namespace halftone::cuda {

template <class Visit>
bool with_chunk(Format format, const Visit& visit) {
  switch (format) {
    case Format::f32: visit(F32Chunk{}); return true;
    case Format::f16: visit(F16Chunk{}); return true;
    case Format::bf16: visit(BF16Chunk{}); return true;
    case Format::int8:
    case Format::q8_0: visit(Int8Chunk{}); return true;
    case Format::int4_g32:
    case Format::q4_1: visit(NibbleChunk<32, 0>{}); return true;
    case Format::int4_g64: visit(NibbleChunk<64, 0>{}); return true;
    case Format::int4_g128: visit(NibbleChunk<128, 0>{}); return true;
    case Format::q4_0: visit(NibbleChunk<32, 8>{}); return true;
    case Format::nf4: visit(Nf4Chunk{}); return true;
    case Format::int3: visit(Int3Chunk{}); return true;
    case Format::int2: visit(Int2Chunk{}); return true;
    case Format::q5_0: visit(FiveBitChunk<false>{}); return true;
    case Format::q5_1: visit(FiveBitChunk<true>{}); return true;
    case Format::q2_k: visit(Q2KChunk{}); return true;
    case Format::q3_k: visit(Q3KChunk{}); return true;
    case Format::q4_k: visit(Q4KChunk{}); return true;
    case Format::q5_k: visit(Q5KChunk{}); return true;
    case Format::q6_k: visit(Q6KChunk{}); return true;
    case Format::zero8_g32: visit(ZeroChunk<8, 32>{}); return true;
    case Format::zero8_g128: visit(ZeroChunk<8, 128>{}); return true;
    case Format::zero4_g32: visit(ZeroChunk<4, 32>{}); return true;
    case Format::zero4_g128: visit(ZeroChunk<4, 128>{}); return true;
    case Format::zero3_g32: visit(ZeroChunk<3, 32>{}); return true;
    case Format::zero3_g128: visit(ZeroChunk<3, 128>{}); return true;
    case Format::zero2_g32: visit(ZeroChunk<2, 32>{}); return true;
    case Format::zero2_g128: visit(ZeroChunk<2, 128>{}); return true;
    case Format::bnb_int8: visit(BnbInt8Chunk{}); return true;
    case Format::bnb_nf4: visit(BnbNf4Chunk{}); return true;
    case Format::bnb_fp4: visit(BnbFp4Chunk{}); return true;
    default: return false;
  }
}

}  // namespace halftone::cuda
