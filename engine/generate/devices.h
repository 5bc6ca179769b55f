// The devices that conversations run on, the models that are ready on them, and what the cache may take.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/base/shared_map.h"
#include "engine/generate/device.h"
#include "engine/generate/device_names.h"
#include "engine/generate/kv_budget.h"
#include "engine/model/transformer.h"

namespace halftone {

// Weights under one RoPE, on their devices: what a pass runs on.
struct LoadedModel {
  struct Part {
    Placed placed;
    std::shared_ptr<const Weights> weights;
  };
  LoadedModel(const ModelSpec& under, std::vector<Part> all);
  LoadedModel(const LoadedModel&) = delete;

  const ModelSpec spec;  // the checkpoint's, with the settings' RoPE scaling
  const std::vector<Part> parts;
  Transformer transformer;
};

struct ChosenDevices {
  Placement placement;
  Sentence why_cpu = {};  // auto took the CPU for layers, though the machine has a GPU
};

class Devices {
 public:
  // `baseline`: bytes this process held before. The checkpoint outlives them all.
  Devices(const Checkpoint& checkpoint, std::int64_t baseline, GpuSource gpus)
      : checkpoint_(checkpoint), baseline_(baseline), gpus_(std::move(gpus)) {}
  // Those that the settings name. auto: the GPU where there is one and the model fits its free memory; what it does not hold goes to the CPU.
  Result<ChosenDevices> choose(const EngineSettings& settings);
  const GpuSource& gpus() const { return gpus_; }

  KvBudget& cache() { return cache_; }
  std::shared_ptr<LoadedModel> model_on(const RopeScaling& scaling, std::vector<LoadedModel::Part> parts);
  // On a device, of weights that somebody besides `model` (may be null) runs on, or that are `kept` (may be null).
  std::int64_t weight_bytes_beside(const Device& device, const std::shared_ptr<LoadedModel>& model, const Weights* kept) const;

 private:
  struct ModelKey {
    std::vector<const Weights*> weights;
    RopeScaling scaling;
    bool operator==(const ModelKey&) const = default;
  };
  std::shared_ptr<Device> open(DeviceIndex index, int threads);  // throws
  Result<ChosenDevices> choose_automatically(const EngineSettings& settings, DeviceIndex first);
  Result<ChosenDevices> place(const EngineSettings& settings, const std::vector<DeviceIndex>& indices);

  const Checkpoint& checkpoint_;
  std::int64_t baseline_;
  GpuSource gpus_;
  SharedMap<DeviceIndex, Device> open_;
  SharedMap<ModelKey, LoadedModel> models_;
  KvBudget cache_;
};

}  // namespace halftone
