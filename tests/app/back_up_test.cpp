// All conversations as one file, and back: equal table by table, into an empty store and a filled one; files that are not what they say.
#include <sys/resource.h>

#include <QDir>
#include <QJsonDocument>

#include "app/imports/import.h"
#include "app/storage/back_up.h"
#include "storage_fixture.h"
#include "tests/sanitizer.h"

using namespace halftone::app;

class BackUpTest : public StorageFixture {
  Q_OBJECT

  static Attachment attachment(const QString& name, const QString& text) {
    Attachment a;
    a.name = name;
    a.media = "text/plain";
    a.text = text;
    a.bytes = text.size();
    a.tokens = 3;
    return a;
  }

  // Two versions of a reply, files with question and draft, settings of its own; every seventh is deleted.
  static ChatRecord conversation(int i) {
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123 + 60'000LL * i);
    const QString id = QStringLiteral("chat-%1").arg(i),
                  text = QStringLiteral("%1 مرحبا 🧳 \"quoted\" \\ \u2028 %2").arg(i).arg(QString(i % 50 * 10, 'x'));
    ChatRecord chat;
    chat.summary = {id, QStringLiteral("Title %1").arg(i), text.left(40), time};
    if (i % 7 == 3) chat.summary.deleted = time.addSecs(5);
    if (i % 3 == 0) chat.systemPrompt = "Be brief.\nAnd kind.";
    if (i % 5 == 0) chat.sampling = R"({"seed":9007199254740,"temperature":0.7})";
    if (i % 4 == 0) chat.draft = "half a";
    if (i % 8 == 0) chat.draftAttachments = {attachment("d.txt", "of the draft")};
    MessageRecord question = user(id + "u", text);
    question.created = time;
    if (i % 2 == 0) question.attachments = {attachment("a.md", text), attachment("b.md", "")};
    chat.messages.append(question);
    for (int version = 0; version < 2; ++version) {
      MessageRecord said = reply(id + QStringLiteral("a%1").arg(version), text.repeated(version + 1));
      said.finish = version ? "stop" : "length";
      said.parent = question.id;
      said.shown = 2 - version;
      said.omitted = i % 6 == 0;
      said.created = time.addMSecs(version + 1);
      said.figures = {97.25 + i,         41.125,       3, 36, 2, 58, 41, 23, "int4 · flash · kv int8", 31, 17, "a model",
                      4'000'000'000 + i, 5'000'000'000};
      chat.messages.append(said);
    }
    return chat;
  }

  static void fill(ChatStore& store, int from, int to) {
    QList<ChatRecord> chats;
    for (int i = from; i < to; ++i) {
      chats.append(conversation(i));
      if (chats.size() == 500 || i + 1 == to) QVERIFY(store.takeIn(std::exchange(chats, {})));
    }
  }

  static QString backUp(ChatStore& store, const QString& file) {
    BackUp job(file);
    while (job.step(store)) {
    }
    return job.trouble();
  }

  static Import::Outcome import(ChatStore& store, const QStringList& files) {
    Import job(files);
    while (job.step(store)) {
    }
    return job.outcome();
  }

  QString write(const QString& name, const QByteArray& bytes) const {
    QFile f(folder() + '/' + name);
    return f.open(QFile::WriteOnly) && f.write(bytes) == bytes.size() ? f.fileName() : QString();
  }

  QString other() const { return folder() + "/other"; }

  // Rows of one file that the other has not, all but how often a conversation was changed.
  static qint64 differences(const QString& a, const QString& b) {
    sql::Connection disk(a, sql::Mode::readOnly);
    disk.run("ATTACH ? AS b", {b});
    qint64 rows = 0;
    for (const auto& [table, columns] :
         {std::pair<QString, QString>{"chats", "id, title, preview, updated, deleted, system_prompt, sampling, draft"},
          {"messages", "*"},
          {"attachments", "*"}})
      for (const auto& [from, to] : {std::pair{"main", "b"}, {"b", "main"}})
        rows +=
            disk.value(
                    QStringLiteral("SELECT count(*) FROM (SELECT %1 FROM %2.%4 EXCEPT SELECT %1 FROM %3.%4)").arg(columns, from, to, table))
                .toLongLong();
    return rows;
  }

  static qint64 peakKiB() {
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  }

 private slots:
  void init() { anew(); }

