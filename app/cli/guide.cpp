// guide: precision × attention × length of the prompt, each run by itself: peak memory and seconds. The experiment of the guide that this
// project follows (Optimizing LLMs for Speed and Memory, Hugging Face 2023), beside its figures where the model is its model.
#include <algorithm>

#include "app/cli/command.h"
#include "engine/generate/guide_figures.h"

namespace halftone::cli {

namespace {

struct GuideOptions : CommonOptions {
  Subject subject;
  std::vector<std::string> precisions{"bf16", "int8", "int4"}, attentions{"naive", "flash"};
  std::vector<std::int64_t> prompts{60, 6000};
  std::int64_t generate = 60;
};

struct Cell {
  EngineSettings settings;
  std::int64_t prompt = 0;
  double seconds = 0, prompt_seconds = 0, tokens_per_s = 0;
  std::int64_t peak = 0, predicted = 0;
  Sentence error = {};  // then nothing else is known
  const GuideFigure* guide = nullptr;
};

void measure(LocalEngine& engine, std::int64_t generate, Cell& cell) try {
  const auto cost = engine.measure_run({cell.prompt, generate}, {}, {});
  if (!cost) return void(cell.error = cost.error().cause);
  cell.prompt_seconds = cost->prompt_ms / 1000;
  cell.seconds = cell.prompt_seconds + cost->generate_ms / 1000;
  cell.tokens_per_s = static_cast<double>(generate) * 1000 / cost->generate_ms;
  cell.peak = cost->peak_bytes;
} catch (const std::bad_alloc& error) {
  cell.error = said_by(error);
}

// All runs at one precision: the weights are loaded once.
Result<void> run_precision(const GuideOptions& options, const std::string& precision, std::vector<Cell>& cells) {
  CommonOptions common = options;
  common.weights = precision, common.context = std::ranges::max(options.prompts) + options.generate;
  auto settings = common.settings();
  if (!settings) return pass_on(std::move(settings));
  auto checkpoint = options.subject.checkpoint();
  if (!checkpoint) return pass_on(std::move(checkpoint));
  auto opened = open_local(*std::move(checkpoint), *settings, Needs::tokens);
  for (const std::int64_t prompt : options.prompts) {
    for (const std::string& attention : options.attentions) {
      Cell cell{.settings = *settings, .prompt = prompt};
      cell.settings.attention = *parse_attention(attention);
      const Result<void> ready = opened ? (*opened)->apply(cell.settings, {}, {}) : Result<void>(std::unexpected(opened.error()));
      if (!ready && ready.error().kind != ErrorKind::out_of_memory) return ready;
      if (ready) {
        cell.predicted = (*opened)->expected_peak(cell.settings, {prompt, options.generate});
        note("{} · {} · prompt of {}\n", precision, attention, prompt);
        measure(**opened, options.generate, cell);
        cell.settings = (*opened)->settings();
        cell.guide = guide_figure((*opened)->model(), cell.settings.weights, cell.settings.attention, prompt);
      } else {
        cell.error = ready.error().cause;
      }
      cells.push_back(std::move(cell));
    }
  }
  return {};
}

Json json_of(const Cell& cell) {
  Json json = {{"weights", to_string(cell.settings.weights)}, {"attention", to_string(cell.settings.attention)}, {"prompt", cell.prompt}};
  if (cell.predicted > 0) json["predicted_bytes"] = cell.predicted;
  if (!cell.error.empty()) {
    json["error"] = cell.error.english;
    return json;
  }
  json["peak_bytes"] = cell.peak;
  json["seconds"] = cell.seconds;
  json["first_token_ms"] = cell.prompt_seconds * 1000;
  json["decode_tokens_per_s"] = cell.tokens_per_s;
  if (cell.guide) {
    json["guide_peak_gib"] = cell.guide->peak_gib;
    json["guide_seconds"] = cell.guide->seconds > 0 ? Json(cell.guide->seconds) : Json();
  }
  return json;
}

std::vector<std::string> row_of(const Cell& cell) {
  std::vector<std::string> row = {std::string(to_string(cell.settings.weights)), std::string(to_string(cell.settings.attention)),
                                  fmt::format("{}", cell.prompt)};
  if (!cell.error.empty()) {
    row.push_back(cell.error.english);
    return row;
  }
  row.push_back(bytes_text(cell.peak));
  row.push_back(fmt::format("{:.2f} s", cell.seconds));
  row.push_back(fmt::format("{:.0f} ms", cell.prompt_seconds * 1000));
  row.push_back(fmt::format("{:.1f}", cell.tokens_per_s));
  if (cell.guide) {
    row.push_back(fmt::format("{:.2f} GiB", cell.guide->peak_gib));
    row.push_back(cell.guide->seconds > 0 ? fmt::format("{:.2f} s", cell.guide->seconds) : std::string());
  }
  return row;
}

Result<void> guide(const GuideOptions& options) {
  for (const std::string& attention : options.attentions)
    if (auto kind = parse_attention(attention); !kind) return pass_on(std::move(kind));
  std::vector<Cell> cells;
  for (const std::string& precision : options.precisions)
    if (auto done = run_precision(options, precision, cells); !done) return done;
  if (options.json) {
    Json runs = Json::array();
    for (const Cell& cell : cells) runs.push_back(json_of(cell));
    put("{}\n", Json{{"model", options.subject.name()}, {"generate", options.generate}, {"runs", runs}}.dump());
    return {};
  }
  std::vector<std::vector<std::string>> rows = {{"weights", "attention", "prompt", "peak", "time", "first token", "tokens/s"}};
  if (std::ranges::any_of(cells, [](const Cell& cell) { return cell.guide != nullptr; }))
    rows.front().insert(rows.front().end(), {"guide's peak", "guide's time"});
  std::ranges::transform(cells, std::back_inserter(rows), row_of);
  put("{}", table(rows));
  return {};
}

}  // namespace

void add_guide(CLI::App& app, Run& run) {
  auto options = std::make_shared<GuideOptions>();
  auto* command = app.add_subcommand("guide", "peak memory and time by precision, attention and length of the prompt");
  add_subject(*command, options->subject);
  command->add_option("--weights", options->precisions, "one or more, with commas between")->delimiter(',');
  command->add_option("--attention", options->attentions, "naive, flash")->delimiter(',');
  command->add_option("--prompt", options->prompts, "tokens")->delimiter(',')->check(CLI::Range(1, 1 << 20));
  command->add_option("--generate", options->generate, "tokens")->check(CLI::Range(1, 1 << 20));
  add_machine_options(*command, *options);
  command->callback([=, &run] {
    options->subject.require();
    run = [=] { return guide(*options); };
  });
}

}  // namespace halftone::cli
