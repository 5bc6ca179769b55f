// The map's bytes are the memory report's, to the byte, for every precision, cache and depth.
#include <QTest>
#include <set>

#include "engine/generate/memory_map.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

const std::filesystem::path kDemo = SOURCE_DIR "/resources/demo-model";

}  // namespace

class MemoryMapTest : public QObject {
  Q_OBJECT

 private slots:
  void addsUp_data() {
    QTest::addColumn<int>("precision");
    QTest::addColumn<int>("cache");
    QTest::addColumn<int>("depth");
    for (const Precision precision : {Precision::automatic, Precision::f32, Precision::int8, Precision::nf4, Precision::int4, Precision::int2})
      for (const KvFormat cache : {KvFormat::f16, KvFormat::int4})
        for (const int depth : {0, 1, 33, 300})
          QTest::addRow("%s %s %d", to_string(precision).data(), info(cache).name.data(), depth)
              << static_cast<int>(precision) << static_cast<int>(cache) << depth;
  }
  void addsUp() {
    QFETCH(int, precision);
    QFETCH(int, cache);
    QFETCH(int, depth);
    auto checkpoint = open_checkpoint(kDemo);
    QVERIFY(checkpoint);
    const Checkpoint copy = *checkpoint;
    const auto opened = LocalEngine::open(
        *std::move(checkpoint), {.weights = static_cast<Precision>(precision), .cache = static_cast<KvFormat>(cache), .context = 512, .device = "cpu"}, {}, {});
    QVERIFY(opened);
    LocalEngine& engine = **opened;
    const auto evaluator = engine.new_evaluator();
    if (depth > 0) evaluator->feed(std::vector<TokenId>(static_cast<std::size_t>(depth), 7));
    std::array<std::int64_t, kMemoryTags> sums{};
    std::set<std::pair<std::string, std::int64_t>> names;
    std::set<std::int64_t> layers;
    for (const MappedBytes& entry : engine.memory_map()) {
      QVERIFY(entry.bytes >= 0);
      sums[static_cast<std::size_t>(entry.tag)] += entry.bytes;
      QVERIFY2(names.insert({entry.name, entry.layer}).second, entry.name.c_str());
      if (entry.layer >= 0) layers.insert(entry.layer);
      if (entry.name == "between weights") QVERIFY(entry.bytes < 64 * std::ssize(names));
    }
    QCOMPARE(std::ssize(layers), std::ssize(copy.spec.layers));
    const MemoryReport report = engine.memory();
    for (std::size_t tag = 0; tag < kMemoryTags; ++tag) QCOMPARE(sums[tag], report.current[tag]);
    if (depth > 0) QVERIFY(report.of(MemoryTag::kv_cache) > 0);
  }
};

QTEST_APPLESS_MAIN(MemoryMapTest)
#include "memory_map_test.moc"
