// Rows of the cache in a page, as a lane reads them for tensor cores: octets, eight numbers of a head's key or value, as halves of 16 bits.
// Formats of whole numbers are unpacked on the way: (1024 + u) is a half whose low byte is u, so that two numbers cost a byte's move, a
// subtraction and a product, rounded once. Numbers may come in an order of the format's own: place_of() says where one comes, number_of()
// the reverse.
// Keys are octets that one of four lanes takes of a row, Values those that one of eight takes of a part of it; key_octet() and
// value_octet() say which they are. Quantised ones follow each other, so that few reads bring them and one header serves most; plain ones
// lie where few lanes meet in a bank. So do queries: octet 4 i + t of a query is the one that goes with key_octet(i, t).
#pragma once

#include "kernels/cuda/token/plan.h"
#include "kernels/formats/kv_float.h"
#include "kernels/formats/kv_int4.h"
#include "kernels/formats/kv_int8.h"
#if defined(__CUDACC__)
#include "kernels/cuda/token/lane.cuh"
#endif

namespace halftone::cuda::token {

// f16, bf16.
template <class Number, class Format, int Width>
struct PlainRow {
  using Half = Number;
  using Stored = KvFloat<Format>;
  static constexpr int kWidth = Width, kBytes = Width * 2;
  static constexpr bool kRotated = false;
  HALFTONE_HOST_DEVICE static constexpr int place_of(int number) { return number; }
  HALFTONE_HOST_DEVICE static constexpr int number_of(int place) { return place; }
  HALFTONE_HOST_DEVICE static constexpr int key_octet(int i, int t) { return 4 * i + t; }
  HALFTONE_HOST_DEVICE static constexpr int value_octet(int i, int g) { return 8 * i + g; }
  HALFTONE_HOST_DEVICE static constexpr int query_place(int number) { return number; }

  template <int Apart>
  struct Octets {
    std::uint32_t first;
    __device__ __forceinline__ Octets(std::uint32_t row, int octet) : first(row + octet * 16) {}
    __device__ __forceinline__ uint4 eight(int i) const { return read_16(first + i * Apart * 16); }
  };
  using Keys = Octets<4>;
  using Values = Octets<8>;
};

// Octets that follow each other, by lane.
template <int Width>
struct OctetsInARow {
  static constexpr int kKeys = Width / 32, kValues = part_of(Width) / 64;
  HALFTONE_HOST_DEVICE static constexpr int key_octet(int i, int t) { return kKeys * t + i; }
  HALFTONE_HOST_DEVICE static constexpr int value_octet(int i, int g) { return kValues * g + i; }
  // Of the number that comes at `place`.
  HALFTONE_HOST_DEVICE static constexpr int query_place_of(int place) {
    const int octet = place / 8;
    return (octet % kKeys * 4 + octet / kKeys) * 8 + place % 8;
  }
};

// kernels/formats/kv_int8.h: quants, then a scale for every 32.
template <int Width>
struct Int8Row : OctetsInARow<Width> {
  using Half = __half;
  using Stored = KvInt8;
  static constexpr int kWidth = Width, kBytes = Width + Width / 16;
  static constexpr bool kRotated = false;
  HALFTONE_HOST_DEVICE static constexpr int place_of(int number) { return number; }
  HALFTONE_HOST_DEVICE static constexpr int number_of(int place) { return place; }
  HALFTONE_HOST_DEVICE static constexpr int query_place(int number) { return OctetsInARow<Width>::query_place_of(place_of(number)); }

  template <int Count>
  struct Octets {
    uint2 quants[Count];
    std::uint32_t scales[(Count + 3) / 4];

