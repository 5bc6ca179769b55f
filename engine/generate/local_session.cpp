#include "engine/generate/local_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/generate/sampler.h"
#include "engine/text/utf8_stream.h"

namespace halftone {

namespace {

using Clock = std::chrono::steady_clock;

double ms_between(Clock::time_point from, Clock::time_point to) { return std::chrono::duration<double, std::milli>(to - from).count(); }

// Milliseconds since it was last asked.
class Stopwatch {
 public:
  double lap() {
    const auto now = Clock::now();
    return ms_between(std::exchange(last_, now), now);
  }

 private:
  Clock::time_point last_ = Clock::now();
};

}  // namespace

std::string_view to_string(Finish finish) {
  switch (finish) {
    case Finish::stop: return "stop";
    case Finish::length: return "length";
    case Finish::cancelled: return "cancelled";
  }
  return "";
}

LocalSession::LocalSession(LocalEngine& engine)
    : engine_(engine), prompt_(engine.chat_template(), *engine.tokenizer()), branch_(nullptr) {
  engine_.join(this);
}

LocalSession::LocalSession(const LocalSession& other)
    : Session(), engine_(other.engine_), prompt_(other.prompt_), pool_(other.pool_), branch_(other.branch_), rope_length_(other.rope_length_),
      cached_tokens_(other.cached_tokens()) {
  engine_.join(this);
}

std::unique_ptr<Session> LocalSession::fork() const { return std::unique_ptr<Session>(new LocalSession(*this)); }

void LocalSession::truncate(std::int64_t tokens) {
  branch_.truncate(tokens);
  update_cached();
}

void LocalSession::forget() {
  pool_.reset();
  branch_ = KvBranch(nullptr);
  update_cached();
}

void LocalSession::update_cached() { cached_tokens_.store(branch_.length(), std::memory_order_relaxed); }

// Joins the pool that a conversation of this length asks for; pages of another pool are let go.
void LocalSession::attach(std::int64_t tokens) {
  rope_length_ = engine_.rope_length(tokens);
  if (auto pool = engine_.pool(rope_length_); pool != pool_) {
    pool_ = std::move(pool);
    branch_ = KvBranch(pool_);
  }
}

// How many of the tokens need not be computed. The last one always is: its logits are wanted.
std::int64_t LocalSession::restore(std::span<const TokenId> tokens) {
  attach(static_cast<std::int64_t>(tokens.size()));
  if (!engine_.settings().cache) return 0;
  const std::int64_t reused = branch_.reuse_prefix(tokens.first(tokens.size() - 1));
  update_cached();
  return reused;
}

// Computes what the cache does not hold of `tokens` and returns the logits of the last one; empty when stopped.
MatrixView<float> LocalSession::advance(std::span<const TokenId> tokens, const StreamSink& sink, std::stop_token stop) {
  attach(static_cast<std::int64_t>(tokens.size()));
  if (!engine_.settings().cache) branch_.truncate(0);
  const auto total = static_cast<std::int64_t>(tokens.size());
  const AttentionKind attention = engine_.settings().attention;
  const KvLayout& layout = pool_->layout();
  engine_.make_room(*this, layout.bytes_for(total) - layout.bytes_for(branch_.length()));

  MatrixView<float> logits;
  while (branch_.length() < total) {
    const std::int64_t count = engine_.prefill_chunk(total - branch_.length());
    const auto chunk = tokens.subspan(static_cast<std::size_t>(branch_.length()), static_cast<std::size_t>(count));
    logits = engine_.transformer().forward(chunk, branch_, attention, Transformer::Logits::last_row, rope_length_, stop);
    update_cached();
    if (!logits.data) return {};
    if (sink) {
      StreamEvent event{.phase = StreamEvent::Phase::prefill};
      event.done = branch_.length();
      event.total = total;
      event.cached_tokens = cached_tokens();
      sink(event);
    }
  }
  return logits;
}

Result<PromptMeasure> LocalSession::measure(const std::vector<ChatMessage>& messages) {
  auto tokens = Prompt(prompt_).tokens(messages);
  if (!tokens) return pass_on(std::move(tokens));
  PromptMeasure measure;
  measure.prompt_tokens = static_cast<std::int64_t>(tokens->size());
  measure.context = engine_.settings().context;
  const bool same_pool = engine_.pool(engine_.rope_length(measure.prompt_tokens)) == pool_;
  if (engine_.settings().cache && same_pool && !tokens->empty()) {
    measure.reusable_tokens = branch_.reusable_prefix(std::span(*tokens).first(tokens->size() - 1));
  }

  // Drop the oldest question and answer until there is room for a reply too.
  const std::int64_t room = std::min<std::int64_t>(256, measure.context / 4);
  std::vector<ChatMessage> kept = messages;
  for (std::int64_t size = measure.prompt_tokens; size > measure.context - room; ++measure.turns_to_drop) {
    const auto is_user = [](const ChatMessage& m) { return m.role == ChatMessage::Role::user; };
    const auto first = std::ranges::find_if(kept, is_user);
    const auto second = first == kept.end() ? first : std::find_if(first + 1, kept.end(), is_user);
    if (second == kept.end()) break;  // only the last message is left
    kept.erase(first, second);
    auto fewer = Prompt(engine_.chat_template(), *engine_.tokenizer()).tokens(kept);
    if (!fewer) return pass_on(std::move(fewer));
    size = static_cast<std::int64_t>(fewer->size());
  }
  return measure;
}

Result<Reply> LocalSession::generate(const std::vector<ChatMessage>& messages, const GenerationParams& params, const StreamSink& sink,
                                     std::stop_token stop) {
  Stopwatch watch;
  if (!engine_.is_loaded()) {
    return fail(ErrorKind::out_of_memory, "Open the model again.", "the weights are no longer in memory: the last switch and its way back both failed");
  }
  engine_.use(this);
  engine_.backend().arena().reset_attention_scores();
  auto rendered = prompt_.tokens(messages);
  if (!rendered) return pass_on(std::move(rendered));
  std::vector<TokenId> tokens = *std::move(rendered);
  const std::int64_t context = engine_.settings().context;
  const auto prompt_tokens = static_cast<std::int64_t>(tokens.size());
  if (tokens.empty()) return fail(ErrorKind::invalid_argument, "Write a message first.", "the chat template made an empty prompt");
  if (prompt_tokens >= context) {
    return fail(ErrorKind::context_overflow, "Drop the oldest turns, or enlarge the context.",
                "the conversation has {} tokens, the context holds {} and a reply needs at least one", prompt_tokens, context);
  }

  Reply reply;
  ReplyStats& stats = reply.stats;
  stats.prompt_tokens = prompt_tokens;
  stats.reused_tokens = restore(tokens);
  stats.prefill_tokens = prompt_tokens - stats.reused_tokens;
  stats.restore_ms = watch.lap();

  MatrixView<float> logits = advance(tokens, sink, stop);
  stats.prefill_ms = watch.lap();
  stats.prefill_tokens_per_s = static_cast<double>(stats.prefill_tokens) * 1000.0 / std::max(stats.prefill_ms, 1e-3);

  Sampler sampler(params);
  Utf8Stream stream(params.stop_strings);
  const auto emit = [&](std::string text, double token_ms) {
    reply.text += text;
    if (sink) {
      sink({StreamEvent::Phase::decode, text, stats.tokens, params.max_tokens, token_ms, cached_tokens(), stats.restore_ms, stats.prefill_ms,
            stats.sample_ms});
    }
  };

  stats.finish = Finish::length;
  double decode_ms = 0;
  while (stats.tokens < params.max_tokens && static_cast<std::int64_t>(tokens.size()) < context) {
    if (!logits.data || stop.stop_requested()) {
      stats.finish = Finish::cancelled;
      break;
    }
    const bool first = stats.tokens == 0;
    const TokenId token = sampler.sample({logits.data, {logits.shape[1]}}, tokens);
    if (token < 0) {
      return fail(ErrorKind::malformed, "Try the weights at f32 or bf16; if that fails too, the file is damaged.",
                  "the model computed no finite logit at token {}", tokens.size());
    }
    if (first) {
      stats.sample_ms = watch.lap();
      stats.first_token_ms = stats.restore_ms + stats.prefill_ms + stats.sample_ms;
    }
    if (engine_.tokenizer()->ends_generation(token)) {
      stats.finish = Finish::stop;
      break;
    }
    tokens.push_back(token);
    reply.tokens.push_back(token);
    ++stats.tokens;
    std::string text = stream.push(engine_.tokenizer()->decode(token, first));
    double token_ms = stats.first_token_ms;
    if (!first) {
      token_ms = watch.lap();
      decode_ms += token_ms;
      stats.token_ms.push_back(static_cast<float>(token_ms));
    }
    emit(std::move(text), token_ms);
    if (stream.stopped()) {
      stats.finish = Finish::stop;
      break;
    }
    if (stats.tokens < params.max_tokens && static_cast<std::int64_t>(tokens.size()) < context) logits = advance(tokens, {}, stop);
  }
  if (const std::string rest = stream.finish(); !rest.empty()) emit(rest, 0);

  if (!stats.token_ms.empty()) stats.decode_tokens_per_s = static_cast<double>(stats.token_ms.size()) * 1000.0 / std::max(decode_ms, 1e-3);
  if (!stream.stopped()) prompt_.answered(reply.tokens, reply.text);  // a stop string cuts the text, not the tokens
  reply.memory = engine_.memory();
  if (!engine_.settings().cache) truncate(0);  // nothing is kept
  return reply;
}

}  // namespace halftone
