// Work that can be left. What is counted here is work done after a stop; HALFTONE_STOPS=200 also times that many stops of each kind on a
// model of 50 M parameters (tests/bench/results holds figures).
#include <QTest>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "engine/generate/local_engine.h"
#include "tests/engine/load/model_files.h"

using namespace halftone;
using Role = ChatMessage::Role;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

namespace {

const fs::path kDemo = SOURCE_DIR "/resources/demo-model";
constexpr char kQuestion[] = "How many people live in France? ";

std::unique_ptr<Engine> open(const fs::path& model, const EngineSettings& settings) {
  auto engine = open_engine(model, settings, {}, {});
  if (!engine) qWarning("%s", engine.error().message().c_str());
  return engine ? *std::move(engine) : nullptr;
}

std::vector<ChatMessage> question(int times = 1) {
  std::string text;
  for (int i = 0; i < times; ++i) text += kQuestion;
  return {{Role::user, text}};
}

// Turns of so many questions and answers each.
std::vector<ChatMessage> conversation(int turns, int length = 1) {
  std::vector<ChatMessage> messages;
  for (int i = 0; i < turns; ++i) {
    messages.push_back({Role::user, question(length).front().content + std::to_string(i)});
    std::string answer;
    for (int n = 0; n < length; ++n) answer += "About 68 million people live in France. ";
    messages.push_back({Role::assistant, answer});
  }
  messages.push_back({Role::user, "Thanks"});
  return messages;
}

std::vector<ChatMessage> without_turns(std::vector<ChatMessage> messages, std::int64_t turns) {
  const auto first = std::ranges::find(messages, Role::user, &ChatMessage::role);
  messages.erase(first, first + 2 * turns);
  return messages;
}

// The demo model's words in a Llama of 50 M parameters, bf16, small random numbers.
void write_model(const test::Folder& folder) {
  constexpr std::int64_t kWidth = 512, kMlp = 1536, kLayers = 10, kVocabulary = 32000, kKeys = 256;
  for (const char* name : {"tokenizer.model", "tokenizer_config.json", "generation_config.json"}) fs::copy_file(kDemo / name, folder.path() / name);
  folder.write("config.json",
               R"({"model_type": "llama", "vocab_size": 32000, "hidden_size": 512, "intermediate_size": 1536, "num_hidden_layers": 10,
                   "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 64, "max_position_embeddings": 16384, "rms_norm_eps": 1e-05,
                   "rope_theta": 10000.0, "tie_word_embeddings": true, "bos_token_id": 1, "eos_token_id": 6})");
  std::mt19937 random(1);
  std::vector<test::SafeTensor> tensors;
  const auto add = [&](const std::string& name, std::vector<std::int64_t> shape) {
    std::int64_t count = 1;
    for (const std::int64_t n : shape) count *= n;
    std::string data(static_cast<std::size_t>(2 * count), '\0');
    for (std::int64_t i = 0; i < count; ++i) {  // ±[2⁻⁶, 2⁻⁵)
      const std::uint32_t bits = random();
      const auto value = static_cast<std::uint16_t>((bits & 0x8000) | (121 << 7) | (bits & 0x7f));
      std::memcpy(data.data() + 2 * i, &value, 2);
    }
    tensors.push_back({name + ".weight", "BF16", std::move(shape), std::move(data)});
  };
  add("model.embed_tokens", {kVocabulary, kWidth});
  add("model.norm", {kWidth});
  for (std::int64_t layer = 0; layer < kLayers; ++layer) {
    const std::string prefix = "model.layers." + std::to_string(layer) + ".";
    add(prefix + "input_layernorm", {kWidth});
    add(prefix + "post_attention_layernorm", {kWidth});
    add(prefix + "self_attn.q_proj", {kWidth, kWidth});
    add(prefix + "self_attn.k_proj", {kKeys, kWidth});
    add(prefix + "self_attn.v_proj", {kKeys, kWidth});
    add(prefix + "self_attn.o_proj", {kWidth, kWidth});
    add(prefix + "mlp.gate_proj", {kMlp, kWidth});
    add(prefix + "mlp.up_proj", {kMlp, kWidth});
    add(prefix + "mlp.down_proj", {kWidth, kMlp});
  }
  folder.write("model.safetensors", test::safetensors_bytes(tensors));
}

