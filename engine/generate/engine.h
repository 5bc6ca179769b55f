// The face of the engine: a model, loaded, with switches. The window sees nothing below this.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/backend/memory.h"
#include "engine/base/error.h"
#include "engine/generate/attention_rows.h"
#include "engine/generate/memory_map.h"
#include "engine/generate/session.h"
#include "engine/generate/settings.h"
#include "engine/generate/switch_cost.h"
#include "engine/generate/tokenizer_info.h"
#include "engine/spec/layer_range.h"

namespace halftone {

struct ModelInfo {
  std::filesystem::path path;
  std::string name, family, licence;
  Sentence container;                // "GGUF v3", "safetensors, 3 files"
  std::string stored_format;         // as people call it: "bf16", "Q4_K_M", "GPTQ-4bit"
  std::int64_t parameters = 0;
  std::int64_t layers = 0, heads = 0, kv_heads = 0, head_width = 0, width = 0, vocabulary = 0;
  bool rope = false;                 // its positions can be stretched: EngineSettings::rope_scaling
  Sentence positions;                // "RoPE θ 10,000, yarn ×4"
  Sentence why_not_without_position;  // why attention without them cannot be told (attention_rows()); empty: it can
  std::int64_t trained_context = 0;
  std::int64_t position_limit = 0;   // no token can stand beyond it (learned positions); 0: any length
  std::string chat_template;         // source of the default one; empty: it has none
  struct NamedTemplate { std::string name, source; };
  std::vector<NamedTemplate> named_templates;    // others, or the default one again, to choose from
  std::vector<TemplateVariable> template_variables;  // what the default one lets its user choose
  Sentence template_trouble;         // why its own cannot be used; empty: it can
  TokenizerInfo tokenizer;
  std::vector<Sentence> notes;
  GenerationDefaults defaults;
};

struct Progress {
  const Sentence& stage;             // "reading weights", "quantising to int4"
  std::int64_t done = 0, total = 0;  // bytes; of a text that is predicted, tokens
};
using ProgressSink = std::function<void(const Progress&)>;

// Memory of one of the devices that a model lies on.
struct DeviceMemory {
  Sentence name;      // "NVIDIA H200"
  LayerRange layers;  // of the engine's model that lie there
  MemoryReport report;
};

// A run by itself, of no conversation, and what it took: the guide's experiment.
struct RunLength {
  std::int64_t prompt = 0, generate = 0;  // tokens
};
struct RunCost {
  double prompt_ms = 0, generate_ms = 0;
  std::int64_t peak_bytes = 0;  // the largest sum of allocations from its first token to its last, weights among them
};

struct PromptToken {
  TokenId id = 0;
  std::string text;  // of it alone, maybe a part of a UTF-8 sequence; a control token as the vocabulary spells it
};

class Engine {
 public:
  virtual ~Engine() = default;

  virtual const ModelInfo& model() const = 0;
  virtual EngineSettings settings() const = 0;     // of sessions that have none of their own; automatic and 0 resolved where they can be
  virtual Sentence device_name() const = 0;        // "CPU · AMD EPYC, 2 threads"
  virtual std::vector<std::string> device_choices() const = 0;  // for the setting "device", on this machine; auto first
  virtual Sentence why_cpu() const = 0;            // where the choice was the engine's and the machine has a GPU; else empty

  virtual SwitchCost cost_of(const EngineSettings& next, const Session* session) const = 0;
  // Applies a switch in place, for all sessions that have no settings of their own; they live on, their caches are recomputed where the switch
  // asks for it. On error or cancellation the old settings stay in force.
  virtual Result<void> apply(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) = 0;

