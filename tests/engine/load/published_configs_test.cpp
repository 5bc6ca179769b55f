// The configs of published models, as their publishers wrote them (without what is not computed with), against the numbers of parameters
// that the publishers, the headers of their files, or transformers (of 2026's) state.
#include <QtTest>

#include "engine/load/json_config.h"
#include "engine/spec/family.h"

using namespace halftone;

class PublishedConfigsTest : public QObject {
  Q_OBJECT

 private slots:
  void parameters_data() {
    QTest::addColumn<qint64>("parameters");
    QTest::addColumn<QByteArray>("config");
    const auto add = [](const char* name, qint64 parameters, const char* config) { QTest::newRow(name) << parameters << QByteArray(config); };
    add("GPT-2", 124'439'808, R"({"model_type": "gpt2", "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 1024, "n_ctx": 1024,
        "vocab_size": 50257, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-05})");
    add("GPT-2 XL", 1'557'611'200, R"({"model_type": "gpt2", "n_embd": 1600, "n_head": 25, "n_layer": 48, "n_positions": 1024, "vocab_size": 50257})");
    add("GPT-1", 116'534'784, R"({"model_type": "openai-gpt", "afn": "gelu", "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 512,
        "vocab_size": 40478})");
    add("GPT-J 6B", 6'050'882'784, R"({"model_type": "gptj", "n_embd": 4096, "n_head": 16, "n_layer": 28, "n_positions": 2048, "n_inner": null,
        "rotary_dim": 64, "vocab_size": 50400, "activation_function": "gelu_new", "tie_word_embeddings": false})");
    add("GPT-NeoX 20B", 20'554'567'680, R"({"model_type": "gpt_neox", "hidden_act": "gelu_fast", "hidden_size": 6144, "intermediate_size": 24576,
        "layer_norm_eps": 1e-05, "max_position_embeddings": 2048, "num_attention_heads": 64, "num_hidden_layers": 44, "rotary_emb_base": 10000,
        "rotary_pct": 0.25, "tie_word_embeddings": false, "vocab_size": 50432})");
    add("StarCoder", 15'517'456'384, R"({"model_type": "gpt_bigcode", "activation_function": "gelu", "multi_query": true, "n_embd": 6144,
        "n_head": 48, "n_inner": 24576, "n_layer": 40, "n_positions": 8192, "vocab_size": 49152})");
    add("StarCoder 2 3B", 3'030'371'328, R"({"model_type": "starcoder2", "hidden_act": "gelu_pytorch_tanh", "hidden_size": 3072,
        "intermediate_size": 12288, "max_position_embeddings": 16384, "num_attention_heads": 24, "num_hidden_layers": 30,
        "num_key_value_heads": 2, "rope_theta": 999999.4420358813, "sliding_window": 4096, "use_bias": true, "vocab_size": 49152,
        "norm_epsilon": 1e-05})");
    add("Falcon 7B", 6'921'720'704, R"({"model_type": "falcon", "alibi": false, "bias": false, "hidden_size": 4544, "multi_query": true,
        "new_decoder_architecture": false, "num_attention_heads": 71, "num_hidden_layers": 32, "parallel_attn": true, "vocab_size": 65024})");
    add("Falcon RW 1B", 1'311'625'216, R"({"model_type": "falcon", "alibi": true, "bias": true, "hidden_size": 2048, "multi_query": false,
        "new_decoder_architecture": false, "num_attention_heads": 32, "num_hidden_layers": 24, "parallel_attn": false, "vocab_size": 50304})");
    add("MPT 7B", 6'649'286'656, R"({"model_type": "mpt", "attn_config": {"alibi": true, "alibi_bias_max": 8, "attn_impl": "torch",
        "attn_type": "multihead_attention", "attn_uses_sequence_id": false, "clip_qkv": null, "prefix_lm": false, "qk_ln": false,
        "softmax_scale": null}, "d_model": 4096, "expansion_ratio": 4, "logit_scale": null, "max_seq_len": 2048, "n_heads": 32, "n_layers": 32,
        "no_bias": true, "vocab_size": 50432})");
    add("BLOOM 7B1", 7'069'016'064, R"({"model_type": "bloom", "n_embed": 4096, "n_layer": 30, "num_attention_heads": 32, "seq_length": 2048,
        "apply_residual_connection_post_layernorm": false, "vocab_size": 250880, "layer_norm_epsilon": 1e-05})");
    add("BLOOM", 176'247'271'424, R"({"model_type": "bloom", "hidden_size": 14336, "n_layer": 70, "n_head": 112, "vocab_size": 250880})");
    add("Gemma 2B", 2'506'172'416, R"({"model_type": "gemma", "head_dim": 256, "hidden_act": "gelu", "hidden_size": 2048,
        "intermediate_size": 16384, "max_position_embeddings": 8192, "num_attention_heads": 8, "num_hidden_layers": 18,
        "num_key_value_heads": 1, "rms_norm_eps": 1e-06, "rope_theta": 10000.0, "vocab_size": 256000})");
    add("Gemma 2 2B", 2'614'341'888, R"({"model_type": "gemma2", "attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0, "head_dim": 256,
        "hidden_activation": "gelu_pytorch_tanh", "hidden_size": 2304, "intermediate_size": 9216, "max_position_embeddings": 8192,
        "num_attention_heads": 8, "num_hidden_layers": 26, "num_key_value_heads": 4, "query_pre_attn_scalar": 256, "sliding_window": 4096,
        "vocab_size": 256000})");
    add("Gemma 3 1B", 999'885'952, R"({"model_type": "gemma3_text", "head_dim": 256, "hidden_size": 1152, "intermediate_size": 6912,
        "max_position_embeddings": 32768, "num_attention_heads": 4, "num_hidden_layers": 26, "num_key_value_heads": 1,
        "query_pre_attn_scalar": 256, "rope_local_base_freq": 10000, "rope_theta": 1000000, "sliding_window": 512, "sliding_window_pattern": 6,
        "vocab_size": 262144})");
    add("Gemma 3 4B, its text half", 3'880'263'168, R"({"model_type": "gemma3", "text_config": {"hidden_size": 2560, "intermediate_size": 10240,
        "model_type": "gemma3_text", "num_hidden_layers": 34, "rope_scaling": {"factor": 8.0, "rope_type": "linear"}, "sliding_window": 1024},
        "vision_config": {"hidden_size": 1152, "num_attention_heads": 16, "num_hidden_layers": 27}})");
    add("Qwen 2.5 7B", 7'615'616'512, R"({"model_type": "qwen2", "hidden_size": 3584, "intermediate_size": 18944, "max_position_embeddings": 32768,
        "max_window_layers": 28, "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4, "rms_norm_eps": 1e-06,
        "rope_theta": 1000000.0, "sliding_window": 131072, "tie_word_embeddings": false, "use_sliding_window": false, "vocab_size": 152064})");
    add("Qwen 3 0.6B", 596'049'920, R"({"model_type": "qwen3", "attention_bias": false, "head_dim": 128, "hidden_size": 1024,
        "intermediate_size": 3072, "max_position_embeddings": 40960, "num_attention_heads": 16, "num_hidden_layers": 28,
        "num_key_value_heads": 8, "rms_norm_eps": 1e-06, "rope_theta": 1000000, "sliding_window": null, "tie_word_embeddings": true,
        "use_sliding_window": false, "vocab_size": 151936})");
    add("Phi-3 mini", 3'821'079'552, R"({"model_type": "phi3", "hidden_size": 3072, "intermediate_size": 8192, "max_position_embeddings": 4096,
        "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32, "original_max_position_embeddings": 4096,
        "rms_norm_eps": 1e-05, "rope_scaling": null, "rope_theta": 10000.0, "sliding_window": 2047, "tie_word_embeddings": false,
        "vocab_size": 32064})");
    add("Phi-2", 2'779'683'840, R"({"model_type": "phi", "hidden_act": "gelu_new", "hidden_size": 2560, "intermediate_size": 10240,
        "layer_norm_eps": 1e-05, "max_position_embeddings": 2048, "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32,
        "partial_rotary_factor": 0.4, "qk_layernorm": false, "rope_scaling": null, "rope_theta": 10000.0, "tie_word_embeddings": false,
        "vocab_size": 51200})");
    add("StableLM 2 1.6B", 1'644'515'328, R"({"model_type": "stablelm", "hidden_act": "silu", "hidden_size": 2048, "intermediate_size": 5632,
        "layer_norm_eps": 1e-05, "max_position_embeddings": 4096, "num_attention_heads": 32, "num_hidden_layers": 24, "num_key_value_heads": 32,
        "partial_rotary_factor": 0.25, "rope_theta": 10000, "tie_word_embeddings": false, "use_qkv_bias": true, "vocab_size": 100352})");
    add("OPT 125M", 125'239'296, R"({"model_type": "opt", "activation_function": "relu", "do_layer_norm_before": true, "ffn_dim": 3072,
        "hidden_size": 768, "max_position_embeddings": 2048, "num_attention_heads": 12, "num_hidden_layers": 12, "vocab_size": 50272,
        "word_embed_proj_dim": 768})");
    add("Command R", 34'980'831'232, R"({"model_type": "cohere", "attention_bias": false, "hidden_size": 8192, "intermediate_size": 22528,
        "layer_norm_eps": 1e-05, "logit_scale": 0.0625, "max_position_embeddings": 131072, "model_max_length": 131072,
        "num_attention_heads": 64, "num_hidden_layers": 40, "num_key_value_heads": 64, "rope_theta": 8000000.0, "use_qk_norm": false,
        "vocab_size": 256000})");
    add("Granite 3.1 2B", 2'533'531'648, R"({"model_type": "granite", "attention_bias": false, "attention_multiplier": 0.015625,
        "embedding_multiplier": 12.0, "hidden_act": "silu", "hidden_size": 2048, "intermediate_size": 8192, "logits_scaling": 8.0,
        "max_position_embeddings": 131072, "mlp_bias": false, "num_attention_heads": 32, "num_hidden_layers": 40, "num_key_value_heads": 8,
        "residual_multiplier": 0.22, "rms_norm_eps": 1e-05, "rope_theta": 5000000.0, "tie_word_embeddings": true, "vocab_size": 49155})");
    add("SmolLM 3 3B", 3'075'098'624, R"({"model_type": "smollm3", "attention_bias": false, "hidden_act": "silu", "hidden_size": 2048,
        "intermediate_size": 11008, "max_position_embeddings": 65536, "max_window_layers": 28, "mlp_bias": false, "no_rope_layer_interval": 4,
        "num_attention_heads": 16, "num_hidden_layers": 36, "num_key_value_heads": 4, "rms_norm_eps": 1e-06, "rope_scaling": null,
        "rope_theta": 5000000.0, "sliding_window": null, "tie_word_embeddings": true, "use_sliding_window": false, "vocab_size": 128256})");
    add("OLMo 2 7B", 7'298'617'344, R"({"model_type": "olmo2", "attention_bias": false, "hidden_act": "silu", "hidden_size": 4096,
        "intermediate_size": 11008, "max_position_embeddings": 4096, "num_attention_heads": 32, "num_hidden_layers": 32,
        "num_key_value_heads": 32, "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 500000, "tie_word_embeddings": false,
        "vocab_size": 100352})");
    add("OLMo 3 32B", 32'233'522'176, R"({"model_type": "olmo3", "attention_bias": false, "hidden_act": "silu", "hidden_size": 5120,
        "intermediate_size": 27648, "max_position_embeddings": 65536, "num_attention_heads": 40, "num_hidden_layers": 64,
        "num_key_value_heads": 8, "rms_norm_eps": 1e-06, "rope_scaling": {"attention_factor": 1.2079441541679836, "beta_fast": 32.0,
        "beta_slow": 1.0, "factor": 8.0, "original_max_position_embeddings": 8192, "rope_type": "yarn"}, "rope_theta": 500000,
        "sliding_window": 4096, "tie_word_embeddings": false, "vocab_size": 100278})");
    add("EXAONE 4 1.2B", 1'279'391'488, R"({"model_type": "exaone4", "head_dim": 64, "hidden_act": "silu", "hidden_size": 2048,
        "intermediate_size": 4096, "max_position_embeddings": 65536, "num_attention_heads": 32, "num_hidden_layers": 30,
        "num_key_value_heads": 8, "rms_norm_eps": 1e-05, "rope_scaling": {"factor": 16.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
        "original_max_position_embeddings": 8192, "rope_type": "llama3"}, "rope_theta": 1000000, "sliding_window": null,
        "tie_word_embeddings": true, "vocab_size": 102400})");
    add("Command R7B", 8'028'033'024, R"({"model_type": "cohere2", "attention_bias": false, "head_dim": 128, "hidden_act": "silu",
        "hidden_size": 4096, "intermediate_size": 14336, "layer_norm_eps": 1e-05, "logit_scale": 0.25, "max_position_embeddings": 8192,
        "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8, "rope_theta": 50000, "sliding_window": 4096,
        "sliding_window_pattern": 4, "use_qk_norm": false, "vocab_size": 256000})");
    add("GLM-4 9B 0414", 9'400'279'040, R"({"model_type": "glm4", "attention_bias": true, "head_dim": 128, "hidden_act": "silu",
        "hidden_size": 4096, "intermediate_size": 13696, "max_position_embeddings": 32768, "num_attention_heads": 32, "num_hidden_layers": 40,
        "num_key_value_heads": 2, "partial_rotary_factor": 0.5, "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "tie_word_embeddings": false,
        "vocab_size": 151552})");
  }
  void parameters() {
    QFETCH(qint64, parameters);
    QFETCH(QByteArray, config);
    const auto json = nlohmann::json::parse(config.toStdString());
    const JsonConfig source(json);
    const ModelSpec spec = read_spec(family_of_model_type(json["model_type"].get<std::string>()), Config(source));
    QCOMPARE(spec.parameters(), parameters);
  }
};

QTEST_APPLESS_MAIN(PublishedConfigsTest)
#include "published_configs_test.moc"
