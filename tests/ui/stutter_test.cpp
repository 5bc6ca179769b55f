// Nothing that a reply holds stops the window (issue 13, 8 and its "done when"): emoji, long lists, long code, long tables, fast streams.
#include <QClipboard>

#include "tests/sanitizer.h"
#include "tests/ui/sitting.h"
#include "tests/ui/turns.h"

using namespace halftone::ui;

namespace {

constexpr double kTurnMs = 50 * kSlowdown;  // what it holds off took 400 and more
constexpr double kFrameMs = 16 * kSlowdown;

std::string emoji(int count, int different) {
  QString all;
  for (int i = 0; i < count; ++i) {
    const char32_t c = 0x1F300 + static_cast<char32_t>(i % different);
    all += QString::fromUcs4(&c, 1) + (i % 20 == 19 ? " " : "");
  }
  return all.toStdString();
}

}  // namespace

class StutterTest : public QObject {
  Q_OBJECT

  Sitting at_;

  // The best of three: what else runs on the machine makes a turn longer, never shorter.
  double watched(const FakeScript::Turn& turn, double wanted) {
    double best = 1e9;
    for (int attempt = 0; attempt < 3 && best >= wanted; ++attempt) best = std::min(best, sayAndWatch(turn));
    return best;
  }

  double sayAndWatch(FakeScript::Turn turn) {
    at_.ui->app().newChat();
    QTest::qWait(100);
    at_.script.expect(std::move(turn));
    const double slow = slowness();
    at_.ui->chat().send("Go on");
    int quiet = 0;
    return longestTurn([&] { return !at_.ui->chat().isBusy() && at_.ui->chat().messages()->count() == 2 && ++quiet > 300; }) / slow;
  }

 private slots:
  void initTestCase() {
    prepare();
    QVERIFY(at_.start());
    QVERIFY(at_.resize({1280, 900}));
    QVERIFY(at_.openModel());
    if (!EmojiImages::isAvailable()) qWarning("no font with coloured emoji: they are drawn as the text's own");
    QVERIFY(at_.say("Warm up", {.pieces = {"# A\n\nb **c** `d` 😀\n\n- e\n\n```c\nint f;\n```\n"}}));
    QTest::qWait(300);
  }

  // Shown by the colour font itself they took 3 s and more.
  void twoThousandEmoji_data() {
    QTest::addColumn<int>("different");
    QTest::addColumn<bool>("streamed");
    QTest::newRow("the same few, at once") << 20 << false;
    QTest::newRow("600 different ones, at once") << 600 << false;
    QTest::newRow("600 different ones, streamed") << 600 << true;
  }
  void twoThousandEmoji() {
    QFETCH(int, different);
    QFETCH(bool, streamed);
    FakeScript::Turn turn{.pieces = {emoji(2000, different)}};
    if (streamed) {
      turn.pieces.clear();
      const QString all = QString::fromStdString(emoji(2000, different));
      for (qsizetype at = 0; at < all.size(); at += 10) turn.pieces.push_back(all.mid(at, 10).toStdString());
      turn.delay = std::chrono::milliseconds(3);
    }
    const double longest = watched(turn, 2 * kTurnMs);
    qInfo("longest turn %.0f ms", longest);
    QVERIFY2(longest > 0 && longest < 2 * kTurnMs, qPrintable(QString::number(longest)));
    if (EmojiImages::isAvailable()) {  // they are there, in colour
      const QImage shot = at_.ui->window()->grabWindow();
      QQuickItem* text = at_.ui->item("messages");
      int coloured = 0;
      const QRect area = text->mapRectToScene({0, 0, text->width(), text->height()}).toRect().intersected(shot.rect());
      for (int y = area.top(); y < area.bottom(); ++y)
        for (int x = area.left(); x < area.right(); ++x) coloured += shot.pixelColor(x, y).hsvSaturation() > 100;
      QVERIFY2(coloured > 1000, qPrintable(QString::number(coloured)));
    }
  }