  void fiveThousandComeBackEqual() {
    const QString kept = folder() + "/all.jsonl";
    {
      ChatStore store(folder(), {});
      fill(store, 0, 5000);
      QCOMPARE(backUp(store, kept), QString());
    }
    {
      ChatStore store(other(), {});
      const Import::Outcome outcome = import(store, {kept});
      QCOMPARE(outcome.troubles, QStringList());
      QCOMPARE(outcome.added, 5000);
      QCOMPARE(outcome.beside + outcome.here + outcome.notUnderstood + outcome.leftOut, 0);
      QCOMPARE(outcome.program, "Halftone");
    }
    QCOMPARE(differences(file(), other() + "/chats.sqlite"), 0);
    {
      sql::Connection disk(other() + "/chats.sqlite", sql::Mode::readOnly);
      QCOMPARE(disk.value("SELECT count(*) FROM messages").toInt(), 15'000);
      QCOMPARE(disk.value("SELECT count(*) FROM attachments").toInt(), 2 * 2500 + 625);
    }
    ChatStore store(other(), {});
    const Import::Outcome again = import(store, {kept});
    QCOMPARE(again.here, 5000);
    QCOMPARE(again.taken(), 0);
    QCOMPARE(store.chats().size(), 5000);
  }

  // What is here stays as it is, whatever the file says of it.
  void intoAFilledStore() {
    const QString kept = folder() + "/all.jsonl";
    ChatStore store(folder(), {});
    fill(store, 0, 6);
    QCOMPARE(backUp(store, kept), QString());
    store.setDeleted("chat-0", QDateTime::currentDateTime());  // in the file it is not
    MessageRecord onwards = user("more", "and then?");
    onwards.parent = "chat-1a0";
    store.add(conversation(1), {onwards});  // goes on here
    ChatRecord changed = conversation(2);
    changed.messages[0].text = "something else";
    store.replaceChat(changed);
    store.removeChat("chat-4");
    ChatRecord thief = chatNamed("thief", "has a message's id");
    store.add(thief, {user("chat-4u", "mine")});
    const auto once = import(store, {kept});
    QCOMPARE(once.restored, 1);
    QCOMPARE(once.here, 3);  // 1, which holds all of it, 3 and 5
    QCOMPARE(once.beside, 1);
    QCOMPARE(once.added, 1);
    QVERIFY(!store.chat("chat-0").summary.deleted.isValid());
    QCOMPARE(store.chat("chat-1").messages.size(), 4);
    QCOMPARE(store.chat("chat-2").messages[0].text, "something else");
    QCOMPARE(store.chat("thief").messages[0].text, "mine");
    QCOMPARE(store.chat("chat-4").messages[0].text, conversation(4).messages[0].text);
    QCOMPARE(store.chat("chat-4").messages[1].parent, store.chat("chat-4").messages[0].id);
    QStringList titles;
    for (const ChatSummary& chat : store.chats()) titles.append(chat.title);
    QCOMPARE(titles.count("Title 2"), 1);
    QCOMPARE(titles.count("Title 2 (from the back-up)"), 1);
    const qsizetype count = store.chats().size();
    const auto twice = import(store, {kept});
    QCOMPARE(twice.taken(), 0);
    QCOMPARE(store.chats().size(), count);
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
  }

  void cutInTheMiddle_data() {
    QTest::addColumn<double>("share");
    QTest::newRow("within a conversation") << 0.51;
    QTest::newRow("all but its end") << 0.999;
  }
  void cutInTheMiddle() {
    QFETCH(double, share);
    const QString kept = folder() + "/all.jsonl";
    {
      ChatStore store(folder(), {});
      fill(store, 0, 40);
      QCOMPARE(backUp(store, kept), QString());
    }
    const QByteArray bytes = bytesOf(kept);
    const QString cut = write("cut.jsonl", bytes.left(static_cast<qsizetype>(share * static_cast<double>(bytes.size()))));
    ChatStore store(other(), {});
    const auto outcome = import(store, {cut});
    const qsizetype lines = bytesOf(cut).count('\n') - 1;  // whole ones, without the head
    QCOMPARE(outcome.added, lines);
    QCOMPARE(outcome.troubles.size(), 1);
    QVERIFY2(outcome.troubles[0].contains("ends in the middle"), qUtf8Printable(outcome.troubles[0]));
    // A line that is missing in the middle would be nothing to see, one that is damaged is.
    QByteArray damaged = bytes;
    damaged.replace("\"role\":\"assistant\"", "\"role\":\"assistent\"");
    QCOMPARE(import(store, {write("damaged.jsonl", damaged)}).notUnderstood, 40);
  }

  void aNewerOneIsNotRead() {
    ChatStore store(folder(), {});
    const auto outcome = import(
        store, {write("new.jsonl", "{\"format\":\"halftone-backup\",\"version\":2,\"conversations\":1}\n{\"id\":\"a\",\"things\":[]}\n")});
    QCOMPARE(outcome.troubles.size(), 1);
    QVERIFY2(outcome.troubles[0].contains("newer Halftone (format 2; this one knows 1)"), qUtf8Printable(outcome.troubles[0]));
    QCOMPARE(outcome.notUnderstood, 0);
    QVERIFY(store.chats().isEmpty());
  }

  // 10⁵ deep, and a gigabyte: said, in a bounded memory, and what stands beside is read.
  void tooDeepAndTooLong() {
    ChatStore store(folder(), {});
    const QByteArray deep = "{\"a\":" + QByteArray("[").repeated(100'000) + QByteArray("]").repeated(100'000) + "}";
    const auto alone = import(store, {write("deep.json", deep)});
    QCOMPARE(alone.troubles.size(), 1);
    const QByteArray head = QJsonDocument(BackUpFormat::head(2)).toJson(QJsonDocument::Compact),
                     end = QJsonDocument(BackUpFormat::end(2)).toJson(QJsonDocument::Compact);
    const QByteArray good = QJsonDocument(BackUpFormat::line(conversation(1))).toJson(QJsonDocument::Compact);
    const auto among = import(store, {write("among.jsonl", head + '\n' + deep + '\n' + good + '\n' + end + '\n')});
    QCOMPARE(among.added, 1);
    QCOMPARE(among.notUnderstood, 1);
    QVERIFY(among.troubles.isEmpty());
    const QString large = write("large.jsonl", head + '\n' + good + "\n{\"id\":\"");
    QFile file(large);
    QVERIFY(file.open(QFile::ReadWrite));
    QVERIFY(file.resize(1LL << 30));  // of zeros, which the disk does not hold
    QVERIFY(file.seek(file.size()));
    file.write("\"}\n" + QJsonDocument(BackUpFormat::line(conversation(2))).toJson(QJsonDocument::Compact) + '\n' + end + '\n');
    file.close();
    const qint64 before = peakKiB();
    const auto outcome = import(store, {large});
    QCOMPARE(outcome.added, 1);
    QCOMPARE(outcome.here, 1);
    QCOMPARE(outcome.notUnderstood, 1);
    QVERIFY2(outcome.why.contains("GiB") && outcome.why.contains("at most"), qUtf8Printable(outcome.why));
    QVERIFY2(!kAddressSpaceCanBeLimited || peakKiB() - before < 200 << 10, qPrintable(QString::number(peakKiB() - before)));
  }

  void whatIsNoneIsSaid_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << "not a conversation";
    QTest::newRow("a text") << QByteArray("# Markdown") << "no JSON";
    QTest::newRow("binary") << QByteArray("\0\1\2\xff\xfe", 5) << "no JSON";
    QTest::newRow("an array of numbers") << QByteArray("[1, 2]") << "not a conversation";
    QTest::newRow("an array of nothing") << QByteArray("[,,,]") << "not a conversation";
    QTest::newRow("somebody's object") << QByteArray("{\"name\": \"x\"}") << "not a conversation";
    QTest::newRow("broken") << QByteArray("{\"name\": }") << "no JSON";
    QTest::newRow("cut") << QByteArray("[{\"mapping\": {") << "ends before";
    QTest::newRow("brackets that match nothing") << QByteArray("]]]]") << "no JSON";
  }
  void whatIsNoneIsSaid() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    ChatStore store(folder(), {});
    const auto outcome = import(store, {write("in.json", bytes)});
    QCOMPARE(outcome.troubles.size(), 1);
    QVERIFY2(outcome.troubles[0].contains(says), qUtf8Printable(outcome.troubles[0]));
    QVERIFY(store.chats().isEmpty());
    QCOMPARE(import(store, {folder()}).troubles.size(), 1);
    QCOMPARE(import(store, {folder() + "/none"}).troubles.size(), 1);
  }

  // The disk is full while it is imported: said, and what is here is as it was.
  void aFullDiskTakesNothing() {
    const QString kept = folder() + "/all.jsonl";
    {
      ChatStore store(folder(), {});
      fill(store, 0, 400);
      QCOMPARE(backUp(store, kept), QString());
    }
    Troubles troubles;
    ChatStore store(other(), troubles.sink(), 40);
    store.add(chatNamed("mine", "Mine"), {user("m", "x")});
    const auto outcome = import(store, {kept});
    QCOMPARE(outcome.troubles.size(), 1);
    QVERIFY2(outcome.troubles[0].contains("full"), qUtf8Printable(outcome.troubles[0]));
    QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
    QCOMPARE(store.chat("mine").messages.size(), 1);
    QCOMPARE(store.chats().size(), 1 + outcome.added);
  }

  void aFileThatCannotBeWritten() {
    ChatStore store(folder(), {});
    fill(store, 0, 3);
    QVERIFY(!backUp(store, folder() + "/none/all.jsonl").isEmpty());
  }

  // Given up in the middle: nothing is left, and what was there under that name stays.
  void whatIsStoppedLeavesNothing() {
    ChatStore store(folder(), {});
    fill(store, 0, 3000);
    QVERIFY(!write("all.jsonl", "an older one").isEmpty());
    {
      BackUp job(folder() + "/all.jsonl");
      QVERIFY(job.step(store));
      QVERIFY(job.written() > 0 && job.written() < 3000);
    }
    QCOMPARE(bytesOf(folder() + "/all.jsonl"), "an older one");
    QCOMPARE(QDir(folder()).entryList({"all*"}, QDir::Files).size(), 1);
  }

  // Kept from others' eyes, as the conversations are.
  void onlyItsOwnerReadsIt() {
    ChatStore store(folder(), {});
    fill(store, 0, 1);
    const auto mask = ::umask(0022);
    QCOMPARE(backUp(store, folder() + "/all.jsonl"), QString());
    ::umask(mask);
    QCOMPARE(modeOf(folder() + "/all.jsonl"), 0600u);
  }
};

int main(int argc, char** argv) { return runStorageTest<BackUpTest>(argc, argv); }
#include "back_up_test.moc"
