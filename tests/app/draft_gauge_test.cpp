// What the next message costs is counted before it is sent, never in its way.
#include "harness.h"

using namespace halftone;
using namespace halftone::app;

class DraftGaugeTest : public QObject {
  Q_OBJECT

 private slots:
  // The fake engine's tokens are words.
  void conversationAndDraftAreCountedTogether() {
    Harness h;
    QVERIFY(h.open());
    DraftGauge& gauge = *h.app->gauge();
    QVERIFY(!gauge.isKnown());
    h.chat().setDraft("one two three");
    QTRY_COMPARE(gauge.total(), 3);
    QCOMPARE(gauge.text(), "3 of 4,096 tokens");
    QVERIFY(gauge.tooltip().contains("message and its marks: 3") && gauge.tooltip().contains("256"));
    QVERIFY(h.say("one two three"));  // and is answered with two more
    QCOMPARE(gauge.total(), 0);
    h.chat().setDraft("and four");
    QTRY_COMPARE(gauge.total(), 7);
    QVERIFY(gauge.tooltip().contains("conversation so far: 5"));
    h.chat().setSystemPrompt("Be brief.");
    QTRY_COMPARE(gauge.total(), 9);
    h.chat().setDraft("");
    QCOMPARE(gauge.total(), 0);
    QCOMPARE(gauge.text(), "");
  }

  void whatIsTooMuchIsSaid() {
    Harness h;
    QVERIFY(h.open());
    h.chat().setDraft(QString("word ").repeated(3840));  // 4,096 less a quarter of a thousand for the reply
    QTRY_COMPARE(h.app->gauge()->total(), 3840);
    QCOMPARE(h.app->gauge()->excess(), 0);
    h.chat().setDraft(QString("word ").repeated(5044));
    QTRY_COMPARE(h.app->gauge()->excess(), 1204);
    QCOMPARE(h.app->gauge()->text(), "1,204 tokens too many");
    h.chat().setDraft(QString("word ").repeated(3841));
    QTRY_COMPARE(h.app->gauge()->text(), "1 token too many");
  }

  // A burst of keys is one question, the conversation is asked about once.
  void keysAreGathered() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    QString draft;
    const int before = h.script.measured;
    for (int i = 0; i < 200; ++i) h.chat().setDraft(draft += "key ");
    QTRY_COMPARE(h.app->gauge()->total(), 203);
    QVERIFY2(h.script.measured - before <= 2, qPrintable(QString::number(h.script.measured - before)));
    const int then = h.script.measured;
    h.chat().setDraft(draft + "more");
    QTRY_COMPARE(h.app->gauge()->total(), 204);
    QCOMPARE(h.script.measured - then, 1);
  }

  // A long file is counted once, whatever is typed meanwhile and after; what is written beside it is counted by itself.
  void keysDoNotCountALongFileAgain() {
    Harness h;
    QVERIFY(h.open());
    QFile file(h.dir.filePath("long.txt"));
    QVERIFY(file.open(QFile::WriteOnly) && file.write(QByteArray("word ").repeated(80'000)) > 0);
    file.close();
    h.script.count_delay = std::chrono::milliseconds(700);
    h.chat().attachments()->attach({QUrl::fromLocalFile(file.fileName())});
    QTRY_VERIFY(h.script.counting > 0);
    QString draft;
    for (int i = 0; i < 5; ++i) {  // nobody pauses for as long as it takes
      h.chat().setDraft(draft += "key ");
      QTest::qWait(100);
    }
    QTRY_COMPARE(h.chat().attachments()->tokens(), 80'003);
    QVERIFY(h.script.texts <= 2);  // the file, and the words beside it
    h.script.count_delay = std::chrono::milliseconds(0);
    QTRY_COMPARE(h.app->gauge()->total(), 80'008);
    h.chat().setDraft(draft + "more");
    QTRY_COMPARE(h.app->gauge()->total(), 80'009);
    QCOMPARE(h.script.measured, 0);
    QVERIFY(h.script.texts <= 4);
  }

  // While a reply is written nothing is counted; what was being counted is stopped when one is asked for.
  void aReplyDoesNotWaitForIt() {
    Harness h;
    QVERIFY(h.open());
    h.script.count_delay = std::chrono::milliseconds(60'000);  // stops when it is told to
    h.chat().setDraft("a very long text");
    QTRY_VERIFY(h.script.counting > 0);
    h.script.count_delay = std::chrono::milliseconds(0);  // of what is asked from here on
    QElapsedTimer clock;
    clock.start();
    QVERIFY(h.say("now"));
    QVERIFY(clock.elapsed() < 20'000);
    QCOMPARE(h.count(), 2);
    h.chat().setDraft("short");
    QTRY_COMPARE(h.app->gauge()->total(), 4);
  }

  void anotherChatAnotherModelAndNoModel() {
    Harness h;
    h.chat().setDraft("one two");
    QTest::qWait(300);
    QVERIFY(!h.app->gauge()->isKnown());  // nobody can count
    QVERIFY(h.open());
    QTRY_COMPARE(h.app->gauge()->total(), 2);
    h.app->newChat();
    QCOMPARE(h.app->gauge()->total(), 0);
    h.engine().unload();
    QCOMPARE(h.app->gauge()->total(), 0);
  }

  void theCacheBarShowsItPale() {
    Harness h;
    QVERIFY(h.open());
    InstrumentsViewModel& instruments = *h.app->instruments();
    QVERIFY(h.say("one two three"));
    QTRY_COMPARE(instruments.kvTokens(), 5);
    QCOMPARE(instruments.kvExpected(), 5);
    h.chat().setDraft("four five");
    QTRY_COMPARE(instruments.kvExpected(), 7);
    QCOMPARE(instruments.kvTokens(), 5);
  }
};

QTEST_GUILESS_MAIN(DraftGaugeTest)
#include "draft_gauge_test.moc"
