// The switches, and the parameters of a reply.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/load/weight_plan.h"
#include "kernels/formats/kv_format.h"
#include "kernels/ops/attention.h"

namespace halftone {

// Switch "cache". nullopt: off, every token recomputes the whole conversation; it then passes through transient f16 pages.
using CacheChoice = std::optional<KvFormat>;
std::string_view to_string(const CacheChoice& choice);
Result<CacheChoice> parse_cache(std::string_view name);
// RoPE scaling as a setting: "model" (its own), or "linear:4", "dynamic:4", "yarn:4": past the trained length by that factor.
std::string to_string(const RopeScaling& scaling);
Result<RopeScaling> parse_rope_scaling(std::string_view text);
std::string_view to_string(AttentionKind kind);
Result<AttentionKind> parse_attention(std::string_view name);

// Switch "speculate": who drafts tokens that the model then checks several at a time. The text stays the model's own.
struct Speculation {
  enum class Kind : std::uint8_t { off, lookup, draft } kind = Kind::off;  // lookup: in the conversation so far
  std::string draft = {};                                                  // path of a model of the same vocabulary
  Precision draft_weights = Precision::automatic;
  bool operator==(const Speculation&) const = default;
};
std::string to_string(const Speculation& speculation);
Speculation parse_speculation(std::string_view text);  // "off", "lookup", or the path of a draft model

// What conversations are written in: the model's own chat template, or another one; and what the template is told.
struct TemplateSettings {
  std::string source = {};                             // in place of the model's own; empty: that
  std::string name = {};                               // of the model's named templates; empty: the default one
  std::map<std::string, std::string> arguments = {};   // variables, each as JSON: {"enable_thinking", "false"}
  bool operator==(const TemplateSettings&) const = default;
};

// What conversations run under. An engine has them for all sessions that have none of their own.
struct EngineSettings {
  Precision weights = Precision::automatic;
  AttentionKind attention = AttentionKind::flash;
  CacheChoice cache = KvFormat::f16;
  std::int64_t context = 0;       // tokens; 0: the trained context, at most 8,192
  std::string device = "auto";    // auto, cpu, cuda, cuda:N, or several: cpu+cuda:0, in the order of their layers
  std::vector<std::int64_t> split = {};  // layers on each of several devices; none: by the memory that is free there
  int threads = 0;                // 0: one per core; of the device, whoever asked last
  RopeScaling rope_scaling = {};  // set: used in place of the checkpoint's own, in layers without a window where others have one
  Speculation speculation = {};   // not with the cache off: there would be nothing to check against
  TemplateSettings chat_template = {};  // a change holds from the next turn on
  std::string pre_tokenizer = {};       // how a byte-level vocabulary splits words, in place of what its file says; from the opening on
  bool operator==(const EngineSettings&) const = default;
};

struct GenerationParams {
  std::int64_t max_tokens = 1024;
  float temperature = 0;  // 0: greedy
  std::int64_t top_k = 0;
  float top_p = 1;
  float min_p = 0;
  float repeat_penalty = 1;
  std::uint64_t seed = 0;
  std::vector<std::string> stop_strings = {};
  bool anew = false;            // the prompt is read whole, whatever the cache holds of it, and rows of earlier passes are given back: a measurement
  std::int64_t candidates = 0;  // the likeliest tokens, told with each of the reply (Reply::doubts); 0: none are
};

}  // namespace halftone
