// The switches say the truth, in the real window: as stored and back (issue 13, 13); what naive attention and no cache will cost, a context
// beyond the trained one, why a value is refused (issue 13, 12).
#include <QRegularExpression>

#include "tests/ui/sitting.h"

using namespace halftone;
using namespace halftone::ui;

class SwitchesTest : public QObject {
  Q_OBJECT

  Sitting at_;
  const QString demo_ = QStringLiteral(SOURCE_DIR "/resources/demo-model");

  QQuickItem* segment(const char* name, const QString& text) { return at_.ui->withText(at_.ui->item(name), text); }
  bool current(const char* name, const QString& text) {
    QQuickItem* item = segment(name, text);
    return item && item->property("current").toBool();
  }
  void pick(const char* name, const QString& text) {
    QQuickItem* item = segment(name, text);
    QVERIFY2(item, qPrintable(text));
    at_.click(item);
  }
  QString property(const char* item, const char* name) { return at_.ui->item(item)->property(name).toString(); }
  // Types a context and presses Enter.
  void askContext(const QString& tokens) {
    at_.click(at_.ui->item("contextField"));
    at_.key(Qt::Key_A, Qt::ControlModifier);
    at_.ui->type(tokens);
    at_.key(Qt::Key_Return);
  }
  bool start(EngineFactory factory) {
    at_.ui.reset();
    at_.ui = std::make_unique<Window>(at_.folder.path(), std::move(factory));
    if (!QTest::qWaitForWindowExposed(at_.ui->window())) return false;
    at_.ui->window()->requestActivate();
    return QTest::qWaitForWindowActive(at_.ui->window()) && at_.resize({1500, 950});
  }
  bool openDemo() {
    at_.ui->engine().openPath(demo_);
    if (!QTest::qWaitFor([&] { return at_.isOpen("fitSheet") && at_.ui->shows("loadButton"); }, 20000)) return false;
    at_.key(Qt::Key_Return);
    return QTest::qWaitFor([&] { return at_.ui->engine().isReady() && at_.isGone("fitSheet"); }, 60000);
  }
  bool ask(const QString& question) {
    at_.key(Qt::Key_L, Qt::ControlModifier);
    at_.ui->type(question);
    at_.key(Qt::Key_Return);
    return QTest::qWaitFor([&] { return at_.ui->chat().isBusy(); }) && QTest::qWaitFor([&] { return !at_.ui->chat().isBusy(); }, 60000);
  }

 private slots:
  void initTestCase() { prepare(); }
  void cleanup() {
    if (at_.ui) QCOMPARE(at_.ui->warnings(), QStringList());
    at_.ui.reset();
    at_.script.about = {};
    at_.script.cost = {};
  }

  // 13.13: one name everywhere; the segment of the switch says it, too.
  void aMixtureHasOneName() {
    at_.script.about = [](ModelInfo& model) { model.stored_format = "Q4_K_M"; };
    QVERIFY(start(fakeFactory(at_.script)));
    at_.ui->engine().openPath("/models/tiny-1b.gguf");
    QTRY_VERIFY(at_.isOpen("fitSheet"));
    QStringList labels, facts;
    for (QQuickItem* item : at_.ui->items()) {
      if (Sitting::type(item) == "FitRow") labels << item->property("label").toString();
      if (item->property("value").isValid() && item->property("label").isValid()) facts << item->property("value").toString();
    }
    QVERIFY2(labels.contains("as stored (Q4_K_M)"), qPrintable(labels.join('|')));
    QVERIFY2(facts.join('|').contains("Q4_K_M · GGUF v3"), qPrintable(facts.join('|')));
    at_.ui->engine().confirmOpen("auto");
    QTRY_VERIFY(at_.ui->engine().isReady());
    QMetaObject::invokeMethod(at_.ui->object("fitSheet"), "close");
    QTRY_VERIFY(at_.isGone("fitSheet"));
    QTRY_VERIFY(current("weightsSwitch", "as stored"));
    QVERIFY(property("weightsChip", "text").contains("Q4_K_M"));
    at_.click(at_.ui->item("weightsChip"));  // the same in the chip's choice
    QTRY_VERIFY(at_.isOpen("weightsChoice"));
    QTRY_VERIFY(std::ranges::any_of(at_.ui->items(), [](QQuickItem* i) { return i->property("checked").toBool() && i->property("note").toString().contains("Q4_K_M"); }));
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(at_.isGone("weightsChoice"));
    // Pointed at, the segment says what that is.
    QQuickItem* item = segment("weightsSwitch", "as stored");
    QTest::mouseMove(at_.ui->window(), item->mapToScene({item->width() / 2, item->height() / 2}).toPoint());
    QTRY_VERIFY(item->property("hovered").toBool());
    QTRY_VERIFY(std::ranges::any_of(at_.ui->items(), [](QQuickItem* i) { return i->isVisible() && i->property("text").toString().contains("As the file holds them: Q4_K_M"); }));
    // Nothing is cut off, and none lies over another.
    QList<QRectF> places;
    for (QQuickItem* cell : at_.ui->items())
      if (cell->property("modelData").isValid() && cell->property("current").isValid() && at_.ui->item("weightsSwitch")->isAncestorOf(cell)) {
        for (const QRectF& other : std::as_const(places)) QVERIFY(!other.intersects(cell->mapRectToScene(QRectF(1, 1, cell->width() - 2, cell->height() - 2))));
        places << cell->mapRectToScene(QRectF(1, 1, cell->width() - 2, cell->height() - 2));
        QVERIFY2(!cell->property("contentItem").value<QQuickItem*>()->property("truncated").toBool(), qPrintable(cell->property("text").toString()));
      }
    QCOMPARE(places.size(), 9);
  }

