// Weights from a counter: number i of a weight is a function of seed, weight and i alone, so that any thread can make any row.
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>

#include "engine/load/checkpoint.h"
#include "engine/load/notes.h"
#include "engine/spec/weight_shapes.h"
#include "kernels/core/dtype.h"

namespace halftone {

namespace {

struct Shape {
  std::string_view name;
  std::int64_t width, layers, heads, kv_heads, head_width, mlp, vocabulary, context;
  float theta;
  bool tied;
};

// The published configs of these models.
constexpr Shape kShapes[] = {
    {"test-tiny", 64, 2, 4, 2, 16, 96, 256, 256, 10000, false},
    {"tinyllama-1.1b", 2048, 22, 32, 4, 64, 5632, 32000, 2048, 10000, false},
    {"llama-2-7b", 4096, 32, 32, 32, 128, 11008, 32000, 4096, 10000, false},
    {"llama-2-13b", 5120, 40, 40, 40, 128, 13824, 32000, 4096, 10000, false},
    {"llama-3-8b", 4096, 32, 32, 8, 128, 14336, 128256, 8192, 500000, false},
    {"llama-3.2-1b", 2048, 16, 32, 8, 64, 8192, 128256, 131072, 500000, true},
    {"llama-3.2-3b", 3072, 28, 24, 8, 128, 8192, 128256, 131072, 500000, true},
    {"mistral-7b", 4096, 32, 32, 8, 128, 14336, 32000, 32768, 10000, false},
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

// SplitMix64's finaliser (Steele et al. 2014): every bit of the counter reaches every bit of the result.
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

class RandomWeights final : public WeightSource {
 public:
  RandomWeights(const ModelSpec& spec, std::uint64_t seed) : seed_(mix(seed + 0x9E3779B97F4A7C15u)) {
    const auto quantiles = normal_quantiles();
    const auto add = [&](float deviation, float mean) {
      Table table;
      for (std::size_t i = 0; i < table.size(); ++i) table[i] = BF16::from_float(mean + deviation * quantiles[i]);
      tables_.push_back(table);
      return tables_.size() - 1;
    };
    // 1/√K keeps a product's deviation that of its input; what adds to the residual is smaller the more layers do (GPT-2's rule).
    const float share = 1 / std::sqrt(2 * static_cast<float>(spec.layers.size()));
    std::map<float, std::size_t> by_deviation;
    for (const WeightShape& weight : weight_shapes(spec)) {
      const bool adds = weight.key.role == WeightRole::attention_out || weight.key.role == WeightRole::down;
      const float deviation = weight.vector ? 0 : (adds ? share : 1) / std::sqrt(static_cast<float>(weight.columns));
      const auto [place, added] = by_deviation.try_emplace(deviation, 0);
      if (added) place->second = weight.vector ? add(0.05f, 1) : add(deviation, 0);
      table_of_.emplace(weight.key, place->second);
    }
  }

  Result<void> read(const WeightEntry& entry, std::int64_t begin, std::int64_t end, float* values) const override {
    generate(entry, begin, end, [&](std::int64_t i, BF16 value) { values[i] = value.to_float(); });
    return {};
  }

  Result<void> read_stored(const WeightEntry& entry, std::int64_t begin, std::int64_t end, std::byte* blocks) const override {
    generate(entry, begin, end, [&](std::int64_t i, BF16 value) { std::memcpy(blocks + i * 2, &value.bits, 2); });
    return {};
  }

  bool is_verbatim(const WeightEntry&) const override { return true; }

 private:
  using Table = std::array<BF16, 1 << kQuantileBits>;
  static constexpr std::int64_t kPerHash = 4;

  template <class Put>
  void generate(const WeightEntry& entry, std::int64_t begin, std::int64_t end, Put put) const {
    const Table& table = tables_[table_of_.at(entry.key)];
    const std::uint64_t weight =
        mix(seed_ ^ mix((static_cast<std::uint64_t>(entry.key.role) << 32) + static_cast<std::uint32_t>(entry.key.layer)));
    for (std::int64_t row = begin; row < end; ++row) {
      const std::uint64_t stream = weight + static_cast<std::uint64_t>(row) * 0x9E3779B97F4A7C15u;
      const std::int64_t first = (row - begin) * entry.columns;
      std::int64_t k = 0;
      for (; k + kPerHash <= entry.columns; k += kPerHash) {
        const std::uint64_t bits = mix(mix(stream) + static_cast<std::uint64_t>(k));
        for (int j = 0; j < kPerHash; ++j) put(first + k + j, table[(bits >> (16 * j)) & (table.size() - 1)]);
      }
      const std::uint64_t bits = mix(mix(stream) + static_cast<std::uint64_t>(k));
      for (int j = 0; k + j < entry.columns; ++j) put(first + k + j, table[(bits >> (16 * j)) & (table.size() - 1)]);
    }
  }

  std::uint64_t seed_;
  std::vector<Table> tables_;
  std::map<WeightKey, std::size_t> table_of_;
};

ModelSpec spec_of(const Shape& shape) {
  LayerSpec layer;
  layer.attention.heads = shape.heads;
  layer.attention.kv_heads = shape.kv_heads;
  layer.attention.head_width = shape.head_width;
  RopeParams rope;
  rope.theta = shape.theta;
  rope.dim = shape.head_width;
  layer.attention.position = rope;
  layer.attention.scale = 1 / std::sqrt(static_cast<float>(shape.head_width));
  layer.mlp.width = shape.mlp;

  ModelSpec spec;
  spec.family = "llama";
  spec.name = shape.name;
  spec.width = shape.width;
  spec.vocabulary = shape.vocabulary;
  spec.trained_context = shape.context;
  spec.tied_embeddings = shape.tied;
  spec.final_norm = layer.norm;
  spec.layers.assign(static_cast<std::size_t>(shape.layers), layer);
  return spec;
}

}  // namespace

Result<Checkpoint> random_checkpoint(std::string_view name, std::uint64_t seed) {
  for (const Shape& shape : kShapes) {
    if (shape.name != name) continue;
    Checkpoint out;
    out.path = std::string(name);
    out.container = "random weights";
    out.spec = spec_of(shape);
    for (const WeightShape& weight : weight_shapes(out.spec)) {
      const std::int64_t bytes = weight.rows * weight.columns * info(Format::bf16).block_bytes;
      out.weights.push_back({weight.key, weight.rows, weight.columns, Format::bf16, bytes, to_string(weight.key)});
    }
    out.source = std::make_shared<RandomWeights>(out.spec, seed);
    add_notes(out);
    return out;
  }
  std::string known;
  for (const Shape& shape : kShapes) known += fmt::format("{}{}", known.empty() ? "" : ", ", shape.name);
  return fail(ErrorKind::invalid_argument, "", "'{}' is no known shape; there are {}", name, known);
}

std::vector<std::string> known_shapes() {
  std::vector<std::string> names;
  for (const Shape& shape : kShapes) names.emplace_back(shape.name);
  return names;
}

}  // namespace halftone
