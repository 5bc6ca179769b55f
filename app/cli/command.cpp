#include "app/cli/command.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>

namespace halftone::cli {

Result<EngineSettings> CommonOptions::settings() const {
  EngineSettings settings;
  auto precision = parse_precision(weights);
  if (!precision) return pass_on(std::move(precision));
  auto attention_kind = parse_attention(attention);
  if (!attention_kind) return pass_on(std::move(attention_kind));
  auto cache = parse_cache(kv);
  if (!cache) return pass_on(std::move(cache));
  auto scaling = parse_rope_scaling(rope);
  if (!scaling) return pass_on(std::move(scaling));
  auto draft_precision = parse_precision(draft_weights);
  if (!draft_precision) return pass_on(std::move(draft_precision));
  settings.speculation = parse_speculation(speculate);
  settings.speculation.draft_weights = *draft_precision;
  settings.weights = *precision;
  settings.rope_scaling = *std::move(scaling);
  settings.attention = *attention_kind;
  settings.cache = *cache;
  settings.context = context;
  settings.device = device;
  settings.split = split;
  settings.threads = threads;
  settings.pre_tokenizer = pre_tokenizer;
  auto chat_template = template_settings(*this);
  if (!chat_template) return pass_on(std::move(chat_template));
  settings.chat_template = *std::move(chat_template);
  return settings;
}

void Subject::require() const {
  if (model.empty() == shape.empty()) throw CLI::RequiredError("MODEL or --shape");
}

Result<Checkpoint> Subject::checkpoint() const { return shape.empty() ? open_checkpoint(model) : random_checkpoint(shape); }

CLI::Option* add_subject(CLI::App& command, Subject& subject) {
  auto* const model = command.add_option("MODEL", subject.model, "a .gguf file, a .safetensors file, or a folder");
  return command
      .add_option("--shape", subject.shape, fmt::format("a known model's geometry, random weights: {}", fmt::join(known_shapes(), ", ")))
      ->excludes(model);
}

void add_machine_options(CLI::App& command, CommonOptions& options) {
  command.add_option("--device", options.device, "auto|cpu|cuda|cuda:N; several share the layers, in this order: cpu+cuda:0");
  command.add_option("--split", options.split, "layers on each of several devices: 8,24; without it by the memory that is free there")
      ->delimiter(',')
      ->check(CLI::PositiveNumber);
  command.add_option("--kv", options.kv, "cache format: f32|f16|bf16|int8|int4|off");
  command.add_option("--threads", options.threads, "0: one per core")->check(CLI::Range(0, 1024));
  command.add_flag("--json", options.json, "print JSON");
}

void add_engine_options(CLI::App& command, CommonOptions& options) {
  add_machine_options(command, options);
  command.add_option("--weights", options.weights, "auto|f32|bf16|f16|int8|nf4|int4|int3|int2");
  command.add_option("--attention", options.attention, "flash|naive");
  command.add_option("--context", options.context, "tokens; 0: what the model was trained for, at most 8192")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--rope", options.rope, "past the trained length: linear:FACTOR|dynamic:FACTOR|yarn:FACTOR; model: its own");
  command.add_option(
      "--pre-tokenizer", options.pre_tokenizer,
      "how a byte-level vocabulary splits words (llama-bpe, qwen2, gpt-2, …), where its file does not say or says it wrongly");
}

namespace {

// CLI::Range lets NaN pass, which is on no side of a bound.
CLI::Validator number_between(double least, double most) {
  return CLI::Validator(
      [=](std::string& text) {
        double number = 0;
        const bool within = CLI::detail::lexical_cast(text, number) && number >= least && number <= most;
        return within ? std::string() : fmt::format("'{}' is no number from {} to {}", text, least, most);
      },
      fmt::format("FLOAT in [{} - {}]", least, most));
}

// An unsigned number takes "-1" for its greatest value.
CLI::Validator natural_number() {
  return CLI::Validator(
      [](std::string& text) {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool whole = error == std::errc() && end == text.data() + text.size();
        return whole ? std::string() : fmt::format("'{}' is no whole number from 0 to {}", text, std::numeric_limits<std::uint64_t>::max());
      },
      "NONNEGATIVE");
}

}  // namespace

void add_sampling_options(CLI::App& command, CommonOptions& options) {
  GenerationParams& p = options.params;
  command.add_option("--max-tokens", p.max_tokens, "longest reply")->check(CLI::PositiveNumber);
  command.add_option("--temperature", p.temperature, "0: greedy")->check(number_between(0.0, 100.0));
  command.add_option("--top-k", p.top_k, "0: all")->check(CLI::NonNegativeNumber);
  command.add_option("--top-p", p.top_p)->check(number_between(0.0, 1.0));
  command.add_option("--min-p", p.min_p)->check(number_between(0.0, 1.0));
  command.add_option("--repeat-penalty", p.repeat_penalty, "1: none")->check(number_between(0.01, 100.0));
  command.add_option("--seed", p.seed)->check(natural_number());
}

void add_speculation_options(CLI::App& command, CommonOptions& options) {
  command.add_option("--speculate", options.speculate,
                     "off|lookup|DRAFT_MODEL: draft tokens from the conversation so far, or by a small model of the same vocabulary; "
                     "the model checks several at a time");
  command.add_option("--draft-weights", options.draft_weights, "of the draft model: auto|f32|bf16|f16|int8|nf4|int4|int3|int2");
}

void add_template_options(CLI::App& command, CommonOptions& options) {
  auto* file = command.add_option("--template", options.template_file, "a file with another chat template");
  command.add_option("--template-name", options.template_name, "one of the model's named templates")->excludes(file);
  command.add_option("--template-arg", options.template_arguments, "NAME=JSON: a variable of the template, like enable_thinking=false")
      ->allow_extra_args(false);
}

Result<TemplateSettings> template_settings(const CommonOptions& options) {
  TemplateSettings settings;
  settings.name = options.template_name;
  if (!options.template_file.empty()) {
    std::ifstream file(options.template_file, std::ios::binary);
    if (!file) return fail(ErrorKind::not_found, "Check the path.", "{} cannot be opened", options.template_file);
    settings.source = {std::istreambuf_iterator<char>(file), {}};
    if (settings.source.empty()) return fail(ErrorKind::invalid_argument, "Choose a file with a template.", "{} is empty", options.template_file);
  }
  for (const std::string& argument : options.template_arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == 0 || equals == argument.npos)
      return fail(ErrorKind::invalid_argument, "Write --template-arg NAME=JSON.", "--template-arg '{}' is no NAME=JSON", argument);
    settings.arguments.insert_or_assign(argument.substr(0, equals), argument.substr(equals + 1));
  }
  return settings;
}

