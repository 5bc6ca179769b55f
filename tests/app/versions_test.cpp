// A conversation is a tree: nothing that was written or read is replaced by what comes beside it.
#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QRandomGenerator>

#include "tests/app/harness.h"

using namespace halftone;
using namespace halftone::app;

namespace {

QStringList texts(Harness& h) {
  QStringList texts;
  for (const MessageRecord& message : h.chat().messages()->records()) texts << message.text;
  return texts;
}

// "2/3" for each row.
QStringList versions(Harness& h) {
  QStringList versions;
  MessageListModel& m = *h.chat().messages();
  for (int row = 0; row < m.count(); ++row)
    versions << QStringLiteral("%1/%2").arg(m.data(m.index(row), MessageListModel::VersionRole).toInt()).arg(m.data(m.index(row), MessageListModel::VersionsRole).toInt());
  return versions;
}

QString lastAsked(Harness& h) {
  QString all;
  for (const ChatMessage& message : h.script.last_asked()) all += QString::fromStdString((message.role == ChatMessage::Role::user ? "U:" : "A:") + message.content + '|');
  return all;
}

MessageRecord message(const QString& id, const QString& parent, qint64 shown) {
  MessageRecord message{id, "user", id, "", {}};
  message.parent = parent;
  message.shown = shown;
  return message;
}

}  // namespace

class VersionsTest : public QObject {
  Q_OBJECT

 private slots:
  // Whatever a file says of parents, every message can be reached and nothing goes round.
  void treesOfHostileFiles() {
    ConversationTree tree;
    tree.reset({message("a", "b", 1), message("b", "a", 2), message("c", "c", 3), message("d", "nobody", 1), message("e", "a", 9)});
    QSet<QString> reached;
    for (const QString first : {"a", "c", "d"}) {
      QVERIFY(tree.versionsOf("a").contains(first));
      tree.show(first);
      for (const QString& id : tree.path()) reached << id;
    }
    tree.show("a");
    tree.show("b");
    for (const QString& id : tree.path()) reached << id;
    QCOMPARE(reached, (QSet<QString>{"a", "b", "c", "d", "e"}));
    tree.reset({});
    QVERIFY(tree.path().isEmpty());
    QVERIFY(tree.versionsOf("a").isEmpty());
  }

  void answerAgainEditAndContinueFromHere() {
    Harness h;
    QVERIFY(h.open());
    QAbstractItemModelTester tester(h.chat().messages(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const char* piece : {"one", "two", "other one", "to the edited", "another way"}) h.script.expect({.pieces = {piece}});
    QVERIFY(h.say("first"));
    QVERIFY(h.say("second"));
    h.chat().regenerate(1);
    QVERIFY(h.idle());
    QCOMPARE(texts(h), QStringList({"first", "other one"}));
    QCOMPARE(versions(h), QStringList({"1/1", "2/2"}));
    h.chat().showVersion(1, 1);
    QCOMPARE(texts(h), QStringList({"first", "one", "second", "two"}));
    h.chat().editAndResend(2, "better second");
    QVERIFY(h.idle());
    QCOMPARE(lastAsked(h), "U:first|A:one|U:better second|");
    QCOMPARE(texts(h), QStringList({"first", "one", "better second", "to the edited"}));
    QCOMPARE(versions(h), QStringList({"1/1", "1/2", "2/2", "1/1"}));
    h.chat().continueFrom(1);
    QCOMPARE(texts(h), QStringList({"first", "one"}));
    h.chat().notice()->perform("back");
    QCOMPARE(h.count(), 4);
    h.chat().continueFrom(1);
    QVERIFY(h.say("third"));
    QCOMPARE(lastAsked(h), "U:first|A:one|U:third|");
    QCOMPARE(versions(h), QStringList({"1/1", "1/2", "3/3", "1/1"}));
    h.chat().editAndResend(1, "not a user's");  // refused, as is what is not there
    h.chat().regenerate(17);
    h.chat().showVersion(2, 4);
    h.chat().showVersion(2, 0);
    QCOMPARE(texts(h), QStringList({"first", "one", "third", "another way"}));

    h.chat().showVersion(2, 1);
    QCOMPARE(texts(h), QStringList({"first", "one", "second", "two"}));
    const QList<MessageRecord> before = h.chat().messages()->records();
    h.restart();
    QTRY_COMPARE(h.count(), 4);
    QVERIFY(h.chat().messages()->records() == before);  // the version that was looked at
    QCOMPARE(versions(h), QStringList({"1/1", "1/2", "1/3", "1/1"}));
  }

  void anEmptyReplyOfANewVersionIsWithdrawn() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    h.script.expect({.error = Error{ErrorKind::malformed, "refused", ""}});
    h.chat().regenerate(1);
    QVERIFY(h.idle());
    QCOMPARE(texts(h), QStringList({"first", "Hello there."}));
    QCOMPARE(versions(h), QStringList({"1/1", "1/1"}));
    h.restart();
    QTRY_COMPARE(texts(h), QStringList({"first", "Hello there."}));
    QCOMPARE(versions(h), QStringList({"1/1", "1/1"}));
  }

