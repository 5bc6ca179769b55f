// A folder with tokenizer.model and tokenizer.json of one vocabulary (tests/golden/tokenizers/both): tokenizer.json is read, as
// AutoTokenizer does, and what the other file says must be the same. Expected: one reader is the other's oracle.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "engine/load/checkpoint.h"

using namespace halftone;

namespace {

std::unique_ptr<Tokenizer> tokenizer_of(const QString& folder) {
  auto data = read_tokenizer(folder.toStdString());
  if (!data) qFatal("%s", data.error().message().c_str());
  auto tokenizer = make_tokenizer(*std::move(data));
  if (!tokenizer) qFatal("%s", tokenizer.error().message().c_str());
  return *std::move(tokenizer);
}

}  // namespace

class BothFilesTest : public QObject {
  Q_OBJECT
 private slots:
  void areReadAlike() {
    const QString both = QStringLiteral(SOURCE_DIR "/tests/golden/tokenizers/both/");
    const auto fast = tokenizer_of(both);
    QCOMPARE(fast->data().source.english, std::string("tokenizer.json"));
    QTemporaryDir folder;
    for (const char* name : {"tokenizer.model", "tokenizer_config.json"}) QVERIFY(QFile::copy(both + name, folder.filePath(name)));
    const auto slow = tokenizer_of(folder.path());
    QCOMPARE(slow->data().source.english, std::string("tokenizer.model"));
    QCOMPARE(slow->vocabulary_size(), fast->vocabulary_size());

    const std::vector<std::string> parts = {"How many", " people", " ",    "  ",   "\n",   "\t",     "a",      "France", "1000**3",
                                            "é",        "e\u0301", "🦙", "漢字", "▁",    "<0x0A>", "<s>",    "</s>",   "<|user|>",
                                            "<mask>",   "<tool>",  "<",    "|>",   "user", "...",    "\u00A0", "\u2028", "x"};
    std::mt19937 random(3);
    for (int round = 0; round < 5000; ++round) {
      std::vector<TextSpan> prompt;
      for (auto spans = 1 + random() % 3; spans > 0; --spans) {
        TextSpan span{"", random() % 2 == 0};
        for (auto count = random() % 7; count > 0; --count) span.text += parts[random() % parts.size()];
        prompt.push_back(std::move(span));
      }
      std::string shown;
      for (const TextSpan& span : prompt)
        shown += (span.may_hold_control_tokens ? "{" : "[") + span.text + (span.may_hold_control_tokens ? "}" : "]");
      const auto ids = fast->encode(prompt);
      QVERIFY2(slow->encode(prompt) == ids, shown.c_str());
      for (const TokenId id : ids) QCOMPARE(slow->is_control(id), fast->is_control(id));
      // Other ids than an encoder gives need not decode alike: sentencepiece never takes a first space that came as a byte.
      QVERIFY2(slow->decode(ids) == fast->decode(ids), shown.c_str());
    }
  }
};

QTEST_APPLESS_MAIN(BothFilesTest)
#include "both_files_test.moc"
