// What the sheet says before loading is what is taken once a context is full, within 2 %: every committed geometry, precision and cache.
// But one, whose file has a table of positions that golden::open leaves away.
#include <QTest>

#include "engine/generate/settings.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

class EstimateTest : public QObject {
  Q_OBJECT

  static void holds(const QString& path, EngineSettings settings) {
    const auto engine = golden::open(path, settings);
    QVERIFY(engine);
    const auto estimate = estimate_fit(path.toStdString(), engine->settings());
    QVERIFY(estimate);
    const auto row = std::ranges::find(estimate->rows, engine->settings().weights, &FitRow::precision);
    QVERIFY(row != estimate->rows.end());
    const auto cost = engine->measure_run({settings.context - 1, 1}, {}, {});
    QVERIFY(cost);
    const double off = static_cast<double>(row->total_bytes) / static_cast<double>(cost->peak_bytes) - 1;
    QVERIFY2(std::abs(off) < 0.02, qPrintable(QString("weights %1, cache %2: %3 expected, %4 taken, %5 %")
                                                  .arg(to_string(settings.weights).data()).arg(to_string(settings.cache).data())
                                                  .arg(row->total_bytes).arg(cost->peak_bytes).arg(100 * off)));
  }

 private slots:
  void asExpected_data() {
    QTest::addColumn<QString>("path");
    for (const QString& name : golden::cases())
      if (!name.endsWith("/sinusoidal")) QTest::newRow(qPrintable(name)) << golden::folder() + "/" + name;
    for (const QString& name : QDir(golden::folder() + "/quantised").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
      QTest::newRow(qPrintable("quantised/" + name)) << golden::folder() + "/quantised/" + name;
    QTest::newRow("the demo model") << QStringLiteral(SOURCE_DIR "/resources/demo-model");
  }
  void asExpected() {
    QFETCH(QString, path);
    auto checkpoint = open_checkpoint(path.toStdString());
    QVERIFY(checkpoint);
    const std::int64_t limit = checkpoint->spec.position_limit();
    const std::int64_t context = limit > 0 ? std::min<std::int64_t>(limit, 192) : 192;
    for (const Precision weights : {Precision::automatic, Precision::f32, Precision::bf16, Precision::int8, Precision::nf4, Precision::int4, Precision::int3, Precision::int2})
      holds(path, {.weights = weights, .context = context, .device = "cpu"});
    for (const CacheChoice cache : {CacheChoice(KvFormat::f32), CacheChoice(KvFormat::bf16), CacheChoice(KvFormat::int8), CacheChoice(KvFormat::int4), CacheChoice()})
      holds(path, {.weights = Precision::bf16, .cache = cache, .context = context, .device = "cpu"});
  }
};

QTEST_APPLESS_MAIN(EstimateTest)
#include "estimate_test.moc"
