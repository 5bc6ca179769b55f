// compare: one question under several settings, one after the other: what each costs, and where it begins to say something else.
#include <map>
#include <optional>
#include <ranges>

#include "app/cli/messages.h"
#include "engine/generate/comparison.h"

namespace halftone::cli {

namespace {

struct CompareOptions : CommonOptions {
  std::string model, messages;
  std::vector<std::string> columns;
};

// "weights=int4,kv=int8": what it does not name is as the command's own switches say.
Result<EngineSettings> settings_of(const std::string& column, const CompareOptions& options) {
  CommonOptions own = options;
  const std::map<std::string, std::string*> switches = {{"weights", &own.weights}, {"attention", &own.attention}, {"kv", &own.kv},
                                                        {"rope", &own.rope},       {"device", &own.device}};
  for (const auto& range : std::views::split(column, ',')) {
    const std::string part(range.begin(), range.end());
    const std::size_t equals = part.find('=');
    const auto found = switches.find(part.substr(0, equals));
    if (equals == std::string::npos || found == switches.end())
      return fail(ErrorKind::invalid_argument, "Write weights=, attention=, kv=, rope= or device=, with commas between.",
                  "'{}' is no switch of a column", part);
    *found->second = part.substr(equals + 1);
  }
  return own.settings();
}

struct Line {  // a column, or why there is none
  std::string named;
  std::optional<WrittenColumn> column;
  std::optional<BesideReference> beside = {};  // none of the reference
  Sentence error = {};
};

Json json_of(const Line& line) {
  Json json = {{"column", line.named}};
  if (!line.column) {
    json["error"] = line.error.english;
    return json;
  }
  const WrittenColumn& c = *line.column;
  const ReplyStats& s = c.reply.stats;
  json.update({{"weights", to_string(c.settings.weights)},
               {"attention", to_string(c.settings.attention)},
               {"kv", to_string(c.settings.cache)},
               {"peak_bytes", c.reply.taken.total()},
               {"first_token_ms", s.first_token_ms},
               {"decode_tokens_per_s", s.decode_tokens_per_s},
               {"tokens", s.tokens},
               {"finish", to_string(s.finish)},
               {"text", c.reply.text}});
  const bool beside = line.beside.has_value();
  json["kl_divergence"] = beside ? Json(line.beside->on_reference.mean_divergence()) : Json();
  json["same_first_choice"] = beside ? Json(line.beside->on_reference.share_of_same_choice()) : Json();
  json["first_flip"] = beside && line.beside->first_flip ? Json(*line.beside->first_flip) : Json();
  json["kl_by_token"] = beside ? Json(line.beside->on_reference.divergence) : Json::array();
  json["kl_by_own_token"] = beside ? Json(line.beside->on_own.divergence) : Json::array();
  return json;
}

std::vector<std::string> row_of(const Line& line) {
  if (!line.column) return {line.named, line.error.english};
  const WrittenColumn& c = *line.column;
  const bool beside = line.beside.has_value();
  return {line.named,
          bytes_text(c.reply.taken.total()),
          fmt::format("{:.0f} ms", c.reply.stats.first_token_ms),
          fmt::format("{:.1f}", c.reply.stats.decode_tokens_per_s),
          beside ? fmt::format("{:.4f}", line.beside->on_reference.mean_divergence()) : "–",
          beside ? fmt::format("{:.1f} %", 100 * line.beside->on_reference.share_of_same_choice()) : "–",
          beside && line.beside->first_flip ? fmt::format("token {}", *line.beside->first_flip + 1) : "–"};
}

Result<void> fill(Line& line, Comparison& comparison, const EngineSettings& settings, bool is_reference) {
  auto column = comparison.write(settings, {}, {}, {});
  if (!column) return pass_on(std::move(column));
  line.column = *std::move(column);
  auto beside = is_reference ? comparison.refer_to(*line.column, {}, {}) : comparison.set_beside(*line.column, {}, {});
  if (!beside) return pass_on(std::move(beside));
  if (!is_reference) line.beside = *std::move(beside);
  return {};
}

Result<void> compare(const CompareOptions& options) {
  std::vector<EngineSettings> settings;
  for (const std::string& column : options.columns) {
    auto own = settings_of(column, options);
    if (!own) return pass_on(std::move(own));
    settings.push_back(*std::move(own));
  }
  auto messages = read_messages(options.messages);
  if (!messages) return pass_on(std::move(messages));
  auto checkpoint = open_checkpoint(options.model);
  if (!checkpoint) return pass_on(std::move(checkpoint));
  auto engine = open_local(*std::move(checkpoint), settings.front(), Needs::text);
  if (!engine) return pass_on(std::move(engine));

  Comparison comparison(**engine, *std::move(messages), options.params);
  std::vector<Line> lines;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    note("{}\n", options.columns[i]);
    Line line{options.columns[i], {}};
    auto filled = fill(line, comparison, settings[i], i == 0);
    if (!filled && (i == 0 || filled.error().kind != ErrorKind::out_of_memory)) return filled;
    if (!filled) line = {options.columns[i], {}, {}, filled.error().cause};
    lines.push_back(std::move(line));
  }

  if (options.json) {
    Json columns = Json::array();
    for (const Line& line : lines) columns.push_back(json_of(line));
    const Json json = {{"model", (*engine)->model().name}, {"device", (*engine)->device_name().english}, {"columns", columns}};
    put("{}\n", json.dump(-1, ' ', false, Json::error_handler_t::replace));
    return {};
  }
  std::vector<std::vector<std::string>> rows = {{"column", "peak", "first token", "tokens/s", "KL, nats", "same first choice", "first flip"}};
  for (const Line& line : lines) rows.push_back(row_of(line));
  put("{}", table(rows));
  for (const Line& line : lines)
    if (line.column) put("\n{}\n{}\n", line.named, line.column->reply.text);
  return {};
}

}  // namespace

void add_compare(CLI::App& app, Run& run) {
  auto options = std::make_shared<CompareOptions>();
  auto* command = app.add_subcommand("compare", "one question under several settings: memory, time, and where replies part");
  command->add_option("MODEL", options->model)->required();
  command->add_option("--messages", options->messages, "JSON: the last of them is answered")->required();
  command->add_option("--column", options->columns, "\"weights=int4,kv=int8\"; the first is what others are compared with")->required()->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_engine_options(*command, *options);
  add_sampling_options(*command, *options);
  add_template_options(*command, *options);
  command->callback([=, &run] {
    if (options->columns.size() < 2) throw CLI::ValidationError("--column", "give two or more");
    run = [=] { return compare(*options); };
  });
}

}  // namespace halftone::cli
