// 16 lanes, one per row of a panel, as however many vectors the target needs. Included once per target (Highway's foreach_target):
// no include guard of the ordinary kind.
#if defined(HALFTONE_KERNELS_CPU_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_KERNELS_CPU_LANES_INL_H_
#undef HALFTONE_KERNELS_CPU_LANES_INL_H_
#else
#define HALFTONE_KERNELS_CPU_LANES_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "hwy/cache_control.h"
#include "hwy/highway.h"
#include "kernels/cpu/matmul_tile.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr int kLanes = 16;
using Floats = hn::CappedTag<float, kLanes>;
using Ints = hn::RebindToSigned<Floats>;
using FloatVec = hn::Vec<Floats>;
using IntVec = hn::Vec<Ints>;
constexpr int kVectorLanes = static_cast<int>(hn::MaxLanes(Floats()));
constexpr int kVectors = kLanes / kVectorLanes;
// Tiles whose sums fit the registers: 32 with AVX-512, else 16 or fewer.
constexpr int kTargetTileTokens = kVectors == 1 ? 8 : kVectors == 2 ? 4 : 2;

// The kernels of every size of tile that this target has. multiply_of.operator()<tokens>() is one of them.
template <class MultiplyOf>
void set_multiply(TileKernels& kernels, MultiplyOf multiply_of) {
  kernels.multiply[0] = multiply_of.template operator()<1>();
  kernels.multiply[1] = multiply_of.template operator()<2>();
  if constexpr (kTargetTileTokens >= 4) kernels.multiply[2] = multiply_of.template operator()<4>();
  if constexpr (kTargetTileTokens >= 8) kernels.multiply[3] = multiply_of.template operator()<8>();
}

struct FloatLanes {
  FloatVec v[kVectors];
};
struct IntLanes {
  IntVec v[kVectors];
};

HWY_INLINE FloatLanes load_f32(const void* from) {
  FloatLanes lanes;
  for (int i = 0; i < kVectors; ++i) lanes.v[i] = hn::LoadU(Floats(), static_cast<const float*>(from) + i * kVectorLanes);
  return lanes;
}
HWY_INLINE FloatLanes load_f16(const void* from) {
  const hn::Rebind<hwy::float16_t, Floats> halves;
  FloatLanes lanes;
  for (int i = 0; i < kVectors; ++i)
    lanes.v[i] = hn::PromoteTo(Floats(), hn::LoadU(halves, static_cast<const hwy::float16_t*>(from) + i * kVectorLanes));
  return lanes;
}
HWY_INLINE IntLanes load_u16(const void* from) {
  const hn::Rebind<std::uint16_t, Ints> shorts;
  IntLanes lanes;
  for (int i = 0; i < kVectors; ++i)
    lanes.v[i] = hn::PromoteTo(Ints(), hn::LoadU(shorts, static_cast<const std::uint16_t*>(from) + i * kVectorLanes));
  return lanes;
}
HWY_INLINE FloatLanes load_bf16(const void* from) {
  const hn::Rebind<hwy::bfloat16_t, Floats> halves;
  FloatLanes lanes;
  for (int i = 0; i < kVectors; ++i)
    lanes.v[i] = hn::PromoteTo(Floats(), hn::LoadU(halves, static_cast<const hwy::bfloat16_t*>(from) + i * kVectorLanes));
  return lanes;
}
// Floats whose lower halves lie together, and then their upper ones (kernels/formats/bitsandbytes.h).
HWY_INLINE FloatLanes load_float_halves(const std::byte* from) {
  const hn::RebindToUnsigned<Floats> bits;
  const hn::Rebind<std::uint16_t, Floats> halves;
  FloatLanes lanes;
  for (int i = 0; i < kVectors; ++i) {
    const auto* low = reinterpret_cast<const std::uint16_t*>(from) + i * kVectorLanes;
    const auto high = hn::ShiftLeft<16>(hn::PromoteTo(bits, hn::LoadU(halves, low + kLanes)));
    lanes.v[i] = hn::BitCast(Floats(), hn::Or(high, hn::PromoteTo(bits, hn::LoadU(halves, low))));
  }
  return lanes;
}
HWY_INLINE IntLanes load_i32(const void* from) {
  IntLanes lanes;
  for (int i = 0; i < kVectors; ++i) lanes.v[i] = hn::LoadU(Ints(), static_cast<const std::int32_t*>(from) + i * kVectorLanes);
  return lanes;
}

// Asks for the weights a page ahead, into the second-level cache (its queue of misses is the longer one): the hardware's own looking
// ahead stops at every page and starts anew. Measured with two threads on Sapphire Rapids: int4 decode from .74 to .84 of the
// bandwidth, int8 from .85 to .91; on Zen 4 a quarter off with 8 tokens, nothing with one.
HWY_INLINE void prefetch(const std::byte* weights) { __builtin_prefetch(weights + 4096, 0, 2); }

HWY_INLINE FloatLanes zero_f32() {
  FloatLanes lanes;
  for (auto& v : lanes.v) v = hn::Zero(Floats());
  return lanes;
}
HWY_INLINE void store(const FloatLanes& lanes, float* to) {
  for (int i = 0; i < kVectors; ++i) hn::StoreU(lanes.v[i], Floats(), to + i * kVectorLanes);
}

// sum + a·b, b the same for all rows. Fused where the target can.
HWY_INLINE void add_product(FloatLanes& sum, const FloatLanes& a, float b) {
  for (int i = 0; i < kVectors; ++i) sum.v[i] = hn::MulAdd(a.v[i], hn::Set(Floats(), b), sum.v[i]);
}
HWY_INLINE void add_product(FloatLanes& sum, const FloatLanes& a, const FloatLanes& b) {
  for (int i = 0; i < kVectors; ++i) sum.v[i] = hn::MulAdd(a.v[i], b.v[i], sum.v[i]);
}
HWY_INLINE FloatLanes operator*(const FloatLanes& a, float b) {
  FloatLanes lanes;
  for (int i = 0; i < kVectors; ++i) lanes.v[i] = hn::Mul(a.v[i], hn::Set(Floats(), b));
  return lanes;
}

// (units >> Shift) & mask in every 4-byte unit: four weights, one per byte.
template <int Shift>
HWY_INLINE IntLanes field(const IntLanes& units, std::int32_t mask) {
  IntLanes lanes;
  for (int i = 0; i < kVectors; ++i) {
    const auto bits = hn::BitCast(hn::RebindToUnsigned<Ints>(), units.v[i]);
    lanes.v[i] = hn::And(hn::BitCast(Ints(), hn::ShiftRight<Shift>(bits)), hn::Set(Ints(), mask));
  }
  return lanes;
}

// The same where the shift is not known at compile time.
HWY_INLINE IntLanes field(const IntLanes& units, int shift, std::int32_t mask) {
  IntLanes lanes;
  for (int i = 0; i < kVectors; ++i) {
    const auto bits = hn::BitCast(hn::RebindToUnsigned<Ints>(), units.v[i]);
    lanes.v[i] = hn::And(hn::BitCast(Ints(), hn::ShiftRightSame(bits, shift)), hn::Set(Ints(), mask));
  }
  return lanes;
}

}  // namespace HWY_NAMESPACE
}  // namespace halftone::cpu
HWY_AFTER_NAMESPACE();

#endif