// How long work goes on after a stop that comes at a random moment of it. `work` says whether it was stopped before its end.
void time_stops(const char* phase, int stops, const std::function<bool(std::stop_token)>& work) {
  const auto begin = Clock::now();
  if (work({})) return qWarning("%s: stopped by nobody", phase);
  const double whole = std::chrono::duration<double>(Clock::now() - begin).count();
  std::mt19937 random(7);
  std::vector<double> late;  // ms
  for (int tries = 0; std::ssize(late) < stops && tries < 3 * stops; ++tries) {
    std::stop_source stop;
    Clock::time_point asked;
    const std::chrono::duration<double> after(std::uniform_real_distribution(0.0, 0.95 * whole)(random));
    std::jthread asks([&] {
      std::this_thread::sleep_for(after);
      asked = Clock::now();
      stop.request_stop();
    });
    const bool stopped = work(stop.get_token());
    const auto returned = Clock::now();
    asks.join();
    if (stopped) late.push_back(std::chrono::duration<double, std::milli>(returned - asked).count());
  }
  std::ranges::sort(late);
  if (late.empty()) return qWarning("%s: never stopped", phase);
  const auto at = [&](double part) { return late[static_cast<std::size_t>(part * static_cast<double>(late.size() - 1))]; };
  qInfo("| %s | %.0f | %zu | %.1f | %.1f | %.1f |", phase, 1000 * whole, late.size(), at(0.5), at(0.99), late.back());
}

}  // namespace

class StopTest : public QObject {
  Q_OBJECT

 private slots:
  void loading() {
    std::stop_source stop;
    int after = 0;
    const auto engine = open_engine(kDemo, {.weights = Precision::int8}, [&](const Progress& progress) {
      if (stop.stop_requested()) ++after;
      if (progress.done > 0) stop.request_stop();
    }, stop.get_token());
    QVERIFY(!engine && engine.error().kind == ErrorKind::cancelled);
    QCOMPARE(after, 0);
  }

  void switchingPrecision() {
    const auto engine = open(kDemo, {});
    QVERIFY(engine);
    const auto session = engine->new_session();
    const auto before = session->generate(question(), {.max_tokens = 8}, {}, {});
    const EngineSettings settings = engine->settings();
    EngineSettings next = settings;
    next.weights = Precision::int4;
    std::stop_source stop;
    int after = 0;
    const auto applied = engine->apply(next, [&](const Progress& progress) {
      if (stop.stop_requested()) ++after;
      if (progress.done > 0) stop.request_stop();
    }, stop.get_token());
    QVERIFY(!applied && applied.error().kind == ErrorKind::cancelled);
    QCOMPARE(after, 0);
    QVERIFY(engine->settings() == settings);
    const auto again = session->generate(question(), {.max_tokens = 8}, {}, {});
    QVERIFY(before && again);
    QCOMPARE(again->text, before->text);
  }

  void flashPrefill() {
    const auto engine = open(kDemo, {.context = 4096});
    QVERIFY(engine);
    const auto session = engine->new_session();
    std::stop_source stop;
    std::int64_t done = 0, events = 0;
    const auto reply = session->generate(question(400), {.max_tokens = 1}, [&](const StreamEvent& event) {
      ++events;
      done = event.done;
      stop.request_stop();
    }, stop.get_token());
    QVERIFY(reply);
    QCOMPARE(reply->stats.finish, Finish::cancelled);
    QVERIFY(done < reply->stats.prompt_tokens);
    QCOMPARE(events, 1);
    QCOMPARE(session->cached_tokens(), done);
  }

