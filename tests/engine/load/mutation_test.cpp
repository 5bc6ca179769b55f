// A thousand damaged files of each container, from a fixed seed: each is opened or refused, quickly, within bounded memory. Whatever
// opens is also loaded.
#include <QtTest>

#include <malloc.h>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <random>

#include "engine/load/checkpoint.h"
#include "engine/load/weight_plan.h"
#include "model_files.h"

namespace {
std::atomic<std::size_t> in_use = 0, peak = 0;

void* counted(std::size_t size) {
  void* p = std::malloc(size);
  if (!p) throw std::bad_alloc();
  const std::size_t now = in_use.fetch_add(malloc_usable_size(p)) + malloc_usable_size(p);
  for (std::size_t seen = peak; now > seen && !peak.compare_exchange_weak(seen, now);) {
  }
  return p;
}
void release(void* p) noexcept {
  if (p) in_use.fetch_sub(malloc_usable_size(p));
  std::free(p);
}
}  // namespace

// Every allocation of the program is counted.
void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return counted(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* p) noexcept { release(p); }
void operator delete[](void* p) noexcept { release(p); }
void operator delete(void* p, std::size_t) noexcept { release(p); }
void operator delete[](void* p, std::size_t) noexcept { release(p); }

using namespace halftone;
using namespace halftone::test;

namespace {

constexpr int kMutations = 1000;

// One to four changes: a bit, a byte, a number that parsers stumble over, a piece taken out or doubled, the end cut off. Half of them
// fall into the first `header` bytes, where the structure is.
std::string mutated(const std::string& original, std::size_t header, std::mt19937_64& random) {
  static constexpr std::uint64_t kNumbers[] = {0,          1,          0x7F,       0xFF,       0x7FFF,     0xFFFF,
                                               0x7FFFFFFF, 0xFFFFFFFF, 1ull << 31, 1ull << 32, 1ull << 40, 1ull << 62,
                                               1ull << 63, ~0ull,      ~0ull - 31, 40,         64,         65};
  std::string bytes = original;
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  for (std::size_t changes = 1 + below(4); changes > 0 && !bytes.empty(); --changes) {
    const std::size_t at = below(below(4) != 0 ? std::min(header, bytes.size()) : bytes.size());
    const std::size_t length = std::min<std::size_t>(1 + below(64), bytes.size() - at);
    switch (below(7)) {
      case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8))); break;
      case 1: bytes[at] = static_cast<char>(random()); break;
      case 2:
      case 3: {
        const std::string number = bytes_of(kNumbers[below(std::size(kNumbers))]);
        const std::size_t width = std::min<std::size_t>(std::size_t{1} << below(4), bytes.size() - at);
        bytes.replace(at, width, number, 0, width);
        break;
      }
      case 4: bytes.erase(at, length); break;
      case 5: bytes.insert(at, bytes.substr(at, length)); break;
      case 6:
        if (below(4) == 0) bytes.resize(at);
        break;
    }
  }
  return bytes;
}

}  // namespace

class MutationTest : public QObject {
  Q_OBJECT

  struct Count {
    int opened = 0, refused = 0;
  };

  // Opens `path`, a file of `size` bytes, and loads what opens.
  static void open_and_load(const std::filesystem::path& path, std::size_t size, ThreadPool& pool, Count& count) {
    const std::size_t before = in_use;
    peak = before;
    {
      const auto checkpoint = open_checkpoint(path);
      QVERIFY(checkpoint || !checkpoint.error().cause.empty());
      ++(checkpoint ? count.opened : count.refused);
      if (checkpoint) {
        const WeightPlan plan = plan_weights(*checkpoint, Precision::int4, WeightLayout::panels);
        std::vector<std::vector<std::byte>> memory;
        const auto loaded = load_weights(
            plan, *checkpoint,
            [&](const PlannedWeight& weight) { return memory.emplace_back(static_cast<std::size_t>(weight.bytes)).data(); }, pool, {}, {});
        QVERIFY(loaded || !loaded.error().cause.empty());
      }
    }
    QVERIFY2(peak - before <= 2 * size + (256 << 20), qPrintable(QString::number(peak - before)));
  }

 private slots:
  void gguf() {
    const GgufImage image = SmallLlama().gguf();
    const std::string original = image.bytes();
    std::size_t header = original.size();
    for (const GgufTensor& tensor : image.tensors) header -= tensor.data.size();
    std::mt19937_64 random(20261123);
    const Folder folder;
    ThreadPool pool(2);
    Count count;
    for (int i = 0; i < kMutations && !QTest::currentTestFailed(); ++i) {
      const std::string bytes = mutated(original, header, random);
      open_and_load(folder.write("m.gguf", bytes), bytes.size(), pool, count);
    }
    QVERIFY(count.refused > kMutations / 2);  // most damage is noticed,
    QVERIFY(count.opened > 0);                // some falls on a name or a number that may be anything
  }

  void safetensors() {
    const std::string original = safetensors_bytes(SmallLlama().safetensors());
    const std::size_t header = original.find("}}") + 2;
    std::mt19937_64 random(20261123);
    const Folder folder;
    folder.write("config.json", json_object(SmallLlama::config()));
    ThreadPool pool(2);
    Count count;
    for (int i = 0; i < kMutations && !QTest::currentTestFailed(); ++i) {
      const std::string bytes = mutated(original, header, random);
      folder.write("model.safetensors", bytes);
      open_and_load(folder.path(), bytes.size(), pool, count);
    }
    QVERIFY(count.refused > kMutations / 2);
    QVERIFY(count.opened > 0);
  }

  void configs() {
    const std::string original = json_object(SmallLlama::config());
    const std::string tokenizer =
        R"({"added_tokens_decoder":{"38":{"content":"<|im_end|>","special":true}},"bos_token":"<s>","chat_template":[{"name":"default","template":"D"}]})";
    const std::string generation = R"({"eos_token_id":[2,5],"temperature":0.6,"top_k":50,"do_sample":true})";
    std::mt19937_64 random(20261123);
    const Folder folder;
    folder.write("model.safetensors", safetensors_bytes(SmallLlama().safetensors()));
    ThreadPool pool(2);
    Count count;
    for (int i = 0; i < kMutations && !QTest::currentTestFailed(); ++i) {
      folder.write("config.json", i % 2 ? original : mutated(original, original.size(), random));
      folder.write("tokenizer_config.json", i % 4 == 1 ? mutated(tokenizer, tokenizer.size(), random) : tokenizer);
      folder.write("generation_config.json", i % 4 == 3 ? mutated(generation, generation.size(), random) : generation);
      open_and_load(folder.path(), 300'000, pool, count);
    }
    QVERIFY(count.refused > kMutations / 4);
    QVERIFY(count.opened > 0);
  }
};

QTEST_APPLESS_MAIN(MutationTest)
#include "mutation_test.moc"
