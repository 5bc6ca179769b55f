// What is kept of conversations, and what happens when it cannot be kept. A second process is this program with an argument.
#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <cstdio>

#include "app/storage/chat_store.h"
#include "app/storage/sql.h"
#include "app/storage/storage_thread.h"

using namespace halftone::app;

namespace {

ChatRecord chatNamed(const QString& id, const QString& title) {
  ChatRecord chat;
  chat.summary = {id, title, "preview of " + title, QDateTime::fromMSecsSinceEpoch(1'700'000'000'000)};
  return chat;
}

MessageRecord user(const QString& id, const QString& text) { return {id, "user", text, "", {}, false}; }
MessageRecord reply(const QString& id, const QString& text = {}) { return {id, "assistant", text, "interrupted", {}, false}; }

QByteArray bytesOf(const QString& file) {
  QFile f(file);
  return f.open(QFile::ReadOnly) ? f.readAll() : QByteArray();
}

struct Troubles {
  QList<StorageTrouble> all;
  ChatStore::TroubleSink sink() {
    return [this](const StorageTrouble& trouble) { all.append(trouble); };
  }
};

// In the second process.
int writeForEver(const QString& folder) {
  ChatStore store(folder, {});
  store.replaceTail(chatNamed("c", "Killed"), 0, {user("u", "question"), reply("a")});
  QString text;
  for (int i = 0;; ++i) {
    text += QStringLiteral("word%1 ").arg(i);
    store.saveReplyText("a", text);
    if (i == 20) std::puts("ready"), std::fflush(stdout);
  }
}

int hold(const QString& folder, const QString& title) {
  ChatStore store(folder, {});
  if (store.trouble().kind != StorageTrouble::Kind::none) return 1;
  std::puts("ready");
  std::fflush(stdout);
  if (std::getchar() == 'w') {  // told to write
    ChatRecord chat = chatNamed("c", title);
    chat.summary.updated = chat.summary.updated.addSecs(60);
    store.replaceTail(chat, 0, {user("theirs", "written by the other")});
    std::puts("written");
    std::fflush(stdout);
    std::getchar();
  }
  return 0;
}

// A reply half written, and when told to, the rest of it.
int replyInTwoParts(const QString& folder) {
  ChatStore store(folder, {});
  store.replaceTail(chatNamed("c", "Answering"), 0, {user("u", "question"), reply("a", "half")});
  std::puts("ready");
  std::fflush(stdout);
  if (std::getchar() == 'w') {
    store.finishReply(reply("a", "the whole answer"));
    std::puts("written");
    std::fflush(stdout);
    std::getchar();
  }
  return 0;
}

}  // namespace

class StorageTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<QTemporaryDir> dir_;
  QString folder() const { return dir_->path(); }
  QString file() const { return folder() + "/chats.sqlite"; }

  std::unique_ptr<QProcess> second(const QStringList& arguments) const {
    auto process = std::make_unique<QProcess>();
    process->start(QCoreApplication::applicationFilePath(), arguments);
    process->waitForReadyRead(20'000);
    return process;
  }

 private slots:
  void init() { dir_ = std::make_unique<QTemporaryDir>(); }

  void everythingComesBack() {
    ChatRecord chat = chatNamed("c", "Titel مرحبا");
    chat.systemPrompt = "Be brief.";
    chat.draft = "half a";
    chat.sampling = R"({"temperature":0.7})";
    MessageRecord done = reply("a", "An answer.");
    done.finish = "stop";
    done.figures = {97.5, 41, 3, 36, 2, 58, 41, 23, "int4 · flash · kv int8", 31, 17};
    {
      ChatStore store(folder(), {});
      store.replaceTail(chat, 0, {user("u", "A question?"), reply("a")});
      store.finishReply(done);
      store.setOmitted({"u"}, true);
    }
    ChatStore store(folder(), {});
    const ChatRecord back = store.chat("c");
    QCOMPARE(back.summary.title, chat.summary.title);
    QCOMPARE(back.summary.updated, chat.summary.updated);
    QCOMPARE(back.systemPrompt, chat.systemPrompt);
    QCOMPARE(back.draft, chat.draft);
    QCOMPARE(back.sampling, chat.sampling);
    QCOMPARE(back.messages.size(), 2);
    MessageRecord asked = user("u", "A question?");
    asked.omitted = true;
    QCOMPARE(back.messages[0], asked);
    QCOMPARE(back.messages[1], done);
    QCOMPARE(store.chats().size(), 1);
    QVERIFY(store.chat("none").summary.id.isEmpty());
  }

  void tailIsReplacedAsOne() {
    ChatStore store(folder(), {});
    store.replaceTail(chatNamed("c", "t"), 0, {user("1", "a"), reply("2"), user("3", "b"), reply("4")});
    store.replaceTail(chatNamed("c", "t"), 2, {user("5", "edited"), reply("6")});
    QStringList ids;
    for (const MessageRecord& message : store.chat("c").messages) ids.append(message.id);
    QCOMPARE(ids, QStringList({"1", "2", "5", "6"}));
    // A row that breaks the database's rules takes the whole change back, and it is not lost: it goes on in memory.
    store.replaceTail(chatNamed("c", "t"), 1, {user("7", "x"), user("7", "the same id again")});
    QCOMPARE(store.chat("c").messages.size(), 4);
  }

  void searchFindsWordsInTitlesAndTextsWhateverTheirCase() {
    ChatStore store(folder(), {});
    store.replaceTail(chatNamed("a", "Population of France"), 0, {user("1", "ÉCOLE и Москва")});
    store.replaceTail(chatNamed("b", "Bytes"), 0, {user("2", "100% of a_b 'quoted'")});
    QCOMPARE(store.search("france"), QSet<QString>{"a"});
    QCOMPARE(store.search("école"), QSet<QString>{"a"});
    QCOMPARE(store.search("МОСКВА"), QSet<QString>{"a"});
    QCOMPARE(store.search("of"), (QSet<QString>{"a", "b"}));
    QCOMPARE(store.search("of a_b"), QSet<QString>{"b"});
    QCOMPARE(store.search("0% 'quo"), QSet<QString>{"b"});
    QCOMPARE(store.search("aXb"), QSet<QString>{});
  }

  void copiesGoTheirOwnWay() {
    ChatStore store(folder(), {});
    store.replaceTail(chatNamed("c", "t"), 0, {user("1", "a"), reply("2", "b")});
    store.copyChat("c", chatNamed("d", "t (copy)").summary);
    store.removeChat("c");
    QVERIFY(store.chat("c").messages.isEmpty());
    QCOMPARE(store.chat("d").messages.size(), 2);
    QCOMPARE(store.chat("d").messages[1].text, "b");
  }

  void killedInTheMiddleOfAReply() {
    auto process = second({"--write", folder()});
    QVERIFY(process->readAllStandardOutput().startsWith("ready"));
    QTest::qWait(30);
    ::kill(static_cast<pid_t>(process->processId()), SIGKILL);
    QVERIFY(process->waitForFinished());
    QCOMPARE(process->exitStatus(), QProcess::CrashExit);

    Troubles troubles;
    ChatStore store(folder(), troubles.sink());
    QVERIFY(troubles.all.isEmpty());  // the dead process's lock is taken over
    const ChatRecord chat = store.chat("c");
    QCOMPARE(chat.messages.size(), 2);
    QCOMPARE(chat.messages[0].text, "question");
    QCOMPARE(chat.messages[1].finish, "interrupted");
    const QStringList words = chat.messages[1].text.split(' ', Qt::SkipEmptyParts);
    QVERIFY(words.size() >= 21);
    for (int i = 0; i < words.size(); ++i) QCOMPARE(words[i], QStringLiteral("word%1").arg(i));
  }

  void secondInstanceWorksInMemoryAndSavesLater() {
    { ChatStore(folder(), {}).replaceTail(chatNamed("c", "Shared"), 0, {user("1", "before")}); }
    auto other = second({"--hold", folder(), "Theirs"});
    const qint64 pid = other->processId();
    Troubles troubles;
    ChatStore store(folder(), troubles.sink());
    QCOMPARE(troubles.all.size(), 1);
    QCOMPARE(troubles.all[0].kind, StorageTrouble::Kind::secondInstance);
    QVERIFY2(troubles.all[0].cause.contains(QString::number(pid)), qUtf8Printable(troubles.all[0].cause));
    QCOMPARE(store.chat("c").messages.size(), 1);  // a copy is shown

    store.replaceTail(chatNamed("n", "New here"), 0, {user("2", "mine")});
    store.reattach();
    QCOMPARE(troubles.all.last().kind, StorageTrouble::Kind::secondInstance);
    { sql::Connection disk(file(), sql::Mode::readOnly);
      QCOMPARE(disk.value("SELECT count(*) FROM chats").toInt(), 1); }

    other->write("q\n");
    QVERIFY(other->waitForFinished());
    store.reattach();
    QCOMPARE(troubles.all.last().kind, StorageTrouble::Kind::none);
    { sql::Connection disk(file(), sql::Mode::readOnly);
      QCOMPARE(disk.value("SELECT count(*) FROM chats").toInt(), 2); }
  }

  void bothInstancesChangedOneChat() {
    { ChatStore(folder(), {}).replaceTail(chatNamed("c", "Shared"), 0, {user("1", "before")}); }
    auto other = second({"--hold", folder(), "Theirs"});
    ChatStore store(folder(), {});
    store.replaceTail(chatNamed("c", "Mine"), 1, {user("2", "mine")});
    other->readAll();
    other->write("w\n");
    QVERIFY(other->waitForReadyRead(20'000));
    other->write("q\n");
    QVERIFY(other->waitForFinished());
    store.reattach();
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
    QCOMPARE(store.chats().size(), 2);
    QCOMPARE(store.chat("c").summary.title, "Mine");
    QCOMPARE(store.chat("c").messages.size(), 2);
    QCOMPARE(store.search("written by the other").size(), 1);
  }

  void aReplyThatTheOtherFinishedIsKept() {
    // The other instance goes on with a reply that this one has copied half written: `updated` stays, the chat is another all the same.
    auto other = second({"--reply", folder()});
    ChatStore store(folder(), {});
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::secondInstance);
    QCOMPARE(store.chat("c").messages.at(1).text, "half");
    store.rename("c", "Renamed here");
    other->readAll();
    other->write("w\n");
    QVERIFY(other->waitForReadyRead(20'000));
    other->write("q\n");
    QVERIFY(other->waitForFinished());
    store.reattach();
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
    QCOMPARE(store.search("the whole answer").size(), 1);
    QCOMPARE(store.chat("c").summary.title, "Renamed here");
    QCOMPARE(store.chats().size(), 2);
  }

  void whatCouldNotBeSavedIsTriedAgainByItself() {
    auto other = second({"--hold", folder(), "Theirs"});
    StorageThread storage(folder(), nullptr, 50);
    storage.submit([](ChatStore& store) { store.replaceTail(chatNamed("n", "New here"), 0, {user("2", "mine")}); });
    storage.wait();
    other->write("q\n");
    QVERIFY(other->waitForFinished());
    const auto saved = [&] {
      sql::Connection disk(file(), sql::Mode::readOnly);
      return disk.value("SELECT count(*) FROM chats").toInt() == 1;
    };
    QTRY_VERIFY(saved());
  }

  void databasesOfTheFirstFormatAreBroughtOn() {
    {
      ChatStore store(folder(), {});
      store.replaceTail(chatNamed("c", "Old"), 0, {user("1", "kept")});
    }
    {
      sql::Connection disk(file(), sql::Mode::readWrite);
      disk.run("ALTER TABLE chats DROP COLUMN revision");
      disk.run("ALTER TABLE messages DROP COLUMN drafted_tokens");
      disk.run("ALTER TABLE messages DROP COLUMN accepted_tokens");
      disk.run("DELETE FROM migrations WHERE version > 1");
    }
    ChatStore store(folder(), {});
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
    QCOMPARE(store.chat("c").messages.at(0).text, "kept");
  }

  void fullDiskLosesNothing() {
    Troubles troubles;
    const QString large(300'000, 'x');
    {
      ChatStore store(folder(), troubles.sink());
      store.replaceTail(chatNamed("old", "Before"), 0, {user("1", "kept")});
      store.setMaxPages(16);
      store.replaceTail(chatNamed("c", "Large"), 0, {user("2", large), reply("3")});
      QCOMPARE(troubles.all.size(), 1);
      QCOMPARE(troubles.all[0].kind, StorageTrouble::Kind::full);
      QVERIFY(!troubles.all[0].remedy.isEmpty());
      store.saveReplyText("3", "still going on");
      QCOMPARE(store.chat("c").messages.at(0).text, large);
      QCOMPARE(store.chat("c").messages.at(1).text, "still going on");
      QCOMPARE(store.chat("old").messages.size(), 1);
      store.reattach();  // still no room
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::full);
      QCOMPARE(store.chat("c").messages.at(1).text, "still going on");
      store.setMaxPages(0);
      store.reattach();
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
    }
    ChatStore store(folder(), {});
    QCOMPARE(store.chat("c").messages.at(1).text, "still going on");
    QCOMPARE(store.chat("old").messages.size(), 1);
  }

  void roomIsMadeBeforeTheProgramEnds() {
    {
      ChatStore store(folder(), {}, 16);
      store.replaceTail(chatNamed("c", "Large"), 0, {user("2", QString(300'000, 'x'))});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::full);
      store.setMaxPages(0);
    }
    QCOMPARE(ChatStore(folder(), {}).chat("c").messages.size(), 1);
  }

  void damagedFileIsLeftAloneAndSetAside() {
    const QByteArray garbage(10'000, '\x5a');
    { QFile f(file());
      QVERIFY(f.open(QFile::WriteOnly));
      f.write(garbage); }
    Troubles troubles;
    ChatStore store(folder(), troubles.sink());
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::damaged);
    store.replaceTail(chatNamed("c", "Meanwhile"), 0, {user("1", "in memory")});
    QCOMPARE(bytesOf(file()), garbage);
    store.setAside();
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
    const QStringList aside = QDir(folder()).entryList({"chats.damaged-*.sqlite"});
    QCOMPARE(aside.size(), 1);
    QCOMPARE(bytesOf(folder() + '/' + aside[0]), garbage);
    sql::Connection disk(file(), sql::Mode::readOnly);
    QCOMPARE(disk.value("SELECT title FROM chats").toString(), "Meanwhile");
  }

  void damageInTheMiddleIsNoticed() {
    {
      ChatStore store(folder(), {});
      for (int i = 0; i < 50; ++i)
        store.replaceTail(chatNamed(QString::number(i), "t"), 0, {user(QStringLiteral("m%1").arg(i), QString(3000, 'y'))});
    }
    { QFile f(file());
      QVERIFY(f.open(QFile::ReadWrite));
      f.seek(4096 * 3);
      f.write(QByteArray(4096 * 4, '\x5a')); }
    ChatStore store(folder(), {});
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::damaged);
    store.chats();  // whatever could be read, without a crash
  }

  void newerAndForeignDatabasesAreNotTouched() {
    { ChatStore(folder(), {}).replaceTail(chatNamed("c", "t"), 0, {user("1", "x")});
      sql::Connection disk(file(), sql::Mode::readWrite);
      disk.run("INSERT INTO migrations VALUES (7, 0)"); }
    const QByteArray before = bytesOf(file());
    {
      ChatStore store(folder(), {});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::newer);
      QVERIFY(store.trouble().cause.contains('7'));
      store.replaceTail(chatNamed("d", "t"), 0, {user("2", "x")});
      QCOMPARE(store.chats().size(), 1);
    }
    QCOMPARE(bytesOf(file()), before);

    QFile::remove(file());
    { sql::Connection disk(file(), sql::Mode::readWrite);
      disk.run("CREATE TABLE recipes (name TEXT)"); }
    QCOMPARE(ChatStore(folder(), {}).trouble().kind, StorageTrouble::Kind::damaged);
  }

  void folderThatCannotBeMade() {
    QFile f(folder() + "/file");
    QVERIFY(f.open(QFile::WriteOnly));
    ChatStore store(folder() + "/file/below", {});
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::unwritable);
    store.replaceTail(chatNamed("c", "t"), 0, {user("1", "x")});
    QCOMPARE(store.chats().size(), 1);
  }

  void writesAfterTheChatIsGone() {
    ChatStore store(folder(), {});
    store.replaceTail(chatNamed("c", "t"), 0, {user("1", "x"), reply("2")});
    store.removeChat("c");
    store.saveReplyText("2", "late");
    store.finishReply(reply("2", "late"));
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
    QVERIFY(store.chats().isEmpty());
  }

  void threadFinishesWhatWasAsked() {
    {
      StorageThread storage(folder());
      for (int i = 0; i < 100; ++i)
        storage.submit([i](ChatStore& store) { store.saveChat(chatNamed(QString::number(i), "t")); });
    }
    QCOMPARE(ChatStore(folder(), {}).chats().size(), 100);
  }

  void answersDoNotReachTheDead() {
    StorageThread storage(folder());
    auto receiver = std::make_unique<QObject>();
    bool reached = false;
    storage.ask([](ChatStore&) { return 1; }, receiver.get(), [&](int) { reached = true; });
    receiver.reset();
    int answer = 0;
    storage.ask([](ChatStore&) { return 2; }, this, [&](int value) { answer = value; });
    QTRY_COMPARE(answer, 2);
    QVERIFY(!reached);
  }
};

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.value(1) == "--write") return writeForEver(arguments.value(2));
  if (arguments.value(1) == "--reply") return replyInTwoParts(arguments.value(2));
  if (arguments.value(1) == "--hold") return hold(arguments.value(2), arguments.value(3));
  StorageTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "storage_test.moc"
