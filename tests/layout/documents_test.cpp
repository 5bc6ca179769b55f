// Documents are executable: the paths that ARCHITECTURE.md names exist, the commands that README.md gives are there, and no file
// has grown two ideas.
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

namespace {

QString read(const QString& name) {
  QFile file(QString(SOURCE_DIR) + "/" + name);
  return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

class DocumentsTest : public QObject {
  Q_OBJECT

 private slots:
  void pathsExist_data() {
    QTest::addColumn<QString>("document");
    for (const char* name : {"ARCHITECTURE.md", "README.md", "CONTRIBUTING.md"}) QTest::newRow(name) << name;
  }
  void pathsExist() {
    QFETCH(QString, document);
    const QString text = read(document);
    QVERIFY2(!text.isEmpty(), "the document is missing");
    // `kernels/ops/rope.h`, `engine/model/`, `ui/chat/Composer.qml`, ![…](resources/…)
    static const QRegularExpression path(R"((?<![\w/.-])((?:kernels|engine|app|ui|resources|tests|packaging|cmake|\.ci)/[\w./-]*\w))");
    int seen = 0;
    QStringList missing;
    for (auto it = path.globalMatch(text); it.hasNext();) {
      const QString found = it.next().captured(1);
      ++seen;
      if (!QFile::exists(QString(SOURCE_DIR) + "/" + found)) missing << found;
    }
    if (document == "ARCHITECTURE.md") QVERIFY(seen > 20);
    QVERIFY2(missing.isEmpty(), qPrintable(document + " names what is not there: " + missing.join(", ")));
  }

  // One message from the composer to the kernel: the walk names real files, in order, and the functions they are said to hold.
  void walkIsReal() {
    const QString text = read("ARCHITECTURE.md");
    static const QRegularExpression step(R"(^\d+\.\s+`([^`]+)`\s+—\s+`([^`]+)`)", QRegularExpression::MultilineOption);
    int steps = 0;
    for (auto it = step.globalMatch(text); it.hasNext();) {
      const auto match = it.next();
      const QString source = read(match.captured(1));
      const QString name = match.captured(2);
      const QString bare = name.section("::", -1).remove("()");
      QVERIFY2(source.contains(bare), qPrintable(match.captured(1) + " does not hold " + name));
      ++steps;
    }
    QVERIFY2(steps >= 8, "the walk is gone");
  }

  void commandsAreThere() {
    const QString readme = read("README.md");
    const QString dev = read("dev");
    static const QRegularExpression word(R"(\./dev (\w+))");
    int seen = 0;
    for (auto it = word.globalMatch(readme); it.hasNext(); ++seen) {
      const QString command = it.next().captured(1);
      QVERIFY2(dev.contains(QRegularExpression("^  (\\w+\\|)*" + command + "\\)", QRegularExpression::MultilineOption)) || command == "help",
               qPrintable("./dev has no " + command));
    }
    QVERIFY(seen >= 2);

    QProcess cli;
    cli.start(QString(BINARY_DIR) + "/bin/halftone-cli", {"--help"});
    QVERIFY(cli.waitForFinished());
    const QString help = cli.readAllStandardOutput();
    static const QRegularExpression sub(R"(halftone-cli ([a-z]+))");
    for (auto it = sub.globalMatch(readme); it.hasNext();) {
      const QString command = it.next().captured(1);
      QVERIFY2(help.contains(QRegularExpression("^  " + command + "\\b", QRegularExpression::MultilineOption)), qPrintable(command));
    }
  }

  void filesStaySmall() {
    constexpr int kLongest = 400;
    const QString being_divided = QString(SOURCE_DIR) + "/engine/generate/local_engine.cpp";
    QStringList large;
    for (const QString& top : {QString("kernels"), QString("engine"), QString("app"), QString("ui"), QString("tests")}) {
      QDirIterator it(QString(SOURCE_DIR) + "/" + top, {"*.h", "*.cpp", "*.cu", "*.cuh", "*.qml", "*.py"}, QDir::Files, QDirIterator::Subdirectories);
      while (it.hasNext()) {
        const QString path = it.next();
        QFile file(path);
        QVERIFY(file.open(QFile::ReadOnly));
        if (const auto lines = file.readAll().count('\n'); lines > kLongest && path != being_divided) large << QString("%1: %2 lines").arg(path).arg(lines);
      }
    }
    QVERIFY2(large.isEmpty(), qPrintable("Two ideas in one file?\n" + large.join('\n')));
  }
};

QTEST_GUILESS_MAIN(DocumentsTest)
#include "documents_test.moc"
