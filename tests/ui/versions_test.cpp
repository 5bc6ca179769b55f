// 13.1 to 13.3, in the real window: versions of questions and replies, what each reply was made under, deletion with undo. By real keys and clicks.
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class VersionsTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Sitting> at_;

  MessageListModel& messages() { return at_->messages(); }
  QStringList texts() { return at_->texts(); }
  QQuickItem* row(int row) { return at_->row(row); }
  QQuickItem* button(int row, const QString& text) { return at_->button(row, text); }
  bool press(int row, const QString& text) { return at_->press(row, text); }
  bool idle() { return at_->idle(); }
  bool says(int row, const QString& text) {
    QList<QQuickItem*> all;
    collect(this->row(row), all);
    return std::ranges::any_of(all, [&](QQuickItem* item) { return item->isVisible() && item->opacity() > 0 && item->property("text").toString().contains(text); });
  }

 private slots:
  void initTestCase() { prepare(); }
  void init() {
    at_ = std::make_unique<Sitting>();
    QVERIFY(at_->start());
    QVERIFY(at_->resize({1500, 900}));
    QVERIFY(at_->openModel());
  }
  void cleanup() {
    QCOMPARE(at_->ui->warnings(), QStringList());
    at_.reset();
  }

  // 13.1
  void answerAgainAddsAVersion() {
    QVERIFY(at_->say("first", {.pieces = {"one"}}));
    QVERIFY(at_->say("second", {.pieces = {"two"}}));
    at_->script.expect({.pieces = {"other"}});
    QVERIFY(press(1, "Answer again"));
    QVERIFY(idle());
    QTRY_COMPARE(texts(), QStringList({"first", "other"}));
    QTRY_VERIFY(says(1, "2 / 2"));
    QVERIFY(press(1, "Version before"));
    QTRY_COMPARE(texts(), QStringList({"first", "one", "second", "two"}));
    QTRY_VERIFY(says(1, "1 / 2"));
    // By the keyboard: the last message that has versions.
    at_->key(Qt::Key_Right, Qt::AltModifier);
    QTRY_COMPARE(texts(), QStringList({"first", "other"}));
    at_->key(Qt::Key_Right, Qt::AltModifier);  // there is no other after it
    QCOMPARE(texts(), QStringList({"first", "other"}));
    at_->key(Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(texts(), QStringList({"first", "one", "second", "two"}));
    at_->script.expect({.pieces = {"two again"}});
    at_->key(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(idle());
    QTRY_COMPARE(texts(), QStringList({"first", "one", "second", "two again"}));
    // The database has them all, and the window shows after a restart what it showed.
    QVERIFY(at_->start());
    QTRY_COMPARE(texts(), QStringList({"first", "one", "second", "two again"}));
    QTRY_VERIFY(says(3, "2 / 2"));
  }

  // Of the last message that has versions, though it has been scrolled far away; then it is in sight.
  void aVersionOutOfSight() {
    QVERIFY(at_->say("first", {.pieces = {"one"}}));
    at_->script.expect({.pieces = {"other"}});
    at_->key(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(idle());
    at_->ui->chat().showVersion(1, 1);
    for (int i = 0; i < 40; ++i) QVERIFY(at_->say(QStringLiteral("question %1").arg(i), {.pieces = {"Words.\n\nWords.\n\nWords.\n\nWords."}}));
    QTRY_VERIFY(!row(1));
    at_->key(Qt::Key_Right, Qt::AltModifier);
    QTRY_COMPARE(texts(), QStringList({"first", "other"}));
    QTRY_VERIFY(row(1));
    at_->key(Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(messages().count(), 82);
    QTRY_VERIFY(row(1) && row(1)->mapToScene({0, 0}).y() > 0);
  }

  // 13.1
  void editAndResendAddsAVersion() {
    QVERIFY(at_->say("first", {.pieces = {"one"}}));
    at_->script.expect({.pieces = {"better"}});
    at_->key(Qt::Key_Up);  // in the empty composer: the last question
    QTRY_COMPARE(Sitting::type(at_->ui->window()->activeFocusItem()), "MessageArea");
    QVERIFY(!at_->hasFocus("composer"));
    at_->key(Qt::Key_A, Qt::ControlModifier);
    at_->ui->type("better first");
    at_->key(Qt::Key_Return);
    QVERIFY(idle());
    QTRY_COMPARE(texts(), QStringList({"better first", "better"}));
    QTRY_VERIFY(says(0, "2 / 2"));
    QVERIFY(press(0, "Version before"));
    QTRY_COMPARE(texts(), QStringList({"first", "one"}));
  }

  // 13.1
  void continueFromHereKeepsWhatFollowed() {
    QVERIFY(at_->say("first", {.pieces = {"one"}}));
    QVERIFY(at_->say("second", {.pieces = {"two"}}));
    QVERIFY(press(1, "Continue from here"));
    QTRY_COMPARE(texts(), QStringList({"first", "one"}));
    QVERIFY(at_->say("third", {.pieces = {"three"}}));
    QTRY_COMPARE(texts(), QStringList({"first", "one", "third", "three"}));
    QTRY_VERIFY(says(2, "2 / 2"));
    QVERIFY(press(2, "Version before"));
    QTRY_COMPARE(texts(), QStringList({"first", "one", "second", "two"}));
  }

  // 13.1
  void aReplyIsEditedAndContinued() {
    QVERIFY(at_->say("first", {.pieces = {"one"}}));
    at_->script.expect({.pieces = {" friend"}});
    QVERIFY(press(1, "Edit the reply"));
    QTRY_COMPARE(Sitting::type(at_->ui->window()->activeFocusItem()), "MessageArea");
    at_->key(Qt::Key_A, Qt::ControlModifier);
    at_->ui->type("Hello, my");
    at_->key(Qt::Key_Return);  // what its main button says: save and continue
    QVERIFY(idle());
    QTRY_COMPARE(texts(), QStringList({"first", "Hello, my friend"}));
    QCOMPARE(at_->script.last_asked().back().content, "Hello, my");
    QVERIFY(press(1, "Version before"));
    QTRY_COMPARE(texts(), QStringList({"first", "one"}));
  }

  // 13.1
  void aCutReplyGoesOnWhereItStopped() {
    at_->script.expect({.pieces = {"one ", "two ", "three "}, .delay = std::chrono::milliseconds(60)});
    at_->ui->type("count");
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(messages().count() == 2 && messages().at(1).text.contains("one"));
    at_->key(Qt::Key_Escape);
    QVERIFY(idle());
    const QString begun = messages().at(1).text;
    at_->script.expect({.pieces = {"and so on"}});
    QVERIFY(press(1, "Go on where it stopped"));
    QVERIFY(idle());
    QTRY_COMPARE(texts(), QStringList({"count", begun + "and so on"}));
    QVERIFY(!button(1, "Go on where it stopped"));
  }

  // From the menu of a message too.
  void editedFromTheMenu() {
    QVERIFY(at_->say("first", {.pieces = {"one"}}));
    for (const auto& [row, entry] : {std::pair(0, "Edit and send again"), std::pair(1, "Edit the reply")}) {
      QQuickItem* const message = this->row(row);
      QTest::mouseClick(at_->ui->window(), Qt::RightButton, {}, message->mapToScene({message->width() / 2 + (row == 0 ? 300 : -300), row == 0 ? 20.0 : 12.0}).toPoint());
      QVERIFY(at_->choose(entry));
      QTest::qWait(300);
      at_->key(Qt::Key_A, Qt::ControlModifier);
      at_->ui->type("another");
      at_->key(Qt::Key_Return);
      QVERIFY(idle());
      QTRY_VERIFY2(texts()[row].startsWith("another"), qPrintable(texts().join('|')));
      QCOMPARE(at_->text("composer"), QString());
    }
  }

  // A long conversation: the message whose version changes stays where it is on the screen.
  void theScrollPositionHolds() {
    for (int i = 0; i < 12; ++i) QVERIFY(at_->say(QStringLiteral("question %1").arg(i), {.pieces = {"Some words.\n\nAnd some more.\n\nAnd more."}}));
    at_->script.expect({.pieces = {"short"}});
    at_->ui->chat().regenerate(11);
    QVERIFY(idle());
    at_->ui->chat().showVersion(11, 1);
    QTRY_COMPARE(messages().count(), 24);
    QQuickItem* const list = at_->ui->item("messages");
    list->forceActiveFocus(Qt::TabFocusReason);
    QTest::qWait(200);
    const auto inSight = [&] { return row(11) && row(11)->mapToScene({0, 0}).y() > 200 && row(11)->mapToScene({0, 0}).y() < 500; };
    for (int i = 0; i < 100 && !inSight(); ++i) at_->key(Qt::Key_Up), QTest::qWait(10);
    QVERIFY(inSight());
    QVERIFY(button(11, "Version after"));
    for (const char* way : {"Version after", "Version before"}) {
      const double place = row(11)->mapToScene({0, 0}).y();
      QVERIFY(press(11, way));
      QTest::qWait(300);
      QVERIFY(row(11));
      // With nothing after it, it may have to come down to the end of the view.
      if (QString(way) == "Version before") QVERIFY2(std::abs(row(11)->mapToScene({0, 0}).y() - place) < 2, way);
      QVERIFY(row(11)->mapToScene({0, 0}).y() > 0);
    }
  }

  // 13.2
  void theSeedStandsInTheFigures() {
    QVERIFY(at_->say("first"));
    QVERIFY(press(1, "Answer again"));
    QVERIFY(idle());
    QTRY_VERIFY(says(1, "2 / 2"));
    const QString seed = QStringLiteral("seed %1").arg(at_->script.params.back().seed);
    QVERIFY(button(1, "Answer again"));  // points at it
    QTRY_VERIFY(says(1, seed));
    QVERIFY(says(1, "tiny-1b"));
    QVERIFY(at_->script.params.size() == 2 && at_->script.params[0].seed != at_->script.params[1].seed);
  }

  // 13.2
  void aQuietDividerWhereTheSettingsChanged() {
    QVERIFY(at_->say("first"));
    at_->script.switch_is_free = true;
    at_->ui->engine().proposeSwitch(EngineSwitch::Weights, "int4");
    QTRY_COMPARE(at_->ui->engine().weights(), "int4");
    QVERIFY(at_->say("second"));
    QTRY_VERIFY(says(2, "int4 from here"));
    QVERIFY(!says(0, "int4 from here"));
    QVERIFY(!says(1, "int4 from here"));
    QVERIFY(!says(3, "int4 from here"));
  }

  // 13.3
  void aDeletionIsUndone() {
    QVERIFY(at_->say("kept", {.pieces = {"an answer"}}));
    const QString id = at_->ui->app().currentChatId();
    for (const bool byKey : {false, true}) {
      at_->ui->item("chats")->forceActiveFocus(Qt::TabFocusReason);
      QTest::qWait(50);
      at_->key(Qt::Key_Delete);
      QTRY_COMPARE(at_->ui->app().chats()->count(), 0);
      QTRY_VERIFY(at_->ui->shows("undo"));
      if (byKey) at_->key(Qt::Key_Z, Qt::ControlModifier);
      else at_->click(at_->ui->item("undo"));
      QTRY_COMPARE(at_->ui->app().currentChatId(), id);
      QTRY_COMPARE(texts(), QStringList({"kept", "an answer"}));
      QTRY_VERIFY(!at_->ui->shows("undo"));
    }
  }

  // What was done last is undone: the deletion, though words stand in the composer that could be taken back too; then these.
  void aDeletionIsUndoneBeforeWhatWasTypedEarlier() {
    QVERIFY(at_->say("kept", {.pieces = {"an answer"}}));
    const QString id = at_->ui->app().currentChatId();
    at_->key(Qt::Key_N, Qt::ControlModifier);
    at_->ui->type("half a thought");
    at_->ui->app().deleteChat(id);
    QTRY_VERIFY(at_->ui->shows("undo"));
    at_->click(at_->ui->item("composer"));
    at_->key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(at_->ui->app().chats()->find(id) != nullptr, true);
    QCOMPARE(at_->text("composer"), "half a thought");
    at_->ui->app().deleteChat(id);
    QTRY_VERIFY(at_->ui->shows("undo"));
    at_->ui->type("!");
    at_->key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(at_->text("composer") != "half a thought!");
    QVERIFY(!at_->ui->app().chats()->find(id));
  }

  // 13.3 "a deleted one found again for 30 days"
  void aDeletedOneIsFoundAgain() {
    QVERIFY(at_->say("kept", {.pieces = {"an answer"}}));
    const QString id = at_->ui->app().currentChatId();
    at_->ui->app().deleteChat(id);
    QVERIFY(at_->start());
    QCOMPARE(at_->ui->app().chats()->count(), 0);
    QTRY_VERIFY(at_->ui->shows("deletedButton"));
    at_->click(at_->ui->item("deletedButton"));
    QTRY_VERIFY(at_->isOpen("deletedSheet"));
    at_->key(Qt::Key_Return);  // deletes nothing
    QTRY_VERIFY(at_->isGone("deletedSheet"));
    at_->click(at_->ui->item("deletedButton"));
    QTRY_VERIFY(at_->isOpen("deletedSheet"));
    at_->click(at_->ui->item("restore"));
    QTRY_COMPARE(at_->ui->app().chats()->count(), 1);
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(at_->isGone("deletedSheet"));
    at_->ui->app().openChat(id);
    QTRY_COMPARE(texts(), QStringList({"kept", "an answer"}));
  }

  // 13.3: a reply that was being written is not lost with the undo
  void deletedWhileAReplyIsWritten() {
    at_->script.expect({.pieces = {"one ", "two ", "three ", "four ", "five "}, .delay = std::chrono::milliseconds(80)});
    at_->ui->type("count");
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(messages().count() == 2 && messages().at(1).text.contains("two"));
    at_->ui->app().deleteChat(at_->ui->app().currentChatId());
    QTRY_VERIFY(at_->ui->shows("undo"));
    at_->click(at_->ui->item("undo"));
    QTRY_COMPARE(messages().count(), 2);
    QVERIFY(messages().at(1).text.startsWith("one two "));
    QCOMPARE(messages().at(1).finish, "cancelled");
  }

  // 13.3 "Enter never confirms something destructive"
  void enterInTheSheetOfTheDeletedKeepsThem() {
    QVERIFY(at_->say("kept"));
    at_->ui->app().deleteChat(at_->ui->app().currentChatId());
    QTRY_VERIFY(at_->ui->shows("deletedButton"));
    at_->click(at_->ui->item("deletedButton"));
    QTRY_VERIFY(at_->isOpen("deletedSheet"));
    QQuickItem* forGood = nullptr;
    QTRY_VERIFY(forGood = at_->ui->withText(at_->ui->window()->contentItem(), "Delete for good…"));
    at_->click(forGood);
    at_->key(Qt::Key_Return);
    QCOMPARE(at_->ui->app().deletedChats()->count(), 1);
    at_->click(forGood);
    at_->click(forGood);
    QTRY_COMPARE(at_->ui->app().deletedChats()->count(), 0);
    at_->key(Qt::Key_Escape);
  }
};

QTEST_MAIN(VersionsTest)
#include "versions_test.moc"
