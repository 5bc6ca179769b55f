#include "engine/load/weight_plan.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <utility>

#include "engine/spec/weight_shapes.h"

namespace halftone {

namespace {

constexpr std::array<std::string_view, 9> kPrecisions = {"auto", "f32", "bf16", "f16", "int8", "nf4", "int4", "int3", "int2"};

bool is_vocabulary_sized(WeightRole role) { return role == WeightRole::token_embedding || role == WeightRole::lm_head; }
bool stays_float(const WeightEntry& entry) { return is_vector(entry.key.role) || entry.key.role == WeightRole::position_embedding; }

Format format_of(const Checkpoint& checkpoint, const WeightEntry& entry, Precision precision) {
  if (stays_float(entry)) return Format::f32;
  const auto below_int8 = [&](Format format) { return is_vocabulary_sized(entry.key.role) ? Format::int8 : format; };
  switch (precision) {
    case Precision::automatic:
      // A config's own precision speaks for floats only; what a file has quantised stays as it is.
      if (info(entry.stored).quantised || info(checkpoint.stored_format).quantised) return entry.stored;
      return checkpoint.stored_format;
    case Precision::f32: return Format::f32;
    case Precision::bf16: return Format::bf16;
    case Precision::f16: return Format::f16;
    case Precision::int8: return Format::int8;
    case Precision::nf4: return below_int8(Format::nf4);
    case Precision::int4: return below_int8(Format::int4_g64);
    case Precision::int3: return below_int8(Format::int3);
    case Precision::int2: return below_int8(Format::int2);
  }
  std::unreachable();
}

}  // namespace

std::string_view to_string(Precision precision) { return kPrecisions[static_cast<std::size_t>(precision)]; }

Result<Precision> parse_precision(std::string_view name) {
  const auto place = std::ranges::find(kPrecisions, name);
  if (place == kPrecisions.end())
    return fail(ErrorKind::invalid_argument, "", "'{}' is no precision; there are {}", name, fmt::join(kPrecisions, ", "));
  return static_cast<Precision>(place - kPrecisions.begin());
}

std::int64_t WeightPlan::bytes() const {
  std::int64_t sum = 0;
  for (const PlannedWeight& weight : weights) sum += weight.bytes;
  return sum;
}

WeightPlan plan_weights(const Checkpoint& checkpoint, Precision precision, WeightLayout matrix_layout) {
  WeightPlan plan;
  for (const WeightEntry& entry : checkpoint.weights) {
    const Format format = format_of(checkpoint, entry, precision);
    const WeightLayout layout = stays_float(entry) ? WeightLayout::row_major : matrix_layout;
    plan.weights.push_back({entry, format, layout, weight_bytes(format, layout, entry.rows, entry.columns)});
  }
  return plan;
}

WeightPlan plan_of_layers(WeightPlan plan, const ModelSpec& spec, LayerRange layers) {
  const auto goes_elsewhere = [&](const PlannedWeight& weight) {
    const auto [role, layer] = weight.entry.key;
    if (layer != kNoLayer) return !layers.holds(layer);
    switch (role) {
      case WeightRole::token_embedding: return !layers.is_first() && !(spec.tied_embeddings && layers.is_last(spec));
      case WeightRole::position_embedding:
      case WeightRole::embedding_norm:
      case WeightRole::embedding_norm_bias: return !layers.is_first();
      default: return !layers.is_last(spec);
    }
  };
  std::erase_if(plan.weights, goes_elsewhere);
  return plan;
}

std::string converted_from(const Checkpoint& checkpoint, Precision precision) {
  std::map<Format, std::int64_t> bytes;
  for (const WeightEntry& entry : checkpoint.weights)
    if (!is_vector(entry.key.role) && format_of(checkpoint, entry, precision) != entry.stored) bytes[entry.stored] += entry.stored_bytes;
  std::vector<std::pair<std::int64_t, Format>> order;
  order.reserve(bytes.size());
  for (const auto& [format, count] : bytes) order.emplace_back(count, format);
  std::ranges::sort(order, std::ranges::greater());
  std::string text;
  constexpr std::size_t kNamed = 3;
  for (std::size_t i = 0; i < std::min(kNamed, order.size()); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", info(order[i].second).name);
  return order.size() > kNamed ? fmt::format("{} and {} more", text, order.size() - kNamed) : text;
}

}  // namespace halftone
