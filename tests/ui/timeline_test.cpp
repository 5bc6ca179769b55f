// The view of a turn's time, by mouse and keyboard alone: there and back, the window on it, what is chosen, other turns, what is said aloud.
#include "tests/sanitizer.h"
#include "tests/ui/sitting.h"
#include "tests/ui/turns.h"

using namespace halftone;
using namespace halftone::ui;

class TimelineViewTest : public QObject {
  Q_OBJECT

  Sitting at_;

  TimelineViewModel& timeline() { return *at_.ui->app().timeline(); }
  QPoint spot(const char* item, double x, double y) {
    QQuickItem* const of = at_.ui->item(item);
    return of->mapToScene({x * of->width(), y * of->height()}).toPoint();
  }
  double span() { return timeline().to() - timeline().from(); }

 private slots:
  void initTestCase() {
    prepare();
    QVERIFY(at_.start());
    QVERIFY(at_.resize({1440, 900}));
    QVERIFY(at_.openModel());
  }

  void nothingToSee() {
    at_.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(at_.ui->shows("untraced") && !at_.ui->shows("composer"));
    QVERIFY(at_.text("untraced").startsWith("Ask something first"));
    at_.key(Qt::Key_E, Qt::ControlModifier);  // nothing to export: said, not done
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(at_.ui->shows("composer") && at_.hasFocus("composer"));
  }

