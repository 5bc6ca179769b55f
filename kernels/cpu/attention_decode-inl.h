// A tile of cached rows as floats: keys transposed (a vector's lanes are keys), values as they stand. Compiled once per instruction set.
//
// Rows of all formats are read as units of four bytes: four units each of as many rows as a vector has lanes are transposed in
// registers, which gives vectors that hold one unit of every row; shifts and conversions make numbers of them. Rows that are no
// whole number of such loads, and the portable target, go through the format's scalar decode.
#if defined(HALFTONE_ATTENTION_DECODE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_ATTENTION_DECODE_INL
#undef HALFTONE_ATTENTION_DECODE_INL
#else
#define HALFTONE_ATTENTION_DECODE_INL
#endif

#include <algorithm>
#include <cstring>

#include <hwy/highway.h>

#include "kernels/cpu/attention_blocks.h"
#include "kernels/formats/kv_int4.h"
#include "kernels/formats/kv_int8.h"
#include "kernels/layouts/kv_view.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::cpu::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Where the rows of a tile are: found once, page by page.
struct TileRows {
  const std::byte* at[kTileKeys];

  // Rows beyond count repeat the last one: their numbers are computed and masked.
  template <class Address>
  TileRows(const KvView& cache, std::int64_t first, std::int64_t count, Address address) {
    const std::int64_t row_bytes = cache.row_bytes();
    for (std::int64_t j = 0; j < count;) {
      const std::int64_t run = std::min(count - j, cache.page_tokens - (first + j) % cache.page_tokens);
      const std::byte* row = address(first + j);
      for (const std::int64_t end = j + run; j < end; ++j, row += row_bytes) at[j] = row;
    }
    for (std::int64_t j = count; j < kTileKeys; ++j) at[j] = at[count - 1];
  }
};

#if HWY_TARGET != HWY_SCALAR

using DecodeTag = hn::CappedTag<float, 16>;
using UnitTag = hn::RebindToUnsigned<DecodeTag>;
using Units = hn::VFromD<UnitTag>;
constexpr std::int64_t kDecodeLanes = hn::MaxLanes(DecodeTag());

// 16 bytes of rows 0, 4, 8, … (of as many as fill a vector), a block each.
template <class D>
HWY_INLINE hn::VFromD<D> load_blocks(D d, const std::byte* const* rows, std::int64_t offset) {
  if constexpr (hn::MaxLanes(D()) == 4) {
    return hn::LoadU(d, reinterpret_cast<const std::uint32_t*>(rows[0] + offset));
  } else {
    const hn::Half<D> half;
    constexpr std::int64_t kRows = hn::MaxLanes(hn::Half<D>());
    return hn::Combine(d, load_blocks(half, rows + kRows, offset), load_blocks(half, rows, offset));
  }
}

// Units 4·quad … 4·quad + 3 of the rows: lane j of out[i] is row j's.
HWY_INLINE void load_units(const std::byte* const* rows, std::int64_t quad, Units (&out)[4]) {
  const UnitTag d;
  const hn::RepartitionToWide<UnitTag> wide;
  const Units r0 = load_blocks(d, rows, 16 * quad), r1 = load_blocks(d, rows + 1, 16 * quad);
  const Units r2 = load_blocks(d, rows + 2, 16 * quad), r3 = load_blocks(d, rows + 3, 16 * quad);
  const auto low_a = hn::BitCast(wide, hn::InterleaveLower(d, r0, r1)), low_b = hn::BitCast(wide, hn::InterleaveLower(d, r2, r3));
  const auto high_a = hn::BitCast(wide, hn::InterleaveUpper(d, r0, r1)), high_b = hn::BitCast(wide, hn::InterleaveUpper(d, r2, r3));
  out[0] = hn::BitCast(d, hn::InterleaveLower(wide, low_a, low_b));
  out[1] = hn::BitCast(d, hn::InterleaveUpper(wide, low_a, low_b));
  out[2] = hn::BitCast(d, hn::InterleaveLower(wide, high_a, high_b));
  out[3] = hn::BitCast(d, hn::InterleaveUpper(wide, high_a, high_b));
}

