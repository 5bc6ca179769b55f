// halftone-cli and the streams that it is given: closed, full, or nobody there. Issue 12, lines "cases 05, 06, 07, 13".
#include "../sanitizer.h"
#include "cli.h"

using namespace halftone::cli;

class StreamsTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  QString messages_;

  // A line of shell; $CLI, $MODEL and $MESSAGES stand for the program, the demo model and two questions. What the shell itself writes
  // comes back, and its exit status.
  Outcome shell(const QString& line) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("CLI", QString(BINARY_DIR) + "/bin/halftone-cli");
    environment.insert("MODEL", kDemo);
    environment.insert("MESSAGES", messages_);
    process.setProcessEnvironment(environment);
    process.start("/bin/bash", {"-c", line});
    process.closeWriteChannel();
    process.waitForFinished(120'000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
  }

 private slots:
  void initTestCase() { messages_ = write(folder_, "two.json", conversation({"How many people live in France?", "And how many are in Germany?"})); }

  // Case 05.
  void aNoteThatCannotBeWrittenStopsNothing_data() {
    QTest::addColumn<QString>("stream");
    QTest::newRow("closed") << "2>&-";
    QTest::newRow("full") << "2>/dev/full";
  }
  void aNoteThatCannotBeWrittenStopsNothing() {
    QFETCH(QString, stream);
    QCOMPARE(shell("$CLI inspect /nonexistent " + stream).code, 1);
    QCOMPARE(shell("$CLI inspect --no-such-option " + stream).code, 2);
    const Outcome chat = shell("$CLI chat $MODEL --messages $MESSAGES --max-tokens 8 --json " + stream);
    QCOMPARE(chat.code, 0);
    QCOMPARE(chat.json().size(), 2);
    const Outcome typed = shell("printf 'Hi\\nAnd you?\\n' | $CLI chat $MODEL --max-tokens 4 " + stream);
    QCOMPARE(typed.code, 0);
    QVERIFY(!typed.out.isEmpty());
  }

  // Case 06.
  void lostOutputIsAnError_data() {
    QTest::addColumn<QString>("command");
    for (const char* command :
         {"chat $MODEL --messages $MESSAGES --max-tokens 4 --json", "chat $MODEL --messages $MESSAGES --max-tokens 4",
          "render $MODEL --messages $MESSAGES", "tokenize $MODEL", "detokenize $MODEL", "perplexity $MODEL --file $MESSAGES --json",
          "perplexity $MODEL --file $MESSAGES", "inspect $MODEL", "inspect $MODEL --json", "attention $MODEL --text Hi --layer 0 --head 0",
          "bench $MODEL --prompt 4 --generate 2 --repeat 1", "--help", "chat --help", "--version"})
      QTest::newRow(command) << command;
  }
  void lostOutputIsAnError() {
    QFETCH(QString, command);
    for (const char* stream : {">/dev/full", ">&-"}) {
      const Outcome outcome = shell("echo 300 | $CLI " + command + ' ' + stream);
      QCOMPARE(outcome.code, 1);
      QVERIFY2(outcome.err.contains("the result could not be written"), outcome.err);
    }
  }

  // Case 07: the model's own file got the number 0, and its bytes were read as questions.
  void closedInputIsItsEnd() {
    const Outcome chat = shell("$CLI chat $MODEL --max-tokens 20 <&-");
    QCOMPARE(chat.code, 0);
    QCOMPARE(chat.out, QByteArray());
    QCOMPARE(chat.err.count('\n'), 1);
    QVERIFY2(!chat.err.contains("tokens/s"), chat.err);
    const Outcome ids = shell("$CLI tokenize $MODEL <&-");
    QCOMPARE(ids.code, 0);
    QCOMPARE(ids.out.trimmed(), QByteArray());
    QCOMPARE(shell("$CLI chat $MODEL <&- >&- 2>&-").code, 0);  // nothing is answered, so nothing is lost
  }

  // Case 13.
  void aSettingThatIsNoNumberIsRefused_data() {
    QTest::addColumn<QStringList>("option");
    for (const char* name : {"--temperature", "--top-p", "--min-p", "--repeat-penalty"})
      for (const char* value : {"nan", "-nan", "NaN", "inf", "-1", "1e999", "x"}) QTest::addRow("%s %s", name, value) << QStringList{name, value};
    for (const char* value : {"-1", "nan", "1.5", "18446744073709551616"}) QTest::addRow("--seed %s", value) << QStringList{"--seed", value};
    for (const char* name : {"--max-tokens", "--top-k", "--context", "--threads"})
      for (const char* value : {"-1", "nan", "1.5"}) QTest::addRow("%s %s", name, value) << QStringList{name, value};
  }
  void aSettingThatIsNoNumberIsRefused() {
    QFETCH(QStringList, option);
    const Outcome outcome = run(QStringList{"chat", kDemo, "--messages", messages_} + option);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains(option[0].toUtf8()), outcome.err);
  }

  // Case 36: an address space that a thousand stacks do not fit into.
  void threadsThatCannotBeMade() {
    if (!kAddressSpaceCanBeLimited) QSKIP("the sanitizer's shadow takes all address space");
    const Outcome outcome = shell("ulimit -v 3000000; $CLI chat $MODEL --messages $MESSAGES --max-tokens 4 --device cpu --threads 1024 --json");
    QVERIFY2(outcome.code == 0 || (outcome.code == 1 && outcome.err.startsWith("halftone-cli: ")), outcome.err);
    if (outcome.code == 0) QCOMPARE(outcome.json().size(), 2);
  }

  void theGreatestSeedIsOne() {
    QCOMPARE(run({"chat", kDemo, "--messages", messages_, "--max-tokens", "2", "--seed", "18446744073709551615", "--temperature", "0.5"}).code, 0);
  }
};

QTEST_GUILESS_MAIN(StreamsTest)
#include "streams_test.moc"
