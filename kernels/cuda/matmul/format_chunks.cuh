// Which chunk reads which format: the one place that says it. `visit(chunk)` gets a value of the chunk's type.
#pragma once

#include "kernels/cuda/matmul/chunks.cuh"
#include "kernels/cuda/matmul/stored_chunks.cuh"

namespace halftone::cuda {

template <class Visit>
void with_chunk(Format format, const Visit& visit) {
  switch (format) {
    case Format::f32: return visit(F32Chunk{});
    case Format::f16: return visit(F16Chunk{});
    case Format::bf16: return visit(BF16Chunk{});
    case Format::int8:
    case Format::q8_0: return visit(Int8Chunk{});
    case Format::int4_g32:
    case Format::q4_1: return visit(NibbleChunk<32, 0>{});
    case Format::int4_g64: return visit(NibbleChunk<64, 0>{});
    case Format::int4_g128: return visit(NibbleChunk<128, 0>{});
    case Format::q4_0: return visit(NibbleChunk<32, 8>{});
    case Format::nf4: return visit(Nf4Chunk{});
    case Format::int3: return visit(Int3Chunk{});
    case Format::int2: return visit(Int2Chunk{});
    case Format::q5_0: return visit(FiveBitChunk<false>{});
    case Format::q5_1: return visit(FiveBitChunk<true>{});
    case Format::q2_k: return visit(Q2KChunk{});
    case Format::q3_k: return visit(Q3KChunk{});
    case Format::q4_k: return visit(Q4KChunk{});
    case Format::q5_k: return visit(Q5KChunk{});
    case Format::q6_k: return visit(Q6KChunk{});
    case Format::iq4_nl: return visit(Iq4NlChunk{});
    case Format::iq4_xs: return visit(Iq4XsChunk{});
    case Format::zero8_g32: return visit(ZeroChunk<8, 32>{});
    case Format::zero8_g128: return visit(ZeroChunk<8, 128>{});
    case Format::zero4_g32: return visit(ZeroChunk<4, 32>{});
    case Format::zero4_g128: return visit(ZeroChunk<4, 128>{});
    case Format::zero3_g32: return visit(ZeroChunk<3, 32>{});
    case Format::zero3_g128: return visit(ZeroChunk<3, 128>{});
    case Format::zero2_g32: return visit(ZeroChunk<2, 32>{});
    case Format::zero2_g128: return visit(ZeroChunk<2, 128>{});
    case Format::bnb_int8: return visit(BnbInt8Chunk{});
    case Format::bnb_nf4: return visit(BnbNf4Chunk{});
    case Format::bnb_fp4: return visit(BnbFp4Chunk{});
  }
}

}  // namespace halftone::cuda
