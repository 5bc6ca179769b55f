// What holds for every control and colour: a name for those who listen, contrast for those who look, reach for those who type.
#include <QAccessible>
#include <cmath>

#include "tests/app/fake_engine.h"
#include "tests/ui/window.h"

using namespace halftone::ui;

namespace {

double luminance(const QColor& colour) {  // WCAG 2.1
  const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace

class InterfaceTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  FakeScript script_;
  std::unique_ptr<Window> ui_;

  // Buttons, fields, sliders: whatever takes the focus from the keyboard.
  static bool isInteractive(const QQuickItem* item) {
    for (const QMetaObject* type = item->metaObject(); type; type = type->superClass()) {
      const QByteArray name = type->className();
      if (name == "QQuickAbstractButton" || name == "QQuickTextField" || name == "QQuickTextArea" || name == "QQuickSlider") return true;
    }
    return false;
  }

  QStringList nameless() {
    QStringList found;
    for (QQuickItem* item : ui_->items()) {
      if (!isInteractive(item) || !item->isVisible()) continue;
      QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
      if (!face || face->text(QAccessible::Name).isEmpty()) found << item->metaObject()->className() + QString(" ") + item->objectName() + " " + item->property("text").toString();
    }
    return found;
  }

  void open(const QString& name) {
    QObject* sheet = ui_->object(name);
    QVERIFY2(sheet, qPrintable(name));
    QVERIFY(QMetaObject::invokeMethod(sheet, "open"));
    QTRY_VERIFY(sheet->property("opened").toBool());
    QCOMPARE(nameless(), QStringList());
    QVERIFY(QMetaObject::invokeMethod(sheet, "close"));
    QTRY_VERIFY(!sheet->property("visible").toBool());
  }

 private slots:
  void initTestCase() {
    prepare();
    ui_ = std::make_unique<Window>(folder_.path(), fakeFactory(script_));
    QVERIFY(QTest::qWaitForWindowExposed(ui_->window()));
    QAccessible::setActive(true);
  }

  void everyControlHasAName() {
    QCOMPARE(nameless(), QStringList());  // no model: the welcome page
    ui_->engine().openPath("/models/tiny-1b.gguf");
    QTRY_VERIFY(ui_->shows("loadButton"));
    QCOMPARE(nameless(), QStringList());  // the fit sheet
    ui_->click(ui_->item("loadButton"));
    QTRY_VERIFY(ui_->engine().isReady());
    script_.expect({{"Here:\n\n```python\nprint(1)\n```\n"}});
    ui_->chat().send("Hello");
    QTRY_VERIFY(!ui_->chat().isBusy());
    QTRY_VERIFY(ui_->shows("messages"));
    QCOMPARE(nameless(), QStringList());  // a conversation, with code
    ui_->engine().proposeSwitch(EngineSwitch::Weights, "int4");
    QTRY_VERIFY(ui_->shows("acceptSwitch"));
    QCOMPARE(nameless(), QStringList());  // a proposal
    ui_->engine().rejectSwitch();
    open("settingsSheet");
    open("shortcutsSheet");
  }

  // Tab comes round to every control that is shown: nothing is out of reach.
  void tabReachesTheControls() {
    QSet<QQuickItem*> reached;
    ui_->window()->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(ui_->window()));
    for (int press = 0; press < 120; ++press) {
      QTest::keyClick(ui_->window(), Qt::Key_Tab);
      if (QQuickItem* focused = ui_->window()->activeFocusItem()) {
        if (reached.contains(focused) && press > 60) break;
        reached << focused;
      }
    }
    for (const char* name : {"modelButton", "search", "contextField", "chats", "messages", "composer"}) {
      const QQuickItem* item = ui_->item(name);
      QVERIFY2(std::ranges::any_of(reached, [&](QQuickItem* focused) { return focused == item || item->isAncestorOf(focused); }), name);
    }
    QVERIFY(reached.size() >= 15);
  }

