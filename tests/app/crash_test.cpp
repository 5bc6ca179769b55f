// A crash leaves a report, whatever it is and wherever, and the program dies of it as it would have. The one who crashes is this program
// with an argument, or the window's own.
#include <sys/resource.h>
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "app/crash/crash_handler.h"
#include "app/crash/crash_reports.h"
#include "app/storage/chat_store.h"

using namespace halftone::app;

namespace {

const char kFacts[] = "facts: int4 of a small model\n";

volatile std::uintptr_t nowhere = 8;

__attribute__((noinline)) void touchNothing() { *reinterpret_cast<volatile int*>(nowhere) = 1; }

__attribute__((noinline)) int fill(int depth) {
  if (depth < 0) return 0;
  volatile char block[1024];
  block[0] = static_cast<char>(depth);
  return fill(depth + 1) + block[0];
}

int crashAs(const QString& folder, const QString& how) {
  const rlimit none = {0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  crash::tell("told before, and not any more\n");
  crash::tell(kFacts);
  if (!crash::install(folder)) return 1;
  if (how == u"memory") touchNothing();
  if (how == u"stack") return fill(0);
  if (how == u"abort") std::abort();
  if (how == u"exception") throw std::runtime_error("secret words");
  if (how == u"thread") std::thread(touchNothing).join();
  if (how == u"threads") {
    std::thread one(touchNothing), two(touchNothing);
    one.join();
    two.join();
  }
  return 2;
}

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList reports(const QString& folder) { return QDir(folder).entryList({"crash-*.txt"}, QDir::Files); }

// Of the addresses in a report, how many lie in what is executed.
int framesInModules(const QByteArray& report) {
  int found = 0;
  const qsizetype from = report.indexOf("back trace:"), to = report.indexOf("modules:"), end = report.indexOf("names:");
  for (const QByteArray& frame : report.mid(from, to - from).split('\n')) {
    bool isNumber = false;
    const quint64 address = frame.trimmed().toULongLong(&isNumber, 16);
    if (!isNumber) continue;
    for (const QByteArray& line : report.mid(to, end - to).split('\n')) {
      const QList<QByteArray> range = line.left(line.indexOf(' ')).split('-');
      if (range.size() == 2 && address >= range[0].toULongLong(nullptr, 16) && address < range[1].toULongLong(nullptr, 16)) ++found;
    }
  }
  return found;
}

}  // namespace

class CrashTest : public QObject {
  Q_OBJECT

 private slots:
  void leavesAReport_data() {
    QTest::addColumn<QString>("how");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("memory") << "memory" << QByteArray("SIGSEGV");
    QTest::newRow("a full stack") << "stack" << QByteArray("SIGSEGV");
    QTest::newRow("abort") << "abort" << QByteArray("SIGABRT");
    QTest::newRow("an exception") << "exception" << QByteArray("SIGABRT");
    QTest::newRow("another thread") << "thread" << QByteArray("SIGSEGV");
    QTest::newRow("two threads at once") << "threads" << QByteArray("SIGSEGV");
  }
  void leavesAReport() {
    QFETCH(QString, how);
    QFETCH(QByteArray, name);
    const QTemporaryDir folder;
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {"--crash", folder.path(), how});
    QVERIFY(child.waitForFinished(60'000));
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    QCOMPARE(child.exitCode(), name == "SIGABRT" ? SIGABRT : SIGSEGV);
    const QStringList left = reports(folder.path());
    QCOMPARE(left.size(), 1);
    const QString file = folder.filePath(left[0]);
    const QByteArray report = bytesOf(file);
    QVERIFY2(report.startsWith(kFacts), report);
    QVERIFY2(report.contains("signal: " + name), report);
    QVERIFY2(!report.contains("told before") && !report.contains("secret words"), report);
    if (name == "SIGSEGV" && how != u"stack") QVERIFY2(report.contains("address: 0x8\n"), report);
    QVERIFY2(framesInModules(report) >= 3, report);
    QVERIFY2(report.mid(report.indexOf("names:")).contains("app_crash_test"), report);
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(file).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777, 0600u);
  }

  void withoutAFolderThereIsNone() { QVERIFY(!crash::install("/nonexistent/folder")); }

  void reportsAreFewAndForgotten() {
    const QTemporaryDir folder;
    const CrashReports all(folder.path());
    QVERIFY(!all.newest());
    for (int i = 0; i < 14; ++i) {
      QFile file(folder.filePath(QStringLiteral("crash-20260101-0000%1-7.txt").arg(i, 2, 10, QLatin1Char('0'))));
      QVERIFY(file.open(QFile::ReadWrite));
      QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'700'000'000 + i), QFile::FileModificationTime));
    }
    QFile other(folder.filePath("halftone.log"));
    QVERIFY(other.open(QFile::WriteOnly));
    QCOMPARE(all.newest()->file, "crash-20260101-000013-7.txt");
    all.thin();
    QCOMPARE(reports(folder.path()).size(), 10);
    QCOMPARE(reports(folder.path()).first(), "crash-20260101-000004-7.txt");
    all.forget();
    QVERIFY(reports(folder.path()).isEmpty());
    QVERIFY(other.exists());
  }

  // The window itself, with a conversation open: what it is and how it was set, none of the words.
  void theWindowSaysWhatItIs() {
    const QTemporaryDir folder;
    const QString secret = "unmistakable-words-of-a-conversation";
    {
      ChatStore store(folder.path(), {});
      ChatRecord chat;
      chat.summary = {"c", secret, secret, QDateTime::currentDateTime()};
      chat.draft = secret;
      store.add(chat, {newMessage("user", secret)});
    }
    QFile state(folder.filePath("state.ini"));
    QVERIFY(state.open(QFile::WriteOnly));
    state.write("[chat]\nlast=c\n");
    state.close();
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("QT_QUICK_BACKEND", "software");
    environment.insert("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.setChildProcessModifier([] {
      const rlimit none = {0, 0};
      ::setrlimit(RLIMIT_CORE, &none);
    });
    program.start(QString(BINARY_DIR) + "/bin/halftone", {"--new-instance", "--data-dir", folder.path()});
    QVERIFY(program.waitForStarted());
    const auto listens = [&] {  // SIGTERM is listened to last
      QFile status(QString("/proc/%1/status").arg(program.processId()));
      if (!status.open(QFile::ReadOnly)) return false;
      for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("SigCgt:")) return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> (SIGTERM - 1) & 1) != 0;
      return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(listens(), 60'000);
    QTest::qWait(300);
    ::kill(static_cast<pid_t>(program.processId()), SIGSEGV);
    QVERIFY2(program.waitForFinished(60'000), program.readAll());
    QCOMPARE(program.exitStatus(), QProcess::CrashExit);
    const QStringList left = reports(folder.path());
    QCOMPARE(left.size(), 1);
    const QByteArray report = bytesOf(folder.filePath(left[0]));
    for (const char* fact : {"Halftone ", "Qt: 6", "offscreen", "system: ", "engine: None", "signal: SIGSEGV", "bin/halftone"})
      QVERIFY2(report.contains(fact), report);
    QVERIFY2(!report.contains(secret.toUtf8()), report);
    QVERIFY2(framesInModules(report) >= 5, report);
    ChatStore store(folder.path(), {});
    QCOMPARE(store.chat("c").messages.size(), 1);
  }
};

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.value(1) == "--crash") return crashAs(arguments.value(2), arguments.value(3));
  CrashTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "crash_test.moc"
