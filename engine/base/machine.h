// What this machine has and what this process takes of it. Source: proc(5), cgroups(7), sysfs-bus-pci.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace halftone {

// In bytes; the smaller of the machine's and what the process's control group (a container, a systemd slice) allows.
struct MachineMemory {
  std::int64_t total = 0;
  std::int64_t available = 0;  // can be taken without swapping
};
MachineMemory machine_memory();

struct ProcessMemory {
  std::int64_t resident = 0;       // bytes in RAM now
  std::int64_t peak_resident = 0;  // at most, since the process began
};
ProcessMemory process_memory();

// Whether a graphics card of NVIDIA's is plugged in, known to a driver or not. `devices`: as the kernel lists them.
bool has_nvidia_gpu(const std::filesystem::path& devices = "/sys/bus/pci/devices");

const std::string& processor_name();  // "AMD EPYC 7B13"; empty where it is not said

}  // namespace halftone
