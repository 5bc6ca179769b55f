// Weights from a counter: number i of a weight is a function of seed, weight and i alone, so that any thread can make any row.
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>

#include "engine/base/split_mix.h"
#include "engine/load/checkpoint.h"
#include "engine/load/json_config.h"
#include "engine/load/notes.h"
#include "engine/load/random_blocks.h"
#include "engine/spec/family.h"
#include "engine/spec/weight_shapes.h"
#include "kernels/core/dtype.h"

namespace halftone {

namespace {

struct Shape {
  std::string_view name, config;
};

// The published configs of these models, as far as they say what is computed.
constexpr Shape kShapes[] = {
    {"test-tiny",
     R"({"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
         "head_dim": 16, "intermediate_size": 96, "vocab_size": 256, "max_position_embeddings": 256, "rope_theta": 10000,
         "rms_norm_eps": 1e-05, "tie_word_embeddings": false})"},
    {"tinyllama-1.1b",
     R"({"model_type": "llama", "hidden_size": 2048, "num_hidden_layers": 22, "num_attention_heads": 32, "num_key_value_heads": 4,
         "head_dim": 64, "intermediate_size": 5632, "vocab_size": 32000, "max_position_embeddings": 2048, "rope_theta": 10000,
         "rms_norm_eps": 1e-05, "tie_word_embeddings": false})"},
    {"llama-2-7b",
     R"({"model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 32,
         "head_dim": 128, "intermediate_size": 11008, "vocab_size": 32000, "max_position_embeddings": 4096, "rope_theta": 10000,
         "rms_norm_eps": 1e-05, "tie_word_embeddings": false})"},
    {"llama-2-13b",
     R"({"model_type": "llama", "hidden_size": 5120, "num_hidden_layers": 40, "num_attention_heads": 40, "num_key_value_heads": 40,
         "head_dim": 128, "intermediate_size": 13824, "vocab_size": 32000, "max_position_embeddings": 4096, "rope_theta": 10000,
         "rms_norm_eps": 1e-05, "tie_word_embeddings": false})"},
    {"llama-3-8b",
     R"({"model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8,
         "head_dim": 128, "intermediate_size": 14336, "vocab_size": 128256, "max_position_embeddings": 8192, "rope_theta": 500000,
         "rms_norm_eps": 1e-05, "tie_word_embeddings": false})"},
    {"llama-3.2-1b",
     R"({"model_type": "llama", "hidden_size": 2048, "num_hidden_layers": 16, "num_attention_heads": 32, "num_key_value_heads": 8,
         "head_dim": 64, "intermediate_size": 8192, "vocab_size": 128256, "max_position_embeddings": 131072, "rope_theta": 500000,
         "rms_norm_eps": 1e-05, "tie_word_embeddings": true})"},
    {"llama-3.2-3b",
     R"({"model_type": "llama", "hidden_size": 3072, "num_hidden_layers": 28, "num_attention_heads": 24, "num_key_value_heads": 8,
         "head_dim": 128, "intermediate_size": 8192, "vocab_size": 128256, "max_position_embeddings": 131072, "rope_theta": 500000,
         "rms_norm_eps": 1e-05, "tie_word_embeddings": true})"},
    {"mistral-7b",
     R"({"model_type": "mistral", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8,
         "head_dim": 128, "intermediate_size": 14336, "vocab_size": 32000, "max_position_embeddings": 32768, "rope_theta": 10000,
         "rms_norm_eps": 1e-05, "tie_word_embeddings": false})"},
    {"qwen2.5-7b",
     R"({"model_type": "qwen2", "hidden_size": 3584, "num_hidden_layers": 28, "num_attention_heads": 28, "num_key_value_heads": 4,
         "intermediate_size": 18944, "vocab_size": 152064, "max_position_embeddings": 32768, "rope_theta": 1000000,
         "rms_norm_eps": 1e-06, "tie_word_embeddings": false})"},
    {"gemma-2-2b",
     R"({"model_type": "gemma2", "hidden_size": 2304, "num_hidden_layers": 26, "num_attention_heads": 8, "num_key_value_heads": 4,
         "head_dim": 256, "intermediate_size": 9216, "vocab_size": 256000, "max_position_embeddings": 8192, "sliding_window": 4096,
         "query_pre_attn_scalar": 256, "attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0})"},
    {"falcon-7b",
     R"({"model_type": "falcon", "hidden_size": 4544, "num_hidden_layers": 32, "num_attention_heads": 71, "vocab_size": 65024,
         "alibi": false, "bias": false, "multi_query": true, "parallel_attn": true, "new_decoder_architecture": false})"},
    {"mpt-7b",
     R"({"model_type": "mpt", "d_model": 4096, "n_layers": 32, "n_heads": 32, "vocab_size": 50432, "max_seq_len": 2048,
         "expansion_ratio": 4, "no_bias": true, "attn_config": {"alibi": true, "alibi_bias_max": 8}})"},
    {"octocoder-15b",
     R"({"model_type": "gpt_bigcode", "n_embd": 6144, "n_layer": 40, "n_head": 48, "n_inner": 24576, "multi_query": true,
         "n_positions": 8192, "vocab_size": 49152, "activation_function": "gelu"})"},
};

