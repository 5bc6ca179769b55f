// memory-map: where every byte of a model's memory is.
#include <map>

#include "app/cli/command.h"
#include "engine/generate/memory_map.h"
#include "engine/generate/some_tokens.h"

namespace halftone::cli {

namespace {

struct MemoryMapOptions : CommonOptions {
  Subject subject;
  std::int64_t depth = 0;
};

Json json_of(const MappedBytes& entry) {
  return {{"tag", to_string(entry.tag)},
          {"name", entry.name},
          {"layer", entry.layer < 0 ? Json() : Json(entry.layer)},
          {"format", entry.format.empty() ? Json() : Json(entry.format)},
          {"bytes", entry.bytes},
          {"device", entry.device}};
}

// A row for each layer, and one for each of what belongs to none.
std::string by_layer(const std::vector<MappedBytes>& map, const MemoryReport& report) {
  struct Layer {
    std::int64_t weights = 0, cache = 0;
  };
  std::map<std::int64_t, Layer> layers;
  std::vector<std::vector<std::string>> rows = {{"", "weights", "cache", "format"}};
  std::vector<std::vector<std::string>> others;
  for (const MappedBytes& entry : map) {
    if (entry.layer >= 0) (entry.tag == MemoryTag::kv_cache ? layers[entry.layer].cache : layers[entry.layer].weights) += entry.bytes;
    else if (entry.tag == MemoryTag::weights) rows.push_back({entry.name, bytes_text(entry.bytes), "", std::string(entry.format)});
    else others.push_back({entry.name, bytes_text(entry.bytes)});
  }
  for (const auto& [layer, of] : layers) rows.push_back({fmt::format("layer {}", layer), bytes_text(of.weights), bytes_text(of.cache)});
  rows.insert(rows.end(), others.begin(), others.end());
  rows.push_back({"sum", bytes_text(report.total())});
  rows.push_back({"unattributed", bytes_text(report.unattributed())});
  return table(rows);
}

Result<void> show(const MemoryMapOptions& options) {
  auto settings = options.settings();
  if (!settings) return pass_on(std::move(settings));
  if (settings->context == 0 && options.depth > 0) settings->context = options.depth;
  auto checkpoint = options.subject.checkpoint();
  if (!checkpoint) return pass_on(std::move(checkpoint));
  const Checkpoint copy = *checkpoint;
  auto engine = open_local(*std::move(checkpoint), *settings, Needs::tokens);
  if (!engine) return pass_on(std::move(engine));
  const auto evaluator = (*engine)->new_evaluator();
  if (options.depth > 0) evaluator->feed(some_tokens(options.depth, copy.spec.vocabulary));

  const std::vector<MappedBytes> map = (*engine)->memory_map();
  const MemoryReport report = (*engine)->memory();
  if (!options.json) {
    put("{}", by_layer(map, report));
    return {};
  }
  Json entries = Json::array();
  for (const MappedBytes& entry : map) entries.push_back(json_of(entry));
  const Json json = {{"model", (*engine)->model().name}, {"device", (*engine)->device_name().english},
                     {"depth", options.depth},           {"allocations", entries},
                     {"memory", memory_json(report)},    {"devices", memory_json((*engine)->memory_by_device())}};
  put("{}\n", json.dump());
  return {};
}

}  // namespace

void add_memory_map(CLI::App& app, Run& run) {
  auto options = std::make_shared<MemoryMapOptions>();
  auto* command = app.add_subcommand("memory-map", "where every byte is: weights by tensor and layer, cache by layer, the rest");
  add_subject(*command, options->subject);
  command->add_option("--depth", options->depth, "tokens in the cache")->check(CLI::NonNegativeNumber);
  add_engine_options(*command, *options);
  command->callback([=, &run] {
    options->subject.require();
    run = [=] { return show(*options); };
  });
}

}  // namespace halftone::cli
