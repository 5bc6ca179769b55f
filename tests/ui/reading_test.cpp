// Reading (issue 13, 8): what is chosen and copied, the menus, code and its head, tables, formulas.
#include <QAccessible>
#include <QClipboard>
#include <QDesktopServices>

#include "tests/ui/sitting.h"

using namespace halftone::ui;

// Takes the links that the desktop would open.
class LinkKeeper : public QObject {
  Q_OBJECT

 public:
  LinkKeeper() {
    for (const char* scheme : {"https", "mailto"}) QDesktopServices::setUrlHandler(scheme, this, "keep");
  }
  ~LinkKeeper() override {
    for (const char* scheme : {"https", "mailto"}) QDesktopServices::unsetUrlHandler(scheme);
  }
  QStringList opened;

 public slots:
  void keep(const QUrl& url) { opened << url.toString(); }
};

class ReadingTest : public QObject {
  Q_OBJECT

  Sitting at_;

  QString clipboard() { return QGuiApplication::clipboard()->text(); }

  // The visible texts of messages from above, each with a place on the screen.
  QList<QQuickItem*> texts() {
    QList<QQuickItem*> all;
    for (QQuickItem* item : at_.ui->items())
      if (item->isVisible() && Sitting::type(item) == "SelectableText") all << item;
    std::ranges::sort(all, {}, [](QQuickItem* item) { return item->mapToScene({0, 0}).y(); });
    return all;
  }
  QQuickItem* textWith(const QString& words) {
    for (QQuickItem* item : texts()) {
      QString said;
      QMetaObject::invokeMethod(item, "getText", Q_RETURN_ARG(QString, said), Q_ARG(int, 0), Q_ARG(int, item->property("length").toInt()));
      if (said.contains(words)) return item;
    }
    return nullptr;
  }
  // Where a letter of a text is.
  QPoint place(QQuickItem* text, int position) {
    QRectF rectangle;
    QMetaObject::invokeMethod(text, "positionToRectangle", Q_RETURN_ARG(QRectF, rectangle), Q_ARG(int, position));
    return text->mapToScene(rectangle.center() + QPointF(0.5, 0)).toPoint();
  }
  int positionOf(QQuickItem* text, const QString& words) {
    QString said;
    QMetaObject::invokeMethod(text, "getText", Q_RETURN_ARG(QString, said), Q_ARG(int, 0), Q_ARG(int, text->property("length").toInt()));
    return static_cast<int>(said.indexOf(words));
  }
  void drag(const QPoint& from, const QPoint& to) {
    QTest::mousePress(at_.ui->window(), Qt::LeftButton, {}, from);
    QTest::mouseMove(at_.ui->window(), (from + to) / 2);
    QTest::mouseMove(at_.ui->window(), to);
    QTest::mouseRelease(at_.ui->window(), Qt::LeftButton, {}, to);
  }
  QString chosen() {
    QStringList all;
    for (QQuickItem* item : texts())
      if (const QString words = item->property("selectedText").toString(); !words.isEmpty()) all << words;
    return all.join('|');
  }
  bool show(const QString& reply, const QString& question = "Show me") {
    at_.ui->app().newChat();
    if (!at_.say(question, {.pieces = {reply.toStdString()}})) return false;
    QTest::mouseMove(at_.ui->window(), {5, 5});
    QTest::qWait(400);  // double clicks are over, lists have settled
    return true;
  }
  void toTheTop() {
    QQuickItem* list = at_.ui->item("messages");
    list->setProperty("following", false);
    list->setProperty("contentY", list->property("originY"));
    QTest::qWait(50);
  }
  QQuickItem* menuItem(const QString& menu, const QString& name) {
    QObject* found = at_.ui->object(menu);
    for (QQuickItem* item : at_.ui->items())
      if (found && found->property("opened").toBool() && item->objectName() == name && item->isVisible()) return item;
    return nullptr;
  }
  void choose(const QString& menu, const QString& name) {
    QTRY_VERIFY(menuItem(menu, name));
    QTest::qWait(200);
    at_.click(menuItem(menu, name));
    QTRY_VERIFY(at_.isGone(qPrintable(menu)));
  }

 private slots:
  void initTestCase() {
    prepare();
    QVERIFY(at_.start());
    QVERIFY(at_.resize({1500, 950}));
    QVERIFY(at_.openModel());
  }
  void init() { at_.ui->chat().setDraft(""); }