constexpr int kQuantileBits = 12;

// The inverse of the normal distribution at the middle of each of 4096 equal slices, by bisection.
std::array<float, 1 << kQuantileBits> normal_quantiles() {
  std::array<float, 1 << kQuantileBits> table;
  const std::size_t count = table.size();
  for (std::size_t i = 0; i < count / 2; ++i) {
    const double p = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
    double low = -8, high = 0;
    for (int step = 0; step < 40; ++step) {
      const double middle = (low + high) / 2;
      (std::erfc(-middle / std::sqrt(2.0)) / 2 < p ? low : high) = middle;
    }
    table[i] = static_cast<float>(low);
    table[count - 1 - i] = -table[i];
  }
  return table;
}

class RandomWeights final : public WeightSource {
 public:
  RandomWeights(const ModelSpec& spec, std::uint64_t seed) : seed_(split_mix(seed + 0x9E3779B97F4A7C15u)) {
    const auto quantiles = normal_quantiles();
    const auto add = [&](float deviation, float mean) {
      Table table;
      for (std::size_t i = 0; i < table.size(); ++i) table[i] = BF16::from_float(mean + deviation * quantiles[i]);
      tables_.push_back(table);
      return tables_.size() - 1;
    };
    // 1/√K keeps a product's deviation that of its input; what adds to the residual is smaller the more layers do (GPT-2's rule).
    const float share = 1 / std::sqrt(2 * static_cast<float>(spec.layers.size()));
    std::map<std::pair<float, float>, std::size_t> tables;  // by deviation and mean
    for (const WeightShape& weight : weight_shapes(spec)) {
      const bool adds = weight.key.role == WeightRole::attention_out || weight.key.role == WeightRole::down;
      const bool norm = weight.vector && !is_bias(weight.key.role);
      const float deviation = weight.vector ? 0.05f : (adds ? share : 1) / std::sqrt(static_cast<float>(weight.columns));
      const float mean = norm ? 1 - spec.final_norm.weight_offset : 0;
      const auto [place, added] = tables.try_emplace({deviation, mean}, 0);
      if (added) place->second = add(deviation, mean);
      numbers_of_.emplace(weight.key, Numbers{place->second, deviation});
    }
  }

  Result<void> read(const WeightEntry& entry, std::int64_t begin, std::int64_t end, float* values) const override {
    const FormatInfo& f = info(entry.stored);
    if (f.quantised) {
      std::vector<std::byte> blocks(static_cast<std::size_t>((end - begin) * f.row_bytes(entry.columns)));
      generate_blocks(entry, begin, end, blocks.data());
      f.decode(blocks.data(), values, (end - begin) * entry.columns / f.group);
      return {};
    }
    generate(entry, begin, end, [&](std::int64_t i, BF16 value) { values[i] = value.to_float(); });
    return {};
  }

  Result<void> read_stored(const WeightEntry& entry, std::int64_t begin, std::int64_t end, std::byte* blocks) const override {
    if (info(entry.stored).quantised) generate_blocks(entry, begin, end, blocks);
    else generate(entry, begin, end, [&](std::int64_t i, BF16 value) { std::memcpy(blocks + i * 2, &value.bits, 2); });
    return {};
  }

  bool is_verbatim(const WeightEntry&) const override { return true; }

 private:
  using Table = std::array<BF16, 1 << kQuantileBits>;
  static constexpr std::int64_t kPerHash = 4;
  struct Numbers {
    std::size_t table;
    float deviation;
  };

  std::uint64_t stream_of(const WeightKey& key, std::int64_t row) const {
    const std::uint64_t weight =
        split_mix(seed_ ^ split_mix((static_cast<std::uint64_t>(key.role) << 32) + static_cast<std::uint32_t>(key.layer)));
    return weight + static_cast<std::uint64_t>(row) * 0x9E3779B97F4A7C15u;
  }
  void generate_blocks(const WeightEntry& entry, std::int64_t begin, std::int64_t end, std::byte* blocks) const {
    const FormatInfo& f = info(entry.stored);
    const RandomBlocks& random = RandomBlocks::of(entry.stored);
    for (std::int64_t row = begin; row < end; ++row, blocks += f.row_bytes(entry.columns))
      random.fill(split_mix(stream_of(entry.key, row)), entry.columns / f.group, numbers_of_.at(entry.key).deviation, blocks);
  }

