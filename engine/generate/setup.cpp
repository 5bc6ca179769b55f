#include "engine/generate/setup.h"

#include <algorithm>
#include <chrono>

#include "engine/generate/model_template.h"
#include "engine/generate/rope_setting.h"
#include "engine/generate/setting_rules.h"

namespace halftone {

Result<std::shared_ptr<Setup>> Setup::open(const OpenedModel& model, Devices& devices, const EngineSettings& settings,
                                           const ProgressSink& progress, std::stop_token stop) {
  std::shared_ptr<Setup> setup(new Setup(model, devices));
  const EngineSettings wanted = resolve(settings, model.checkpoint.spec);
  if (auto sane = check_settings(wanted, model.checkpoint.spec); !sane) return pass_on(std::move(sane));
  if (auto reached = check_positions(wanted, model.checkpoint.spec); !reached) return pass_on(std::move(reached));
  auto chosen_template = choose_template(model.checkpoint, wanted.chat_template);
  if (!chosen_template) return pass_on(std::move(chosen_template));
  setup->template_ = std::move(chosen_template->chat_template);
  auto chosen = devices.choose(wanted);
  if (!chosen) return pass_on(std::move(chosen));
  setup->set_devices(*std::move(chosen));
  setup->cache().add(setup->lane_);
  if (auto settled = setup->settle_on(wanted, progress, std::move(stop)); !settled) return pass_on(std::move(settled));
  return setup;
}

Setup::~Setup() { devices_.cache().remove(lane_); }

std::int64_t Setup::rope_length(std::int64_t tokens) const { return halftone::rope_length(spec(), tokens); }

// Naive attention stores the scores of the whole prompt, so the prompt goes through at once.
std::int64_t Setup::prefill_chunk(std::int64_t tokens) const {
  if (settings_.attention == AttentionKind::naive) return tokens;
  for (const Placed& placed : placement_) tokens = std::min(tokens, placed.device->backend->prefill_chunk());
  return tokens;
}

void Setup::keep_rows(std::int64_t rows) {
  for (const Placed& placed : placement_) placed.device->workspace.keep_rows(rows);
}

void Setup::give_back_rows() {
  for (const Placed& placed : placement_) placed.device->workspace.give_back();
}

std::int64_t Setup::weight_bytes() const {
  std::int64_t bytes = 0;
  for (const LoadedModel::Part& part : model_->parts) bytes += part.weights->bytes();
  return bytes;
}

void Setup::begin_reply() {
  keep_rows(rows_checked(settings_.speculation));
  for (const Placed& placed : placement_) placed.device->backend->arena().begin_turn();
}

void Setup::note_pace(const ReplyStats& stats, double decode_ms) {
  if (stats.prefill_tokens >= pace_.prefill_tokens && stats.prefill_ms > 0) {
    pace_.prefill_tokens = stats.prefill_tokens;
    pace_.prefill_ms = stats.prefill_ms;
  }
  if (!stats.token_ms.empty()) pace_.token_ms = decode_ms / static_cast<double>(stats.token_ms.size());
}

Sentence Setup::device_name() const {
  if (placement_.size() == 1) return last().backend->name();
  Sentence name;
  for (const Placed& placed : placement_) {
    const Sentence one = sentence("layers {} to {} on {}", placed.layers.begin, placed.layers.end - 1, placed.device->backend->name());
    name = name.empty() ? one : sentence("{}, {}", name, one);
  }
  return name;
}

MemoryReport Setup::memory() const {
  MemoryReport all;
  for (const DeviceMemory& device : memory_by_device()) all += device.report;
  return all;
}

std::vector<DeviceMemory> Setup::memory_by_device() const {
  const std::lock_guard lock(device_mutex_);
  std::vector<DeviceMemory> devices;
  for (const Placed& placed : placement_)
    devices.push_back({placed.device->backend->name(), placed.layers, placed.device->backend->memory()});
  return devices;
}

void Setup::set_devices(ChosenDevices chosen) {
  const std::lock_guard lock(device_mutex_);
  placement_ = std::move(chosen.placement);
  why_cpu_ = std::move(chosen.why_cpu);
  lane_.key = {}, lane_.arenas.clear();  // until something is loaded there nothing is promised
}

Setup::Room Setup::room_for(const Placed& placed, const EngineSettings& next) const {
  Device& device = *placed.device;
  const auto there = device.weights.find(opened_.checkpoint, next.weights, placed.layers);
  const MemoryReport memory = device.backend->memory();
  const std::int64_t stays = devices_.weight_bytes_beside(device, model_, there.get()) + device.draft_bytes(next.context) +
                             devices_.cache().promised_beside(device.backend->arena(), lane_, key_under(next));
  return {there ? WeightsAre::there : WeightsAre::to_be_loaded, there ? there->bytes() : 0, memory.device_free + memory.total() - stays};
}

KvKey Setup::key_under(const EngineSettings& next) const {
  KvKey key{.model = id_of(opened_.checkpoint),
            .weights = same_weights_as(opened_.checkpoint, next.weights),
            .rope = next.rope_scaling,
            .attention = pages_from(next.attention)};
  for (const Placed& placed : placement_)
    key.parts.push_back({KvLayout::of(opened_.checkpoint.spec, next.cache.value_or(KvFormat::f16), placed.layers), placed.device->kind()});
  return key;
}

Result<void> Setup::check_room(const EngineSettings& next) const {
  for (const Placed& placed : placement_) {
    const Room room = room_for(placed, next);
    const Backend& backend = *placed.device->backend;
    auto fits = placement_.size() == 1
                    ? check_fit(opened_.checkpoint, next, room.weights, backend, room.bytes)
                    : check_fit_of_layers(opened_.checkpoint, next, room.weights, backend, placed.layers, backend.name(), room.bytes);
    if (!fits) return fits;
  }
  return {};
}

// Whether the weights have room beside those that are there.
bool Setup::fits_beside(const EngineSettings& next) const {
  return std::ranges::all_of(placement_, [&](const Placed& placed) {
    const Backend& backend = *placed.device->backend;
    const MemoryNeed need = need_of_layers(opened_.checkpoint, next, backend, placed.layers);
    return room_for(placed, next).weights == WeightsAre::there ||
           need.weights + need.activations + need.workspace <= placed.device->free_bytes();
  });
}

Result<Setup::PartWeights> Setup::load(const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop) try {
  PartWeights all;
  bool read = false;
  const auto began = std::chrono::steady_clock::now();
  const std::string from = converted_from(opened_.checkpoint, settings.weights);
  const Sentence stage =
      from.empty() ? Sentence("reading weights") : sentence("converting weights to {} from {}", to_string(settings.weights), from);
  for (const Placed& placed : placement_) {
    WeightStore& store = placed.device->weights;
    auto part = store.find(opened_.checkpoint, settings.weights, placed.layers);
    if (!part) {
      auto taken = store.take(opened_.checkpoint, settings.weights, placed.layers, stage, progress, stop);
      if (!taken) return pass_on(std::move(taken));
      part = *std::move(taken), read = true;
    }
    all.push_back(std::move(part));
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
  if (read) {
    pace_ = {};
    parameters_per_second_ = static_cast<double>(opened_.info.parameters) / std::max(seconds.count(), 1e-3);
  }
  return all;
} catch (const std::bad_alloc& error) {  // other programs took what the check had seen
  return fail(ErrorKind::out_of_memory, "Choose smaller weights, or close other programs.", "{}", said_by(error));
}

Setup::PartWeights Setup::weights() const {
  PartWeights all;
  for (const LoadedModel::Part& part : model_->parts) all.push_back(part.weights);
  return all;
}

Result<std::shared_ptr<DraftModel>> Setup::open_draft(const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop) {
  const Speculation& wanted = settings.speculation;
  if (wanted.kind != Speculation::Kind::draft || !opened_.tokenizer) return nullptr;
  Device& device = last();
  if (auto held = device.drafts.find(wanted)) return held;
  const MemoryNeed promised = memory_need(opened_.checkpoint.spec, settings, 0, *device.backend, placement_.back().layers);
  const DraftModel::For target{.tokenizer = tokenizer(),
                               .vocabulary = spec().vocabulary,
                               .context = settings.context,
                               .backend = *device.backend,
                               .device = device.kind(),
                               .weights = device.weights,
                               .available = device.free_bytes() - promised.total()};
  auto opened = DraftModel::open(wanted.draft, wanted.draft_weights, target, progress, std::move(stop));
  if (!opened) return pass_on(std::move(opened));
  std::shared_ptr<DraftModel> draft = *std::move(opened);
  device.drafts.add(wanted, draft);
  return draft;
}

}  // namespace halftone
