// A setup: settings in force and what they need, for the conversations that run under them. Weights, a device, a draft model and pages of the
// cache are shared with every other setup that needs the same, and gone with the last. An engine has one for all its sessions; a session
// with settings of its own has its own.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/generate/devices.h"
#include "engine/generate/memory_fit.h"
#include "engine/generate/opened_model.h"
#include "engine/generate/session.h"
#include "engine/text/chat_template.h"

namespace halftone {

class Setup {
 public:
  // All given outlive it. Loads what is not there yet; refuses what does not fit beside what is.
  static Result<std::shared_ptr<Setup>> open(const OpenedModel& model, Devices& devices, const EngineSettings& settings,
                                             const ProgressSink& progress, std::stop_token stop);
  ~Setup();

  // What a session sees. --------------------------------------------------------------------------------------------------------------
  const EngineSettings& settings() const { return settings_; }  // resolved
  const Tokenizer& tokenizer() const { return *opened_.tokenizer; }
  const ChatTemplate& chat_template() const { return template_; }
  const Sentence& why_cpu() const { return why_cpu_; }  // of ChosenDevices
  bool is_loaded() const { return model_ != nullptr; }  // false after a switch that failed both ways
  Transformer& transformer() { return model_->transformer; }
  Backend& backend() const { return *last().backend; }  // logits come from there
  DraftModel* draft_model() { return draft_.get(); }  // null: none is set
  std::int64_t rope_length(std::int64_t tokens) const;
  std::int64_t prefill_chunk(std::int64_t tokens) const;
  std::int64_t weight_bytes() const;  // that it runs on, whoever shares them
  KvLane& lane() { return lane_; }
  KvBudget& cache() { return devices_.cache(); }
  std::shared_ptr<KvPool> pool(std::int64_t rope_length) { return cache().pool(lane_, rope_length); }
  void begin_reply();
  // What a reply measured: its decoding took so long.
  void note_pace(const ReplyStats& stats, double decode_ms);

  // What its engine sees. -------------------------------------------------------------------------------------------------------------
  // Applies a switch in place; its sessions live on. On error or cancellation the old settings stay in force.
  Result<void> apply(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop);

  const OpenedModel& opened() const { return opened_; }
  const ModelSpec& spec() const { return model_ ? model_->spec : opened_.checkpoint.spec; }
  const Placement& placement() const { return placement_; }
  Sentence device_name() const;
  MemoryReport memory() const;                         // of all devices together; any thread
  std::vector<DeviceMemory> memory_by_device() const;  // the same
  void keep_rows(std::int64_t rows);                   // Workspace::keep_rows, on every device
  void give_back_rows();
  // What settings could have for these layers on their device as it is: free, or taken by what would go with the switch.
  struct Room {
    WeightsAre weights = WeightsAre::to_be_loaded;  // there: they stay, and are not in `bytes`
    std::int64_t weight_bytes = 0;                  // of those that are there
    std::int64_t bytes = 0;
  };
  Room room_for(const Placed& placed, const EngineSettings& next) const;

  // Measured under the present weights: the longest part of a prompt that was computed at once, and a later token of the last reply.
  struct Pace {
    std::int64_t prefill_tokens = 0;
    double prefill_ms = 0, token_ms = 0;
  };
  const Pace& pace() const { return pace_; }
  double parameters_per_second() const { return parameters_per_second_; }  // of the last load; 0: nothing was loaded

 private:
  Setup(const OpenedModel& model, Devices& devices) : opened_(model), devices_(devices) {}

  Result<void> settle_on(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop);
  Result<void> replace_weights(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop);
  Result<void> change_device(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop);
  Result<void> check_room(const EngineSettings& next) const;
  // By part.
  using PartWeights = std::vector<std::shared_ptr<const Weights>>;
  Result<PartWeights> load(const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop);
  PartWeights weights() const;  // of the model that is loaded
  bool fits_beside(const EngineSettings& next) const;
  // The draft model that the settings ask for; null where they ask for none.
  Result<std::shared_ptr<DraftModel>> open_draft(const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop);
  bool same_weights(const EngineSettings& next) const;
  KvKey key_under(const EngineSettings& next) const;  // of pages that would be made from the first on
  void unload();
  void rebuild(const EngineSettings& next, const PartWeights& weights);
  void set_devices(ChosenDevices chosen);
  Device& last() const { return *placement_.back().device; }

  const OpenedModel& opened_;
  Devices& devices_;
  EngineSettings settings_;
  ChatTemplate template_ = ChatTemplate::plain();
  mutable std::mutex device_mutex_;          // for memory()
  Placement placement_;                      // its devices outlive what follows
  Sentence why_cpu_;
  std::shared_ptr<LoadedModel> model_;
  std::shared_ptr<DraftModel> draft_;
  KvLane lane_;
  Pace pace_;
  double parameters_per_second_ = 0;
};

}  // namespace halftone
