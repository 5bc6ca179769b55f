#include "engine/generate/typical_quality.h"

#include <algorithm>
#include <array>
#include <utility>

namespace halftone {

namespace {

struct Row {
  std::int64_t parameters;  // up to
  double nf4, int4, int3, int2;
};

// Smallest: measured, SmolLM2 135M and Gemma 3 270M, means of `halftone-cli perplexity --reference-weights auto` over short_text(). 7 B and
// above: of the order that AWQ (Lin et al. 2023) and OmniQuant (Shao et al. 2023) report for Llama 2 rounded to nearest in groups of 128 (4
// and 3 bits) and 64 (2 bits); not checked against their tables, and nf4 is placed below int4 by judgement, as QLoRA (Dettmers et al. 2023)
// orders them. 0.5 to 3 B: between their neighbours.
constexpr std::array kRows = {
    Row{500'000'000, 1.2, 1.2, 5, 100},
    Row{3'000'000'000, 1.1, 1.1, 2.5, 100},
    Row{10'000'000'000, 1.04, 1.05, 1.2, 80},
    Row{INT64_MAX, 1.02, 1.03, 1.15, 5},
};

}  // namespace

std::optional<double> typical_perplexity_ratio(Precision precision, std::int64_t parameters) {
  const Row& row = *std::ranges::find_if(kRows, [&](const Row& r) { return parameters <= r.parameters; });
  switch (precision) {
    case Precision::automatic: return std::nullopt;
    case Precision::f32:
    case Precision::bf16:
    case Precision::f16:
    case Precision::int8: return 1;
    case Precision::nf4: return row.nf4;
    case Precision::int4: return row.int4;
    case Precision::int3: return row.int3;
    case Precision::int2: return row.int2;
  }
  std::unreachable();
}

}  // namespace halftone