Result<std::unique_ptr<LocalEngine>> open_local(Checkpoint&& checkpoint, const EngineSettings& settings, Needs needs) {
  const bool terminal = isatty(STDERR_FILENO);
  const ProgressSink progress = [&](const Progress& p) {
    if (terminal) note("\r{}: {} of {} ", p.stage, bytes_text(p.done), bytes_text(p.total));
  };
  auto engine = needs == Needs::text ? LocalEngine::open_to_speak(std::move(checkpoint), settings, progress, {})
                                     : LocalEngine::open(std::move(checkpoint), settings, progress, {});
  if (terminal) note("\r\033[K");
  if (engine && !(*engine)->why_cpu().empty()) note("On the CPU: {}\n", (*engine)->why_cpu());
  return engine;
}

Result<std::unique_ptr<LocalEngine>> open_local(const std::filesystem::path& model, const CommonOptions& options, Needs needs) {
  auto settings = options.settings();
  if (!settings) return pass_on(std::move(settings));
  auto checkpoint = open_checkpoint(model);
  if (!checkpoint) return pass_on(std::move(checkpoint));
  return open_local(*std::move(checkpoint), *settings, needs);
}

Result<Json> read_json(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::not_found, "Check the path.", "{} cannot be opened", path.string());
  Json json = Json::parse(file, nullptr, false);
  if (json.is_discarded()) return fail(ErrorKind::malformed, "It must be JSON.", "{} is not valid JSON", path.string());
  return json;
}

Result<std::vector<TokenId>> parse_tokens(const std::string& text, std::int64_t vocabulary) {
  std::vector<TokenId> tokens;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    while (at != end && (std::isspace(static_cast<unsigned char>(*at)) || *at == ',')) ++at;
    if (at == end) return tokens;
    TokenId id = 0;
    const auto [next, error] = std::from_chars(at, end, id);
    if (error != std::errc() || id < 0 || id >= vocabulary) {
      return fail(ErrorKind::invalid_argument, "Give token ids, separated by spaces.", "'{}' is no token id below {}",
                  std::string(at, std::find_if(at, end, [](unsigned char c) { return std::isspace(c) != 0; })), vocabulary);
    }
    tokens.push_back(id);
    at = next;
  }
}

std::string read_stdin() { return {std::istreambuf_iterator<char>(std::cin), {}}; }

Json memory_json(const MemoryReport& m) {
  return {{"weights", m.of(MemoryTag::weights)},
          {"kv_cache", m.of(MemoryTag::kv_cache)},
          {"activations", m.of(MemoryTag::activations)},
          {"workspace", m.of(MemoryTag::workspace)},
          {"peak", m.total_peak},
          {"device_total", m.device_total},
          {"device_free", m.device_free},
          {"attention_scores", m.attention_scores},
          {"process", m.process},
          {"process_peak", m.process_peak},
          {"baseline", m.baseline},
          {"unattributed", m.unattributed()}};
}

Json memory_json(const std::vector<DeviceMemory>& devices) {
  Json json = Json::array();
  for (const DeviceMemory& device : devices) {
    json.push_back(memory_json(device.report));
    json.back().update({{"name", device.name.english}, {"first_layer", device.layers.begin}, {"layers", device.layers.count()}});
  }
  return json;
}

std::string quoted(const Tokenizer& tokenizer, TokenId token) {
  return Json(tokenizer.decode(token)).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string bytes_text(std::int64_t bytes) {
  const double value = static_cast<double>(bytes);
  if (bytes < 1024) return fmt::format("{} B", bytes);
  if (value < 1024.0 * 1024) return fmt::format("{:.2f} KiB", value / 1024);
  if (value < 1024.0 * 1024 * 1024) return fmt::format("{:.2f} MiB", value / (1 << 20));
  return fmt::format("{:.2f} GiB", value / (1 << 30));
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i == 0 ? fmt::format("{:<{}}", row[i], widths[i]) : fmt::format("  {:>{}}", row[i], widths[i]);
    }
    text += '\n';
  }
  return text;
}

}  // namespace halftone::cli
