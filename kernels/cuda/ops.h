// The ops of kernels/ops on the device. Every pointer in the arguments, spans too, is the device's. Positions: where an op of one
// pass needs to know where the pass begins, it reads `device_start` there, so that one recorded token serves all.
#pragma once

#include <cstdint>

#include "kernels/cuda/context.h"
#include "kernels/ops/add.h"
#include "kernels/ops/cap.h"
#include "kernels/ops/embed.h"
#include "kernels/ops/glu.h"
#include "kernels/ops/kv_store.h"
#include "kernels/ops/norm.h"
#include "kernels/ops/rope.h"

namespace halftone::cuda {

void norm(const NormArgs& args, const Context& context);
void embed(const EmbedArgs& args, const Context& context);  // table in the split layout, or row-major floats
void rope(const RopeArgs& args, const Context& context);
void glu(const GluArgs& args, const Context& context);
void cap(const CapArgs& args, const Context& context);
void add(const AddArgs& args, const Context& context);
// args.start is not looked at.
void kv_store(const KvStoreArgs& args, const std::int32_t* device_start, const Context& context);

// rope of query.x in place, and of store.keys (left as they are) into the cache, with store.values.
void rope_store(const RopeArgs& query, const KvStoreArgs& store, const Context& context);

// *out ← the index of the largest number, the smallest among equals; NaN counts as −∞; −1 where none is finite. `out` may be the host's.
void largest(VectorView<const float> numbers, std::int32_t* out, const Context& context);

}  // namespace halftone::cuda
