#include "engine/generate/local_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/generate/overflow.h"
#include "engine/generate/sampler.h"
#include "engine/base/utf8_stream.h"

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

LocalSession::LocalSession(LocalEngine& engine) : engine_(engine), prompt_(engine.chat_template(), *engine.tokenizer()), branch_(nullptr) {
  engine_.join(this);
}

LocalSession::LocalSession(const LocalSession& other)
    : Session(),
      engine_(other.engine_),
      prompt_(other.prompt_),
      pool_(other.pool_),
      branch_(other.branch_),
      rope_length_(other.rope_length_),
      tokens_(other.tokens_),
      cached_tokens_(other.cached_tokens()) {
  engine_.join(this);
}

std::unique_ptr<Session> LocalSession::fork() const { return std::unique_ptr<Session>(new LocalSession(*this)); }

void LocalSession::truncate(std::int64_t tokens) {
  branch_.truncate(tokens);
  update_cached();
}

void LocalSession::forget() {
  payoff_ = Payoff();
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

double LocalSession::trial_ms(AttentionKind attention) const try {
  if (!pool_ || branch_.length() == 0 || !engine_.is_loaded()) return 0;
  KvBranch pages(branch_);
  const TokenId token = 0;  // any takes as long
  double ms = 0;
  for (int pass = 0; pass < 2; ++pass) {  // the first one makes room
    Stopwatch watch;
    engine_.transformer().forward({&token, 1}, pages, attention, Transformer::Logits::unverified, rope_length_);
    ms = watch.lap();
    pages.truncate(branch_.length());
  }
  return ms;
} catch (const std::bad_alloc&) {
  return 0;
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

// Null: none is set, or there is no cache to check drafts against.
Drafter* LocalSession::drafter() {
  if (!engine_.settings().cache) return nullptr;
  switch (engine_.settings().speculation.kind) {
    case Speculation::Kind::off: return nullptr;
    case Speculation::Kind::lookup: return &lookup_;
    case Speculation::Kind::draft: return engine_.draft_model();
  }
  return nullptr;
}

// One pass over the last of `tokens`, which the cache does not hold yet, and over what is drafted after it: at most room − 1 tokens, so
// that with the model's own there are no more than `room`.
LocalSession::Step LocalSession::next_step(std::span<const TokenId> tokens, std::int64_t room, std::stop_token stop) {
  const auto length = static_cast<std::int64_t>(tokens.size());
  std::int64_t most = std::min(payoff_.wanted(), room - 1);
  // The frequencies of a length-dependent RoPE stay as they are for every checked token as they would be for it alone.
  while (most > 0 && engine_.rope_length(length + most) != rope_length_) --most;
  Drafter* const drafter = this->drafter();
  Draft draft;
  if (drafter && most > 0 && branch_.length() == length - 1) draft = drafter->propose(tokens, most, stop);
  const auto end = std::ranges::find_if(draft.tokens, [&](TokenId token) { return engine_.tokenizer()->ends_generation(token); });
  draft.tokens.erase(end, draft.tokens.end());  // nothing is said after it
  if (draft.tokens.empty()) return {advance(tokens, {}, stop)};

  const KvLayout& layout = pool_->layout();
  const std::int64_t checked = length + std::ssize(draft.tokens);
  engine_.make_room(*this, layout.bytes_for(checked) - layout.bytes_for(branch_.length()));
  std::vector<TokenId> rows = {tokens.back()};
  rows.insert(rows.end(), draft.tokens.begin(), draft.tokens.end());
  const MatrixView<float> logits =
      engine_.transformer().forward(rows, branch_, engine_.settings().attention, Transformer::Logits::unverified, rope_length_, stop);
  return {logits, std::move(draft)};
}

// Appends to `tokens` what the model says: the drafted tokens up to the first that it would not have said, and one of its own (−1: no
// finite logit). Of the drafted ones the cache keeps those. Returns how many.
std::int64_t LocalSession::settle(Step& step, Sampler& sampler, std::vector<TokenId>& tokens) {
  const auto start = static_cast<std::int64_t>(tokens.size());
  std::int64_t accepted = 0;
  for (;; ++accepted) {
    const VectorView<float> logits = step.logits[accepted];
    const auto i = static_cast<std::size_t>(accepted);
    const bool drafted = i < step.draft.tokens.size();
    const TokenId token = drafted && !step.draft.drawn_from.empty()
                              ? sampler.check(logits, tokens, step.draft.tokens[i], step.draft.drawn_from[i])
                              : sampler.sample(logits, tokens);
    tokens.push_back(token);
    if (!drafted || token != step.draft.tokens[i]) break;
  }
  if (!step.draft.tokens.empty()) {
    branch_.truncate(start + accepted);
    branch_.commit();
    update_cached();
  }
  return accepted;
}

// The fewest of the oldest questions, with their answers, without which a prompt of `tokens` has at most `limit`; all but the last, where
// nothing less will do.
Result<std::int64_t> LocalSession::turns_to_drop(const std::vector<ChatMessage>& messages, std::int64_t tokens, std::int64_t limit,
                                                 std::stop_token stop) const {
  std::vector<std::ptrdiff_t> questions;
  std::int64_t characters = 0;
  for (std::ptrdiff_t i = 0; i < std::ssize(messages); ++i) {
    const ChatMessage& message = messages[static_cast<std::size_t>(i)];
    characters += std::ssize(message.content);
    if (message.role == ChatMessage::Role::user) questions.push_back(i);
  }
  if (questions.size() < 2) return 0;
  const std::int64_t most = std::ssize(questions) - 1;

  // A guess: as many tokens a character everywhere, and what a template writes around a message is in it.
  std::int64_t guess = 0, dropped = 0;
  for (; guess < most && (tokens - limit) * characters > dropped * tokens; ++guess)
    for (std::ptrdiff_t i = questions[static_cast<std::size_t>(guess)]; i < questions[static_cast<std::size_t>(guess) + 1]; ++i)
      dropped += std::ssize(messages[static_cast<std::size_t>(i)].content);
  return fewest_turns_to_drop(guess, most, [&](std::int64_t turns) -> Result<bool> {
    std::vector<ChatMessage> kept(messages.begin(), messages.begin() + questions.front());
    kept.insert(kept.end(), messages.begin() + questions[static_cast<std::size_t>(turns)], messages.end());
    const auto left = Prompt(engine_.chat_template(), *engine_.tokenizer()).tokens(kept, stop);
    if (!left) return std::unexpected(left.error());
    return std::ssize(*left) <= limit;
  });
}

Result<PromptMeasure> LocalSession::measure(const std::vector<ChatMessage>& messages, std::stop_token stop) {
  auto tokens = Prompt(prompt_).tokens(messages, stop);
  if (!tokens) return pass_on(std::move(tokens));
  PromptMeasure measure;
  measure.prompt_tokens = static_cast<std::int64_t>(tokens->size());
  measure.context = engine_.settings().context;
  if (engine_.settings().cache && !tokens->empty()) {
    const auto pool = engine_.pool(engine_.rope_length(measure.prompt_tokens));
    measure.cached_tokens = pool == pool_ ? branch_.reusable_prefix(*tokens) : KvBranch(pool).reusable_prefix(*tokens);
    measure.reusable_tokens = std::min(measure.cached_tokens, measure.prompt_tokens - 1);
  }

  // With room for a reply too.
  const std::int64_t room = std::min<std::int64_t>(256, measure.context / 4);
  if (measure.prompt_tokens > measure.context - room) {
    const auto turns = turns_to_drop(messages, measure.prompt_tokens, measure.context - room, stop);
    if (!turns) return std::unexpected(turns.error());
    measure.turns_to_drop = *turns;
  }
  return measure;
}

Result<Reply> LocalSession::generate(const std::vector<ChatMessage>& messages, const GenerationParams& params, const StreamSink& sink,
                                     std::stop_token stop) {
  Stopwatch watch;
  if (!engine_.is_loaded()) {
    return fail(ErrorKind::out_of_memory, "Open the model again.",
                "the weights are no longer in memory: the last switch and its way back both failed");
  }
  engine_.use(this);
  engine_.backend().arena().begin_turn();
  auto rendered = prompt_.tokens(messages, stop);
  if (!rendered && rendered.error().kind == ErrorKind::cancelled) {
    Reply nothing;
    nothing.stats.finish = Finish::cancelled;
    nothing.memory = engine_.memory();
    return nothing;
  }
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

  Step step{advance(tokens, sink, stop)};
  stats.prefill_ms = watch.lap();
  stats.prefill_tokens_per_s = static_cast<double>(stats.prefill_tokens) * 1000.0 / std::max(stats.prefill_ms, 1e-3);

  Sampler sampler(params);
  if (measured_ != engine_.settings().speculation) {
    measured_ = engine_.settings().speculation;
    payoff_ = Payoff();
  }
  if (engine_.draft_model()) engine_.draft_model()->begin_reply(params);
  Utf8Stream stream(params.stop_strings);
  DecodeState decoding;
  decoding.first = !goes_on(messages);
  const auto emit = [&](std::string text, double token_ms) {
    reply.text += text;
    if (sink) {
      sink({StreamEvent::Phase::decode, text, stats.tokens, params.max_tokens, token_ms, cached_tokens(), stats.restore_ms,
            stats.prefill_ms, stats.sample_ms});
    }
  };

  const auto room = [&] { return std::min(params.max_tokens - stats.tokens, context - static_cast<std::int64_t>(tokens.size())); };
  stats.finish = Finish::length;
  double decode_ms = 0;
  for (bool over = false; !over && room() > 0;) {
    if (!step.logits.data || stop.stop_requested()) {
      stats.finish = Finish::cancelled;
      break;
    }
    const bool first = stats.tokens == 0;
    const std::size_t from = tokens.size();
    const std::int64_t accepted = settle(step, sampler, tokens);
    if (tokens.back() < 0) {
      return fail(ErrorKind::malformed, "Try the weights at f32 or bf16; if that fails too, the file is damaged.",
                  "the model computed no finite logit at token {}", tokens.size() - 1);
    }
    const double pass_ms = watch.lap(), token_ms = pass_ms / static_cast<double>(tokens.size() - from);
    if (first) {
      stats.sample_ms = pass_ms;
      stats.first_token_ms = stats.restore_ms + stats.prefill_ms + stats.sample_ms;
    } else if (const std::int64_t drafted = std::ssize(step.draft.tokens); drafted > 0) {
      payoff_.drafted(drafted, accepted, pass_ms);
      stats.drafted_tokens += drafted;
      stats.accepted_tokens += accepted;
      ++stats.drafted_passes;
    } else {
      payoff_.plain(pass_ms);
    }
    for (const TokenId token : std::span(tokens).subspan(from)) {
      if (engine_.tokenizer()->ends_generation(token) || stream.stopped()) {
        stats.finish = Finish::stop;
        over = true;
        break;
      }
      reply.tokens.push_back(token);
      ++stats.tokens;
      std::string text = stream.push(engine_.tokenizer()->decode(token, decoding));
      if (!first) {
        decode_ms += token_ms;
        stats.token_ms.push_back(static_cast<float>(token_ms));
      }
      emit(std::move(text), first ? stats.first_token_ms : token_ms);
    }
    if (stream.stopped()) {
      stats.finish = Finish::stop;
      over = true;
    }
    if (!over && room() > 0) step = next_step(tokens, room(), stop);
  }
  truncate(prompt_tokens + stats.tokens);  // of a pass that went on after the end, nothing is kept
  if (const std::string rest = stream.push(engine_.tokenizer()->finish(decoding)) + stream.finish(); !rest.empty()) emit(rest, 0);

  if (!stats.token_ms.empty()) stats.decode_tokens_per_s = static_cast<double>(stats.token_ms.size()) * 1000.0 / std::max(decode_ms, 1e-3);
  if (!stream.stopped()) prompt_.answered(reply.tokens, reply.text);  // a stop string cuts the text, not the tokens
  engine_.note_pace(stats, decode_ms);
  tokens_ = prompt_tokens + stats.tokens;
  reply.memory = engine_.memory();
  if (!engine_.settings().cache) truncate(0);  // nothing is kept
  return reply;
}

}  // namespace halftone