  // 13.13: from int4 the way back, in the running conversation; the real engine says the same words again.
  void fromInt4BackToAsStored() {
    QVERIFY(start(EngineFactory::local()));
    QVERIFY(openDemo());
    at_.ui->chat().sampling()->setTemperature(0);
    QVERIFY(current("weightsSwitch", "as stored"));
    const QString stored = property("weightsChip", "text");
    QVERIFY(ask("What is the capital of France?"));
    const QString first = at_.ui->chat().messages()->at(1).text;
    for (const QString& to : {QString("int4"), QString("as stored")}) {
      pick("weightsSwitch", to);
      QTRY_VERIFY_WITH_TIMEOUT(at_.ui->shows("acceptSwitch"), 20000);
      at_.key(Qt::Key_Return);
      QTRY_VERIFY_WITH_TIMEOUT(at_.ui->engine().isReady() && current("weightsSwitch", to), 60000);
      QCOMPARE(property("weightsChip", "text"), to == "int4" ? QString("int4") : stored);
    }
    QVERIFY(ask("What is the capital of France?"));
    at_.ui->app().newChat();
    at_.ui->chat().sampling()->setTemperature(0);
    QVERIFY(ask("What is the capital of France?"));
    QCOMPARE(at_.ui->chat().messages()->at(1).text, first);
  }

  // 13.12: what every later token takes, before it happens, from what was measured; and it is forgotten at the next start.
  void slowSwitchesSayWhatTheyCost() {
    QVERIFY(start(EngineFactory::local()));
    QVERIFY(openDemo());
    QVERIFY(ask("What is the capital of France?"));
    pick("attentionSwitch", "naive");
    QTRY_VERIFY_WITH_TIMEOUT(at_.ui->shows("acceptSwitch"), 20000);
    const QRegularExpression expected("(?i)every later token .*: expected [0-9.]+ m?s at [0-9,]+ tokens.* now [0-9.]+ m?s, measured");
    QVERIFY2(expected.match(property("switchCost", "text")).hasMatch(), qPrintable(property("switchCost", "text")));
    QVERIFY2(property("switchCost", "text").contains("stores scores of"), qPrintable(property("switchCost", "text")));
    at_.key(Qt::Key_Return);
    QTRY_COMPARE(at_.ui->engine().attention(), QString("naive"));
    QTRY_VERIFY(at_.ui->engine().isReady());
    pick("attentionSwitch", "flash");
    QTRY_COMPARE(at_.ui->engine().attention(), QString("flash"));
    QTRY_VERIFY(at_.ui->engine().isReady());
    QVERIFY(ask("How many people live in France?"));
    pick("cacheSwitch", "off");
    QTRY_VERIFY_WITH_TIMEOUT(at_.ui->shows("acceptSwitch"), 20000);
    const QString cost = property("switchCost", "text");
    QVERIFY2(expected.match(cost).hasMatch() && cost.contains("computes the whole conversation again"), qPrintable(cost));
    const auto full = QRegularExpression("expected [0-9.]+ m?s at 4,096 tokens").match(cost);  // the demo model's context
    QVERIFY2(full.hasMatch(), qPrintable(cost));
    at_.key(Qt::Key_Return);
    QTRY_COMPARE(at_.ui->engine().cache(), QString("off"));
    QTRY_VERIFY(at_.ui->engine().isReady());
    pick("attentionSwitch", "naive");
    QTRY_VERIFY_WITH_TIMEOUT(at_.ui->shows("acceptSwitch"), 20000);
    at_.key(Qt::Key_Return);
    QTRY_COMPARE(at_.ui->engine().attention(), QString("naive"));

    QVERIFY(start(EngineFactory::local()));
    QVERIFY(openDemo());
    QCOMPARE(at_.ui->engine().cache(), QString("f16"));
    QCOMPARE(at_.ui->engine().attention(), QString("flash"));
    QVERIFY(current("cacheSwitch", "f16") && current("attentionSwitch", "flash"));
  }

