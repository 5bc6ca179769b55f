// The engine on this machine: a model that is open, and the setup that its conversations run under unless they have their own. See engine.h for
// what callers see.
#pragma once

#include <memory>

#include "engine/generate/engine.h"
#include "engine/generate/evaluator.h"
#include "engine/generate/fit_estimate.h"
#include "engine/generate/setting_rules.h"
#include "engine/generate/setup.h"
#include "engine/generate/token_reads.h"

namespace halftone {

class LocalSession;

class LocalEngine final : public Engine, public ReadsMemory {
 public:
  // A checkpoint whose tokenizer cannot be read opens all the same: logits and measurements need no text.
  static Result<std::unique_ptr<LocalEngine>> open(Checkpoint checkpoint, const EngineSettings& settings, const ProgressSink& progress,
                                                   std::stop_token stop, GpuSource gpus = {});
  // Only with a tokenizer, and before anything is loaded.
  static Result<std::unique_ptr<LocalEngine>> open_to_speak(Checkpoint checkpoint, const EngineSettings& settings,
                                                            const ProgressSink& progress, std::stop_token stop, GpuSource gpus = {});

  const ModelInfo& model() const override { return opened_.info; }
  EngineSettings settings() const override { return setup_->settings(); }
  Sentence device_name() const override { return setup_->device_name(); }
  std::vector<std::string> device_choices() const override { return halftone::device_choices(devices_.gpus()); }
  Sentence why_cpu() const override { return setup_->why_cpu(); }
  SwitchCost cost_of(const EngineSettings& next, const Session* session) const override;
  Result<void> apply(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) override;
  std::unique_ptr<Session> new_session() override;
  Result<std::unique_ptr<Session>> new_session(const EngineSettings& own, const ProgressSink& progress, std::stop_token stop) override;
  Result<std::int64_t> count_tokens(std::string_view text, std::stop_token stop) const override;
  Result<std::vector<PromptToken>> prompt_tokens(const std::vector<ChatMessage>& messages, std::stop_token stop) override;
  std::string token_text(TokenId token) const override;
  Result<AttentionRows> attention_rows(const AttentionQuery& query, const ProgressSink& progress, std::stop_token stop) override;
  Result<RunCost> measure_run(RunLength run, const ProgressSink& progress, std::stop_token stop) override;
  std::int64_t expected_peak(const EngineSettings& settings, RunLength run) const override;
  MemoryReport memory() const override { return setup_->memory(); }
  std::vector<DeviceMemory> memory_by_device() const override { return setup_->memory_by_device(); }
  std::vector<MappedBytes> memory_map() const override;
  void reset_peak() override;
  TokenReads token_reads() const override;
  double read_bandwidth_gb_s() override;

  // The parts, for who measures them.
  std::unique_ptr<Evaluator> new_evaluator();
  // Between measurements of memory: what nobody uses goes, pages kept for a conversation to come and the rows of the last pass.
  void flush();
  const Tokenizer* tokenizer() const { return opened_.tokenizer.get(); }  // null: there is none that can be read
  const ChatTemplate& chat_template() const { return setup_->chat_template(); }
  const ModelSpec& spec() const { return setup_->spec(); }
  Backend& backend() { return setup_->backend(); }
  const Placement& placement() const { return setup_->placement(); }
  void keep_rows(std::int64_t rows) { setup_->keep_rows(rows); }  // Workspace::keep_rows
  DraftModel* draft_model() { return setup_->draft_model(); }  // null: none is set

 private:
  LocalEngine(Checkpoint checkpoint, Result<std::unique_ptr<Tokenizer>> tokenizer, std::int64_t baseline, GpuSource gpus);
  static Result<std::unique_ptr<LocalEngine>> open(Checkpoint checkpoint, Result<std::unique_ptr<Tokenizer>> tokenizer,
                                                   const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop,
                                                   GpuSource gpus);

  OpenedModel opened_;
  Devices devices_;
  std::shared_ptr<Setup> setup_;
};

}  // namespace halftone
