// Models of one row, one column, one head, one token: a matrix is a matrix whatever its rows. Each is computed or refused with a cause, and
// what is computed does not depend on how many tokens pass at once. Issue 12, lines "case 33" and "mutants of one-row or one-column
// geometries"; HALFTONE_MUTATIONS says how many, 150 in every run.
#include <QtTest>

#include <random>

#include "golden.h"
#include "tests/engine/load/model_files.h"

using namespace halftone;
using namespace halftone::test;

namespace {

struct Geometry {
  bool opt = false;  // else llama
  std::int64_t width = 1, heads = 1, kv_heads = 1, head_width = 1, mlp = 1, vocabulary = 1, positions = 8, layers = 1;
  std::string dtype = "F32";
  bool tied = true;

  std::string text() const {
    return fmt::format("{} width {} heads {}/{} of {} mlp {} vocabulary {} layers {} {} {}", opt ? "opt" : "llama", width, heads, kv_heads, head_width, mlp,
                       vocabulary, layers, dtype, tied ? "tied" : "");
  }
};

class Writer {
 public:
  Writer(const Geometry& g, std::uint64_t seed) : g_(g), random_(seed) {}

  void write(const Folder& folder) {
    g_.opt ? opt() : llama();
    folder.write("config.json", json_object(config_));
    folder.write("model.safetensors", safetensors_bytes(tensors_));
  }

 private:
  void llama() {
    config_ = {{"model_type", "\"llama\""}, {"num_key_value_heads", number(g_.kv_heads)}, {"head_dim", number(g_.head_width)}, {"intermediate_size", number(g_.mlp)},
               {"rms_norm_eps", "1e-5"}, {"hidden_act", "\"silu\""}};
    shared();
    add("model.embed_tokens.weight", {g_.vocabulary, g_.width});
    for (std::int64_t layer = 0; layer < g_.layers; ++layer) {
      const std::string at = fmt::format("model.layers.{}.", layer);
      add(at + "input_layernorm.weight", {g_.width});
      add(at + "self_attn.q_proj.weight", {g_.heads * g_.head_width, g_.width});
      add(at + "self_attn.k_proj.weight", {g_.kv_heads * g_.head_width, g_.width});
      add(at + "self_attn.v_proj.weight", {g_.kv_heads * g_.head_width, g_.width});
      add(at + "self_attn.o_proj.weight", {g_.width, g_.heads * g_.head_width});
      add(at + "post_attention_layernorm.weight", {g_.width});
      add(at + "mlp.gate_proj.weight", {g_.mlp, g_.width});
      add(at + "mlp.up_proj.weight", {g_.mlp, g_.width});
      add(at + "mlp.down_proj.weight", {g_.width, g_.mlp});
    }
    add("model.norm.weight", {g_.width});
    if (!g_.tied) add("lm_head.weight", {g_.vocabulary, g_.width});
  }

  void opt() {
    config_ = {{"model_type", "\"opt\""}, {"ffn_dim", number(g_.mlp)}, {"word_embed_proj_dim", number(g_.width)}, {"activation_function", "\"relu\""},
               {"do_layer_norm_before", "true"}};
    shared();
    const auto with_bias = [&](const std::string& name, std::vector<std::int64_t> shape) {
      add(name + ".bias", {shape[0]});
      add(name + ".weight", std::move(shape));
    };
    add("model.decoder.embed_tokens.weight", {g_.vocabulary, g_.width});
    add("model.decoder.embed_positions.weight", {g_.positions + 2, g_.width});
    for (std::int64_t layer = 0; layer < g_.layers; ++layer) {
      const std::string at = fmt::format("model.decoder.layers.{}.", layer);
      for (const char* name : {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj"}) with_bias(at + name, {g_.width, g_.width});
      for (const char* name : {"self_attn_layer_norm", "final_layer_norm"}) with_bias(at + name, {g_.width});
      with_bias(at + "fc1", {g_.mlp, g_.width});
      with_bias(at + "fc2", {g_.width, g_.mlp});
    }
    with_bias("model.decoder.final_layer_norm", {g_.width});
    if (!g_.tied) add("lm_head.weight", {g_.vocabulary, g_.width});
  }

  void shared() {
    config_["hidden_size"] = number(g_.width);
    config_["num_hidden_layers"] = number(g_.layers);
    config_["num_attention_heads"] = number(g_.heads);
    config_["vocab_size"] = number(g_.vocabulary);
    config_["max_position_embeddings"] = number(g_.positions);
    config_["tie_word_embeddings"] = g_.tied ? "true" : "false";
  }

  void add(const std::string& name, std::vector<std::int64_t> shape) {
    std::int64_t count = 1;
    for (const std::int64_t n : shape) count *= n;
    std::string data;
    for (std::int64_t i = 0; i < count; ++i) {
      const auto value = static_cast<float>(static_cast<std::int64_t>(random_() % 2001) - 1000) / 1000.0f;
      const auto bits = std::bit_cast<std::uint32_t>(value);
      if (g_.dtype == "F32") data += bytes_of(value);
      else if (g_.dtype == "BF16") data += bytes_of(static_cast<std::uint16_t>(bits >> 16));
      else data += bytes_of(static_cast<std::uint16_t>(0x3000 | (random_() & 0x83FF)));  // f16: ±0.125 to 0.25
    }
    tensors_.push_back({name, g_.dtype, std::move(shape), std::move(data)});
  }

  static std::string number(std::int64_t n) { return std::to_string(n); }

  const Geometry& g_;
  std::mt19937_64 random_;
  std::map<std::string, std::string> config_;
  std::vector<SafeTensor> tensors_;
};

// The logits of five tokens, all at once; or nothing, where the model is refused with a cause.
std::optional<golden::Matrix> computed(const Geometry& geometry, const EngineSettings& settings, std::uint64_t seed) {
  const Folder folder;
  Writer(geometry, seed).write(folder);
  auto checkpoint = open_checkpoint(folder.path());
  if (!checkpoint) {
    if (checkpoint.error().cause.empty()) qFatal("an error without a cause");
    return std::nullopt;
  }
  auto engine = LocalEngine::open(*std::move(checkpoint), settings, {}, {});
  if (!engine) {
    if (engine.error().cause.empty()) qFatal("an error without a cause");
    return std::nullopt;
  }
  std::vector<TokenId> tokens;
  for (std::int64_t i = 0; i < 5; ++i) tokens.push_back(static_cast<TokenId>(i * 7 % geometry.vocabulary));
  const golden::Matrix together = golden::all_logits(**engine, tokens);
  golden::Matrix apart{0, geometry.vocabulary, {}};
  const auto evaluator = (*engine)->new_evaluator();
  for (const TokenId token : tokens)
    evaluator->feed_all(std::span(&token, 1), [&](std::int64_t, MatrixView<const float> rows) {
      apart.rows += rows.shape[0];
      apart.values.insert(apart.values.end(), rows.data, rows.data + rows.size());
    });
  if (together.rows != 5 || together.values.size() != static_cast<std::size_t>(5 * geometry.vocabulary)) qFatal("logits are missing: %s", geometry.text().c_str());
  if (golden::relative_error(apart, together) > 1e-6 && together.values != apart.values) qFatal("apart they differ: %s", geometry.text().c_str());
  return together;
}

EngineSettings settings_of(Precision weights) {
  EngineSettings settings = golden::float32();
  settings.weights = weights;
  settings.context = 0;
  settings.threads = 2;
  return settings;
}

constexpr std::array kPrecisions = {Precision::automatic, Precision::f32, Precision::bf16, Precision::f16, Precision::int8,
                                    Precision::nf4,       Precision::int4, Precision::int3, Precision::int2};

}  // namespace

class GeometryMutationTest : public QObject {
  Q_OBJECT

