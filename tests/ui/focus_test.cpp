// Keys go where a person expects them, wherever the focus is: shortcuts, Esc, stray letters, what is pasted (issue 13, 4).
#include <QClipboard>

#include "tests/ui/sitting.h"

using namespace halftone::ui;

class FocusTest : public QObject {
  Q_OBJECT

  Sitting at_;

  // Where a person may have clicked last.
  QQuickItem* place(const QString& name) {
    if (name == "nothing") return nullptr;
    if (name == "reply") return at_.first("TextBlock");
    if (name == "code") return at_.first("CodeBlock");
    if (name == "bubble") return at_.first("UserMessage");
    if (name == "panel") return at_.first("MemorySection");
    if (name == "switch") return at_.ui->withText(at_.ui->item("attentionSwitch"), "flash");
    if (name == "copy button") return at_.ui->withText(at_.ui->item("messages"), "Copy the reply");
    return at_.ui->item(name);
  }
  void places() {
    QTest::addColumn<QString>("where");
    for (const char* name : {"nothing", "composer", "reply", "code", "bubble", "panel", "switch", "copy button", "search", "contextField"})
      QTest::newRow(name) << QString(name);
  }
  void clickOn(const QString& where) {
    QQuickItem* item = place(where);
    QVERIFY2(item || where == "nothing", qPrintable(where));
    if (item) at_.click(item);
    QTest::qWait(20);
  }
  bool isField(const QString& where) { return where == "search" || where == "contextField" || where == "composer"; }

 private slots:
  void initTestCase() {
    prepare();
    QVERIFY(at_.start());
    QVERIFY(at_.hasFocus("composer"));  // after a start
    QVERIFY(at_.resize({1500, 950}));
    QVERIFY(at_.openModel());
    QVERIFY(at_.hasFocus("composer"));  // after a model was opened
    QVERIFY(at_.say("Show me some code", {.pieces = {"Here it is:\n\n", "```python\nprint(1)\n```\n"}}));
    QTRY_VERIFY(at_.first("CodeBlock"));
    QTest::qWait(100);
  }

  void init() {
    at_.ui->chat().setDraft("");
    at_.key(Qt::Key_Escape);
  }