  virtual std::unique_ptr<Session> new_session() = 0;   // under the engine's settings; must not outlive it
  // Under settings of its own, whatever the engine's become: attention, cache, precision and device too. What other sessions have loaded is
  // shared; the rest is loaded now, and gone with the session. Errors as of open_engine().
  virtual Result<std::unique_ptr<Session>> new_session(const EngineSettings& own, const ProgressSink& progress, std::stop_token stop) = 0;
  // Of a text as a user writes it, by itself: nothing around it, no control tokens in it. One above 64 KiB is counted in parts, so that a
  // stop comes through between them: where two meet it may be a token more or less. Stopped, it fails: cancelled.
  virtual Result<std::int64_t> count_tokens(std::string_view text, std::stop_token stop) const = 0;
  // A conversation as the prompt it would be, token by token; where its last message is a reply, to that one's end. Errors as of
  // Session::generate; an engine whose model is elsewhere has none: unsupported.
  virtual Result<std::vector<PromptToken>> prompt_tokens(const std::vector<ChatMessage>& messages, std::stop_token stop);
  virtual std::string token_text(TokenId) const { return {}; }  // as PromptToken has it
  // Where tokens look, by one pass of its own that conversations do not notice. Of prompts beyond kMostTokensLookedAt, or beyond the
  // model's positions, the end (AttentionRows::left_out); without the position encoding only where there is such a thing
  // (has_without_position). Stopped within 100 ms, it fails: cancelled; out_of_memory says needed and free bytes, and how many tokens would
  // fit. An engine whose model is elsewhere has none: unsupported.
  virtual Result<AttentionRows> attention_rows(const AttentionQuery& query, const ProgressSink& progress, std::stop_token stop);
  // Some tokens read and some written, one after the other, under the engine's settings; what nobody uses goes first. Progress is in tokens.
  // Stopped within 100 ms, it fails: cancelled; out_of_memory where there is no room. An engine whose model is elsewhere: unsupported.
  virtual Result<RunCost> measure_run(RunLength run, const ProgressSink& progress, std::stop_token stop);
  // What that is expected to take at most, from sizes alone; 0: not known.
  virtual std::int64_t expected_peak(const EngineSettings&, RunLength) const { return 0; }
  virtual MemoryReport memory() const = 0;                         // of all devices together; any thread, cheap
  virtual std::vector<DeviceMemory> memory_by_device() const = 0;  // the same
  // Its parts, which add up to it without a draft model; between passes. An engine whose model is elsewhere has none: empty.
  virtual std::vector<MappedBytes> memory_map() const { return {}; }
  virtual void reset_peak() = 0;
};

// Opens a model to speak with, by the local engine. Everything wrong with the file is an error here, a tokenizer that cannot be read too;
// out_of_memory says needed and available bytes and which smaller settings would fit.
Result<std::unique_ptr<Engine>> open_engine(const std::filesystem::path& model, const EngineSettings& settings,
                                            const ProgressSink& progress, std::stop_token stop);

// What a model would take, without loading it: read from the headers alone, so quick.
struct FitPart {
  std::string device;  // "cpu", "cuda:0"
  LayerRange layers;
  std::int64_t bytes = 0, available = 0;
};
struct FitRow {
  Precision precision;
  std::int64_t weight_bytes = 0, total_bytes = 0;
  bool fits = false;
  std::vector<FitPart> parts = {};  // the devices that it would lie on; with auto more than one where one does not hold it
};
struct FitEstimate {
  ModelInfo model;
  std::int64_t context = 0, kv_bytes = 0;               // cache at that context
  std::int64_t kv_bytes_all_heads = 0;                  // the same if every head had keys and values of its own
  std::int64_t activation_bytes = 0, workspace_bytes = 0;
  std::int64_t device_total = 0, device_available = 0;  // of the devices that were named, together
  std::vector<FitRow> rows;                             // one per precision, automatic first
};
// The context may be longer than the model's positions reach: an estimate of its geometry.
Result<FitEstimate> estimate_fit(const std::filesystem::path& model, const EngineSettings& settings);

// What a precision costs in quality: how well the model predicts a short text of ours. Opens it beside whatever is open, for that alone; where
// there is no room, out_of_memory says the numbers.
struct Quality {
  double perplexity = 0;
  std::int64_t tokens = 0;  // that were predicted
};
Result<Quality> measure_quality(const std::filesystem::path& model, Precision precision, const ProgressSink& progress, std::stop_token stop);

}  // namespace halftone
