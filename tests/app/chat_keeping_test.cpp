// What is kept of conversations, over a fake engine: drafts, names, what was deleted, what was begun when the program ended, and the list of them.
#include <QCoreApplication>

#include "app/log.h"
#include "app/storage/sql.h"
#include "tests/app/harness.h"

using namespace halftone;
using namespace halftone::app;

namespace {

ChatMessage said(ChatMessage::Role role, const char* text) { return {role, text}; }

std::vector<std::string> words(int count) {
  std::vector<std::string> words;
  for (int i = 0; i < count; ++i) words.push_back("w" + std::to_string(i) + " ");
  return words;
}

QStringList textsOf(const QList<MessageRecord>& messages) {
  QStringList texts;
  for (const MessageRecord& message : messages) texts << message.text;
  return texts;
}
QStringList textsOf(Harness& h) { return textsOf(h.chat().messages()->records()); }

}  // namespace

class ChatKeepingTest : public QObject {
  Q_OBJECT

 private slots:
  void draftsSystemPromptAndSamplingBelongToTheChat() {
    Harness h;
    QVERIFY(h.open());
    QCOMPARE(h.chat().sampling()->temperature(), 0.5);  // the model's
    h.chat().setDraft("half a thought");
    h.chat().setSystemPrompt("Be brief.");
    h.chat().sampling()->setTemperature(0.25);
    const QString id = h.app->currentChatId();
    QTRY_COMPARE(h.app->chats()->count(), 1);  // a draft is worth keeping
    h.restart();
    h.app->openChat(id);
    QTRY_COMPARE(h.chat().draft(), "half a thought");
    QCOMPARE(h.chat().sampling()->temperature(), 0.25);
    QVERIFY(h.open());
    QCOMPARE(h.chat().sampling()->temperature(), 0.25);
    QVERIFY(h.say("hello"));
    QVERIFY(h.script.last_asked().front() == said(ChatMessage::Role::system, "Be brief."));
    QCOMPARE(h.script.params.back().temperature, 0.25f);
    h.chat().sampling()->defaults();
    QCOMPARE(h.chat().sampling()->temperature(), 0.5);
  }

