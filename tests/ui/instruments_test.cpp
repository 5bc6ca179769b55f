// The instruments say the truth: the cache's meter and the latency are of the conversation on screen, every figure says its unit and how it
// is measured (issue 13, 11).
#include "tests/ui/states.h"

using namespace halftone;
using namespace halftone::ui;

class InstrumentsTest : public QObject {
  Q_OBJECT

  Sitting at_;

  QString meter() { return at_.ui->app().instruments()->kvTokensText(); }
  QQuickItem* section(const QString& type) { return at_.first(type); }
  QQuickItem* chatRow(const QString& title) {
    for (QQuickItem* item : at_.ui->items())
      if (item->isVisible() && Sitting::type(item) == "ChatRow" && item->property("title").toString() == title) return item;
    return nullptr;
  }
  QString figure(const char* name) { return at_.ui->item(name)->property("figure").toString(); }

  // Pointed at, does it say a sentence of that text?
  bool says(QQuickItem* item, const QString& words) {
    const auto said = [&] {
      return std::ranges::any_of(at_.ui->items(), [&](QQuickItem* i) { return i->isVisible() && Sitting::type(i) == "Label" && i->property("text").toString().contains(words); });
    };
    QTest::mouseMove(at_.ui->window(), {700, 400});
    if (!QTest::qWaitFor([&] { return !said(); }, 3000)) return false;  // not before it is pointed at
    QTest::mouseMove(at_.ui->window(), item->mapToScene({item->width() / 2, item->height() / 2}).toPoint());
    return QTest::qWaitFor(said, 3000);
  }
  void choose(const char* control, const QString& option) {
    at_.click(at_.ui->withText(at_.ui->item(control), option));
    QTRY_VERIFY(at_.ui->shows("acceptSwitch"));
    at_.key(Qt::Key_Return);
    QTRY_VERIFY(at_.ui->engine().isReady() && !at_.ui->shows("acceptSwitch"));
  }

  // Typed into its field.
  void context(const char* tokens) {
    at_.click(at_.ui->item("contextField"));
    at_.key(Qt::Key_A, Qt::ControlModifier);
    for (const char* digit = tokens; *digit; ++digit) QTest::keyClick(at_.ui->window(), *digit);
    at_.key(Qt::Key_Return);
    QTRY_VERIFY(at_.ui->shows("acceptSwitch"));
    at_.key(Qt::Key_Return);
    QTRY_VERIFY(at_.ui->engine().isReady() && !at_.ui->shows("acceptSwitch"));
  }

 private slots:
  void initTestCase() {
    prepare();
    QVERIFY(at_.start());
    QVERIFY(at_.resize({1500, 980}));
    QVERIFY(at_.openModel());
  }

  // Both conversations keep their own figures, to and fro.
  void ofTheConversationOnScreen() {
    QVERIFY(at_.say("one two three", {.pieces = {"four ", "five"}}));
    QTRY_COMPARE(meter(), "5 of 4,096 tokens");
    QCOMPARE(section("CacheSection")->property("note").toString(), meter());
    QCOMPARE(figure("firstTokenFigure"), "6.0");
    at_.key(Qt::Key_N, Qt::ControlModifier);
    QTRY_COMPARE(meter(), "0 of 4,096 tokens");
    QCOMPARE(figure("firstTokenFigure"), "–");
    QCOMPARE(figure("speedFigure"), "–");
    QVERIFY(at_.say("another question of six words", {.pieces = {"yes"}}));
    QTRY_COMPARE(meter(), "6 of 4,096 tokens");
    QTRY_VERIFY(chatRow("one two three"));
    at_.click(chatRow("one two three"));
    QTRY_COMPARE(meter(), "5 of 4,096 tokens");
    QTRY_COMPARE(figure("firstTokenFigure"), "6.0");
    QTRY_COMPARE(figure("speedFigure"), "100");
    QCOMPARE(at_.first("Sparkline")->property("series").toList().size(), 2);
  }

  // The panel says what is done to the file, how far, how fast and how long still; the context is grouped as all figures are.
  void theLoadIsInThePanel() {
    QCOMPARE(at_.ui->item("contextField")->property("text").toString(), "4,096");
    at_.ui->engine().unload();
    at_.script.load_delay = std::chrono::milliseconds(1500);
    QVERIFY(!at_.first("LoadSection"));
    at_.ui->engine().openPath("/models/tiny-1b.gguf", false);
    QTRY_VERIFY(at_.first("LoadSection"));
    QTRY_VERIFY2(QRegularExpression("^reading weights \\d+ of 100 MiB$").match(at_.text("loadStage")).hasMatch(), qPrintable(at_.text("loadStage")));
    QTRY_VERIFY2(QRegularExpression("^[\\d.]+ MiB a second · (< )?\\d s left$").match(at_.text("loadPace")).hasMatch(), qPrintable(at_.text("loadPace")));
    QTRY_VERIFY(at_.ui->engine().isReady());
    QTRY_VERIFY(!at_.first("LoadSection"));
    at_.script.load_delay = {};
  }

