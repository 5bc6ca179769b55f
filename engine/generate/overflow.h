// A conversation that is too long for the context: how much of it to leave out.
#pragma once

#include <cstdint>
#include <functional>

#include "engine/base/error.h"

namespace halftone {

// The fewest of the oldest turns, 1 to `most`, without which it fits; `most` where nothing less will do. Asking renders and encodes what is
// left, so it is asked around a guess first, further away with every miss: a good guess takes two questions, a bad one as many as halving,
// twice. What fits must go on to fit as more is left out. Fails where asking fails.
Result<std::int64_t> fewest_turns_to_drop(std::int64_t guess, std::int64_t most,
                                          const std::function<Result<bool>(std::int64_t turns)>& fits_without);

}  // namespace halftone
