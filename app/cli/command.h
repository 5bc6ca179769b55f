// What the subcommands share: the common switches, how a result leaves, how a refusal leaves.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/output.h"
#include "engine/generate/local_engine.h"

namespace halftone::cli {

using Json = nlohmann::ordered_json;

struct CommonOptions {
  std::string device = "auto", weights = "auto", attention = "flash", kv = "f16", rope = "model";
  std::vector<std::int64_t> split;
  std::int64_t context = 0;
  int threads = 0;
  std::string speculate = "off", draft_weights = "auto";
  std::string pre_tokenizer;
  std::string template_file, template_name;
  std::vector<std::string> template_arguments;  // NAME=JSON
  bool json = false;
  GenerationParams params;

  Result<EngineSettings> settings() const;
  bool uses_own_template() const { return template_file.empty() && template_name.empty(); }
};

// A model on disk, or random weights in a known geometry.
struct Subject {
  std::string model, shape;
  void require() const;  // one of them: what the user left out is an error of usage
  const std::string& name() const { return shape.empty() ? model : shape; }
  Result<Checkpoint> checkpoint() const;
};
CLI::Option* add_subject(CLI::App& command, Subject& subject);  // MODEL and --shape, which it returns

// Adds --device, --split, --kv, --threads, --json.
void add_machine_options(CLI::App& command, CommonOptions& options);
// And --weights, --attention, --context, --rope, --pre-tokenizer.
void add_engine_options(CLI::App& command, CommonOptions& options);
// Adds --max-tokens, --temperature, --top-k, --top-p, --min-p, --repeat-penalty, --seed.
void add_sampling_options(CLI::App& command, CommonOptions& options);

// Adds --speculate, --draft-weights.
void add_speculation_options(CLI::App& command, CommonOptions& options);
// Adds --template, --template-name, --template-arg.
void add_template_options(CLI::App& command, CommonOptions& options);
Result<TemplateSettings> template_settings(const CommonOptions& options);

// A subcommand registers itself and, when chosen, sets `run`: 0 done, or an error that main prints.
using Run = std::function<Result<void>()>;
void add_inspect(CLI::App& app, Run& run);
void add_tokenize(CLI::App& app, Run& run);
void add_render(CLI::App& app, Run& run);
void add_chat(CLI::App& app, Run& run);
void add_logits(CLI::App& app, Run& run);
void add_perplexity(CLI::App& app, Run& run);
void add_bench(CLI::App& app, Run& run);
void add_guide(CLI::App& app, Run& run);
void add_compare(CLI::App& app, Run& run);
void add_memory_map(CLI::App& app, Run& run);
void add_attention(CLI::App& app, Run& run);

// Opens with progress on stderr. For tokens alone, a model whose tokenizer cannot be read will do; not for text.
enum class Needs { tokens, text };
Result<std::unique_ptr<LocalEngine>> open_local(Checkpoint&& checkpoint, const EngineSettings& settings, Needs needs);
Result<std::unique_ptr<LocalEngine>> open_local(const std::filesystem::path& model, const CommonOptions& options, Needs needs);

Result<Json> read_json(const std::filesystem::path& path);
Result<std::vector<TokenId>> parse_tokens(const std::string& text, std::int64_t vocabulary);
std::string read_stdin();

Json memory_json(const MemoryReport& memory);
Json memory_json(const std::vector<DeviceMemory>& devices);       // a report for each, with its name and layers
std::string quoted(const Tokenizer& tokenizer, TokenId token);    // so that spaces and ends of lines are seen
std::string bytes_text(std::int64_t bytes);                       // "1.25 GiB"
std::string table(const std::vector<std::vector<std::string>>& rows);  // aligned columns; the first row is the head

}  // namespace halftone::cli
