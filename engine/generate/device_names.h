// The setting "device", read: which devices it means on this machine.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/backend/backend.h"
#include "engine/backend/cuda_backend.h"
#include "engine/base/machine.h"

namespace halftone {

// Where GPUs come from; tests put others in.
struct GpuSource {
  std::function<Result<std::vector<CudaDevice>>()> list = cuda_devices;
  std::function<std::unique_ptr<Backend>(int device, int threads)> open = make_cuda_backend;
  std::function<std::unique_ptr<DeviceSizes>(int device)> sizes = cuda_sizes;  // throws when the device does not answer
  std::function<bool()> is_plugged_in = [] { return has_nvidia_gpu(); };
};

using DeviceIndex = std::optional<int>;  // of a CUDA device; none: the CPU

struct NamedDevices {
  std::vector<DeviceIndex> indices;  // no device twice; with "auto" the first GPU, or the CPU
  Sentence why_cpu = {};             // auto took the CPU, though the machine has a GPU
};
// "auto", "cpu", "cuda" (the first), "cuda:1"; several with + between them, in the order of their layers: "cpu+cuda:0". An error where what was
// asked for is not there.
Result<NamedDevices> devices_named(std::string_view names, const GpuSource& gpus = {});
// What there is to choose: auto, the CPU, every GPU, all of them, all with the CPU.
std::vector<std::string> device_choices(const GpuSource& gpus);
// What auto tries where the first GPU does not hold a model of so many layers: all GPUs, then the CPU and all GPUs; one layer for each
// device at least.
std::vector<std::vector<DeviceIndex>> devices_to_spill_to(const GpuSource& gpus, std::size_t layers);
std::string name_of(DeviceIndex device);  // "cpu", "cuda:0"

}  // namespace halftone
