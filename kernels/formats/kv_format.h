// Cache formats: how one head's key or value of one token (a row of Dh numbers) is stored. One table, as for weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace halftone {

enum class KvFormat : std::uint8_t {
  f32, f16, bf16,
  int8,  // one f16 scale per 32 numbers, symmetric
  int4,  // Hadamard-rotated, then per 32 numbers: f16 scale, f16 minimum (QuaRot, Ashkboos et al. 2024; KIVI, Liu et al. 2024)
};

constexpr std::int64_t kMaxKvHeadWidth = 1024;  // encoding rotates on the stack; no published model is wider than 256

struct KvFormatInfo {
  KvFormat format;
  std::string_view name;
  // Rows are stored as H·x with H the normalised Hadamard matrix over the largest power of two that divides Dh (block-diagonal
  // beyond it). H is orthonormal and symmetric: q·k = (Hq)·(Hk), and the attention output is H·(Σ p_j Hv_j).
  bool rotated;
  std::int64_t (*row_bytes)(std::int64_t head_width);
  // Scalar, the definition. encode takes plain numbers (it rotates where the format does); decode gives the stored, still rotated ones.
  void (*encode)(const float* row, std::byte* stored, std::int64_t head_width);
  void (*decode)(const std::byte* stored, float* row, std::int64_t head_width);
};

const KvFormatInfo& info(KvFormat format);

// In place: row ← H·row, as above. Its own inverse.
void hadamard(float* row, std::int64_t head_width);

}  // namespace halftone
