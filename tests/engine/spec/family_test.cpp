// Families and RoPE settings through a config held in memory.
#include "engine/spec/family.h"

#include <QtTest>

#include <cmath>
#include <map>
#include <set>

#include "engine/base/refuse.h"
#include "engine/spec/rope_config.h"
#include "engine/spec/weight_shapes.h"

using namespace halftone;

namespace {

class MapConfig final : public ConfigSource {
 public:
  MapConfig(std::map<std::string, ConfigValue, std::less<>> values, bool gguf = false) : values_(std::move(values)), gguf_(gguf) {}
  std::optional<ConfigValue> find(const ConfigKey& key) const override {
    const auto place = values_.find(gguf_ ? key.gguf : key.hf);
    return place == values_.end() ? std::nullopt : std::optional(place->second);
  }
  std::string name(const ConfigKey& key) const override { return std::string(gguf_ ? key.gguf : key.hf); }
  bool is_gguf() const override { return gguf_; }

 private:
  std::map<std::string, ConfigValue, std::less<>> values_;
  bool gguf_;
};

using Values = std::map<std::string, ConfigValue, std::less<>>;

RopeParams rope(Values values, bool gguf = false) {
  const MapConfig source(std::move(values), gguf);
  return read_rope(Config(source), 64, 8192, {.gguf_pairing = RopePairing::interleaved});
}

Values with(Values values, const Values& more) {
  values.insert(more.begin(), more.end());
  return values;
}

}  // namespace

class FamilyTest : public QObject {
  Q_OBJECT

 private slots:
  void families_are_found_by_either_name() {
    QCOMPARE(family_of_model_type("llama").name, std::string_view("llama"));
    QCOMPARE(family_of_model_type("mistral").name, std::string_view("mistral"));
    QCOMPARE(family_of_architecture("llama").name, std::string_view("llama"));
    QVERIFY_THROWS_EXCEPTION(Refused, family_of_architecture("mistral"));
    QVERIFY_THROWS_EXCEPTION(Refused, family_of_model_type(""));
  }

  // What GGUF leaves out and its readers know by the models' sizes: Gemma 2 27B and Gemma 3 27B divide scores by √(D / H), the others by √Dh.
  void gemma_scales_of_gguf_files() {
    const auto scale = [](ModelSpec (*read)(const Config&), std::int64_t layers) {
      const MapConfig source({{"embedding_length", std::int64_t{4608}}, {"block_count", layers}, {"attention.head_count", std::int64_t{32}},
                              {"attention.head_count_kv", std::int64_t{16}}, {"attention.key_length", std::int64_t{128}},
                              {"attention.value_length", std::int64_t{128}}, {"feed_forward_length", std::int64_t{36864}},
                              {"vocab_size", std::int64_t{256000}}, {"context_length", std::int64_t{8192}},
                              {"attention.layer_norm_rms_epsilon", 1e-6}}, true);
      return read(Config(source)).layers.front().attention.scale;
    };
    QCOMPARE(scale(read_gemma2, 46), 1 / std::sqrt(144.0f));
    QCOMPARE(scale(read_gemma2, 26), 1 / std::sqrt(128.0f));
    QCOMPARE(scale(read_gemma3, 62), 1 / std::sqrt(144.0f));
    QCOMPARE(scale(read_gemma3, 34), 1 / std::sqrt(128.0f));
  }

  // The first spelling that is there counts; messages name it, or the first one when none is.
  void spellings() {
    const MapConfig source({{"n_head", std::int64_t{12}}, {"b", std::string("x")}});
    const Config config(source);
    QCOMPARE(config.integer({"num_attention_heads|n_head", ""}, 1, 100), 12);
    QCOMPARE(config.name({"num_attention_heads|n_head", ""}), "n_head");
    QCOMPARE(config.name({"one|two|three", ""}), "one");
    QVERIFY(!config.has({"one|two|three", ""}));
    QCOMPARE(config.text({"a|b|c", ""}).value(), "x");
    QVERIFY_THROWS_EXCEPTION(Refused, config.integer({"a|b", ""}, 1, 100));
  }

