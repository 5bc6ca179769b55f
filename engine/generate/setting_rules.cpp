#include "engine/generate/setting_rules.h"

#include <algorithm>

#include "engine/generate/rope_setting.h"

namespace halftone {

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
  return {};
}

Result<void> check_positions(const EngineSettings& settings, const ModelSpec& spec) {
  const std::int64_t limit = spec.position_limit();
  if (limit == 0 || settings.context <= limit) return {};
  return fail(ErrorKind::invalid_argument, "Choose a shorter context.",
              "a context of {} tokens; the model learned positions for {} and has no others", settings.context, limit);
}

}  // namespace halftone
