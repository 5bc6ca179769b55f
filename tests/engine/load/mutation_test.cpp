// Damaged containers and settings (see tests/engine/mutation.h). Whatever opens is also loaded, and its vocabulary used.
#include "tests/engine/mutation.h"
#include "engine/load/checkpoint.h"
#include "engine/load/gguf.h"
#include "engine/load/load_weights.h"
#include "engine/text/chat_template.h"

using namespace halftone;
using namespace halftone::test;

class MutationTest : public QObject {
  Q_OBJECT

  struct Count {
    int opened = 0, refused = 0;
  };

  // Opens `path`, a file of `size` bytes, and loads what opens.
  static void open_and_load(const std::filesystem::path& path, std::size_t size, ThreadPool& pool, Count& count) {
    within_limits(size, [&] {
      const auto checkpoint = open_checkpoint(path);
      QVERIFY(checkpoint || !checkpoint.error().cause.empty());
      ++(checkpoint ? count.opened : count.refused);
      if (!checkpoint) return;
      const WeightPlan plan = plan_weights(*checkpoint, Precision::int4, WeightLayout::panels);
      std::vector<std::vector<std::byte>> memory;
      const auto loaded = load_weights(
          plan, *checkpoint,
          [&](const PlannedWeight& weight) { return memory.emplace_back(static_cast<std::size_t>(weight.bytes)).data(); }, pool, {}, {});
      QVERIFY(loaded || !loaded.error().cause.empty());
      if (checkpoint->tokenizer.kind != TokenizerData::Kind::none) {
        if (const auto tokenizer = make_tokenizer(checkpoint->tokenizer)) {
          const auto ids = (*tokenizer)->encode("t5t6 t7 <|eot_id|>\xF0\x9F\x90\x8A");
          (void)(*tokenizer)->decode(ids);
        } else {
          QVERIFY(!tokenizer.error().cause.empty());
        }
      }
      if (checkpoint->chat_template) {
        const auto parsed = ChatTemplate::parse(*checkpoint->chat_template);
        QVERIFY(parsed || !parsed.error().cause.empty());
      }
    });
  }

 private slots:
  void gguf_data() {
    QTest::addColumn<bool>("vocabulary");  // damage falls into the vocabulary and the keys alone, or anywhere
    QTest::newRow("anywhere") << false;
    QTest::newRow("keys and vocabulary") << true;
  }
  void gguf() {
    QFETCH(bool, vocabulary);
    const GgufImage image = SmallLlama().gguf();
    const std::string original = image.bytes();
    std::size_t header = original.size();
    for (const GgufTensor& tensor : image.tensors) header -= tensor.data.size();
    if (vocabulary) header = original.find("token_embd.weight");
    std::mt19937_64 random(mutation_seed());
    const Folder folder;
    ThreadPool pool(2);
    Count count;
    const int files = vocabulary ? mutations() / 2 : mutations();
    for (int i = 0; i < files && !QTest::currentTestFailed(); ++i) {
      // The data stays where it was: a changed header alone.
      const std::string bytes =
          vocabulary ? mutated(original.substr(0, header), header, random) + original.substr(header) : mutated(original, header, random);
      open_and_load(folder.write("m.gguf", bytes), bytes.size(), pool, count);
    }
    QVERIFY(count.refused > files / 2);  // most damage is noticed,
    QVERIFY(count.opened > 0);           // some falls on a name or a number that may be anything
  }

  // The committed models: every family's keys, every format of blocks.
  void goldenGguf() {
    struct Original {
      std::string bytes;
      std::size_t header;
    };
    std::vector<Original> originals;
    for (const char* set : {"families", "llama", "quantised"}) {
      for (const auto& entry : std::filesystem::directory_iterator(std::string(SOURCE_DIR) + "/tests/golden/" + set)) {
        const auto file = File::open(entry.path() / "model.gguf");
        if (!file) continue;
        const Gguf gguf = read_gguf(*file).value();
        std::ifstream in(entry.path() / "model.gguf", std::ios::binary);
        originals.push_back({{std::istreambuf_iterator<char>(in), {}}, 0});
        originals.back().header = std::ranges::min(gguf.tensors, {}, &StoredTensor::offset).offset;
      }
    }
    QVERIFY(originals.size() > 20);
    std::mt19937_64 random(mutation_seed());
    const Folder folder;
    ThreadPool pool(2);
    Count count;
    for (int i = 0; i < mutations() && !QTest::currentTestFailed(); ++i) {
      const auto& [original, header] = originals[random() % originals.size()];
      const std::string bytes = mutated(original, header, random);
      open_and_load(folder.write("m.gguf", bytes), bytes.size(), pool, count);
    }
    QVERIFY(count.refused > mutations() / 3);
    QVERIFY(count.opened > 0);
  }

  void safetensors() {
    const std::string original = safetensors_bytes(SmallLlama().safetensors());
    const std::size_t header = original.find("}}") + 2;
    std::mt19937_64 random(mutation_seed());
    const Folder folder;
    folder.write("config.json", json_object(SmallLlama::config()));
    ThreadPool pool(2);
    Count count;
    for (int i = 0; i < mutations() && !QTest::currentTestFailed(); ++i) {
      const std::string bytes = mutated(original, header, random);
      folder.write("model.safetensors", bytes);
      open_and_load(folder.path(), bytes.size(), pool, count);
    }
    QVERIFY(count.refused > mutations() / 2);
    QVERIFY(count.opened > 0);
  }

