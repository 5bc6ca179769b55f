// What an engine that does as it is told is told: between the test and the engine's thread.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/generate/engine.h"

namespace halftone::app {

// Shared between the test and the engine thread.
struct FakeScript {
  struct Turn {
    std::vector<std::string> pieces{"Hello", " there."};
    std::chrono::milliseconds delay{0};     // per token
    std::optional<Error> error{};           // instead of a reply
    int out_of_memory_after = -1;           // tokens; then std::bad_alloc
    std::vector<Sentence> notes{};
    int device_lost_after = -1;             // tokens; then a fault that the device does not survive
  };
  std::mutex mutex;
  std::deque<Turn> turns;                   // used in order; then the standard one
  std::optional<Error> estimate_error, open_error, apply_error;
  std::function<void(const EngineSettings& next)> apply_throws;
  std::string unreadable;                   // the name of a file that is no model, whatever it looks like
  std::chrono::milliseconds load_delay{0};  // of opening and of switching, in steps that poll the stop token
  std::atomic<bool> held{false};            // opening and switching stand still halfway until it is let go, or they are stopped
  bool switch_is_free = false;
  Sentence why_cpu;                         // though there is a GPU
  std::vector<std::string> device_choices = {"auto", "cpu"};
  std::vector<DeviceMemory> devices;        // that layers lie on, where these are several
  std::function<void(ModelInfo&)> about;    // what the model is, where it is not the usual one
  std::function<void(const EngineSettings& next, SwitchCost&)> cost;
  MemoryReport memory;
  std::atomic<double> bandwidth = 0;  // GB/s of the device; 0: it cannot be told
  std::atomic<int> bandwidths{0};     // how often it was measured

  std::vector<std::vector<ChatMessage>> asked;  // what generate was called with
  std::vector<GenerationParams> params;
  std::vector<std::thread::id> threads;
  std::atomic<int> engines{0}, sessions{0}, forks{0}, generating{0};
  std::function<std::optional<Error>(const EngineSettings&)>
      no_room;                                  // for a session with those settings, beside the others or in their place
  std::optional<Error> crowded;                 // why no other weights have room beside those of the engine
  std::atomic<std::chrono::milliseconds> run_delay{};  // of a run that is measured, in steps that poll the stop token
  std::function<std::optional<Error>(const EngineSettings&, RunLength)> run_error;  // may throw, as a device does
  std::vector<std::pair<EngineSettings, RunLength>> runs;
  std::optional<Error> look_error;              // of a prompt that is looked at whole
  std::atomic<int> looks{0};
  std::vector<float> steps;                     // from the likeliest logit to the next, token by token, in turn; below 0 another one is likelier than what was said
  std::optional<Error> predict_error;
  std::atomic<int> predictions{0};
  std::atomic<int> measured{0}, texts{0}, counting{0};  // conversations and texts that were counted; either under way
  std::atomic<std::chrono::milliseconds> count_delay{};  // of both, polls the stop token

  // These weights fit with a context of at most so many tokens.
  void limit(Precision weights, std::int64_t longest) {
    const auto fits = [=](const EngineSettings& settings) { return settings.weights != weights || settings.context <= longest; };
    no_room = [=](const EngineSettings& settings) {
      return fits(settings) ? std::nullopt : std::optional(Error{ErrorKind::out_of_memory, "there is no room", ""});
    };
    cost = [=](const EngineSettings& settings, SwitchCost& cost) {
      if (fits(settings)) return;
      cost.refusal = SwitchCost::Refusal::memory;
      cost.needed_bytes = 43LL << 27, cost.free_bytes = 22LL << 27, cost.largest_context = longest;
    };
  }

  bool wait_counting(const std::stop_token& stop) {  // false: it was stopped
    ++counting;
    for (const auto end = std::chrono::steady_clock::now() + count_delay.load(); std::chrono::steady_clock::now() < end && !stop.stop_requested();)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --counting;
    return !stop.stop_requested();
  }
  void expect(Turn turn) {
    const std::lock_guard lock(mutex);
    turns.push_back(std::move(turn));
  }
  std::vector<ChatMessage> last_asked() {
    const std::lock_guard lock(mutex);
    return asked.empty() ? std::vector<ChatMessage>() : asked.back();
  }
};

}  // namespace halftone::app