  // A conversation can take a while to come from the disk.
  void whatIsTypedWhileItIsReadStays() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    const QString id = h.app->currentChatId();
    h.chat().setDraft("half ");
    h.app->newChat();
    h.app->openChat(id);
    QCOMPARE(h.count(), 0);
    h.chat().setDraft("a thought");
    QTRY_COMPARE(h.count(), 2);
    QCOMPARE(h.chat().draft(), "half a thought");
    h.restart();
    h.app->openChat(id);
    QTRY_COMPARE(h.chat().draft(), "half a thought");
  }

  void draftErasedLeavesNothing() {
    Harness h;
    h.chat().setDraft("x");
    QTRY_COMPARE(h.app->chats()->count(), 1);
    h.chat().setDraft("");
    QTRY_COMPARE(h.app->chats()->count(), 0);
    h.restart();
    QCOMPARE(h.app->chats()->count(), 0);
  }

  void renameDuplicateDelete() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("original"));
    const QString original = h.app->currentChatId();
    h.app->renameChat(original, "  My\n title ");
    QCOMPARE(h.chat().title(), "My title");
    h.app->duplicateChat(original);
    QVERIFY(h.app->currentChatId() != original);
    QTRY_COMPARE(h.count(), 2);
    QTRY_COMPARE(h.script.forks, 1);  // the copy shares the cache
    QVERIFY(h.say("only in the copy"));
    QVERIFY(h.message(3).figures.reusedTokens > 0);
    QCOMPARE(h.app->chats()->count(), 2);

    h.app->renameChat(original, "Renamed behind");
    const QString copy = h.app->currentChatId();
    h.app->deleteChat(copy);
    QCOMPARE(h.app->currentChatId(), original);
    QTRY_COMPARE(h.count(), 2);
    QCOMPARE(h.chat().title(), "Renamed behind");
    h.app->deleteChat(original);
    QCOMPARE(h.app->chats()->count(), 0);
    QVERIFY(h.app->chat() != nullptr);
    h.restart();
    QCOMPARE(h.app->chats()->count(), 0);
  }

  void deletedWhileItsReplyIsWritten() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = words(1000), .delay = std::chrono::milliseconds(5)});
    h.chat().send("go");
    QTRY_COMPARE(h.chat().state(), ChatViewModel::Generating);
    h.app->deleteChat(h.app->currentChatId());
    QTRY_COMPARE(h.script.generating, 0);
    QVERIFY(h.say("next"));
    QCOMPARE(h.app->chats()->count(), 1);
    h.restart();
    QCOMPARE(h.app->chats()->count(), 1);
  }

  void searchFiltersTheList() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = {"The capital is Paris."}});
    QVERIFY(h.say("France"));
    h.app->newChat();
    QVERIFY(h.say("Germany"));
    h.app->chats()->setFilter("PARIS");
    QTRY_COMPARE(h.app->chats()->count(), 1);
    QCOMPARE(h.app->chats()->data(h.app->chats()->index(0), ChatListModel::TitleRole).toString(), "France");
    h.app->chats()->setFilter("nothing like it");
    QTRY_COMPARE(h.app->chats()->count(), 0);
    h.app->chats()->setFilter("");
    QCOMPARE(h.app->chats()->count(), 2);
  }

  void quittingInTheMiddleOfAReply() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = words(1000), .delay = std::chrono::milliseconds(5)});
    h.chat().send("go");
    QTRY_VERIFY(h.message(1).text.size() > 20);
    h.restart();
    QTRY_COMPARE(h.count(), 2);
    QCOMPARE(h.message(1).finish, "interrupted");
    QVERIFY(h.message(1).text.startsWith("w0 w1 "));
  }

  // "quitting or kill -9 during 'answer again' loses the old answer"
  // What was begun is a version, cut; the old one is beside it.
  void quittingWhileAnsweringAgainKeepsTheOldAnswer() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    QVERIFY(h.say("second"));
    const QList<MessageRecord> before = h.chat().messages()->records();
    for (const bool edits : {false, true}) {
      h.script.expect({.pieces = words(1000), .delay = std::chrono::milliseconds(5)});
      if (edits) h.chat().editAndResend(0, "better first");
      else h.chat().regenerate(1);
      QTRY_VERIFY(h.message(1).text.size() > 20);
      QTest::qWait(1200);  // longer than it takes to save what is written so far
      h.restart();
      QTRY_COMPARE(h.count(), 2);
      QCOMPARE(h.message(0).text, edits ? "better first" : "first");
      QCOMPARE(h.message(1).finish, "interrupted");
      QVERIFY(h.message(1).text.size() > 20);
      h.chat().showVersion(edits ? 0 : 1, 1);
      if (edits) h.chat().showVersion(1, 1);
      QCOMPARE(textsOf(h), textsOf(before));
      QVERIFY(h.open());
    }
  }

  void whatIsOnTheScreenOutlivesTheFile() {
    QByteArray other;
    { Harness h;
      QVERIFY(h.open());
      QVERIFY(h.say("another's"));
      QVERIFY(h.app->mayClose());
      QFile file(h.place + "/chats.sqlite");
      QVERIFY(file.open(QFile::ReadOnly));
      other = file.readAll(); }
    for (const QByteArray& bytes : {other, QByteArray(9000, 'x')}) {
      Harness h;
      QVERIFY(h.open());
      QVERIFY(h.say("first"));
      QVERIFY(h.app->mayClose());
      { QFile file(h.place + "/chats.sqlite");  // the same file, other bytes
        QVERIFY(file.open(QFile::ReadWrite) && file.resize(0) && file.write(bytes) == bytes.size()); }
      QVERIFY(h.say("second"));
      QTRY_VERIFY(h.app->banner()->isVisible());
      if (bytes != other) h.app->banner()->perform();  // set it aside
      QVERIFY(h.app->mayClose());
      const QList<MessageRecord> before = h.chat().messages()->records();
      QCOMPARE(before.size(), 4);
      const QString id = h.chat().chatId();
      h.restart();
      QTRY_COMPARE(h.app->currentChatId(), id);
      QTRY_COMPARE(h.count(), 4);
      QVERIFY(h.chat().messages()->records() == before);
      QCOMPARE(h.app->chats()->count(), bytes == other ? 2 : 1);
    }
  }

  void aBusyDiskDoesNotKeepAReplyAway() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    {
      sql::Connection other(h.place + "/chats.sqlite", sql::Mode::readWrite);
      other.run("BEGIN EXCLUSIVE");
      h.chat().send("second");
      QTRY_VERIFY(h.app->banner()->isVisible());
      QVERIFY(h.app->banner()->text().contains("locked"));
      QTRY_COMPARE(h.count(), 4);
      QTRY_VERIFY_WITH_TIMEOUT(!h.chat().isBusy(), 10'000);
      QCOMPARE(h.message(3).text, "Hello there.");
      QVERIFY(!h.app->mayClose());  // asks before it drops anything
      QVERIFY(!h.app->unsavedText().isEmpty());
      other.run("ROLLBACK");
    }
    QTRY_VERIFY(h.app->mayClose());
    h.restart();
    QTRY_COMPARE(h.count(), 4);
    QCOMPARE(h.message(3).text, "Hello there.");
  }

  void whatIsLoggedSaysNoWordOfAConversation() {
    const QTemporaryDir folder;
    log::open(folder.path() + "/state");
    const QString file = folder.path() + "/state/halftone.log";
    QCOMPARE(log::path(), file);
    {
      Harness h;
      QVERIFY(h.open());
      h.chat().setSystemPrompt("confidential prompt");
      h.script.expect({.error = Error{ErrorKind::malformed, "refused: confidential question", "Edit."}});
      QVERIFY(h.say("confidential question"));
      h.script.open_error = Error{ErrorKind::malformed, "the header is cut", "Download it again."};
      h.engine().openPath("/models/other.gguf");
      QTRY_VERIFY(h.engine().state() != EngineViewModel::Estimating);
      h.engine().confirmOpen("int8");
      QTRY_COMPARE(h.engine().state(), EngineViewModel::Failed);
      QFile::remove(h.place + "/chats.sqlite");
      h.chat().rename("confidential title");
      QTRY_VERIFY(h.app->banner()->isVisible());
    }
    qWarning("a message of Qt's");
    QVERIFY(log::mention().contains(file));
    QFile f(file);
    QVERIFY(f.open(QFile::ReadOnly));
    const QByteArray text = f.readAll();
    for (const char* part : {"the header is cut", "deleted or replaced", "a message of Qt's", "a reply failed"}) QVERIFY2(text.contains(part), part);
    QVERIFY(!text.contains("confidential"));
    for (int i = 0; i < 1500; ++i) log::note(QString(2000, 'x'));
    QVERIFY(QFileInfo(file).size() <= log::kLimit + 4200);
    QVERIFY(QFileInfo(file + ".old").size() <= log::kLimit + 4200);
    QCOMPARE(QDir(folder.path() + "/state").entryList(QDir::Files).size(), 2);
    log::close();
    QVERIFY(log::mention().isEmpty());
  }

  void secondWindowSaysSo() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("hello"));
    {
      ApplicationViewModel second({h.dir.path(), h.dir.path() + "/s2.ini", h.dir.path() + "/t2.ini", fakeFactory(h.script)});
      QTRY_VERIFY(second.banner()->isVisible());
      QVERIFY(second.banner()->text().contains(QString::number(QCoreApplication::applicationPid())));
      QTRY_COMPARE(second.chats()->count(), 1);
    }
    QVERIFY(!h.app->banner()->isVisible());
  }

  void sectionsOfTheList() {
    const QDate today(2026, 11, 23);
    const auto section = [&](const QDate& date) { return ChatListModel::sectionOf(date.startOfDay(), today); };
    QCOMPARE(section(today), "Today");
    QCOMPARE(section(today.addDays(1)), "Today");
    QCOMPARE(section(today.addDays(-1)), "Yesterday");
    QCOMPARE(section(today.addDays(-7)), "Previous 7 days");
    QCOMPARE(section(QDate(2026, 10, 2)), QLocale().standaloneMonthName(10));
    QCOMPARE(section(QDate(2025, 12, 31)), QLocale().standaloneMonthName(12) + " 2025");
  }
};

QTEST_GUILESS_MAIN(ChatKeepingTest)
#include "chat_keeping_test.moc"
