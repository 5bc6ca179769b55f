// What a model takes, from its headers alone (guide G1, G15).
#pragma once

#include <cstdint>

#include "engine/load/checkpoint.h"
#include "engine/load/weight_plan.h"
#include "kernels/formats/kv_format.h"

namespace halftone {

// Bytes of all weights as plan_weights() would place them.
std::int64_t weight_bytes(const Checkpoint& checkpoint, Precision precision, WeightLayout matrix_layout);

// Bytes of the cache for one token: 2 · Hkv · row_bytes(Dh), summed over the layers.
std::int64_t kv_bytes_per_token(const ModelSpec& spec, KvFormat format);

}  // namespace halftone
