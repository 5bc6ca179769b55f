// Which formats the one kernel multiplies, and how their rows lie in a stage of the ring.
#pragma once

#include <algorithm>
#include <bit>
#include <optional>

#include "kernels/cuda/token/plan.h"
#include "kernels/formats/format.h"

namespace halftone::cuda::token {

struct KindOf {
  Format format;
  Kind kind;
  int part_columns;  // that a warp multiplies of a row
};
inline constexpr KindOf kKinds[] = {
    {Format::bf16, Kind::bf16, 64},         {Format::int8, Kind::int8, 128},          {Format::q8_0, Kind::int8, 128},
    {Format::int4_g32, Kind::int4, 256},    {Format::int4_g64, Kind::int4_wide, 256}, {Format::int4_g128, Kind::int4_wide, 256},
    {Format::q4_1, Kind::int4, 256},        {Format::q4_0, Kind::q4_0, 256},          {Format::zero4_g32, Kind::zero4, 256},
    {Format::zero4_g128, Kind::zero4, 256}, {Format::q4_k, Kind::q4_k, 256},          {Format::q5_k, Kind::q5_k, 256},
    {Format::q6_k, Kind::q6_k, 128},        {Format::int3, Kind::int3, 256},          {Format::int2, Kind::int2, 512},
    {Format::q5_0, Kind::q5_0, 256},        {Format::q5_1, Kind::q5_1, 256},          {Format::q2_k, Kind::q2_k, 256},
    {Format::q3_k, Kind::q3_k, 256},
};
// Empty where there is no product for the format.
inline std::optional<StageShape> stage_of(Format format) {
  const KindOf* const found = std::ranges::find(kKinds, format, &KindOf::format);
  if (found == std::end(kKinds)) return {};
  const FormatInfo& f = info(format);
  const int columns = kParts * found->part_columns, aside = f.quantised ? f.aside_bytes : 0;
  StageShape shape;
  shape.kind = found->kind, shape.log_columns = static_cast<std::uint8_t>(std::countr_zero(static_cast<unsigned>(columns)));
  shape.row_bytes = static_cast<std::uint16_t>(columns * (f.block_bytes - aside) / f.group);
  shape.header_step = static_cast<std::uint16_t>(columns * aside / f.group);
  shape.header_bytes = static_cast<std::uint16_t>(round_up(shape.header_step, 16));
  return shape;
}

}  // namespace halftone::cuda::token
