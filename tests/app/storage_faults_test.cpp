// What happens when conversations cannot be kept: full disks, locks, damage, files that are taken away.
#include "storage_fixture.h"

using namespace halftone::app;

class StorageFaultsTest : public StorageFixture {
  Q_OBJECT

 private slots:
  void init() { anew(); }

  void fullDiskLosesNothing() {
    Troubles troubles;
    const QString large(300'000, 'x');
    {
      ChatStore store(folder(), troubles.sink());
      store.add(chatNamed("old", "Before"), {user("1", "kept")});
      store.setMaxPages(16);
      store.add(chatNamed("c", "Large"), {user("2", large), reply("3")});
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
      store.add(chatNamed("c", "Large"), {user("2", QString(300'000, 'x'))});
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
    store.add(chatNamed("c", "Meanwhile"), {user("1", "in memory")});
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
        store.add(chatNamed(QString::number(i), "t"), {user(QStringLiteral("m%1").arg(i), QString(3000, 'y'))});
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
    { ChatStore(folder(), {}).add(chatNamed("c", "t"), {user("1", "x")});
      sql::Connection disk(file(), sql::Mode::readWrite);
      disk.run("INSERT INTO migrations VALUES (7, 0)"); }
    const QByteArray before = bytesOf(file());
    {
      ChatStore store(folder(), {});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::newer);
      QVERIFY(store.trouble().cause.contains('7'));
      store.add(chatNamed("d", "t"), {user("2", "x")});
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
    store.add(chatNamed("c", "t"), {user("1", "x")});
    QCOMPARE(store.chats().size(), 1);
  }

  // "a lock held by another process for 6 s split a chat and lost its 500-token reply", at every kind of write
  void aForeignLockIsWaitedFor() {
    const QString answer = QString("word ").repeated(500);
    { ChatStore store(folder(), {});
      store.add(chatNamed("c", "Locked"), {user("u", "question"), reply("a")});
      store.add(chatNamed("gone", "Deleted"), {user("x", "x")}); }
    QList<StorageTrouble> troubles;
    {
      StorageThread storage(folder());
      connect(&storage, &StorageThread::troubleChanged, this, [&](const StorageTrouble& trouble) { troubles.append(trouble); });
      storage.wait();
      auto other = second({"--lock", folder(), "6000"});
      QVERIFY(other->readAllStandardOutput().startsWith("ready"));
      MessageRecord done = reply("a", answer);
      done.finish = "stop";
      storage.submit([](ChatStore& store) { store.saveReplyText("a", "word word"); });
      storage.submit([done](ChatStore& store) { store.finishReply(done); });
      storage.submit([](ChatStore& store) { store.add(chatNamed("c", "Locked"), {user("u2", "next"), reply("a2", "more")}); });
      storage.submit([](ChatStore& store) { store.setOmitted({"u"}, true); });
      storage.submit([](ChatStore& store) { store.rename("c", "Renamed"); });
      storage.submit([](ChatStore& store) { store.saveChat(chatNamed("d", "Draft")); });
      storage.submit([](ChatStore& store) { store.copyChat("c", chatNamed("e", "Copy").summary); });
      storage.submit([](ChatStore& store) { store.removeChat("gone"); });
      ChatRecord read;
      storage.ask([](ChatStore& store) { return store.chat("c"); }, this, [&](ChatRecord chat) { read = chat; });
      QVERIFY(!storage.wait(100));
      QTRY_VERIFY(!troubles.isEmpty());
      QCOMPARE(troubles[0].kind, StorageTrouble::Kind::busy);
      QVERIFY(!troubles[0].remedy.isEmpty());
      QTRY_VERIFY_WITH_TIMEOUT(!read.summary.id.isEmpty(), 20'000);
      QCOMPARE(read.messages.size(), 4);  // never an empty copy
      QTRY_COMPARE(troubles.last().kind, StorageTrouble::Kind::none);
      QTRY_COMPARE(other->state(), QProcess::NotRunning);
    }
    ChatStore store(folder(), {});
    QCOMPARE(store.chats().size(), 3);
    QCOMPARE(store.chat("c").summary.title, "Renamed");
    QCOMPARE(store.chat("c").messages.size(), 4);
    QCOMPARE(store.chat("c").messages[1].text, answer);
    QVERIFY(store.chat("c").messages[0].omitted);
    QCOMPARE(store.chat("e").messages.size(), 4);
    QVERIFY(store.chat("gone").summary.id.isEmpty());
  }

  void aLockThatIsThereAtTheStartIsWaitedFor() {
    { ChatStore(folder(), {}).add(chatNamed("c", "Locked"), {user("u", "question")}); }
    auto other = second({"--lock", folder(), "2500"});
    StorageThread storage(folder());
    int messages = -1;
    storage.ask([](ChatStore& store) { return store.chat("c").messages.size(); }, this, [&](qsizetype count) { messages = static_cast<int>(count); });
    QTRY_COMPARE_WITH_TIMEOUT(messages, 1, 20'000);
    QTRY_COMPARE(other->state(), QProcess::NotRunning);
  }

  // "the database or its folder deleted while running keeps only what came later"
  void deletedOrReplacedWhileRunning_data() {
    QTest::addColumn<QString>("what");
    for (const char* what : {"file", "folder", "moved", "replaced by a backup", "replaced by rubbish", "lock"}) QTest::newRow(what) << QString(what);
  }

  void deletedOrReplacedWhileRunning() {
    QFETCH(QString, what);
    const QString folder = this->folder() + "/data", file = folder + "/chats.sqlite";
    Troubles troubles;
    {
      ChatStore store(folder, troubles.sink());
      store.add(chatNamed("old", "Another"), {user("o", "of yesterday")});
      store.add(chatNamed("c", "Running"), {user("u", "question")});
      const QByteArray backup = bytesOf(file);
      store.add(chatNamed("c", "Running"), {reply("a", "half")});
      if (what == "file") QVERIFY(QFile::remove(file));
      else if (what == "folder") QVERIFY(QDir(folder).removeRecursively());
      else if (what == "moved") QVERIFY(QDir().rename(folder, folder + "-elsewhere"));
      else if (what == "lock") QVERIFY(QFile::remove(folder + "/chats.lock"));
      else {
        QVERIFY(QFile::remove(file));
        QFile f(file);
        QVERIFY(f.open(QFile::WriteOnly));
        f.write(what.endsWith("backup") ? backup : QByteArray(9000, 'x'));
      }
      store.finishReply(reply("a", "the whole answer"));
      QCOMPARE(store.chat("c").messages.size(), 2);
      if (what == "lock") QVERIFY(troubles.all.isEmpty());
      else QVERIFY(!troubles.all.isEmpty());
      if (what.endsWith("rubbish")) {
        QCOMPARE(store.trouble().kind, StorageTrouble::Kind::damaged);
        QCOMPARE(bytesOf(file), QByteArray(9000, 'x'));
        store.setAside();
      } else if (what != "lock") {
        QCOMPARE(troubles.all[0].kind, StorageTrouble::Kind::replaced);
      }
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
      store.add(chatNamed("c", "Running"), {user("u2", "next")});
    }
    ChatStore store(folder, {});
    QCOMPARE(store.chat("old").messages.size(), 1);
    QCOMPARE(store.chat("c").messages.size(), 3);
    QCOMPARE(store.chat("c").messages[1].text, "the whole answer");
  }

  // The same file, other bytes: cp other.sqlite chats.sqlite.
  void overwrittenWhileRunning_data() {
    QTest::addColumn<QString>("by");
    for (const char* by : {"a backup", "another's", "rubbish", "nothing"}) QTest::newRow(by) << QString(by);
  }

  void overwrittenWhileRunning() {
    QFETCH(QString, by);
    const QString folder = this->folder() + "/data", file = folder + "/chats.sqlite", elsewhere = this->folder() + "/elsewhere";
    { ChatStore other(elsewhere, {});
      ChatRecord another = chatNamed("other", "Another's");
      another.messages = {user("o", "theirs")};
      for (int i = 0; i < 7; ++i) other.replaceChat(another); }
    Troubles troubles;
    {
      ChatStore store(folder, troubles.sink());
      store.add(chatNamed("old", "Another"), {user("o", "of yesterday")});
      const QByteArray backup = bytesOf(file);
      store.add(chatNamed("c", "Running"), {user("u", "question"), reply("a", "half")});
      store.saveReplyText("a", "half of it");
      QVERIFY(troubles.all.isEmpty());  // what we change ourselves is nobody else's doing
      const QByteArray bytes = by == "a backup" ? backup : by == "another's" ? bytesOf(elsewhere + "/chats.sqlite") : by == "rubbish" ? QByteArray(9000, 'x') : QByteArray();
      QFile source(this->folder() + "/bytes");
      QVERIFY(source.open(QFile::WriteOnly) && source.write(bytes) == bytes.size());
      source.close();
      QCOMPARE(QProcess::execute("cp", {source.fileName(), file}), 0);
      store.add(chatNamed("new", "New"), {user("n", "asked after")});
      QVERIFY(!troubles.all.isEmpty());
      QCOMPARE(troubles.all[0].kind, by == "rubbish" ? StorageTrouble::Kind::damaged : StorageTrouble::Kind::replaced);
      QCOMPARE(store.chat("new").messages.size(), 1);
      if (by == "rubbish") {
        QCOMPARE(bytesOf(file), bytes);
        store.setAside();
      }
      const auto said = troubles.all.size();
      store.add(chatNamed("new", "New"), {user("n2", "and again")});
      QCOMPARE(troubles.all.size(), said);
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
    }
    ChatStore store(folder, {});
    QCOMPARE(store.chat("new").messages.size(), 2);
    QCOMPARE(store.chat("old").messages.size(), by == "a backup" ? 1 : 0);
    QCOMPARE(store.chat("other").messages.size(), by == "another's" ? 1 : 0);
    QCOMPARE(store.chat("c").messages.size(), 0);  // it is gone, and was said to be
  }

  // A folder of ours is closed to others, whoever made it; one that somebody else named is not.
  void anExistingFolderOfOursIsClosed() {
    const QString ours = folder() + "/halftone", other = folder() + "/shared";
    for (const QString& path : {ours, other}) {
      QVERIFY(QDir().mkpath(path));
      QCOMPARE(::chmod(path.toUtf8().constData(), 0755), 0);
      QVERIFY(makePrivateFolder(path + "/below"));
    }
    QCOMPARE(modeOf(ours), 0700u);
    QCOMPARE(modeOf(other), 0755u);
    QVERIFY(QFile::link(other, folder() + "/link"));
    QVERIFY(makePrivateFolder(folder() + "/link"));
    QCOMPARE(modeOf(other), 0755u);
  }

  // "an empty or garbled lock file makes every later start memory-only"
  void whatTheLockFileSaysDecidesNothing() {
    for (const QByteArray& text : {QByteArray(), QByteArray(300, '\xff'), QByteArray("1\ninit\nelsewhere\n"), QByteArray("-7\n")}) {
      { QFile f(folder() + "/chats.lock");
        QVERIFY(f.open(QFile::WriteOnly | QFile::Truncate));
        f.write(text); }
      ChatStore store(folder(), {});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
      store.saveChat(chatNamed("c", "t"));
    }
    QCOMPARE(ChatStore(folder(), {}).chats().size(), 1);
  }

  // "Files 0600, folders 0700"
  void nobodyElseReadsThem() {
    const QString folder = this->folder() + "/above/data";
    { ChatStore(folder, {}).saveChat(chatNamed("c", "t")); }
    QCOMPARE(modeOf(folder), 0700u);
    QCOMPARE(modeOf(this->folder() + "/above"), 0700u);
    for (const QString& name : QDir(folder).entryList(QDir::Files)) QCOMPARE(modeOf(folder + '/' + name), 0600u);
    QFile::setPermissions(folder + "/chats.sqlite", QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    { ChatStore store(folder, {}); }
    QCOMPARE(modeOf(folder + "/chats.sqlite"), 0600u);
  }

  // What could not go into the database is there after a restart all the same: kept beside it, taken in when it can be written.
  void whatWasWrittenBesideOthersIsTakenInLater() {
    { ChatStore(folder(), {}).add(chatNamed("c", "Shared"), {user("1", "before")}); }
    auto other = second({"--hold", folder(), "Theirs"});
    { ChatStore store(folder(), {});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::secondInstance);
      store.add(chatNamed("c", "Shared"), {reply("2", "written in the second window")});
      QCOMPARE(store.secure(), 0); }
    QCOMPARE(keptFiles(folder()).size(), 1);
    QCOMPARE(modeOf(keptFiles(folder())[0]), 0600u);
    other->write("q\n");
    QVERIFY(other->waitForFinished());
    ChatStore store(folder(), {});
    QCOMPARE(store.chats().size(), 1);
    QCOMPARE(store.chat("c").messages.size(), 2);
    QVERIFY(keptFiles(folder()).isEmpty());
  }

  void besideANewerDatabase() {
    { ChatStore(folder(), {}).add(chatNamed("c", "t"), {user("1", "x")});
      sql::Connection disk(file(), sql::Mode::readWrite);
      disk.run("INSERT INTO migrations VALUES (7, 0)"); }
    const QByteArray before = bytesOf(file());
    for (int round = 0; round < 3; ++round) {
      ChatStore store(folder(), {});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::newer);
      QCOMPARE(store.chats().size(), round);  // on the screen before, on the screen again
      store.add(chatNamed(QString::number(round), "t"), {user(QStringLiteral("n%1").arg(round), "x")});
    }
    QCOMPARE(bytesOf(file()), before);
    QCOMPARE(keptFiles(folder()).size(), 1);
  }

  // SQLite takes a file of a later write format as one that may only be read: so it is for root, too.
  void readOnlyIsSaidAtTheStart() {
    { ChatStore(folder(), {}).add(chatNamed("c", "t"), {user("1", "x")}); }
    overwrite(file(), 18, QByteArray(1, '\x03'));
    { ChatStore store(folder(), {});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::unwritable);
      QCOMPARE(store.chat("c").messages.size(), 1);
      store.add(chatNamed("c", "t"), {reply("2", "y")}); }
    overwrite(file(), 18, QByteArray(1, '\x01'));
    QCOMPARE(ChatStore(folder(), {}).chat("c").messages.size(), 2);
  }

  void eightKindsOfDamage_data() {
    QTest::addColumn<int>("kind");
    const char* names[] = {"rubbish", "cut in half", "no header", "page size", "schema", "a page in the middle", "other tables", "a column less"};
    for (int kind = 0; kind < 8; ++kind) QTest::newRow(names[kind]) << kind;
  }

  void eightKindsOfDamage() {
    QFETCH(int, kind);
    { ChatStore store(folder(), {});
      for (int i = 0; i < 30; ++i)
        store.add(chatNamed(QString::number(i), "t"), {user(QStringLiteral("m%1").arg(i), QString(3000, 'y'))}); }
    const qint64 size = QFileInfo(file()).size();
    switch (kind) {
      case 0: overwrite(file(), 0, QByteArray(static_cast<int>(size), '\x5a')); break;
      case 1: QVERIFY(QFile::resize(file(), size / 2)); break;
      case 2: overwrite(file(), 0, QByteArray(16, '\0')); break;
      case 3: overwrite(file(), 16, QByteArray("\x00\x07", 2)); break;
      case 4: overwrite(file(), 100, QByteArray(400, '\x5a')); break;
      case 5: overwrite(file(), size / 2 / 4096 * 4096, QByteArray(4096, '\x5a')); break;
      case 6: { sql::Connection disk(file(), sql::Mode::readWrite); disk.run("DROP TABLE messages"); } break;
      case 7: { sql::Connection disk(file(), sql::Mode::readWrite); disk.run("ALTER TABLE messages DROP COLUMN prefill_ms"); } break;
    }
    const QByteArray before = bytesOf(file());
    QStringList shown;
    {
      ChatStore store(folder(), {});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::damaged);
      QVERIFY(store.trouble().cause.contains("chats.sqlite"));
      store.add(chatNamed("n", "Meanwhile"), {user("new", "written beside the damage")});
      for (const ChatSummary& chat : store.chats()) shown << chat.id;
    }
    QCOMPARE(bytesOf(file()), before);  // left as it is
    ChatStore store(folder(), {});      // a restart
    QCOMPARE(store.chat("n").messages.size(), 1);
    store.setAside();
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
    for (const QString& id : shown) QVERIFY2(!store.chat(id).summary.id.isEmpty(), qPrintable(id));
    QCOMPARE(QDir(folder()).entryList({"chats.damaged-*.sqlite"}).size(), 1);
  }
};

int main(int argc, char** argv) { return runStorageTest<StorageFaultsTest>(argc, argv); }

#include "storage_faults_test.moc"
