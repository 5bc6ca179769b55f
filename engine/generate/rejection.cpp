#include "engine/generate/rejection.h"

#include <algorithm>
#include <cassert>

namespace halftone {

TokenId accept_or_replace(const Distribution& target, const Distribution& proposal, TokenId drafted, double keep, double replace) {
  if (target.ids.empty()) return -1;
  const double proposed = proposal.probability(drafted);
  assert(proposed > 0);
  if (keep * proposed < target.probability(drafted)) return drafted;
  constexpr double kUnits = 0x1p52;  // of probability: nothing is lost but what a double has no digits for
  Distribution rest = target;
  rest.total = 0;
  for (std::size_t i = 0; i < rest.ids.size(); ++i) {
    const double own = static_cast<double>(target.weights[i]) / static_cast<double>(target.total);
    rest.weights[i] = static_cast<std::uint64_t>(std::max(0.0, own - proposal.probability(rest.ids[i])) * kUnits);
    rest.total += rest.weights[i];
  }
  // The two agree but for rounding: nothing is left over.
  return rest.total > 0 ? rest.draw(replace) : target.draw(replace);
}

}  // namespace halftone
