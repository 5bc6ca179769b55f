// estimate_fit: what the sheet shows before a model is opened.
#include "engine/generate/fit_estimate.h"
#include "engine/base/machine.h"
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

Result<FitEstimate> estimate_fit(const Checkpoint& checkpoint, const EngineSettings& wanted, const GpuSource& gpus) {
  FitEstimate fit;
  fit.model = describe(checkpoint, tokenizer_for(checkpoint, wanted));  // built, not only read: some faults show nowhere else
  const EngineSettings settings = resolve(wanted, checkpoint.spec);
  if (auto sane = check_settings(settings, checkpoint.spec); !sane) return pass_on(std::move(sane));
  const auto device = device_of(settings.device, gpus);
  if (!device) return std::unexpected(device.error());
  std::optional<int> gpu = device->index;
  std::unique_ptr<DeviceSizes> sizes;
  try {
    sizes = gpu ? gpus.sizes(*gpu) : nullptr;
  } catch (const std::exception&) {
    if (settings.device != "auto") throw;
    gpu.reset();  // as it will be when the model is opened
  }
  if (!gpu) sizes = cpu_sizes(settings.threads);
  const MemoryNeed need = memory_need(checkpoint.spec, settings, 0, *sizes);
  fit.context = settings.context;
  fit.kv_bytes = need.kv_cache;
  fit.kv_bytes_all_heads = fit.kv_bytes / fit.model.kv_heads * fit.model.heads;
  fit.activation_bytes = need.activations;
  fit.workspace_bytes = need.workspace;
  if (gpu) {
    if (const auto devices = gpus.list())
      for (const CudaDevice& d : *devices)
        if (d.index == *gpu) fit.device_total = d.total, fit.device_available = d.free;
  } else {
    const MachineMemory memory = machine_memory();
    fit.device_total = memory.total;
    fit.device_available = memory.available;
  }
  for (Precision precision : {Precision::automatic, Precision::f32, Precision::bf16, Precision::f16, Precision::int8, Precision::nf4,
                              Precision::int4, Precision::int3, Precision::int2}) {
    const MemoryNeed all = memory_need(checkpoint.spec, settings, planned_weight_bytes(checkpoint, precision, *sizes), *sizes);
    fit.rows.push_back({precision, all.weights, all.total(), all.total() <= fit.device_available});
  }
  return fit;
}

}  // namespace halftone
