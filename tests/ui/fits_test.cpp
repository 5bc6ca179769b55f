// The window fits any screen: what has to be in sight is, panes lie over where they find no room, and no key does nothing (issue 13, 6).
#include <QProcess>
#include <QScreen>

#include "tests/ui/states.h"
#include "tests/ui/walk.h"

using namespace halftone::ui;

class FitsTest : public QObject {
  Q_OBJECT

  States states_;
  Sitting& at_ = states_.sitting();

  bool pane(const char* name, const char* property) { return at_.ui->object(name)->property(property).toBool(); }
  bool floats(const char* name) { return pane(name, "floating"); }
  bool docked(const char* name) { return pane(name, "docked"); }
  QString toast() { return at_.ui->shows("toast") ? at_.text("toast") : QString(); }
  QString searched() { return at_.ui->object("search")->property("text").toString(); }  // in a pane or out of sight
  void press(int key) { at_.key(key, Qt::ControlModifier); }
  void clickAt(const QPoint& place) { QTest::mouseClick(at_.ui->window(), Qt::LeftButton, {}, place); }

  bool inSight(const QStringList& names) {
    const Walk walk(at_.ui->window());
    return std::ranges::all_of(names, [&](const QString& name) {
      const QQuickItem* item = at_.ui->item(name);
      const bool seen = item && walk.inSight(item);
      if (!seen) qWarning() << "not in sight:" << name << item;
      return seen;
    });
  }

 private slots:
  void initTestCase() {
    prepare();
    QVERIFY(states_.start());
    QVERIFY(at_.resize({1440, 900}));
    QVERIFY(at_.openModel());
    QVERIFY(at_.say("Hello", {.pieces = {"Hello ", "there."}}));
  }

  void init() {
    at_.ui->app().settings()->setZoom(1);
    at_.ui->app().settings()->setSidebarVisible(true);
    at_.ui->app().settings()->setInstrumentsVisible(true);
    QVERIFY(at_.resize({1440, 900}));
    QTRY_VERIFY(!floats("conversationsPane") && !floats("instrumentsPane"));
  }

