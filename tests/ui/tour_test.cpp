// The first tour, by mouse and by keys: it comes by itself once, takes no keys by itself, points to what it speaks of, and lies over
// neither that nor the composer.
#include "tests/ui/states.h"
#include "tests/ui/walk.h"

using namespace halftone::ui;

class TourTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Sitting> at_;

  QRectF place(const char* name) {
    const QQuickItem* item = at_->ui->item(name);
    return item ? item->mapRectToScene({0, 0, item->width(), item->height()}) : QRectF();
  }
  bool shown() {
    const QQuickItem* card = at_->ui->item("tour");
    return card && card->isVisible() && card->opacity() > 0.9;
  }
  bool start() {
    at_ = std::make_unique<Sitting>();
    return at_->start();
  }
  bool reply() { return at_->say("How many people live in France?", {.pieces = {"About ", "68 ", "million ", "people."}}); }
  void press(const char* button) { at_->click(at_->ui->item(button)); }

  // Of the same kind as what is pointed to, as somebody sees it: its rectangle, by the ring around it.
  bool pointsTo(std::initializer_list<const char*> names) {
    return QTest::qWaitFor([&] {
      const QRectF ring = place("tourRing");
      return at_->ui->shows("tourRing") && std::ranges::any_of(names, [&](const char* name) {
               return at_->ui->shows(name) && ring.contains(place(name)) && ring.width() < place(name).width() + 12;
             });
    });
  }
  void save(const QString& name) {
    if (const QString folder = qEnvironmentVariable("HALFTONE_PICTURES"); !folder.isEmpty())
      at_->ui->window()->grabWindow().save(folder + "/" + name + ".png");
  }

 private slots:
  void initTestCase() {
    prepare();
    Window::tourSeen = false;
  }
  void cleanup() {
    if (at_ && at_->ui) QCOMPARE(at_->ui->warnings(), QStringList());
    at_.reset();
    States::speak(false);
  }

  void everyStep_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("theme");
    QTest::addColumn<bool>("arabic");
    for (const QSize size : {QSize(800, 600), QSize(1440, 900), QSize(1100, 700)})
      for (const char* theme : {"light", "dark"})
        for (const bool arabic : {false, true})
          QTest::addRow("%d %s%s", size.width(), theme, arabic ? " Arabic" : "") << size << QString(theme) << arabic;
  }

  // Five things, each in sight; neither they nor the composer are covered; where the focus was, it stays.
  void everyStep() {
    QFETCH(QSize, size);
    QFETCH(QString, theme);
    QFETCH(bool, arabic);
    States::speak(arabic);
    QVERIFY(start());
    at_->ui->app().settings()->setTheme(theme);
    QVERIFY(at_->resize(size) && at_->openModel());
    QVERIFY(!shown());
    QVERIFY(reply());
    QTRY_VERIFY(shown());
    QStringList texts;
    const std::initializer_list<const char*> things[] = {{"switchChips"},
                                                         {"memoryBar", "memoryChip"},
                                                         {"replyFigures"},
                                                         {"lookInside", "railLooks", "conversationsButton"},
                                                         {"look-compare", "rail-compare", "conversationsButton"}};
    for (const auto& names : things) {
      QVERIFY2(pointsTo(names), qPrintable(at_->text("tourText")));
      QTest::qWait(250);
      const QRectF card = place("tour");
      QVERIFY(shown() && QRectF(QPointF(), QSizeF(size)).contains(card));
      QVERIFY(!card.intersects(place("tourRing")));
      QVERIFY(!card.intersects(place("composerPaper")));
      QVERIFY(!place("tourTitle").intersects(place("tourDots")) && card.contains(place("tourDots")));
      QCOMPARE(Walk(at_->ui->window()).faults(), QStringList());
      QVERIFY(at_->hasFocus("composer"));
      QVERIFY(!texts.contains(at_->text("tourText")));
      texts << at_->text("tourText");
      save(QString("tour-%1-%2-%3%4").arg(texts.size()).arg(size.width()).arg(theme, arabic ? "-ar" : ""));
      press("tourNext");
      QTRY_VERIFY(texts.size() == 5 || !texts.contains(at_->text("tourText")));
    }
    QTRY_VERIFY(!shown());
    QVERIFY(!at_->ui->shows("tourRing"));
    QVERIFY(reply());
    QTest::qWait(300);
    QVERIFY(!shown());  // not a second time
  }

  // Neither the second reply nor the next start brings it back.
  void onceOnly() {
    QVERIFY(start() && at_->resize({1440, 900}) && at_->openModel() && reply());
    QTRY_VERIFY(shown());
    press("tourSkip");
    QTRY_VERIFY(!shown());
    QVERIFY(at_->start() && at_->resize({1440, 900}) && at_->openModel() && reply());
    QTest::qWait(300);
    QVERIFY(!shown());
  }

  // What is typed while it is there is the next question; Esc is the tour's first.
  void leavesTheComposerItsKeys() {
    QVERIFY(start() && at_->resize({1100, 700}) && at_->openModel() && reply());
    QTRY_VERIFY(shown());
    at_->ui->type("And in Germany?");
    QCOMPARE(at_->text("composer"), "And in Germany?");
    at_->script.expect({.pieces = {"84 ", "million."}});
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->messages().count(), 4);
    QVERIFY(at_->idle());
    QVERIFY(shown());
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(!shown());
    QVERIFY(at_->hasFocus("composer"));
  }

  // By keys alone: its key, Enter for each step, Tab to the way back, Esc.
  void byKeys() {
    QVERIFY(start() && at_->resize({1440, 900}) && at_->openModel() && reply());
    QTRY_VERIFY(shown());
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(!shown());
    at_->key(Qt::Key_F1, Qt::ShiftModifier);
    QTRY_VERIFY(shown() && at_->hasFocus("tourNext"));
    const QString first = at_->text("tourText");
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(at_->text("tourText") != first);
    at_->key(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(at_->hasFocus("tourBack"));
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->text("tourText"), first);
    QVERIFY(at_->hasFocus("tourNext"));
    for (int step = 0; step < 5; ++step) at_->key(Qt::Key_Return);
    QTRY_VERIFY(!shown());
    QTRY_VERIFY(at_->hasFocus("composer"));
  }

  // Where help is.
  void fromTheShortcuts() {
    QVERIFY(start() && at_->resize({1440, 900}) && at_->openModel() && reply());
    QTRY_VERIFY(shown());
    press("tourSkip");
    at_->key(Qt::Key_F1);
    QTRY_VERIFY(at_->isOpen("shortcutsSheet"));
    QTest::qWait(200);
    press("takeTour");
    QTRY_VERIFY(at_->isGone("shortcutsSheet") && shown());
    QTRY_VERIFY(at_->hasFocus("tourNext"));
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(!shown());
    QTRY_VERIFY(at_->hasFocus("composer"));
  }

  // A small window has no room: it waits for a larger one.
  void waitsForRoom() {
    QVERIFY(start() && at_->resize({680, 560}) && at_->openModel() && reply());
    QTest::qWait(400);
    QVERIFY(!shown() && !at_->ui->shows("tourRing") && !at_->ui->app().settings()->tourSeen());
    QVERIFY(at_->resize({900, 700}));
    QTRY_VERIFY(shown());
    QVERIFY(at_->ui->app().settings()->tourSeen());
    QVERIFY(at_->resize({720, 500}));
    QTRY_VERIFY(!shown());
  }
};

QTEST_MAIN(TourTest)
#include "tour_test.moc"
