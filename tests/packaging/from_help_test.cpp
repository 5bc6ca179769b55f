// Man pages and completions say what --help says: every command and option of it, and none that is gone. Read here by one pattern, apart
// from the parser that made them.
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

using Words = QSet<QString>;

QString help(const QString& program, const QStringList& command = {}) {
  QProcess process;
  process.start(QString(BINARY_DIR) + "/bin/" + program, command + QStringList{"--help"});
  process.waitForFinished(60'000);
  return QString::fromUtf8(process.readAllStandardOutput());
}

QString made(const QString& name) {
  QFile file(QString(BINARY_DIR) + "/packaging/" + name);
  return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// What the pattern's first group finds.
Words found(const QString& text, const char* pattern) {
  Words words;
  const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
  for (auto it = expression.globalMatch(text); it.hasNext();) words << it.next().captured(1);
  return words;
}

// "--weights", at the beginning of an entry or behind its short name.
Words optionsIn(const QString& help) { return found(help, "^  (?:-\\w, ?)?(--[a-z][a-z-]*)"); }

QStringList commandsIn(const QString& help) {
  const QString listed = help.section("\nSubcommands:\n", 1);
  QStringList commands = found(listed, "^  ([a-z-]+) ").values();
  commands.sort();
  return commands;
}

// Of a text in lines, those that belong to a command: from where it is named to where the next one is.
QString part(const QString& text, const QString& begin, const QString& end) {
  const QRegularExpression lines(begin, QRegularExpression::MultilineOption);
  const auto match = lines.match(text);
  if (!match.hasMatch()) return {};
  const auto next = QRegularExpression(end, QRegularExpression::MultilineOption).match(text, match.capturedEnd());
  return text.mid(match.capturedStart(), next.hasMatch() ? next.capturedStart() - match.capturedStart() : -1);
}

QString sorted(const Words& words) {
  QStringList list = words.values();
  list.sort();
  return list.join(' ');
}

}  // namespace

class FromHelpTest : public QObject {
  Q_OBJECT

 private slots:
  void theWindow() {
    const Words said = optionsIn(help("halftone"));
    QVERIFY2(said.contains("--data-dir") && said.size() >= 4, qPrintable(sorted(said)));
    QCOMPARE(sorted(found(made("halftone.1").remove('\\'), "fB(--[a-z-]+)fR")), sorted(said));
    QCOMPARE(sorted(found(made("halftone.bash"), "[ '](--[a-z-]+)(?=[ '])")), sorted(said));
    QCOMPARE(sorted(found(made("_halftone"), "^\\s*'(--[a-z-]+)")), sorted(said));
    QCOMPARE(sorted(found(made("halftone.fish"), " -l ([a-z-]+)")), sorted(said).remove("--"));
  }

  void theCommandLine_data() {
    QTest::addColumn<QString>("command");
    const QStringList commands = commandsIn(help("halftone-cli"));
    QVERIFY2(commands.size() >= 8, qPrintable(commands.join(' ')));
    for (const QString& command : commands) QTest::newRow(qPrintable(command)) << command;
  }
  void theCommandLine() {
    QFETCH(QString, command);
    const Words said = optionsIn(help("halftone-cli", {command}));
    QVERIFY2(said.contains("--help"), qPrintable(sorted(said)));
    const QString man = part(made("halftone-cli.1").remove('\\'), "^\\.SS " + command + "$", "^\\.S");
    QCOMPARE(sorted(found(man, "fB(--[a-z-]+)fR")), sorted(said));
    const QString bash = part(made("halftone-cli.bash"), "^ *\"" + command + " \"\\*\\)", ";;");
    QCOMPARE(sorted(found(bash, "[ '](--[a-z-]+)(?=[ '])")), sorted(said));
    const QString zsh = part(made("_halftone-cli"), "^ *" + command + "\\)$", ";;");
    QCOMPARE(sorted(found(zsh, "^\\s*'(--[a-z-]+)")), sorted(said));
    QStringList fish = made("halftone-cli.fish").split('\n').filter("from " + command + "'");
    QCOMPARE(sorted(found(fish.join('\n'), " -l ([a-z-]+)")), sorted(said).remove("--"));
  }

  void commandsAreAll() {
    const QStringList said = commandsIn(help("halftone-cli"));
    QCOMPARE(sorted(found(made("halftone-cli.1").remove('\\'), "^\\.SS ([a-z-]+)$")), said.join(' '));
    QCOMPARE(sorted(found(made("halftone-cli.bash"), "^ *\"([a-z-]+) \"\\*\\)")), said.join(' '));
    QCOMPARE(sorted(found(made("_halftone-cli"), "^ {8}([a-z-]+)\\)$")), said.join(' '));
    QCOMPARE(sorted(found(made("_halftone-cli"), "^ {4}'([a-z-]+):")), said.join(' '));
    QCOMPARE(sorted(found(made("halftone-cli.fish"), " -a ([a-z-]+) -d")), said.join(' '));
  }

  // What may stand behind an option is offered, and no placeholder.
  void valuesAreOffered() {
    QVERIFY(made("halftone-cli.bash").contains("\"chat --attention\") words='flash naive' ;;"));
    QVERIFY(made("_halftone-cli").contains(":value:(flash naive)'"));
    QVERIFY(made("halftone-cli.fish").contains("-l attention -x -a 'flash naive'"));
    QVERIFY(!made("halftone-cli.bash").contains(QRegularExpression("words='[^']*[A-Z]")));
  }
};

QTEST_GUILESS_MAIN(FromHelpTest)
#include "from_help_test.moc"
