// The guide's experiment, as the window knows it: what is shown is what the engine says, and the chat's settings come back whatever happens.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "harness.h"
#include "tests/sanitizer.h"

using namespace halftone;
using namespace halftone::app;

namespace {

bool ended(ExperimentViewModel& experiment) {
  return QTest::qWaitFor([&] { return !experiment.isRunning(); }, static_cast<int>(kSlowdown * 120'000));
}

int count(const ExperimentViewModel& experiment, ExperimentCell::State state) {
  return static_cast<int>(std::ranges::count(experiment.cells(), state, &ExperimentCell::state));
}

// A GPU's worth of a llama, so that the guide's lengths are a matter of seconds.
void wide(ModelInfo& model) { model.heads = 32, model.kv_heads = 4, model.head_width = 64, model.layers = 22; }

struct Bench : Harness {
  ExperimentViewModel& experiment = *app->experiment();
  bool begin() {
    script.about = wide;
    if (!open()) return false;
    experiment.setActive(true);
    return QTest::qWaitFor([&] { return experiment.isKnown() && experiment.predicted(ExperimentViewModel::Memory, 0) > 0; });
  }
  // Two lines, two lengths.
  void small() {
    experiment.toggleWeights("int8");
    experiment.toggleWeights("int4");
    while (experiment.lengths() > 2) experiment.togglePrompt(experiment.prompts().last());
  }
};

}  // namespace

class ExperimentTest : public QObject {
  Q_OBJECT

 private slots:
  void predictedBeforeAnythingRuns() {
    Bench b;
    QCOMPARE(b.experiment.hint(), "Open a model first.");
    QVERIFY(!b.experiment.isKnown());
    QVERIFY(b.begin());
    QCOMPARE(b.experiment.weights(), (QStringList{"bf16", "int8", "int4"}));
    QCOMPARE(b.experiment.attentions(), (QStringList{"flash", "naive"}));
    QVERIFY(b.experiment.lengths() > 1);
    QCOMPARE(b.experiment.cells().size(), static_cast<std::size_t>(6 * b.experiment.lengths()));
    QVERIFY(b.experiment.plan().startsWith(QString("%1 cells, about ").arg(b.experiment.cells().size())));
    double together = 0;
    for (const ExperimentCell& cell : b.experiment.cells()) together += cell.expectedMs;
    QVERIFY(ExperimentViewModel::kRepeats * together <= ExperimentViewModel::kModestMs || b.experiment.lengths() == 2);
    QVERIFY(b.script.runs.empty());
    QCOMPARE(b.experiment.table()->count(), 6);
    QVERIFY(b.experiment.exportName().isEmpty());
    QCOMPARE(b.experiment.heads()->count(), 3);
    QVERIFY(b.experiment.headsFormula().contains("22 layers × heads × 64 × 2 bytes"));
  }

  void oneOfEachGroupStays() {
    Bench b;
    QVERIFY(b.begin());
    b.experiment.toggleAttention("naive");
    b.experiment.toggleAttention("flash");
    QCOMPARE(b.experiment.attentions(), QStringList("flash"));
    b.experiment.toggleWeights("int2");
    QCOMPARE(b.experiment.weights(), (QStringList{"bf16", "int8", "int4", "int2"}));
    QCOMPARE(b.experiment.lines(), 4);
    b.small();
    b.experiment.toggleWeights("bf16");
    b.experiment.toggleWeights("int2");
    QCOMPARE(b.experiment.weights(), QStringList("int2"));
  }

  void measuredAsItWasPredicted() {
    Bench b;
    QVERIFY(b.begin());
    b.small();
    const EngineSettings before = b.engine().facts()->settings;
    const int cells = static_cast<int>(b.experiment.cells().size());
    QCOMPARE(cells, 4);
    b.experiment.start();
    QVERIFY(b.experiment.isRunning() && b.engine().replying());
    b.experiment.toggleWeights("int3");  // locked
    QCOMPARE(b.experiment.lines(), 2);
    QVERIFY(ended(b.experiment));
    QVERIFY(b.experiment.isComplete() && !b.engine().replying());
    QCOMPARE(count(b.experiment, ExperimentCell::Done), cells);
    QCOMPARE(b.script.runs.size(), static_cast<std::size_t>(cells * ExperimentViewModel::kRepeats));
    QVERIFY(b.engine().facts()->settings == before);
    const ExperimentCell& cell = b.experiment.cells().back();
    QCOMPARE(cell.runs.size(), 3U);
    QVERIFY(std::abs(*cell.offBy() - 0.004) < 1e-4);
    QVERIFY2(b.experiment.dotText(ExperimentViewModel::Memory, cells - 1).contains("off by +0.4 %"), qPrintable(b.experiment.dotText(ExperimentViewModel::Memory, cells - 1)));
    QVERIFY(b.experiment.dotText(ExperimentViewModel::Time, cells - 1).contains("the median of 3 runs"));
    // Measured again it is, when all is done.
    b.experiment.start();
    QVERIFY(ended(b.experiment));
    QCOMPARE(b.script.runs.size(), static_cast<std::size_t>(2 * cells * ExperimentViewModel::kRepeats));
    // What is known stays when another precision is added.
    b.experiment.toggleWeights("int4");
    QCOMPARE(count(b.experiment, ExperimentCell::Done), cells);
    QVERIFY(!b.experiment.isComplete() && b.experiment.plan().startsWith("4 cells left"));
  }

  void stoppedAndGoneOn() {
    Bench b;
    QVERIFY(b.begin());
    b.small();
    b.script.run_delay = std::chrono::milliseconds(200);
    const EngineSettings before = b.engine().facts()->settings;
    b.experiment.start();
    QTRY_COMPARE(count(b.experiment, ExperimentCell::Done), 1);
    QTRY_COMPARE(count(b.experiment, ExperimentCell::Running), 1);
    QElapsedTimer clock;
    clock.start();
    b.experiment.stop();
    QVERIFY(ended(b.experiment));
    QVERIFY2(clock.elapsed() < 400, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(count(b.experiment, ExperimentCell::Done), 1);
    QCOMPARE(count(b.experiment, ExperimentCell::Predicted), 3);
    QVERIFY(b.engine().facts()->settings == before && b.experiment.trouble().isEmpty());
    QVERIFY(b.experiment.plan().startsWith("3 cells left"));
    b.script.run_delay = std::chrono::milliseconds(0);
    b.experiment.start();
    QVERIFY(ended(b.experiment));
    QCOMPARE(count(b.experiment, ExperimentCell::Done), 4);
  }

  void aCellIsSkipped() {
    Bench b;
    QVERIFY(b.begin());
    b.small();
    b.script.run_delay = std::chrono::milliseconds(200);
    b.experiment.start();
    QTRY_COMPARE(count(b.experiment, ExperimentCell::Running), 1);
    QTRY_VERIFY(b.experiment.stage().contains("run 1 of 3"));
    b.script.run_delay = std::chrono::milliseconds(0);
    b.experiment.skip();
    QVERIFY(ended(b.experiment));
    QCOMPARE(count(b.experiment, ExperimentCell::Skipped), 1);
    QCOMPARE(count(b.experiment, ExperimentCell::Done), 3);
  }

  void whatDoesNotFitIsNotTried() {
    Bench b;
    b.script.memory.device_total = 16LL << 30;
    b.script.memory.device_free = FakeEngine::peak_of({.weights = Precision::int8}, {60, 60}) + (1 << 20);
    QVERIFY(b.begin());
    b.experiment.toggleWeights("int4");
    QTRY_VERIFY(count(b.experiment, ExperimentCell::DoesNotFit) > 0);
    b.script.memory.device_free = 1 << 30;
    b.experiment.start();
    QVERIFY(ended(b.experiment));
    const ExperimentCell& cell = b.experiment.cells().front();
    QCOMPARE(cell.state, ExperimentCell::DoesNotFit);
    QVERIFY(b.experiment.dotText(ExperimentViewModel::Memory, 0).contains("free; it is not tried"));
    for (const auto& [settings, run] : b.script.runs) QVERIFY(settings.weights != Precision::bf16);
  }

  void whatFailsSaysWhyAndOthersGoOn() {
    Bench b;
    QVERIFY(b.begin());
    b.small();
    b.script.run_error = [](const EngineSettings& settings, RunLength) -> std::optional<Error> {
      if (settings.attention == AttentionKind::naive) throw std::bad_alloc();
      return std::nullopt;
    };
    const EngineSettings before = b.engine().facts()->settings;
    b.experiment.start();
    QVERIFY(ended(b.experiment));
    QCOMPARE(count(b.experiment, ExperimentCell::Failed), 2);
    QCOMPARE(count(b.experiment, ExperimentCell::Done), 2);
    QVERIFY(b.experiment.dotText(ExperimentViewModel::Memory, 3).contains("There is not enough memory"));
    QVERIFY(b.engine().facts()->settings == before);
    QVERIFY(b.say("one two") && b.message(1).text == "Hello there.");  // the conversation goes on
  }

  // Nothing else is tried on it, and models run on the CPU.
  void aDeviceIsLost() {
    Bench b;
    QVERIFY(b.begin());
    b.small();
    b.script.run_error = [](const EngineSettings&, RunLength) -> std::optional<Error> { throw DeviceFault("computing a token: an illegal memory access was encountered", true); };
    b.experiment.start();
    QVERIFY(ended(b.experiment));
    QCOMPARE(count(b.experiment, ExperimentCell::Failed), 1);
    QVERIFY(b.experiment.trouble().startsWith("The GPU failed"));
    QTRY_COMPARE(b.engine().state(), EngineViewModel::Ready);
    QCOMPARE(b.engine().device(), "cpu");
  }

  void leavingTheViewStopsIt() {
    Bench b;
    QVERIFY(b.begin());
    b.script.run_delay = std::chrono::milliseconds(100);
    b.experiment.start();
    QTRY_COMPARE(count(b.experiment, ExperimentCell::Running), 1);
    b.experiment.setActive(false);
    QVERIFY(ended(b.experiment));
    QVERIFY(!b.experiment.isComplete());
  }

  void dotsAreWalked() {
    Bench b;
    QVERIFY(b.begin());
    b.small();
    b.experiment.step(1, 0);
    QCOMPARE(b.experiment.dot(), b.experiment.prompt());
    b.experiment.step(-5, 0);
    QCOMPARE(b.experiment.dot(), 0);
    b.experiment.step(0, 1);
    QCOMPARE(b.experiment.dot(), 2);
    b.experiment.setPrompt(1);
    QCOMPARE(b.experiment.dot(), 3);
    QVERIFY(b.experiment.tableTitle().contains(" + 60 tokens"));
    b.experiment.setDot(-1);
    QCOMPARE(b.experiment.prompt(), 1);
  }

  void theGuidesFiguresStandBeside() {
    Bench b;
    b.script.about = [](ModelInfo& model) {
      model.family = "gpt_bigcode", model.width = 6144, model.layers = 40, model.heads = 48, model.kv_heads = 1, model.head_width = 128;
    };
    QVERIFY(b.open());
    b.experiment.setActive(true);
    QTRY_VERIFY(b.experiment.isKnown());
    QTRY_VERIFY(b.experiment.predicted(ExperimentViewModel::Memory, 0) > 0);
    QVERIFY(b.experiment.isGuided() && b.experiment.guideNote().startsWith("The guide measured on an A100"));
    if (!b.experiment.prompts().contains(6000)) b.experiment.togglePrompt(6000);
    b.experiment.setPrompt(static_cast<int>(b.experiment.prompts().indexOf(6000)));
    QCOMPARE(b.experiment.table()->rows().front().at(10).toString(), "32.6");
    QCOMPARE(b.experiment.heads()->rows().front().front().toString(), "One head for all 48");
    QCOMPARE(b.experiment.heads()->rows()[1].front().toString(), "6 heads");
  }

  void exported() {
    Bench b;
    QVERIFY(b.begin());
    b.small();
    b.experiment.start();
    QVERIFY(ended(b.experiment));
    QCOMPARE(b.experiment.exportName(), "experiment.json");
    QSignalSpy said(&b.experiment, &ExperimentViewModel::said);
    b.experiment.exportTo(QUrl::fromLocalFile(b.dir.filePath("e.json")));
    QVERIFY(said.wait());
    QFile file(b.dir.filePath("e.json"));
    QVERIFY(file.open(QFile::ReadOnly));
    const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
    for (const char* key : {"model", "device", "settings", "date"}) QVERIFY(!all[key].toString().isEmpty());
    const QJsonObject cell = all["cells"].toArray().last().toObject();
    QCOMPARE(cell["peak_bytes"].toInteger(), b.experiment.cells().back().peakBytes());
    QCOMPARE(cell["predicted_bytes"].toInteger(), b.experiment.cells().back().expected);
    QCOMPARE(cell["runs"].toArray().size(), 3);
    b.experiment.exportTo(QUrl::fromLocalFile(b.dir.filePath("e.csv")));
    QVERIFY(said.wait());
    QFile table(b.dir.filePath("e.csv"));
    QVERIFY(table.open(QFile::ReadOnly));
    QCOMPARE(table.readAll().count('\n'), 5);
  }

  // The engine itself: what is measured is what was predicted, and the chat goes on as before.
  void withTheDemoModel() {
    Harness h(EngineFactory::local());
    ExperimentViewModel& experiment = *h.app->experiment();
    h.engine().openPath(SOURCE_DIR "/resources/demo-model", false);
    QTRY_VERIFY_WITH_TIMEOUT(h.engine().isReady(), 30'000);
    QVERIFY(h.say("How many people live in France?"));
    const EngineSettings before = h.engine().facts()->settings;
    experiment.setActive(true);
    QTRY_VERIFY(experiment.isKnown() && experiment.predicted(ExperimentViewModel::Memory, 0) > 0);
    experiment.toggleWeights("int8");
    for (const int tokens : QList<int>(experiment.prompts()))
      if (tokens > 1000 && experiment.lengths() > 1) experiment.togglePrompt(tokens);
    QTRY_VERIFY(experiment.predicted(ExperimentViewModel::Memory, static_cast<int>(experiment.cells().size()) - 1) > 0);
    experiment.start();
    QVERIFY(ended(experiment));
    QVERIFY2(experiment.trouble().isEmpty(), qPrintable(experiment.trouble()));
    QCOMPARE(count(experiment, ExperimentCell::Done), static_cast<int>(experiment.cells().size()));
    for (const ExperimentCell& cell : experiment.cells())
      QVERIFY2(cell.offBy() && std::abs(*cell.offBy()) < 0.02, qPrintable(QString::number(cell.offBy().value_or(-9))));
    QVERIFY(h.engine().facts()->settings == before);
    QVERIFY(h.say("And in Germany?"));
    QVERIFY(!h.message(3).text.isEmpty());
  }
};

QTEST_GUILESS_MAIN(ExperimentTest)
#include "experiment_test.moc"
