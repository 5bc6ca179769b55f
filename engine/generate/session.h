// One conversation: messages in, a stream of text out. Its cache survives from turn to turn; only what is new is computed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/backend/memory.h"
#include "engine/base/error.h"
#include "engine/generate/doubt.h"
#include "engine/generate/settings.h"
#include "engine/generate/trace.h"
#include "engine/text/chat_template.h"

namespace halftone {

enum class Finish { stop, length, cancelled };  // end token or stop string; max_tokens or a full context; the user
std::string_view to_string(Finish finish);

// What one reply cost. Milliseconds of wall time.
struct ReplyStats {
  std::int64_t prompt_tokens = 0;    // the whole rendered conversation
  std::int64_t reused_tokens = 0;    // of them, found in the cache
  std::int64_t prefill_tokens = 0;   // of them, computed now: prompt − reused
  std::int64_t tokens = 0;           // generated, the end token not counted
  double restore_ms = 0;             // render, tokenise, look up and copy pages
  double prefill_ms = 0;
  double sample_ms = 0;              // of the first token
  double first_token_ms = 0;         // restore + prefill + sample
  std::vector<float> token_ms;       // every later token; those of one pass share its time
  double prefill_tokens_per_s = 0;
  double decode_tokens_per_s = 0;
  std::int64_t drafted_tokens = 0;   // checked in passes of several; a pass gives what of its draft is accepted, and one token more
  std::int64_t accepted_tokens = 0;  // of them, the model's own
  std::int64_t drafted_passes = 0;
  Finish finish = Finish::stop;
};

// What a reply took that was written anew (GenerationParams::anew), in bytes: the weights it ran on, whoever shares them, and what was
// taken beside them when that was most.
struct TakenMemory {
  std::int64_t weights = 0, kv_cache = 0;
  std::int64_t others = 0;  // activations and workspace
  std::int64_t total() const { return weights + kv_cache + others; }
};

struct Reply {
  std::string text;
  std::vector<TokenId> tokens;
  ReplyStats stats;
  MemoryReport memory;               // at the end of the reply
  TakenMemory taken = {};            // empty from an engine that does not know
  std::vector<Sentence> notes = {};  // what it had to do without
  std::vector<Doubt> doubts = {};    // one for each of `tokens`, where candidates were asked for
  Trace trace = {};                  // empty from an engine that does not know
};

// Called on the generating thread for every token, and during prefill (empty text, phase prefill). Other sessions of the engine may speak
// within it.
struct StreamEvent {
  enum class Phase { prefill, decode } phase = Phase::decode;
  std::string_view text = {};        // whole UTF-8 characters, possibly none
  std::int64_t done = 0, total = 0;  // prefill: tokens of the prompt; decode: tokens generated, max_tokens
  double token_ms = 0;               // decode: this token's time
  std::int64_t cached_tokens = 0;
  double restore_ms = 0, prefill_ms = 0, sample_ms = 0;  // decode: how the first token's time was spent, as in ReplyStats
  const Doubt* doubt = nullptr;      // decode: of this token, where candidates were asked for
};
using StreamSink = std::function<void(const StreamEvent&)>;

// How a conversation stands against the context, before anything is computed.
struct PromptMeasure {
  std::int64_t prompt_tokens = 0;
  std::int64_t cached_tokens = 0;    // of them, in the cache
  std::int64_t reusable_tokens = 0;  // and what need not be computed: never all of them, the last one's logits are wanted
  std::int64_t context = 0;
  std::int64_t turns_to_drop = 0;    // oldest user turns (with their replies; never the system prompt) to drop so that it fits with room for a reply
};

class Session {
 public:
  virtual ~Session() = default;

  virtual const EngineSettings& settings() const = 0;  // that it runs under: its own, or the engine's as they are now

  // Answers the last message; one of the model's own is gone on with, and the reply is what comes after it. Errors: context_overflow
  // (with the numbers; see measure), malformed or refused template. A stop request is no error: the reply says Finish::cancelled and
  // holds what there was. Throws std::bad_alloc when memory runs out: the session stays usable. Throws DeviceFault (device_fault.h) when
  // the device fails: where it is lost, the session goes on once its engine has been set to another one.
  virtual Result<Reply> generate(const std::vector<ChatMessage>& messages, const GenerationParams& params, const StreamSink& sink,
                                 std::stop_token stop) = 0;

  // Stopped, it fails: cancelled.
  virtual Result<PromptMeasure> measure(const std::vector<ChatMessage>& messages, std::stop_token stop = {}) = 0;

  // What the model predicts where each of `words` stands, behind the prompt that the messages make: logits, (words, V), by a pass that no
  // conversation notices. Errors as of generate(); stopped, it fails: cancelled. An engine whose model is elsewhere: unsupported.
  virtual Result<std::vector<float>> predict(const std::vector<ChatMessage>& messages, std::span<const TokenId> words, std::stop_token stop);

  virtual std::int64_t cached_tokens() const = 0;      // any thread
  virtual std::unique_ptr<Session> fork() const = 0;   // shares the pages until one of the two writes
  virtual void truncate(std::int64_t tokens) = 0;      // forget everything after
};

}  // namespace halftone