  // Which layers know positions, and which have windows, as the configs of 2025 say it; what cannot be is named.
  void layers_by_their_lists() {
    const Values base{{"hidden_size", std::int64_t{32}},        {"num_hidden_layers", std::int64_t{6}},
                      {"num_attention_heads", std::int64_t{4}}, {"intermediate_size", std::int64_t{48}},
                      {"vocab_size", std::int64_t{96}},         {"sliding_window", std::int64_t{8}}};
    // A letter a layer: g global and w with a window; capitals know positions.
    const auto layers = [&](const char* family, const Values& more) -> std::string {
      const MapConfig source(with(base, more));
      std::string text;
      try {
        for (const LayerSpec& layer : read_spec(family_of_model_type(family), Config(source)).layers) {
          const bool knows = std::holds_alternative<RopeParams>(layer.attention.position);
          text += layer.attention.window > 0 ? (knows ? 'W' : 'w') : (knows ? 'G' : 'g');
        }
      } catch (const Refused& refused) {
        return refused.error.cause.english;
      }
      return text;
    };
    using Numbers = std::vector<double>;
    using Texts = std::vector<std::string>;
    QCOMPARE(layers("smollm3", {}), std::string("GGGgGG"));
    QCOMPARE(layers("smollm3", {{"no_rope_layers", Numbers{0, 1, 1, 0, 0, 1}}}), std::string("gGGggG"));
    QCOMPARE(layers("smollm3", {{"no_rope_layers", Numbers{0, 1}}}), std::string("no_rope_layers has 2 switches for 6 layers"));
    QCOMPARE(layers("smollm3", {{"no_rope_layers", Numbers{0, 1, 1, 2, 0, 1}}}),
             std::string("no_rope_layers holds 2; whole numbers from 0 to 1 make sense"));
    QCOMPARE(layers("smollm3", {{"no_rope_layers", Numbers{0, 1, 1, 0.5, 0, 1}}}),
             std::string("no_rope_layers holds 0.5; whole numbers from 0 to 1 make sense"));
    QCOMPARE(layers("smollm3", {{"no_rope_layers", std::string("all")}}), std::string("no_rope_layers is not a list of numbers"));
    QCOMPARE(layers("olmo3", {}), std::string("WWWGWW"));
    QCOMPARE(layers("exaone4", {}), std::string("WWWgWg"));  // the last always sees everything
    QCOMPARE(layers("exaone4", {{"sliding_window_pattern", std::string("LG")}}), std::string("WgWgWg"));
    QCOMPARE(layers("exaone4", {{"sliding_window_pattern", std::int64_t{2}}}), std::string("WgWgWg"));
    QCOMPARE(layers("exaone4", {{"sliding_window_pattern", std::string("LX")}}),
             std::string("sliding_window_pattern is 'LX'; it is made of L and G"));
    QCOMPARE(layers("cohere2", {}), std::string("WWWgWW"));
    QCOMPARE(layers("cohere2", {{"layer_types", Texts(6, "full_attention")}}), std::string("gggggg"));
    QCOMPARE(layers("mistral3", {{"model_type", std::string("bert")}}),
             std::string("its text half is of the kind 'bert', which is not known yet"));
  }

  void layers_that_differ_are_refused_by_name() {
    const Values base = {{"embedding_length", std::int64_t{64}}, {"block_count", std::int64_t{2}}, {"attention.head_count", std::int64_t{4}},
                         {"feed_forward_length", std::int64_t{64}}, {"vocab_size", std::int64_t{10}},
                         {"attention.layer_norm_rms_epsilon", 1e-6}};
    const auto cause = [&](std::vector<double> kv_heads) -> std::string {
      const MapConfig source(with(base, {{"attention.head_count_kv", std::move(kv_heads)}}), true);
      try {
        read_spec(family_of_architecture("llama"), Config(source));
      } catch (const Refused& refused) {
        return refused.error.cause.english;
      }
      return "";
    };
    QVERIFY(cause({4, 2}).find("attention.head_count_kv differs from layer to layer") != std::string::npos);
    QCOMPARE(cause({2, 2}), "");  // alike after all
    QVERIFY(cause({2.5, 2.5}).find("not a whole number") != std::string::npos);
    QVERIFY(cause({std::nan(""), 2}).find("differs") != std::string::npos);
    QVERIFY(cause({}).find("not a whole number") != std::string::npos);
  }

