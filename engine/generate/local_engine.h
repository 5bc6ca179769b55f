// The engine on this machine: a checkpoint, a device, and what lies between them. See engine.h for what callers see.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "engine/backend/backend.h"
#include "engine/generate/draft_model.h"
#include "engine/generate/engine.h"
#include "engine/generate/evaluator.h"
#include "engine/load/checkpoint.h"
#include "engine/model/transformer.h"
#include "engine/text/chat_template.h"

namespace halftone {

class LocalSession;

inline constexpr std::int64_t kMaxContext = std::int64_t{1} << 24;  // far above every model; keeps products of lengths in range

class LocalEngine final : public Engine {
 public:
  // A checkpoint whose tokenizer cannot be read opens all the same: logits and measurements need no text.
  static Result<std::unique_ptr<LocalEngine>> open(Checkpoint checkpoint, const EngineSettings& settings, const ProgressSink& progress,
                                                   std::stop_token stop);
  // Only with a tokenizer, and before anything is loaded.
  static Result<std::unique_ptr<LocalEngine>> open_to_speak(Checkpoint checkpoint, const EngineSettings& settings,
                                                            const ProgressSink& progress, std::stop_token stop);

  const ModelInfo& model() const override { return info_; }
  EngineSettings settings() const override { return settings_; }
  Sentence device_name() const override { return backend_->name(); }
  SwitchCost cost_of(const EngineSettings& next, const Session* session) const override;
  Result<void> apply(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) override;
  std::unique_ptr<Session> new_session() override;
  Result<std::int64_t> count_tokens(std::string_view text, std::stop_token stop) const override;
  MemoryReport memory() const override;
  void reset_peak() override;

  std::unique_ptr<Evaluator> new_evaluator();

  // For sessions. ----------------------------------------------------------------------------------------------------------------
  const Tokenizer* tokenizer() const { return tokenizer_.get(); }  // null: there is none that can be read
  const Error& tokenizer_trouble() const { return *info_.tokenizer.trouble; }  // and why
  const ChatTemplate& chat_template() const { return template_; }
  const ModelSpec& spec() const { return spec_; }
  bool is_loaded() const { return transformer_ != nullptr; }  // false after a switch that failed both ways
  Transformer& transformer() { return *transformer_; }
  Backend& backend() { return *backend_; }
  DraftModel* draft_model() { return draft_.get(); }  // null: none is set
  // The length that length-dependent RoPE scalings take for a conversation of so many tokens: it moves in doublings of the trained
  // context, so that cached keys stay valid between two of them.
  std::int64_t rope_length(std::int64_t tokens) const;
  // Pages under the present switches.
  std::shared_ptr<KvPool> pool(std::int64_t rope_length);
  std::int64_t prefill_chunk(std::int64_t tokens) const;
  // Keeps the cache of all conversations within one full context, as was promised when the model was opened, before `session` takes
  // `bytes` more: pages that nobody uses go first, then those of the conversations that have rested longest.
  void make_room(const LocalSession& session, std::int64_t bytes);
  // What a reply measured: its decoding took so long.
  void note_pace(const ReplyStats& stats, double decode_ms);
  void join(LocalSession* session) { sessions_.push_back(session); }
  void use(LocalSession* session);  // moves it to the end of the row
  void leave(LocalSession* session) { std::erase(sessions_, session); }

 private:
  // Measured under the present weights: the longest part of a prompt that was computed at once, and a later token of the last reply.
  struct Pace {
    std::int64_t prefill_tokens = 0;
    double prefill_ms = 0, token_ms = 0;
  };

  LocalEngine() = default;
  static Result<std::unique_ptr<LocalEngine>> open(Checkpoint checkpoint, Result<std::unique_ptr<Tokenizer>> tokenizer,
                                                   const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop);
  EngineSettings resolve(EngineSettings settings) const;
  Result<void> choose_backend(const EngineSettings& settings);
  Result<void> change_device(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop);
  std::int64_t free_memory() const;  // bytes free on the device
  // Weights, the cache at the full context, and the rows of a pass.
  std::int64_t needed_bytes(const EngineSettings& settings, std::int64_t weight_bytes) const;
  std::int64_t room() const;  // bytes that could be had for those: free, or taken by what would go
  std::int64_t longest_context(EngineSettings settings, std::int64_t weight_bytes, std::int64_t bytes) const;
  void judge(const EngineSettings& next, SwitchCost& cost) const;
  LaterToken later_token(const EngineSettings& next, std::int64_t length, const LocalSession* session) const;
  Result<void> check_fit(const EngineSettings& settings, const WeightPlan& plan, std::int64_t available) const;
  Result<Weights> load(const EngineSettings& settings, const WeightPlan& plan, const ProgressSink& progress, std::stop_token stop);
  Result<void> replace_weights(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop);
  // The draft model that the settings ask for; null where they ask for none.
  Result<std::unique_ptr<DraftModel>> open_draft(const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop);
  void unload();
  void drop_pages();
  void rebuild(const EngineSettings& next);

  Checkpoint checkpoint_;
  ModelSpec spec_;  // the checkpoint's, with the settings' RoPE scaling
  ModelInfo info_;
  EngineSettings settings_;
  std::unique_ptr<Tokenizer> tokenizer_;
  ChatTemplate template_ = ChatTemplate::plain();
  std::unique_ptr<Backend> backend_;  // outlives all that holds its buffers
  std::optional<Weights> weights_;
  std::unique_ptr<Transformer> transformer_;
  std::unique_ptr<DraftModel> draft_;
  std::map<std::int64_t, std::shared_ptr<KvPool>> pools_;  // by rope_length
  std::vector<LocalSession*> sessions_;                    // alive, the last used last; told when their pages are no longer of use
  Pace pace_;
  double parameters_per_second_ = 0;                       // of the last load
  std::int64_t baseline_ = 0;                              // bytes this process held before
};

ModelInfo describe(const Checkpoint& checkpoint, const Result<std::unique_ptr<Tokenizer>>& tokenizer);
Result<FitEstimate> estimate_fit(const Checkpoint& checkpoint, const EngineSettings& settings);

}  // namespace halftone
