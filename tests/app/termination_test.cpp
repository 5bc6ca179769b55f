// A request to end from outside is an event, and the program ends as if its window were closed: with what belongs saved, its place among it.
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "app/desktop/termination.h"
#include "app/storage/chat_store.h"

using namespace halftone::app;

class TerminationTest : public QObject {
  Q_OBJECT

  // The window's program, from its start to a signal's end; false: it did not end by itself and well.
  static bool startAndEnd(const QString& folder, int number) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("QT_QUICK_BACKEND", "software");
    environment.insert("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(QString(BINARY_DIR) + "/bin/halftone", {"--new-instance", "--data-dir", folder});
    if (!program.waitForStarted()) return false;
    const auto listens = [&] {  // once the handler is there, and the window with it
      QFile status(QString("/proc/%1/status").arg(program.processId()));
      if (!status.open(QFile::ReadOnly)) return false;
      for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("SigCgt:")) return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> (number - 1) & 1) != 0;
      return false;
    };
    if (!QTest::qWaitFor(listens, 60'000)) return false;
    QTest::qWait(300);
    ::kill(static_cast<pid_t>(program.processId()), number);
    const bool ended = program.waitForFinished(60'000) && program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0;
    if (!ended) qWarning("%s", program.readAll().constData());
    return ended;
  }

 private slots:
  void signals_data() {
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
    QTest::newRow("SIGINT") << SIGINT;
  }

  void isAnEvent_data() { signals_data(); }
  void isAnEvent() {
    QFETCH(int, number);
    const Termination termination;
    QSignalSpy asked(&termination, &Termination::asked);
    ::raise(number);
    QTRY_COMPARE(asked.count(), 1);
  }

  void whatIsIgnoredStaysIgnored() {
    std::signal(SIGHUP, SIG_IGN);  // as nohup does
    {
      const Termination termination;
      QSignalSpy asked(&termination, &Termination::asked);
      ::raise(SIGHUP);
      QTest::qWait(50);
      QCOMPARE(asked.count(), 0);
    }
    QVERIFY(std::signal(SIGHUP, SIG_DFL) == SIG_IGN);
  }

  void theProgramEndsWhole_data() { signals_data(); }
  void theProgramEndsWhole() {
    QFETCH(int, number);
    const QTemporaryDir folder;
    QVERIFY(startAndEnd(folder.path(), number));
    const QRect place = QSettings(folder.filePath("state.ini"), QSettings::IniFormat).value("window/geometry").toRect();
    QVERIFY(place.width() > 0 && place.height() > 0);
  }

  // The desktop logs out, and in again: the conversation, its draft, the way it was looked at, and where the window was.
  void theNextStartFindsItAsItWas() {
    const QTemporaryDir folder;
    ChatRecord chat;
    chat.summary = {"c", "Title", "", QDateTime::fromMSecsSinceEpoch(1'700'000'000'000)};
    chat.draft = "half a question";
    { ChatStore(folder.path(), {}).add(chat, {newMessage("user", "?")}); }
    const QRect place(30, 40, 700, 600);
    {
      QSettings state(folder.filePath("state.ini"), QSettings::IniFormat);
      state.setValue("chat/last", "c");
      state.setValue("window/view", "timeline");
      state.setValue("window/geometry", place);
    }
    for (int start = 0; start < 2; ++start) {
      QVERIFY(startAndEnd(folder.path(), SIGTERM));
      const QSettings state(folder.filePath("state.ini"), QSettings::IniFormat);
      QCOMPARE(state.value("chat/last").toString(), "c");
      QCOMPARE(state.value("window/view").toString(), "timeline");
      QCOMPARE(state.value("window/geometry").toRect(), place);
      ChatStore store(folder.path(), {});
      QCOMPARE(store.chat("c").draft, "half a question");
      QCOMPARE(store.chats().size(), 1);
    }
  }
};

QTEST_GUILESS_MAIN(TerminationTest)
#include "termination_test.moc"
