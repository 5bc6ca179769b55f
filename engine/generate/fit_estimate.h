// estimate_fit (engine.h) of a checkpoint that is open already.
#pragma once

#include "engine/generate/device_names.h"
#include "engine/generate/engine.h"
#include "engine/load/checkpoint.h"

namespace halftone {

Result<FitEstimate> estimate_fit(const Checkpoint& checkpoint, const EngineSettings& settings, const GpuSource& gpus = {});

}  // namespace halftone