  // A reply in another conversation leaves what is shown alone.
  void notOfAnother() {
    FakeScript::Turn slow;
    slow.delay = std::chrono::milliseconds(20);
    slow.pieces.assign(50, "word ");
    at_.script.expect(slow);
    at_.ui->chat().send("go on");
    QTRY_COMPARE(at_.ui->chat().state(), ChatViewModel::Generating);
    at_.key(Qt::Key_N, Qt::ControlModifier);
    QTest::qWait(300);
    QCOMPARE(figure("firstTokenFigure"), "–");
    QCOMPARE(figure("speedFigure"), "–");
    QTRY_VERIFY(!at_.ui->engine().replying());
    QCOMPARE(figure("firstTokenFigure"), "–");
    QCOMPARE(meter(), "0 of 4,096 tokens");
    at_.click(chatRow("one two three"));
    QTRY_COMPARE(meter(), "57 of 4,096 tokens");
  }

  void neverMoreThanTheContext() {
    QVERIFY(at_.say("and more", {.pieces = std::vector<std::string>(40, "word ")}));
    QTRY_COMPARE(meter(), "99 of 4,096 tokens");
    context("64");
    QTRY_COMPARE(at_.ui->engine().contextTokens(), 64);
    QTRY_COMPARE(meter(), "64 of 64 tokens");
    context("4096");
    QTRY_COMPARE(meter(), "99 of 4,096 tokens");
  }

  void offIsNothing() {
    choose("cacheSwitch", "off");
    QTRY_COMPARE(at_.ui->engine().cache(), "off");
    QCOMPARE(meter(), "off, nothing is kept");
    QVERIFY(at_.say("still there", {.pieces = {"yes"}}));
    QCOMPARE(at_.ui->app().instruments()->kvTokens(), 0);
    QCOMPARE(meter(), "off, nothing is kept");
    choose("cacheSwitch", "int8");
  }

  // Every segment of every switch, and every figure.
  void everyFigureSaysItsUnit() {
    for (const char* name : {"weightsSwitch", "attentionSwitch", "cacheSwitch"}) {
      const QStringList options = at_.ui->item(name)->property("options").toStringList(), hints = at_.ui->item(name)->property("hints").toStringList();
      QCOMPARE(hints.size(), options.size());
      for (const QString& hint : hints) QVERIFY2(!hint.isEmpty(), name);
    }
    QVERIFY(says(at_.ui->withText(at_.ui->item("attentionSwitch"), "naive"), "4 bytes"));
    QVERIFY(says(at_.ui->withText(at_.ui->item("cacheSwitch"), "int8"), "8 bits"));
    QVERIFY(says(at_.ui->item("speedFigure"), "Tokens a second"));
    QVERIFY(says(at_.ui->item("firstTokenFigure"), "Wall time from sending"));
    QVERIFY(says(at_.ui->item("memoryFigure"), "1 GiB = 1024"));
    QVERIFY(says(section("Sparkline"), "Milliseconds of wall time"));
    QVERIFY(says(section("Timeline"), "samples a second"));
    QQuickItem* phases = at_.ui->item("phaseBar");
    for (const auto& [word, meaning] : {std::pair{"restore", "cut it into tokens"}, {"prefill", "does not hold"}, {"sample", "probabilities"}}) {
      QQuickItem* figure = nullptr;
      QList<QQuickItem*> all;
      collect(phases, all);
      for (QQuickItem* item : all)
        if (item->property("text").toString().startsWith(word)) figure = item;
      QVERIFY(figure);
      QVERIFY2(says(figure, meaning), word);
    }
  }

  // Words are longer there; a number stays before its unit (14).
  void inArabic() {
    at_.ui.reset();
    States::speak(true);
    QVERIFY(at_.start());
    QVERIFY(at_.resize({1500, 980}));
    QVERIFY(at_.openModel());
    QVERIFY(at_.say("one two three", {.pieces = {"four ", "five"}}));
    QTRY_COMPARE(figure("speedFigure"), "100");
    const auto place = [&](const char* name) {
      QQuickItem* item = at_.ui->item(name);
      return item->mapRectToScene({0, 0, item->width(), item->height()});
    };
    QVERIFY(!place("firstTokenFigure").intersects(place("speedFigure")));
    QStringList shown;
    for (QQuickItem* item : at_.ui->items())
      if (item->isVisible() && Sitting::type(item) == "Figure") shown << item->property("text").toString();
    QVERIFY2(shown.join('\n').contains(QString(QChar(0x2066)) + "6.0 ms" + QChar(0x2069)), qPrintable(shown.join('\n')));
    QVERIFY2(shown.join('\n').contains(QString(QChar(0x2066)) + "3.0 ms" + QChar(0x2069)), qPrintable(shown.join('\n')));  // the last phase
    QVERIFY2(!shown.join('\n').contains(QString::fromUtf8("م.ث")), "an abbreviated unit");
  }

  void saysNothingOnTheConsole() { QCOMPARE(at_.ui->warnings(), QStringList()); }
  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(InstrumentsTest)
#include "instruments_test.moc"
