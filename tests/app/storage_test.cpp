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
    done.figures = {97.5, 41, 3, 36, 2, 58, 41, 23, "int4 · flash · kv int8", 31, 17, "a model", 4'000'000'000, 5'000'000'000};
    done.parent = "u";
    done.shown = 7;
    done.created = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123);
    {
      ChatStore store(folder(), {});
      MessageRecord begun = reply("a");
      begun.parent = done.parent;
      begun.created = done.created;
      store.add(chat, {user("u", "A question?"), begun});
      store.finishReply(done);
      store.setShown("a", 7);
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

  static Attachment attachment(const QString& name, const QString& text) {
    Attachment a;
    a.name = name;
    a.media = "text/plain";
    a.text = text;
    a.bytes = 7;
    a.tokens = 3;
    return a;
  }

  // With message and draft; they go with what they belong to.
  void attachmentsComeBack() {
    ChatRecord chat = chatNamed("c", "t");
    chat.draftAttachments = {attachment("d.txt", "of the draft"), attachment("e.txt", "too")};
    MessageRecord question = user("u", "?"), other = user("v", "!");
    question.attachments = {attachment("a.md", "مرحبا 🧳"), attachment("b.md", "")};
    other.attachments = {attachment("c.md", "x")};
    { ChatStore store(folder(), {});
      store.add(chat, {question, other});
      store.add(chatNamed("n", "another"), {user("w", "-")}); }
    ChatStore store(folder(), {});
    QCOMPARE(store.chat("c").messages[0], question);
    QCOMPARE(store.chat("c").messages[1], other);
    QCOMPARE(store.chat("c").draftAttachments, chat.draftAttachments);
    QVERIFY(store.chat("n").draftAttachments.isEmpty() && store.chat("n").messages[0].attachments.isEmpty());
    store.copyChat("c", chatNamed("copy", "t").summary);
    QCOMPARE(store.chat("copy").messages[0].attachments, question.attachments);
    store.removeMessage("v");
    store.saveChat(chatNamed("c", "t"));  // the draft is sent
    const auto rows = [&] { sql::Connection disk(file(), sql::Mode::readOnly); return disk.value("SELECT count(*) FROM attachments WHERE chat = 'c'").toInt(); };
    QCOMPARE(rows(), 2);
    ChatRecord whole = store.chat("c");
    whole.messages[0].attachments.removeFirst();
    store.replaceChat(whole);
    QCOMPARE(store.chat("c").messages[0].attachments.size(), 1);
    store.removeChat("c");
    QCOMPARE(rows(), 0);
    QCOMPARE(store.chat("copy").draftAttachments.size(), 2);
  }

  // Written beside a second instance, and taken in later.
  void attachmentsGoThroughMemory() {
    auto other = second({"--hold", folder(), "Theirs"});
    ChatRecord chat = chatNamed("n", "New here");
    chat.draftAttachments = {attachment("d.txt", "of the draft")};
    MessageRecord question = user("2", "mine");
    question.attachments = {attachment("a.md", "text")};
    { ChatStore store(folder(), {});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::secondInstance);
      store.add(chat, {question});
      QCOMPARE(store.secure(), 0); }
    other->write("q\n");
    QVERIFY(other->waitForFinished());
    ChatStore store(folder(), {});
    QCOMPARE(store.chat("n").messages.value(0), question);
    QCOMPARE(store.chat("n").draftAttachments, chat.draftAttachments);
  }

  static QStringList idsOf(const ChatRecord& chat) {
    QStringList ids;
    for (const MessageRecord& message : chat.messages) ids.append(message.id);
    return ids;
  }

  void messagesAreKeptInTheOrderTheyWereMadeIn() {
    ChatStore store(folder(), {});
    store.add(chatNamed("c", "t"), {user("1", "a"), reply("2"), user("3", "b"), reply("4")});
    store.removeMessage("2");
    store.add(chatNamed("c", "t"), {user("5", "edited"), reply("6")});
    QCOMPARE(idsOf(store.chat("c")), QStringList({"1", "3", "4", "5", "6"}));
    // A row that breaks the database's rules takes the whole change back.
    store.add(chatNamed("c", "t"), {user("7", "x"), user("7", "the same id again")});
    QCOMPARE(store.chat("c").messages.size(), 5);
    ChatRecord whole = store.chat("c");
    whole.messages.removeFirst();
    store.replaceChat(whole);
    QCOMPARE(idsOf(store.chat("c")), QStringList({"3", "4", "5", "6"}));
  }

  void whatIsDeletedIsFoundUntilItIsPurged() {
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(1'700'000'100'000);
    { ChatStore store(folder(), {});
      store.add(chatNamed("c", "t"), {user("1", "a")});
      store.add(chatNamed("d", "t"), {user("2", "b")});
      store.setDeleted("c", when); }
    ChatStore store(folder(), {});
    QCOMPARE(store.chat("c").summary.deleted, when);
    QCOMPARE(store.chat("c").messages.size(), 1);
    store.purgeDeleted(when);  // not before that moment
    QCOMPARE(store.chats().size(), 2);
    store.setDeleted("c", {});
    store.purgeDeleted(when.addSecs(1));
    QCOMPARE(store.chats().size(), 2);
    store.setDeleted("c", when);
    store.purgeDeleted(when.addSecs(1));
    QCOMPARE(store.chats().size(), 1);
    QVERIFY(store.chat("c").messages.isEmpty());
  }

  void searchFindsWordsInTitlesAndTextsWhateverTheirCase() {
    ChatStore store(folder(), {});
    store.add(chatNamed("a", "Population of France"), {user("1", "ÉCOLE и Москва")});
    store.add(chatNamed("b", "Bytes"), {user("2", "100% of a_b 'quoted'")});
    const SearchHit one{"1", "ÉCOLE и Москва"}, two{"2", "100% of a_b 'quoted'"};
    QCOMPARE(store.search("france"), (SearchHits{{"a", {}}}));
    QCOMPARE(store.search("école"), (SearchHits{{"a", one}}));
    QCOMPARE(store.search("МОСКВА"), (SearchHits{{"a", one}}));
    QCOMPARE(store.search("of"), (SearchHits{{"a", {}}, {"b", two}}));
    QCOMPARE(store.search("of a_b"), (SearchHits{{"b", two}}));
    QCOMPARE(store.search("0% 'quo"), (SearchHits{{"b", two}}));
    QCOMPARE(store.search("aXb"), SearchHits{});
    store.add(chatNamed("d", "Long"), {user("3", QString("filling ").repeated(500) + "the\n\nneedle " + QString("and more ").repeated(500))});
    const QString excerpt = store.search("needle").value("d").excerpt;
    QVERIFY2(excerpt.size() < 100 && excerpt.contains("the needle and") && excerpt.startsWith(u'…') && excerpt.endsWith(u'…'), qUtf8Printable(excerpt));
  }

  void copiesGoTheirOwnWay() {
    ChatStore store(folder(), {});
    MessageRecord answer = reply("2", "b");
    answer.parent = "1";
    store.add(chatNamed("c", "t"), {user("1", "a"), answer});
    store.copyChat("c", chatNamed("d", "t (copy)").summary);
    store.removeChat("c");
    QVERIFY(store.chat("c").messages.isEmpty());
    QCOMPARE(store.chat("d").messages.size(), 2);
    QCOMPARE(store.chat("d").messages[1].parent, store.chat("d").messages[0].id);  // a tree of its own
    QVERIFY(store.chat("d").messages[0].id != "1");
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
    QCOMPARE(chat.messages[0].attachments.value(0).text, "what goes with it");
    QCOMPARE(chat.messages[1].finish, "interrupted");
    const QStringList words = chat.messages[1].text.split(' ', Qt::SkipEmptyParts);
    QVERIFY(words.size() >= 21);
    for (int i = 0; i < words.size(); ++i) QCOMPARE(words[i], QStringLiteral("word%1").arg(i));
  }

  void secondInstanceWorksInMemoryAndSavesLater() {
    { ChatStore(folder(), {}).add(chatNamed("c", "Shared"), {user("1", "before")}); }
    auto other = second({"--hold", folder(), "Theirs"});
    const qint64 pid = other->processId();
    Troubles troubles;
    ChatStore store(folder(), troubles.sink());
    QCOMPARE(troubles.all.size(), 1);
    QCOMPARE(troubles.all[0].kind, StorageTrouble::Kind::secondInstance);
    QVERIFY2(troubles.all[0].cause.contains(QString::number(pid)), qUtf8Printable(troubles.all[0].cause));
    QCOMPARE(store.chat("c").messages.size(), 1);  // a copy is shown

    store.add(chatNamed("n", "New here"), {user("2", "mine")});
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
    { ChatStore(folder(), {}).add(chatNamed("c", "Shared"), {user("1", "before")}); }
    auto other = second({"--hold", folder(), "Theirs"});
    ChatStore store(folder(), {});
    store.add(chatNamed("c", "Mine"), {user("2", "mine")});
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
    storage.submit([](ChatStore& store) { store.add(chatNamed("n", "New here"), {user("2", "mine")}); });
    storage.wait();
    other->write("q\n");
    QVERIFY(other->waitForFinished());
    const auto saved = [&] {
      sql::Connection disk(file(), sql::Mode::readOnly);
      return disk.value("SELECT count(*) FROM chats").toInt() == 1;
    };
    QTRY_VERIFY(saved());
  }

  // As the programs of those days made it.
  void makeOlder(int version) const {
    sql::Connection disk(file(), sql::Mode::readWrite);
    disk.run("CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied INTEGER NOT NULL)");
    disk.run("CREATE TABLE chats (id TEXT PRIMARY KEY, title TEXT NOT NULL, preview TEXT NOT NULL, updated INTEGER NOT NULL, "
             "system_prompt TEXT NOT NULL, sampling TEXT NOT NULL, draft TEXT NOT NULL)");
    disk.run("CREATE TABLE messages (id TEXT PRIMARY KEY, chat TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE, position INTEGER NOT NULL, "
             "role TEXT NOT NULL, text TEXT NOT NULL, finish TEXT NOT NULL, omitted INTEGER NOT NULL, tokens_per_second REAL NOT NULL, "
             "first_token_ms REAL NOT NULL, restore_ms REAL NOT NULL, prefill_ms REAL NOT NULL, sample_ms REAL NOT NULL, "
             "prompt_tokens INTEGER NOT NULL, reused_tokens INTEGER NOT NULL, tokens INTEGER NOT NULL, settings_label TEXT NOT NULL, UNIQUE (chat, position))");
    for (int i = 1; i <= version; ++i) disk.run("INSERT INTO migrations VALUES (?, 0)", {i});
    if (version >= 2) disk.run("ALTER TABLE chats ADD COLUMN revision INTEGER NOT NULL DEFAULT 0");
    if (version >= 3) disk.run("ALTER TABLE messages ADD COLUMN drafted_tokens INTEGER NOT NULL DEFAULT 0");
    if (version >= 3) disk.run("ALTER TABLE messages ADD COLUMN accepted_tokens INTEGER NOT NULL DEFAULT 0");
    if (version >= 4) {
      for (const char* column : {"model TEXT NOT NULL DEFAULT ''", "seed INTEGER NOT NULL DEFAULT -1", "peak_bytes INTEGER NOT NULL DEFAULT 0",
                                 "created INTEGER NOT NULL DEFAULT 0", "parent TEXT NOT NULL DEFAULT ''", "shown INTEGER NOT NULL DEFAULT 0"})
        disk.run(QStringLiteral("ALTER TABLE messages ADD COLUMN %1").arg(column));
      disk.run("ALTER TABLE chats ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0");
    }
    if (version >= 5)
      disk.run(
          "CREATE TABLE attachments (chat TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE, message TEXT NOT NULL, position INTEGER "
          "NOT NULL, "
          "name TEXT NOT NULL, media TEXT NOT NULL, text TEXT NOT NULL, bytes INTEGER NOT NULL, tokens INTEGER NOT NULL, PRIMARY KEY "
          "(chat, message, position))");
    for (const char* chat : {"c", "d"}) {
      disk.run("INSERT INTO chats (id, title, preview, updated, system_prompt, sampling, draft) VALUES (?, 'Old', '', 1, '', '', '')", {chat});
      for (int i = 0; i < 4; ++i)
        disk.run("INSERT INTO messages (id, chat, position, role, text, finish, omitted, tokens_per_second, first_token_ms, restore_ms, prefill_ms, "
                 "sample_ms, prompt_tokens, reused_tokens, tokens, settings_label) VALUES (?, ?, ?, ?, 'kept', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, '')",
                 {QStringLiteral("%1%2").arg(chat).arg(i), chat, i, i % 2 ? "assistant" : "user"});
      for (int i = 1; version >= 4 && i < 4; ++i)
        disk.run("UPDATE messages SET shown = ?, parent = ? WHERE id = ?", {i, QStringLiteral("%1%2").arg(chat).arg(i - 1), QStringLiteral("%1%2").arg(chat).arg(i)});
    }
  }

  void olderFormatsBecomeTrees_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<bool>("writable");
    for (const int version : {1, 2, 3, 4, 5})
      for (const bool writable : {true, false}) QTest::addRow("format %d%s", version, writable ? "" : ", read only") << version << writable;
  }

  void olderFormatsBecomeTrees() {
    QFETCH(int, version);
    QFETCH(bool, writable);
    makeOlder(version);
    if (!writable) overwrite(file(), 18, QByteArray(1, '\x03'));  // to SQLite a later write format, which it only reads
    {
      ChatStore store(folder(), {});
      QCOMPARE(store.trouble().kind, writable ? StorageTrouble::Kind::none : StorageTrouble::Kind::unwritable);
      for (const QString chat : {"c", "d"}) {
        const QList<MessageRecord> messages = store.chat(chat).messages;
        QCOMPARE(messages.size(), 4);
        for (int i = 0; i < 4; ++i) {
          QCOMPARE(messages[i].text, "kept");
          QCOMPARE(messages[i].parent, i == 0 ? QString() : QStringLiteral("%1%2").arg(chat).arg(i - 1));
          QCOMPARE(messages[i].figures.seed, kUnknownSeed);
        }
        const QString reply = chat + u'1';
        QCOMPARE(store.tokens(reply, {}), QByteArray());
        store.keepTokens(reply, "model", "how sure");
        QCOMPARE(store.tokens(reply, {}), "how sure");
      }
    }
    const QString copy = folder() + "/chats.before-6.sqlite";
    QCOMPARE(QFile::exists(copy), writable);
    if (!writable) return;
    QCOMPARE(modeOf(copy), 0600u);
    sql::Connection before(copy, sql::Mode::readOnly);
    QCOMPARE(before.value("SELECT max(version) FROM migrations").toInt(), version);
    QCOMPARE(before.value("SELECT count(*) FROM messages WHERE text = 'kept'").toInt(), 8);
    QCOMPARE(before.value("SELECT count(*) FROM pragma_table_info('messages') WHERE name = 'parent'").toInt(), version >= 4 ? 1 : 0);
    QCOMPARE(before.value("SELECT count(*) FROM sqlite_master WHERE name = 'attachments'").toInt(), version >= 5 ? 1 : 0);
    QCOMPARE(before.value("SELECT count(*) FROM sqlite_master WHERE name = 'reply_tokens'").toInt(), 0);
  }

  void writesAfterTheChatIsGone() {
    ChatStore store(folder(), {});
    store.add(chatNamed("c", "t"), {user("1", "x"), reply("2")});
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
