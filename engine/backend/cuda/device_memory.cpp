#include "engine/backend/cuda/device_memory.h"

#include <cuda_runtime_api.h>
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <span>
#include <vector>

namespace halftone {

namespace {

// The few calls of NVML that are used, found at run time (NVML API reference).
struct Nvml {
  struct Memory {
    unsigned long long total, free, used;
  };
  struct Process {
    unsigned pid;
    unsigned long long used;
    unsigned gpu_instance, compute_instance;
  };
  int (*init)() = nullptr;
  int (*device_by_pci)(const char*, void**) = nullptr;
  int (*memory)(void*, Memory*) = nullptr;
  int (*processes)(void*, unsigned*, Process*) = nullptr;
  bool usable = false;

  Nvml() {
    void* library = dlopen("libnvidia-ml.so.1", RTLD_NOW);
    if (!library) return;
    const auto find = [&](auto& function, const char* name) {
      return (function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name))) != nullptr;
    };
    usable = find(init, "nvmlInit_v2") && find(device_by_pci, "nvmlDeviceGetHandleByPciBusId_v2") &&
             find(memory, "nvmlDeviceGetMemoryInfo") && find(processes, "nvmlDeviceGetComputeRunningProcesses_v3") && init() == 0;
  }
};

const Nvml& nvml() {
  static const Nvml instance;
  return instance;
}

}  // namespace

DeviceMemory::DeviceMemory(int device) : device_(device) {
  char address[32] = {};
  if (nvml().usable && cudaDeviceGetPCIBusId(address, sizeof address, device) == cudaSuccess &&
      nvml().device_by_pci(address, &nvml_device_) != 0)
    nvml_device_ = nullptr;
  const Usage now = usage();
  used_before_ = now.total - now.free;
}

DeviceMemory::Usage DeviceMemory::usage() const {
  Usage usage;
  if (Nvml::Memory memory{}; nvml_device_ && nvml().memory(nvml_device_, &memory) == 0) {
    usage.total = static_cast<std::int64_t>(memory.total);
    usage.free = static_cast<std::int64_t>(memory.free);
    std::vector<Nvml::Process> processes(64);
    auto count = static_cast<unsigned>(processes.size());
    if (nvml().processes(nvml_device_, &count, processes.data()) == 0) {
      for (const Nvml::Process& p : std::span(processes).first(std::min<std::size_t>(count, processes.size())))
        if (p.pid == static_cast<unsigned>(getpid()) && p.used != ~0ull) usage.ours = static_cast<std::int64_t>(p.used);
    }
    return usage;
  }
  int before = 0;
  std::size_t free = 0, total = 0;
  cudaGetDevice(&before);
  if (cudaSetDevice(device_) == cudaSuccess && cudaMemGetInfo(&free, &total) == cudaSuccess)
    usage.total = static_cast<std::int64_t>(total), usage.free = static_cast<std::int64_t>(free);
  cudaSetDevice(before);
  cudaGetLastError();
  return usage;
}

std::int64_t DeviceMemory::free() const { return usage().free; }

void DeviceMemory::set_baseline() {
  const Usage now = usage();
  baseline_ = now.ours >= 0 ? now.ours : std::max<std::int64_t>(0, now.total - now.free - used_before_);
}

MemoryReport DeviceMemory::complete(MemoryReport report) const {
  const Usage now = usage();
  const std::int64_t used = now.total - now.free;
  report.device_total = now.total;
  report.device_free = now.free;
  report.baseline = baseline_;
  // Without NVML's word others are taken to hold what they held at first.
  report.process = now.ours >= 0 ? now.ours : std::max<std::int64_t>(0, used - used_before_);
  report.process_peak = std::max(report.process, report.total_peak + baseline_);
  report.others = std::max<std::int64_t>(0, used - report.process);
  return report;
}

}  // namespace halftone
