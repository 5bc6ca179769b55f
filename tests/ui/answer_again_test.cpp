// After "Answer again" the next words go where they should, and what closing would lose is asked about. By real keys and clicks.
#include "app/storage/sql.h"
#include "tests/app/fake_engine.h"
#include "tests/ui/window.h"

using namespace halftone::ui;

class AnswerAgainTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  FakeScript script_;
  std::unique_ptr<Window> ui_;

  QString written() { return ui_->item("composer")->property("text").toString(); }
  MessageListModel& messages() { return *ui_->chat().messages(); }
  bool idle() { return QTest::qWaitFor([&] { return !ui_->chat().isBusy(); }); }

 private slots:
  void initTestCase() {
    prepare();
    ui_ = std::make_unique<Window>(folder_.path(), fakeFactory(script_));
    QVERIFY(QTest::qWaitForWindowExposed(ui_->window()));
    ui_->window()->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(ui_->window()));
    ui_->engine().openPath("/models/tiny-1b.gguf");
    QTRY_VERIFY(ui_->shows("loadButton"));
    QTRY_VERIFY(ui_->object("fitSheet")->property("opened").toBool());
    ui_->click(ui_->item("loadButton"));
    QTRY_VERIFY(ui_->engine().isReady());
    QTRY_VERIFY(!ui_->object("fitSheet")->property("visible").toBool());
  }

  // Case 22: what was typed after "Answer again" was lost, and a TypeError on the console.
  void typingAfterAnswerAgain() {
    ui_->click(ui_->item("composer"));
    ui_->type("How many people live in France?");
    QTest::keyClick(ui_->window(), Qt::Key_Return);
    QVERIFY(idle());
    QTRY_VERIFY(ui_->withText(ui_->item("messages"), "Answer again"));
    QTest::qWait(100);
    ui_->click(ui_->withText(ui_->item("messages"), "Answer again"));
    QVERIFY(idle());
    QCOMPARE(messages().count(), 2);
    QTest::qWait(100);
    QCOMPARE(ui_->window()->activeFocusItem(), ui_->item("composer"));
    ui_->type("And in Germany?");
    QCOMPARE(written(), QString("And in Germany?"));
    QTest::keyClick(ui_->window(), Qt::Key_Return);
    QVERIFY(idle());
    QCOMPARE(messages().count(), 4);
    QCOMPARE(messages().at(2).text, QString("And in Germany?"));
    QCOMPARE(ui_->warnings(), QStringList());
  }

  void typingAnywhereGoesToTheComposer() {
    for (const char* name : {"chats", "messages"}) {
      ui_->item(name)->forceActiveFocus();
      QVERIFY(ui_->window()->activeFocusItem() != ui_->item("composer"));
      ui_->type("Hi");
      QCOMPARE(written(), QString("Hi"));
      QCOMPARE(ui_->window()->activeFocusItem(), ui_->item("composer"));
      ui_->chat().setDraft("");
    }
    QTest::keyClick(ui_->window(), Qt::Key_K, Qt::ControlModifier);
    ui_->type("zz");
    QCOMPARE(ui_->item("search")->property("text").toString(), QString("zz"));
    QCOMPARE(written(), QString());
    QTest::keyClick(ui_->window(), Qt::Key_Escape);
  }

  // "direction marks in titles do not reorder the window"
  void titlesKeepTheirDirectionToThemselves() {
    ui_->chat().rename(QString("abc") + QChar(0x202E) + "fdp.exe");
    const QString title = ui_->window()->title();
    QVERIFY(title.startsWith(QChar(0x2068)));
    QVERIFY(title.indexOf(QChar(0x2069)) > title.indexOf("exe") && title.indexOf(QChar(0x2069)) < title.indexOf("Halftone"));
  }

  // "a full disk at closing asks before it drops anything": so does whatever else is in the way of saving
  void closingAsksBeforeItDropsAnything() {
    {
      halftone::app::sql::Connection other(folder_.path() + "/chats.sqlite", halftone::app::sql::Mode::readWrite);
      other.run("BEGIN EXCLUSIVE");
      ui_->chat().setDraft("not saved yet");
      ui_->window()->close();
      QVERIFY(ui_->window()->isVisible());
      QTRY_VERIFY(ui_->object("closingSheet")->property("opened").toBool());
      QVERIFY(!ui_->app().unsavedText().isEmpty());
      other.run("ROLLBACK");
    }
    QTest::keyClick(ui_->window(), Qt::Key_Escape);
    QTRY_VERIFY(!ui_->object("closingSheet")->property("visible").toBool());
    QTRY_VERIFY(ui_->app().mayClose());
    QCOMPARE(ui_->warnings(), QStringList());
  }

  void cleanupTestCase() { ui_.reset(); }
};

QTEST_MAIN(AnswerAgainTest)
#include "answer_again_test.moc"
