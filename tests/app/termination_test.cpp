// A request to end from outside is an event, and the program ends as if its window were closed: with what belongs saved, its place among it.
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "app/desktop/termination.h"

using namespace halftone::app;

class TerminationTest : public QObject {
  Q_OBJECT

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
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("QT_QUICK_BACKEND", "software");
    environment.insert("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(QString(BINARY_DIR) + "/bin/halftone", {"--new-instance", "--data-dir", folder.path()});
    QVERIFY(program.waitForStarted());
    const auto listens = [&] {  // once the handler is there, and the window with it
      QFile status(QString("/proc/%1/status").arg(program.processId()));
      if (!status.open(QFile::ReadOnly)) return false;
      for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("SigCgt:")) return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> (number - 1) & 1) != 0;
      return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(listens(), 60'000);
    QTest::qWait(300);
    ::kill(static_cast<pid_t>(program.processId()), number);
    QVERIFY2(program.waitForFinished(60'000), program.readAll());
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
    const QRect place = QSettings(folder.filePath("state.ini"), QSettings::IniFormat).value("window/geometry").toRect();
    QVERIFY2(place.width() > 0 && place.height() > 0, program.readAll());
  }
};

QTEST_GUILESS_MAIN(TerminationTest)
#include "termination_test.moc"
