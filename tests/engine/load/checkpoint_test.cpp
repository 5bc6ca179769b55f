// open_checkpoint on a small llama in both containers, and every malformed case that only shows when the parts are put together.
#include "engine/load/checkpoint.h"
#include "engine/load/weight_plan.h"

#include <QtTest>

#include <cmath>
#include <functional>
#include <numeric>

#include "engine/spec/weight_shapes.h"
#include "model_files.h"

using namespace halftone;
using namespace halftone::test;
namespace fs = std::filesystem;

namespace {

struct GgufCase {
  const char* name;
  std::function<void(GgufImage&)> change;
  ErrorKind kind;
  const char* cause;
};

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

void drop(GgufImage& g, const std::string& name) {
  std::erase_if(g.tensors, [&](const GgufTensor& tensor) { return tensor.name == name; });
}

const std::vector<GgufCase>& gguf_cases() {
  using enum ErrorKind;
  const auto f32 = [](const char* key, float value) { return [=](GgufImage& g) { g.key(key) = gguf_f32(value); }; };
  const auto u32 = [](const char* key, std::uint32_t value) { return [=](GgufImage& g) { g.key(key) = gguf_u32(value); }; };
  const auto gone = [](const char* key) { return [=](GgufImage& g) { g.remove_key(key); }; };
  constexpr const char *kEpsilon = "llama.attention.layer_norm_rms_epsilon", *kTheta = "llama.rope.freq_base";
  static const std::vector<GgufCase> all = {
      {"24 epsilon NaN", f32(kEpsilon, kNaN), malformed, kEpsilon},
      {"24 epsilon 0", f32(kEpsilon, 0), malformed, kEpsilon},
      {"24 epsilon negative", f32(kEpsilon, -1e-5f), malformed, kEpsilon},
      {"24 epsilon infinite", f32(kEpsilon, INFINITY), malformed, kEpsilon},
      {"24 rope base NaN", f32(kTheta, kNaN), malformed, kTheta},
      {"24 rope base 0", f32(kTheta, 0), malformed, kTheta},
      {"24 rope base negative", f32(kTheta, -10000), malformed, kTheta},
      {"epsilon missing", gone(kEpsilon), malformed, "is missing"},
      {"epsilon as text", [](GgufImage& g) { g.key(kEpsilon) = gguf_text("1e-5"); }, malformed, "not a number"},
      {"41 missing tensor", [](GgufImage& g) { drop(g, "blk.1.ffn_up.weight"); }, malformed, "'blk.1.ffn_up.weight' is missing"},
      {"41 missing embedding", [](GgufImage& g) { drop(g, "token_embd.weight"); }, malformed, "'token_embd.weight' is missing"},
      {"41 a layer more",
       [](GgufImage& g) {
         g.tensors.push_back({"blk.2.ffn_up.weight", 0, {8}, std::string(32, '\0'), {}, {}});
       },
       malformed, "'blk.2.ffn_up.weight' has no place"},
      {"41 a norm more",
       [](GgufImage& g) {
         g.tensors.push_back({"blk.0.attn_q_norm.weight", 0, {16}, std::string(64, '\0'), {}, {}});
       },
       malformed, "'blk.0.attn_q_norm.weight' has no place"},
      {"42 wrong shape",
       [](GgufImage& g) {
         g.tensor("blk.0.attn_q.weight").dims = {32, 128};
       },
       malformed, "(128, 32)"},
      {"42 transposed",
       [](GgufImage& g) {
         g.tensor("blk.0.ffn_down.weight").dims = {64, 96};
       },
       malformed, "(64, 96)"},
      {"42 norm as matrix",
       [](GgufImage& g) {
         g.tensor("blk.0.attn_norm.weight").dims = {1, 64};
       },
       malformed, "(64, 1)"},
      {"43 block count 0", u32("llama.block_count", 0), malformed, "llama.block_count"},
      {"43 block count 10^9", u32("llama.block_count", 1'000'000'000), malformed, "1000000000"},
      {"43 block count 3", u32("llama.block_count", 3), malformed, "is missing"},
      {"43 block count 2^63", [](GgufImage& g) { g.key("llama.block_count") = gguf_value<std::uint64_t>(10, 1ull << 63); }, malformed,
       "out of range"},
      {"44 heads 0", u32("llama.attention.head_count", 0), malformed, "llama.attention.head_count"},
      {"44 kv heads 0", u32("llama.attention.head_count_kv", 0), malformed, "llama.attention.head_count_kv"},
      {"44 kv heads do not divide", u32("llama.attention.head_count_kv", 3), malformed, "does not divide"},
      {"44 more kv heads than heads", u32("llama.attention.head_count_kv", 8), malformed, "llama.attention.head_count_kv"},
      {"44 heads per layer", [](GgufImage& g) { g.key("llama.attention.head_count") = gguf_array(4, 2, bytes_of(4) + bytes_of(4)); },
       malformed, "llama.attention.head_count"},
      {"width not of heads",
       [](GgufImage& g) { g.key("llama.attention.head_count") = g.key("llama.attention.head_count_kv") = gguf_u32(7); }, malformed,
       "7 heads"},
      {"odd rope", u32("llama.rope.dimension_count", 15), malformed, "even"},
      {"rope wider than the head", u32("llama.rope.dimension_count", 32), malformed, "rope.dimension_count"},
      {"45 vocabulary of the key", u32("llama.vocab_size", 41), malformed, "41"},
      {"45 vocabulary of the embedding",
       [](GgufImage& g) {
         auto& t = g.tensor("token_embd.weight");
         t.dims[1] = 39;
         t.data.resize(39 * 64 * 4);
       },
       malformed, "token_embd.weight"},
      {"47 one shard of two",
       [](GgufImage& g) {
         g.key("split.count") = gguf_value<std::uint16_t>(2, 2);
         g.key("split.no") = gguf_value<std::uint16_t>(2, 0);
       },
       malformed, "one of 2 shards"},
      {"no architecture", gone("general.architecture"), malformed, "general.architecture"},
      {"unknown architecture", [](GgufImage& g) { g.key("general.architecture") = gguf_text("mamba"); }, unsupported,
       "'mamba'; known are: llama"},
      {"mixture of experts", u32("llama.expert_count", 8), unsupported, "experts"},
      {"no tensors", [](GgufImage& g) { g.tensors.clear(); }, unsupported, "no weights"},
      {"type that cannot be read",
       [](GgufImage& g) {
         auto& t = g.tensor("blk.0.attn_q.weight");
         t.type = 20;
         t.data.resize(64 * 64 / 32 * 18);
       },
       unsupported, "IQ4_NL"},
      {"unknown rope scaling", [](GgufImage& g) { g.key("llama.rope.scaling.type") = gguf_text("magic"); }, unsupported, "'magic'"},
      {"linear without factor", [](GgufImage& g) { g.key("llama.rope.scaling.type") = gguf_text("linear"); }, malformed, "factor"},
      {"frequency factor 0",
       [](GgufImage& g) {
         g.tensors.push_back({"rope_freqs.weight", 0, {8}, std::string(32, '\0'), {}, {}});
       },
       malformed, "rope_freqs"},
      {"frequency factors short",
       [](GgufImage& g) {
         g.tensors.push_back({"rope_freqs.weight", 0, {4}, std::string(16, '\1'), {}, {}});
       },
       malformed, "(8)"},
  };
  return all;
}

struct HfCase {
  const char* name;
  std::function<void(HfModel&)> change;
  ErrorKind kind;
  const char* cause;
};

const std::vector<HfCase>& hf_cases() {
  using enum ErrorKind;
  const auto set = [](const char* key, const char* value) { return [=](HfModel& m) { m.config[key] = value; }; };
  const auto file = [](const char* name, const char* text) { return [=](HfModel& m) { m.files[name] = text; }; };
  static const std::vector<HfCase> all = {
      {"24 epsilon 0", set("rms_norm_eps", "0"), malformed, "rms_norm_eps"},
      {"24 epsilon negative", set("rms_norm_eps", "-1e-5"), malformed, "rms_norm_eps"},
      {"24 epsilon NaN", set("rms_norm_eps", "NaN"), malformed, "rms_norm_eps"},
      {"24 epsilon too small for a float", set("rms_norm_eps", "1e-60"), malformed, "rms_norm_eps"},
      {"24 theta 0", set("rope_theta", "0"), malformed, "rope_theta"},
      {"41 missing tensor", [](HfModel& m) { m.tensors.erase(m.tensors.begin() + 3); }, malformed,
       "'model.layers.0.self_attn.k_proj.weight' is missing"},
      {"41 missing lm_head", [](HfModel& m) { m.tensors.pop_back(); }, malformed, "'lm_head.weight' is missing"},
      {"41 a layer more",
       [](HfModel& m) {
         m.tensors.push_back({"model.layers.2.mlp.up_proj.weight", "F32", {1}, "1234"});
       },
       malformed, "'model.layers.2.mlp.up_proj.weight' has no place in a model of these settings (2 layers)"},
      {"41 a weight twice",
       [](HfModel& m) {
         m.tensors.push_back({"model.layers.0.self_attn.qkv_proj.weight", "F32", {1}, "1234"});
       },
       malformed, "qkv_proj.weight' has no place"},
      {"42 wrong shape",
       [](HfModel& m) {
         m.tensor("model.layers.0.self_attn.q_proj.weight").shape = {32, 128};
       },
       malformed, "(32, 128)"},
      {"43 no layers", set("num_hidden_layers", "0"), malformed, "num_hidden_layers"},
      {"43 10^9 layers", set("num_hidden_layers", "1000000000"), malformed, "1000000000"},
      {"43 10^30 layers", set("num_hidden_layers", "1e30"), malformed, "whole number"},
      {"44 heads 0", set("num_attention_heads", "0"), malformed, "num_attention_heads"},
      {"44 kv heads do not divide", set("num_key_value_heads", "3"), malformed, "does not divide"},
      {"44 negative heads", set("num_attention_heads", "-4"), malformed, "num_attention_heads"},
      {"head_dim odd", set("head_dim", "15"), malformed, "even"},
      {"head_dim as text", set("head_dim", "\"16\""), malformed, "whole number"},
      {"45 vocabulary", set("vocab_size", "41"), malformed, "embed_tokens"},
      {"width missing", [](HfModel& m) { m.config.erase("hidden_size"); }, malformed, "'hidden_size' is missing"},
      {"width as list", set("hidden_size", "[64]"), malformed, "hidden_size"},
      {"width as object", set("hidden_size", "{}"), malformed, "hidden_size"},
      {"53 eos beyond the vocabulary", set("eos_token_id", "[2, 40]"), malformed, "'eos_token_id' is 40"},
      {"53 bos negative", set("bos_token_id", "-5"), malformed, "bos_token_id"},
      {"53 eos of generation_config", file("generation_config.json", R"({"eos_token_id":[2,99]})"), malformed, "generation_config.json"},
      {"unknown model", set("model_type", "\"mixtral\""), unsupported, "'mixtral'; known are: llama, mistral"},
      {"no model_type", [](HfModel& m) { m.config.erase("model_type"); }, unsupported, "model_type"},
      {"quantised", set("quantization_config", R"({"quant_method":"exl2"})"), unsupported, "exl2"},
      {"F64 weights",
       [](HfModel& m) {
         auto& t = m.tensor("model.norm.weight");
         t.dtype = "F64";
         t.data.resize(64 * 8);
       },
       unsupported, "F64"},
      {"unknown activation", set("hidden_act", "\"xielu\""), unsupported, "xielu"},
      {"unknown rope scaling", set("rope_scaling", R"({"type":"magic","factor":2})"), unsupported, "magic"},
      {"rope scaling without type", set("rope_scaling", R"({"factor":2})"), malformed, "no type"},
      {"rope factor negative", set("rope_scaling", R"({"type":"linear","factor":-2})"), malformed, "factor"},
      {"longrope of the wrong length", set("rope_scaling", R"({"type":"longrope","short_factor":[1],"long_factor":[1]})"), malformed,
       "8 frequencies"},
      {"config is a list", [](HfModel& m) { m.files["config.json"] = "[]"; }, malformed, "config.json"},
      {"config is cut", [](HfModel& m) { m.files["config.json"] = "{\"model_type\":"; }, malformed, "config.json"},
      {"tokenizer.model is rubbish", file("tokenizer.model", "\xFF\xFF\xFF\xFF"), malformed, ""},
      {"added token without text", file("tokenizer_config.json", R"({"added_tokens_decoder":{"3":{}}})"), malformed, "added token '3'"},
      {"added token with a word as id", file("tokenizer_config.json", R"({"added_tokens_decoder":{"three":{"content":"x"}}})"), malformed,
       "'three'"},
  };
  return all;
}

void compare_values(const Checkpoint& checkpoint, const SmallLlama& model, bool gguf) {
  QCOMPARE(checkpoint.weights.size(), model.weights.size());
  for (const WeightEntry& entry : checkpoint.weights) {
    const auto wanted = std::ranges::find(model.weights, entry.stored_name, gguf ? &SmallLlama::Weight::gguf : &SmallLlama::Weight::hf);
    QVERIFY(wanted != model.weights.end());
    std::vector<float> values(wanted->values.size());
    QVERIFY(checkpoint.source->read(entry, 0, entry.rows, values.data()));
    QVERIFY(values == wanted->values);
    // Any rows, in any order, as they lie.
    std::vector<float> row(static_cast<std::size_t>(entry.columns));
    QVERIFY(checkpoint.source->is_verbatim(entry));
    QVERIFY(checkpoint.source->read_stored(entry, entry.rows - 1, entry.rows, reinterpret_cast<std::byte*>(row.data())));
    QVERIFY(std::equal(row.begin(), row.end(), wanted->values.end() - entry.columns));
  }
}

}  // namespace

class CheckpointTest : public QObject {
  Q_OBJECT

  template <class Cases>
  static void rows(const Cases& cases) {
    QTest::addColumn<int>("number");
    for (std::size_t i = 0; i < cases.size(); ++i) QTest::newRow(cases[i].name) << static_cast<int>(i);
  }
  // What is wrong with the tokenizer alone does not take the model with it: it is the tokenizer's trouble.
  static void verify_refused(const Result<Checkpoint>& result, ErrorKind kind, const char* cause) {
    QVERIFY2(!result || result->tokenizer.trouble, "was accepted");
    if (result) QVERIFY(result->tokenizer.kind == TokenizerData::Kind::none);
    const Error& error = result ? *result->tokenizer.trouble : result.error();
    QVERIFY2(error.kind == kind, error.cause.english.c_str());
    QVERIFY2(error.cause.english.find(cause) != std::string::npos, error.cause.english.c_str());
  }

 private slots:
  void refuses_malformed_gguf_data() { rows(gguf_cases()); }
  void refuses_malformed_gguf() {
    QFETCH(int, number);
    const GgufCase& test = gguf_cases()[static_cast<std::size_t>(number)];
    GgufImage image = SmallLlama().gguf();
    test.change(image);
    const Folder folder;
    verify_refused(open_checkpoint(folder.write("model.gguf", image.bytes())), test.kind, test.cause);
  }

  void refuses_malformed_folders_data() { rows(hf_cases()); }
  void refuses_malformed_folders() {
    QFETCH(int, number);
    const HfCase& test = hf_cases()[static_cast<std::size_t>(number)];
    HfModel model;
    test.change(model);
    const Folder folder;
    model.write(folder);
    verify_refused(open_checkpoint(folder.path()), test.kind, test.cause);
  }

  void both_containers_hold_the_same_model() {
    const SmallLlama model;
    const Folder folder, other;
    HfModel().write(folder);
    const Checkpoint hf = open_checkpoint(folder.path()).value();
    const Checkpoint gguf = open_checkpoint(other.write("model.gguf", model.gguf().bytes())).value();
    compare_values(hf, model, false);
    compare_values(gguf, model, true);

    QCOMPARE(hf.container.english, std::string("safetensors"));
    QCOMPARE(gguf.container.english, std::string("GGUF v3"));
    QCOMPARE(hf.spec.name, folder.path().filename().string());
    QCOMPARE(gguf.spec.name, std::string("Small"));
    for (const Checkpoint* c : {&hf, &gguf}) {
      const ModelSpec& spec = c->spec;
      QCOMPARE(spec.family, std::string("llama"));
      QCOMPARE(spec.width, 64);
      QCOMPARE(spec.vocabulary, 40);
      QCOMPARE(spec.trained_context, 128);
      QCOMPARE(spec.layers.size(), 2u);
      QVERIFY(!spec.tied_embeddings);
      const LayerSpec& layer = spec.layers[1];
      QCOMPARE(layer.norm.epsilon, 1e-5f);
      QCOMPARE(layer.attention.heads, 4);
      QCOMPARE(layer.attention.kv_heads, 2);
      QCOMPARE(layer.attention.head_width, 16);
      QCOMPARE(layer.attention.scale, 0.25f);
      QCOMPARE(layer.mlp.width, 96);
      const auto& rope = std::get<RopeParams>(layer.attention.position);
      QCOMPARE(rope.theta, 10000.0f);
      QCOMPARE(rope.dim, 16);
      QVERIFY(rope.pairing == (c == &hf ? RopePairing::half : RopePairing::interleaved));
      QVERIFY(c->stored_format == Format::f32);
      QVERIFY(c->ignored.empty());
      // 40·64 twice, and per layer 64·64 twice, 32·64 twice, 96·64 three times, 64 twice; 64 at the end
      QCOMPARE(spec.parameters(), 2 * 40 * 64 + 2 * (2 * 64 * 64 + 2 * 32 * 64 + 3 * 96 * 64 + 2 * 64) + 64);
    }
  }

  void paths_that_mean_a_model() {
    const Folder folder;
    HfModel().write(folder);
    for (const char* name : {"", "model.safetensors", "config.json"}) QVERIFY2(open_checkpoint(folder.path() / name), name);
    const Folder lone;
    lone.write("Any Name.GGUF", SmallLlama().gguf().bytes());
    QVERIFY(open_checkpoint(lone.path()));
    lone.write("other.gguf", SmallLlama().gguf().bytes());
    verify_refused(open_checkpoint(lone.path()), ErrorKind::invalid_argument, "2 GGUF models");
    verify_refused(open_checkpoint("/nowhere/at/all"), ErrorKind::not_found, "/nowhere/at/all");
    const Folder empty;
    verify_refused(open_checkpoint(empty.path()), ErrorKind::not_found, "holds no model");
    empty.write("config.json", json_object(SmallLlama::config()));
    verify_refused(open_checkpoint(empty.path()), ErrorKind::not_found, "model.safetensors");
    empty.write("pytorch_model.bin", "x");
    verify_refused(open_checkpoint(empty.path()), ErrorKind::unsupported, "pytorch_model.bin");
  }

  void tied_embeddings() {
    const SmallLlama model(true);
    const Folder folder;
    HfModel hf;
    hf.tensors = model.safetensors();
    hf.config["tie_word_embeddings"] = "true";
    hf.write(folder);
    const Checkpoint a = open_checkpoint(folder.path()).value();
    const Checkpoint b = open_checkpoint(folder.write("m.gguf", model.gguf().bytes())).value();
    QVERIFY(a.spec.tied_embeddings && b.spec.tied_embeddings);
    compare_values(a, model, false);
    compare_values(b, model, true);

    // A tied model may store lm_head all the same: it is not used.
    HfModel both;
    both.config["tie_word_embeddings"] = "true";
    both.write(folder);
    QCOMPARE(open_checkpoint(folder.path()).value().ignored, std::vector<std::string>{"lm_head.weight"});
  }

  void what_is_not_used_is_listed() {
    const Folder folder;
    HfModel model;
    model.tensors.push_back({"model.layers.0.self_attn.rotary_emb.inv_freq", "F32", {8}, std::string(32, '\0')});
    model.tensors.push_back({"model.layers.0.self_attn.q_proj.bias", "F32", {64}, std::string(256, '\0')});
    model.write(folder);
    const auto ignored = open_checkpoint(folder.path()).value().ignored;
    QCOMPARE(ignored.size(), 2u);
  }

  void biases_and_windows() {
    const Folder folder;
    HfModel model;
    model.config["attention_bias"] = "true";
    model.config["model_type"] = "\"mistral\"";
    model.config["sliding_window"] = "48";
    for (int layer = 0; layer < 2; ++layer)
      for (const auto& [name, size] : {std::pair{"q_proj", 64}, {"k_proj", 32}, {"v_proj", 32}, {"o_proj", 64}})
        model.tensors.push_back(
            {"model.layers." + std::to_string(layer) + ".self_attn." + name + ".bias", "F32", {size}, std::string(size * 4, '\0')});
    model.write(folder);
    const Checkpoint c = open_checkpoint(folder.path()).value();
    QCOMPARE(c.spec.family, std::string("mistral"));
    QVERIFY(c.spec.layers[1].attention.qkv_bias && c.spec.layers[1].attention.out_bias);
    QCOMPARE(c.spec.layers[1].attention.window, 48);
    model.config["sliding_window"] = "null";
    model.write(folder);
    QCOMPARE(open_checkpoint(folder.path()).value().spec.layers[0].attention.window, 0);
  }

  void gguf_frequency_factors_and_other_keys() {
    GgufImage image = SmallLlama().gguf();
    const std::vector<float> factors = {1, 1, 1, 1.5f, 2, 4, 8, 8};
    image.tensors.push_back({"rope_freqs.weight", 0, {8}, SmallLlama::f32_bytes(factors), {}, {}});
    image.key("llama.block_count") = gguf_value<std::uint64_t>(10, 2);  // case 25
    image.key("llama.attention.head_count") = gguf_value<std::uint8_t>(0, 4);
    image.key("llama.attention.sliding_window") = gguf_u32(32);
    image.remove_key("llama.vocab_size");
    const Folder folder;
    const Checkpoint c = open_checkpoint(folder.write("m.gguf", image.bytes())).value();
    for (const LayerSpec& layer : c.spec.layers) {
      QVERIFY(std::get<RopeParams>(layer.attention.position).frequency_factors == factors);
      QCOMPARE(layer.attention.window, 32);
    }
    QCOMPARE(c.spec.vocabulary, 40);
    QVERIFY(c.ignored.empty());
  }

  void gguf_tokenizer_and_template() {
    const Folder folder;
    const Checkpoint c = open_checkpoint(folder.write("m.gguf", SmallLlama().gguf().bytes())).value();
    QVERIFY(c.tokenizer.kind == TokenizerData::Kind::sentencepiece_vocabulary);
    QCOMPARE(c.tokenizer.pieces.size(), 40u);
    QCOMPARE(c.tokenizer.scores[7], -7.0f);
    QVERIFY(c.tokenizer.types[1] == TokenizerData::PieceType::control);
    QCOMPARE(c.tokenizer.bos.value(), 1);
    QCOMPARE(c.tokenizer.eos.value(), 2);
    QVERIFY((c.tokenizer.end_of_generation == std::vector<TokenId>{2, 3}));  // <|eot_id|> is known by its text
    QVERIFY(c.tokenizer.add_bos);
    QCOMPARE(c.chat_template.value(), std::string("{{ messages }}"));
    QCOMPARE(read_tokenizer(folder.path() / "m.gguf").value().pieces.size(), 40u);
  }

  void hugging_face_tokenizer_files() {
    const Folder folder;
    HfModel model;
    model.files["tokenizer.json"] = R"({"model":{"type":"BPE","vocab":{"a":0,"<s>":1,"b":2,"ab":3},"merges":["a b"]}})";
    model.files["tokenizer_config.json"] =
        R"({"added_tokens_decoder":{"38":{"content":"<|im_end|>","special":true},"7":{"content":"<x>","special":false},
        "40":{"content":"[PAD]","special":true}}, "eos_token":{"content":"<|im_end|>"}, "bos_token":"<s>", "add_bos_token":false,
        "chat_template":[{"name":"tool_use","template":"T"},{"name":"default","template":"D"}]})";
    model.files["generation_config.json"] =
        R"({"eos_token_id":[2,5],"temperature":0.6,"top_p":0.9,"top_k":50,"do_sample":true,"repetition_penalty":-1,"min_p":null})";
    model.write(folder);
    const Checkpoint c = open_checkpoint(folder.path()).value();
    QVERIFY(c.tokenizer.kind == TokenizerData::Kind::pipeline);
    QCOMPARE(c.tokenizer.added_tokens.size(), 2u);  // 40 is beyond the vocabulary
    QCOMPARE(c.tokenizer.added_tokens[0].text, std::string("<x>"));
    QVERIFY(!c.tokenizer.added_tokens[0].special && c.tokenizer.added_tokens[1].special);
    QCOMPARE(c.tokenizer.eos.value(), 38);
    QCOMPARE(c.tokenizer.bos.value(), 1);
    QVERIFY(!c.tokenizer.add_bos);
    QVERIFY((c.tokenizer.end_of_generation == std::vector<TokenId>{38, 2, 5}));
    QCOMPARE(c.chat_template.value(), std::string("D"));
    QCOMPARE(c.generation.temperature.value(), 0.6f);
    QCOMPARE(c.generation.top_p.value(), 0.9f);
    QCOMPARE(c.generation.top_k.value(), 50);
    QCOMPARE(c.generation.sample.value(), true);
    QVERIFY(!c.generation.repeat_penalty && !c.generation.min_p);
    QCOMPARE(std::ranges::count_if(
                 c.notes, [](const Sentence& n) { return n.english.find("[PAD]") != n.english.npos || n.english.find("repetition_penalty") != n.english.npos; }),
             2);