  void whatHasToBeSeenIsSeen_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("zoom");
    for (const QSize size : {QSize{640, 480}, {800, 600}, {1366, 768}, {1440, 900}, {1280, 720}, {2560, 1440}})
      for (const double zoom : {1.0, 1.5}) QTest::addRow("%dx%d at %.1f", size.width(), size.height(), zoom) << size << zoom;
  }

  void whatHasToBeSeenIsSeen() {
    QFETCH(QSize, size);
    QFETCH(double, zoom);
    for (int step = 10; step < std::lround(10 * zoom); ++step) press(Qt::Key_Plus);
    QCOMPARE(at_.ui->app().settings()->zoom(), zoom);
    QVERIFY(at_.resize(size));
    const double width = size.width() / zoom;
    QCOMPARE(docked("conversationsPane"), width >= 1440);
    QCOMPARE(docked("instrumentsPane"), width >= 1180);
    QCOMPARE(at_.ui->shows("railConversations"), width >= 900 && width < 1440);
    QTRY_VERIFY(inSight({"composer", "sendButton", "modelButton", "weightsChip", "attentionChip", "cacheChip"}));
    if (width >= 1180) {
      QVERIFY(inSight({"memoryFigure"}));
      QVERIFY(!at_.ui->shows("memoryChip"));
    } else {
      QVERIFY(inSight({"memoryChip"}));
      QVERIFY2(at_.text("memoryChip").endsWith("GiB"), qPrintable(at_.text("memoryChip")));
    }
  }

  void theKeyOfAPaneAlwaysShowsOrHidesIt_data() {
    QTest::addColumn<QSize>("size");
    for (const QSize size : {QSize{640, 480}, {1000, 700}, {1366, 768}, {1440, 900}}) QTest::addRow("%d", size.width()) << size;
  }

  void theKeyOfAPaneAlwaysShowsOrHidesIt() {
    QFETCH(QSize, size);
    QVERIFY(at_.resize(size));
    for (const auto& [key, name] : {std::pair{Qt::Key_B, "conversationsPane"}, {Qt::Key_I, "instrumentsPane"}}) {
      const bool before = pane(name, "shown");
      press(key);
      QTRY_COMPARE(pane(name, "shown"), !before);
      press(key);
      QTRY_COMPARE(pane(name, "shown"), before);
      QTRY_VERIFY(at_.hasFocus("composer"));
    }
  }

  void onePaneAtATime() {
    QVERIFY(at_.resize({800, 600}));
    press(Qt::Key_B);
    QTRY_VERIFY(pane("conversationsPane", "shown"));
    QVERIFY(inSight({"search", "chats"}));
    press(Qt::Key_I);
    QTRY_VERIFY(pane("instrumentsPane", "shown"));
    QTRY_VERIFY(!floats("conversationsPane"));
    QVERIFY(inSight({"memoryFigure", "closeInstruments"}));
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(!floats("instrumentsPane"));
    QTRY_VERIFY(at_.hasFocus("composer"));
  }

  void theMouseOpensAndClosesThem_data() {
    QTest::addColumn<bool>("mirrored");
    QTest::newRow("from the left") << false;
    QTest::newRow("from the right") << true;
  }

  void theMouseOpensAndClosesThem() {
    QFETCH(bool, mirrored);
    QGuiApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
    QVERIFY(at_.resize({800, 600}));
    for (const auto& [button, name, within] : {std::tuple{"conversationsButton", "conversationsPane", "search"}, {"instrumentsButton", "instrumentsPane", "memoryFigure"},
                                               {"memoryChip", "instrumentsPane", "memoryFigure"}}) {
      at_.click(at_.ui->item(button));
      QTRY_VERIFY2(pane(name, "shown"), button);
      QVERIFY(inSight({within}));
      const double middle = at_.ui->item(within)->mapToScene({at_.ui->item(within)->width() / 2, 0}).x();
      QCOMPARE(middle > 400, (qstrcmp(name, "instrumentsPane") == 0) != mirrored);  // at its side of the window
      clickAt({middle > 400 ? 100 : 700, 300});                                     // on the veil
      QTRY_VERIFY2(!floats(name), button);
    }
    at_.click(at_.ui->item("instrumentsButton"));
    QTRY_VERIFY(pane("instrumentsPane", "shown"));
    at_.click(at_.ui->item("closeInstruments"));
    QTRY_VERIFY(!floats("instrumentsPane"));
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
  }

  // An empty field's caret is where its hint begins; words stand by their own direction, in a mirrored window too.
  void theCaretIsWhereTheNextLetterWillBe_data() {
    QTest::addColumn<QString>("field");
    QTest::newRow("the composer") << "composer";
    QTest::newRow("the search") << "search";
  }
  void theCaretIsWhereTheNextLetterWillBe() {
    QFETCH(QString, field);
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    at_.click(at_.ui->item(field));
    const auto caretAtTheRight = [&] {
      QQuickItem* item = at_.ui->item(field);
      return item->property("cursorRectangle").toRectF().x() > item->width() / 2;
    };
    for (int round = 0; round < 2; ++round) {
      at_.ui->type("Hi");
      QTRY_VERIFY(!caretAtTheRight());
      at_.key(Qt::Key_A, Qt::ControlModifier);
      at_.key(Qt::Key_Delete);
      QTRY_VERIFY(caretAtTheRight());
      at_.ui->type("مر");
      QTRY_VERIFY(caretAtTheRight());
      at_.key(Qt::Key_A, Qt::ControlModifier);
      at_.key(Qt::Key_Delete);
    }
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    press(Qt::Key_L);
  }

  // A pane that was laid over is beside the conversation as soon as there is room, and what is in it stays what it was.
  void aPaneMovesWithTheRoom() {
    QVERIFY(at_.resize({1366, 768}));
    press(Qt::Key_K);
    QTRY_VERIFY(pane("conversationsPane", "shown"));
    QTRY_VERIFY(at_.hasFocus("search"));
    at_.ui->type("hel");
    QCOMPARE(searched(), QString("hel"));
    QVERIFY(at_.resize({1440, 900}));
    QTRY_VERIFY(docked("conversationsPane") && !floats("conversationsPane"));
    QCOMPARE(searched(), QString("hel"));
    press(Qt::Key_Plus);  // 1,440 at 110 % is 1,309
    QTRY_VERIFY(!docked("conversationsPane"));
    QVERIFY(at_.ui->shows("railConversations"));
    at_.click(at_.ui->item("railConversations"));
    QTRY_VERIFY(pane("conversationsPane", "shown"));
    at_.click(at_.ui->item("search"));
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(!floats("conversationsPane"));
    QCOMPARE(searched(), QString());
  }

  void choosingAConversationLeavesThePane() {
    QVERIFY(at_.resize({800, 600}));
    press(Qt::Key_N);
    press(Qt::Key_B);
    QTRY_VERIFY(pane("conversationsPane", "shown"));
    at_.click(at_.first("ChatRow"));
    QTRY_VERIFY(!floats("conversationsPane"));
    QTRY_COMPARE(at_.ui->chat().messages()->count(), 2);
    QTRY_VERIFY(at_.hasFocus("composer"));
  }

  void aRightClickOpensTheMenuAlone() {
    QVERIFY(at_.resize({800, 600}));
    press(Qt::Key_N);
    press(Qt::Key_B);
    QTRY_VERIFY(pane("conversationsPane", "shown"));
    at_.click(at_.first("ChatRow"), Qt::RightButton);
    QTRY_VERIFY(at_.ui->withText(at_.ui->window()->contentItem(), "Rename"));
    QVERIFY(pane("conversationsPane", "shown"));
    QCOMPARE(at_.ui->chat().messages()->count(), 0);  // no other conversation was opened
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(!at_.ui->withText(at_.ui->window()->contentItem(), "Rename"));
    QVERIFY(pane("conversationsPane", "shown"));
    at_.click(at_.first("ChatRow"));
    QTRY_VERIFY(!floats("conversationsPane"));
  }

  void wordsTypedOverAPaneGoIntoTheComposer() {
    QVERIFY(at_.resize({800, 600}));
    press(Qt::Key_I);
    QTRY_VERIFY(pane("instrumentsPane", "shown"));
    at_.ui->type("Hi");
    QTRY_VERIFY(!floats("instrumentsPane"));
    QCOMPARE(at_.text("composer"), QString("Hi"));
    at_.ui->chat().setDraft("");
  }

  // A chip opens its choice; what it costs is asked where the instruments are, which come for it and go again.
  void aChipSwitches_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("docked") << QSize(1440, 900);
    QTest::newRow("over") << QSize(640, 480);
  }

  void aChipSwitches() {
    QFETCH(QSize, size);
    QVERIFY(at_.resize(size));
    const bool over = size.width() < 1180;
    for (const QString wanted : {"int4", "int8"}) {
      at_.click(at_.ui->item("weightsChip"));
      QTRY_VERIFY(at_.isOpen("weightsChoice"));
      at_.click(at_.ui->withText(at_.ui->item("weightsChip")->window()->contentItem(), wanted));
      QTRY_VERIFY(at_.ui->shows("acceptSwitch"));
      QCOMPARE(floats("instrumentsPane"), over);
      QTRY_VERIFY(at_.hasFocus("acceptSwitch"));
      at_.key(Qt::Key_Escape);  // keeps what is
      QTRY_VERIFY(!at_.ui->engine().proposal()->isVisible());
      QTRY_VERIFY(!floats("instrumentsPane"));
      at_.click(at_.ui->item("weightsChip"));
      QTRY_VERIFY(at_.isOpen("weightsChoice"));
      at_.click(at_.ui->withText(at_.ui->window()->contentItem(), wanted));
      QTRY_VERIFY(at_.hasFocus("acceptSwitch"));
      at_.key(Qt::Key_Return);
      QTRY_COMPARE(at_.ui->engine().precisionLabel(), wanted);
      QTRY_VERIFY(!floats("instrumentsPane"));
      QTRY_COMPARE(at_.text("weightsChip"), wanted);
      QTRY_VERIFY(at_.hasFocus("composer"));
    }
  }

  // Below 700 in height a section is a line with its figure, and opens.
  void sectionsFold() {
    QVERIFY(at_.resize({1440, 650}));
    QQuickItem* section = at_.first("LatencySection");
    QVERIFY(section && section->height() < 40);
    QQuickItem* head = at_.ui->withText(section, "Latency");
    QVERIFY(head);
    at_.click(head);
    QTRY_VERIFY(section->height() > 80);
    at_.click(head);
    QTRY_VERIFY(section->height() < 40);
    QVERIFY(at_.resize({1440, 900}));
    QVERIFY(section->height() > 80);
  }

  void whatIsChosenIsInSight() {
    const auto seen = [&] {
      const Walk walk(at_.ui->window());
      const auto items = at_.ui->items();
      return std::ranges::any_of(items, [&](QQuickItem* item) { return Sitting::type(item) == "FitRow" && item->property("chosen").toBool() && walk.inSight(item); });
    };
    QVERIFY(at_.resize({640, 480}));
    press(Qt::Key_Plus);
    press(Qt::Key_Plus);
    at_.ui->engine().openPath("/models/tiny-1b.gguf");
    QTRY_VERIFY(at_.isOpen("fitSheet"));
    QTRY_VERIFY(seen());
    for (const int key : {Qt::Key_Down, Qt::Key_Up, Qt::Key_Up}) {
      at_.key(key);
      QTRY_VERIFY(seen());
    }
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(at_.isGone("fitSheet"));
    QTRY_VERIFY(at_.ui->engine().isReady());
  }

  // What a switch costs is not asked over the head of what is open: it waits.
  void aQuestionWaitsForTheSheet() {
    press(Qt::Key_Comma);
    QTRY_VERIFY(at_.isOpen("settingsSheet"));
    QQuickItem* before = at_.ui->window()->activeFocusItem();
    at_.ui->engine().proposeSwitch(EngineSwitch::Weights, "int4");
    QTRY_VERIFY(at_.ui->engine().proposal()->isVisible());
    QTest::qWait(100);
    QCOMPARE(at_.ui->window()->activeFocusItem(), before);
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(at_.isGone("settingsSheet"));
    QTRY_VERIFY(at_.hasFocus("acceptSwitch"));
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(!at_.ui->engine().proposal()->isVisible());
  }

  void aShortcutClosesTheMenu() {
    for (const auto& [chip, menu] : {std::pair{"modelButton", "modelMenu"}, {"weightsChip", "weightsChoice"}})
      for (const auto& [key, done] : {std::pair{Qt::Key_Comma, "settingsSheet"}, {Qt::Key_Plus, ""}, {Qt::Key_I, ""}, {Qt::Key_L, ""}}) {
        at_.click(at_.ui->item(chip));
        QTRY_VERIFY2(at_.isOpen(menu), menu);
        press(key);
        QTRY_VERIFY2(at_.isGone(menu), menu);
        if (*done) {
          QTRY_VERIFY(at_.isOpen(done));
          press(key);  // the key that opens a sheet closes it
          QTRY_VERIFY(at_.isGone(done));
        }
        init();
      }
    QTRY_VERIFY(at_.hasFocus("composer"));
  }

  void aKeyThatCannotActSaysWhy() {
    press(Qt::Key_N);
    press(Qt::Key_N);
    QTRY_VERIFY2(toast().contains("new"), qPrintable(toast()));
    for (int step = 0; step < 12; ++step) press(Qt::Key_Plus);
    QTRY_VERIFY2(toast().contains("200 %"), qPrintable(toast()));
    press(Qt::Key_0);
    QTRY_VERIFY2(toast().contains("100 %"), qPrintable(toast()));
    QTRY_VERIFY_WITH_TIMEOUT(toast().isEmpty(), 5000);  // it goes by itself
  }

  // 2,560 × 1,440 dots at a scale of 2: all of this in a process of its own.
  void atAScaleFactorOfTwo() {
    if (qEnvironmentVariable("QT_SCALE_FACTOR") == "2") {
      QCOMPARE(at_.ui->window()->devicePixelRatio(), 2.0);
      return;
    }
    QProcess scaled;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_SCALE_FACTOR", "2");
    scaled.setProcessEnvironment(environment);
    scaled.setProcessChannelMode(QProcess::MergedChannels);
    scaled.start(QCoreApplication::applicationFilePath(), {"whatHasToBeSeenIsSeen", "onePaneAtATime", "atAScaleFactorOfTwo"});
    QVERIFY(scaled.waitForFinished(120000));
    QVERIFY2(scaled.exitStatus() == QProcess::NormalExit && scaled.exitCode() == 0, scaled.readAll().constData());
  }

  // A window that was left on a larger screen, or on one that is gone, comes back within the one there is.
  void comesBackWithinTheScreen() {
    const QRect screen = QGuiApplication::primaryScreen()->geometry();
    for (const QRect& last : {QRect(9000, 9000, 800, 600), QRect(-3000, 20, 5000, 4000), QRect(screen.width() - 300, 100, 700, 500)}) {
      at_.ui->app().settings()->setWindowGeometry(last);
      QVERIFY(at_.start());
      const QRect now = at_.ui->window()->geometry();
      QVERIFY2(screen.contains(now), qPrintable(QString("%1,%2 %3×%4").arg(now.x()).arg(now.y()).arg(now.width()).arg(now.height())));
      QVERIFY(now.width() <= last.width() && now.height() <= last.height());
    }
  }

  void saysNothingOnTheConsole() { QCOMPARE(at_.ui->warnings(), QStringList()); }
  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(FitsTest)
#include "fits_test.moc"
