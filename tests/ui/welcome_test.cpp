// From nothing to a first answer: what is offered where no model is open, by key and by mouse (issue 13, 13.7).
#include "tests/ui/models_home.h"
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class WelcomeTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Sitting> at_;
  std::unique_ptr<ModelsHome> home_;
  const QString demo_ = QStringLiteral(SOURCE_DIR "/resources/demo-model");

  Window& ui() { return *at_->ui; }
  EngineViewModel& engine() { return ui().engine(); }
  void key(int key, Qt::KeyboardModifiers modifiers = {}) { at_->key(key, modifiers); }

  // The rows of models in sight, from above.
  QList<QQuickItem*> rows() {
    QList<QQuickItem*> rows;
    for (QQuickItem* item : ui().items())
      if (item->isVisible() && Sitting::type(item) == "ModelRow") rows << item;
    std::ranges::sort(rows, {}, [](QQuickItem* row) { return row->mapToScene({}).y(); });
    return rows;
  }
  QStringList names() {
    QStringList names;
    for (QQuickItem* row : rows()) names << row->property("name").toString();
    return names;
  }
  static QString spoken(QQuickItem* item) {
    return QAccessible::queryAccessibleInterface(item)->text(QAccessible::Name).remove(QChar(0x2068)).remove(QChar(0x2069));
  }
  bool found(int count) {
    return QTest::qWaitFor([&] { return ui().app().foundModels()->count() == count && !ui().app().foundModels()->isLooking(); });
  }
  // Opened once, in that precision, and closed again.
  bool used(const QString& path, const QString& precision) {
    engine().openPath(path, false, precision);
    if (!QTest::qWaitFor([&] { return engine().isReady(); })) return false;
    engine().unload();
    return QTest::qWaitFor([&] { return ui().shows("welcome"); });
  }

  void twoFound() {
    at_->demo = demo_;
    home_->gguf(".lmstudio/models/a.gguf");
    home_->gguf(".lmstudio/models/b.gguf");
    at_->places = home_->places();
    QVERIFY(at_->start());
    QVERIFY(found(2));
    QTRY_COMPARE(rows().size(), 2);
  }

 private slots:
  void initTestCase() {
    prepare();
    QAccessible::setActive(true);
  }
  void init() {
    at_ = std::make_unique<Sitting>();
    home_ = std::make_unique<ModelsHome>();
  }

  void enterStartsTheDemoModel() {
    at_->demo = demo_;
    QVERIFY(at_->start());
    QVERIFY(at_->hasFocus("composer"));
    QCOMPARE(at_->text("startDemo"), QString("Start · Enter"));
    key(Qt::Key_Return);
    QTRY_VERIFY(engine().isReady());
    QCOMPARE(engine().modelPath(), demo_);
    QTRY_VERIFY(!ui().shows("welcome"));
    QVERIFY(at_->hasFocus("composer"));
  }

  // The card of the demo model says what it is, and it is not listed twice once it was used.
  void theDemoModelHasOneCard() {
    at_->demo = demo_;
    QVERIFY(at_->start());
    QTRY_COMPARE(ui().app().offer()->demoBytes(), QString("14.5 MiB"));
    at_->click(ui().item("startDemo"));
    QTRY_VERIFY(engine().isReady());
    engine().unload();
    QTRY_VERIFY(ui().shows("startDemo"));
    QCOMPARE(names(), QStringList());
    QVERIFY(!ui().shows("recentModels"));
    QCOMPARE(at_->text("startDemo"), QString("Start · Enter"));
  }

  // What was open is what Enter opens, as it was used last: here, or in the next start.
  void enterOpensTheLastModelAsItWas() {
    at_->demo = demo_;
    home_->gguf("gemma.gguf");
    QVERIFY(at_->start());
    QVERIFY(used(home_->path("gemma.gguf"), "int4"));
    QVERIFY(at_->start());
    QTRY_COMPARE(names(), QStringList("gemma"));
    QCOMPARE(at_->text("startDemo"), QString("Start"));
    QCOMPARE(at_->text("startLast"), QString("Start · Enter"));
    QTRY_COMPARE(spoken(rows().first()),
                 QString("gemma, fits as int8 · last used as int4 · flash · kv f16, 5.37 GiB, fits as int8 with 8,192 tokens"));
    key(Qt::Key_Enter, Qt::KeypadModifier);
    QTRY_VERIFY(engine().isReady());
    QCOMPARE(engine().modelPath(), home_->path("gemma.gguf"));
    QCOMPARE(engine().precisionLabel(), QString("int4"));
  }

  // Without being asked, where the user has said so; what is gone is not waited for.
  void theLastModelIsOpenedAtStartWhereWanted() {
    home_->gguf("gemma.gguf");
    QVERIFY(at_->start());
    QVERIFY(used(home_->path("gemma.gguf"), "int8"));
    ui().app().begin({});
    QTest::qWait(50);
    QCOMPARE(engine().state(), EngineViewModel::None);
    key(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(at_->isOpen("settingsSheet"));
    at_->click(ui().item("openLastToggle"));
    QVERIFY(ui().app().settings()->openLastModel());
    QVERIFY(at_->start());
    ui().app().begin({});
    QTRY_VERIFY(engine().isReady());
    QFile::remove(home_->path("gemma.gguf"));
    QVERIFY(at_->start());
    ui().app().begin({});
    QCOMPARE(engine().state(), EngineViewModel::None);
  }

  // The program died while it loaded the last model by itself: it does not die at every start.
  void aModelThatEndedTheProgramIsOnlyOffered() {
    home_->gguf("gemma.gguf");
    QVERIFY(at_->start());
    QVERIFY(used(home_->path("gemma.gguf"), "int8"));
    ui().app().settings()->setOpenLastModel(true);
    const auto mark = [this] { return ui().app().settings()->state()->value("models/being_opened").toString(); };
    ui().app().begin({});
    QCOMPARE(mark(), home_->path("gemma.gguf"));
    QFile state(at_->folder.filePath("state.ini"));
    QVERIFY(state.open(QFile::ReadOnly));
    const QByteArray then = state.readAll();  // on the disk before the loading begins
    state.close();
    QVERIFY(then.contains("being_opened"));
    QTRY_VERIFY(engine().isReady());
    QTRY_COMPARE(mark(), QString());
    at_->ui.reset();
    QVERIFY(state.open(QFile::WriteOnly) && state.write(then) == then.size());  // as a death would have left it
    state.close();
    QVERIFY(at_->start());
    ui().app().begin({});
    QCOMPARE(engine().state(), EngineViewModel::None);
    QTRY_VERIFY(ui().shows("startLast"));
    QVERIFY(at_->start());
    ui().app().begin({});
    QTRY_VERIFY(engine().isReady());
    QTRY_COMPARE(mark(), QString());
    ui().app().settings()->state()->setValue("models/being_opened", "/models/another-window.gguf");
    engine().unload();
    QTRY_COMPARE(engine().state(), EngineViewModel::None);
    QTest::qWait(20);
    QCOMPARE(mark(), QString("/models/another-window.gguf"));  // what happens here later takes no other's away
  }

  void whatIsGoneIsDimAndForgotten() {
    home_->gguf("gemma.gguf");
    QVERIFY(at_->start());
    QVERIFY(used(home_->path("gemma.gguf"), "int8"));
    QFile::remove(home_->path("gemma.gguf"));
    QVERIFY(at_->start());
    QTRY_COMPARE(names(), QStringList("gemma"));
    QVERIFY(!ui().shows("startLast"));
    QCOMPARE(at_->text("startButton"), QString("Open a model"));
    at_->click(rows().first());
    QCOMPARE(engine().state(), EngineViewModel::None);
    at_->click(ui().item("forget"));
    QTRY_COMPARE(names(), QStringList());
    QCOMPARE(ui().app().recentModels()->count(), 0);
  }

  // What other programs keep: each row says whose it is, how large, and whether it fits; what cannot be opened is not there.
  void foundModelsSayWhetherTheyFit() {
    home_->gguf(".lmstudio/models/google/gemma-2-9b-it.gguf");
    home_->gguf(".lmstudio/models/google/broken.gguf");
    at_->places = home_->places();
    at_->script.unreadable = "broken";
    QVERIFY(at_->start());
    QVERIFY(found(1));
    QTRY_COMPARE(rows().size(), 1);
    QCOMPARE(spoken(rows().first()), QString("gemma-2-9b-it, LM Studio, 5.37 GiB, fits as int8 with 8,192 tokens"));
    QCOMPARE(rows().first()->property("detail").toString(), QString("LM Studio · GGUF, bf16"));
    QCOMPARE(rows().first()->property("verdict").toString(), QString("fits as int8"));
  }

  void moreAreFoldedAndFoundAgain() {
    for (const char* name : {"a", "b", "c", "d", "e"}) home_->gguf(QString(".lmstudio/models/%1.gguf").arg(name));
    at_->places = home_->places();
    QVERIFY(at_->start());
    QVERIFY(found(5));
    QTRY_COMPARE(names(), QStringList({"a", "b", "c"}));
    QCOMPARE(at_->text("moreFound"), QString("Show 2 more"));
    at_->click(ui().item("moreFound"));
    QTRY_COMPARE(names(), QStringList({"a", "b", "c", "d", "e"}));
    QFile::remove(home_->path(".lmstudio/models/b.gguf"));
    home_->gguf(".lmstudio/models/bb.gguf");
    at_->click(ui().item("lookAgain"));
    QVERIFY(found(5));
    QTRY_COMPARE(names(), QStringList({"a", "bb", "c", "d", "e"}));
  }

  // A model that was used is a recent one, and not found again.
  void aRecentModelIsNotFoundTwice() {
    home_->gguf(".lmstudio/models/a.gguf");
    home_->gguf(".lmstudio/models/b.gguf");
    at_->places = home_->places();
    QVERIFY(at_->start());
    QVERIFY(found(2));
    QVERIFY(used(home_->path(".lmstudio/models/b.gguf"), "int8"));
    QVERIFY(found(1));
    QTRY_COMPARE(names(), QStringList({"b", "a"}));
  }

  // Nothing is looked for where that is not wanted, from the next moment on and in the next start.
  void lookingCanBeTurnedOff() {
    home_->gguf(".lmstudio/models/a.gguf");
    at_->places = home_->places();
    QVERIFY(at_->start());
    QVERIFY(found(1));
    key(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(at_->isOpen("settingsSheet"));
    at_->click(ui().item("lookToggle"));
    QVERIFY(found(0));
    QVERIFY(at_->start());
    QVERIFY(found(0));
    QCOMPARE(names(), QStringList());
    ui().app().settings()->setLookForModels(true);
    QVERIFY(found(1));
  }

  // The window goes at once, however much there is still to be looked at.
  void closingDoesNotWaitForTheSearch() {
    for (int i = 0; i < 100; ++i) home_->gguf(QString(".lmstudio/models/%1.gguf").arg(i));
    const auto slow = [](const auto&, const auto&) -> halftone::Result<halftone::FitEstimate> {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));  // two seconds in all
      return halftone::FitEstimate();
    };
    auto found = std::make_unique<FoundModelsModel>(slow, home_->places());
    found->look();
    QTRY_VERIFY(found->count() > 0);
    QElapsedTimer clock;
    clock.start();
    found.reset();
    QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
  }

  void tabGoesThroughTheRowsAndEnterOpensTheSheet() {
    twoFound();
    if (QTest::currentTestFailed()) return;
    for (int press = 0; press < 40 && ui().window()->activeFocusItem() != rows().last(); ++press) key(Qt::Key_Tab);
    QCOMPARE(ui().window()->activeFocusItem(), rows().last());
    QVERIFY(rows().last()->property("visualFocus").toBool());
    key(Qt::Key_Return);
    QTRY_VERIFY(at_->isOpen("fitSheet"));
    QCOMPARE(engine().fit()->title(), QString("b"));
    key(Qt::Key_Escape);
    QTRY_VERIFY(at_->isGone("fitSheet"));
    QTRY_VERIFY(ui().shows("welcome"));
  }

  // Up from the empty composer, and up and down among the rows.
  void arrowsReachTheRows() {
    twoFound();
    if (QTest::currentTestFailed()) return;
    key(Qt::Key_Up);
    QCOMPARE(ui().window()->activeFocusItem(), rows().last());
    key(Qt::Key_Up);
    QCOMPARE(ui().window()->activeFocusItem(), rows().first());
    key(Qt::Key_Down);
    QCOMPARE(ui().window()->activeFocusItem(), rows().last());
    key(Qt::Key_Down);
    QVERIFY(at_->hasFocus("composer"));
    ui().type("a");
    QCOMPARE(at_->text("composer"), QString("a"));
  }

  // What was typed first is there when the model is, first letter included.
  void whatIsTypedWaitsForTheModel() {
    at_->demo = demo_;
    QVERIFY(at_->start());
    ui().type("How many?");
    key(Qt::Key_Return);
    QTRY_VERIFY(engine().isReady());
    QCOMPARE(at_->text("composer"), QString("How many?"));
    QVERIFY(at_->hasFocus("composer"));
    QTRY_VERIFY(ui().shows("sendButton"));
    key(Qt::Key_Return);
    QTRY_COMPARE(at_->texts().size(), 2);
    QCOMPARE(at_->texts().first(), QString("How many?"));
  }

  // Where there is nothing that could be started, the words stay, and what to do is said.
  void withoutAModelToStartEnterSaysWhatToDo() {
    QVERIFY(at_->start());
    ui().type("Hello?");
    key(Qt::Key_Return);
    QTRY_VERIFY(ui().shows("toast"));
    QVERIFY2(at_->text("toast").contains("Open a model"), qPrintable(at_->text("toast")));
    QCOMPARE(at_->text("composer"), QString("Hello?"));
  }

  // While a model is opened or switched for longer than a moment, what is beside the composer stops that.
  void whatKeepsTheComposerWaitingCanBeStopped() {
    QVERIFY(at_->start());
    QVERIFY(at_->openModel());
    QVERIFY(!ui().shows("cancelWork"));
    {
      const std::scoped_lock lock(at_->script.mutex);
      at_->script.load_delay = std::chrono::milliseconds(2000);
    }
    engine().proposeSwitch(EngineSwitch::Weights, "int4");
    QTRY_VERIFY(ui().shows("acceptSwitch"));
    engine().acceptSwitch();
    QTRY_VERIFY(ui().shows("cancelWork"));
    QVERIFY(!ui().shows("sendButton"));
    at_->click(ui().item("cancelWork"));
    QTRY_VERIFY(engine().isReady());
    QVERIFY(ui().shows("sendButton") && !ui().shows("cancelWork"));
    engine().openPath("/models/other.gguf", false);
    QTRY_VERIFY(ui().shows("cancelWork"));
    at_->click(ui().item("cancelWork"));
    QTRY_VERIFY(ui().shows("startButton") && !ui().shows("cancelWork"));
  }

  // With words in it too, and above a conversation: a composer that cannot send has a button that gets it a model.
  void theComposerAlwaysHasAWayOut() {
    QVERIFY(at_->start());
    QVERIFY(ui().shows("startButton") && !ui().shows("sendButton"));
    QCOMPARE(at_->text("startButton"), QString("Open a model"));
    QVERIFY(at_->openModel());
    QVERIFY(ui().shows("sendButton") && !ui().shows("startButton"));
    QVERIFY(at_->say("Hello"));
    home_->gguf("gemma.gguf");
    engine().openPath(home_->path("gemma.gguf"), false);
    QTRY_VERIFY(engine().isReady());
    engine().unload();
    QTRY_VERIFY(ui().shows("startButton") && !ui().shows("sendButton"));
    QVERIFY(!ui().shows("welcome"));
    QCOMPARE(at_->text("startButton"), QString("Start · Enter"));
    QCOMPARE(spoken(ui().item("startButton")), QString("Start gemma"));
    QVERIFY(ui().item("startButton")->isEnabled());
    at_->click(ui().item("startButton"));
    QTRY_VERIFY(engine().isReady());
    QCOMPARE(engine().modelName(), QString("gemma"));
  }

  void cleanup() {
    if (at_->ui) QCOMPARE(ui().warnings(), QStringList());
    at_.reset();
  }
};

QTEST_MAIN(WelcomeTest)
#include "welcome_test.moc"
