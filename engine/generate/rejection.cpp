#include "engine/generate/rejection.h"

#include <algorithm>
#include <cassert>

namespace halftone {

TokenId accept_or_replace(const Distribution& target, const Distribution& proposal, TokenId drafted, double keep, double replace) {
  if (target.ids.empty()) return -1;
  const double proposed = proposal.probability(drafted);
  assert(proposed > 0);
  if (keep * proposed < target.probability(drafted)) return drafted;
  Distribution rest = target;
  rest.total = 0;
  for (std::size_t i = 0; i < rest.ids.size(); ++i) {
    rest.weights[i] = std::max(0.0, target.weights[i] / target.total - proposal.probability(rest.ids[i]));
    rest.total += rest.weights[i];
  }
  // The two agree but for rounding: nothing is left over.
  return rest.total > 0 ? rest.draw(replace) : target.draw(replace);
}

}  // namespace halftone
