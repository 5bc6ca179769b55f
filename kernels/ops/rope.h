// rope: rotates pairs of x by angle position · inverse_frequency[i].   Source: RoFormer, Su et al. 2021.
// Every scaling is a table of inverse frequencies and one factor on the result; the rotation itself knows none of them.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "kernels/core/host_device.h"
#include "kernels/core/tensor_view.h"

namespace halftone {

// Position interpolation, Chen et al. 2023.
struct LinearScaling {
  float factor = 1;
  bool operator==(const LinearScaling&) const = default;
};
// "dynamic": θ grows with the length in use beyond original_context.
struct NtkScaling {
  float factor = 1;
  std::int64_t original_context = 0;
  bool operator==(const NtkScaling&) const = default;
};
// Peng et al. 2023.
struct YarnScaling {
  float factor = 1;
  std::int64_t original_context = 0;
  float beta_fast = 32, beta_slow = 1;
  float attention_factor = 0;  // 0: 0.1·ln(factor) + 1, or from mscale / mscale_all_dim
  float mscale = 0, mscale_all_dim = 0;
  bool truncate = true;
  bool operator==(const YarnScaling&) const = default;
};
// Llama 3.1: low frequencies are stretched, high ones kept, those between blended.
struct Llama3Scaling {
  float factor = 8, low_freq_factor = 1, high_freq_factor = 4;
  std::int64_t original_context = 8192;
  bool operator==(const Llama3Scaling&) const = default;
};
// Phi-3: one factor per frequency, short and long.
struct LongRopeScaling {
  std::vector<float> short_factor, long_factor;
  std::int64_t original_context = 0;
  float attention_factor = 0;
  bool operator==(const LongRopeScaling&) const = default;
};
using RopeScaling = std::variant<std::monostate, LinearScaling, NtkScaling, YarnScaling, Llama3Scaling, LongRopeScaling>;

enum class RopePairing {
  half,         // (i, i + dim/2): Hugging Face llama, GPT-NeoX
  interleaved,  // (2i, 2i+1): the paper, GPT-J, GGUF llama
};

// What grows queries with their position, and their scores with them, beyond the first `length` tokens. Llama 4, Meta 2025.
struct QueryGrowth {
  float rate = 0;  // 0: none
  std::int64_t length = 1;
  bool operator==(const QueryGrowth&) const = default;
  HALFTONE_HOST_DEVICE float at(std::int32_t position) const {
    return rate == 0 ? 1.0f : static_cast<float>(1 + static_cast<double>(rate) * std::log(1.0 + static_cast<double>(position / length)));
  }
};

struct RopeParams {
  float theta = 10000;
  std::int64_t dim = 0;  // how many of the head's Dh are rotated (partial RoPE: the first dim)
  RopePairing pairing = RopePairing::half;
  RopeScaling scaling;
  QueryGrowth query_growth;
  std::vector<float> frequency_factors;  // GGUF `rope_freqs.weight`: inverse_frequency[i] / frequency_factors[i]; empty: none
};

struct RopeFrequencies {
  std::vector<float> inverse;      // dim / 2
  float attention_factor = 1;      // on cos and sin
};

// `length`: tokens in use, for the scalings that depend on it (NTK, long RoPE); `trained`: max_position_embeddings.
RopeFrequencies rope_frequencies(const RopeParams& params, std::int64_t length, std::int64_t trained);
// Whether the frequencies depend on `length`, so that cached keys are of one length only.
bool depends_on_length(const RopeScaling& scaling);

struct RopeArgs {
  TensorView<float, 3> x;                   // (T, H, Dh), in place
  std::span<const std::int32_t> positions;  // T
  VectorView<const float> inverse;          // (dim / 2)
  float attention_factor = 1;
  RopePairing pairing = RopePairing::half;
  QueryGrowth growth = {};  // on cos and sin too: for queries that are rotated whole
};

class ThreadPool;
namespace reference { void rope(const RopeArgs&); }
namespace cpu { void rope(const RopeArgs&, ThreadPool&); }

}  // namespace halftone
