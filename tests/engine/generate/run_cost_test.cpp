// What a run takes is what was expected of it, by sizes alone; and a run can be left.
#include <QTest>

#include <thread>

#include "engine/generate/guide_figures.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

std::unique_ptr<LocalEngine> demo(const EngineSettings& settings) { return golden::open(QString(SOURCE_DIR) + "/resources/demo-model", settings); }

}  // namespace

class RunCostTest : public QObject {
  Q_OBJECT

 private slots:
  // Within 2 % on every committed geometry.
  void expectedIsMeasured_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("demo") << QString(SOURCE_DIR) + "/resources/demo-model";
    for (const QString& name : golden::cases()) QTest::newRow(qPrintable(name)) << golden::folder() + "/" + name;
  }
  void expectedIsMeasured() {
    QFETCH(QString, path);
    const bool isDemo = path.endsWith("demo-model");
    auto engine = golden::open(path, {.weights = Precision::bf16, .context = 2048});
    QVERIFY(engine);
    const std::int64_t limit = engine->model().position_limit > 0 ? engine->model().position_limit : 2048;
    for (const Precision weights : {Precision::bf16, Precision::int8, Precision::int4}) {
      for (const AttentionKind attention : {AttentionKind::flash, AttentionKind::naive}) {
        EngineSettings next = engine->settings();
        next.weights = weights, next.attention = attention;
        QVERIFY(engine->apply(next, {}, {}));
        for (const std::int64_t prompt : {7, 60, 300, isDemo ? 1500 : 700}) {
          const RunLength run{prompt, 5};
          if (prompt + 5 > limit) continue;
          const std::int64_t expected = engine->expected_peak(next, run);
          const auto cost = engine->measure_run(run, {}, {});
          QVERIFY(cost);
          const double off = static_cast<double>(cost->peak_bytes) / static_cast<double>(expected) - 1;
          QVERIFY2(std::abs(off) < 0.02, qPrintable(QString("%1 %2, %3 tokens: %4 bytes, %5 expected, %6 %").arg(to_string(weights).data(), to_string(attention).data()).arg(prompt).arg(cost->peak_bytes).arg(expected).arg(100 * off)));
        }
      }
    }
  }

  void cacheFormatsAndNone() {
    for (const CacheChoice cache : {CacheChoice(KvFormat::f32), CacheChoice(KvFormat::int8), CacheChoice()}) {
      auto engine = demo({.weights = Precision::int8, .cache = cache, .context = 1024});
      QVERIFY(engine);
      for (const std::int64_t prompt : {31, 400}) {
        const auto cost = engine->measure_run({prompt, 3}, {}, {});
        QVERIFY(cost);
        const double off = static_cast<double>(cost->peak_bytes) / static_cast<double>(engine->expected_peak(engine->settings(), {prompt, 3})) - 1;
        QVERIFY2(std::abs(off) < 0.02, qPrintable(QString::number(off)));
      }
    }
  }

  // The largest sum of allocations; what conversations keep in the cache is not the run's.
  void thePeakIsTheArenas() {
    auto engine = demo({.weights = Precision::bf16, .context = 2048});
    QVERIFY(engine);
    const auto alone = engine->measure_run({500, 8}, {}, {});
    QVERIFY(alone);
    QCOMPARE(alone->peak_bytes, engine->memory().total_peak);
    QVERIFY(alone->prompt_ms > 0 && alone->generate_ms > 0);
    auto session = engine->new_session();
    std::string question;
    for (int i = 0; i < 60; ++i) question += "How many people live in France? ";
    QVERIFY(session->generate({{ChatMessage::Role::user, question}}, {.max_tokens = 4}, {}, {}));
    const std::int64_t kept = session->cached_tokens();
    const auto beside = engine->measure_run({500, 8}, {}, {});
    QVERIFY(beside);
    QCOMPARE(beside->peak_bytes, alone->peak_bytes);
    QCOMPARE(session->cached_tokens(), kept);
  }

  void tellsHowFarItIs() {
    auto engine = demo({.weights = Precision::int4, .context = 2048});
    QVERIFY(engine);
    std::vector<std::int64_t> prompt, written;
    const auto hear = [&](const Progress& progress) { (progress.total == 600 ? prompt : written).push_back(progress.done); };
    QVERIFY(engine->measure_run({600, 4}, hear, {}));
    QCOMPARE(prompt.back(), 600);
    QVERIFY(std::ranges::is_sorted(prompt));
    QCOMPARE(written, (std::vector<std::int64_t>{1, 2, 3, 4}));
  }

  void stopsWithinTheTime() {
    auto engine = demo({.weights = Precision::f32, .attention = AttentionKind::naive, .context = 4096, .threads = 1});
    QVERIFY(engine);
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked;
    std::jthread other([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(60));
      asked = std::chrono::steady_clock::now();
      stop.request_stop();
    });
    const auto cost = engine->measure_run({4000, 60}, {}, stop.get_token());
    const auto late = std::chrono::steady_clock::now() - asked;
    other.join();
    QVERIFY(!cost);
    QCOMPARE(cost.error().kind, ErrorKind::cancelled);
    QVERIFY2(late < std::chrono::milliseconds(400), qPrintable(QString::number(late.count() / 1'000'000)));  // 100, on a machine that is not shared
    QVERIFY(engine->measure_run({20, 2}, {}, {}));
  }

  void saysThatThereIsNoRoom() {
    auto engine = demo({.weights = Precision::int8, .attention = AttentionKind::naive, .context = 2048});
    QVERIFY(engine);
    const auto cost = engine->measure_run({800'000, 1}, {}, {});  // scores of 10 TB
    QVERIFY(!cost);
    QCOMPARE(cost.error().kind, ErrorKind::out_of_memory);
    QVERIFY(!cost.error().cause.empty());
    QVERIFY(engine->measure_run({20, 2}, {}, {}));
  }

  void theGuidesFigures() {
    ModelInfo model;
    model.family = "gpt_bigcode", model.width = 6144, model.layers = 40;
    QCOMPARE(guide_figure(model, Precision::bf16, AttentionKind::flash, 6000)->peak_gib, 32.62);
    QCOMPARE(guide_figure(model, Precision::int4, AttentionKind::naive, 60)->peak_gib, 9.54);
    QVERIFY(!guide_figure(model, Precision::int4, AttentionKind::flash, 6000));
    QVERIFY(!guide_figure(model, Precision::bf16, AttentionKind::flash, 1000));
    model.layers = 24;
    QVERIFY(!guide_figure(model, Precision::bf16, AttentionKind::flash, 6000));
  }
};

QTEST_APPLESS_MAIN(RunCostTest)
#include "run_cost_test.moc"
