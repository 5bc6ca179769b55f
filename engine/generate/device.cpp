#include "engine/generate/device.h"

#include <charconv>
#include <set>

#include "engine/backend/cpu_backend.h"
#include "engine/backend/cuda_backend.h"
#include "engine/generate/memory_fit.h"
#include "engine/generate/rope_setting.h"

namespace halftone {

Device::Device(std::optional<int> i, std::unique_ptr<Backend> b, const ModelSpec& spec)
    : index(i), backend(std::move(b)), weights(*backend), cache(backend->arena()), workspace(*backend, spec) {}

std::shared_ptr<LoadedModel> Device::model_on(const ModelSpec& spec, const RopeScaling& scaling, const std::shared_ptr<const Weights>& held) {
  const ModelKey key{held.get(), scaling};
  if (auto model = models_.find(key)) return model;
  auto model = std::make_shared<LoadedModel>(*backend, spec_under(spec, scaling), held, workspace);
  models_.add(key, model);
  return model;
}

std::int64_t Device::draft_bytes(std::int64_t context) const {
  std::int64_t bytes = 0;
  for (const auto& draft : drafts.all()) bytes += draft->bytes(context);
  return bytes;
}

std::int64_t Device::draft_cache_bytes() const {
  std::int64_t bytes = 0;
  for (const auto& draft : drafts.all()) bytes += draft->cache_bytes();
  return bytes;
}

std::int64_t Device::weight_bytes_beside(const std::shared_ptr<LoadedModel>& model, const Weights* kept) const {
  std::set<const Weights*> counted;
  if (kept) counted.insert(kept);
  for (const auto& other : models_.all()) {
    const long others = other.use_count() - 1 - (other == model ? 1 : 0);  // without us who look, and without `model`'s own user
    if (others > 0) counted.insert(other->weights.get());
  }
  std::int64_t bytes = 0;
  for (const Weights* weights : counted) bytes += weights->bytes();
  return bytes;
}

Result<std::optional<int>> device_of(const std::string& name) {
  if (name == "cpu") return std::nullopt;
  const bool any = name == "auto" || name == "cuda";
  int wanted = 0;
  if (!any && (!name.starts_with("cuda:") ||
               std::from_chars(name.data() + 5, name.data() + name.size(), wanted).ptr != name.data() + name.size() || name.size() == 5)) {
    return fail(ErrorKind::unsupported, "Choose auto, cpu, cuda or cuda:N.", "device '{}' is not there", name);
  }
  const auto devices = cuda_devices();
  if (!devices) {
    if (name == "auto") return std::nullopt;
    return std::unexpected(devices.error());
  }
  for (const CudaDevice& device : *devices) {
    if (any || device.index == wanted) return device.index;
  }
  return fail(ErrorKind::unsupported, "Choose auto, cpu or cuda.", "there is no CUDA device {}: {} found", wanted, devices->size());
}

std::shared_ptr<Device> Devices::cpu(int threads) {
  if (auto device = open_.find(std::nullopt)) return device;
  auto device = std::make_shared<Device>(std::nullopt, make_cpu_backend(threads, baseline_), checkpoint_.spec);
  open_.add(std::nullopt, device);
  return device;
}

Result<std::shared_ptr<Device>> Devices::choose(const EngineSettings& settings) {
  auto index = device_of(settings.device);
  if (!index) return pass_on(std::move(index));
  if (*index) {
    const bool wanted = settings.device != "auto";
    try {
      auto device = open_.find(*index);
      if (!device) device = std::make_shared<Device>(*index, make_cuda_backend(**index, settings.threads), checkpoint_.spec);
      if (wanted || check_fit(checkpoint_, settings, WeightsAre::to_be_loaded, *device->backend, device->free_bytes())) {
        if (!open_.find(*index)) open_.add(*index, device);
        return device;
      }
    } catch (const std::exception& error) {
      if (wanted) return fail(ErrorKind::unsupported, "Choose the CPU.", "the GPU cannot be used: {}", said_by(error));
    }
  }
  return cpu(settings.threads);
}

}  // namespace halftone
