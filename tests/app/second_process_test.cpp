// Conversations in a process that is killed at random, and in one without a database. The second process is this program with an argument.
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QThread>
#include <csignal>
#include <cstdio>

#include <sys/resource.h>

#include "app/storage/sql.h"
#include "app/viewmodels/conversation_tree.h"
#include "tests/app/harness.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr int kWords = 25;
QString answerTo(int number) {
  QString answer;
  for (int i = 0; i < kWords; ++i) answer += QStringLiteral("r%1w%2 ").arg(number).arg(i);
  return answer;
}

enum Change { Say, Again, Edit };
Change changeOf(int number) { return static_cast<Change>(number % 3); }

// Says, asks again, edits, for ever; and after each prints what is safely stored.
int converse(const QString& folder, int number) {
  Harness h(folder);
  if (!h.open()) return 1;
  if (h.app->chats()->count() > 0) h.app->openChat(h.app->chats()->idAt(0));
  if (!QTest::qWaitFor([&] { return h.chat().canSend(); })) return 2;
  for (;; ++number) {
    if (!h.app->mayClose()) return 3;
    QStringList texts;
    for (const MessageRecord& message : h.chat().messages()->records()) texts << message.text;
    const QJsonObject state{{"id", h.chat().chatId()}, {"next", number}, {"texts", QJsonArray::fromStringList(texts)}};
    std::puts(QJsonDocument(state).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    if (h.count() > 30) {  // its last state is said: on to another one
      h.app->newChat();
      continue;
    }
    std::vector<std::string> pieces;
    for (int i = 0; i < kWords; ++i) pieces.push_back(QStringLiteral("r%1w%2 ").arg(number).arg(i).toStdString());
    h.script.expect({.pieces = pieces, .delay = std::chrono::milliseconds(2)});
    const int count = h.count();
    if (changeOf(number) == Say || count < 2) h.chat().send(QStringLiteral("question %1").arg(number));
    else if (changeOf(number) == Again) h.chat().regenerate(count - 1);
    else h.chat().editAndResend(count - 2, QStringLiteral("edited %1").arg(number));
    if (!h.idle()) return 4;
  }
}

// What the change after `had` may have left on the path: of something new said, as much as was written.
bool isNext(const QStringList& had, const QStringList& found, int number) {
  QStringList after = had;
  if (changeOf(number) == Say || had.size() < 2) after << QStringLiteral("question %1").arg(number);
  else after.removeLast();
  if (changeOf(number) == Edit && had.size() >= 2) after.last() = QStringLiteral("edited %1").arg(number);
  return found.size() == after.size() + 1 && found.mid(0, after.size()) == after && answerTo(number).startsWith(found.last());
}

int chatWithoutSqlite(const QString& folder) {
  QCoreApplication::setLibraryPaths({});  // where the plugin would be found
  if (sql::hasDriver()) return 0;         // linked in: nothing to try
  Harness h(folder);
  if (!QTest::qWaitFor([&] { return h.app->banner()->isVisible(); })) return 10;
  if (!h.app->banner()->text().contains("SQLite")) return 11;
  if (!h.open() || !h.say("first")) return 12;
  const QString first = h.chat().chatId();
  h.app->newChat();
  if (!h.say("second")) return 13;
  h.app->openChat(first);
  if (!QTest::qWaitFor([&] { return h.count() == 2; }) || h.message(0).text != "first") return 14;
  h.app->chats()->setFilter("second");
  if (!QTest::qWaitFor([&] { return h.app->chats()->count() == 1; })) return 15;
  h.app->renameChat(first, "renamed");
  h.app->duplicateChat(first);
  h.app->deleteChat(first);
  return h.app->mayClose() ? 16 : 0;  // it cannot be saved: that is asked about
}

// No file may grow any more: what a full disk says to whoever writes.
void fillTheDisk(bool full) {
  rlimit limit = {};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = full ? 0 : limit.rlim_max;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

int closeOnAFullDisk(const QString& folder) {
  std::signal(SIGXFSZ, SIG_IGN);
  Harness h(folder);
  if (!h.open() || !h.say("first") || !h.app->mayClose()) return 10;
  fillTheDisk(true);
  if (!h.say("second")) return 11;
  if (h.app->mayClose() || h.app->unsavedText().isEmpty()) return 12;
  if (!h.app->banner()->isVisible() || h.count() != 4) return 13;
  fillTheDisk(false);
  if (!h.app->mayClose()) return 14;
  h.restart();
  return QTest::qWaitFor([&] { return h.count() == 4; }) && h.message(2).text == "second" ? 0 : 15;
}

}  // namespace

class SecondProcessTest : public QObject {
  Q_OBJECT

 private slots:
  // "100 cycles of kill -9 at random moments lose no committed row and no version": 10 here, as many as HALFTONE_KILLS says
  void killedAtRandomMoments() {
    const QTemporaryDir folder;
    const int rounds = std::max(1, qEnvironmentVariableIsSet("HALFTONE_KILLS") ? qEnvironmentVariableIntValue("HALFTONE_KILLS") : 10);
    QHash<QString, QStringList> committed;  // what was on the screen
    QHash<QString, QSet<QString>> everSaid;
    for (int round = 0; round < rounds; ++round) {
      QProcess child;
      child.start(QCoreApplication::applicationFilePath(), {"--converse", folder.path(), QString::number(1000 * round)});
      QVERIFY(child.waitForReadyRead(30'000));
      QTest::qWait(QRandomGenerator::global()->bounded(20, 700));
      child.kill();
      QVERIFY(child.waitForFinished());
      QByteArray said = child.readAllStandardOutput();
      said.truncate(said.lastIndexOf('\n'));
      QString current;
      int number = 0;
      for (const QByteArray& line : said.split('\n')) {
        const QJsonObject state = QJsonDocument::fromJson(line).object();
        current = state["id"].toString();
        number = state["next"].toInt();
        committed[current] = state["texts"].toVariant().toStringList();
        for (const QString& text : committed[current]) everSaid[current] << text;
      }
      ChatStore store(folder.path(), {});
      QCOMPARE(store.trouble().kind, StorageTrouble::Kind::none);
      for (auto it = committed.begin(); it != committed.end(); ++it) {
        QStringList found;
        ConversationTree tree;
        tree.reset(store.chat(it.key()).messages);
        for (const QString& id : tree.path()) found << tree.find(id)->text;
        QSet<QString> kept;
        for (const MessageRecord& message : tree.messages()) kept << message.text;
        QVERIFY2(kept.contains(everSaid[it.key()]), "a version is lost");
        bool right = found == it.value();
        if (!right && it.key() == current) right = isNext(it.value(), found, number);
        QVERIFY2(right, qPrintable(QStringLiteral("round %1, change %2%3: had %4, ending in\n%5\nfound %6, ending in\n%7")
                                       .arg(round).arg(number).arg(it.key() == current ? "" : ", another chat").arg(it.value().size())
                                       .arg(it.value().mid(std::max<qsizetype>(0, it.value().size() - 2)).join('\n')).arg(found.size())
                                       .arg(found.mid(std::max<qsizetype>(0, found.size() - 2)).join('\n'))));
        it.value() = found;
      }
    }
  }

  // "No view-model throws inside an event handler: without the SQLite plugin the window says so and chats in memory"
  void withoutSqlite() { runs("--no-driver"); }

  // "a full disk at closing asks before it drops anything"
  void aFullDiskAtClosing() { runs("--full-disk"); }

 private:
  void runs(const QString& scene) {
    const QTemporaryDir folder;
    QProcess child;
    child.setProcessChannelMode(QProcess::MergedChannels);
    child.start(QCoreApplication::applicationFilePath(), {scene, folder.path()});
    QVERIFY(child.waitForFinished(60'000));
    QCOMPARE(child.exitStatus(), QProcess::NormalExit);
    QVERIFY2(child.exitCode() == 0, qPrintable(QStringLiteral("step %1: %2").arg(child.exitCode()).arg(child.readAll())));
  }
};

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.value(1) == "--converse") return converse(arguments.value(2), arguments.value(3).toInt());
  if (arguments.value(1) == "--no-driver") return chatWithoutSqlite(arguments.value(2));
  if (arguments.value(1) == "--full-disk") return closeOnAFullDisk(arguments.value(2));
  SecondProcessTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "second_process_test.moc"