  void windowOnTheTurn() {
    std::vector<std::string> pieces(112, "word ");
    QVERIFY(at_.say("one two", {.pieces = pieces}));
    QVERIFY(at_.say("three", {.pieces = {"a ", "b ", "c"}}));
    at_.click(at_.ui->item("look-timeline"));
    QTRY_VERIFY(at_.ui->shows("lanesPicture"));
    QTRY_VERIFY(at_.ui->window()->activeFocusItem() && at_.ui->window()->activeFocusItem()->objectName() == "lanesPicture");
    QCOMPARE(timeline().turn(), 2);
    at_.key(Qt::Key_BracketLeft);
    QCOMPARE(timeline().turn(), 1);
    QCOMPARE(timeline().laterTokens(), 111);
    const double all = timeline().total();
    QCOMPARE(span(), all);

    // Dragged over the whole turn: a quarter of it.
    QTest::mousePress(at_.ui->window(), Qt::LeftButton, {}, spot("wholePicture", 0.25, 0.4));
    QTest::mouseMove(at_.ui->window(), spot("wholePicture", 0.4, 0.4));
    QTest::mouseMove(at_.ui->window(), spot("wholePicture", 0.5, 0.4));
    QTest::mouseRelease(at_.ui->window(), Qt::LeftButton, {}, spot("wholePicture", 0.5, 0.4));
    QTRY_VERIFY(std::abs(span() - all / 4) < all / 100);
    const double before = span(), from = timeline().from();
    QWheelEvent wheel(spot("lanesPicture", 0.5, 0.5), at_.ui->window()->mapToGlobal(spot("lanesPicture", 0.5, 0.5)), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(at_.ui->window(), &wheel);
    QTRY_VERIFY(span() < before);
    QVERIFY(std::abs((timeline().from() + timeline().to()) / 2 - (from + before / 2)) < before / 100);  // what the pointer is on stays
    at_.key(Qt::Key_Right);
    QVERIFY(timeline().from() > from);
    at_.key(Qt::Key_0);
    QCOMPARE(span(), all);

    // Chosen by keys, and by a click on its bar; the words beside it are the view-model's.
    at_.key(Qt::Key_Down);
    QCOMPARE(timeline().chosen(), 0);
    QVERIFY(timeline().chosenText().startsWith("tokenise"));
    timeline().show(0, 42);
    const Span& token = timeline().trace().spans[5];  // the first decode
    QCOMPARE(token.lane, Lane::decode);
    const double x = (token.begin_ms + token.end_ms) / 2 / 42;
    QTest::mouseClick(at_.ui->window(), Qt::LeftButton, {},
                      spot("lanesPicture", x, (4.5 / 8) * (1 - 24.0 / at_.ui->item("lanesPicture")->height())));
    QTRY_VERIFY2(timeline().chosenText().startsWith("decode, token 2:"), qPrintable(timeline().chosenText()));
    QTRY_VERIFY(at_.ui->shows("spanCard"));
  }

  // What it adds up to, and where its outliers are.
  void figures() {
    at_.key(Qt::Key_0);
    double share = 0;
    for (const QVariantList& row : timeline().lanes()->rows()) share += row[4].toDouble();
    QVERIFY(std::abs(share - 1) < 1e-9);
    QQuickItem* const picture = at_.ui->item("histogramPicture");
    QVERIFY(picture->isVisible());
    timeline().choose(-1);
    QTest::mouseClick(at_.ui->window(), Qt::LeftButton, {}, picture->mapToScene({picture->width() - 3, picture->height() - 22 - 4}).toPoint());
    QTRY_VERIFY(timeline().chosen() >= 0);
    const Span& slowest = timeline().trace().spans[static_cast<std::size_t>(timeline().chosen())];
    QVERIFY2(slowest.ms() > 13, qPrintable(timeline().chosenText()));
  }

  void thereAndBack() {
    at_.key(Qt::Key_4, Qt::ControlModifier);  // the same key again
    QTRY_VERIFY(at_.ui->shows("composer"));
    at_.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(at_.ui->shows("lanesPicture"));
    QVERIFY(timeline().chosen() >= 0);  // what was chosen is there again
    at_.key(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(at_.ui->shows("attentionView") && !at_.ui->shows("lanesPicture"));
    at_.key(Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(at_.ui->shows("composer"));
    at_.key(Qt::Key_4, Qt::ControlModifier);
    at_.key(Qt::Key_L, Qt::ControlModifier);
    QTRY_VERIFY(at_.ui->shows("composer") && at_.hasFocus("composer"));
  }

  // The window says when it drew the text of a reply, while the conversation is what it shows; beside the trace, and not in its sums.
  void paintedBeside() {
    at_.key(Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(at_.ui->shows("composer"));
    at_.ui->app().newChat();
    int drawn = 0;
    const auto count = connect(at_.ui->window(), &QQuickWindow::frameSwapped, this, [&] { ++drawn; });
    const FakeScript::Turn slow{.pieces = std::vector<std::string>(60, "word "), .delay = std::chrono::milliseconds(10)};
    QElapsedTimer clock;
    clock.start();
    QVERIFY(at_.say("painted", slow));
    QTRY_VERIFY(!timeline().painted().empty());
    disconnect(count);
    const std::vector<Painted> painted = timeline().painted();
    QVERIFY2(painted.size() > 5 && std::ssize(painted) <= drawn, qPrintable(QStringLiteral("%1 of %2").arg(painted.size()).arg(drawn)));
    double last = 0;
    for (const Painted& frame : painted) {
      QVERIFY(frame.begin_ms >= last && frame.end_ms > frame.begin_ms);
      last = frame.end_ms;
    }
    QVERIFY(last < static_cast<double>(clock.elapsed()));
    at_.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(at_.ui->shows("paintText"));
    QVERIFY2(at_.text("paintText").startsWith("Painting ("), qPrintable(at_.text("paintText")));
    double share = 0;
    for (const QVariantList& row : timeline().lanes()->rows()) share += row[4].toDouble();
    QVERIFY(std::abs(share - 1) < 1e-9);
    QVERIFY(at_.say("not seen", slow));
    QTest::qWait(300);
    QVERIFY(timeline().painted().empty() && !at_.ui->shows("paintText"));
  }

  // Looked at while it is written, it grows; where the keys have moved the window, that stays.
  void grows() {
    at_.script.expect({.pieces = std::vector<std::string>(150, "word "), .delay = std::chrono::milliseconds(10)});
    at_.ui->chat().send("running");
    QTRY_VERIFY(timeline().isRunning() && timeline().laterTokens() > 5);
    QCOMPARE(at_.ui->item("wholeTurn")->property("title").toString(), "The turn so far");
    QCOMPARE(timeline().to(), timeline().total());
    at_.key(Qt::Key_Down);
    QCOMPARE(timeline().chosen(), 0);
    at_.key(Qt::Key_Plus);
    at_.key(Qt::Key_Left);
    const double from = timeline().from(), to = timeline().to(), total = timeline().total();
    QVERIFY(to < total);
    QTRY_VERIFY(timeline().total() > total);
    QVERIFY(timeline().isRunning() && timeline().from() == from && timeline().to() == to);
    QVERIFY(at_.idle());
    QCOMPARE(at_.ui->item("wholeTurn")->property("title").toString(), "The whole turn");
    QVERIFY(timeline().from() == from && timeline().to() == to && timeline().chosen() == 0 && timeline().laterTokens() == 149);
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(at_.ui->shows("composer"));
  }

  // Ten thousand spans, drawn by software: a step of the wheel takes less than a frame, on the machine that the bound was set on.
  void manySpans() {
    at_.ui->app().newChat();
    std::vector<std::string> pieces(3400, "w ");
    QVERIFY(at_.say("many", {.pieces = pieces}));
    at_.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(at_.ui->shows("lanesPicture"));
    QVERIFY(timeline().trace().spans.size() > 10'000);
    const double slow = slowness(), begin = threadMs();
    constexpr int kSteps = 60;
    for (int step = 0; step < kSteps; ++step) {
      const QPoint at = spot("lanesPicture", 0.3, 0.5);
      QWheelEvent wheel(at, at_.ui->window()->mapToGlobal(at), {}, {0, step < kSteps / 2 ? 120 : -120}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(at_.ui->window(), &wheel);
      QSignalSpy drawn(at_.ui->window(), &QQuickWindow::frameSwapped);
      at_.ui->window()->update();
      QVERIFY(drawn.wait(1000));
    }
    const double each = (threadMs() - begin) / kSteps / slow;
    qInfo("a step takes %.1f ms", each);
    QVERIFY2(each < 1000.0 / 60 * kSlowdown, qPrintable(QString::number(each)));
    at_.key(Qt::Key_Escape);
  }

  void saysNothingOnTheConsole() { QCOMPARE(at_.ui->warnings(), QStringList()); }
  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(TimelineViewTest)
#include "timeline_test.moc"