 private slots:
  // Case 33: an OPT whose MLP is one wide. At f32, f16 and bf16 it opens, whatever is one.
  void one_of_everything_computes_data() {
    QTest::addColumn<int>("unused");
    for (const char* name : {"mlp", "width", "vocabulary", "all", "kv head", "positions"}) QTest::newRow(name) << 0;
  }
  void one_of_everything_computes() {
    const std::string name = QTest::currentDataTag();
    for (const bool opt : {true, false})
      for (const bool tied : {true, false}) {
        Geometry g{opt, 18, 1, 1, 18, 33, 273, 8, 1, "F16", tied};
        if (!opt) g.heads = g.kv_heads = 3, g.head_width = 6;
        if (name == "mlp") g.mlp = 1;
        if (name == "width") g.width = 1, g.heads = g.kv_heads = 1, g.head_width = opt ? 1 : 2;
        if (name == "vocabulary") g.vocabulary = 1;
        if (name == "all") g = {opt, 1, 1, 1, opt ? 1 : 2, 1, 1, 8, 1, "F16", tied};
        if (name == "kv head") g.kv_heads = 1;
        if (name == "positions") g.positions = 5;
        for (const Precision precision : {Precision::automatic, Precision::f32, Precision::bf16, Precision::f16}) {
          const auto logits = computed(g, settings_of(precision), 1);
          QVERIFY2(logits, (g.text() + " was refused").c_str());
          for (const float value : logits->values) QVERIFY2(std::isfinite(value), g.text().c_str());
        }
      }
  }

  void mutants() {
    const char* wanted = std::getenv("HALFTONE_MUTATIONS");
    const int count = wanted && *wanted ? std::atoi(wanted) : 150;
    std::mt19937_64 random(20261125);
    constexpr std::array<std::int64_t, 12> kSizes = {1, 1, 1, 2, 3, 15, 16, 17, 31, 32, 33, 64};
    const auto pick = [&](const auto& from) { return from[random() % from.size()]; };
    int ran = 0;
    for (int i = 0; i < count; ++i) {
      Geometry g;
      g.opt = random() % 2 == 0;
      g.kv_heads = random() % 3 == 0 ? 3 : 1;
      g.heads = g.kv_heads * (random() % 3 == 0 ? 4 : 1);
      g.head_width = pick(std::array<std::int64_t, 8>{1, 2, 4, 6, 16, 18, 32, 64});
      g.width = g.opt ? g.heads * g.head_width : pick(kSizes);
      g.mlp = pick(kSizes), g.vocabulary = pick(kSizes), g.layers = 1 + static_cast<std::int64_t>(random() % 2);
      g.dtype = pick(std::array<const char*, 3>{"F32", "F16", "BF16"});
      g.tied = random() % 2 == 0;
      EngineSettings settings = settings_of(pick(kPrecisions));
      settings.attention = random() % 2 == 0 ? AttentionKind::flash : AttentionKind::naive;
      settings.cache = pick(std::array{KvFormat::f32, KvFormat::f16, KvFormat::int8, KvFormat::int4});
      settings.threads = 1 + static_cast<int>(random() % 3);
      ran += computed(g, settings, random()).has_value();
    }
    QVERIFY2(ran > count / 2, qPrintable(QString("%1 of %2 computed").arg(ran).arg(count)));
  }
};

QTEST_APPLESS_MAIN(GeometryMutationTest)
#include "geometry_mutation_test.moc"