  // Old and new spellings of the same settings (transformers 4 and 5).
  void rope_scaling_in_every_spelling() {
    const Values llama3 = {
        {"factor", 32.0}, {"low_freq_factor", 1.0}, {"high_freq_factor", 4.0}, {"original_max_position_embeddings", std::int64_t{8192}}};
    for (const std::string object : {"rope_scaling.", "rope_parameters."}) {
      Values values = {{object + "rope_type", std::string("llama3")}};
      for (const auto& [key, value] : llama3) values.emplace(object + key, value);
      values.emplace(object == "rope_scaling." ? "rope_theta" : "rope_parameters.rope_theta", 500000.0);
      const RopeParams params = rope(values);
      QCOMPARE(params.theta, 500000.0f);
      QVERIFY(params.pairing == RopePairing::half);
      const auto& scaling = std::get<Llama3Scaling>(params.scaling);
      QCOMPARE(scaling.factor, 32.0f);
      QCOMPARE(scaling.low_freq_factor, 1.0f);
      QCOMPARE(scaling.high_freq_factor, 4.0f);
      QCOMPARE(scaling.original_context, 8192);
    }
    QCOMPARE(std::get<LinearScaling>(rope({{"rope_scaling.type", std::string("linear")}, {"rope_scaling.factor", std::int64_t{4}}}).scaling)
                 .factor,
             4.0f);
    QCOMPARE(
        std::get<NtkScaling>(rope({{"rope_scaling.type", std::string("dynamic")}, {"rope_scaling.factor", 2.0}}).scaling).original_context,
        8192);
    QVERIFY(std::holds_alternative<std::monostate>(rope({}).scaling));
    QVERIFY(std::holds_alternative<std::monostate>(rope({{"rope_parameters.rope_type", std::string("default")}}).scaling));
    QVERIFY_THROWS_EXCEPTION(Refused, rope({{"rope_scaling.rope_type", std::string("llama3")},
                                            {"rope_scaling.factor", 8.0},
                                            {"rope_scaling.low_freq_factor", 4.0},
                                            {"rope_scaling.high_freq_factor", 4.0}}));
  }

  void yarn() {
    const Values values = {{"rope_scaling.rope_type", std::string("yarn")},
                           {"rope_scaling.original_max_position_embeddings", std::int64_t{2048}}};
    QCOMPARE(std::get<YarnScaling>(rope(values).scaling).factor, 4.0f);  // 8192 / 2048
    const auto yarn = std::get<YarnScaling>(rope(with(values, {{"rope_scaling.factor", 16.0},
                                                               {"rope_scaling.beta_fast", 20.0},
                                                               {"rope_scaling.mscale", 0.7},
                                                               {"rope_scaling.truncate", false}}))
                                                .scaling);
    QCOMPARE(yarn.factor, 16.0f);
    QCOMPARE(yarn.original_context, 2048);
    QCOMPARE(yarn.beta_fast, 20.0f);
    QCOMPARE(yarn.beta_slow, 1.0f);
    QCOMPARE(yarn.mscale, 0.7f);
    QVERIFY(!yarn.truncate);
    const auto gguf = std::get<YarnScaling>(rope({{"rope.scaling.type", std::string("yarn")},
                                                  {"rope.scaling.factor", 8.0},
                                                  {"rope.scaling.original_context_length", std::int64_t{1024}}},
                                                 true)
                                                .scaling);
    QCOMPARE(gguf.factor, 8.0f);
    QCOMPARE(gguf.original_context, 1024);
  }

  void rotated_width() {
    QCOMPARE(rope({}).dim, 64);
    QCOMPARE(rope({{"partial_rotary_factor", 0.25}}).dim, 16);
    QCOMPARE(rope({{"rope.dimension_count", std::int64_t{32}}}, true).dim, 32);
    QVERIFY(rope({}, true).pairing == RopePairing::interleaved);
    QVERIFY_THROWS_EXCEPTION(Refused, rope({{"partial_rotary_factor", 1.5}}));
    QVERIFY_THROWS_EXCEPTION(Refused, rope({{"partial_rotary_factor", 0.01}}));
  }

