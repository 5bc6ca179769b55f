// One sitting at the window, with the real engine and the demo model.
#include "tests/ui/window.h"

using namespace halftone::ui;

class WindowTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::unique_ptr<Window> ui_;

  void start() {
    ui_.reset();
    ui_ = std::make_unique<Window>(folder_.path(), EngineFactory::local());
    QVERIFY(QTest::qWaitForWindowExposed(ui_->window()));
    ui_->window()->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(ui_->window()));
  }

  MessageListModel& messages() { return *ui_->chat().messages(); }
  QString text(int row) { return messages().at(row).text; }
  const ReplyFigures& figures(int row) { return messages().at(row).figures; }
  double bytes(const char* key) {
    for (const QVariantList& row : ui_->app().instruments()->categories()->rows())
      if (row[0].toString() == key) return row[2].toDouble();
    return -1;
  }

  // Types into the composer and sends; says how many different lengths the reply had while it was written.
  int say(const QString& words) {
    QQuickItem* composer = ui_->item("composer");
    ui_->click(composer);
    ui_->type(words);
    if (composer->property("text").toString() != words) return -1;
    QSet<qsizetype> lengths;
    const auto seen = connect(&messages(), &QAbstractItemModel::dataChanged, this, [&] { lengths << text(messages().count() - 1).size(); });
    QTest::keyClick(ui_->window(), Qt::Key_Return);
    const bool done = QTest::qWaitFor([&] { return !ui_->chat().isBusy(); }, 60000);
    disconnect(seen);
    lengths.remove(0);
    return done ? static_cast<int>(lengths.size()) : -2;
  }

  // Clicks an option of a switch; accepts what it costs where it is asked.
  bool switchTo(const QString& name, const QString& option) {
    QQuickItem* choice = ui_->withText(ui_->item(name), option);
    if (!choice) return false;
    QSignalSpy switched(&ui_->engine(), &EngineViewModel::switched);
    ui_->click(choice);
    const bool asked = QTest::qWaitFor([&] { return !switched.isEmpty() || ui_->engine().proposal()->isVisible(); }, 20000);
    if (!asked) return false;
    if (switched.isEmpty()) {
      if (!QTest::qWaitFor([&] { return ui_->shows("acceptSwitch"); }, 2000)) return false;
      QTest::qWait(50);  // a layout pass: the card grows at the foot
      ui_->click(ui_->item("acceptSwitch"));
    }
    return QTest::qWaitFor([&] { return !switched.isEmpty() && ui_->engine().isReady(); }, 60000);
  }

 private slots:
  void initTestCase() {
    prepare();
    start();
  }

  void opensTheModelTheDialogNames() {
    QVERIFY(ui_->engine().modelName().isEmpty());
    QObject* dialog = ui_->object("openFileDialog");
    QVERIFY(dialog);
    dialog->setProperty("selectedFile", QUrl::fromLocalFile(SOURCE_DIR "/resources/demo-model/model.safetensors"));
    QVERIFY(QMetaObject::invokeMethod(dialog, "accepted"));
    QTRY_VERIFY_WITH_TIMEOUT(ui_->shows("loadButton"), 20000);
    QVERIFY(ui_->engine().fit()->rows()->count() >= 4);
    QTest::keyClick(ui_->window(), Qt::Key_Return);  // the sheet's button has the focus
    QTRY_VERIFY_WITH_TIMEOUT(ui_->engine().isReady(), 60000);
    QTRY_VERIFY(!ui_->object("fitSheet")->property("visible").toBool());  // while it fades it still takes the clicks
    QVERIFY(ui_->shows("composer"));
    QVERIFY(bytes("weights") > 0);
  }

  void writesTwoTurnsInSteps() {
    QElapsedTimer clock;
    clock.start();
    const int first = say("Please write a function in Python that transforms bytes to gigabytes.");
    QVERIFY2(first >= (clock.elapsed() > 100 ? 2 : 1), qPrintable(QString::number(first)));  // one a frame: a fast machine is done within two
    QCOMPARE(messages().count(), 2);
    QVERIFY(!text(1).isEmpty());
    const int second = say("How can I modify the function above to return megabytes instead?");
    QVERIFY2(second >= 1, qPrintable(QString::number(second)));
    QCOMPARE(messages().count(), 4);
    QVERIFY(figures(3).reusedTokens > figures(1).promptTokens);  // the first turn was kept
    QVERIFY(figures(3).tokensPerSecond > 0);
  }

  void escapeStopsAReply() {
    QVERIFY(switchTo("cacheSwitch", "off"));  // every token computes the whole conversation again: slow enough to be caught
    for (int attempt = 0; attempt < 3; ++attempt) {
      ui_->click(ui_->item("composer"));
      ui_->type("Please write a function in Python that transforms bytes to gigabytes.");
      QTest::keyClick(ui_->window(), Qt::Key_Return);
      QTRY_VERIFY_WITH_TIMEOUT(!text(messages().count() - 1).isEmpty(), 60000);
      QTest::keyClick(ui_->window(), Qt::Key_Escape);
      QTRY_VERIFY_WITH_TIMEOUT(!ui_->chat().isBusy(), 60000);
      if (messages().at(messages().count() - 1).finish == "cancelled") break;
    }
    QCOMPARE(messages().at(messages().count() - 1).finish, QString("cancelled"));
    QVERIFY(switchTo("cacheSwitch", "f16"));
  }

  void switchesMidConversation() {
    QVERIFY(switchTo("weightsSwitch", "int8"));
    QTRY_COMPARE(ui_->engine().precisionLabel(), QString("int8"));
    QTest::qWait(300);
    const double eight = bytes("weights");
    QVERIFY(switchTo("weightsSwitch", "int4"));
    QTRY_COMPARE(ui_->item("weightsChip")->property("text").toString(), QString("int4"));
    QTRY_VERIFY(bytes("weights") < 0.75 * eight);
    const double flash = bytes("workspace");
    QVERIFY(switchTo("attentionSwitch", "naive"));
    QTRY_COMPARE(ui_->item("attentionChip")->property("text").toString(), QString("naive"));
    const int count = messages().count();
    QVERIFY(say("And what is the capital of France?") >= 1);
    QCOMPARE(messages().count(), count + 2);
    QVERIFY(figures(count + 1).settingsLabel.contains("naive"));
    QTRY_VERIFY(bytes("workspace") != flash);  // stored scores in place of tiles
  }

  void everythingIsThereAfterARestart() {
    QStringList before;
    for (int row = 0; row < messages().count(); ++row) before << text(row);
    const QString id = ui_->app().currentChatId();
    start();
    QTRY_VERIFY(ui_->app().chats()->rowOf(id) >= 0);
    ui_->app().openChat(id);
    QTRY_COMPARE(messages().count(), before.size());
    for (int row = 0; row < before.size(); ++row) QCOMPARE(text(row), before[row]);
    QTRY_VERIFY(ui_->shows("messages"));
  }

  void saysNothingOnTheConsole() { QCOMPARE(ui_->warnings(), QStringList()); }

  void cleanupTestCase() { ui_.reset(); }
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
