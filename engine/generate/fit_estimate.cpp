// estimate_fit: what the sheet shows before a model is opened.
#include "engine/generate/fit_estimate.h"

#include "engine/base/machine.h"
#include "engine/generate/layer_split.h"
#include "engine/generate/memory_fit.h"
#include "engine/generate/opened_model.h"
#include "engine/generate/setting_rules.h"
#include "engine/model/kv_layout.h"

namespace halftone {

Result<FitEstimate> estimate_fit(const std::filesystem::path& model, const EngineSettings& settings) {
  auto checkpoint = open_checkpoint(model);
  if (!checkpoint) return pass_on(std::move(checkpoint));
  return estimate_fit(*checkpoint, settings);
}

namespace {

// A device that is not opened for it.
struct Unopened {
  DeviceIndex index;
  std::unique_ptr<DeviceSizes> sizes;
  std::int64_t total = 0, available = 0;
};

// Throws where a GPU does not answer.
std::vector<Unopened> look_at(const std::vector<DeviceIndex>& indices, int threads, const GpuSource& gpus) {
  std::vector<Unopened> devices;
  for (const DeviceIndex index : indices) {
    if (!index) {
      const MachineMemory memory = machine_memory();
      devices.push_back({index, cpu_sizes(threads), memory.total, memory.available});
      continue;
    }
    devices.push_back({index, gpus.sizes(*index)});
    if (const auto found = gpus.list())
      for (const CudaDevice& each : *found)
        if (each.index == *index) devices.back().total = each.total, devices.back().available = each.free;
  }
  return devices;
}

FitRow row_on(const std::vector<Unopened>& devices, const Checkpoint& checkpoint, const EngineSettings& settings) {
  std::vector<DeviceRoom> rooms;
  rooms.reserve(devices.size());
  for (const Unopened& device : devices) rooms.push_back({*device.sizes, device.available, device.index.has_value()});
  const std::vector<LayerRange> ranges =
      settings.split.empty() ? split_by_memory(checkpoint, settings, rooms) : split_by_count(settings.split);
  FitRow row{.precision = settings.weights, .fits = true};
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const MemoryNeed need = need_of_layers(checkpoint, settings, *devices[i].sizes, ranges[i]);
    const std::int64_t total = need.total();
    row.weight_bytes += need.weights, row.total_bytes += total;
    row.fits = row.fits && total <= devices[i].available;
    row.parts.push_back({name_of(devices[i].index), ranges[i], total, devices[i].available});
  }
  return row;
}

}  // namespace

Result<FitEstimate> estimate_fit(const Checkpoint& checkpoint, const EngineSettings& wanted, const GpuSource& gpus) {
  FitEstimate fit;
  fit.model = describe(checkpoint, tokenizer_for(checkpoint, wanted));  // built, not only read: some faults show nowhere else
  EngineSettings settings = resolve(wanted, checkpoint.spec);
  if (auto sane = check_settings(settings, checkpoint.spec); !sane) return pass_on(std::move(sane));
  const auto named = devices_named(settings.device, gpus);
  if (!named) return std::unexpected(named.error());
  if (auto enough = check_device_count(named->indices.size(), checkpoint.spec); !enough) return pass_on(std::move(enough));
  std::vector<Unopened> devices;
  std::vector<std::vector<Unopened>> spills;  // of auto, where the first GPU does not hold all
  try {
    devices = look_at(named->indices, settings.threads, gpus);
    if (settings.device == "auto" && devices.front().index) {
      for (const auto& indices : devices_to_spill_to(gpus, checkpoint.spec.layers.size()))
        spills.push_back(look_at(indices, settings.threads, gpus));
    }
  } catch (const std::exception&) {
    if (settings.device != "auto") throw;
    devices = look_at({DeviceIndex()}, settings.threads, gpus), spills.clear();  // as it will be when the model is opened
  }
  fit.context = settings.context;
  for (const Unopened& device : devices) {
    const MemoryNeed need = memory_need(checkpoint.spec, settings, 0, *device.sizes);
    fit.activation_bytes += need.activations;
    fit.workspace_bytes += need.workspace;
    fit.device_total += device.total, fit.device_available += device.available;
  }
  fit.kv_bytes = settings.cache ? KvLayout::of(checkpoint.spec, *settings.cache).bytes_for(settings.context) : 0;
  fit.kv_bytes_all_heads = fit.kv_bytes / fit.model.kv_heads * fit.model.heads;
  for (Precision precision : {Precision::automatic, Precision::f32, Precision::bf16, Precision::f16, Precision::int8, Precision::nf4,
                              Precision::int4, Precision::int3, Precision::int2}) {
    settings.weights = precision;
    fit.rows.push_back(row_on(devices, checkpoint, settings));
    for (const std::vector<Unopened>& spill : spills) {
      if (fit.rows.back().fits) break;
      if (FitRow split = row_on(spill, checkpoint, settings); split.fits) fit.rows.back() = std::move(split);
    }
  }
  return fit;
}

}  // namespace halftone
