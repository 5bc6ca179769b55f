// How many threads are worth starting: physical cores in this process's affinity mask, no more than its cgroup's CPU quota.
#pragma once

namespace halftone {

int usable_cores();  // at least 1

}  // namespace halftone
