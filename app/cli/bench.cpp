// bench: prefill and decode of a model or of random weights in a known geometry, beside the machine's own limits of the same run.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "app/cli/command.h"
#include "app/cli/measure.h"
#include "engine/generate/some_tokens.h"

namespace halftone::cli {

namespace {

constexpr std::int64_t kChecked = 8;  // drafted tokens in one pass

struct BenchOptions : CommonOptions {
  Subject subject;
  std::string stored;
  std::int64_t prompt = 256, generate = 64, depth = 0, repeat = 3;
};

struct Figures {
  std::vector<double> values;
  void add(double value) { values.push_back(value); }
  double median() const {
    std::vector<double> sorted = values;
    std::ranges::sort(sorted);
    const std::size_t n = sorted.size();
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }
  Json json() const { return {{"median", median()}, {"min", std::ranges::min(values)}, {"max", std::ranges::max(values)}}; }
  std::string text() const {
    return fmt::format("{:.2f} ({:.2f} to {:.2f})", median(), std::ranges::min(values), std::ranges::max(values));
  }
};

// How long the model takes over so many drafted tokens at once, in steps of one token: what speculation pays for a guess.
Figures check_steps(LocalEngine& engine, Evaluator& evaluator, std::span<const TokenId> drafted) {
  const std::int64_t length = evaluator.length();
  engine.keep_rows(std::ssize(drafted));
  const auto check = [&] {
    return seconds([&] {
      evaluator.feed_all(drafted, [](std::int64_t, MatrixView<const float>) {});
      evaluator.truncate(length);
    });
  };
  const auto step = [&] {
    return seconds([&] {
      evaluator.feed(drafted.first(1));
      evaluator.truncate(length);
    });
  };
  check(), step();  // memory is taken, a device has recorded what it replays
  Figures steps;
  for (int i = 0; i < 9; ++i) {
    const double before = step(), checked = check();
    steps.add(2 * checked / (before + step()));
  }
  engine.keep_rows(1);
  return steps;
}

Result<void> bench(const BenchOptions& options) {
  auto settings = options.settings();
  if (!settings) return pass_on(std::move(settings));
  if (settings->context == 0) settings->context = options.depth + options.prompt + options.generate;
  auto checkpoint = options.subject.checkpoint();
  if (!checkpoint) return pass_on(std::move(checkpoint));
  if (!options.stored.empty())
    if (auto stored = store_as(*checkpoint, options.stored); !stored) return stored;
  const Checkpoint copy = *checkpoint;
  auto opened = open_local(*std::move(checkpoint), *settings, Needs::tokens);
  if (!opened) return pass_on(std::move(opened));
  LocalEngine& engine = **opened;

  const auto tokens = [&](std::int64_t count) { return some_tokens(count, copy.spec.vocabulary); };
  const double tflop = engine.backend().matmul_tflop_s();
  const TokenReads reads = engine.token_reads();

  engine.reset_peak();
  Figures prefill, decode, first, bandwidth, share, weights_share;
  // Attention reads the cache besides the weights: of what the decoded tokens add, half on average.
  const double cached = static_cast<double>(options.depth + options.prompt) + static_cast<double>(options.generate) / 2;
  const double token_bytes = reads.of(cached);
  const auto evaluator = engine.new_evaluator();
  const auto probe = [&] { return engine.backend().read_bandwidth_gb_s(); };
  for (std::int64_t r = 0; r < options.repeat; ++r) {
    evaluator->clear();
    if (options.depth > 0) evaluator->feed(tokens(options.depth));
    const double prompt_seconds = seconds([&] { evaluator->feed(tokens(options.prompt)); });
    prefill.add(static_cast<double>(options.prompt) / prompt_seconds);
    first.add(prompt_seconds * 1000);
    TokenId token = tokens(1).front();
    // The machine's bandwidth right before and after: what others do to it, they do to both.
    const double before = probe();
    decode.add(static_cast<double>(options.generate) / seconds([&] {
                 for (std::int64_t i = 0; i < options.generate; ++i) token = std::max(evaluator->next(token), 0);
               }));
    bandwidth.add((before + probe()) / 2);
    const double tokens_of_bandwidth = decode.values.back() / (bandwidth.values.back() * 1e9);
    share.add(tokens_of_bandwidth * token_bytes), weights_share.add(tokens_of_bandwidth * static_cast<double>(reads.weight_bytes));
  }

  const MemoryReport memory = engine.memory();
  std::optional<Figures> check;  // without a cache there is nothing to check against
  if (engine.settings().cache && options.generate >= kChecked) {
    evaluator->truncate(options.depth + options.prompt);
    check = check_steps(engine, *evaluator, tokens(kChecked));
  }

  const double prefill_share = prefill.median() * 2.0 * static_cast<double>(copy.spec.parameters()) / (tflop * 1e12);
  if (options.json) {
    const Json json = {{"model", engine.model().name},
                       {"device", engine.device_name().english},
                       {"why_cpu", engine.why_cpu().empty() ? Json() : Json(engine.why_cpu().english)},
                       {"weights", to_string(engine.settings().weights)},
                       {"attention", to_string(engine.settings().attention)},
                       {"kv", to_string(engine.settings().cache)},
                       {"stored", copy.declared_type.empty() ? info(copy.stored_format).name : copy.declared_type},
                       {"prompt", options.prompt},
                       {"generate", options.generate},
                       {"depth", options.depth},
                       {"repeat", options.repeat},
                       {"first_token_ms", first.json()},
                       {"prefill_tokens_per_s", prefill.json()},
                       {"decode_tokens_per_s", decode.json()},
                       {"read_bandwidth_gb_s", bandwidth.json()},
                       {"matmul_tflop_s", tflop},
                       {"token_path", evaluator->token_path()},
                       {"bytes_per_token", std::llround(token_bytes)},
                       {"decode_bandwidth_share", share.json()},
                       {"decode_bandwidth_share_of_weights", weights_share.json()},
                       {"prefill_matmul_share", prefill_share},
                       {"check_8_steps", check ? check->json() : Json()},
                       {"memory", memory_json(memory)}};
    put("{}\n", json.dump());
    return {};
  }
  const std::string stored = options.stored.empty() ? std::string() : " as " + options.stored;
  put(
      "{}", table({{"", engine.model().name + stored},
                   {"device", engine.device_name().english},
                   {"settings", fmt::format("{} · {} · kv {}", to_string(engine.settings().weights), to_string(engine.settings().attention),
                                            to_string(engine.settings().cache))},
                   {"read bandwidth", bandwidth.text() + " GB/s"},
                   {"float matmul", fmt::format("{:.3f} TFLOP/s", tflop)},
                   {fmt::format("prefill of {}", options.prompt), prefill.text() + " tokens/s"},
                   {"as share of the float matmul", fmt::format("{:.2f}", prefill_share)},
                   {fmt::format("decode of {} at {}", options.generate, options.depth + options.prompt), decode.text() + " tokens/s"},
                   {"a token ran as", evaluator->token_path()},
                   {"bytes read per token", bytes_text(std::llround(token_bytes))},
                   {"as share of the read bandwidth", share.text()},
                   {"of weights alone", weights_share.text()},
                   {fmt::format("checking {} drafted tokens", kChecked), check ? check->text() + " steps" : "not measured"},
                   {"peak memory", bytes_text(memory.total_peak)}}));
  return {};
}

}  // namespace

void add_bench(CLI::App& app, Run& run) {
  auto options = std::make_shared<BenchOptions>();
  auto* command = app.add_subcommand("bench", "prefill and decode rates beside the machine's limits");
  auto* shape = add_subject(*command, options->subject);
  command->add_option("--stored", options->stored, "of random weights: as which format a file would hold them: Q4_K_M, Q6_K, …")
      ->needs(shape);
  command->add_option("--prompt", options->prompt, "tokens")->check(CLI::Range(1, 1 << 20));
  command->add_option("--generate", options->generate, "tokens")->check(CLI::Range(1, 1 << 20));
  command->add_option("--depth", options->depth, "tokens in the cache before")->check(CLI::Range(0, 1 << 24));
  command->add_option("--repeat", options->repeat)->check(CLI::Range(1, 1000));
  add_engine_options(*command, *options);
  command->callback([=, &run] {
    options->subject.require();
    run = [=] { return bench(*options); };
  });
}

}  // namespace halftone::cli