  // A pass over the whole prompt at once: a stop that comes within it leaves nothing of it, and the session goes on as if nothing had
  // been asked.
  void naivePrefill() {
    const auto engine = open(kDemo, {.attention = AttentionKind::naive, .context = 4096});
    QVERIFY(engine);
    const auto session = engine->new_session();
    for (const int after : {0, 1, 10, 50}) {
      std::stop_source stop;
      std::jthread asks([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(after));
        stop.request_stop();
      });
      const auto reply = session->generate(question(400), {.max_tokens = 1}, {}, stop.get_token());
      QVERIFY(reply);
      if (reply->stats.finish != Finish::cancelled) continue;  // a machine that was faster
      QVERIFY(reply->tokens.empty());
      QCOMPARE(session->cached_tokens(), 0);
    }
    const auto again = session->generate(question(), {.max_tokens = 8}, {}, {}),
               fresh = engine->new_session()->generate(question(), {.max_tokens = 8}, {}, {});
    QVERIFY(again && fresh);
    QCOMPARE(again->text, fresh->text);
  }

  void decode() {
    const auto engine = open(kDemo, {});
    QVERIFY(engine);
    std::stop_source stop;
    const auto reply = engine->new_session()->generate(question(), {.max_tokens = 40}, [&](const StreamEvent& event) {
      if (event.phase == StreamEvent::Phase::decode && event.done == 3) stop.request_stop();
    }, stop.get_token());
    QVERIFY(reply);
    QCOMPARE(reply->stats.finish, Finish::cancelled);
    QCOMPARE(reply->stats.tokens, 3);
  }

  // The fewest turns after which it fits, with room for a reply: one less would not.
  void dropsTheFewestTurns() {
    const auto engine = open(kDemo, {.context = 256});
    QVERIFY(engine);
    for (const bool with_system : {true, false})
      for (const int turns : {0, 1, 2, 3, 5, 8, 13, 40}) {
        auto messages = conversation(turns);
        if (turns > 3) messages[4].content = std::string(300, 'x') + " y";  // turns of different lengths
        if (with_system) messages.insert(messages.begin(), {Role::system, "Be brief."});
        const auto measure = engine->new_session()->measure(messages);
        QVERIFY(measure);
        std::int64_t expected = 0;
        const auto size = [&](std::int64_t dropped) { return engine->new_session()->measure(without_turns(messages, dropped))->prompt_tokens; };
        while (expected < turns && size(expected) > 256 - 64) ++expected;
        QCOMPARE(measure->turns_to_drop, expected);
      }
    auto huge = conversation(3);
    huge.back().content = std::string(4000, 'x');  // nothing helps: all but the last are dropped
    QCOMPARE(engine->new_session()->measure(huge)->turns_to_drop, 3);
  }

  void measuring() {
    const auto engine = open(kDemo, {.context = 256});
    QVERIFY(engine);
    const auto session = engine->new_session();
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = session->measure(conversation(100), stop.get_token());
    QVERIFY(!stopped && stopped.error().kind == ErrorKind::cancelled);
    QVERIFY(session->measure(conversation(100)));
  }

  void onRequest() {
    const int stops = qEnvironmentVariableIntValue("HALFTONE_STOPS");
    if (stops == 0) QSKIP("HALFTONE_STOPS=200 times that many stops of each kind");
    const test::Folder folder;
    write_model(folder);
    qInfo("| phase | whole, ms | stops | p50, ms | p99, ms | most, ms |");
    const auto finish = [](const Result<Reply>& reply) { return reply && reply->stats.finish == Finish::cancelled; };
    const auto cancelled = [](const auto& result) { return !result && result.error().kind == ErrorKind::cancelled; };
    for (const Precision weights : {Precision::automatic, Precision::int4})
      time_stops(weights == Precision::int4 ? "loading, to int4" : "loading", stops, [&](std::stop_token stop) {
        return cancelled(open_engine(folder.path(), {.weights = weights, .device = "cpu"}, {}, stop));
      });
    int number = 100'000;
    for (const AttentionKind attention : {AttentionKind::flash, AttentionKind::naive}) {
      const auto engine = open(folder.path(), {.attention = attention, .context = 8192, .device = "cpu"});
      QVERIFY(engine);
      time_stops(attention == AttentionKind::flash ? "prefill, flash" : "prefill, naive", stops, [&](std::stop_token stop) {
        auto asked = question(attention == AttentionKind::flash ? 200 : 100);
        asked.front().content.insert(0, std::to_string(++number));  // nothing of it is in a cache
        return finish(engine->new_session()->generate(asked, {.max_tokens = 1}, {}, stop));
      });
      if (attention == AttentionKind::naive) continue;
      const auto asked = engine->new_session();
      time_stops("decode", stops, [&](std::stop_token stop) { return finish(asked->generate(question(20), {.max_tokens = 100}, {}, stop)); });
      AttentionQuery everything{.tokens = std::vector<TokenId>(1024, 300),
                                .layers = engine->model().layers,
                                .heads = engine->model().heads,
                                .without_position = true};
      time_stops("attention of all heads", stops,
                 [&](std::stop_token stop) { return cancelled(engine->attention_rows(everything, {}, stop)); });
      const auto long_one = conversation(2000, 10);
      time_stops("overflow of 2,000 turns", stops, [&](std::stop_token stop) { return cancelled(engine->new_session()->measure(long_one, stop)); });
      for (const int turns : {500, 1000, 2000, 4000}) {
        const auto messages = conversation(turns, 10);
        const auto begin = Clock::now();
        const auto measure = engine->new_session()->measure(messages);
        QVERIFY(measure && measure->turns_to_drop > 0);
        qInfo("%d turns, %lld tokens: measured in %.0f ms", turns, static_cast<long long>(measure->prompt_tokens),
              1000 * std::chrono::duration<double>(Clock::now() - begin).count());
      }
      // There and back: a switch that was stopped changed nothing.
      EngineSettings next = engine->settings();
      time_stops("switching precision", stops, [&](std::stop_token stop) {
        next.weights = engine->settings().weights == Precision::int4 ? Precision::int8 : Precision::int4;
        return cancelled(engine->apply(next, {}, stop));
      });
    }
  }
};

QTEST_APPLESS_MAIN(StopTest)
#include "stop_test.moc"
