// Other programs' exports (tests/golden/imports says where their formats are described), each recognised by what stands in it.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/imports/import.h"
#include "app/storage/conversation_tree.h"
#include "storage_fixture.h"

using namespace halftone::app;

class ImportTest : public StorageFixture {
  Q_OBJECT

  static QString fixture(const QString& name) { return QStringLiteral(SOURCE_DIR "/tests/golden/imports/") + name; }

  static Import::Outcome import(ChatStore& store, const QStringList& files) {
    Import job(files);
    while (job.step(store)) {
    }
    return job.outcome();
  }

  static ChatRecord titled(ChatStore& store, const QString& title) {
    for (const ChatSummary& chat : store.chats())
      if (chat.title == title) return store.chat(chat.id);
    return {};
  }

  // "user: …" and so on, of what is on the screen.
  static QStringList shown(const ChatRecord& chat) {
    ConversationTree tree;
    tree.reset(chat.messages);
    QStringList lines;
    for (const QString& id : tree.path()) lines.append(tree.find(id)->role + ": " + tree.find(id)->text);
    return lines;
  }

  QString write(const QString& name, const QByteArray& bytes) const {
    QFile f(folder() + '/' + name);
    return f.open(QFile::WriteOnly) && f.write(bytes) == bytes.size() ? f.fileName() : QString();
  }

 private slots:
  void init() { anew(); }

  void chatGpt() {
    ChatStore store(folder(), {});
    const auto outcome = import(store, {fixture("chatgpt.json")});
    QCOMPARE(outcome.program, "ChatGPT");
    QCOMPARE(outcome.troubles, QStringList());
    QCOMPARE(outcome.added, 2);
    QCOMPARE(outcome.notUnderstood, 1);  // nothing is said in it
    QCOMPARE(outcome.leftOut, 3);        // a picture, a call of a tool, its answer
    const ChatRecord flash = titled(store, "Flash attention");
    QCOMPARE(flash.summary.updated, QDateTime::fromMSecsSinceEpoch(1'700'000'300'250));
    QCOMPARE(flash.messages.size(), 4);
    QCOMPARE(shown(flash), QStringList({"user: What is flash attention?", "assistant: Attention in tiles, \nwithout the matrix."}));
    ConversationTree tree;
    tree.reset(flash.messages);
    const QStringList versions = tree.versionsOf(tree.path()[1]);
    QCOMPARE(versions.size(), 2);
    QCOMPARE(tree.find(versions[0])->text, "A kernel.");  // the older one first
    QCOMPARE(tree.find(versions[0])->figures.model, "gpt-4o");
    QVERIFY(tree.isFollowed(versions[0]));
    QCOMPARE(shown(titled(store, "With a tool")), QStringList({"user: Add 2 and 2.", "assistant: Let me see.\n\nFour."}));
  }