  void shortcutsWorkWhereverTheFocusIs_data() { places(); }
  void shortcutsWorkWhereverTheFocusIs() {
    QFETCH(QString, where);
    clickOn(where);
    at_.key(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(at_.isOpen("settingsSheet"));
    at_.key(Qt::Key_F1);  // from one sheet to another
    QTRY_VERIFY(at_.isOpen("shortcutsSheet"));
    QTRY_VERIFY(at_.isGone("settingsSheet"));
    at_.key(Qt::Key_Plus, Qt::ControlModifier);
    QCOMPARE(at_.ui->app().settings()->zoom(), 1.1);
    QVERIFY(at_.isOpen("shortcutsSheet"));  // which size alone does not close
    at_.key(Qt::Key_0, Qt::ControlModifier);
    at_.key(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(at_.isGone("shortcutsSheet"));
    QTRY_VERIFY(at_.hasFocus("search"));
    at_.key(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(at_.hasFocus("composer"));
  }

  void escapeStopsTheReplyWhereverTheFocusIs_data() { places(); }
  void escapeStopsTheReplyWhereverTheFocusIs() {
    QFETCH(QString, where);
    at_.ui->app().newChat();
    QVERIFY(at_.say("Show me some code", {.pieces = {"Here it is:\n\n", "```python\nprint(1)\n```\n"}}));
    QTRY_VERIFY(at_.first("CodeBlock"));
    FakeScript::Turn turn;
    turn.delay = std::chrono::milliseconds(50);
    turn.pieces.assign(200, "word ");
    at_.script.expect(turn);
    at_.ui->chat().send("Tell me a lot");
    QTRY_VERIFY(at_.ui->chat().state() == ChatViewModel::Generating);
    clickOn(where);
    for (int press = 0; press < 2 && at_.ui->chat().state() == ChatViewModel::Generating; ++press) at_.key(Qt::Key_Escape);  // in a field the first one leaves it
    QTRY_VERIFY(!at_.ui->chat().isBusy());
    QCOMPARE(at_.ui->chat().messages()->at(3).finish, QString("cancelled"));
  }

  void lettersGoToTheComposer_data() { places(); }
  void lettersGoToTheComposer() {
    QFETCH(QString, where);
    clickOn(where);
    if (isField(where)) {
      QVERIFY(at_.hasFocus(qPrintable(where)));
      return;
    }
    at_.ui->type("Hi");
    QCOMPARE(at_.text("composer"), QString("Hi"));
    QVERIFY(at_.hasFocus("composer"));
  }

  void whatIsPastedGoesToTheComposer_data() { places(); }
  void whatIsPastedGoesToTheComposer() {
    QFETCH(QString, where);
    if (isField(where)) return;
    clickOn(where);
    QGuiApplication::clipboard()->setText("two\nlines");
    at_.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(at_.text("composer"), QString("two\nlines"));
    at_.ui->chat().setDraft("");
    // The same from a control that the keyboard has reached.
    at_.key(Qt::Key_Tab);
    at_.key(Qt::Key_Tab);
    QVERIFY(!at_.hasFocus("composer"));
    at_.key(Qt::Key_Insert, Qt::ShiftModifier);
    QCOMPARE(at_.text("composer"), QString("two\nlines"));
    QVERIFY(at_.hasFocus("composer"));
  }

  // A click on what takes no text leaves a field, and shows no focus.
  void aClickOutsideAFieldLeavesIt_data() { places(); }
  void aClickOutsideAFieldLeavesIt() {
    QFETCH(QString, where);
    if (isField(where) || where == "nothing") return;
    for (const char* field : {"search", "contextField"}) {
      at_.click(at_.ui->item(field));
      QVERIFY(at_.hasFocus(field));
      clickOn(where);
      QVERIFY2(at_.hasFocus("composer"), field);
    }
    for (QQuickItem* item : at_.ui->items())
      if (Sitting::type(item) == "FocusRing") QVERIFY(!item->isVisible());
    QQuickItem* list = at_.ui->item("messages");
    QVERIFY(!list->hasActiveFocus());
  }

  void theComposerHasTheFocusAfterASwitch() {
    at_.click(at_.ui->withText(at_.ui->item("attentionSwitch"), "naive"));
    QTRY_VERIFY(at_.ui->shows("acceptSwitch"));
    at_.key(Qt::Key_Return);
    QTRY_COMPARE(at_.ui->engine().attention(), QString("naive"));
    QTRY_VERIFY(at_.ui->engine().isReady());
    QTRY_VERIFY(at_.hasFocus("composer"));
    at_.click(at_.ui->withText(at_.ui->item("attentionSwitch"), "flash"));
    QTRY_VERIFY(at_.ui->shows("acceptSwitch"));
    at_.key(Qt::Key_Escape);  // keeps what was
    QTRY_VERIFY(!at_.ui->shows("acceptSwitch"));
    QTRY_VERIFY(at_.hasFocus("composer"));
    QCOMPARE(at_.ui->engine().attention(), QString("naive"));
  }

  void theComposerHasTheFocusAfterAnAnswerAndAnEdit() {
    at_.click(at_.ui->withText(at_.ui->item("messages"), "Answer again"));
    QTRY_VERIFY(!at_.ui->chat().isBusy());
    QTRY_VERIFY(at_.hasFocus("composer"));
    for (const int answer : {Qt::Key_Escape, Qt::Key_Return}) {
      QTest::qWait(100);
      QTest::mouseMove(at_.ui->window(), at_.first("UserMessage")->mapToScene({300, 10}).toPoint());
      at_.click(at_.ui->withText(at_.ui->item("messages"), "Edit and send again"));
      QTRY_VERIFY(!at_.hasFocus("composer"));
      at_.key(answer);
      QTRY_VERIFY(!at_.ui->chat().isBusy());
      QTRY_VERIFY(at_.hasFocus("composer"));
    }
  }

  // The keyboard's own way round shows where it is.
  void theKeyboardShowsItsFocus() {
    at_.key(Qt::Key_L, Qt::ControlModifier);
    int shown = 0;
    for (int press = 0; press < 8; ++press) {
      at_.key(Qt::Key_Tab);
      for (QQuickItem* item : at_.ui->items())
        if (Sitting::type(item) == "FocusRing" && item->isVisible()) ++shown;
    }
    QVERIFY(shown >= 4);
  }

  void saysNothingOnTheConsole() { QCOMPARE(at_.ui->warnings(), QStringList()); }
  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(FocusTest)
#include "focus_test.moc"
