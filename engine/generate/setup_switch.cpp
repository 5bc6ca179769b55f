// How a setup comes to other settings, and back where that fails.
#include "engine/generate/model_template.h"
#include "engine/generate/rope_setting.h"
#include "engine/generate/setting_rules.h"
#include "engine/generate/setup.h"

namespace halftone {

bool Setup::same_weights(const EngineSettings& next) const {
  const Checkpoint& checkpoint = opened_.checkpoint;
  return next.weights == settings_.weights || same_weights_as(checkpoint, next.weights) == same_weights_as(checkpoint, settings_.weights);
}

Result<void> Setup::apply(const EngineSettings& wanted, const ProgressSink& progress, std::stop_token stop) {
  const EngineSettings next = resolve(wanted, opened_.checkpoint.spec);
  if (auto sane = check_settings(next, opened_.checkpoint.spec); !sane) return sane;
  if (auto reached = check_positions(next, opened_.checkpoint.spec); !reached) return reached;
  if (next.pre_tokenizer != settings_.pre_tokenizer)
    return fail(ErrorKind::invalid_argument, "Open the model again.", "how words are split cannot change under a conversation");
  auto chosen_template = choose_template(opened_.checkpoint, next.chat_template);
  if (!chosen_template) return pass_on(std::move(chosen_template));
  const bool other_threads = next.threads != settings_.threads;
  // Where nothing is loaded nothing ties it to the devices it is on. Layers that lie by free memory lie otherwise with other weights.
  const bool moves = next.device != settings_.device || next.split != settings_.split || !is_loaded() ||
                     (placement_.size() > 1 && next.split.empty() && !same_weights(next));
  const bool other_draft = next.speculation != settings_.speculation && !moves;
  std::shared_ptr<DraftModel> draft;
  if (other_draft) {
    auto opened = open_draft(next, progress, stop);
    if (!opened) return pass_on(std::move(opened));
    draft = *std::move(opened);
  }

  if (moves) {
    if (auto moved = change_device(next, progress, stop); !moved) return moved;
  } else if (!same_weights(next)) {
    if (auto replaced = replace_weights(next, progress, stop); !replaced) return replaced;
  } else if (next != settings_) {
    if (auto fits = check_room(next); !fits) return fits;
    if (next.cache == settings_.cache && next.rope_scaling == settings_.rope_scaling) {
      settings_ = next;  // attention and context are read at the next pass
      lane_.context = next.context;
      cache().change_attention(lane_, next.attention);
    } else {
      rebuild(next, weights());
    }
  }
  if (other_draft) draft_ = std::move(draft);
  keep_rows(rows_checked(next.speculation));
  pace_.token_ms = 0;
  if (other_threads) {
    for (const Placed& placed : placement_) placed.device->backend->set_threads(next.threads);
    pace_ = {};
  }
  template_ = std::move(chosen_template->chat_template);  // a session renders anew with every turn; what is equal stays in its cache
  return {};
}

// Everything on devices that have nothing of this setup yet.
Result<void> Setup::settle_on(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) {
  if (auto fits = check_room(next); !fits) return fits;
  auto weights = load(next, progress, stop);
  if (!weights) return pass_on(std::move(weights));
  rebuild(next, *weights);
  auto draft = open_draft(next, progress, stop);
  if (!draft) return pass_on(std::move(draft));
  draft_ = *std::move(draft);
  keep_rows(rows_checked(next.speculation));
  return {};
}

// Loads beside the old weights where both fit, so that cancelling costs nothing; else the old ones go first and come back on failure.
Result<void> Setup::replace_weights(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) {
  if (auto fits = check_room(next); !fits) return fits;
  const bool side_by_side = fits_beside(next);
  if (!side_by_side) unload();
  auto weights = load(next, progress, stop);
  if (weights) {
    unload();
    rebuild(next, *weights);
    return {};
  }
  if (!side_by_side) {
    auto old = load(settings_, progress, {});
    if (!old) return pass_on(std::move(old));
    rebuild(settings_, *old);
  }
  return pass_on(std::move(weights));
}

// All of it elsewhere. Before what is new is loaded, what is here goes: a device may be there both times.
Result<void> Setup::change_device(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) {
  if (auto known = devices_named(next.device, devices_.gpus()); !known) return pass_on(std::move(known));
  const EngineSettings before = settings_;
  const ChosenDevices here{placement_, why_cpu_};
  const auto leave = [&] {
    unload();
    draft_.reset();
    give_back_rows();
  };
  const auto settle_at = [&](const ChosenDevices& there, const EngineSettings& settings, std::stop_token until) {
    set_devices(there);
    return settle_on(settings, progress, std::move(until));
  };
  // Where that fails too nothing is loaded, and what it says is of no more interest than why it was needed.
  const auto go_back = [&] {
    leave();
    settings_ = before;
    try {
      static_cast<void>(settle_at(here, before, {}));
    } catch (const std::exception&) {
      unload();
    }
  };
  try {
    leave();
    const auto there = devices_.choose(next);
    auto moved = there ? settle_at(*there, next, std::move(stop)) : std::unexpected(there.error());
    if (!moved) go_back();
    return moved;
  } catch (...) {
    go_back();
    throw;
  }
}

// Gives back all that a model takes, but for what others run on too; sessions live on without their pages.
void Setup::unload() {
  cache().drop(lane_);
  model_.reset();
}

// Everything above the weights under new settings. No page outlives the switches it was made under.
void Setup::rebuild(const EngineSettings& next, const PartWeights& weights) {
  cache().drop(lane_);
  settings_ = next;
  std::vector<LoadedModel::Part> parts;
  for (std::size_t i = 0; i < placement_.size(); ++i) parts.push_back({placement_[i], weights[i]});
  model_ = devices_.model_on(next.rope_scaling, std::move(parts));
  lane_.key = key_under(next);
  lane_.arenas.clear();
  for (const Placed& placed : placement_) lane_.arenas.push_back(&placed.device->backend->arena());
  lane_.cached = next.cache.has_value();
  lane_.context = next.context;
}

}  // namespace halftone
