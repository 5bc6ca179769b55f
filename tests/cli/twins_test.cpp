// The command line with a model of each kind of tokenizer: the guide's dialogue, and the cache that the second turn reuses.
#include "cli.h"

using namespace halftone::cli;

class CliTwinsTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

 private slots:
  void chats_data() {
    QTest::addColumn<QString>("model");
    QTest::newRow("sentencepiece") << kDemo;
    QTest::newRow("byte-level") << QString(SOURCE_DIR) + "/tests/golden/twins/byte_level";
    QTest::newRow("unigram") << QString(SOURCE_DIR) + "/tests/golden/twins/unigram";
  }
  void chats() {
    QFETCH(QString, model);
    const QString messages = write(folder_, "m.json", conversation({"How many people live in France?", "And how many are in Germany?"}));
    const Outcome outcome = run({"chat", model, "--messages", messages, "--json"});
    QCOMPARE(outcome.code, 0);
    const auto replies = outcome.json();
    QCOMPARE(replies.size(), 2);
    QCOMPARE(replies[0]["text"].toString(), QString("About 68 million people live in France."));
    QCOMPARE(replies[1]["text"].toString(), QString("About 84 million people live in Germany."));
    // The question, the answer, and the marks between them were there already.
    QVERIFY(replies[1]["reused_tokens"].toInt() > replies[0]["prompt_tokens"].toInt());
  }

  // What splits words can be named where a file does not say it; an unknown name says which are known.
  void namesAPreTokenizer() {
    const QString model = QString(SOURCE_DIR) + "/tests/golden/twins/byte_level";
    const Outcome own = run({"tokenize", model}, "in 2024");
    const Outcome llama = run({"tokenize", model, "--pre-tokenizer", "gpt-2"}, "in 2024");
    QVERIFY(own.code == 0 && llama.code == 0);
    const Outcome unknown = run({"tokenize", model, "--pre-tokenizer", "gpt-17"}, "in 2024");
    QCOMPARE(unknown.code, 1);
    QVERIFY2(unknown.err.contains("'gpt-17'") && unknown.err.contains("llama-bpe"), unknown.err);
    const Outcome elsewhere = run({"tokenize", kDemo, "--pre-tokenizer", "gpt-2"}, "x");
    QCOMPARE(elsewhere.code, 1);
    QVERIFY2(elsewhere.err.contains("not byte-level"), elsewhere.err);
  }
};

QTEST_GUILESS_MAIN(CliTwinsTest)
#include "twins_test.moc"