  void openWebUi() {
    ChatStore store(folder(), {});
    const auto outcome = import(store, {fixture("open-webui.json")});
    QCOMPARE(outcome.program, "Open WebUI");
    QCOMPARE(outcome.added, 2);
    QCOMPARE(outcome.leftOut, 1);
    const ChatRecord capitals = titled(store, "Capitals");
    QCOMPARE(shown(capitals), QStringList({"user: The capital of France?", "assistant: Paris!"}));
    QCOMPARE(capitals.messages.size(), 3);
    QCOMPARE(capitals.systemPrompt, "Answer in one word.");
    QCOMPARE(capitals.messages.last().figures.model, "Llama 3.2");
    QCOMPARE(capitals.messages.first().created, QDateTime::fromSecsSinceEpoch(1'730'000'000));
    const ChatRecord list = titled(store, "A list only");
    QCOMPARE(shown(list), QStringList({"user: Hello", "assistant: Hello yourself"}));
    QCOMPARE(list.systemPrompt, "Be kind.");
  }

  void lmStudio() {
    ChatStore store(folder(), {});
    const auto outcome = import(store, {fixture("lm-studio.conversation.json")});
    QCOMPARE(outcome.program, "LM Studio");
    QCOMPARE(outcome.added, 1);
    QCOMPARE(outcome.leftOut, 2);  // a file, a call of a tool
    const ChatRecord chat = store.chat(outcome.only);
    QCOMPARE(chat.summary.title, "Two versions");
    QCOMPARE(chat.systemPrompt, "You count.");
    QCOMPARE(shown(chat),
             QStringList({"user: Count to three", "assistant: <think>\nIt is easy.\n</think>\n\nOne, two, three", "user: Thank you"}));
    QCOMPARE(chat.messages.size(), 4);
    QCOMPARE(chat.messages[1].figures.model, "qwen3-4b");
    QCOMPARE(chat.summary.updated, QDateTime::fromMSecsSinceEpoch(1'740'000'200'000));
  }

  void jan_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("messages") << "jan/thread_1/messages.jsonl";
    QTest::newRow("thread") << "jan/thread_1/thread.json";
  }
  void jan() {
    QFETCH(QString, name);
    ChatStore store(folder(), {});
    const auto outcome = import(store, {fixture(name)});
    QCOMPARE(outcome.program, "Jan");
    QCOMPARE(outcome.troubles, QStringList());
    QCOMPARE(outcome.added, 1);
    QCOMPARE(outcome.leftOut, 2);
    const ChatRecord chat = store.chat(outcome.only);
    QCOMPARE(chat.summary.title, "A joke");
    QCOMPARE(chat.systemPrompt, "Be funny.");
    QCOMPARE(shown(chat),
             QStringList({"user: Tell a joke about physics.", "assistant: A photon checks into a hotel.", "user: Another, of this"}));
    QCOMPARE(chat.messages[1].figures.model, "mistral-7b");
  }

  // All of them at once, and once more: nothing is doubled.
  void severalAndAgain() {
    const QStringList files{fixture("chatgpt.json"), fixture("open-webui.json"), fixture("lm-studio.conversation.json"),
                            fixture("jan/thread_1/messages.jsonl")};
    ChatStore store(folder(), {});
    const auto outcome = import(store, files);
    QCOMPARE(outcome.added, 6);
    QVERIFY(outcome.program.isEmpty() && outcome.only.isEmpty());
    const auto again = import(store, files + QStringList{fixture("jan/thread_1/thread.json")});
    QCOMPARE(again.here, 7);
    QCOMPARE(again.taken(), 0);
    QCOMPARE(store.chats().size(), 6);
  }

  // Trees that are none: a circle, a parent that is not there, the node as its own parent, everything of a type that it should not have.
  void hostileTrees() {
    const auto node = [](const QString& parent, const QString& role, const QJsonValue& part) {
      return QJsonObject{{"parent", parent},
                         {"message", QJsonObject{{"author", QJsonObject{{"role", role}}},
                                                 {"content", QJsonObject{{"content_type", "text"}, {"parts", QJsonArray{part}}}}}}};
    };
    QJsonObject mapping{{"a", node("b", "user", "one")},        {"b", node("a", "assistant", "two")},
                        {"c", node("c", "user", "three")},      {"d", node("nowhere", "user", "four")},
                        {"e", node("f", "tool", "x")},          {"f", node("e", "tool", "x")},
                        {"g", node("e", "user", "five")},       {"h", 7},
                        {"i", QJsonObject{{"message", "text"}}}};
    QString parent;
    for (int i = 0; i < 20'000; ++i) {
      const QString id = QStringLiteral("z%1").arg(i, 6, 10, QLatin1Char('0'));
      mapping[id] = node(parent, i % 2 ? "assistant" : "user", QString::number(i));
      parent = id;
    }
    const QJsonArray all{QJsonObject{{"id", "1"}, {"title", 5}, {"current_node", "b"}, {"mapping", mapping}},
                         QJsonObject{{"mapping", QJsonObject()}},
                         3,
                         "x",
                         QJsonArray{},
                         QJsonValue()};
    ChatStore store(folder(), {});
    const auto outcome = import(store, {write("hostile.json", QJsonDocument(all).toJson())});
    QCOMPARE(outcome.added, 1);
    QCOMPARE(outcome.notUnderstood, 5);
    const ChatRecord chat = store.chat(outcome.only);
    QCOMPARE(chat.messages.size(), 20'005);
    ConversationTree tree;
    tree.reset(chat.messages);
    QSet<QString> reached;
    for (const MessageRecord& message : chat.messages) {
      QVERIFY(message.parent.isEmpty() || reached.contains(message.parent));
      reached.insert(message.id);
    }
    QCOMPARE(shown(chat), QStringList({"user: one", "assistant: two"}));
  }

  // Cut at every length, and with bytes changed: an outcome each time, no crash.
  void damaged() {
    for (const char* name : {"chatgpt.json", "open-webui.json", "lm-studio.conversation.json", "jan/thread_1/messages.jsonl"}) {
      const QByteArray whole = bytesOf(fixture(name));
      ChatStore store(folder(), {});
      quint32 random = 1;
      for (int round = 0; round < 120; ++round) {
        QByteArray bytes = whole.left(round < 60 ? whole.size() * round / 60 : whole.size());
        for (int hit = 0; round >= 60 && hit < 8; ++hit) {
          random = random * 1664525 + 1013904223;
          bytes[static_cast<qsizetype>(random >> 8) % bytes.size()] = static_cast<char>(random);
        }
        const qsizetype before = store.chats().size();
        const auto outcome = import(store, {write("damaged.json", bytes)});
        QVERIFY(outcome.taken() + outcome.here + outcome.notUnderstood + outcome.troubles.size() > 0);
        QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
        QCOMPARE(store.chats().size(), before + outcome.added + outcome.beside);
      }
      anew();
    }
  }
};

int main(int argc, char** argv) { return runStorageTest<ImportTest>(argc, argv); }
#include "import_test.moc"