    folder.write("chat_template.jinja", "J");
    QCOMPARE(open_checkpoint(folder.path()).value().chat_template.value(), std::string("J"));
  }

  void a_folder_without_tokenizer_opens_with_a_note() {
    const Folder folder;
    HfModel().write(folder);
    const Checkpoint c = open_checkpoint(folder.path()).value();
    QVERIFY(c.tokenizer.kind == TokenizerData::Kind::none);
    QVERIFY(std::ranges::any_of(c.notes, [](const Sentence& n) { return n.english.starts_with("no tokenizer"); }));
    QVERIFY(read_tokenizer(folder.path()).error().kind == ErrorKind::not_found);
  }

  void stored_precision_is_the_configs() {
    const Folder folder;
    HfModel model;
    model.config["torch_dtype"] = "\"bfloat16\"";
    model.write(folder);
    QVERIFY(open_checkpoint(folder.path()).value().stored_format == Format::bf16);
    model.config.erase("torch_dtype");
    model.config["dtype"] = "\"float16\"";
    model.write(folder);
    QVERIFY(open_checkpoint(folder.path()).value().stored_format == Format::f16);
  }

  void licence_is_read_from_the_card() {
    const Folder folder;
    HfModel model;
    model.files["README.md"] = "---\ntags: []\nlicense: apache-2.0\n---\nlicense: other\n";
    model.write(folder);
    QCOMPARE(open_checkpoint(folder.path()).value().licence, std::string("apache-2.0"));
  }

  void sharded_gguf() {
    const SmallLlama model;
    const auto shard = [&](int number, int count) {
      GgufImage image = model.gguf();
      const auto middle = image.tensors.begin() + 7;
      if (number == 1) image.tensors.erase(middle, image.tensors.end());
      if (number == 2) {
        image.tensors.erase(image.tensors.begin(), middle);
        image.keys.clear();
      }
      image.key("split.no") = gguf_value<std::uint16_t>(2, static_cast<std::uint16_t>(number - 1));
      image.key("split.count") = gguf_value<std::uint16_t>(2, static_cast<std::uint16_t>(count));
      image.key("split.tensors.count") = gguf_value<std::int32_t>(5, static_cast<std::int32_t>(model.weights.size()));
      return image;
    };
    const Folder folder;
    const auto first = folder.write("m-00001-of-00002.gguf", shard(1, 2).bytes());
    verify_refused(open_checkpoint(first), ErrorKind::not_found, "shard 2 of 2");  // case 47
    const auto second = folder.write("m-00002-of-00002.gguf", shard(2, 2).bytes());
    for (const auto& path : {first, second, folder.path()}) {
      const auto checkpoint = open_checkpoint(path);
      QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().cause.english.c_str());
      compare_values(*checkpoint, model, true);
    }
    folder.write("m-00002-of-00002.gguf", shard(2, 3).bytes());
    verify_refused(open_checkpoint(first), ErrorKind::malformed, "shard 2 of 3");  // case 46
    folder.write("m-00002-of-00002.gguf", shard(1, 2).bytes());
    verify_refused(open_checkpoint(first), ErrorKind::malformed, "shard 1 of 2");
    GgufImage doubled = shard(2, 2);
    doubled.tensors.back() = shard(1, 2).tensors[0];
    folder.write("m-00002-of-00002.gguf", doubled.bytes());
    verify_refused(open_checkpoint(first), ErrorKind::malformed, "two of the model's files");  // case 47
    GgufImage fewer = shard(2, 2);
    fewer.tensors.pop_back();
    folder.write("m-00002-of-00002.gguf", fewer.bytes());
    verify_refused(open_checkpoint(first), ErrorKind::malformed, "should hold");
  }

  void quantised_gguf_keeps_its_format() {
    GgufImage image = SmallLlama().gguf();
    for (GgufTensor& tensor : image.tensors)
      if (tensor.dims.size() == 2) {
        tensor.type = 2;
        tensor.data = std::string(tensor.data.size() / 4 / 32 * 18, '\0');
      }
    const Folder folder;
    const Checkpoint c = open_checkpoint(folder.write("m.gguf", image.bytes())).value();
    QVERIFY(c.stored_format == Format::q4_0);
    const WeightPlan plan = plan_weights(c, Precision::automatic, WeightLayout::panels);
    for (const PlannedWeight& weight : plan.weights) QVERIFY(weight.format == (weight.entry.rows == 1 ? Format::f32 : Format::q4_0));
  }

  // Files made by others, where they are: the same models as folder and as GGUF.
  void golden_checkpoints_open() {
    for (const auto& entry : fs::recursive_directory_iterator(SOURCE_DIR "/tests/golden")) {
      if (!fs::exists(entry.path() / "config.json")) continue;
      const auto hf = open_checkpoint(entry.path());
      QVERIFY2(hf, hf ? "" : hf.error().cause.english.c_str());
      QCOMPARE(hf->spec.parameters(), std::accumulate(hf->weights.begin(), hf->weights.end(), std::int64_t{0},
                                                      [](std::int64_t sum, const WeightEntry& w) { return sum + w.rows * w.columns; }));
      if (!fs::exists(entry.path() / "model.gguf")) continue;
      const auto gguf = open_checkpoint(entry.path() / "model.gguf");
      QVERIFY2(gguf, gguf ? "" : gguf.error().cause.english.c_str());
      QCOMPARE(gguf->spec.parameters(), hf->spec.parameters());
      QCOMPARE(gguf->spec.tied_embeddings, hf->spec.tied_embeddings);
      QCOMPARE(gguf->spec.layers.front().attention.kv_heads, hf->spec.layers.front().attention.kv_heads);
    }
  }

  void real_vocabularies_are_reached() {
    const fs::path folder = SHARED_DATA_DIR "/tokenizers";
    if (!fs::exists(folder)) QSKIP("the shared vocabularies are not here");
    const TokenizerData spm = read_tokenizer(folder / "llama-spm.gguf").value();
    QVERIFY(spm.kind == TokenizerData::Kind::sentencepiece_vocabulary);
    QCOMPARE(spm.pieces.size(), 32'000u);
    QCOMPARE(spm.bos.value(), 1);
    QCOMPARE(spm.eos.value(), 2);
    const TokenizerData falcon = read_tokenizer(folder / "falcon.gguf").value();
    QVERIFY(falcon.kind == TokenizerData::Kind::pipeline);
    const TokenizerData model = read_tokenizer(folder / "llama-2.tokenizer.model").value();
    QVERIFY(model.kind == TokenizerData::Kind::sentencepiece_model);
    QCOMPARE(model.sentencepiece_model.size(), fs::file_size(folder / "llama-2.tokenizer.model"));
    verify_refused(open_checkpoint(folder / "llama-spm.gguf"), ErrorKind::unsupported, "no weights");
  }
};

QTEST_APPLESS_MAIN(CheckpointTest)
#include "checkpoint_test.moc"