  void a_config_guards_its_values() {
    const MapConfig source(
        {{"int", std::int64_t{7}}, {"real", 2.5}, {"text", std::string("x")}, {"flag", true}, {"list", std::vector<double>{1, 2}}});
    const Config config(source);
    QCOMPARE(config.integer({"int", ""}, 7, 7), 7);
    QCOMPARE(config.positive({"int", ""}), 7.0f);
    QCOMPARE(config.integer_or({"absent", ""}, 3, 0, 1), 3);
    QVERIFY_THROWS_EXCEPTION(Refused, config.integer({"int", ""}, 8, 9));
    QVERIFY_THROWS_EXCEPTION(Refused, config.integer({"int", ""}, 0, 6));
    QVERIFY_THROWS_EXCEPTION(Refused, config.integer({"real", ""}, 0, 9));
    QVERIFY_THROWS_EXCEPTION(Refused, config.integer({"absent", ""}, 0, 9));
    QVERIFY_THROWS_EXCEPTION(Refused, config.positive({"text", ""}));
    QVERIFY_THROWS_EXCEPTION(Refused, config.flag_or({"int", ""}, true));
    QVERIFY_THROWS_EXCEPTION(Refused, config.text({"flag", ""}));
    QCOMPARE(config.positive_list({"list", ""}).size(), 2u);
    QVERIFY_THROWS_EXCEPTION(Refused, config.positive_list({"int", ""}));
  }

  // Every option of a spec adds its weights, once.
  void weights_of_a_spec_with_everything() {
    ModelSpec spec;
    spec.width = 8;
    spec.vocabulary = 10;
    spec.position = Learned{.count = 20, .offset = 2};
    spec.embedding_norm = true;
    spec.lm_head_bias = true;
    spec.final_norm.bias = true;
    LayerSpec layer;
    layer.norm.bias = true;
    layer.norm_place = NormPlace::sandwich;
    layer.attention = {
        .heads = 4, .kv_heads = 2, .head_width = 2, .position = {}, .qk_norm = QkNorm::head, .qkv_bias = true, .out_bias = true};
    layer.mlp = {.width = 16, .bias = true};
    spec.layers = {layer, layer};
    const auto shapes = weight_shapes(spec);
    std::set<WeightKey> keys;
    for (const WeightShape& shape : shapes) keys.insert(shape.key);
    QCOMPARE(keys.size(), shapes.size());
    // all 32 roles, of which 24 once per layer
    QCOMPARE(shapes.size(), 8u + 2 * 24u);
    const std::int64_t per_layer = 8 * 8 * 2 + 4 * 8 * 2 + 8 + 4 + 4 + 2 + 2 + 8 + 3 * 16 * 8 + 16 + 16 + 8 + 4 * 2 * 8;
    QCOMPARE(spec.parameters(), 10 * 8 + 22 * 8 + 16 + 16 + 10 * 8 + 10 + 2 * per_layer);

    spec.tied_embeddings = true;
    QCOMPARE(weight_shapes(spec).size(), shapes.size() - 1);
    QCOMPARE(to_string({WeightRole::attention_out, 3}), std::string("layer 3 attention_out"));
    QCOMPARE(to_string({WeightRole::lm_head_bias, kNoLayer}), std::string("lm_head_bias"));
  }

  void a_shared_norm_is_there_once() {
    ModelSpec spec;
    spec.width = 8, spec.vocabulary = 10;
    LayerSpec layer;
    layer.attention = {.heads = 1, .kv_heads = 1, .head_width = 8, .position = {}};
    layer.mlp = {.width = 16, .gated = false};
    layer.residual = Residual::parallel_shared_norm;
    spec.layers = {layer};
    for (const WeightShape& shape : weight_shapes(spec))
      QVERIFY(shape.key.role != WeightRole::mlp_norm && shape.key.role != WeightRole::gate);
  }
};

QTEST_APPLESS_MAIN(FamilyTest)
#include "family_test.moc"
