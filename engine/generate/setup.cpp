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
  auto device = devices.choose(wanted);
  if (!device) return pass_on(std::move(device));
  setup->set_device(*std::move(device));
  setup->cache().add(setup->lane_);
  if (auto settled = setup->settle_on(wanted, progress, std::move(stop)); !settled) return pass_on(std::move(settled));
  return setup;
}

Setup::~Setup() {
  if (device_) device_->cache.remove(lane_);
}

std::int64_t Setup::rope_length(std::int64_t tokens) const { return halftone::rope_length(spec(), tokens); }

// Naive attention stores the scores of the whole prompt, so the prompt goes through at once.
std::int64_t Setup::prefill_chunk(std::int64_t tokens) const {
  return settings_.attention == AttentionKind::naive ? tokens : std::min(tokens, device_->backend->prefill_chunk());
}

void Setup::begin_reply() {
  device_->workspace.keep_rows(rows_checked(settings_.speculation));
  backend().arena().begin_turn();
}

void Setup::note_pace(const ReplyStats& stats, double decode_ms) {
  if (stats.prefill_tokens >= pace_.prefill_tokens && stats.prefill_ms > 0) {
    pace_.prefill_tokens = stats.prefill_tokens;
    pace_.prefill_ms = stats.prefill_ms;
  }
  if (!stats.token_ms.empty()) pace_.token_ms = decode_ms / static_cast<double>(stats.token_ms.size());
}

MemoryReport Setup::memory() const {
  const std::lock_guard lock(device_mutex_);
  return device_->backend->memory();
}

void Setup::set_device(ChosenDevice chosen) {
  const std::lock_guard lock(device_mutex_);
  device_ = std::move(chosen.device);
  why_cpu_ = std::move(chosen.why_cpu);
}

Setup::Room Setup::room_for(const EngineSettings& next) const {
  const auto there = device_->weights.find(opened_.checkpoint, next.weights);
  const MemoryReport memory = device_->backend->memory();
  const std::int64_t stays = device_->weight_bytes_beside(model_, there.get()) + device_->draft_bytes(next.context) +
                             device_->cache.promised_beside(lane_, key_under(next));
  return {there ? WeightsAre::there : WeightsAre::to_be_loaded, there ? there->bytes() : 0, memory.device_free + memory.total() - stays};
}

KvKey Setup::key_under(const EngineSettings& next) const {
  return {.model = id_of(opened_.checkpoint),
          .weights = same_weights_as(opened_.checkpoint, next.weights),
          .rope = next.rope_scaling,
          .layout = KvLayout::of(opened_.checkpoint.spec, next.cache.value_or(KvFormat::f16)),
          .attention = pages_from(next.attention),
          .device = device_->kind()};
}

Result<void> Setup::check_room(const EngineSettings& next) const {
  const Room room = room_for(next);
  return check_fit(opened_.checkpoint, next, room.weights, *device_->backend, room.bytes);
}

Result<std::shared_ptr<const Weights>> Setup::load(const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop) try {
  if (auto there = device_->weights.find(opened_.checkpoint, settings.weights)) return there;
  const auto began = std::chrono::steady_clock::now();
  const std::string from = converted_from(opened_.checkpoint, settings.weights);
  const Sentence stage =
      from.empty() ? Sentence("reading weights") : sentence("converting weights to {} from {}", to_string(settings.weights), from);
  auto weights = device_->weights.take(opened_.checkpoint, settings.weights, stage, progress, std::move(stop));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
  if (weights) {
    pace_ = {};
    parameters_per_second_ = static_cast<double>(opened_.info.parameters) / std::max(seconds.count(), 1e-3);
  }
  return weights;
} catch (const std::bad_alloc& error) {  // other programs took what the check had seen
  return fail(ErrorKind::out_of_memory, "Choose smaller weights, or close other programs.", "{}", said_by(error));
}

Result<std::shared_ptr<DraftModel>> Setup::open_draft(const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop) {
  const Speculation& wanted = settings.speculation;
  if (wanted.kind != Speculation::Kind::draft || !opened_.tokenizer) return nullptr;
  if (auto held = device_->drafts.find(wanted)) return held;
  const MemoryNeed promised = memory_need(opened_.checkpoint.spec, settings, 0, *device_->backend);
  const DraftModel::For target{.tokenizer = tokenizer(),
                               .vocabulary = spec().vocabulary,
                               .context = settings.context,
                               .backend = *device_->backend,
                               .device = device_->kind(),
                               .weights = device_->weights,
                               .available = device_->free_bytes() - promised.total()};
  auto opened = DraftModel::open(wanted.draft, wanted.draft_weights, target, progress, std::move(stop));
  if (!opened) return pass_on(std::move(opened));
  std::shared_ptr<DraftModel> draft = *std::move(opened);
  device_->drafts.add(wanted, draft);
  return draft;
}

}  // namespace halftone
