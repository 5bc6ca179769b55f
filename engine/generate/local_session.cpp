#include "engine/generate/local_session.h"

#include <algorithm>
#include <utility>

#include "engine/base/utf8_stream.h"
#include "engine/generate/overflow.h"
#include "engine/generate/sampler.h"

namespace halftone {

std::string_view to_string(Finish finish) {
  switch (finish) {
    case Finish::stop: return "stop";
    case Finish::length: return "length";
    case Finish::cancelled: return "cancelled";
  }
  return "";
}

namespace {

// What a reply took beside the weights, of which others may have been there before it.
TakenMemory taken(std::int64_t weights, const MemoryReport& before, const MemoryReport& after) {
  TakenMemory taken{.weights = weights, .kv_cache = after.of(MemoryTag::kv_cache) - before.of(MemoryTag::kv_cache)};
  taken.others = after.turn_peak - before.total() - taken.kv_cache;
  return taken;
}

}  // namespace

std::unexpected<Error> weights_are_gone() {
  return fail(ErrorKind::out_of_memory, "Open the model again.",
              "the weights are no longer in memory: the last switch and its way back both failed");
}

std::unexpected<Error> prompt_is_empty() {
  return fail(ErrorKind::invalid_argument, "Write a message first.", "the chat template made an empty prompt");
}

LocalSession::LocalSession(std::shared_ptr<Setup> setup)
    : reader_(std::move(setup)), prompt_(reader_.setup().chat_template(), reader_.setup().tokenizer()) {}

LocalSession::LocalSession(const LocalSession& other)
    : Session(), TraceSoFar(), reader_(other.reader_), prompt_(other.prompt_), tokens_(other.tokens_) {}

std::unique_ptr<Session> LocalSession::fork() const { return std::unique_ptr<Session>(new LocalSession(*this)); }

// Null: none is set, there is no cache to check drafts against, or no memory for them.
Drafter* LocalSession::drafter() {
  if (!settings().cache || !undrafted_.empty()) return nullptr;
  switch (settings().speculation.kind) {
    case Speculation::Kind::off: return nullptr;
    case Speculation::Kind::lookup: return &lookup_;
    case Speculation::Kind::draft: return reader_.setup().draft_model();
  }
  return nullptr;
}

// One pass over the last of `tokens`, which the cache does not hold yet, and over up to `most` that are drafted after it. Nothing where
// there is no draft, or not the memory for one: the reply can do without.
std::optional<LocalSession::Step> LocalSession::drafted_step(std::span<const TokenId> tokens, std::int64_t most, std::stop_token stop) try {
  Drafter* const drafter = this->drafter();
  if (!drafter || most <= 0 || reader_.length() != std::ssize(tokens) - 1) return std::nullopt;
  Draft draft = drafter->propose(tokens, most, stop);
  const auto end = std::ranges::find_if(draft.tokens, [&](TokenId token) { return reader_.setup().tokenizer().ends_generation(token); });
  draft.tokens.erase(end, draft.tokens.end());  // nothing is said after it
  tracer_.lap(Lane::draft, answered_, std::ssize(draft.tokens));
  if (draft.tokens.empty()) return std::nullopt;
  const MatrixView<float> logits = reader_.check(tokens, draft.tokens, stop);
  return Step{logits, std::move(draft)};
} catch (const std::bad_alloc& error) {
  undrafted_ = sentence("The rest of the reply was written without drafts: {}.", said_by(error));
  if (DraftModel* model = reader_.setup().draft_model()) model->forget();
  return std::nullopt;
}

// At most `room` − 1 tokens are drafted, so that with the model's own there are no more than `room`.
LocalSession::Step LocalSession::next_step(std::span<const TokenId> tokens, std::int64_t room, Sampler& sampler, bool needs_logits,
                                           std::stop_token stop) {
  const auto length = static_cast<std::int64_t>(tokens.size());
  std::int64_t most = std::min(payoff_.wanted(), room - 1);
  // The frequencies of a length-dependent RoPE stay as they are for every checked token as they would be for it alone.
  while (most > 0 && !reader_.has_rope_of(length + most)) --most;
  if (auto drafted = drafted_step(tokens, most, stop)) return *std::move(drafted);
  if (!needs_logits && settings().cache && reader_.length() == length - 1) {
    const bool goes_on = room > 1 && !drafter();  // a draft would be checked in its place
    return {.logits = {},
            .chosen = reader_.next(tokens, sampler.next_draw(tokens), goes_on ? Transformer::Then::go_on : Transformer::Then::rest, stop)};
  }
  return {reader_.advance(tokens, {}, stop)};
}

// Appends to `tokens` what the model says: the drafted tokens up to the first that it would not have said, and one of its own (−1: no
// finite logit); and to `doubts`, where candidates are wanted, how sure it was of each. Of the drafted ones the cache keeps those. Returns
// how many.
std::int64_t LocalSession::settle(Step& step, Sampler& sampler, std::vector<TokenId>& tokens, std::int64_t candidates,
                                  std::vector<Doubt>& doubts) {
  if (step.chosen) return tokens.push_back(*step.chosen), 0;
  const auto start = static_cast<std::int64_t>(tokens.size());
  std::int64_t accepted = 0;
  for (;; ++accepted) {
    const VectorView<float> logits = step.logits[accepted];
    const auto i = static_cast<std::size_t>(accepted);
    const bool drafted = i < step.draft.tokens.size();
    std::optional<Prediction> prediction;  // before the sampler changes it
    if (candidates > 0) prediction.emplace(logits, candidates);
    const TokenId token = drafted && !step.draft.drawn_from.empty()
                              ? sampler.check(logits, tokens, step.draft.tokens[i], step.draft.drawn_from[i])
                              : sampler.sample(logits, tokens);
    tokens.push_back(token);
    if (prediction && token >= 0) doubts.push_back(prediction->of(token));
    if (!drafted || token != step.draft.tokens[i]) break;
  }
  if (!step.draft.tokens.empty()) reader_.keep(start + accepted);
  return accepted;
}

// Chunk by chunk, as the prompt goes through the layers.
LocalSession::Step LocalSession::read_prompt(std::span<const TokenId> tokens, std::int64_t reused, const StreamSink& sink,
                                             std::stop_token stop) {
  std::int64_t read = reused;
  const auto lap = [&](std::int64_t done) {
    if (done > read) tracer_.lap(Lane::prefill, read, done - read);
    read = std::max(read, done);
  };
  const StreamSink heard = [&](const StreamEvent& event) {
    lap(event.done);
    sink(event);
  };
  Step step{reader_.advance(tokens, sink ? heard : StreamSink(), std::move(stop))};
  lap(reader_.length());
  return step;
}

Result<PromptMeasure> LocalSession::measure(const std::vector<ChatMessage>& messages, std::stop_token stop) {
  auto tokens = Prompt(prompt_).tokens(messages, stop);
  if (!tokens) return pass_on(std::move(tokens));
  PromptMeasure measure;
  measure.prompt_tokens = static_cast<std::int64_t>(tokens->size());
  measure.context = settings().context;
  measure.cached_tokens = reader_.cached_prefix(*tokens);
  measure.reusable_tokens = std::max<std::int64_t>(0, std::min(measure.cached_tokens, measure.prompt_tokens - 1));

  // With room for a reply too.
  const std::int64_t room = std::min<std::int64_t>(256, measure.context / 4);
  if (measure.prompt_tokens > measure.context - room) {
    const auto count = [&](const std::vector<ChatMessage>& kept) -> Result<std::int64_t> {
      const auto left = Prompt(reader_.setup().chat_template(), reader_.setup().tokenizer()).tokens(kept, stop);
      if (!left) return std::unexpected(left.error());
      return std::ssize(*left);
    };
    const auto turns = turns_to_drop(messages, measure.prompt_tokens, measure.context - room, count);
    if (!turns) return std::unexpected(turns.error());
    measure.turns_to_drop = *turns;
  }
  return measure;
}

Result<Reply> LocalSession::generate(const std::vector<ChatMessage>& messages, const GenerationParams& params, const StreamSink& sink,
                                     std::stop_token stop) {
  tracer_ = {};
  answered_ = 0;
  Setup& setup = reader_.setup();
  if (!setup.is_loaded()) return weights_are_gone();
  if (params.anew) setup.give_back_rows();
  reader_.begin_reply();
  const MemoryReport before = setup.memory();
  auto rendered = prompt_.tokens(messages, stop);
  if (!rendered && rendered.error().kind == ErrorKind::cancelled) {
    Reply nothing;
    nothing.stats.finish = Finish::cancelled;
    nothing.memory = setup.memory();
    return nothing;
  }
  if (!rendered) return pass_on(std::move(rendered));
  std::vector<TokenId> tokens = *std::move(rendered);
  tracer_.lap(Lane::tokenise, 0, std::ssize(tokens));
  const std::int64_t context = settings().context;
  const auto prompt_tokens = static_cast<std::int64_t>(tokens.size());
  if (tokens.empty()) return prompt_is_empty();
  if (prompt_tokens >= context) {
    return fail(ErrorKind::context_overflow, "Drop the oldest turns, or enlarge the context.",
                "the conversation has {} tokens, the context holds {} and a reply needs at least one", prompt_tokens, context);
  }

  Reply reply;
  ReplyStats& stats = reply.stats;
  stats.prompt_tokens = prompt_tokens;
  if (params.anew) reader_.begin_anew(tokens);
  else stats.reused_tokens = reader_.restore(tokens);
  stats.prefill_tokens = prompt_tokens - stats.reused_tokens;
  tracer_.lap(Lane::restore, 0, stats.reused_tokens);
  stats.restore_ms = tracer_.now_ms();

  Step step = read_prompt(tokens, stats.reused_tokens, sink, stop);
  stats.prefill_ms = tracer_.now_ms() - stats.restore_ms;
  stats.prefill_tokens_per_s = static_cast<double>(stats.prefill_tokens) * 1000.0 / std::max(stats.prefill_ms, 1e-3);

  Sampler sampler(params);
  if (measured_ != settings()) {
    measured_ = settings();
    payoff_ = Payoff();
  }
  undrafted_ = {};
  if (setup.draft_model()) setup.draft_model()->begin_reply(params);
  Utf8Stream stream(params.stop_strings);
  DecodeState decoding;
  decoding.first = !goes_on(messages);
  const auto emit = [&](std::string_view text, double token_ms, const Doubt* doubt = nullptr) {
    reply.text += text;
    if (sink) {
      sink({StreamEvent::Phase::decode, text, stats.tokens, params.max_tokens, token_ms, cached_tokens(), stats.restore_ms,
            stats.prefill_ms, stats.sample_ms, doubt});
    }
  };

  const auto room = [&] { return std::min(params.max_tokens - stats.tokens, context - static_cast<std::int64_t>(tokens.size())); };
  stats.finish = Finish::length;
  double decode_ms = 0, settled_ms = tracer_.now_ms();
  for (bool over = false; !over && room() > 0;) {
    if (step.stopped() || stop.stop_requested()) {
      stats.finish = Finish::cancelled;
      break;
    }
    const bool first = stats.tokens == 0;
    const std::size_t from = tokens.size();
    std::vector<Doubt> doubts;
    const std::int64_t accepted = settle(step, sampler, tokens, params.candidates, doubts);
    tracer_.lap(Lane::sample, answered_, std::ssize(tokens) - static_cast<std::int64_t>(from));
    if (tokens.back() < 0) {
      return fail(ErrorKind::malformed, "Try the weights at f32 or bf16; if that fails too, the file is damaged.",
                  "the model computed no finite logit at token {}", tokens.size() - 1);
    }
    const double pass_ms = tracer_.now_ms() - std::exchange(settled_ms, tracer_.now_ms());
    const double token_ms = pass_ms / static_cast<double>(tokens.size() - from);
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
    for (std::size_t i = from; i < tokens.size(); ++i) {
      const TokenId token = tokens[i];
      if (setup.tokenizer().ends_generation(token) || stream.stopped()) {
        stats.finish = Finish::stop;
        over = true;
        break;
      }
      if (!doubts.empty()) reply.doubts.push_back(std::move(doubts[i - from]));
      reply.tokens.push_back(token);
      ++stats.tokens;
      std::string text = stream.push(setup.tokenizer().decode(token, decoding));
      if (!first) {
        decode_ms += token_ms;
        stats.token_ms.push_back(static_cast<float>(token_ms));
      }
      emit(text, first ? stats.first_token_ms : token_ms, reply.doubts.empty() ? nullptr : &reply.doubts.back());
    }
    if (stream.stopped()) {
      stats.finish = Finish::stop;
      over = true;
    }
    tracer_.lap(Lane::detokenise, answered_, stats.tokens - answered_);
    answered_ = stats.tokens;
    if (!over && room() > 0) {
      step = next_step(tokens, room(), sampler, params.candidates > 0, stop);
      tracer_.lap(Lane::decode, answered_, 1 + std::ssize(step.draft.tokens));
    }
  }
  truncate(prompt_tokens + stats.tokens);  // of a pass that went on after the end, nothing is kept
  if (const std::string rest = stream.push(setup.tokenizer().finish(decoding)) + stream.finish(); !rest.empty()) emit(rest, 0);

  if (!stats.token_ms.empty()) stats.decode_tokens_per_s = static_cast<double>(stats.token_ms.size()) * 1000.0 / std::max(decode_ms, 1e-3);
  if (!stream.stopped()) prompt_.answered(reply.tokens, reply.text);  // a stop string cuts the text, not the tokens
  setup.note_pace(stats, decode_ms);
  tokens_ = prompt_tokens + stats.tokens;
  reply.memory = setup.memory();
  if (params.anew) reply.taken = taken(setup.weight_bytes(), before, reply.memory);
  tracer_.lap(Lane::detokenise, answered_, 0);
  reply.trace = tracer_.take();
  if (!undrafted_.empty()) reply.notes.push_back(undrafted_);
  if (!settings().cache) truncate(0);  // nothing is kept
  return reply;
}

}  // namespace halftone
