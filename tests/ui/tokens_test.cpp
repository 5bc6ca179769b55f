// The view of a reply's tokens, by keys and mouse over a model that everybody knows: there and back, what else could have been said, and
// on another way from there.
#include "tests/sanitizer.h"
#include "tests/ui/sitting.h"
#include "tests/ui/turns.h"

using namespace halftone;
using namespace halftone::ui;

class TokensViewTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Sitting> at_;

  TokensViewModel& tokens() { return *at_->ui->app().tokens(); }
  bool shown() {
    return QTest::qWaitFor([&] { return tokens().state() == TokensViewModel::Shown && !tokens().isWriting() && !at_->ui->chat().isBusy() && at_->ui->shows("tokensText") && at_->ui->item("tokensText")->property("fullHeight").toDouble() > 0; });
  }
  QString word(int token) { return tokens().shown().word(token); }
  // The middle of a token's first letters, where it is on the screen.
  QPoint spot(int token) {
    QQuickItem* const text = at_->ui->item("tokensText");
    QRectF place;
    QMetaObject::invokeMethod(text, "placeOf", Q_RETURN_ARG(QRectF, place), Q_ARG(int, token));
    return text->mapToScene(QPointF(place.center().x(), place.top() + 8 - text->property("offset").toDouble())).toPoint();
  }

 private slots:
  void initTestCase() { prepare(); }
  void init() {
    at_ = std::make_unique<Sitting>();
    QVERIFY(at_->start());
    at_->ui->app().settings()->setReducedMotion(true);
    QVERIFY(at_->resize({1440, 900}));
    QVERIFY(at_->openModel());
  }
  void cleanup() {
    QCOMPARE(at_->ui->warnings(), QStringList());
    at_.reset();
  }

  void thereAndBack() {
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("tokensHint") && at_->ui->shows("tokensView"));
    QTRY_VERIFY(at_->text("tokensHintText").startsWith("Ask something first"));
    QVERIFY(!at_->ui->shows("instrumentsPane"));
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(!at_->ui->shows("tokensView") && at_->ui->shows("composer") && at_->hasFocus("composer"));
    QVERIFY(at_->ui->shows("instrumentsPane"));
    QVERIFY(!tokens().isActive());
    QVERIFY(at_->say("one", {.pieces = {"a", " b", " c"}}));
    at_->click(at_->ui->item("look-tokens"));
    QVERIFY(shown());
    QVERIFY(at_->ui->shows("doubtPane") && !at_->ui->shows("doubtBelow"));
    at_->key(Qt::Key_Right);
    at_->key(Qt::Key_Right);
    QCOMPARE(tokens().token(), 1);
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(!at_->ui->shows("tokensView") && at_->ui->shows("composer"));
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(shown());
    QCOMPARE(tokens().token(), 1);  // what was chosen is there again
    at_->key(Qt::Key_End);
    QCOMPARE(tokens().token(), 2);
    at_->key(Qt::Key_Home);
    QCOMPARE(tokens().token(), 0);
  }

  // By keys alone: a fork, its alternatives, another one of them, and on from there; and back.
  void anotherWayByKeys() {
    at_->script.steps = {2, 2, 0.5f, 2};
    QVERIFY(at_->say("one", {.pieces = {"a", " b", " c", " d"}}));
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(shown());
    at_->key(Qt::Key_F);
    QCOMPARE(tokens().token(), 2);
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(at_->ui->shows("alternatives"));
    QCOMPARE(at_->ui->item("alternatives")->property("choice").toInt(), tokens().alternative());
    QVERIFY(at_->ui->shows("tokenTime"));
    QCOMPARE(at_->text("tokenTime"), "10 ms");  // the fake's
    at_->key(Qt::Key_Escape);  // the smallest step back
    QTRY_VERIFY(!at_->ui->shows("alternatives") && at_->ui->shows("tokensText"));
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(at_->ui->shows("alternatives"));
    at_->key(Qt::Key_Down);
    at_->key(Qt::Key_Down);
    at_->key(Qt::Key_Up);
    const int choice = at_->ui->item("alternatives")->property("choice").toInt();
    QCOMPARE(choice, tokens().alternative() + 1);
    const QString instead = tokens().candidates()->rows()[choice][0].toString();
    at_->script.expect({.pieces = {" and", " on"}});
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(tokens().versions(), 2);
    QVERIFY(shown());
    QTRY_COMPARE(at_->texts().last(), "a b " + instead + " and on");
    QVERIFY(!at_->ui->shows("alternatives"));
    QTRY_VERIFY(at_->ui->shows("branch2"));
    at_->key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(at_->texts().last(), "a b c d");
    at_->key(Qt::Key_Right, Qt::AltModifier);
    QTRY_COMPARE(tokens().version(), 2);
    QVERIFY(shown());
    at_->click(at_->ui->item("branch1"));
    QTRY_COMPARE(tokens().version(), 1);
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(!at_->ui->shows("tokensView") && at_->ui->shows("composer"));
  }

  void byMouse() {
    QVERIFY(at_->say("one", {.pieces = {"first", " second", " third", "\n\n", "fourth", " fifth"}}));
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(shown());
    const int fourth = word(3) == "fourth" ? 3 : word(4) == "fourth" ? 4 : 3;
    QTest::mouseClick(at_->ui->window(), Qt::LeftButton, {}, spot(fourth));
    QTRY_COMPARE(tokens().token(), fourth);
    QTRY_VERIFY(at_->ui->shows("alternatives"));
    QTest::mouseClick(at_->ui->window(), Qt::LeftButton, {}, spot(1));
    QTRY_COMPARE(tokens().token(), 1);
    QVERIFY(at_->ui->shows("alternatives"));
    QTest::mouseClick(at_->ui->window(), Qt::LeftButton, {}, spot(1));  // again, and it closes
    QTRY_VERIFY(!at_->ui->shows("alternatives"));
    at_->click(at_->ui->item("turn0"));
    QTRY_COMPARE(tokens().token(), 0);
    QTRY_VERIFY(at_->ui->shows("alternatives"));
    for (const int x : {60, 64, 68}) QTest::mouseMove(at_->ui->window(), at_->ui->item("alternative1")->mapToScene({static_cast<double>(x), 10}).toPoint());
    QTRY_VERIFY(at_->ui->shows("continueFrom1"));
    at_->script.expect({.pieces = {" and", " on"}});
    at_->click(at_->ui->item("continueFrom1"));
    QTRY_COMPARE(tokens().versions(), 2);
    QVERIFY(shown());
    at_->click(at_->ui->item("undoContinue"));
    QTRY_COMPARE(tokens().version(), 1);
    QVERIFY(shown());
    // The strip: its first column is the first token.
    tokens().setToken(-1);
    QQuickItem* const strip = at_->ui->item("doubtStrip");
    QTest::mouseClick(at_->ui->window(), Qt::LeftButton, {}, strip->mapToScene({2, 40}).toPoint());
    QTRY_COMPARE(tokens().token(), 0);
  }

  // Lines as they are said to be: heavy below what is unsure, a hair below what is certain, the other colour where something else was likelier.
  void linesBelowTheWords() {
    at_->script.steps = {9, 0.2f, -3};
    QVERIFY(at_->say("one", {.pieces = {"certain", " unsure", " unlikely"}}));
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(shown());
    QTest::qWait(100);
    const QImage seen = at_->ui->window()->grabWindow();
    const auto below = [&](int token) {  // what stands below a word, counted in pixels that are no background
      const QPoint at = spot(token);
      int reddish = 0, marked = 0;
      for (int x = at.x() - 12; x < at.x() + 12; ++x)
        for (int y = at.y() + 14; y < at.y() + 27; ++y) {
          const QColor pixel = seen.pixelColor(x, y);
          if (pixel.lightness() > 205) continue;
          ++marked;
          reddish += pixel.red() > pixel.blue() + 20;
        }
      return QPair{marked, reddish};
    };
    QVERIFY(below(1).first > 2 * below(0).first);
    QCOMPARE(below(1).second, 0);
    QVERIFY(below(2).second > 20);
  }

  // The next question is written below; what means nothing to the view begins it.
  void asksOn() {
    QVERIFY(at_->say("one", {.pieces = {"a", " b"}}));
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(shown());
    at_->ui->type("one more");
    QTRY_COMPARE(at_->ui->chat().draft(), "one more");
    QVERIFY(at_->hasFocus("composer"));
    at_->script.expect({.pieces = {" makes", " needs", " requires"}});
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(tokens().replies(), 2);
    QVERIFY(shown());
    QCOMPARE(tokens().reply(), 2);
    QCOMPARE(tokens().count(), 3);
    at_->key(Qt::Key_Up);  // from an empty composer into the reply
    at_->key(Qt::Key_End);
    QCOMPARE(tokens().token(), 2);
    QTest::mouseClick(at_->ui->window(), Qt::LeftButton, {}, spot(1));
    QTRY_COMPARE(tokens().token(), 1);
    at_->key(Qt::Key_Left);
    QCOMPARE(tokens().token(), 0);
    at_->key(Qt::Key_Escape);
    at_->key(Qt::Key_BracketLeft);
    QTRY_COMPARE(tokens().reply(), 1);
  }

  // Lines appear with the tokens.
  void whileItIsWritten() {
    at_->key(Qt::Key_2, Qt::ControlModifier);
    at_->script.expect({.pieces = {" makes", " needs", " requires", " means"}, .delay = std::chrono::milliseconds(80)});
    at_->ui->chat().send("one");
    QTRY_VERIFY(tokens().isWriting() && tokens().count() == 2 && at_->ui->shows("tokensText"));
    QVERIFY(at_->ui->item("tokensText")->property("fullHeight").toDouble() > 0);
    QVERIFY(shown());
    QCOMPARE(tokens().count(), 4);
    QCOMPARE(at_->script.predictions, 0);
  }

  // Esc stops reading, and nothing waits for it.
  void stopsReading() {
    QVERIFY(at_->say("one", {.pieces = {"a", " b"}}));
    at_->script.count_delay = std::chrono::milliseconds(10'000);
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(tokens().isSlow() && at_->text("tokensHintText").startsWith("Reading"));
    QElapsedTimer clock;
    clock.start();
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(!at_->ui->shows("tokensView") && at_->script.counting == 0);
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    at_->script.count_delay = std::chrono::milliseconds(0);
  }

  void narrow() {
    QVERIFY(at_->resize({800, 600}));
    QVERIFY(at_->say("one", {.pieces = {"a", " b", " c"}}));
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(shown());
    QVERIFY(!at_->ui->shows("doubtPane") && at_->ui->shows("doubtBelow"));
    at_->key(Qt::Key_Right);
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(at_->ui->shows("alternatives"));
    QQuickItem* const card = at_->ui->item("alternatives");
    QTRY_VERIFY(card->mapToScene({0, card->height()}).y() <= 600);
  }

  // 2,000 tokens, drawn by software: a step to another token takes less than a frame, on the machine that the bound was set on.
  void manyTokens() {
    std::vector<std::string> pieces;
    for (int i = 0; i < 2000; ++i) pieces.push_back(i == 0 ? "word" : i % 90 == 0 ? "\nword" : " word");
    QVERIFY(at_->say("many", {.pieces = pieces}));
    at_->key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(shown());
    QCOMPARE(tokens().count(), 2000);
    QTest::qWait(100);
    const double slow = slowness(), begin = threadMs();
    constexpr int kSteps = 60;
    for (int step = 0; step < kSteps; ++step) {
      at_->key(step % 10 == 9 ? Qt::Key_Down : Qt::Key_Right);
      QSignalSpy drawn(at_->ui->window(), &QQuickWindow::frameSwapped);
      at_->ui->window()->update();
      QVERIFY(drawn.wait(1000));
    }
    const double each = (threadMs() - begin) / kSteps / slow;
    qInfo("a step takes %.1f ms", each);
    QVERIFY2(each < 1000.0 / 60 * kSlowdown, qPrintable(QString::number(each)));
    at_->key(Qt::Key_End);
    QTRY_VERIFY(at_->ui->item("tokensText")->property("offset").toDouble() > 1000);
  }
};

QTEST_MAIN(TokensViewTest)
#include "tokens_test.moc"
