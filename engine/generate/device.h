// What an engine has on one device: the weights that are there, the budget of the cache, the room for a pass.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/backend/backend.h"
#include "engine/backend/cuda_backend.h"
#include "engine/base/machine.h"
#include "engine/base/shared_map.h"
#include "engine/generate/draft_model.h"
#include "engine/generate/kv_budget.h"
#include "engine/generate/opened_model.h"
#include "engine/generate/weight_store.h"
#include "engine/model/transformer.h"

namespace halftone {

// Weights under one RoPE: what a pass runs on.
struct LoadedModel {
  LoadedModel(Backend& backend, const ModelSpec& under, std::shared_ptr<const Weights> held, Workspace& workspace)
      : spec(under), weights(std::move(held)), transformer(backend, spec, *weights, workspace) {}
  LoadedModel(const LoadedModel&) = delete;

  const ModelSpec spec;  // the checkpoint's, with the settings' RoPE scaling
  const std::shared_ptr<const Weights> weights;
  Transformer transformer;
};

struct Device {
  // `spec`: the checkpoint's, which outlives it; its sizes hold for every precision and RoPE.
  Device(std::optional<int> index, std::unique_ptr<Backend> backend, const ModelSpec& spec);

  DeviceKind kind() const { return index ? DeviceKind::cuda : DeviceKind::cpu; }
  std::int64_t free_bytes() const { return backend->memory().device_free; }

  const std::optional<int> index;  // of a CUDA device; none: the CPU
  const std::unique_ptr<Backend> backend;  // outlives all that holds its buffers
  WeightStore weights;
  KvBudget cache;
  Workspace workspace;  // passes follow each other, whoever asks for them
  SharedMap<Speculation, DraftModel> drafts;

  std::shared_ptr<LoadedModel> model_on(const ModelSpec& spec, const RopeScaling& scaling, const std::shared_ptr<const Weights>& weights);
  std::int64_t draft_bytes(std::int64_t context) const;  // with full caches
  std::int64_t draft_cache_bytes() const;
  // Of weights that somebody besides `model` (may be null) runs on, or that are `kept` (may be null).
  std::int64_t weight_bytes_beside(const std::shared_ptr<LoadedModel>& model, const Weights* kept) const;

 private:
  struct ModelKey {
    const Weights* weights;
    RopeScaling scaling;
    bool operator==(const ModelKey&) const = default;
  };
  SharedMap<ModelKey, LoadedModel> models_;
};

// Where GPUs come from; tests put others in.
struct GpuSource {
  std::function<Result<std::vector<CudaDevice>>()> list = cuda_devices;
  std::function<std::unique_ptr<Backend>(int device, int threads)> open = make_cuda_backend;
  std::function<std::unique_ptr<DeviceSizes>(int device)> sizes = cuda_sizes;  // throws when the device does not answer
  std::function<bool()> is_plugged_in = [] { return has_nvidia_gpu(); };
};

// What a setting's name means. auto: a GPU if there is one.
struct NamedDevice {
  std::optional<int> index;  // of a CUDA device; none: the CPU
  Sentence why_cpu = {};     // auto, though the machine has a GPU
};
// An error where what was asked for is not there.
Result<NamedDevice> device_of(const std::string& name, const GpuSource& gpus = {});

struct ChosenDevice {
  std::shared_ptr<Device> device;
  Sentence why_cpu = {};  // as in NamedDevice
};

// The devices that some session runs on.
class Devices {
 public:
  // `baseline`: bytes this process held before. The checkpoint outlives them all.
  Devices(const Checkpoint& checkpoint, std::int64_t baseline, GpuSource gpus)
      : checkpoint_(checkpoint), baseline_(baseline), gpus_(std::move(gpus)) {}
  // The GPU where there is one and, with `auto`, where the model fits its free memory; else the CPU.
  Result<ChosenDevice> choose(const EngineSettings& settings);
  const GpuSource& gpus() const { return gpus_; }

 private:
  std::shared_ptr<Device> cpu(int threads);

  const Checkpoint& checkpoint_;
  std::int64_t baseline_;
  GpuSource gpus_;
  SharedMap<std::optional<int>, Device> open_;
};

}  // namespace halftone
