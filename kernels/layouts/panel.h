// Panels: how the CPU holds weights. 16 rows (outputs) are interleaved so that lane r of a vector belongs to row r: one load serves
// 16 rows, scales multiply as vectors, and no sum crosses lanes. Packed once, at load.
//
// A panel is a row of K in blocks, every block of 16 rows stored together. Float formats: [k][16]. Quantised formats, per block of
// `group` columns: first the header fields of the 16 rows (each field as 16 values), then the rest of the block, the quants and what
// lies among them, in units of 4 bytes: unit u of row 0, of row 1, … of row 15, then unit u + 1. Signed bytes are stored 128 higher.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/layouts/weight_view.h"

namespace halftone {

// One panel from 16 rows in the format's own row-major layout, `row_bytes(columns)` apart; rows beyond `rows` (the padding of
// the last panel) are written as zeros. `out` has 16 · row_bytes(columns) bytes.
void pack_panel(Format format, const std::byte* row_major, std::int64_t rows, std::int64_t columns, std::byte* out);

// The scalar way back, for embed and tests: row `row` (of the whole weight) as floats.
void unpack_row(const WeightView& panels, std::int64_t row, float* values);

}  // namespace halftone
