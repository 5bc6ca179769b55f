// No text is worse than linear: a megabyte of one kind of character, and words without an end, through every way of splitting and every
// model. The bound is processor time, so that a busy machine does not count.
#include <QtTest>

#include <time.h>

#include "engine/load/checkpoint.h"
#include "engine/tokenizer/named_pre_tokenizers.h"
#include "engine/tokenizer/regex.h"
#include "tests/sanitizer.h"

using namespace halftone;

namespace {

double processor_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

std::string repeated(std::string_view unit, std::size_t size) {
  std::string text;
  while (text.size() < size) text += unit;
  return text;
}

struct Text {
  const char* name;
  std::string text;
};
std::vector<Text> texts(std::size_t size) {
  return {
      {"letters", repeated("a", size)},
      {"capitals", repeated("A", size)},
      {"digits", repeated("7", size)},
      {"spaces", repeated(" ", size)},
      {"lines", repeated("\n", size)},
      {"tabs and lines", repeated("\t\r\n", size)},
      {"spaces and a letter", repeated(" ", size - 1) + "a"},
      {"punctuation", repeated("!", size)},
      {"slashes and lines", repeated("/\n", size)},
      {"apostrophes", repeated("'", size)},
      {"Han", repeated("\u6f22", size)},
      {"marks", repeated("\u0301", size)},
      {"emoji", repeated("\U0001F469\u200D\U0001F4BB", size)},
      {"a word of 200 kB", repeated("antidisestablishmentarianism", 200'000)},
      {"digits in a word", repeated("123456789x", 200'000)},
      {"no UTF-8", repeated("\xC3", 200'000)},
  };
}

void encodes_all(const Tokenizer& tokenizer, std::size_t size, double quick) {
  const double bound = quick * kSlowdown;
  for (const auto& [name, text] : texts(size)) {
    const double start = processor_seconds();
    const auto ids = tokenizer.encode(text);
    const double encoded = processor_seconds();
    const std::string back = tokenizer.decode(ids);
    const double decoded = processor_seconds();
    QVERIFY2(encoded - start < bound, qPrintable(QString("%1: encoded in %2 s").arg(name).arg(encoded - start)));
    QVERIFY2(decoded - encoded < bound, qPrintable(QString("%1: decoded in %2 s").arg(name).arg(decoded - encoded)));
  }
}

}  // namespace

class LongTextTest : public QObject {
  Q_OBJECT

 private slots:
  void pre_tokenizers_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"gpt-2", "starcoder", "llama-bpe", "minicpm5", "qwen2", "qwen35", "gpt-4o", "tekken", "deepseek-v3", "deepseek-llm",
                             "deepseek-coder", "bailingmoe", "laguna", "tiny_aya", "kimi-k2", "bloom", "falcon"})
      QTest::newRow(name) << name;
  }
  void pre_tokenizers() {
    QFETCH(QString, name);
    TokenizerData data = read_tokenizer(SOURCE_DIR "/tests/golden/twins/byte_level/tokenizer.json").value();
    auto named = named_pre_tokenizer(name.toStdString());
    data.pipeline.normalizers = std::move(named->normalizers);
    data.pipeline.pre_tokenizers = std::move(named->steps);
    encodes_all(**make_tokenizer(std::move(data)), 250'000, 0.5);
  }

  void models_data() {
    QTest::addColumn<QString>("folder");
    for (const char* name : {"tests/golden/twins/byte_level", "tests/golden/twins/unigram", "tests/golden/tokenizers/gemma"}) QTest::newRow(name) << name;
  }
  void models() {
    QFETCH(QString, folder);
    auto data = read_tokenizer((QString(SOURCE_DIR "/") + folder).toStdString());
    QVERIFY2(data, data ? "" : data.error().message().c_str());
    auto tokenizer = make_tokenizer(*std::move(data));
    QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().message().c_str());
    encodes_all(**tokenizer, 1'000'000, 1);
  }

  // A pattern of a model's own that never ends is given up with its name, and the program lives.
  void exploding_pattern() {
    TokenizerData data = read_tokenizer(SOURCE_DIR "/tests/golden/twins/byte_level/tokenizer.json").value();
    data.pipeline.pre_tokenizers = {pre_tokenizer::Split{{"(?:a+a+)+b", true}}, pre_tokenizer::ByteLevel{false, false}};
    const auto exploding = make_tokenizer(std::move(data)).value();
    QVERIFY(!exploding->encode("aab").empty());
    QVERIFY_EXCEPTION_THROWN((void)exploding->encode(repeated("a", 300) + "cb"), PatternExploded);
  }
};

QTEST_APPLESS_MAIN(LongTextTest)
#include "long_text_test.moc"
