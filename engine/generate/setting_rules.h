// Which settings a model can have at all, whatever the memory.
#pragma once

#include "engine/base/error.h"
#include "engine/generate/settings.h"
#include "engine/spec/model_spec.h"

namespace halftone {

inline constexpr std::int64_t kMaxContext = std::int64_t{1} << 24;  // far above every model; keeps products of lengths in range

EngineSettings resolve(EngineSettings settings, const ModelSpec& spec);  // a context of 0 is one in tokens
// Of resolved settings; the positions that a model learned apart, since an estimate may go beyond them.
Result<void> check_settings(const EngineSettings& settings, const ModelSpec& spec);
Result<void> check_positions(const EngineSettings& settings, const ModelSpec& spec);

}  // namespace halftone
