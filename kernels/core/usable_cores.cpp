#include "kernels/core/usable_cores.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <string>
#include <thread>
#include <utility>

#ifdef __linux__
#include <sched.h>
#endif

namespace halftone {
namespace {

#ifdef __linux__

int cores_in_affinity_mask() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  if (sched_getaffinity(0, sizeof mask, &mask) != 0) return static_cast<int>(std::thread::hardware_concurrency());
  std::set<std::pair<int, int>> cores;  // (package, core): two hyper-threads of one core count once
  int unknown = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &mask)) continue;
    const std::string topology = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    int package = 0, core = 0;
    if (std::ifstream(topology + "physical_package_id") >> package && std::ifstream(topology + "core_id") >> core)
      cores.emplace(package, core);
    else
      ++unknown;
  }
  return static_cast<int>(cores.size()) + unknown;
}

// cgroup v2: every ancestor's cpu.max ("quota period" or "max period") limits this process.
int cores_in_cgroup_quota() {
  int limit = std::numeric_limits<int>::max();
  std::ifstream membership("/proc/self/cgroup");
  for (std::string line; std::getline(membership, line);) {
    if (!line.starts_with("0::/")) continue;
    std::string path = line.substr(3);
    while (true) {
      std::ifstream file("/sys/fs/cgroup" + path + "/cpu.max");
      double quota = 0, period = 0;
      if (file >> quota >> period && quota > 0 && period > 0)
        limit = std::min(limit, static_cast<int>(std::ceil(std::min(quota / period, 1e6))));
      const auto slash = path.find_last_of('/');
      if (slash == std::string::npos) break;
      path.resize(slash);
    }
  }
  return limit;
}

#endif

}  // namespace

int usable_cores() {
#ifdef __linux__
  return std::max(1, std::min(cores_in_affinity_mask(), cores_in_cgroup_quota()));
#else
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
#endif
}

}  // namespace halftone
