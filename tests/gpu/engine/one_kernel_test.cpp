// A token computed by one kernel gives the logits that the ops give one by one, for every family's peculiarity, format and depth that the
// kernel takes, and the same bits every time. (The ops are held to their definitions by tests/kernels.)
#include "tests/engine/generate/golden.h"
#include "tests/gpu/engine/has_device.h"
#include "tests/needs_device.h"

using namespace halftone;

namespace {

struct Model {
  const char *name, *config;
  bool whole_super_blocks = true;  // widths are multiples of 256
};

// Each has something that the others have not; widths straddle stages of the ring and tiles of a block.
constexpr Model kModels[] = {
    {"llama", R"({"model_type": "llama", "hidden_size": 512, "num_hidden_layers": 3, "num_attention_heads": 8, "num_key_value_heads": 2,
        "head_dim": 128, "intermediate_size": 1536, "vocab_size": 1003, "max_position_embeddings": 4096, "rms_norm_eps": 1e-05})"},
    {"wide", R"({"model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 4, "num_attention_heads": 32, "num_key_value_heads": 8,
        "head_dim": 128, "intermediate_size": 5632, "vocab_size": 2048, "max_position_embeddings": 4096, "rms_norm_eps": 1e-05})"},
    {"several units of x a thread", R"({"model_type": "llama", "hidden_size": 9216, "num_hidden_layers": 2, "num_attention_heads": 8,
        "num_key_value_heads": 2, "head_dim": 128, "intermediate_size": 1024, "vocab_size": 512, "max_position_embeddings": 4096,
        "rms_norm_eps": 1e-05})"},
    {"groups of seven", R"({"model_type": "qwen2", "hidden_size": 896, "num_hidden_layers": 3, "num_attention_heads": 14,
        "num_key_value_heads": 2, "intermediate_size": 4864, "vocab_size": 1003, "max_position_embeddings": 4096, "rms_norm_eps": 1e-06})",
     false},
    {"a key head each", R"({"model_type": "llama", "hidden_size": 1024, "num_hidden_layers": 3, "num_attention_heads": 16,
        "num_key_value_heads": 16, "intermediate_size": 2720, "vocab_size": 512, "max_position_embeddings": 4096, "rms_norm_eps": 1e-05})",
     false},
    {"norms of heads", R"({"model_type": "qwen3", "hidden_size": 1024, "num_hidden_layers": 3, "num_attention_heads": 8,
        "num_key_value_heads": 4, "head_dim": 128, "intermediate_size": 3072, "vocab_size": 777, "max_position_embeddings": 4096,
        "rms_norm_eps": 1e-06})"},
    {"window", R"({"model_type": "mistral", "hidden_size": 768, "num_hidden_layers": 2, "num_attention_heads": 12, "num_key_value_heads": 4,
        "head_dim": 64, "intermediate_size": 2048, "vocab_size": 640, "max_position_embeddings": 4096, "sliding_window": 100,
        "rms_norm_eps": 1e-05})"},
    {"parallel", R"({"model_type": "gpt_neox", "hidden_size": 768, "num_hidden_layers": 3, "num_attention_heads": 12,
        "intermediate_size": 3072, "vocab_size": 640, "max_position_embeddings": 4096, "rotary_pct": 0.25, "use_parallel_residual": true,
        "layer_norm_eps": 1e-05, "hidden_act": "gelu"})"},
    {"one key head", R"({"model_type": "gpt_bigcode", "n_embd": 1536, "n_layer": 3, "n_head": 12, "n_inner": 6144, "multi_query": true,
        "n_positions": 4096, "vocab_size": 640, "activation_function": "gelu_pytorch_tanh"})"},
    {"alibi", R"({"model_type": "mpt", "d_model": 768, "n_layers": 3, "n_heads": 6, "vocab_size": 640, "max_seq_len": 4096,
        "expansion_ratio": 4, "no_bias": true, "attn_config": {"alibi": true, "alibi_bias_max": 8}})"},
    {"clamped", R"({"model_type": "mpt", "d_model": 512, "n_layers": 3, "n_heads": 8, "vocab_size": 640, "max_seq_len": 4096,
        "expansion_ratio": 4, "no_bias": true, "attn_config": {"alibi": true, "alibi_bias_max": 8, "clip_qkv": 0.5}})"},
    {"scaled", R"({"model_type": "granite", "hidden_size": 1024, "num_hidden_layers": 4, "num_attention_heads": 8, "num_key_value_heads": 2,
        "intermediate_size": 2048, "vocab_size": 640, "max_position_embeddings": 4096, "rms_norm_eps": 1e-05, "residual_multiplier": 0.22,
        "attention_multiplier": 0.0078125, "embedding_multiplier": 12.0, "logits_scaling": 16.0})"},
    {"norms behind", R"({"model_type": "gemma2", "hidden_size": 2304, "num_hidden_layers": 4, "num_attention_heads": 8,
        "num_key_value_heads": 4, "head_dim": 256, "intermediate_size": 9216, "vocab_size": 1024, "max_position_embeddings": 4096,
        "sliding_window": 96, "query_pre_attn_scalar": 256, "attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0})"},
    {"norms behind and of heads", R"({"model_type": "gemma3_text", "hidden_size": 768, "num_hidden_layers": 6, "num_attention_heads": 4,
        "num_key_value_heads": 1, "head_dim": 256, "intermediate_size": 2048, "vocab_size": 1024, "max_position_embeddings": 4096,
        "sliding_window": 64, "query_pre_attn_scalar": 256, "rope_theta": 1000000, "rope_local_base_freq": 10000})"},
};