  // "A cut one goes on where it stopped"
  void aCutReplyGoesOnInPlace() {
    Harness h;
    QVERIFY(h.open());
    h.script.expect({.pieces = {"one ", "two ", "three "}, .delay = std::chrono::milliseconds(30)});
    h.chat().send("count");
    QTRY_VERIFY(h.message(1).text.contains("one"));
    h.chat().stop();
    QVERIFY(h.idle());
    const QString begun = h.message(1).text, id = h.message(1).id;
    const qint64 tokens = h.message(1).figures.tokens;
    QCOMPARE(h.message(1).finish, "cancelled");
    h.script.expect({.pieces = {"and so ", "on"}});
    h.chat().continueReply(1);
    QVERIFY(h.idle());
    QCOMPARE(lastAsked(h), "U:count|A:" + begun + '|');
    QCOMPARE(h.message(1).text, begun + "and so on");
    QCOMPARE(h.message(1).id, id);
    QCOMPARE(h.message(1).finish, "stop");
    QCOMPARE(h.message(1).figures.tokens, tokens + 2);
    h.script.expect({.error = Error{ErrorKind::malformed, "refused", ""}});
    h.chat().continueReply(1);
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).text, begun + "and so on");  // nothing is withdrawn
    QCOMPARE(h.message(1).figures.tokens, tokens + 2);
    h.restart();
    QTRY_COMPARE(texts(h), QStringList({"count", begun + "and so on"}));
  }

  // Too long to be gone on with: the text stands as it stood, here and in the file; what is offered goes on with it.
  void aCutReplyThatNoLongerFits() {
    for (const bool followed : {false, true}) {
      Harness h;
      QVERIFY(h.open());
      QVERIFY(h.say("first"));
      h.script.expect({.pieces = std::vector<std::string>(4200, "word ")});
      QVERIFY(h.say("second"));
      if (followed) {
        h.chat().notice()->dismiss();
        h.chat().send("third");
        QVERIFY(h.idle());  // it does not fit either
      }
      const QString id = h.message(3).id, text = h.message(3).text, finish = h.message(3).finish;
      const ReplyFigures figures = h.message(3).figures;
      h.chat().continueReply(3);
      QVERIFY(h.idle());
      QVERIFY(h.chat().notice()->isVisible());
      const auto stands = [&] {
        const MessageRecord& reply = h.message(3);
        return reply.id == id && reply.text == text && reply.finish == finish && reply.figures == figures;
      };
      QVERIFY(stands());
      QCOMPARE(versions(h)[3], "1/1");
      h.restart();
      QTRY_VERIFY(h.count() >= 4);
      QVERIFY(stands());
      QVERIFY(h.open());
      h.chat().continueReply(3);
      QVERIFY(h.idle());
      h.script.expect({.pieces = {"and on"}});
      h.chat().notice()->perform(h.chat().notice()->action1Id() == "drop" ? h.chat().notice()->action2Id() : h.chat().notice()->action1Id());
      QTRY_VERIFY(h.engine().proposal()->isVisible() || h.message(3).text.endsWith("and on"));
      if (h.engine().proposal()->isVisible()) h.engine().acceptSwitch();
      QTRY_VERIFY(h.message(3).text.endsWith("word and on"));
    }
  }

  // Each message that had to be chosen, and no other.
  void revealingShowsOnlyWhatIsNotShown() {
    ConversationTree tree;
    tree.reset({message("a", "", 1), message("b", "a", 2), message("c", "b", 3), message("x", "a", 9), message("y", "x", 10)});
    QCOMPARE(tree.path(), QStringList({"a", "x", "y"}));
    QCOMPARE(tree.reveal("c"), QStringList({"b"}));
    QCOMPARE(tree.path(), QStringList({"a", "b", "c"}));
    QCOMPARE(tree.reveal("c"), QStringList());
    QCOMPARE(tree.reveal("none"), QStringList());
  }

  void aReplyThatSomethingFollowsGoesOnBesideIt() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    QVERIFY(h.say("second"));
    h.script.expect({.pieces = {" And more."}});
    h.chat().continueReply(1);
    QVERIFY(h.idle());
    QCOMPARE(texts(h), QStringList({"first", "Hello there. And more."}));
    QCOMPARE(versions(h), QStringList({"1/1", "2/2"}));
    h.chat().showVersion(1, 1);
    QCOMPARE(texts(h), QStringList({"first", "Hello there.", "second", "Hello there."}));
  }

  // "A reply can be edited and continued"
  void anEditedReply() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    h.chat().editReply(1, "Hello, my", false);
    QCOMPARE(texts(h), QStringList({"first", "Hello, my"}));
    QCOMPARE(versions(h), QStringList({"1/1", "2/2"}));
    QCOMPARE(h.message(1).finish, "edited");
    h.script.expect({.pieces = {" friend."}});
    h.chat().editReply(1, "Good evening, my", true);
    QVERIFY(h.idle());
    QCOMPARE(texts(h), QStringList({"first", "Good evening, my friend."}));
    QCOMPARE(lastAsked(h), "U:first|A:Good evening, my|");
    QCOMPARE(versions(h), QStringList({"1/1", "3/3"}));
    h.restart();
    QTRY_COMPARE(texts(h), QStringList({"first", "Good evening, my friend."}));
    h.chat().showVersion(1, 2);
    QCOMPARE(h.message(1).finish, "edited");
  }

  void theOldVersionCanBeReadWhileTheNewIsWritten() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    h.script.expect({.pieces = {"a ", "b ", "c ", "d ", "e "}, .delay = std::chrono::milliseconds(40)});
    h.chat().regenerate(1);
    QTRY_VERIFY(!h.message(1).text.isEmpty());
    h.chat().showVersion(1, 1);
    QCOMPARE(h.message(1).text, "Hello there.");
    QTest::qWait(60);
    h.chat().showVersion(1, 2);
    QVERIFY(h.message(1).text.startsWith("a "));
    h.chat().showVersion(1, 1);
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).text, "Hello there.");
    QVERIFY(!h.message(1).finish.isEmpty());
    h.chat().showVersion(1, 2);
    QCOMPARE(h.message(1).text, "a b c d e ");
    QCOMPARE(h.message(1).finish, "stop");
  }

  // "Answering again draws a new seed unless one is fixed; the seed used stands in the reply's figures"
  void seeds() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    QSet<std::uint64_t> drawn;
    for (int i = 0; i < 6; ++i) {
      h.chat().regenerate(1);
      QVERIFY(h.idle());
      drawn << h.script.params.back().seed;
      QCOMPARE(h.message(1).figures.seed, static_cast<qint64>(h.script.params.back().seed));
    }
    QCOMPARE(drawn.size(), 6);
    h.chat().sampling()->setSeed(7);
    h.chat().regenerate(1);
    QVERIFY(h.idle());
    QCOMPARE(h.message(1).figures.seed, 7);
    h.restart();
    QTRY_COMPARE(h.count(), 2);
    QCOMPARE(h.message(1).figures.seed, 7);
    QVERIFY(h.chat().sampling()->isSeedFixed());
    h.chat().sampling()->setSeed(0);
    QVERIFY(h.chat().sampling()->isSeedFixed());
    h.restart();
    QTRY_COMPARE(h.count(), 2);
    QVERIFY(h.chat().sampling()->isSeedFixed());
    h.chat().sampling()->setSeedFixed(false);
    h.restart();
    QTRY_COMPARE(h.count(), 2);
    QVERIFY(!h.chat().sampling()->isSeedFixed());
  }

  // "Model, settings, time and peak memory stay with each reply; a quiet divider where they changed"
  void whatAReplyWasMadeUnderStaysWithIt() {
    Harness h;
    h.script.memory.turn_peak = 0;
    QVERIFY(h.open());
    QVERIFY(h.say("first"));
    h.engine().proposeSwitch(EngineSwitch::Weights, "int4");
    QTRY_VERIFY(h.engine().proposal()->isVisible());
    h.engine().acceptSwitch();
    QTRY_VERIFY(h.engine().isReady());
    QVERIFY(h.say("second"));
    QVERIFY(h.say("third"));
    const auto change = [&](int row) {
      MessageListModel& m = *h.chat().messages();
      return m.data(m.index(row), MessageListModel::ChangeRole).toString();
    };
    for (const int row : {0, 1, 3, 4, 5}) QCOMPARE(change(row), "");
    QCOMPARE(change(2), "int4 from here");  // the fake engine's cache outlives a switch
    QCOMPARE(h.message(3).figures.model, "tiny-1b");
    QVERIFY(h.message(3).created.isValid());
    h.restart();
    QTRY_COMPARE(h.count(), 6);
    QVERIFY(change(2).startsWith("int4 from here"));
    QCOMPARE(h.message(3).figures.model, "tiny-1b");
  }
};

QTEST_GUILESS_MAIN(VersionsTest)

#include "versions_test.moc"