// The f16 at `offset` of each row, as floats.
HWY_INLINE hn::VFromD<DecodeTag> load_headers(const std::byte* const* rows, std::int64_t offset) {
  hwy::float16_t gathered[kDecodeLanes];
  for (std::int64_t j = 0; j < kDecodeLanes; ++j) std::memcpy(&gathered[j], rows[j] + offset, sizeof gathered[j]);
  return hn::PromoteTo(DecodeTag(), hn::LoadU(hn::Rebind<hwy::float16_t, DecodeTag>(), gathered));
}

HWY_INLINE void store_numbers(hn::VFromD<DecodeTag> numbers, float* keys, std::int64_t index) {
  hn::Store(numbers, DecodeTag(), keys + index * kTileKeys);
}

// How a format's units become numbers. keys points at the first of the vector's keys.
struct UnpackF32 {
  static constexpr std::int64_t kNumbersPerQuad = 4;
  static HWY_INLINE void quad(const std::byte* const* rows, std::int64_t, std::int64_t quad, float* keys) {
    Units units[4];
    load_units(rows, quad, units);
    for (int i = 0; i < 4; ++i) store_numbers(hn::BitCast(DecodeTag(), units[i]), keys, 4 * quad + i);
  }
};

struct UnpackF16 {
  static constexpr std::int64_t kNumbersPerQuad = 8;
  static HWY_INLINE void quad(const std::byte* const* rows, std::int64_t, std::int64_t quad, float* keys) {
    Units units[4];
    load_units(rows, quad, units);
    for (int i = 0; i < 4; ++i) {
      store_numbers(widen(units[i]), keys, 8 * quad + 2 * i);
      store_numbers(widen(hn::ShiftRight<16>(units[i])), keys, 8 * quad + 2 * i + 1);
    }
  }
  static HWY_INLINE hn::VFromD<DecodeTag> widen(Units units) {
    const auto halves = hn::TruncateTo(hn::Rebind<std::uint16_t, DecodeTag>(), units);
    return hn::PromoteTo(DecodeTag(), hn::BitCast(hn::Rebind<hwy::float16_t, DecodeTag>(), halves));
  }
};

struct UnpackBf16 {
  static constexpr std::int64_t kNumbersPerQuad = 8;
  static HWY_INLINE void quad(const std::byte* const* rows, std::int64_t, std::int64_t quad, float* keys) {
    Units units[4];
    load_units(rows, quad, units);
    for (int i = 0; i < 4; ++i) {
      store_numbers(hn::BitCast(DecodeTag(), hn::ShiftLeft<16>(units[i])), keys, 8 * quad + 2 * i);
      store_numbers(hn::BitCast(DecodeTag(), hn::And(units[i], hn::Set(UnitTag(), 0xFFFF0000u))), keys, 8 * quad + 2 * i + 1);
    }
  }
};

struct UnpackInt8 {
  static constexpr std::int64_t kNumbersPerQuad = 16;
  static HWY_INLINE void quad(const std::byte* const* rows, std::int64_t head_width, std::int64_t quad, float* keys) {
    Units units[4];
    load_units(rows, quad, units);
    const auto scale = load_headers(rows, head_width + quad / 2 * 2);
    const hn::RebindToSigned<DecodeTag> di;
    for (int i = 0; i < 4; ++i) {
      const auto bytes = hn::BitCast(di, units[i]);
      const std::int64_t index = 16 * quad + 4 * i;
      store_numbers(scaled(hn::ShiftLeft<24>(bytes), scale), keys, index);
      store_numbers(scaled(hn::ShiftLeft<16>(bytes), scale), keys, index + 1);
      store_numbers(scaled(hn::ShiftLeft<8>(bytes), scale), keys, index + 2);
      store_numbers(scaled(bytes, scale), keys, index + 3);
    }
  }
  template <class V>
  static HWY_INLINE hn::VFromD<DecodeTag> scaled(V byte_on_top, hn::VFromD<DecodeTag> scale) {
    return hn::Mul(hn::ConvertTo(DecodeTag(), hn::ShiftRight<24>(byte_on_top)), scale);
  }
};

