#include "kernels/formats/kv_format.h"

#include <array>
#include <cassert>

#include "kernels/formats/kv_float.h"
#include "kernels/formats/kv_hadamard.h"
#include "kernels/formats/kv_int4.h"
#include "kernels/formats/kv_int8.h"

namespace halftone {
namespace {

template <class Row>
constexpr KvFormatInfo describe(KvFormat format, std::string_view name, bool rotated = false) {
  return {format, name, rotated, [](std::int64_t head_width) { return Row::row_bytes(head_width); }, Row::encode, Row::decode};
}

constexpr std::array kFormats{
    describe<KvFloat<KvF32>>(KvFormat::f32, "f32"),    describe<KvFloat<KvF16>>(KvFormat::f16, "f16"),
    describe<KvFloat<KvBf16>>(KvFormat::bf16, "bf16"), describe<KvInt8>(KvFormat::int8, "int8"),
    describe<KvInt4>(KvFormat::int4, "int4", true),
};

consteval bool rows_stand_at_their_index() {
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (kFormats[i].format != static_cast<KvFormat>(i)) return false;
  }
  return true;
}
static_assert(rows_stand_at_their_index());
static_assert(KvInt8::row_bytes(64) == 68 && KvInt8::row_bytes(80) == 86);
static_assert(KvInt4::row_bytes(64) == 40 && KvInt4::row_bytes(80) == 52);

}  // namespace

const KvFormatInfo& info(KvFormat format) {
  assert(static_cast<std::size_t>(format) < kFormats.size());
  return kFormats[static_cast<std::size_t>(format)];
}

void hadamard(float* row, std::int64_t head_width) { hadamard_row(row, head_width); }

}  // namespace halftone
