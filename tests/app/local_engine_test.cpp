// The view-models over the real engine and the demo model: what the fake cannot show.
#include "tests/app/harness.h"

using namespace halftone;
using namespace halftone::app;

class LocalEngineTest : public QObject {
  Q_OBJECT

 private:
  const QString model_ = QStringLiteral(SOURCE_DIR "/resources/demo-model");

  bool ready(Harness& h) {
    return QTest::qWaitFor([&] { return h.engine().state() == EngineViewModel::Ready || h.engine().state() == EngineViewModel::Failed; }, 60'000) &&
           h.engine().isReady();
  }
  bool say(Harness& h, const QString& text) {
    h.chat().send(text);
    return QTest::qWaitFor([&] { return !h.chat().isBusy(); }, 60'000);
  }
  bool switchTo(Harness& h, EngineSwitch::Kind kind, const QString& value) {
    QSignalSpy switched(&h.engine(), &EngineViewModel::switched);
    h.engine().proposeSwitch(kind, value);
    return QTest::qWaitFor([&] {
      if (h.engine().proposal()->isVisible()) h.engine().acceptSwitch();
      return !switched.isEmpty();
    }, 60'000);
  }

 private slots:
  void guessesStayWithTheReply() {
    Harness h(EngineFactory::local());
    h.engine().openPath(model_, false);
    QVERIFY2(ready(h), qUtf8Printable(h.engine().errorText()));
    const char* questions[] = {"Please write a function in Python that transforms bytes to Giga bytes.",
                               "How can I modify the function above to return Mega bytes instead?"};
    for (const char* question : questions) QVERIFY(say(h, question));
    QCOMPARE(h.message(3).figures.draftedTokens, 0);
    const QString plain = h.message(3).text;
    QVERIFY(!h.engine().guessesAhead());
    h.engine().setGuessAhead(true);
    QVERIFY(QTest::qWaitFor([&] { return h.engine().guessesAhead() && h.engine().isReady(); }, 60'000));
    h.chat().regenerate(3);
    QVERIFY(QTest::qWaitFor([&] { return !h.chat().isBusy(); }, 60'000));
    QCOMPARE(h.message(3).text, plain);
    const ReplyFigures& figures = h.message(3).figures;
    QVERIFY(figures.draftedTokens > 0 && figures.acceptedTokens > 0 && figures.acceptedTokens <= figures.draftedTokens);
  }

  void conversationWithSwitches() {
    Harness h(EngineFactory::local());
    h.engine().openPath(model_, false);
    QVERIFY2(ready(h), qUtf8Printable(h.engine().errorText()));
    h.app->instruments()->setActive(true);
    QVERIFY(say(h, "How many people live in France?"));
    QVERIFY2(h.message(1).text.contains("France"), qUtf8Printable(h.message(1).text));
    QVERIFY(say(h, "And how many are in Germany?"));
    QVERIFY2(h.message(3).text.contains("Germany"), qUtf8Printable(h.message(3).text));
    const ReplyFigures& figures = h.message(3).figures;
    QVERIFY(figures.reusedTokens >= h.message(1).figures.promptTokens);  // only what is new was computed
    QVERIFY(figures.reusedTokens < figures.promptTokens);
    QVERIFY(figures.firstTokenMs > 0);
    QVERIFY(h.app->instruments()->kvTokens() > figures.promptTokens);
    QVERIFY(h.app->instruments()->totalBytes() > 0);

    const double before = h.app->instruments()->totalBytes();
    QVERIFY(switchTo(h, EngineSwitch::Weights, "int4"));
    h.app->instruments()->setActive(false);
    h.app->instruments()->setActive(true);
    QVERIFY(h.app->instruments()->totalBytes() < before);
    QVERIFY(switchTo(h, EngineSwitch::Attention, "naive"));
    QVERIFY(switchTo(h, EngineSwitch::Cache, "int8"));
    h.chat().regenerate(3);
    QVERIFY(QTest::qWaitFor([&] { return !h.chat().isBusy(); }, 60'000));
    QCOMPARE(h.count(), 4);
    QCOMPARE(h.message(3).figures.settingsLabel, "int4 · naive · kv int8");
    QVERIFY(!h.message(3).text.isEmpty());
  }

  // Counted before it is sent: to the token what the reply then says its prompt had, what the template writes around it included.
  void whatIsSaidBeforeSendingIsWhatIsSent() {
    Harness h(EngineFactory::local());
    h.engine().openPath(model_, false);
    QVERIFY2(ready(h), qUtf8Printable(h.engine().errorText()));
    QFile file(h.dir.filePath("notes.md"));
    QVERIFY(file.open(QFile::WriteOnly) && file.write("# Notes\n```\ncode <|im_end|>\n```\nمرحبا 🧳\n") > 0);
    file.close();
    DraftGauge& gauge = *h.app->gauge();
    for (const QString question : {"How many people live in France?", "And how many are in Germany?", "And this?"}) {
      if (question == "And this?") h.chat().attachments()->attach({QUrl::fromLocalFile(file.fileName())});
      QTRY_VERIFY(!h.chat().attachments()->isReading());
      h.chat().setDraft(question);
      QTRY_VERIFY(gauge.isKnown());
      QTRY_VERIFY(h.chat().attachments()->uncounted().isEmpty());
      const int counted = gauge.total();
      QVERIFY(counted > h.chat().attachments()->tokens());
      QVERIFY(say(h, question));
      QCOMPARE(h.message(h.count() - 1).figures.promptTokens, counted);
    }
    QVERIFY(h.message(4).attachments.value(0).tokens > 20);
    QVERIFY(h.message(5).figures.reusedTokens >= h.message(3).figures.promptTokens);  // what goes with a message does not cost the cache
  }

  void conversationLongerThanTheContext() {
    Harness h(EngineFactory::local());
    h.engine().openPath(model_, false);
    QVERIFY2(ready(h), qUtf8Printable(h.engine().errorText()));
    QVERIFY(switchTo(h, EngineSwitch::Context, "96"));
    QCOMPARE(h.engine().contextTokens(), 96);
    int turns = 0;
    while (!h.chat().notice()->isVisible() && ++turns < 20) QVERIFY(say(h, "How many people live in France?"));
    QVERIFY(turns > 1 && turns < 20);
    QCOMPARE(h.chat().notice()->action1Id(), "drop");
    const int rows = h.count();
    h.chat().notice()->perform("drop");
    QVERIFY(QTest::qWaitFor([&] { return !h.chat().isBusy(); }, 60'000));
    QVERIFY2(!h.chat().notice()->isVisible(), qUtf8Printable(h.chat().notice()->text()));
    QCOMPARE(h.count(), rows + 1);
    QVERIFY(h.chat().omittedCount() >= 2);
    QVERIFY(!h.message(rows).text.isEmpty());
  }

  void noModelThere() {
    Harness h(EngineFactory::local());
    h.engine().openPath(h.dir.path() + "/nothing.gguf");
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Failed);
    QVERIFY2(h.engine().errorText().contains("nothing.gguf"), qUtf8Printable(h.engine().errorText()));
  }
};

QTEST_GUILESS_MAIN(LocalEngineTest)
#include "local_engine_test.moc"
