// What a precision typically costs in quality, for a model of some size that nobody has measured.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/load/weight_plan.h"

namespace halftone {

// Perplexity divided by that of the weights as they are stored; 100 stands for that and more. None for `automatic`, which is the measure.
std::optional<double> typical_perplexity_ratio(Precision precision, std::int64_t parameters);

}  // namespace halftone