  // The committed folders: every family's settings, every kind of quantised layer, whose numbers (group indices, packed zero points,
  // quantisation states) are structure too.
  void goldenFolders() {
    struct Original {
      std::string config, weights;
    };
    std::vector<Original> originals;
    const auto read = [](const std::filesystem::path& path) {
      std::ifstream in(path, std::ios::binary);
      return std::string(std::istreambuf_iterator<char>(in), {});
    };
    for (const char* set : {"families", "llama", "quantised", "quantised"}) {  // these twice as often
      for (const auto& entry : std::filesystem::directory_iterator(std::string(SOURCE_DIR) + "/tests/golden/" + set)) {
        Original original{read(entry.path() / "config.json"), read(entry.path() / "model.safetensors")};
        if (!original.weights.empty()) originals.push_back(std::move(original));
      }
    }
    QVERIFY(originals.size() > 20);
    const std::vector<std::string> words = {"\"quant_method\":\"gptq\",",
                                            "\"bits\":3,",
                                            "\"group_size\":-1,",
                                            "\"desc_act\":true,",
                                            "1e999",
                                            "-1",
                                            "null",
                                            "[",
                                            "{",
                                            "true",
                                            "2147483647",
                                            "9223372036854775807",
                                            "\"awq\"",
                                            "gptq_v2",
                                            "96",
                                            "\"bitsandbytes\""};
    std::mt19937_64 random(mutation_seed());
    const Folder folder;
    ThreadPool pool(2);
    Count count;
    for (int i = 0; i < mutations() && !QTest::currentTestFailed(); ++i) {
      Original damaged = originals[random() % originals.size()];
      std::size_t header = 0;
      std::memcpy(&header, damaged.weights.data(), sizeof header);
      if (i % 3 == 0) {  // where it says how its layers are quantised, mostly there
        const std::size_t quantised = damaged.config.find("\"quantization_config\"");
        const std::size_t begin = quantised == std::string::npos || i % 2 ? 0 : quantised;
        const std::string rest = damaged.config.substr(begin);
        damaged.config = damaged.config.substr(0, begin) + mutated(rest, rest.size(), random, words);
      }
      if (i % 3 == 1) damaged.weights = mutated(damaged.weights, header + 8, random);
      if (i % 3 == 2) {  // the numbers, where they lie
        const std::string numbers = damaged.weights.substr(header + 8);
        std::string other = mutated(numbers, numbers.size(), random);
        other.resize(numbers.size(), '\xFF');
        damaged.weights = damaged.weights.substr(0, header + 8) + other;
      }
      folder.write("config.json", damaged.config);
      folder.write("model.safetensors", damaged.weights);
      open_and_load(folder.path(), damaged.weights.size(), pool, count);
    }
    QVERIFY(count.refused > mutations() / 4);
    QVERIFY(count.opened > mutations() / 10);
  }

  void shards() {
    const std::string index = R"({"metadata":{"total_size":1},"weight_map":{)";
    std::string original = index;
    for (const SafeTensor& tensor : SmallLlama().safetensors())
      original += (original == index ? "\"" : ",\"") + tensor.name + "\":\"model-00001-of-00001.safetensors\"";
    original += "}}";
    const std::vector<std::string> words = {"../", "/etc/passwd", "\"",    ":",       "{",
                                            "[",   "null",        "1e999", "\\u0000", "model-00002-of-00001.safetensors"};
    std::mt19937_64 random(mutation_seed());
    const Folder folder;
    folder.write("config.json", json_object(SmallLlama::config()));
    folder.write("model-00001-of-00001.safetensors", safetensors_bytes(SmallLlama().safetensors()));
    ThreadPool pool(2);
    Count count;
    for (int i = 0; i < mutations() / 2 && !QTest::currentTestFailed(); ++i) {
      const std::string bytes = i == 0 ? original : mutated(original, original.size(), random, words);
      folder.write("model.safetensors.index.json", bytes);
      open_and_load(folder.path(), bytes.size() + 300000, pool, count);
    }
    QVERIFY(count.refused > mutations() / 4);
    QVERIFY(count.opened > 0);
  }

  void configs() {
    const std::string original = json_object(SmallLlama::config());
    const std::string tokenizer =
        R"({"added_tokens_decoder":{"38":{"content":"<|im_end|>","special":true}},"bos_token":"<s>","chat_template":[{"name":"default","template":"D"}]})";
    const std::string generation = R"({"eos_token_id":[2,5],"temperature":0.6,"top_k":50,"do_sample":true})";
    const std::vector<std::string> words = {"\"rope_scaling\":{\"type\":\"yarn\",\"factor\":4.0},",
                                            "\"sliding_window\":7,",
                                            "\"head_dim\":32,",
                                            "\"qwen2\"",
                                            "\"gemma2\"",
                                            "\"falcon\"",
                                            "1e999",
                                            "-1",
                                            "null",
                                            "[",
                                            "{",
                                            "true",
                                            "1e-320",
                                            "\\ud800",
                                            "18446744073709551615",
                                            "9223372036854775807",
                                            "2147483647"};
    std::mt19937_64 random(mutation_seed());
    const Folder folder;
    folder.write("model.safetensors", safetensors_bytes(SmallLlama().safetensors()));
    ThreadPool pool(2);
    Count count;
    for (int i = 0; i < mutations() * 2 && !QTest::currentTestFailed(); ++i) {  // of config.json alone, as many as promised
      folder.write("config.json", i % 2 ? original : mutated(original, original.size(), random, words));
      folder.write("tokenizer_config.json", i % 4 == 1 ? mutated(tokenizer, tokenizer.size(), random, words) : tokenizer);
      folder.write("generation_config.json", i % 4 == 3 ? mutated(generation, generation.size(), random, words) : generation);
      open_and_load(folder.path(), 300000, pool, count);
    }
    QVERIFY(count.refused > mutations() / 2);
    QVERIFY(count.opened > 0);
  }
};

QTEST_APPLESS_MAIN(MutationTest)
#include "mutation_test.moc"
