// What is kept of conversations. A second process is this program with an argument.
#include "storage_fixture.h"

using namespace halftone::app;

class StorageTest : public StorageFixture {
  Q_OBJECT

 private slots:
  void init() { anew(); }

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

int main(int argc, char** argv) { return runStorageTest<StorageTest>(argc, argv); }

#include "storage_test.moc"
