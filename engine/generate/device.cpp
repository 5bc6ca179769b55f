#include "engine/generate/device.h"

#include <charconv>
#include <set>

#include "engine/backend/cpu_backend.h"
#include "engine/generate/memory_fit.h"
#include "engine/generate/rope_setting.h"
#include "kernels/core/device_fault.h"

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

Result<NamedDevice> device_of(const std::string& name, const GpuSource& gpus) {
  if (name == "cpu") return NamedDevice();
  const bool any = name == "auto" || name == "cuda";
  int wanted = 0;
  if (!any && (!name.starts_with("cuda:") ||
               std::from_chars(name.data() + 5, name.data() + name.size(), wanted).ptr != name.data() + name.size() || name.size() == 5)) {
    return fail(ErrorKind::unsupported, "Choose auto, cpu, cuda or cuda:N.", "device '{}' is not there", name);
  }
  const auto devices = gpus.list();
  if (!devices) {
    // Who has no GPU misses none.
    if (name == "auto") return NamedDevice{std::nullopt, gpus.is_plugged_in() ? devices.error().cause : Sentence()};
    return std::unexpected(devices.error());
  }
  for (const CudaDevice& device : *devices) {
    if (any || device.index == wanted) return NamedDevice{device.index};
  }
  return fail(ErrorKind::unsupported, "Choose auto, cpu or cuda.", "there is no CUDA device {}: {} found", wanted, devices->size());
}

std::shared_ptr<Device> Devices::cpu(int threads) {
  if (auto device = open_.find(std::nullopt)) return device;
  auto device = std::make_shared<Device>(std::nullopt, make_cpu_backend(threads, baseline_), checkpoint_.spec);
  open_.add(std::nullopt, device);
  return device;
}

Result<ChosenDevice> Devices::choose(const EngineSettings& settings) {
  auto named = device_of(settings.device, gpus_);
  if (!named) return pass_on(std::move(named));
  if (!named->index) return ChosenDevice{cpu(settings.threads), named->why_cpu};
  const bool wanted = settings.device != "auto";
  Sentence why_cpu;
  try {
    auto device = open_.find(named->index);
    if (device) static_cast<void>(device->backend->arena().allocate(1, MemoryTag::workspace));  // one that is lost says so again
    else device = std::make_shared<Device>(named->index, gpus_.open(*named->index, settings.threads), checkpoint_.spec);
    const auto fits =
        wanted ? Result<void>() : check_fit(checkpoint_, settings, WeightsAre::to_be_loaded, *device->backend, device->free_bytes());
    if (fits) {
      if (!open_.find(named->index)) open_.add(named->index, device);
      return ChosenDevice{std::move(device)};
    }
    why_cpu = sentence("the model does not fit on {}: {}", device->backend->name(), fits.error().cause);
  } catch (const std::exception& error) {
    const auto* fault = dynamic_cast<const DeviceFault*>(&error);
    why_cpu = fault && fault->is_lost() ? sentence("the GPU has failed and cannot be used before a restart of Halftone: {}", said_by(error))
                                        : sentence("the GPU cannot be used: {}", said_by(error));
    if (wanted) return std::unexpected(Error{ErrorKind::unsupported, why_cpu, "Choose the CPU."});
  }
  return ChosenDevice{cpu(settings.threads), std::move(why_cpu)};
}

}  // namespace halftone