    __device__ __forceinline__ Octets(std::uint32_t row, int octet) {
#pragma unroll
      for (int i = 0; i < Count; ++i) {
        const std::uint32_t at = row + (octet + i) * 8;
        if constexpr (kBytes % 8 == 0) quants[i] = read_8(at);
        else quants[i] = {read_4(at), read_4(at + 4)};
      }
#pragma unroll
      for (int i = 0; i < Count; i += 4) scales[i / 4] = read_2(row + Width + (octet + i) / 4 * 2) * 0x00010001u;
    }
    __device__ __forceinline__ uint4 eight(int i) const {
      const std::uint32_t low = quants[i].x ^ 0x80808080u, high = quants[i].y ^ 0x80808080u;  // q + 128
      const auto two = [&](std::uint32_t four, unsigned bytes) {
        return halves_times(halves_minus(__byte_perm(four, 0x64646464u, bytes), 0x64806480u), scales[i / 4]);  // 1024 + 128
      };
      return {two(low, 0x4140), two(low, 0x4342), two(high, 0x4140), two(high, 0x4342)};
    }
  };
  using Keys = Octets<OctetsInARow<Width>::kKeys>;
  using Values = Octets<OctetsInARow<Width>::kValues>;
};

// kernels/formats/kv_int4.h: 16 bytes for every 32 numbers, the first 16 in their low bits; then a scale and a minimum for every 32. Four bytes
// are an octet: numbers 4q … 4q + 3 and, behind them, 16 + 4q ….
template <int Width>
struct Int4Row : OctetsInARow<Width> {
  using Half = __half;
  using Stored = KvInt4;
  static constexpr int kWidth = Width, kBytes = Width / 2 + Width / 8;
  static constexpr bool kRotated = true;
  HALFTONE_HOST_DEVICE static constexpr int place_of(int number) {
    const int group = number / 32, in_group = number % 32;
    return group * 32 + in_group % 16 / 4 * 8 + in_group / 16 * 4 + in_group % 4;
  }
  HALFTONE_HOST_DEVICE static constexpr int number_of(int place) {
    const int group = place / 32, in_group = place % 32;
    return group * 32 + in_group % 8 / 4 * 16 + in_group / 8 * 4 + in_group % 4;
  }
  HALFTONE_HOST_DEVICE static constexpr int query_place(int number) { return OctetsInARow<Width>::query_place_of(place_of(number)); }

  template <int Count>
  struct Octets {
    std::uint32_t quants[Count], scales[(Count + 3) / 4], minima[(Count + 3) / 4];

    __device__ __forceinline__ Octets(std::uint32_t row, int octet) {
      const std::uint32_t at = row + octet * 4;
      if constexpr (Count == 1) {
        quants[0] = read_4(at);
      } else if constexpr (Count == 2) {
        const uint2 v = read_8(at);
        quants[0] = v.x, quants[1] = v.y;
      } else {
#pragma unroll
        for (int i = 0; i < Count; i += 4) {
          const uint4 v = read_16(at + i * 4);
          quants[i] = v.x, quants[i + 1] = v.y, quants[i + 2] = v.z, quants[i + 3] = v.w;
        }
      }
#pragma unroll
      for (int i = 0; i < Count; i += 4) {
        const std::uint32_t header = read_4(row + Width / 2 + (octet + i) / 4 * 4);
        scales[i / 4] = __byte_perm(header, 0, 0x1010), minima[i / 4] = __byte_perm(header, 0, 0x3232);
      }
    }
    __device__ __forceinline__ uint4 eight(int i) const {
      const std::uint32_t low = quants[i] & 0x0F0F0F0Fu, high = quants[i] >> 4 & 0x0F0F0F0Fu;
      const auto two = [&](std::uint32_t four, unsigned bytes) {
        return halves_fma(halves_minus(__byte_perm(four, 0x64646464u, bytes), 0x64006400u), scales[i / 4], minima[i / 4]);
      };
      return {two(low, 0x4140), two(low, 0x4342), two(high, 0x4140), two(high, 0x4342)};
    }
  };
  using Keys = Octets<OctetsInARow<Width>::kKeys>;
  using Values = Octets<OctetsInARow<Width>::kValues>;
};

}  // namespace halftone::cuda::token
