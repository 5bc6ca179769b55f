// Opening models, switching settings, and the instruments, over a fake engine.
#include <QAbstractItemModelTester>

#include "tests/app/harness.h"

using namespace halftone;
using namespace halftone::app;

namespace {

QVariant cell(RowsModel* rows, int row, const char* role) {
  return rows->data(rows->index(row), static_cast<int>(rows->roleNames().key(role)));
}

}  // namespace

class EngineFlowTest : public QObject {
  Q_OBJECT

 private slots:
  void modelIsLookedAtBeforeItIsLoaded() {
    Harness h;
    QSignalSpy fit(&h.engine(), &EngineViewModel::fitReady);
    h.engine().openModel(QUrl::fromLocalFile("/models/tiny-1b.gguf"));
    QCOMPARE(h.engine().state(), EngineViewModel::Estimating);
    QVERIFY(fit.wait());
    QCOMPARE(h.engine().state(), EngineViewModel::None);
    QCOMPARE(h.script.engines, 0);
    FitViewModel* f = h.engine().fit();
    QCOMPARE(f->title(), "tiny-1b");
    QCOMPARE(f->recommended(), "int8");  // the most exact that fits
    QCOMPARE(f->rows()->count(), 3);
    QCOMPARE(cell(f->rows(), 0, "label").toString(), "as stored (bf16)");
    QCOMPARE(cell(f->rows(), 0, "fits").toBool(), false);
    QCOMPARE(cell(f->rows(), 0, "text").toString(), "needs 1.00 GiB more");
    QCOMPARE(cell(f->rows(), 1, "recommended").toBool(), true);
    QVERIFY(f->facts()->count() > 5);

    h.engine().confirmOpen(f->recommended());
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Ready);
    QCOMPARE(h.engine().weights(), "int8");
    QCOMPARE(h.engine().parameters(), "1.1 B");
    QCOMPARE(h.engine().contextTokens(), 4096);
    QCOMPARE(h.app->recentModels()->count(), 1);
    h.restart();
    QCOMPARE(h.app->recentModels()->latest(), "/models/tiny-1b.gguf");
    QCOMPARE(h.app->recentModels()->data(h.app->recentModels()->index(0), RecentModelsModel::ExistsRole).toBool(), false);
  }

  void commandLineLoadsWhatFits() {
    Harness h;
    h.engine().openPath("/models/a.gguf", false);
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Ready);
    QCOMPARE(h.engine().weights(), "int8");
  }

  void whyItIsTheCpuIsSaid() {
    Harness h;
    QVERIFY(h.open());
    QCOMPARE(h.engine().deviceNote(), "");
    h.script.why_cpu = Sentence("no NVIDIA GPU answers");
    QVERIFY(h.open());
    QCOMPARE(h.engine().deviceNote(), "On the CPU: no NVIDIA GPU answers");
    h.engine().unload();
    QCOMPARE(h.engine().deviceNote(), "");
  }

  void badModelNamesCauseAndRemedy() {
    Harness h;
    h.script.estimate_error = Error{ErrorKind::malformed, "model.gguf: ends at byte 4,000 of 4,096", "Download it again."};
    h.engine().openPath("/models/model.gguf");
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Failed);
    QCOMPARE(h.engine().errorText(), "model.gguf: ends at byte 4,000 of 4,096");
    QCOMPARE(h.engine().errorRemedy(), "Download it again.");
    h.engine().dismissError();
    QCOMPARE(h.engine().state(), EngineViewModel::None);
    h.script.estimate_error.reset();
    QVERIFY(h.open());
    // With a model loaded a bad one leaves that in place.
    h.script.estimate_error = Error{ErrorKind::not_found, "no such file", ""};
    h.engine().openPath("/models/none.gguf");
    QTRY_COMPARE(h.engine().errorText(), "no such file");
    QCOMPARE(h.engine().state(), EngineViewModel::Ready);
    QVERIFY(h.chat().canSend());
    h.engine().confirmOpen("nonsense");
    QCOMPARE(h.engine().state(), EngineViewModel::Ready);
  }

  void loadingFailsShowsProgressAndIsCancelled() {
    Harness h;
    h.script.open_error = Error{ErrorKind::out_of_memory, "needs 22.00 GiB, 2.00 GiB are free", "int4 would fit."};
    h.engine().openPath("/models/a.gguf", false);
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Failed);
    QVERIFY(h.engine().errorText().contains("22.00 GiB"));
    h.script.open_error.reset();

    h.script.load_delay = std::chrono::seconds(20);
    h.engine().openPath("/models/a.gguf", false);
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Loading);
    QTRY_VERIFY_WITH_TIMEOUT(h.engine().progress() > 0, 15'000);
    QVERIFY2(h.engine().progressText().startsWith("reading weights 10"), qUtf8Printable(h.engine().progressText()));
    QVERIFY(h.engine().progressText().endsWith("MiB"));
    QVERIFY(!h.chat().canSend());
    h.engine().cancel();
    QTRY_COMPARE_WITH_TIMEOUT(h.engine().state(), EngineViewModel::None, 15'000);
    QCOMPARE(h.engine().errorText(), "");
    QCOMPARE(h.script.engines, 0);
  }

  void openingAnotherEndsWhatIsBeingLoaded() {
    Harness h;
    h.script.load_delay = std::chrono::seconds(20);
    h.engine().openPath("/models/a.gguf", false);
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Loading);
    h.script.load_delay = {};
    h.engine().openPath("/models/b.gguf", false);
    QTRY_COMPARE_WITH_TIMEOUT(h.engine().state(), EngineViewModel::Ready, 15'000);
    QVERIFY2(h.engine().modelPath().endsWith("b.gguf"), qUtf8Printable(h.engine().modelPath()));
    QCOMPARE(h.engine().errorText(), "");
  }

  void costIsSaidBeforeASwitch() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("one two three"));
    h.engine().proposeSwitch(EngineSwitch::Weights, "int4");
    QTRY_VERIFY(h.engine().proposal()->isVisible());
    QCOMPARE(h.engine().proposal()->text(),
             "1.1 B weights are converted to int4 from bf16; they then take 0 B, expected 2.00 s.\nThe cache is recomputed: 5 tokens.\nPerplexity \u00D71.10, typical.");
    QCOMPARE(h.engine().proposal()->from(), "int8");
    QCOMPARE(h.engine().proposal()->to(), "int4");
    QCOMPARE(h.engine().weights(), "int8");
    h.engine().rejectSwitch();
    QVERIFY(!h.engine().proposal()->isVisible());
    QCOMPARE(h.engine().weights(), "int8");

    h.engine().proposeSwitch(EngineSwitch::Weights, "int4");
    QTRY_VERIFY(h.engine().proposal()->isVisible());
    h.engine().acceptSwitch();
    QCOMPARE(h.engine().state(), EngineViewModel::Switching);
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Ready);
    QCOMPARE(h.engine().weights(), "int4");
    QVERIFY(h.say("on"));
    QCOMPARE(h.message(3).figures.settingsLabel, "int4 · flash · kv f16");
    QCOMPARE(h.message(1).figures.settingsLabel, "int8 · flash · kv f16");
  }

  void guessingAheadIsKeptForTheNextModel() {
    Harness h;
    h.engine().setGuessAhead(true);  // before there is a model
    QVERIFY(h.engine().guessesAhead());
    h.restart();
    QVERIFY(h.engine().guessesAhead());
    QVERIFY(h.open());
    QVERIFY(h.engine().guessesAhead());
    h.script.switch_is_free = true;
    h.engine().setGuessAhead(false);
    QTRY_VERIFY(!h.engine().guessesAhead() && h.engine().isReady());
    h.restart();
    QVERIFY(!h.engine().guessesAhead());
  }

  void freeSwitchesHappenAtOnce() {
    Harness h;
    QVERIFY(h.open());
    h.script.switch_is_free = true;
    h.engine().proposeSwitch(EngineSwitch::Attention, "naive");
    QTRY_COMPARE(h.engine().attention(), "naive");
    QVERIFY(!h.engine().proposal()->isVisible());
    h.engine().proposeSwitch(EngineSwitch::Cache, "off");
    QTRY_COMPARE(h.engine().cache(), "off");
    h.engine().proposeSwitch(EngineSwitch::Context, "8,192");
    QTRY_COMPARE(h.engine().contextTokens(), 8192);
    h.engine().proposeSwitch(EngineSwitch::Context, "many");
    QVERIFY(!h.engine().errorText().isEmpty());
    h.restart();  // the cache's format is kept for the next model; naive attention and no cache are not
    QVERIFY(h.open());
    QCOMPARE(h.engine().attention(), "flash");
    QCOMPARE(h.engine().cache(), "f16");
    h.engine().proposeSwitch(EngineSwitch::Cache, "int8");
    QTRY_COMPARE(h.engine().cache(), "int8");
    h.engine().proposeSwitch(EngineSwitch::Cache, "off");
    QTRY_COMPARE(h.engine().cache(), "off");
    h.restart();
    QVERIFY(h.open());
    QCOMPARE(h.engine().cache(), "int8");
  }

  void failedAndCancelledSwitchesLeaveEverything() {
    Harness h;
    QVERIFY(h.open());
    h.script.apply_error = Error{ErrorKind::out_of_memory, "needs 8 GiB", ""};
    h.engine().proposeSwitch(EngineSwitch::Weights, "f32");
    QTRY_VERIFY(h.engine().proposal()->isVisible());
    h.engine().acceptSwitch();
    QTRY_COMPARE(h.engine().errorText(), "needs 8 GiB");
    QCOMPARE(h.engine().weights(), "int8");
    QVERIFY(h.say("still here"));
    QCOMPARE(h.count(), 2);

    h.script.load_delay = std::chrono::seconds(10);
    h.engine().proposeSwitch(EngineSwitch::Weights, "int4");
    QTRY_VERIFY(h.engine().proposal()->isVisible());
    h.engine().acceptSwitch();
    h.engine().cancel();
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Ready);
    QCOMPARE(h.engine().weights(), "int8");
  }

  // A switch finds it out.
  void aDeviceThatIsLostBetweenReplies() {
    Harness h;
    QVERIFY(h.open());
    h.script.apply_throws = [](const EngineSettings& next) {
      if (next.device != "cpu") throw DeviceFault("taking device memory: unspecified launch failure", true);
    };
    h.engine().proposeSwitch(EngineSwitch::Weights, "int4");
    QTRY_VERIFY(h.engine().proposal()->isVisible());
    h.engine().acceptSwitch();
    QTRY_COMPARE(h.engine().device(), "cpu");
    QCOMPARE(h.engine().weights(), "int8");
    QCOMPARE(h.engine().errorText(), "The GPU failed: taking device memory: unspecified launch failure");
    QVERIFY(h.say("on"));
  }

  void switchWhileAReplyIsWrittenStopsItFirst() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = std::vector<std::string>(1000, "w "), .delay = std::chrono::milliseconds(5)});
    h.chat().send("go");
    QTRY_COMPARE(h.chat().state(), ChatViewModel::Generating);
    h.engine().proposeSwitch(EngineSwitch::Cache, "int8");
    QVERIFY(h.engine().proposal()->isVisible());
    QCOMPARE(h.engine().cache(), "f16");
    h.engine().acceptSwitch();
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).finish, "cancelled");
    QTRY_VERIFY(h.engine().proposal()->isVisible());  // now with the cost
    QVERIFY(h.engine().proposal()->text().contains("recomputed"));
    h.engine().acceptSwitch();
    QTRY_COMPARE(h.engine().cache(), "int8");
  }

  void openingAnotherModelStopsTheReply() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = std::vector<std::string>(1000, "w "), .delay = std::chrono::milliseconds(5)});
    h.chat().send("go");
    QTRY_COMPARE(h.chat().state(), ChatViewModel::Generating);
    QVERIFY(h.open("/models/other.gguf"));
    QCOMPARE(h.engine().modelName(), "other");
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).finish, "cancelled");
    QCOMPARE(h.script.engines, 1);
    QVERIFY(h.say("on"));
  }

  void instrumentsShowWhatTheEngineReports() {
    Harness h;
    h.script.memory.current = {4402341478, 1 << 20, 2 << 20, 3 << 20};
    h.script.memory.total_peak = 5LL << 30;
    h.script.memory.device_total = 24LL << 30;
    h.script.memory.device_free = 12LL << 30;
    h.script.memory.process = 4402341478 + (16 << 20);
    h.script.memory.baseline = 5 << 20;
    h.script.memory.others = 7LL << 30;
    InstrumentsViewModel& i = *h.app->instruments();
    QAbstractItemModelTester tester(i.categories(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(i.interval(), 0);
    QVERIFY(h.open());
    QCOMPARE(i.totalBytes(), 0.0);  // hidden: nothing is measured
    i.setActive(true);
    QCOMPARE(i.interval(), 1000);
    QCOMPARE(i.categories()->count(), 6);
    QCOMPARE(cell(i.categories(), 0, "key").toString(), "weights");
    QCOMPARE(cell(i.categories(), 0, "label").toString(), "Weights · int8");
    QCOMPARE(cell(i.categories(), 0, "text").toString(), "4.10 GiB");
    QCOMPARE(cell(i.categories(), 4, "text").toString(), "7.00 GiB");
    QCOMPARE(cell(i.categories(), 5, "text").toString(), "5.00 MiB");
    QCOMPARE(i.peakText(), "5.00 GiB");
    QCOMPARE(i.usedFraction(), 0.5);

    h.script.expect({.pieces = std::vector<std::string>(150, "w "), .delay = std::chrono::milliseconds(5)});
    h.chat().send("one two");
    QTRY_COMPARE(h.chat().state(), ChatViewModel::Generating);
    QTRY_COMPARE(i.interval(), 100);
    QTRY_VERIFY(i.tokensPerSecond() > 0);
    QCOMPARE(i.tokensPerSecond(), 100.0);  // the fake's tokens take 10 ms
    QVERIFY(h.idle());
    QCOMPARE(i.interval(), 1000);
    QCOMPARE(i.tokenMs().size(), 120);
    QCOMPARE(i.firstTokenMs(), 6.0);
    QCOMPARE(i.restoreMs() + i.prefillMs() + i.sampleMs(), 6.0);
    QCOMPARE(i.kvTokens(), 152);
    QCOMPARE(i.kvCapacity(), 4096);
    QCOMPARE(i.kvTokensText(), "152 of 4,096 tokens");
    QVERIFY(i.timeline().size() >= 5 && i.timeline().size() <= i.timelineLength());
    QCOMPARE(i.timeline().last(), i.totalBytes());
    QCOMPARE(i.timelinePeak(), i.totalBytes());
    h.app->newChat();
    QCOMPARE(i.kvTokens(), 0);  // of the conversation that is shown
    i.setActive(false);
    QCOMPARE(i.interval(), 0);
  }

  void settingsArePersistent() {
    Harness h;
    SettingsViewModel& s = *h.app->settings();
    QCOMPARE(s.theme(), "system");
    s.setTheme("dark");
    s.setTheme("purple");
    s.setZoom(17);
    s.setWindowGeometry({1, 2, 300, 400});
    s.setDefaultSystemPrompt("Be kind.");
    h.restart();
    QCOMPARE(h.app->settings()->theme(), "dark");
    QCOMPARE(h.app->settings()->zoom(), 3.0);
    QCOMPARE(h.app->settings()->windowGeometry(), QRect(1, 2, 300, 400));
    QCOMPARE(h.chat().systemPrompt(), "Be kind.");
    QVERIFY(QFile::exists(h.dir.path() + "/settings.ini"));
  }
};

QTEST_GUILESS_MAIN(EngineFlowTest)
#include "engine_flow_test.moc"