// Weights: a precision, or as a file stores them.
constexpr const char *kPrecisions[] = {"bf16", "int8", "int4", "int3", "int2"},
                     *kStored[] = {"Q8_0", "Q4_0", "Q4_1", "Q5_0",      "Q5_1",       "Q2_K",   "Q3_K",
                                   "Q4_K", "Q5_K", "Q6_K", "uint4_g32", "uint4_g128", "Q4_K_M", "Q5_K_M"};

std::unique_ptr<LocalEngine> open(const Model& model, const std::string& weights, EngineSettings settings) {
  Checkpoint checkpoint = random_checkpoint(model.name, model.config, 1);
  const auto precision = parse_precision(weights);
  settings.weights = precision.value_or(Precision::automatic);
  if (!precision && !store_as(checkpoint, weights)) return nullptr;
  auto engine = LocalEngine::open(std::move(checkpoint), settings, {}, {});
  if (!engine) qWarning("%s", engine.error().message().c_str());
  return engine ? *std::move(engine) : nullptr;
}

std::vector<TokenId> some_tokens(std::size_t count) {
  std::vector<TokenId> tokens(count);
  for (std::size_t i = 0; i < count; ++i) tokens[i] = static_cast<TokenId>((i * 7919 + 11) % 500);
  return tokens;
}

constexpr TokenId kFirst = 1;

std::vector<float> copied(VectorView<float> logits) { return {logits.data, logits.data + logits.size()}; }

// Share of the difference in the whole.
double distance(const std::vector<float>& a, const std::vector<float>& b) {
  double difference = 0, whole = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference += (double(a[i]) - b[i]) * (double(a[i]) - b[i]), whole += double(b[i]) * b[i];
  return std::sqrt(difference / whole);
}

}  // namespace

class OneKernelTest : public QObject {
  Q_OBJECT

  static void rows() {
    QTest::addColumn<int>("model");
    QTest::addColumn<std::string>("weights");
    QTest::addColumn<int>("cache");
    const auto add = [](int m, const char* weights, KvFormat cache) {
      QTest::addRow("%s %s %s", kModels[m].name, weights, info(cache).name.data()) << m << std::string(weights) << static_cast<int>(cache);
    };
    for (int m = 0; m < static_cast<int>(std::size(kModels)); ++m) {
      for (const char* weights : kPrecisions)
        for (const KvFormat cache : {KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4}) add(m, weights, cache);
      if (!kModels[m].whole_super_blocks) continue;
      for (const char* weights : kStored) add(m, weights, KvFormat::f16);
    }
  }

 private slots:
  void logitsOfTheOps_data() { rows(); }
  // What is rounded on the way: the residual's copies, attention's output and the MLP's numbers to bf16, 2⁻⁹ each, in every layer; and x to
  // int8, where a small difference may fall on the other side of a step. So it may in a cache of four bits: of numbers that differ by d, a
  // share d / step is stored a whole step apart, √(d · step) in the mean of squares; 15 steps span some 5.6 deviations.
  void logitsOfTheOps() {
    QFETCH(int, model);
    QFETCH(std::string, weights);
    QFETCH(int, cache);
    const EngineSettings settings{.cache = static_cast<KvFormat>(cache), .context = 1024, .device = "cuda"};
    const auto by_ops = open(kModels[model], weights, settings), as_one = open(kModels[model], weights, settings);
    QVERIFY(by_ops && as_one);
    const auto expected = by_ops->new_evaluator(), found = as_one->new_evaluator();
    qputenv("HALFTONE_NO_ONE_KERNEL", "1");
    expected->feed(std::span(&kFirst, 1)), expected->clear();
    qunsetenv("HALFTONE_NO_ONE_KERNEL");
    const std::vector<TokenId> tokens = some_tokens(520);
    const double plain = weights == "bf16" ? 0.01 : 0.04;
    const double allowed = static_cast<KvFormat>(cache) == KvFormat::int4 ? plain + std::sqrt(plain * 5.6 / 15) : plain;
    std::size_t fed = 0;
    double largest = 0;
    for (const std::size_t depth : {1, 31, 32, 33, 127, 500}) {
      if (depth > fed)
        expected->feed(std::span(tokens).subspan(fed, depth - fed)), found->feed(std::span(tokens).subspan(fed, depth - fed));
      for (fed = std::max(fed, depth); fed < depth + 2; ++fed) {
        const std::vector<float> right = copied(expected->feed(std::span(&tokens[fed], 1)));
        const std::vector<float> ours = copied(found->feed(std::span(&tokens[fed], 1)));
        const double off = distance(ours, right);
        largest = std::max(largest, off);
        QVERIFY2(off < allowed, qPrintable(QString("at %1: %2").arg(fed).arg(off)));
      }
    }
    QCOMPARE(found->token_path(), std::string("one kernel"));
    QVERIFY(expected->token_path() != found->token_path());
    qInfo("largest distance %.4f", largest);
  }

  void sameBitsEveryTime() {
    for (const char* weights : {"bf16", "int8", "int4", "Q4_K_M"}) {
      const auto engine = open(kModels[1], weights, {.context = 1024, .device = "cuda"});
      QVERIFY(engine);
      const auto evaluator = engine->new_evaluator();
      const std::vector<TokenId> tokens = some_tokens(301);
      evaluator->feed(std::span(tokens).first(300));
      std::vector<float> first;
      for (int i = 0; i < 1000; ++i) {
        evaluator->truncate(300);
        const std::vector<float> again = copied(evaluator->feed(std::span(&tokens[300], 1)));
        if (i == 0) first = again;
        QVERIFY2(std::memcmp(first.data(), again.data(), first.size() * sizeof(float)) == 0, qPrintable(QString::number(i)));
      }
      QCOMPARE(evaluator->token_path(), std::string("one kernel"));
    }
  }
};

HALFTONE_DEVICE_TEST_MAIN(OneKernelTest, has_device())
#include "one_kernel_test.moc"