struct UnpackInt4 {
  static constexpr std::int64_t kNumbersPerQuad = 32;  // a quad is a group
  static HWY_INLINE void quad(const std::byte* const* rows, std::int64_t head_width, std::int64_t quad, float* keys) {
    Units units[4];
    load_units(rows, quad, units);
    const std::int64_t header = KvInt4::quant_bytes(head_width) + 4 * quad;
    const auto scale = load_headers(rows, header), minimum = load_headers(rows, header + 2);
    for (int i = 0; i < 4; ++i) {
      Units nibbles = units[i];
      for (int byte = 0; byte < 4; ++byte) {
        const std::int64_t index = 32 * quad + 4 * i + byte;
        store_numbers(number(nibbles, scale, minimum), keys, index);
        store_numbers(number(hn::ShiftRight<4>(nibbles), scale, minimum), keys, index + 16);
        nibbles = hn::ShiftRight<8>(nibbles);
      }
    }
  }
  static HWY_INLINE hn::VFromD<DecodeTag> number(Units nibble, hn::VFromD<DecodeTag> scale, hn::VFromD<DecodeTag> minimum) {
    const auto q = hn::BitCast(hn::RebindToSigned<DecodeTag>(), hn::And(nibble, hn::Set(UnitTag(), 15u)));
    return hn::MulAdd(hn::ConvertTo(DecodeTag(), q), scale, minimum);
  }
};

template <class Unpack>
void unpack_keys(const TileRows& rows, std::int64_t head_width, float* keys) {
  for (std::int64_t j = 0; j < kTileKeys; j += kDecodeLanes) {
    for (std::int64_t q = 0; q < head_width / Unpack::kNumbersPerQuad; ++q) Unpack::quad(rows.at + j, head_width, q, keys + j);
  }
}

// Whether rows of this width are whole quads, and were unpacked.
HWY_INLINE bool unpack_keys(KvFormat format, const TileRows& rows, std::int64_t head_width, float* keys) {
  switch (format) {
    case KvFormat::f32: return head_width % 4 == 0 && (unpack_keys<UnpackF32>(rows, head_width, keys), true);
    case KvFormat::f16: return head_width % 8 == 0 && (unpack_keys<UnpackF16>(rows, head_width, keys), true);
    case KvFormat::bf16: return head_width % 8 == 0 && (unpack_keys<UnpackBf16>(rows, head_width, keys), true);
    case KvFormat::int8: return head_width % 16 == 0 && (unpack_keys<UnpackInt8>(rows, head_width, keys), true);
    case KvFormat::int4: return head_width % 32 == 0 && (unpack_keys<UnpackInt4>(rows, head_width, keys), true);
  }
  return false;
}

