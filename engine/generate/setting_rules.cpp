#include "engine/generate/setting_rules.h"

#include <algorithm>
#include <numeric>

#include "engine/generate/rope_setting.h"

namespace halftone {

namespace {

Result<void> check_split(const EngineSettings& settings, const ModelSpec& spec) {
  if (settings.split.empty()) return {};
  const std::int64_t devices = 1 + std::ranges::count(settings.device, '+'), layers = std::ssize(spec.layers);
  const std::int64_t placed = std::reduce(settings.split.begin(), settings.split.end());
  if (devices == std::ssize(settings.split) && placed == layers && std::ranges::min(settings.split) > 0) return {};
  return fail(ErrorKind::invalid_argument, "Give each device a count of layers, of one at least, or none to share them out by free memory.",
              "a split of {} layers by {} counts that sum to {}, over {} devices", layers, settings.split.size(), placed, devices);
}

}  // namespace

EngineSettings resolve(EngineSettings settings, const ModelSpec& spec) {
  constexpr std::int64_t kDefaultContext = 8192;
  if (settings.context == 0) settings.context = std::min(spec.trained_context, kDefaultContext);
  return settings;
}

Result<void> check_settings(const EngineSettings& settings, const ModelSpec& spec) {
  if (settings.context < 1 || settings.context > kMaxContext) {
    return fail(ErrorKind::invalid_argument, "", "a context of {} tokens; it can have 1 to {}", settings.context, kMaxContext);
  }
  if (!std::holds_alternative<std::monostate>(settings.rope_scaling) && !has_rope(spec)) {
    return fail(ErrorKind::unsupported, "Leave the scaling at the model's own.", "a RoPE scaling is set ({}), but the model has no RoPE",
                to_string(settings.rope_scaling));
  }
  return check_split(settings, spec);
}

Result<void> check_positions(const EngineSettings& settings, const ModelSpec& spec) {
  const std::int64_t limit = spec.position_limit();
  if (limit == 0 || settings.context <= limit) return {};
  return fail(ErrorKind::invalid_argument, "Choose a shorter context.",
              "a context of {} tokens; the model learned positions for {} and has no others", settings.context, limit);
}

}  // namespace halftone
