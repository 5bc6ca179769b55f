// An engine that does as it is told: scripted replies, delays, errors, exhausted memory. A token is a word.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <sstream>
#include <thread>

#include "app/engine_worker/engine_thread.h"
#include "engine/generate/trace_so_far.h"
#include "kernels/core/device_fault.h"
#include "tests/app/fake_script.h"
#include "tests/app/fake_trace.h"
#include "tests/app/fake_words.h"

namespace halftone::app {

class FakeSession : public Session, public TraceSoFar {
 public:
  FakeSession(FakeScript& script, std::shared_ptr<const EngineSettings> settings) : script_(script), shared_(std::move(settings)) { ++script_.sessions; }
  ~FakeSession() override;  // in fake_engine.cpp, with which the class is compiled once

  const EngineSettings& settings() const override { return settings_; }
  Result<Reply> generate(const std::vector<ChatMessage>& messages, const GenerationParams& params, const StreamSink& sink,
                         std::stop_token stop) override {
    FakeScript::Turn turn;
    {
      const std::lock_guard lock(script_.mutex);
      script_.asked.push_back(messages);
      script_.params.push_back(params);
      script_.threads.push_back(std::this_thread::get_id());
      if (!script_.turns.empty()) {
        turn = script_.turns.front();
        script_.turns.pop_front();
      }
    }
    written_.reset();
    if (turn.error) return std::unexpected(*turn.error);
    ++script_.generating;
    const struct Leave { std::atomic<int>& n; ~Leave() { --n; } } leave{script_.generating};

    Reply reply;
    ReplyStats& stats = reply.stats;
    stats.prompt_tokens = tokens_of(messages);
    stats.reused_tokens = std::min(cached_.load(), stats.prompt_tokens);
    stats.prefill_tokens = stats.prompt_tokens - stats.reused_tokens;
    stats.restore_ms = 1;
    stats.prefill_ms = 2;
    stats.sample_ms = 3;
    stats.first_token_ms = 6;
    stats.decode_tokens_per_s = 100;
    written_ = stats;
    sink({StreamEvent::Phase::prefill, {}, stats.prompt_tokens, stats.prompt_tokens, 0, stats.prompt_tokens});
    for (const std::string& piece : turn.pieces) {
      std::this_thread::sleep_for(turn.delay);
      if (stop.stop_requested()) {
        stats.finish = Finish::cancelled;
        break;
      }
      if (stats.tokens == turn.out_of_memory_after) throw std::bad_alloc();
      if (stats.tokens == turn.device_lost_after) throw DeviceFault("computing a token: an illegal memory access was encountered", true);
      reply.tokens.push_back(static_cast<TokenId>(stats.tokens % std::ssize(kFakeWords)));
      ++stats.tokens;
      written_ = stats;
      reply.text += piece;
      cached_ = stats.prompt_tokens + stats.tokens;
      if (params.candidates > 0) {
        std::vector<float> logits = predicted(reply.tokens.back(), reply.tokens.size() - 1);
        reply.doubts.push_back(Prediction({logits.data(), {std::ssize(logits)}}, params.candidates).of(reply.tokens.back()));
      }
      sink({StreamEvent::Phase::decode, piece, stats.tokens, params.max_tokens, 10, cached_,
            stats.restore_ms, stats.prefill_ms, stats.sample_ms, reply.doubts.empty() ? nullptr : &reply.doubts.back()});
    }
    reply.notes = turn.notes;
    if (params.anew) reply.taken = {bytes_of(settings_.weights), stats.prompt_tokens * 4096, 20 << 20};
    reply.trace = fake_trace(stats);
    if (turn.out_of_memory_after >= stats.tokens) throw std::bad_alloc();
    written_.reset();
    return reply;
  }

  Result<std::vector<float>> predict(const std::vector<ChatMessage>&, std::span<const TokenId> words, std::stop_token stop) override {
    ++script_.predictions;
    if (!script_.wait_counting(stop)) return fail(ErrorKind::cancelled, "", "stopped");
    {
      const std::lock_guard lock(script_.mutex);
      if (script_.predict_error) return std::unexpected(*script_.predict_error);
    }
    std::vector<float> logits;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::vector<float> row = predicted(words[i], i);
      logits.insert(logits.end(), row.begin(), row.end());
    }
    return logits;
  }

  // By a margin that shrinks with the bits; of coarse weights now and then another one first.
  std::vector<float> predicted(TokenId word, std::size_t i) const {
    const float step = script_.steps.empty() ? 0.5f : script_.steps[i % script_.steps.size()];
    return fake_logits(word, step, 0.02f * static_cast<float>((16 - bits_of(settings_.weights)) * static_cast<int>(i % 5)));
  }