// One row, in order. Whole vectors only: head_width is a multiple of 16, for int4 of 32.
HWY_INLINE void widen_f16(const std::byte* stored, float* row, std::int64_t head_width) {
  const hn::Rebind<hwy::float16_t, DecodeTag> half;
  for (std::int64_t i = 0; i < head_width; i += kDecodeLanes) {
    hn::Store(hn::PromoteTo(DecodeTag(), hn::LoadU(half, reinterpret_cast<const hwy::float16_t*>(stored) + i)), DecodeTag(), row + i);
  }
}
HWY_INLINE void widen_bf16(const std::byte* stored, float* row, std::int64_t head_width) {
  const hn::Rebind<std::uint16_t, DecodeTag> half;
  for (std::int64_t i = 0; i < head_width; i += kDecodeLanes) {
    const Units bits = hn::PromoteTo(UnitTag(), hn::LoadU(half, reinterpret_cast<const std::uint16_t*>(stored) + i));
    hn::Store(hn::BitCast(DecodeTag(), hn::ShiftLeft<16>(bits)), DecodeTag(), row + i);
  }
}
HWY_INLINE void widen_int8(const std::byte* stored, float* row, std::int64_t head_width) {
  const hn::RebindToSigned<DecodeTag> di;
  const hn::Rebind<std::int8_t, DecodeTag> bytes;
  for (std::int64_t i = 0; i < head_width; i += kDecodeLanes) {
    const auto scale = hn::Set(DecodeTag(), load_f16(stored + head_width + i / kKvGroup * 2));
    const auto q = hn::PromoteTo(di, hn::LoadU(bytes, reinterpret_cast<const std::int8_t*>(stored) + i));
    hn::Store(hn::Mul(hn::ConvertTo(DecodeTag(), q), scale), DecodeTag(), row + i);
  }
}
HWY_INLINE void widen_int4(const std::byte* stored, float* row, std::int64_t head_width) {
  const hn::RebindToSigned<DecodeTag> di;
  const hn::Rebind<std::uint8_t, DecodeTag> bytes;
  const std::byte* header = stored + KvInt4::quant_bytes(head_width);
  for (std::int64_t group = 0; group < head_width / kKvGroup; ++group, header += 4) {
    const auto scale = hn::Set(DecodeTag(), load_f16(header)), minimum = hn::Set(DecodeTag(), load_f16(header + 2));
    for (std::int64_t i = 0; i < 16; i += kDecodeLanes) {
      const auto pair = hn::PromoteTo(di, hn::LoadU(bytes, reinterpret_cast<const std::uint8_t*>(stored) + group * 16 + i));
      const auto low = hn::ConvertTo(DecodeTag(), hn::And(pair, hn::Set(di, 15))), high = hn::ConvertTo(DecodeTag(), hn::ShiftRight<4>(pair));
      hn::Store(hn::MulAdd(low, scale, minimum), DecodeTag(), row + group * kKvGroup + i);
      hn::Store(hn::MulAdd(high, scale, minimum), DecodeTag(), row + group * kKvGroup + 16 + i);
    }
  }
}

HWY_INLINE bool widen_row(KvFormat format, const std::byte* stored, float* row, std::int64_t head_width) {
  if (head_width % 16 != 0) return false;
  switch (format) {
    case KvFormat::f32: return std::memcpy(row, stored, head_width * sizeof(float)), true;
    case KvFormat::f16: return widen_f16(stored, row, head_width), true;
    case KvFormat::bf16: return widen_bf16(stored, row, head_width), true;
    case KvFormat::int8: return widen_int8(stored, row, head_width), true;
    case KvFormat::int4: return head_width % kKvGroup == 0 && (widen_int4(stored, row, head_width), true);
  }
  return false;
}

#else

HWY_INLINE bool unpack_keys(KvFormat, const TileRows&, std::int64_t, float*) { return false; }
HWY_INLINE bool widen_row(KvFormat, const std::byte*, float*, std::int64_t) { return false; }

#endif

// Keys [first, first + count) of a kv head: keys[d · kTileKeys + j]. Those beyond count are some number. `row`: room for one row.
inline void decode_keys(const KvView& cache, std::int64_t kv_head, std::int64_t first, std::int64_t count, float* keys, float* row) {
  const TileRows rows(cache, first, count, [&](std::int64_t token) { return cache.key(token, kv_head); });
  if (unpack_keys(cache.format, rows, cache.head_width, keys)) return;
  const auto decode = info(cache.format).decode;
  for (std::int64_t j = 0; j < kTileKeys; ++j) {
    decode(rows.at[j], row, cache.head_width);
    for (std::int64_t i = 0; i < cache.head_width; ++i) keys[i * kTileKeys + j] = row[i];
  }
}

// Values [first, first + count): values[j · padded width + d]. The padding is zero.
inline void decode_values(const KvView& cache, std::int64_t kv_head, std::int64_t first, std::int64_t count, float* values) {
  const TileRows rows(cache, first, count, [&](std::int64_t token) { return cache.value(token, kv_head); });
  const auto decode = info(cache.format).decode;
  const std::int64_t width = padded_width(cache.head_width);
  for (std::int64_t j = 0; j < count; ++j) {
    float* row = values + j * width;
    if (widen_row(cache.format, rows.at[j], row, cache.head_width)) continue;
    decode(rows.at[j], row, cache.head_width);
    std::fill(row + cache.head_width, row + width, 0.0f);
  }
}

}  // namespace halftone::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
