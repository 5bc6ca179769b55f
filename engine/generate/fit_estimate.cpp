// estimate_fit: what the sheet shows before a model is opened.
#include "engine/backend/cuda_backend.h"
#include "engine/base/machine.h"
#include "engine/generate/device.h"
#include "engine/generate/fit_estimate.h"
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

Result<FitEstimate> estimate_fit(const Checkpoint& checkpoint, const EngineSettings& wanted) {
  FitEstimate fit;
  fit.model = describe(checkpoint, tokenizer_for(checkpoint, wanted));  // built, not only read: some faults show nowhere else
  const EngineSettings settings = resolve(wanted, checkpoint.spec);
  if (auto sane = check_settings(settings, checkpoint.spec); !sane) return pass_on(std::move(sane));
  const auto device = device_of(settings.device);
  if (!device) return std::unexpected(device.error());
  const std::optional<int> gpu = device->index;
  const auto sizes = gpu ? cuda_sizes(*gpu) : cpu_sizes(settings.threads);
  const MemoryNeed need = memory_need(checkpoint.spec, settings, 0, *sizes);
  fit.context = settings.context;
  fit.kv_bytes = need.kv_cache;
  fit.kv_bytes_all_heads = fit.kv_bytes / fit.model.kv_heads * fit.model.heads;
  fit.activation_bytes = need.activations;
  fit.workspace_bytes = need.workspace;
  if (gpu) {
    if (const auto devices = cuda_devices())
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