  template <class Put>
  void generate(const WeightEntry& entry, std::int64_t begin, std::int64_t end, Put put) const {
    const Table& table = tables_[numbers_of_.at(entry.key).table];
    for (std::int64_t row = begin; row < end; ++row) {
      const std::uint64_t stream = stream_of(entry.key, row);
      const std::int64_t first = (row - begin) * entry.columns;
      std::int64_t k = 0;
      for (; k + kPerHash <= entry.columns; k += kPerHash) {
        const std::uint64_t bits = split_mix(split_mix(stream) + static_cast<std::uint64_t>(k));
        for (int j = 0; j < kPerHash; ++j) put(first + k + j, table[(bits >> (16 * j)) & (table.size() - 1)]);
      }
      const std::uint64_t bits = split_mix(split_mix(stream) + static_cast<std::uint64_t>(k));
      for (int j = 0; k + j < entry.columns; ++j) put(first + k + j, table[(bits >> (16 * j)) & (table.size() - 1)]);
    }
  }

  std::uint64_t seed_;
  std::vector<Table> tables_;
  std::map<WeightKey, Numbers> numbers_of_;
};

ModelSpec spec_of(std::string_view name, std::string_view config) {
  const auto json = nlohmann::json::parse(config);
  const JsonConfig source(json);
  ModelSpec spec = read_spec(family_of_model_type(json["model_type"].get<std::string>()), Config(source));
  spec.name = name;
  return spec;
}

}  // namespace

Checkpoint random_checkpoint(std::string_view name, std::string_view config, std::uint64_t seed) {
  Checkpoint out;
  out.path = std::string(name);
  out.container = Sentence("random weights");
  out.spec = spec_of(name, config);
  for (const WeightShape& weight : weight_shapes(out.spec)) {
    const std::int64_t bytes = weight.rows * weight.columns * info(Format::bf16).block_bytes;
    out.weights.push_back({weight.key, weight.rows, weight.columns, Format::bf16, bytes, to_string(weight.key)});
  }
  out.source = std::make_shared<RandomWeights>(out.spec, seed);
  add_notes(out);
  return out;
}

Result<Checkpoint> random_checkpoint(std::string_view name, std::uint64_t seed) {
  for (const Shape& shape : kShapes)
    if (shape.name == name) return random_checkpoint(name, shape.config, seed);
  std::string known;
  for (const Shape& shape : kShapes) known += fmt::format("{}{}", known.empty() ? "" : ", ", shape.name);
  return fail(ErrorKind::invalid_argument, "", "'{}' is no known shape; there are {}", name, known);
}

// As llama.cpp's mixtures store a matrix: most in one format, and Q6_K where a model suffers most.
struct Mixture {
  std::string_view name;
  Format most;
};
constexpr Mixture kMixtures[] = {{"Q4_K_M", Format::q4_k}, {"Q5_K_M", Format::q5_k}};

Result<void> store_as(Checkpoint& checkpoint, std::string_view stored) {
  const Mixture* const mixture = std::ranges::find(kMixtures, stored, &Mixture::name);
  const bool is_mixture = mixture != std::end(kMixtures);
  const FormatInfo* const one = is_mixture ? &info(mixture->most) : find_format(stored);
  if (!one || !RandomBlocks::can_make(one->format))
    return fail(ErrorKind::invalid_argument, "",
                "no random weights can be made as '{}'; there are Q4_K_M, Q5_K_M and the names of quantised formats", stored);
  const bool layers_alone = one->name.starts_with("uint");  // GPTQ, AWQ: what is as large as the vocabulary stays
  const auto layers = static_cast<int>(checkpoint.spec.layers.size());
  const auto format_of = [&](const WeightKey& key) {
    const bool halfway = key.layer < layers / 8 || key.layer >= 7 * layers / 8 || (key.layer - layers / 8) % 3 == 2;
    const bool finer = key.role == WeightRole::lm_head || ((key.role == WeightRole::value || key.role == WeightRole::down) && halfway);
    return is_mixture && finer ? Format::q6_k : one->format;
  };
  for (WeightEntry& entry : checkpoint.weights) {
    const Format format = format_of(entry.key);
    if (is_vector(entry.key.role) || entry.key.role == WeightRole::position_embedding || entry.columns % info(format).group != 0) continue;
    if (layers_alone && entry.key.layer == kNoLayer) continue;
    entry.stored = format, entry.stored_bytes = entry.rows * info(format).row_bytes(entry.columns);
  }
  checkpoint.stored_format = one->format, checkpoint.declared_type = stored;
  return {};
}

std::vector<std::string> known_shapes() {
  std::vector<std::string> names;
  for (const Shape& shape : kShapes) names.emplace_back(shape.name);
  return names;
}

}  // namespace halftone