  // A letter more among 2,000 took 0.4 s where the field measured the colour font itself.
  void emojiInTheComposer_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("pictographs") << QString::fromStdString(emoji(2000, 600));
    QTest::newRow("families, flags and skins") << QString("👨‍👩‍👧‍👦🇫🇷👍🏽 ").repeated(667);
  }
  void emojiInTheComposer() {
    QFETCH(QString, text);
    at_.ui->app().newChat();
    QTest::qWait(100);
    QGuiApplication::clipboard()->setText(text);
    const double slow = slowness(), before = threadMs();
    at_.key(Qt::Key_V, Qt::ControlModifier);
    const double pasting = (threadMs() - before) / slow;
    QVERIFY2(pasting < 2 * kTurnMs, qPrintable(QString("pasted in %1 ms").arg(pasting)));
    QTest::qWait(300);  // drawn once each, on another thread
    double best = 1e9;
    for (int attempt = 0; attempt < 5 && best >= kTurnMs; ++attempt) {
      bool typed = false;
      int turns = 0;
      const double longest = longestTurn([&] {
        if (!std::exchange(typed, true)) QTimer::singleShot(0, at_.ui->window(), [this] { at_.ui->type("x"); });
        return ++turns > 60;  // with the frames that follow
      });
      best = std::min(best, longest / slow);
    }
    qInfo("longest turn %.0f ms", best);
    QVERIFY2(best > 0 && best < kTurnMs, qPrintable(QString::number(best)));
    QVERIFY(at_.text("composer").endsWith('x'));
    QCOMPARE(at_.text("composer").remove('x'), text);  // what is written is what was written
    if (EmojiImages::isAvailable()) {
      const QImage shot = at_.ui->window()->grabWindow();
      QQuickItem* const field = at_.ui->item("composer")->parentItem()->parentItem();
      int coloured = 0;
      const QRect area = field->mapRectToScene({0, 0, field->width(), field->height()}).toRect().intersected(shot.rect());
      for (int y = area.top(); y < area.bottom(); ++y)
        for (int x = area.left(); x < area.right(); ++x) coloured += shot.pixelColor(x, y).hsvSaturation() > 100;
      QVERIFY2(coloured > 1000, qPrintable(QString::number(coloured)));
    }
    at_.ui->chat().setDraft("");
  }

  void threeHundredTokensASecond_data() {
    QTest::addColumn<QString>("unit");
    QTest::addColumn<int>("times");
    QTest::newRow("paragraphs") << "Some *words* in a **sentence** with `code` in it.\n\n" << 60;
    QTest::newRow("a list") << "- an item with **some** words in it\n" << 120;
    QTest::newRow("code") << "    value = compute(1, \"two\", three)  # and why\n" << 150;
    QTest::newRow("a table of 100 rows") << "| a cell | another **cell** | 12 |\n" << 100;
    QTest::newRow("a formula") << "so $\\sum_{i=1}^n x_i^2$ is less than $\\frac{a}{b}$\n\n" << 60;
  }
  void threeHundredTokensASecond() {
    QFETCH(QString, unit);
    QFETCH(int, times);
    QString text = unit.repeated(times);
    if (unit.startsWith("    ")) text = "```python\n" + text + "```\n";
    if (unit.startsWith('|')) text = "| x | y | z |\n|---|---|---|\n" + text;
    FakeScript::Turn turn;
    turn.pieces.clear();
    turn.delay = std::chrono::milliseconds(3);
    for (qsizetype at = 0; at < text.size(); at += 4) turn.pieces.push_back(text.mid(at, 4).toStdString());
    const double longest = watched(turn, kTurnMs);
    qInfo("longest turn %.0f ms", longest);
    QVERIFY2(longest > 0 && longest < kTurnMs, qPrintable(QString::number(longest)));
  }

  // Written, then read: their tints, strips and figures. Of the frames in which words come nearly all are drawn in time for the next.
  void fourColumns() {
    QVERIFY(at_.resize({1440, 900}));
    CompareViewModel& compare = *at_.ui->app().compare();
    at_.ui->app().newChat();
    QVERIFY(at_.say("Go on", {}));
    at_.key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(at_.ui->shows("column0"));
    compare.add();
    QCOMPARE(compare.columns().size(), 4);
    for (int column = 0; column < 4; ++column) QTRY_VERIFY(at_.ui->shows("column" + QString::number(column)));
    Frames frames(at_.ui->window());
    double turn = 1e9, frame = 1e9;
    for (int attempt = 0; attempt < 4 && (turn >= kTurnMs || frame >= kFrameMs); ++attempt) {
      for (int column = 0; column < 4; ++column) at_.script.expect({.pieces = std::vector<std::string>(300, "some words "), .delay = std::chrono::milliseconds(3)});
      const double slow = slowness();
      frames.forget();
      compare.ask("and on?");
      int quiet = 0;
      turn = std::min(turn, longestTurn([&] { return !compare.isRunning() && ++quiet > 300; }) / slow);
      QVERIFY2(frames.count() > 60, qPrintable(QString("%1 frames").arg(frames.count())));
      frame = std::min(frame, frames.percentile(0.95) / slow);
    }
    qInfo("longest turn %.0f ms, 95 of 100 frames within %.1f ms", turn, frame);
    QVERIFY2(turn > 0 && turn < kTurnMs, qPrintable(QString::number(turn)));
    QVERIFY2(frame > 0 && frame < kFrameMs, qPrintable(QString::number(frame)));
    QVERIFY(compare.isComplete());
    at_.key(Qt::Key_Escape);
  }

  void saysNothingOnTheConsole() { QCOMPARE(at_.ui->warnings(), QStringList()); }
  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(StutterTest)
#include "stutter_test.moc"
