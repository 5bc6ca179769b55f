// What a model's sheet says of its positions, against what the configs of the committed checkpoints say.
#include "tests/engine/generate/golden.h"

using namespace halftone;

class DescribeTest : public QObject {
  Q_OBJECT

 private slots:
  void positions_data() {
    QTest::addColumn<QString>("said");
    const auto add = [](const char* name, const char* said) { QTest::newRow(name) << QString(said); };
    add("llama/gqa", "RoPE θ 10000");
    add("families/gpt2", "learned, 64 rows");
    add("families/mpt", "ALiBi, bias up to 8");
    add("families/mistral", "RoPE θ 10000, sliding window 7");
    add("families/gemma3", "RoPE θ 1e+06, linear ×8, sliding window 9 in 6 of 7 layers");  // the layer that sees all has the longer one
    add("families/olmo3", "RoPE θ 500000, yarn ×4, sliding window 8 in 3 of 4 layers");
    add("families/smollm3", "RoPE θ 10000, none in 1 of 4 layers");
    add("families/cohere2", "RoPE θ 10000, sliding window 8 in 3 of 4 layers, none in 1 of 4 layers");
  }
  void positions() {
    QFETCH(QString, said);
    const auto engine = golden::open(golden::folder() + "/" + QTest::currentDataTag(), golden::float32());
    QVERIFY(engine);
    QCOMPARE(QString::fromStdString(engine->model().positions.english), said);
  }
};

QTEST_APPLESS_MAIN(DescribeTest)
#include "describe_test.moc"
