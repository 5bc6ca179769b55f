// Every malformed model of either container that only shows when the parts are put together: refused, with the cause.
#include "engine/load/checkpoint.h"
#include "engine/load/weight_plan.h"

#include <QtTest>

#include <cmath>
#include <functional>
#include <numeric>

#include "engine/spec/weight_shapes.h"
#include "model_files.h"
#include "tests/engine/load/verify_refused.h"

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
         t.type = 9;
         t.data.resize(64 * 64 / 32 * 36);
       },
       unsupported, "Q8_1"},
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

}  // namespace

class MalformedCheckpointTest : public QObject {
  Q_OBJECT

  template <class Cases>
  static void rows(const Cases& cases) {
    QTest::addColumn<int>("number");
    for (std::size_t i = 0; i < cases.size(); ++i) QTest::newRow(cases[i].name) << static_cast<int>(i);
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
};

QTEST_APPLESS_MAIN(MalformedCheckpointTest)
#include "malformed_checkpoint_test.moc"
