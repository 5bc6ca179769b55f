// Conversations from the composer to the store and back, over a fake engine.
#include <QAbstractItemModelTester>

#include "app/storage/sql.h"
#include "tests/app/harness.h"

using namespace halftone;
using namespace halftone::app;
using Turn = FakeScript::Turn;

namespace {

ChatMessage said(ChatMessage::Role role, const char* text) { return {role, text}; }
constexpr auto kUser = ChatMessage::Role::user;
constexpr auto kAssistant = ChatMessage::Role::assistant;

std::vector<std::string> words(int count) {
  std::vector<std::string> words;
  for (int i = 0; i < count; ++i) words.push_back("w" + std::to_string(i) + " ");
  return words;
}

}  // namespace

class ChatFlowTest : public QObject {
  Q_OBJECT

 private slots:
  void twoTurnsSurviveARestart() {
    Harness h;
    QAbstractItemModelTester messages(h.chat().messages(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester chats(h.app->chats(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(!h.chat().canSend());
    QVERIFY(!h.chat().sendHint().isEmpty());
    QVERIFY(h.open());
    QVERIFY(h.chat().canSend());

    h.script.expect({.pieces = {"About", " 68 million", "."}});
    h.script.expect({.pieces = {"About 84 million."}});
    h.chat().setDraft("How many");
    h.chat().send("How many people live in France?");
    QCOMPARE(h.chat().state(), ChatViewModel::Queued);
    QCOMPARE(h.chat().draft(), "");
    QCOMPARE(h.count(), 2);  // the message and an empty reply, at once
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).text, "About 68 million.");
    QCOMPARE(h.message(1).finish, "stop");
    QCOMPARE(h.message(1).figures.promptTokens, 6);
    QCOMPARE(h.message(1).figures.tokensPerSecond, 100.0);
    QCOMPARE(h.message(1).figures.settingsLabel, "int8 · flash · kv f16");
    QCOMPARE(h.chat().title(), "How many people live in France?");

    QVERIFY(h.say("And how many are in Germany?"));
    const std::vector<ChatMessage> expected{said(kUser, "How many people live in France?"), said(kAssistant, "About 68 million."),
                                            said(kUser, "And how many are in Germany?")};
    QVERIFY(h.script.last_asked() == expected);
    QVERIFY(h.message(3).figures.reusedTokens > 0);
    QCOMPARE(h.script.sessions, 1);  // one session for the conversation
    QCOMPARE(h.app->chats()->count(), 1);

    const QList<MessageRecord> before = h.chat().messages()->records();
    const QString id = h.chat().chatId();
    h.restart();
    QCOMPARE(h.app->chats()->count(), 1);
    QTRY_COMPARE(h.app->currentChatId(), id);  // where the user left off
    QTRY_COMPARE(h.count(), 4);
    QVERIFY(h.chat().messages()->records() == before);
  }

  // As the desktop's menu starts it; the last one is there, and is not opened.
  void beginsWithANewChatWhereAsked() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("hello"));
    h.restart(true);
    QCOMPARE(h.app->chats()->count(), 1);
    QVERIFY(h.chat().isBlank());
    h.app->openChat(h.app->chats()->idAt(0));
    QTRY_COMPARE(h.count(), 2);
  }

  void engineRunsOnItsOwnThreadAlone() {
    Harness h;
    QVERIFY(h.open());
    for (int i = 0; i < 3; ++i) QVERIFY(h.say("hello"));
    QCOMPARE(h.script.threads.size(), 3);
    for (const auto id : h.script.threads) QVERIFY(id == h.script.threads[0] && id != std::this_thread::get_id());
  }

