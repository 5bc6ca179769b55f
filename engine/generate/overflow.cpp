#include "engine/generate/overflow.h"

#include <algorithm>

namespace halftone {

Result<std::int64_t> fewest_turns_to_drop(std::int64_t guess, std::int64_t most,
                                          const std::function<Result<bool>(std::int64_t turns)>& fits_without) {
  std::int64_t least = 1, turns = guess, step = 1;
  while (least < most) {
    turns = std::clamp(turns, least, most - 1);
    const auto fits = fits_without(turns);
    if (!fits) return std::unexpected(fits.error());
    if (*fits) most = turns;
    else least = turns + 1;
    const std::int64_t away = std::min(step, (most - least + 1) / 2);
    turns = *fits ? most - away : least - 1 + away;
    step *= 2;
  }
  return most;
}

}  // namespace halftone
