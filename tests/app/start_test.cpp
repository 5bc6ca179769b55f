// The window's program before there is a window: --help and --version need no display, and HOME unset is an error with a
// remedy, never a folder in /.
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Outcome {
  int code = -1;
  QByteArray out, err;
};

// Without a display, and without the places that `environment` does not set.
Outcome start(const QStringList& arguments, const QMap<QString, QString>& environment = {}) {
  QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"}) all.remove(name);
  for (auto it = environment.begin(); it != environment.end(); ++it) all.insert(it.key(), it.value());
  QProcess process;
  process.setProcessEnvironment(all);
  process.start(QString(BINARY_DIR) + "/bin/halftone", arguments);
  process.waitForFinished(60'000);
  if (process.state() != QProcess::NotRunning) process.kill(), process.waitForFinished();
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

}  // namespace

class StartTest : public QObject {
  Q_OBJECT

 private slots:
  void helpAndVersionNeedNoDisplay_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("--help") << QStringList{"--help"} << QByteArray("--data-dir");
    QTest::newRow("-h") << QStringList{"-h"} << QByteArray("--data-dir");
    QTest::newRow("--help-all") << QStringList{"--help-all"} << QByteArray("--data-dir");
    QTest::newRow("--version") << QStringList{"--version"} << QByteArray("halftone ");
    QTest::newRow("-v") << QStringList{"-v"} << QByteArray("halftone ");
    QTest::newRow("beside Qt's own") << QStringList{"-platform", "xcb", "--version"} << QByteArray("halftone ");
  }
  void helpAndVersionNeedNoDisplay() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const Outcome outcome = start(arguments);
    QVERIFY2(outcome.code == 0, outcome.err);
    QVERIFY2(outcome.out.contains(says), outcome.out);
  }

  void withoutAHomeThereIsNoPlace_data() {
    QTest::addColumn<QString>("home");
    QTest::newRow("unset") << QString();
    QTest::newRow("empty") << QStringLiteral("");
    QTest::newRow("relative") << QStringLiteral("here");
  }
  void withoutAHomeThereIsNoPlace() {
    QFETCH(QString, home);
    const QStringList before = QDir("/").entryList(QDir::AllEntries | QDir::Hidden);
    const Outcome outcome = start({}, home.isNull() ? QMap<QString, QString>() : QMap<QString, QString>{{"HOME", home}});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.startsWith("halftone: HOME is ") && outcome.err.contains("--data-dir"), outcome.err);
    QCOMPARE(QDir("/").entryList(QDir::AllEntries | QDir::Hidden), before);
  }
};

QTEST_GUILESS_MAIN(StartTest)
#include "start_test.moc"