  // 13.12: beyond the trained length, with the ways to stretch RoPE.
  void aContextBeyondTheTrainedOne() {
    QVERIFY(start(EngineFactory::local()));
    QVERIFY(openDemo());
    askContext("8192");
    QTRY_VERIFY_WITH_TIMEOUT(at_.ui->shows("acceptSwitch"), 20000);
    QVERIFY2(property("switchWarning", "text").contains("4,096 tokens") && property("switchWarning", "text").contains("2 times"),
             qPrintable(property("switchWarning", "text")));
    QVERIFY(current("scalingSwitch", "none"));
    for (const char* way : {"linear", "YaRN", "NTK"}) QVERIFY(segment("scalingSwitch", way));
    pick("scalingSwitch", "YaRN");
    QTRY_VERIFY(current("scalingSwitch", "YaRN"));
    QTest::qWait(100);
    at_.click(at_.ui->item("acceptSwitch"));
    QTRY_VERIFY(at_.ui->engine().isReady() && at_.ui->engine().contextTokens() == 8192);
    QCOMPARE(property("contextNote", "text"), QString("trained for 4,096 · yarn ×2"));
    const EngineSettings long_one = at_.ui->engine().facts()->settings;
    QVERIFY(std::holds_alternative<YarnScaling>(long_one.rope_scaling));
    QVERIFY(ask("What is the capital of France?"));
    askContext("2048");  // within it nothing is stretched
    QTRY_VERIFY(at_.ui->shows("acceptSwitch") || at_.ui->engine().contextTokens() == 2048);
    QTest::qWait(100);  // the card has found its place
    if (at_.ui->shows("acceptSwitch")) at_.click(at_.ui->item("acceptSwitch"));
    QTRY_VERIFY(at_.ui->engine().isReady() && at_.ui->engine().contextTokens() == 2048);
    QVERIFY(!at_.ui->shows("contextNote"));
    QVERIFY(std::holds_alternative<std::monostate>(at_.ui->engine().facts()->settings.rope_scaling));
  }

  void positionsThatCannotBeStretchedAreSaid() {
    at_.script.about = [](ModelInfo& model) { model.rope = false; };
    QVERIFY(start(fakeFactory(at_.script)));
    QVERIFY(at_.openModel());
    askContext("16384");
    QTRY_VERIFY(at_.ui->shows("acceptSwitch"));
    QVERIFY2(property("switchWarning", "text").contains("cannot be stretched"), qPrintable(property("switchWarning", "text")));
    QVERIFY(!at_.ui->shows("scalingSwitch"));
  }

  // 13.12: a refused value says why: asked, possible, cause, what to do; and what is possible is a button.
  void aRefusedContextSaysWhy() {
    QVERIFY(start(EngineFactory::local()));
    QVERIFY(openDemo());
    askContext("16,000,000");
    QTRY_VERIFY_WITH_TIMEOUT(at_.ui->shows("switchCost"), 20000);
    const QString why = property("switchCost", "text");
    const auto match = QRegularExpression("16,000,000 tokens asked, at most ([0-9,]+) possible: needs [0-9.]+ GiB, [0-9.]+ GiB are free\\. Choose").match(why);
    QVERIFY2(match.hasMatch(), qPrintable(why));
    const int largest = match.captured(1).remove(',').toInt();
    QVERIFY(largest > 4096 && largest < 16'000'000);
    QCOMPARE(property("acceptSwitch", "text"), QString("Use %1 tokens").arg(match.captured(1)));
    QCOMPARE(at_.ui->engine().contextTokens(), 4096);
    // The button is pressed: the longest is proposed, and as it is beyond the trained one, that is said.
    for (int press = 0; press < 8 && !at_.ui->shows("switchWarning"); ++press) {  // meanwhile others may have taken more memory
      QTRY_VERIFY(at_.hasFocus("acceptSwitch"));
      at_.key(Qt::Key_Return);
      QTest::qWait(300);
    }
    QVERIFY2(at_.ui->shows("switchWarning"), qPrintable(why + " | " + property("switchCost", "text")));
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(!at_.ui->shows("acceptSwitch"));
    askContext("12");
    QTRY_VERIFY(at_.ui->shows("switchCost"));
    QVERIFY2(property("switchCost", "text").startsWith("12 tokens asked") && property("switchCost", "text").contains("64"), qPrintable(property("switchCost", "text")));
    at_.click(at_.ui->item("rejectSwitch"));
    QTRY_VERIFY(!at_.ui->shows("switchCost"));
    QCOMPARE(at_.ui->engine().contextTokens(), 4096);
  }
};

QTEST_MAIN(SwitchesTest)
#include "switches_test.moc"
