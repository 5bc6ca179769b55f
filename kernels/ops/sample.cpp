#include "kernels/ops/sample.h"

#include <algorithm>

namespace halftone {

double Distribution::probability(std::int32_t id) const {
  const auto at = std::lower_bound(ids.begin(), ids.end(), id);
  return at == ids.end() || *at != id ? 0.0 : weights[static_cast<std::size_t>(at - ids.begin())] / total;
}

std::int32_t Distribution::draw(double uniform) const {
  if (ids.empty()) return -1;
  double left = uniform * total;
  std::int32_t drawn = ids.front();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (weights[i] > 0) drawn = ids[i];
    left -= weights[i];
    if (left < 0) break;
  }
  return drawn;
}

}  // namespace halftone