  void selectionRunsOverBlocksAndMessages() {
    QVERIFY(show("First **bold** words\n\n- an item\n\n```c\nint x;\nint y;\n```\n\nLast words", "My question"));
    QQuickItem* first = textWith("First");
    QQuickItem* code = textWith("int x;");
    QVERIFY(first && code);
    drag(place(first, 6), place(code, 6));
    QCOMPARE(chosen().replace(QChar(0x2028), '\n'), QString("bold words|an item|int x;"));
    at_.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), QString("**bold** words\n\n- an item\n\n```c\nint x;\n```"));
    at_.key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(clipboard(), QString("bold words\n\n• an item\n\nint x;"));
    // From the reply up into the question: backwards, over messages.
    QQuickItem* question = textWith("My question");
    QVERIFY(question);
    drag(place(first, 5), place(question, 3));
    QCOMPARE(chosen(), QString("question|First"));
    at_.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), QString("question\n\nFirst"));
    // A press beside it takes it away.
    QTest::mouseClick(at_.ui->window(), Qt::LeftButton, {}, place(textWith("Last"), 2));
    QCOMPARE(chosen(), QString());
  }

  void aWordAndAParagraphAreChosenByMoreClicks() {
    QVERIFY(show("Some words here\n\nand more"));
    QQuickItem* text = textWith("Some");
    const QPoint spot = place(text, 7);
    QTest::mouseDClick(at_.ui->window(), Qt::LeftButton, {}, spot);
    QCOMPARE(chosen(), QString("words"));
    QTest::mouseClick(at_.ui->window(), Qt::LeftButton, {}, spot);
    QCOMPARE(chosen(), QString("Some words here"));
  }

  void allOfTheMessageThatWasPressed() {
    QVERIFY(show("One *two*\n\n> three"));
    QTest::mouseClick(at_.ui->window(), Qt::LeftButton, {}, place(textWith("One"), 2));
    at_.key(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(chosen(), QString("One two|three"));
    at_.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(), QString("One *two*\n\n> three"));
    at_.key(Qt::Key_A, Qt::ControlModifier);  // and once more: everything
    QCOMPARE(chosen(), QString("Show me|One two|three"));
    at_.ui->type("x");  // who writes means what is written
    at_.key(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(at_.ui->item("composer")->property("selectedText").toString(), QString("x"));
  }

  void theMenuOfAMessage() {
    QVERIFY(show("Words with $\\alpha^2$ in them.\n\n```c\nint x;\n```\n"));
    QTest::mouseClick(at_.ui->window(), Qt::RightButton, {}, place(textWith("int x;"), 3));
    choose("messageMenu", "menuCopyCode");
    QCOMPARE(clipboard(), QString("int x;"));
    QQuickItem* words = textWith("Words");
    QTest::mouseClick(at_.ui->window(), Qt::RightButton, {}, place(words, positionOf(words, "α")) + QPoint(2, 0));
    choose("messageMenu", "menuCopyFormula");
    QCOMPARE(clipboard(), QString("$\\alpha^2$"));
    QTest::mouseClick(at_.ui->window(), Qt::RightButton, {}, place(words, 2));
    QTRY_VERIFY(menuItem("messageMenu", "menuCopy"));
    QVERIFY(!menuItem("messageMenu", "menuCopyCode") && !menuItem("messageMenu", "menuCopyFormula"));
    choose("messageMenu", "menuCopyText");
    QCOMPARE(clipboard(), QString("Words with $\\alpha^2$ in them.\n\nint x;"));
    QTRY_VERIFY(at_.hasFocus("composer"));
    QTest::mouseClick(at_.ui->window(), Qt::RightButton, {}, place(words, 2));
    choose("messageMenu", "menuSelectAll");
    QVERIFY(chosen().startsWith("Words with") && chosen().endsWith("int x;"));
  }

  void theMenuOfAMessageByKeyboard_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifiers");
    QTest::newRow("Menu") << int(Qt::Key_Menu) << int(Qt::NoModifier);
    QTest::newRow("Shift+F10") << int(Qt::Key_F10) << int(Qt::ShiftModifier);
  }
  void theMenuOfAMessageByKeyboard() {
    QFETCH(int, key);
    QFETCH(int, modifiers);
    QVERIFY(show("Words"));
    for (int press = 0; press < 40 && !at_.ui->item("messages")->hasActiveFocus(); ++press) at_.key(Qt::Key_Tab);
    QVERIFY(at_.ui->item("messages")->hasActiveFocus());
    QCursor::setPos(at_.ui->window()->mapToGlobal(QPoint(3, 3)));  // not where the pointer happens to be, but where the message is
    at_.key(key, Qt::KeyboardModifiers(modifiers));
    QTRY_VERIFY(menuItem("messageMenu", "menuCopy"));
    QQuickItem* const message = at_.row(1);
    const QPointF corner = message->mapFromItem(menuItem("messageMenu", "menuCopy"), {0, 0});
    QVERIFY2(corner.x() > 0 && corner.x() < message->width() && corner.y() > 0 && corner.y() < message->height() + 40, qPrintable(QString("%1 %2").arg(corner.x()).arg(corner.y())));
    at_.key(Qt::Key_Down);
    at_.key(Qt::Key_Return);
    QTRY_VERIFY(!menuItem("messageMenu", "menuCopy"));
    QCOMPARE(clipboard(), QString("Words"));
  }

  // By Tab and arrows from link to link, with a frame around each and its address beside it; Enter opens it. A click frames nothing.
  void linksByKeyboard() {
    QVERIFY(show("See [the **first** one](https://example.org/1) and [the second](https://example.org/2), with $\\alpha^2$ and a note[^1].\n\n"
                 "| a |\n|---|\n| [third](mailto:a@example.org) |\n\nNo link.\n\n[^1]: The note."));
    LinkKeeper keeper;
    const auto focus = [this] { return at_.ui->window()->activeFocusItem(); };
    const auto spoken = [&] { return QAccessible::queryAccessibleInterface(focus())->text(QAccessible::Name); };
    const auto framed = [this] { return at_.ui->shows("linkFocus"); };
    QTest::mouseClick(at_.ui->window(), Qt::LeftButton, {}, place(textWith("See"), 2));
    QVERIFY(!framed());
    at_.ui->item("messages")->forceActiveFocus(Qt::TabFocusReason);
    for (int press = 0; press < 10 && focus()->objectName() != "linkStop"; ++press) at_.key(Qt::Key_Tab);
    QCOMPARE(focus()->objectName(), QString("linkStop"));
    QCOMPARE(spoken(), QString("the first one"));
    QTRY_VERIFY(framed());
    QQuickItem* const frame = at_.ui->item("linkFocus");
    QVERIFY(frame->mapRectToScene({0, 0, frame->width(), frame->height()}).contains(place(textWith("See"), 6)));
    at_.key(Qt::Key_Return);
    QCOMPARE(keeper.opened, QStringList({"https://example.org/1"}));
    at_.key(Qt::Key_Right);
    QCOMPARE(spoken(), QString("the second"));
    at_.key(Qt::Key_Left);
    at_.key(Qt::Key_Tab);
    at_.key(Qt::Key_Enter, Qt::KeypadModifier);
    QCOMPARE(keeper.opened.last(), QString("https://example.org/2"));
    at_.key(Qt::Key_Tab);  // not the formula
    QVERIFY2(spoken().contains('1'), qPrintable(spoken()));
    at_.key(Qt::Key_Tab);
    QCOMPARE(spoken(), QString("third"));
    at_.key(Qt::Key_Return);
    QCOMPARE(keeper.opened.last(), QString("mailto:a@example.org"));
    at_.key(Qt::Key_Backtab);
    QVERIFY2(spoken().contains('1'), qPrintable(spoken()));  // the last of the text before
    at_.ui->type("x");  // what is typed goes to the composer
    QVERIFY(at_.hasFocus("composer"));
    QCOMPARE(at_.text("composer"), QString("x"));
    QTRY_VERIFY(!framed());
    at_.ui->chat().setDraft("");
  }

  void theMenuOfTheComposer() {
    QVERIFY(show("Words"));
    at_.ui->type("one two");
    at_.key(Qt::Key_Menu);
    choose("textMenu", "menuSelectAll");
    QCOMPARE(at_.ui->item("composer")->property("selectedText").toString(), QString("one two"));
    QTest::mouseClick(at_.ui->window(), Qt::RightButton, {}, at_.ui->item("composer")->mapToScene({30, 25}).toPoint());
    choose("textMenu", "menuCut");
    QCOMPARE(at_.text("composer"), QString());
    QCOMPARE(clipboard(), QString("one two"));
    at_.key(Qt::Key_F10, Qt::ShiftModifier);
    choose("textMenu", "menuUndo");
    QCOMPARE(at_.text("composer"), QString("one two"));
    QVERIFY(at_.hasFocus("composer"));
  }

  void longLinesOfCode() {
    const QString line = "x = " + QString("word ").repeated(60);
    QVERIFY(show("```python\n" + line + "\n```\n"));
    QQuickItem* code = at_.first("CodeBlock");
    QQuickItem* text = textWith("x = word");
    QVERIFY(code && text);
    const double oneLine = text->height();
    QVERIFY(text->width() > code->width());
    at_.click(at_.ui->item("wrapButton"));
    QTRY_VERIFY(text->height() > 2 * oneLine);
    QVERIFY(text->width() <= code->width());
    QVERIFY(at_.ui->app().settings()->wrapCode());  // for the next time, too
    at_.click(at_.ui->item("wrapButton"));
    QTRY_COMPARE(text->height(), oneLine);
  }

  void theHeadOfCodeStaysInSight() {
    QVERIFY(show("```python\n" + QString("print(1)\n").repeated(120) + "```\n\nEnd"));
    QQuickItem* list = at_.ui->item("messages");
    toTheTop();
    list->setProperty("contentY", list->property("contentY").toDouble() + 700);
    QTest::qWait(50);
    QQuickItem* copy = at_.ui->item("copyCode");
    const QPointF spot = list->mapFromScene(copy->mapToScene({copy->width() / 2, copy->height() / 2}));
    QVERIFY2(spot.y() > 0 && spot.y() < 60, qPrintable(QString::number(spot.y())));
    QGuiApplication::clipboard()->clear();
    at_.click(copy);
    QCOMPARE(clipboard(), QString("print(1)\n").repeated(120).chopped(1));
  }

  void wideTablesMoveSideways() {
    QString table = "|", rule = "|", cells = "|";
    for (int column = 0; column < 12; ++column) table += QString(" column %1 |").arg(column), rule += "---|", cells += " some words in it |";
    QVERIFY(show(table + '\n' + rule + '\n' + cells + "\n\nEnd"));
    QQuickItem* block = at_.first("TableBlock");
    QVERIFY(block && block->property("contentWidth").toDouble() > block->width() + 50);
    for (int press = 0; press < 40 && !block->hasActiveFocus(); ++press) at_.key(Qt::Key_Tab);
    QVERIFY(block->hasActiveFocus());
    at_.key(Qt::Key_Right);
    QVERIFY(block->property("contentX").toDouble() > 0);
  }

  void rightToLeft() {
    QVERIFY(show("- أولًا\n- ثانيًا\n\n| الصيغة | الحجم |\n|---|---|\n| int8 | 7 |\n"));
    QQuickItem* item = textWith("أولًا");
    QQuickItem* mark = nullptr;
    for (QQuickItem* one : at_.ui->items())
      if (one->isVisible() && Sitting::type(one) == "ItemMark") mark = one;
    QVERIFY(item && mark);
    QVERIFY(mark->mapToScene({0, 0}).x() > item->mapToScene({item->width() - 1, 0}).x());  // the dot stands at the right
    QQuickItem* table = textWith("int8");
    QVERIFY(place(table, positionOf(table, "الصيغة")).x() > place(table, positionOf(table, "الحجم")).x());  // and the first column
  }

  void aFormulaSaysItsSource() {
    QVERIFY(show("So $\\frac{1}{2}$ it is"));
    QQuickItem* text = textWith("1/2");
    QVERIFY(text);
    QTest::mouseMove(at_.ui->window(), place(text, positionOf(text, "/")) - QPoint(1, 1));
    QTest::mouseMove(at_.ui->window(), place(text, positionOf(text, "/")));
    const auto said = [&] {
      for (QQuickItem* item : at_.ui->items())
        if (item->isVisible() && item->property("text").toString() == "$\\frac{1}{2}$") return true;
      return false;
    };
    QTRY_VERIFY(said());
  }

  void saysNothingOnTheConsole() { QCOMPARE(at_.ui->warnings(), QStringList()); }
  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(ReadingTest)
#include "reading_test.moc"
