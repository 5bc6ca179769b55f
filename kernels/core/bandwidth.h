// How fast this machine can read memory: what decoding is measured against, since every token reads every weight once.
#pragma once

#include <cstdint>

namespace halftone {

class ThreadPool;

// GB/s (10⁹ bytes per second): the median of `passes` read-only passes of all threads over `bytes` of memory. Choose many times
// the last-level cache, 512 MiB for a desktop machine. Allocates the memory; throws std::bad_alloc.
double read_bandwidth(ThreadPool& pool, std::int64_t bytes, int passes = 5);

}  // namespace halftone
