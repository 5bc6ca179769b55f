// What a token reads: every weight that the memory map has but an embedding table of its own, and keys and values counted by hand.
#include <QTest>

#include "engine/generate/token_reads.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

class TokenReadsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyWeightOnceAndTheCache_data() {
    QTest::addColumn<Precision>("weights");
    QTest::addColumn<KvFormat>("cache");
    QTest::addColumn<double>("number");  // bytes of a key's or value's number
    QTest::newRow("as stored, f16") << Precision::automatic << KvFormat::f16 << 2.0;
    QTest::newRow("int4, f32") << Precision::int4 << KvFormat::f32 << 4.0;
  }
  void everyWeightOnceAndTheCache() {
    QFETCH(Precision, weights);
    QFETCH(KvFormat, cache);
    QFETCH(double, number);
    const auto engine =
        golden::open(QString(SOURCE_DIR) + "/resources/demo-model", {.weights = weights, .cache = cache, .context = 512, .device = "cpu"});
    QVERIFY(engine);
    const auto* const reader = dynamic_cast<const ReadsMemory*>(engine.get());
    QVERIFY(reader);
    const TokenReads reads = reader->token_reads();
    std::int64_t all = 0, table = 0;
    bool head = false;
    for (const MappedBytes& entry : engine->memory_map()) {
      if (entry.tag != MemoryTag::weights || entry.name == "between weights") continue;
      all += entry.bytes;
      if (entry.name.contains("embedding")) table += entry.bytes;
      head |= entry.name.contains("lm_head");
    }
    QVERIFY(table > 0);
    QCOMPARE(reads.weight_bytes, head ? all - table : all);
    const ModelInfo& model = engine->model();
    const double token = 2 * number * static_cast<double>(model.layers * model.kv_heads * model.head_width);
    QCOMPARE(reads.of(0), static_cast<double>(reads.weight_bytes));
    QCOMPARE(reads.of(100) - reads.of(0), 100 * token);
  }

  // A layer with a window reads no more than that.
  void windowsBoundIt() {
    const TokenReads reads{.weight_bytes = 1000, .layer_bytes = 10, .windows = {0, 4}};
    QCOMPARE(reads.of(3), 1060.0);
    QCOMPARE(reads.of(10), 1140.0);
  }

  void theDeviceIsMeasured() {
    const auto engine = golden::open(QString(SOURCE_DIR) + "/resources/demo-model", {.context = 512, .device = "cpu"});
    QVERIFY(engine);
    auto* const reader = dynamic_cast<ReadsMemory*>(engine.get());
    if (engine->memory().device_free < std::int64_t{4} << 30) QSKIP("too little memory is free");
    QVERIFY(reader->read_bandwidth_gb_s() > 0);
  }
};

QTEST_APPLESS_MAIN(TokenReadsTest)
#include "token_reads_test.moc"