  void messageIsStoredBeforeTheEngineIsAsked() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = words(200), .delay = std::chrono::milliseconds(20)});
    h.chat().send("keep me");
    QTRY_COMPARE(h.script.generating, 1);
    QFile::copy(h.dir.path() + "/chats.sqlite", h.dir.path() + "/copy");  // what a crash would leave
    h.chat().stop();
    QDir(h.dir.path()).mkdir("crashed");
    QFile::rename(h.dir.path() + "/copy", h.dir.path() + "/crashed/chats.sqlite");
    ChatStore store(h.dir.path() + "/crashed", {});
    const ChatRecord record = store.chat(h.chat().chatId());
    QCOMPARE(record.messages.size(), 2);
    QCOMPARE(record.messages[0].text, "keep me");
    QCOMPARE(record.messages[1].finish, "interrupted");
    QVERIFY(h.idle());
  }

  void replyIsStoredWhileItIsWritten() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = words(300), .delay = std::chrono::milliseconds(10)});
    h.chat().send("go on");
    const QString replyId = h.message(1).id;
    QString stored;
    const auto read = [&] {
      sql::Connection disk(h.dir.path() + "/chats.sqlite", sql::Mode::readOnly);
      stored = disk.value("SELECT text FROM messages WHERE id = ?", {replyId}).toString();
      return !stored.isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(read(), 10'000);
    QVERIFY(h.chat().isBusy());
    QVERIFY(stored.startsWith("w0 w1"));
    h.chat().stop();
    QVERIFY(h.idle());
  }

  void textComesInOrderAndAtMostOnceAFrame() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = words(1000), .delay = std::chrono::milliseconds(1)});
    QElapsedTimer clock;
    QSignalSpy updates(h.chat().messages(), &QAbstractItemModel::dataChanged);
    clock.start();
    QVERIFY(QTest::qWaitFor([&] { h.chat().send("count"); return true; }));
    QVERIFY(QTest::qWaitFor([&] { return !h.chat().isBusy(); }, 60'000));
    const qint64 frames = clock.elapsed() / 16 + 3;
    QVERIFY2(updates.size() <= frames, qPrintable(QStringLiteral("%1 updates in %2 frames").arg(updates.size()).arg(frames)));
    QString expected;
    for (const std::string& word : words(1000)) expected += QString::fromStdString(word);
    QCOMPARE(h.message(1).text, expected);
  }

  void stopKeepsWhatThereIs() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = words(1000), .delay = std::chrono::milliseconds(5)});
    h.chat().send("go");
    QTRY_COMPARE(h.chat().state(), ChatViewModel::Generating);
    QVERIFY(!h.chat().canSend());
    h.chat().send("not now");  // refused
    QCOMPARE(h.count(), 2);
    h.chat().stop();
    QCOMPARE(h.chat().state(), ChatViewModel::Stopping);
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).finish, "cancelled");
    QVERIFY(h.message(1).text.startsWith("w0 "));
    QVERIFY(h.message(1).text.size() < 4000);
    QVERIFY(h.say("again"));
  }

  void stoppedBeforeItBegan() {
    Harness h;
    QVERIFY(h.open());
    h.chat().send("go");
    h.chat().stop();
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).finish, "cancelled");
    QVERIFY(h.script.asked.empty());
    QVERIFY(h.say("next"));  // neighbouring user messages go as one: templates insist on turns
    QVERIFY(h.script.last_asked() == std::vector<ChatMessage>{said(kUser, "go\n\nnext")});
  }

  void errorKeepsTheConversation() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.error = Error{ErrorKind::malformed, "the chat template refuses: roles must alternate", "Edit the conversation."}});
    QVERIFY(h.say("hello"));
    QCOMPARE(h.count(), 1);  // no empty reply stays
    QVERIFY(h.chat().notice()->isVisible());
    QVERIFY(h.chat().notice()->text().contains("roles must alternate"));
    QVERIFY(h.chat().notice()->text().contains("Edit the conversation."));
    h.chat().notice()->perform("retry");
    QVERIFY(h.idle());
    QCOMPARE(h.count(), 2);
    QCOMPARE(h.message(1).text, "Hello there.");
    QVERIFY(!h.chat().notice()->isVisible());
  }

  void memoryRunsOutInTheMiddle() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = words(10), .out_of_memory_after = 4});
    QVERIFY(h.say("hello"));
    QCOMPARE(h.count(), 2);
    QCOMPARE(h.message(1).finish, "error");
    QCOMPARE(h.message(1).text, "w0 w1 w2 w3 ");
    QVERIFY(h.chat().notice()->isVisible());
    QCOMPARE(h.chat().notice()->level(), "error");
    h.chat().notice()->perform("retry");
    QVERIFY(h.idle());
    QCOMPARE(h.count(), 2);
    QCOMPARE(h.message(1).finish, "stop");
  }

  void whatAReplyDidWithoutIsSaid() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.notes = {sentence("The rest of the reply was written without drafts: {}.", Sentence("no memory"))}});
    QVERIFY(h.say("hello"));
    QCOMPARE(h.message(1).finish, "stop");
    QVERIFY(h.chat().notice()->isVisible());
    QCOMPARE(h.chat().notice()->level(), "info");
    QCOMPARE(h.chat().notice()->text(), "The rest of the reply was written without drafts: no memory.");
    QVERIFY(h.say("and now?"));
    QVERIFY(!h.chat().notice()->isVisible());
  }

  // Whatever was said stays; what comes next is said by the CPU.
  void aLostDeviceIsLeftForTheCpu() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("hello"));
    h.script.expect({.pieces = words(10), .device_lost_after = 4});
    QVERIFY(h.say("and now?"));
    QVERIFY(h.chat().notice()->isVisible());
    const QString text = h.chat().notice()->text();
    QVERIFY2(text.contains("illegal memory access") && text.contains("models run on the CPU. The conversation goes on there."),
             qPrintable(text));
    QVERIFY(!text.contains("Try again") && h.chat().notice()->action1() == "Answer on the CPU");
    QTRY_COMPARE(h.engine().device(), "cpu");
    QTRY_VERIFY(h.engine().isReady());
    QCOMPARE(h.count(), 4);
    QCOMPARE(h.message(1).text, "Hello there.");
    QCOMPARE(h.message(3).text, "w0 w1 w2 w3 ");
    QCOMPARE(h.message(3).finish, "error");
    h.chat().notice()->perform("retry");
    QVERIFY(h.idle());
    QCOMPARE(h.count(), 4);
    QCOMPARE(h.message(3).text, "Hello there.");
    QCOMPARE(h.engine().wanted().device, std::string("auto"));  // of the next model, which may find the GPU again
  }

  // Asked for before the CPU is ready, the answer waits for it.
  void theAnswerWaitsForTheCpu() {
    Harness h;
    QVERIFY(h.open());
    h.script.held = true;
    h.script.expect({.pieces = words(10), .device_lost_after = 0});
    QVERIFY(h.say("hello"));
    QTRY_COMPARE(h.engine().state(), EngineViewModel::Switching);
    h.chat().notice()->perform("retry");
    QCOMPARE(h.count(), 1);
    h.script.held = false;
    QTRY_COMPARE(h.count(), 2);
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).text, "Hello there.");
  }

  void theCpuHasNoRoomEither() {
    Harness h;
    QVERIFY(h.open());
    h.script.apply_error = Error{ErrorKind::out_of_memory, "needs 22.00 GiB, 2.00 GiB are free", "Choose int4."};
    h.script.expect({.pieces = words(10), .device_lost_after = 4});
    QVERIFY(h.say("hello"));
    QTRY_COMPARE(h.engine().errorText(), "needs 22.00 GiB, 2.00 GiB are free");
    QVERIFY2(h.engine().errorRemedy().contains("Restart Halftone"), qPrintable(h.engine().errorRemedy()));
    QCOMPARE(h.engine().state(), EngineViewModel::Ready);
    QCOMPARE(h.count(), 2);
  }

  void overflowIsShownAndTheOldestLeftOut() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = {"r"}});
    h.script.expect({.pieces = {"r"}});
    QVERIFY(h.say("one " + QString("a ").repeated(2000)));
    QVERIFY(h.say("two " + QString("b ").repeated(1000)));
    const std::size_t asked = h.script.asked.size();
    QVERIFY(h.say("three " + QString("c ").repeated(1500)));
    QCOMPARE(h.script.asked.size(), asked);  // nothing was sent
    QCOMPARE(h.count(), 5);
    QVERIFY(h.chat().notice()->isVisible());
    QVERIFY(h.chat().notice()->text().contains("4,505"));
    QVERIFY(h.chat().notice()->text().contains("4,096"));
    QCOMPARE(h.chat().notice()->action1Id(), "drop");
    QCOMPARE(h.chat().notice()->action2Id(), "enlarge");
    QVERIFY(h.chat().notice()->action2().contains("8,192"));

    h.chat().notice()->perform("drop");
    QVERIFY(h.idle());
    QCOMPARE(h.count(), 6);
    QCOMPARE(h.chat().omittedCount(), 2);
    QVERIFY(h.message(0).omitted && h.message(1).omitted && !h.message(2).omitted);
    QVERIFY(h.script.last_asked().front().content.starts_with("two "));
    h.restart();
    QTRY_COMPARE(h.count(), 6);
    QCOMPARE(h.chat().omittedCount(), 2);
    h.chat().sendAllAgain();
    QCOMPARE(h.chat().omittedCount(), 0);
  }

  void overflowAnsweredByALargerContext() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("long " + QString("a ").repeated(5000)));  // the message alone is too long: nothing to leave out
    QVERIFY(h.chat().notice()->isVisible());
    QCOMPARE(h.chat().notice()->action1Id(), "enlarge");
    h.chat().notice()->perform("enlarge");
    QTRY_VERIFY(h.engine().proposal()->isVisible());  // its cost is said first
    h.engine().rejectSwitch();
    QVERIFY(h.chat().notice()->isVisible());
    h.chat().notice()->perform("enlarge");
    QTRY_VERIFY(h.engine().proposal()->isVisible());
    h.engine().acceptSwitch();
    QTRY_COMPARE(h.count(), 2);
    QVERIFY(h.idle());
    QCOMPARE(h.engine().contextTokens(), 8192);
    QCOMPARE(h.message(1).text, "Hello there.");
  }

  void repliesGoOnBehindAndWaitTheirTurn() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = words(60), .delay = std::chrono::milliseconds(5)});
    h.script.expect({.pieces = {"second chat"}});
    h.chat().send("first chat");
    const QString first = h.app->currentChatId();
    h.app->newChat();
    QVERIFY(h.app->currentChatId() != first);
    h.chat().send("hello");
    QCOMPARE(h.chat().state(), ChatViewModel::Queued);
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).text, "second chat");
    h.app->openChat(first);
    QTRY_COMPARE(h.count(), 2);
    QCOMPARE(h.message(1).finish, "stop");
    QVERIFY(h.message(1).text.endsWith("w59 "));
  }

  // Which of them keep their cache is the engine's to say: it alone knows the room.
  void aConversationHasASessionUntilItGoes() {
    Harness h;
    QVERIFY(h.open());
    for (int i = 0; i < 7; ++i) {
      h.app->newChat();
      QVERIFY(h.say("hello"));
    }
    QCOMPARE(h.script.sessions, 7);
    QCOMPARE(h.app->chats()->count(), 7);
    h.engine().unload();
    QTRY_COMPARE(h.script.engines, 0);
    QCOMPARE(h.script.sessions, 0);
  }

  void anEditThatCouldNotBeAnsweredIsSentAgain() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    h.script.expect({.error = Error{ErrorKind::malformed, "refused", "Edit the conversation."}});
    h.chat().editAndResend(0, "better first");
    QVERIFY(h.idle());
    QCOMPARE(h.count(), 1);
    QCOMPARE(h.message(0).text, "better first");  // "first" and its answer are the other version
    h.chat().notice()->perform("retry");
    QVERIFY(h.idle());
    QCOMPARE(h.message(0).text, "better first");
    QCOMPARE(h.message(1).text, "Hello there.");
    QCOMPARE(h.chat().draft(), "");
    h.chat().showVersion(0, 1);
    QCOMPARE(h.message(0).text, "first");
    QCOMPARE(h.count(), 2);
  }
};

QTEST_GUILESS_MAIN(ChatFlowTest)
#include "chat_flow_test.moc"
