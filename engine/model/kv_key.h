// What made a page of the cache: two pages hold the same bits for the same tokens where all of this is the same, and only then may one stand
// for the other. It holds for a page in memory, and for one that is written down.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/load/weight_plan.h"
#include "engine/model/kv_layout.h"
#include "engine/model/model_id.h"
#include "kernels/ops/attention.h"

namespace halftone {

// Keys of the second layer on are made of what attention said before: both kernels say it to within rounding, so their pages are two kinds.
// `both`: of a conversation that went on under the other kernel and kept its pages.
enum class PagesFrom : std::uint8_t { flash, naive, both };
constexpr PagesFrom pages_from(AttentionKind kind) { return kind == AttentionKind::flash ? PagesFrom::flash : PagesFrom::naive; }

enum class DeviceKind : std::uint8_t { cpu, cuda };  // each rounds in its own way

// The layers that lie on one device.
struct KvPart {
  KvLayout layout = {};  // cache format, heads, and which layers
  DeviceKind device = DeviceKind::cpu;
  bool operator==(const KvPart&) const = default;
};

struct KvKey {
  ModelId model = {};
  Precision weights = Precision::automatic;  // of those that make the same weights, one (same_weights_as)
  RopeScaling rope = {};                     // in place of the model's own; none: that
  std::int64_t rope_length = 0;              // that length-dependent frequencies were computed for
  std::vector<KvPart> parts = {};            // all layers, in order
  PagesFrom attention = PagesFrom::flash;
  bool operator==(const KvKey&) const = default;
};

}  // namespace halftone
