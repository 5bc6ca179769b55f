// What a later token reads of memory, and how fast its device could.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace halftone {

struct TokenReads {
  std::int64_t weight_bytes = 0;  // of them, of an embedding table that is not lm_head too, only some rows are read: it is left out
  double layer_bytes = 0;         // of the keys and values of one token in the cache, for one layer
  std::vector<std::int64_t> windows = {};  // of each layer, tokens; 0: it looks at all
  // Bytes, with so many tokens in the cache.
  double of(double cached) const {
    double tokens = 0;
    for (const std::int64_t window : windows) tokens += window > 0 ? std::min(cached, static_cast<double>(window)) : cached;
    return static_cast<double>(weight_bytes) + layer_bytes * tokens;
  }
};

// An engine that knows.
class ReadsMemory {
 public:
  virtual TokenReads token_reads() const = 0;  // under the engine's settings
  // GB/s (10⁹ bytes a second) that all of the device reads, measured now: some tenths of a second, and memory of its own for as long. 0:
  // there is too little of it, or the model lies on several devices.
  virtual double read_bandwidth_gb_s() = 0;

 protected:
  ~ReadsMemory() = default;
};

}  // namespace halftone
