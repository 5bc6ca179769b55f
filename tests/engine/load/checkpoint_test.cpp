// open_checkpoint on a small llama in both containers.
#include "engine/load/checkpoint.h"
#include "engine/load/weight_plan.h"

#include <QtTest>

#include <cmath>
#include <numeric>

#include "engine/spec/weight_shapes.h"
#include "model_files.h"
#include "tests/engine/load/verify_refused.h"

using namespace halftone;
using namespace halftone::test;
namespace fs = std::filesystem;

namespace {

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

 private slots:
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
