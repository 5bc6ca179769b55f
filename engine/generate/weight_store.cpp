#include "engine/generate/weight_store.h"

#include <algorithm>

namespace halftone {

Precision same_weights_as(const Checkpoint& checkpoint, Precision precision) {
  if (precision == Precision::automatic) return precision;
  // The layout changes nothing about which formats are chosen.
  const auto formats = [&](Precision p) { return plan_weights(checkpoint, p, WeightLayout::row_major).weights; };
  return std::ranges::equal(formats(precision), formats(Precision::automatic), {}, &PlannedWeight::format, &PlannedWeight::format)
             ? Precision::automatic
             : precision;
}

std::shared_ptr<const Weights> WeightStore::find(const Checkpoint& checkpoint, Precision precision, LayerRange layers) const {
  return held_.find(key_of(checkpoint, precision, layers));
}

Result<std::shared_ptr<const Weights>> WeightStore::take(const Checkpoint& checkpoint, Precision precision, LayerRange layers,
                                                         const Sentence& stage, const ProgressSink& progress, std::stop_token stop) {
  const Key key = key_of(checkpoint, precision, layers);
  if (auto held = held_.find(key)) return held;
  const auto report = [&](std::int64_t done, std::int64_t total) {
    if (progress) progress({stage, done, total});
  };
  const WeightPlan plan = plan_of_layers(plan_weights(checkpoint, precision, backend_.matrix_layout()), checkpoint.spec, layers);
  auto loaded = Weights::load(checkpoint, plan, backend_, report, stop);
  if (!loaded) return pass_on(std::move(loaded));
  auto weights = std::make_shared<const Weights>(*std::move(loaded));
  held_.add(key, weights);
  return weights;
}

}  // namespace halftone
