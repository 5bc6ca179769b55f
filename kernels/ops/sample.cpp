#include "kernels/ops/sample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace halftone {

namespace {

// The last level that weighs `least` of the best; weights never rise with the level.
std::uint32_t last_level_of(float least) {
  if (!(least > 0)) return kLastLevel;
  const double weight = std::min(static_cast<double>(least), 1.0) * static_cast<double>(kFullWeight);
  std::uint32_t good = 0, bad = kLastLevel + 1;
  while (bad - good > 1) {
    const std::uint32_t middle = good + (bad - good) / 2;
    (static_cast<double>(level_weight(middle)) >= weight ? good : bad) = middle;
  }
  return good;
}

}  // namespace

SampleRule::SampleRule(const SampleArgs& args)
    : rate(std::numbers::log2e / static_cast<double>(args.temperature)),
      count(args.top_k > 0 ? static_cast<std::uint64_t>(args.top_k) : std::numeric_limits<std::uint64_t>::max()),
      share(args.top_p < 1 ? static_cast<double>(args.top_p) : 1.0),
      last_level(last_level_of(args.min_p)) {}

std::vector<std::int32_t> distinct(std::span<const std::int32_t> history, std::int64_t vocabulary) {
  std::vector<bool> met(static_cast<std::size_t>(vocabulary));
  std::vector<std::int32_t> ids;
  for (const std::int32_t id : history) {
    if (id < 0 || id >= vocabulary || met[static_cast<std::size_t>(id)]) continue;
    met[static_cast<std::size_t>(id)] = true;
    ids.push_back(id);
  }
  return ids;
}

double Distribution::probability(std::int32_t id) const {
  const auto at = std::lower_bound(ids.begin(), ids.end(), id);
  if (at == ids.end() || *at != id) return 0.0;
  return static_cast<double>(weights[static_cast<std::size_t>(at - ids.begin())]) / static_cast<double>(total);
}

std::int32_t Distribution::draw(double uniform) const {
  if (total == 0) return -1;
  const std::uint64_t place = drawn_place(uniform, total);
  std::uint64_t running = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    running += weights[i];
    if (running > place) return ids[i];
  }
  return -1;  // cannot be: `total` is their sum
}

}  // namespace halftone
