// A model on disk, opened and checked but not loaded: its spec, its tokenizer, and where every weight lies.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/load/chat_templates.h"
#include "engine/spec/model_spec.h"
#include "engine/spec/weight_key.h"
#include "engine/tokenizer/tokenizer.h"
#include "kernels/formats/format.h"

namespace halftone {

// One weight as the engine wants it: a matrix (rows, columns) or a vector (1, n), wherever and however it is stored.
struct WeightEntry {
  WeightKey key;
  std::int64_t rows = 0, columns = 0;
  Format stored = Format::f32;
  std::int64_t stored_bytes = 0;
  std::string stored_name;  // the file's own name, for messages
};

// Reads rows of a weight. Safe from several threads at once. A file that changed since it was opened is an error.
class WeightSource {
 public:
  virtual ~WeightSource() = default;
  // Rows [begin, end) as floats, dense (end − begin, columns): dequantised, split, transposed, permuted as needed.
  virtual Result<void> read(const WeightEntry& entry, std::int64_t begin, std::int64_t end, float* values) const = 0;
  // The same rows untouched, in entry.stored's row-major layout; only where is_verbatim().
  virtual Result<void> read_stored(const WeightEntry& entry, std::int64_t begin, std::int64_t end, std::byte* blocks) const = 0;
  virtual bool is_verbatim(const WeightEntry& entry) const = 0;
};

// generation_config.json and its like; absent values are the program's defaults.
struct GenerationDefaults {
  std::optional<float> temperature, top_p, min_p, repeat_penalty;
  std::optional<std::int64_t> top_k;
  std::optional<bool> sample;
};

struct Checkpoint {
  std::filesystem::path path;
  Sentence container;         // "safetensors", "GGUF v3", "random weights"
  std::string licence;        // as the file says, or empty
  std::uint64_t file_bytes = 0;
  ModelSpec spec;
  Format stored_format = Format::bf16;  // of most weights by bytes (`torch_dtype` where a config says so)
  std::string declared_type;            // what the file says of itself, "Q4_K_M"; may be empty, or wrong: see stored_name.h
  std::vector<WeightEntry> weights;     // all the spec asks for, no other
  std::vector<std::string> ignored;     // tensors in the file that the spec does not use (rotary inv_freq, …), for inspect
  TokenizerData tokenizer;
  std::optional<std::string> chat_template;             // the default one
  std::vector<ChatTemplates::Named> named_templates;    // to choose from by name; empty where there is at most one
  GenerationDefaults generation;
  std::vector<Sentence> notes;          // what a user should know: "trained for 4,096 tokens; rope scaling yarn ×4"
  std::shared_ptr<const WeightSource> source;
};

// A folder (Hugging Face), a .safetensors file in one, an index.json, or a .gguf file. Checks everything that can be checked without
// reading the weights: shapes against the spec, ranges against the file, special ids against the vocabulary.
Result<Checkpoint> open_checkpoint(const std::filesystem::path& path);

// The tokenizer alone: of a .gguf file (also one that holds nothing else), a folder, or a bare tokenizer.model.
Result<TokenizerData> read_tokenizer(const std::filesystem::path& path);

// Random weights of a known geometry, for measuring: "tinyllama-1.1b", "llama-2-7b", "llama-3-8b", …; no tokenizer.
Result<Checkpoint> random_checkpoint(std::string_view shape, std::uint64_t seed = 1);
// The same of any geometry: `config` as a config.json says it, and trusted.
Checkpoint random_checkpoint(std::string_view name, std::string_view config, std::uint64_t seed);
// A random checkpoint as if its matrices were stored so: "Q4_K_M", "Q5_K_M", or a quantised format's name. Rows that are no whole blocks
// stay as they are.
Result<void> store_as(Checkpoint& random, std::string_view stored);
std::vector<std::string> known_shapes();

}  // namespace halftone
