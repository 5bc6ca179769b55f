// All conversations into a file and out of one, as somebody asks for it in the window.
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class BackUpWindowTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Sitting> at_;

  BackUpViewModel& backUp() { return *at_->ui->app().backUp(); }
  QString banner() { return at_->ui->app().banner()->isVisible() ? at_->ui->app().banner()->text() : QString(); }
  static QUrl fixture(const QString& name) { return QUrl::fromLocalFile(QStringLiteral(SOURCE_DIR "/tests/golden/imports/") + name); }
  QStringList titles() {
    QStringList all;
    const ChatListModel& chats = *at_->ui->app().chats();
    for (int row = 0; row < chats.count(); ++row) all << chats.data(chats.index(row), ChatListModel::TitleRole).toString();
    all.sort();
    return all;
  }
  // An entry that takes some seconds to go by, and no room on the disk.
  QUrl endless() {
    QFile file(at_->folder.filePath("endless.json"));
    if (!file.open(QFile::WriteOnly) || file.write("[{\"a\":\"") < 0 || !file.resize(20LL << 30)) qFatal("cannot write");
    return QUrl::fromLocalFile(file.fileName());
  }

 private slots:
  void initTestCase() { prepare(); }
  void init() {
    at_ = std::make_unique<Sitting>();
    QVERIFY(at_->start());
    QVERIFY(at_->openModel());
  }
  void cleanup() {
    QCOMPARE(at_->ui->warnings(), QStringList());
    at_.reset();
  }

  void isAskedForInTheSettings() {
    for (const auto& [button, dialog] : {std::pair{"backUpButton", "backUpDialog"}, {"importButton", "importDialog"}}) {
      at_->key(Qt::Key_Comma, Qt::ControlModifier);
      QTRY_VERIFY(at_->isOpen("settingsSheet") && at_->ui->shows(button));
      at_->ui->item(button)->forceActiveFocus(Qt::TabFocusReason);
      at_->key(Qt::Key_Space);
      QTRY_VERIFY(at_->ui->object(dialog)->property("visible").toBool());
      QTRY_VERIFY(at_->isGone("settingsSheet"));
      QMetaObject::invokeMethod(at_->ui->object(dialog), "close");
      QTRY_VERIFY(!at_->ui->object(dialog)->property("visible").toBool());
    }
    at_->ui->window()->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(at_->ui->window()));
    at_->key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(at_->ui->object("backUpDialog")->property("visible").toBool());
    QMetaObject::invokeMethod(at_->ui->object("backUpDialog"), "close");
  }

  // What is not saved yet is in it too; and what is deleted since comes back.
  void outAndBackIn() {
    QVERIFY(at_->say("first"));
    at_->key(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(at_->say("second"));
    at_->ui->type("half a question");
    const QString file = at_->folder.filePath("all.jsonl");
    QSignalSpy said(&at_->ui->app(), &ApplicationViewModel::said);
    backUp().exportTo(QUrl::fromLocalFile(file));
    QTRY_COMPARE(said.size(), 1);
    QVERIFY(said[0][0].toString().contains("all.jsonl"));
    QVERIFY(!backUp().isRunning());
    QFile written(file);
    QVERIFY(written.open(QFile::ReadOnly) && written.readAll().contains("half a question"));
    const QString first = at_->ui->app().chats()->idAt(1);
    at_->ui->app().deleteChat(first);
    at_->ui->app().purgeDeleted();
    QCOMPARE(titles(), QStringList("second"));
    backUp().importFrom({QUrl::fromLocalFile(file)});
    QTRY_COMPARE(titles(), QStringList({"first", "second"}));
    QTRY_VERIFY2(banner().contains("New conversations: 1.") && banner().contains("Here already: 1."), qUtf8Printable(banner()));
    at_->ui->app().openChat(first);
    QTRY_COMPARE(at_->texts().value(0), "first");
  }

  void anotherProgramsConversations() {
    backUp().importFrom({fixture("chatgpt.json")});
    QTRY_COMPARE(titles(), QStringList({"Flash attention", "With a tool"}));
    QTRY_VERIFY2(banner().contains("ChatGPT") && banner().contains("New conversations: 2.") && banner().contains("not understood: 1"),
                 qUtf8Printable(banner()));
    backUp().importFrom({fixture("jan/thread_1/thread.json")});  // one: it opens
    QTRY_COMPARE(at_->ui->chat().title(), "A joke");
    QTRY_COMPARE(at_->texts().size(), 3);
    QSignalSpy said(&at_->ui->app(), &ApplicationViewModel::said);
    at_->ui->app().newChat();
    at_->ui->app().banner()->dismiss();
    backUp().importFrom({fixture("jan/thread_1/messages.jsonl")});
    QTRY_VERIFY(!backUp().isRunning());
    QTRY_COMPARE(at_->ui->app().chats()->count(), 3);
  }

  // Seen while it goes on; replies are written beside it; stopped by its button.
  void isStopped() {
    backUp().importFrom({endless()});
    QTRY_VERIFY(at_->ui->shows("backUpBanner"));
    QTRY_VERIFY(backUp().share() > 0);
    QVERIFY2(backUp().text().contains("GiB"), qUtf8Printable(backUp().text()));
    QVERIFY(at_->say("meanwhile"));
    QSignalSpy said(&at_->ui->app(), &ApplicationViewModel::said);
    backUp().exportTo(QUrl::fromLocalFile(at_->folder.filePath("no.jsonl")));
    QCOMPARE(said.size(), 1);
    QVERIFY(backUp().isRunning());
    at_->click(at_->ui->item("stopBackUp"));
    QTRY_VERIFY(!backUp().isRunning());
    QTRY_VERIFY2(banner().contains("Stopped"), qUtf8Printable(banner()));
    QTRY_VERIFY(!at_->ui->shows("backUpBanner"));
    QVERIFY(!QFile::exists(at_->folder.filePath("no.jsonl")));
    QCOMPARE(titles(), QStringList("meanwhile"));
  }

  void closingStopsIt() {
    backUp().importFrom({endless()});
    QTRY_VERIFY(backUp().share() > 0);
    QVERIFY(at_->ui->app().mayClose());
  }
};

QTEST_MAIN(BackUpWindowTest)
#include "back_up_test.moc"
