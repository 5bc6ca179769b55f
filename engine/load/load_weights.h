// The bytes of every weight of a plan, from the files into memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>

#include "engine/base/error.h"
#include "engine/load/weight_plan.h"
#include "kernels/core/thread_pool.h"

namespace halftone {

// done and total in bytes of the plan.
using LoadProgress = std::function<void(std::int64_t done, std::int64_t total)>;
// Where weight i of the plan goes: `bytes` bytes, 64-byte aligned.
using WeightAllocator = std::function<std::byte*(const PlannedWeight& weight)>;
// How bytes get there from the host's memory, from any thread; empty: the host writes them itself.
using WeightUpload = std::function<void(std::byte* to, const std::byte* from, std::int64_t bytes)>;

// Reads, converts, quantises and packs in parallel, a few panels at a time: never a whole weight in float. Polls `stop` at least every
// 100 ms; then the error is `cancelled`. Progress is called from this thread only.
Result<void> load_weights(const WeightPlan& plan, const Checkpoint& checkpoint, const WeightAllocator& allocate, ThreadPool& pool,
                          const LoadProgress& progress, std::stop_token stop, const WeightUpload& upload = {});

}  // namespace halftone
