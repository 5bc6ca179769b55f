// Enter does what the filled button says, arrows choose rows, and nothing destructive is a key away (issue 13, 5).
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class EnterTest : public QObject {
  Q_OBJECT

  Sitting at_;

  bool fits() {
    at_.ui->engine().openPath("/models/tiny-1b.gguf");
    return QTest::qWaitFor([&] { return at_.ui->shows("loadButton") && at_.isOpen("fitSheet"); });
  }
  QString chosen() { return at_.ui->object("fitSheet")->property("chosen").toString(); }
  QQuickItem* edited() {
    QTest::mouseMove(at_.ui->window(), at_.first("UserMessage")->mapToScene({300, 10}).toPoint());
    at_.click(at_.ui->withText(at_.ui->item("messages"), "Edit and send again"));
    return at_.ui->window()->activeFocusItem();
  }

 private slots:
  void initTestCase() {
    prepare();
    QVERIFY(at_.start());
    QVERIFY(at_.resize({1500, 950}));
  }

  void arrowsChooseARowAndEnterLoadsIt() {
    QVERIFY(fits());
    QCOMPARE(chosen(), QString("int8"));
    at_.key(Qt::Key_Down);
    QCOMPARE(chosen(), QString("int4"));
    at_.key(Qt::Key_Up);
    at_.key(Qt::Key_Up);
    QCOMPARE(chosen(), QString("auto"));
    at_.key(Qt::Key_Down);
    at_.key(Qt::Key_Down);
    at_.key(Qt::Key_Return);
    QTRY_VERIFY(at_.ui->engine().isReady());
    QCOMPARE(at_.ui->engine().precisionLabel(), QString("int4"));
    QTRY_VERIFY(at_.isGone("fitSheet"));
  }

  // Wherever a click or Tab has left the focus in it.
  void enterDoesWhatTheFilledButtonSays() {
    QVERIFY(fits());
    for (int i = 0; i < 3; ++i) at_.key(Qt::Key_Backtab, Qt::ShiftModifier);  // past Cancel and Measure quality, to a row
    at_.key(Qt::Key_Enter, Qt::KeypadModifier);
    QTRY_VERIFY(at_.isGone("fitSheet"));
    QTRY_VERIFY(at_.ui->engine().isReady());
    for (const char* sheet : {"settingsSheet", "shortcutsSheet"}) {
      at_.key(sheet[1] == 'e' ? Qt::Key_Comma : Qt::Key_F1, sheet[1] == 'e' ? Qt::ControlModifier : Qt::NoModifier);
      QTRY_VERIFY(at_.isOpen(sheet));
      if (QQuickItem* toggle = at_.ui->withText(at_.ui->window()->contentItem(), "Less motion")) at_.click(toggle);
      at_.key(Qt::Key_Return);
      QTRY_VERIFY2(at_.isGone(sheet), sheet);
    }
  }

  void enterInTheEditBoxSendsAsInTheComposer() {
    QVERIFY(at_.say("First"));
    QTest::qWait(100);
    QVERIFY(edited());
    at_.key(Qt::Key_Return, Qt::ShiftModifier);
    at_.ui->type("more");
    at_.key(Qt::Key_Return);
    QTRY_COMPARE(at_.ui->chat().messages()->at(0).text, QString("First\nmore"));
    QTRY_VERIFY(!at_.ui->chat().isBusy());
    at_.ui->app().settings()->setSendWithEnter(false);
    QTest::qWait(100);
    QVERIFY(edited());
    at_.key(Qt::Key_Return);
    at_.ui->type("again");
    QCOMPARE(at_.ui->chat().messages()->at(0).text, QString("First\nmore"));
    at_.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(at_.ui->chat().messages()->at(0).text, QString("First\nmore\nagain"));
    QTRY_VERIFY(!at_.ui->chat().isBusy());
    at_.ui->app().settings()->setSendWithEnter(true);
  }

  // What is drawn as dangerous is done by a click or by Space, never by Enter.
  void enterNeverDestroys() {
    QSignalSpy insisted(at_.ui->object("closingSheet"), SIGNAL(insisted()));
    QVERIFY(QMetaObject::invokeMethod(at_.ui->object("closingSheet"), "open"));
    QTRY_VERIFY(at_.isOpen("closingSheet"));
    for (int press = 0; press < 8 && !at_.hasFocus("closeAnyway"); ++press) at_.key(Qt::Key_Tab);
    QVERIFY(at_.hasFocus("closeAnyway"));
    QSignalSpy retried(at_.ui->object("closingSheet"), SIGNAL(retried()));
    QObject::disconnect(at_.ui->object("closingSheet"), SIGNAL(retried()), nullptr, nullptr);  // the window would close
    at_.key(Qt::Key_Return);
    QCOMPARE(insisted.size(), 0);
    QTRY_VERIFY(at_.isGone("closingSheet"));
  }

  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(EnterTest)
#include "enter_test.moc"