  // While a reply streams nothing is built anew but its last block, and the view stays where the reader has scrolled.
  void streamingDisturbsNothing() {
    FakeScript::Turn turn;
    turn.delay = std::chrono::milliseconds(15);
    turn.pieces.assign(120, "Some words and then\n\n");
    script_.expect(turn);
    ui_->chat().send("Tell me a lot");
    QQuickItem* list = ui_->item("messages");
    const auto distance = [&] { return list->property("distance").toDouble(); };
    QTRY_VERIFY(list->property("contentHeight").toDouble() > 2 * list->height());
    QTRY_VERIFY(distance() < 1);  // it follows
    QList<QPointer<QQuickItem>> blocks;
    for (QQuickItem* item : ui_->items())
      if (QByteArray(item->metaObject()->className()).startsWith("TextBlock")) blocks << item;
    QVERIFY(blocks.size() > 10);
    list->forceActiveFocus();
    QTest::keyClick(ui_->window(), Qt::Key_PageUp);
    const double at = list->property("contentY").toDouble();
    QVERIFY(ui_->chat().isBusy());
    QTest::qWait(150);
    QVERIFY(std::abs(list->property("contentY").toDouble() - at) < 1);  // rounded to whole pixels at most
    QTRY_VERIFY(ui_->shows("jumpToEnd"));
    for (const auto& block : blocks) QVERIFY(block);
    ui_->click(ui_->item("jumpToEnd"));
    QTRY_VERIFY(distance() < 1);
    QTRY_VERIFY_WITH_TIMEOUT(!ui_->chat().isBusy(), 20000);
    QTRY_VERIFY(distance() < 1);
  }

  void shortcutsAct() {
    const auto shows = [&](const char* name) { return ui_->app().settings()->property(name).toBool(); };
    const bool sidebar = shows("sidebarVisible"), instruments = shows("instrumentsVisible");
    QTest::keyClick(ui_->window(), Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(shows("sidebarVisible"), !sidebar);
    QTest::keyClick(ui_->window(), Qt::Key_B, Qt::ControlModifier);
    QTest::keyClick(ui_->window(), Qt::Key_I, Qt::ControlModifier);
    QCOMPARE(shows("instrumentsVisible"), !instruments);
    QTest::keyClick(ui_->window(), Qt::Key_I, Qt::ControlModifier);
    QTest::keyClick(ui_->window(), Qt::Key_K, Qt::ControlModifier);
    QCOMPARE(ui_->window()->activeFocusItem(), ui_->item("search"));
    QTest::keyClick(ui_->window(), Qt::Key_Plus, Qt::ControlModifier);
    QCOMPARE(ui_->app().settings()->zoom(), 1.1);
    QTest::keyClick(ui_->window(), Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(ui_->app().settings()->zoom(), 1.0);
    QTest::keyClick(ui_->window(), Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(ui_->object("settingsSheet")->property("opened").toBool());
    QTest::keyClick(ui_->window(), Qt::Key_Escape);
    QTRY_VERIFY(!ui_->object("settingsSheet")->property("visible").toBool());
  }

  void textStandsOut_data() {
    QTest::addColumn<QString>("ink");
    QTest::addColumn<QString>("paper");
    const QList<std::pair<const char*, QStringList>> pairs{
        {"ink", {"background", "pane", "side", "well", "raised", "hover", "mine", "dangerWell", "noticeWell", "selection"}},
        {"dim", {"background", "pane"}},
        {"sideDim", {"side", "well", "hover", "pane", "background", "noticeWell"}},
        {"danger", {"background", "pane", "dangerWell"}},
        {"accent", {"background", "pane"}},
        {"accentInk", {"accent", "accentHover"}},
    };
    for (const auto& [ink, papers] : pairs)
      for (const QString& paper : papers) QTest::addRow("%s on %s", ink, qPrintable(paper)) << QString(ink) << paper;
  }

  void textStandsOut() {
    QFETCH(QString, ink);
    QFETCH(QString, paper);
    QQmlComponent component(&ui_->qml());
    component.setData("import QtQml\nimport Halftone.Controls\nQtObject { property QtObject theme: Theme }", {});
    const std::unique_ptr<QObject> holder(component.create());
    QVERIFY2(holder, qPrintable(component.errorString()));
    const auto* theme = holder->property("theme").value<QObject*>();
    for (const char* choice : {"light", "dark"}) {
      ui_->app().settings()->setTheme(choice);
      QTRY_COMPARE(theme->property("dark").toBool(), QString(choice) == "dark");
      const double ratio = contrast(theme->property(qPrintable(ink)).value<QColor>(), theme->property(qPrintable(paper)).value<QColor>());
      QVERIFY2(ratio >= 4.5, qPrintable(QString("%1: %2 : 1").arg(choice).arg(ratio, 0, 'f', 2)));
    }
  }

  void saysNothingOnTheConsole() { QCOMPARE(ui_->warnings(), QStringList()); }

  void cleanupTestCase() { ui_.reset(); }
};

QTEST_MAIN(InterfaceTest)
#include "interface_test.moc"