  static int bits_of(Precision precision) {
    switch (precision) {
      case Precision::int8: return 8;
      case Precision::int4:
      case Precision::nf4: return 4;
      case Precision::int3: return 3;
      case Precision::int2: return 2;
      default: return 16;
    }
  }
  static std::int64_t bytes_of(Precision precision) { return std::int64_t{1'100'048'384} / 8 * bits_of(precision); }

  Result<PromptMeasure> measure(const std::vector<ChatMessage>& messages, std::stop_token stop) override {
    ++script_.measured;
    if (!script_.wait_counting(stop)) return fail(ErrorKind::cancelled, "", "stopped");
    PromptMeasure measure{.prompt_tokens = tokens_of(messages), .context = settings_.context};
    measure.cached_tokens = settings_.cache ? std::min(cached_.load(), measure.prompt_tokens) : 0;
    measure.reusable_tokens = std::min(measure.cached_tokens, std::max<std::int64_t>(measure.prompt_tokens - 1, 0));
    std::vector<ChatMessage> rest = messages;
    const auto turns = std::ranges::count(messages, ChatMessage::Role::user, &ChatMessage::role);
    while (tokens_of(rest) >= settings_.context && measure.turns_to_drop + 1 < turns) {
      const auto first = std::ranges::find(rest, ChatMessage::Role::user, &ChatMessage::role);
      auto next = first + 1;
      while (next != rest.end() && next->role != ChatMessage::Role::user) ++next;
      rest.erase(first, next);
      ++measure.turns_to_drop;
    }
    return measure;
  }

  std::int64_t cached_tokens() const override { return cached_; }
  std::unique_ptr<Session> fork() const override {
    ++script_.forks;
    auto copy = std::make_unique<FakeSession>(script_, shared_);
    copy->cached_ = cached_.load();
    return copy;
  }
  void truncate(std::int64_t tokens) override { cached_ = tokens; }
  Trace trace_so_far() const override { return written_ ? fake_trace(*written_) : Trace(); }

 private:
  static std::int64_t tokens_of(const std::vector<ChatMessage>& messages) {
    std::int64_t tokens = 0;
    for (const ChatMessage& message : messages) tokens += words_of(message.content);
    return tokens;
  }

  FakeScript& script_;
  std::shared_ptr<const EngineSettings> shared_;
  const EngineSettings& settings_ = *shared_;
  std::atomic<std::int64_t> cached_{0};
  std::optional<ReplyStats> written_;  // so far
};

class FakeEngine : public Engine, public ReadsMemory {
 public:
  FakeEngine(FakeScript& script, ModelInfo model, EngineSettings settings) : script_(script), model_(std::move(model)), shared_(std::make_shared<EngineSettings>(std::move(settings))) {
    if (settings_.context == 0) settings_.context = 4096;
    ++script_.engines;
  }
  ~FakeEngine() override;  // in fake_engine.cpp, with which the class is compiled once

  static ModelInfo info(const std::filesystem::path& path, const FakeScript& script) {
    ModelInfo model;
    model.path = path;
    model.name = path.stem().string();
    model.family = "llama";
    model.container = Sentence(std::string("GGUF v3"));
    model.stored_format = "bf16";
    model.parameters = 1'100'048'384;
    model.trained_context = 8192;
    model.defaults.temperature = 0.5f;
    model.defaults.top_k = 40;
    model.rope = true;
    model.layers = 4;
    model.heads = 2;
    model.vocabulary = std::ssize(kFakeWords);
    model.chat_template = "{{ messages }}";
    if (script.about) script.about(model);
    return model;
  }

  const ModelInfo& model() const override { return model_; }
  EngineSettings settings() const override { return settings_; }
  Sentence device_name() const override { return sentence("CPU · {}, {} threads", std::string("fake"), 2); }
  std::vector<std::string> device_choices() const override { return script_.device_choices; }
  Sentence why_cpu() const override { return script_.why_cpu; }

  SwitchCost cost_of(const EngineSettings& next, const Session* session) const override {
    SwitchCost cost;
    if (script_.switch_is_free) return cost;
    cost.reload_weights = next.weights != settings_.weights;
    cost.recompute_cache = true;
    cost.seconds = 2;
    cost.parameters = model_.parameters;
    cost.converts_from = "bf16";
    cost.cached_tokens = session ? session->cached_tokens() : 0;
    if (script_.cost) script_.cost(next, cost);
    return cost;
  }

  Result<void> apply(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) override {
    if (auto done = work(script_, "reading weights", progress, stop); !done) return done;
    if (script_.apply_throws) script_.apply_throws(next);
    if (script_.apply_error) return std::unexpected(*script_.apply_error);
    settings_ = next;
    return {};
  }

  // Ten steps of the script's delay; the stop token is polled at each.
  static Result<void> work(FakeScript& script, const char* stage, const ProgressSink& progress, const std::stop_token& stop) {
    constexpr std::int64_t total = 100 << 20;
    for (int step = 0; step <= 10; ++step) {
      if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "stopped");
      progress({Sentence(stage), total * step / 10, total});
      while (step == 5 && script.held && !stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      std::this_thread::sleep_for(script.load_delay / 10);
    }
    return {};
  }

  std::unique_ptr<Session> new_session() override { return std::make_unique<FakeSession>(script_, shared_); }
  Result<std::unique_ptr<Session>> new_session(const EngineSettings& own, const ProgressSink& progress, std::stop_token stop) override {
    if (auto done = work(script_, "reading weights", progress, stop); !done) return std::unexpected(done.error());
    {
      const std::lock_guard lock(script_.mutex);
      if (script_.crowded && own.weights != settings_.weights) return std::unexpected(*script_.crowded);
    }
    return std::make_unique<FakeSession>(script_, std::make_shared<EngineSettings>(own));
  }
  MemoryReport memory() const override {
    const std::lock_guard lock(script_.mutex);
    return script_.memory;
  }
  std::vector<DeviceMemory> memory_by_device() const override {
    if (script_.devices.empty()) return {{device_name(), {0, model_.layers}, memory()}};
    return script_.devices;
  }
  // What the report says, as a llama of this many layers would hold it.
  std::vector<MappedBytes> memory_map() const override {
    const MemoryReport report = memory();
    std::vector<MappedBytes> map;
    std::int64_t left = report.of(MemoryTag::weights);
    if (left == 0 || model_.layers == 0) return map;
    const auto weight = [&](const std::string& name, std::int64_t layer, std::int64_t bytes) {
      map.push_back({.name = name, .layer = layer, .format = "int8", .bytes = bytes});
      left -= bytes;
    };
    const std::int64_t each = left * 8 / 10 / model_.layers, table = left / 10;
    weight("token_embedding", -1, table);
    constexpr std::array<std::pair<const char*, int>, 9> kParts = {{{"attention_norm", 1},
                                                                    {"query", 80},
                                                                    {"key", 20},
                                                                    {"value", 20},
                                                                    {"attention_out", 80},
                                                                    {"mlp_norm", 1},
                                                                    {"gate", 265},
                                                                    {"up", 265},
                                                                    {"down", 268}}};
    for (std::int64_t layer = 0; layer < model_.layers; ++layer)
      for (const auto& [name, share] : kParts) weight("layer " + std::to_string(layer) + " " + name, layer, each * share / 1000);
    weight("lm_head", -1, left);
    for (std::int64_t layer = 0; layer < model_.layers; ++layer)
      map.push_back({MemoryTag::kv_cache, "keys and values", layer, "f16", report.of(MemoryTag::kv_cache) / model_.layers});
    for (const MemoryTag tag : {MemoryTag::activations, MemoryTag::workspace})
      map.push_back({.tag = tag, .name = std::string(to_string(tag)), .bytes = report.of(tag)});
    return map;
  }
  void reset_peak() override {}
  TokenReads token_reads() const override {
    return {.weight_bytes = FakeSession::bytes_of(settings_.weights), .layer_bytes = 1024, .windows = {0, 0, 0, 8}};
  }
  double read_bandwidth_gb_s() override { return ++script_.bandwidths, script_.bandwidth.load(); }
  static std::int64_t peak_of(const EngineSettings& settings, RunLength run) {
    const std::int64_t scores = settings.attention == AttentionKind::naive ? 4 * 32 * run.prompt * run.prompt : 0;
    return FakeSession::bytes_of(settings.weights) + 45056 * (run.prompt + run.generate) + (90 << 20) + scores;
  }
  std::int64_t expected_peak(const EngineSettings& settings, RunLength run) const override { return peak_of(settings, run); }
  // A little more than expected, and a pace of its own.
  Result<RunCost> measure_run(RunLength run, const ProgressSink& progress, std::stop_token stop) override {
    {
      const std::lock_guard lock(script_.mutex);
      script_.runs.emplace_back(settings_, run);
      if (script_.run_error)
        if (auto error = script_.run_error(settings_, run)) return std::unexpected(*error);
    }
    for (int step = 0; step <= 10; ++step) {
      if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "stopped");
      if (progress) progress({Sentence("reading the prompt"), run.prompt * step / 10, run.prompt});
      std::this_thread::sleep_for(script_.run_delay.load() / 10);
    }
    const auto prompt = static_cast<double>(run.prompt);
    const double each = settings_.attention == AttentionKind::naive ? 1 + prompt / 5000 : 1;
    return RunCost{0.1 * prompt * each, 0.4 * FakeSession::bits_of(settings_.weights) * static_cast<double>(run.generate), peak_of(settings_, run) / 250 * 251};
  }
  std::string token_text(TokenId token) const override { return kFakeWords[static_cast<std::size_t>(token) % kFakeWords.size()]; }
  Result<std::vector<PromptToken>> prompt_tokens(const std::vector<ChatMessage>& messages, std::stop_token) override {
    return fake_tokens(messages);
  }
  // Everybody looks at all alike; without positions at itself alone.
  Result<AttentionRows> attention_rows(const AttentionQuery& query, const ProgressSink&, std::stop_token stop) override {
    ++script_.looks;
    const auto error = [&] {
      const std::lock_guard lock(script_.mutex);
      return script_.look_error;
    }();
    if (error && !query.as_much_as_fits) return std::unexpected(*error);
    if (!script_.wait_counting(stop)) return fail(ErrorKind::cancelled, "", "stopped");
    AttentionQuery kept = query;
    std::int64_t left_out = 0;
    if (error) left_out = std::ssize(kept.tokens) - 2, kept.tokens.erase(kept.tokens.begin(), kept.tokens.end() - 2);
    kept.without_position = model_.why_not_without_position.empty();
    AttentionRows rows(kept, left_out, std::make_shared<HostArena>());
    const std::int64_t count = std::ssize(kept.tokens);
    std::vector<float> alike(static_cast<std::size_t>(count * count)), alone = alike;
    for (std::int64_t i = 0; i < count; ++i) {
      alone[static_cast<std::size_t>(i * count + i)] = 1;
      for (std::int64_t j = 0; j <= i; ++j) alike[static_cast<std::size_t>(i * count + j)] = 1.0f / static_cast<float>(i + 1);
    }
    for (std::int64_t head = 0; head < kept.heads; ++head) {
      rows.keep(kept.first_layer, head, true, {alike.data(), {count, count}});
      if (kept.without_position) rows.keep(kept.first_layer, head, false, {alone.data(), {count, count}});
    }
    return rows;
  }
  Result<std::int64_t> count_tokens(std::string_view text, std::stop_token stop) const override {
    ++script_.texts;
    if (!script_.wait_counting(stop)) return fail(ErrorKind::cancelled, "", "stopped");
    return words_of(std::string(text));
  }

 private:
  FakeScript& script_;
  ModelInfo model_;
  std::shared_ptr<EngineSettings> shared_;
  EngineSettings& settings_ = *shared_;
};

inline EngineFactory fakeFactory(FakeScript& script) {
  EngineFactory factory;
  factory.estimate = [&script](const std::filesystem::path& path, const EngineSettings& settings) -> Result<FitEstimate> {
    if (script.estimate_error) return std::unexpected(*script.estimate_error);
    if (!script.unreadable.empty() && path.stem() == script.unreadable) return fail(ErrorKind::malformed, "", "{} is no model", path.string());
    FitEstimate estimate;
    estimate.model = FakeEngine::info(path, script);
    estimate.context = settings.context > 0 ? settings.context : 4096;
    estimate.device_total = 24LL << 30;
    estimate.device_available = 2LL << 30;
    estimate.kv_bytes = estimate.context * (64 << 10);
    const auto row = [&](Precision precision, std::int64_t weights, bool fits) { return FitRow{precision, weights, weights + estimate.kv_bytes, fits}; };
    estimate.rows = {row(Precision::automatic, 22LL << 27, false), row(Precision::int8, 11LL << 27, true), row(Precision::int4, 6LL << 27, true)};
    return estimate;
  };
  factory.measure = [&script](const std::filesystem::path&, Precision precision, const ProgressSink& progress, std::stop_token stop) -> Result<Quality> {
    if (auto done = FakeEngine::work(script, "predicting a text", progress, stop); !done) return std::unexpected(done.error());
    return Quality{precision == Precision::int4 ? 30 : precision == Precision::automatic ? 10 : 10.18, 500};
  };
  factory.open = [&script](const std::filesystem::path& path, const EngineSettings& settings, const ProgressSink& progress,
                           std::stop_token stop) -> Result<std::unique_ptr<Engine>> {
    if (auto done = FakeEngine::work(script, "reading weights", progress, stop); !done) return std::unexpected(done.error());
    if (script.open_error) return std::unexpected(*script.open_error);
    return std::make_unique<FakeEngine>(script, FakeEngine::info(path, script), settings);
  };
  return factory;
}

}  // namespace halftone::app
