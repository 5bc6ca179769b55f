#include "engine/base/utf8_stream.h"

#include <QTest>
#include <random>

using halftone::Utf8Stream;

namespace {

// Feeds the bytes in pieces of random sizes: what comes out must not depend on where the tokens end.
std::string in_pieces(const std::string& bytes, const std::vector<std::string>& stops, std::mt19937& random, bool* stopped = nullptr) {
  Utf8Stream stream(stops);
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = 1 + random() % 4;
    text += stream.push(std::string_view(bytes).substr(at, size));
    at += size;
  }
  text += stream.finish();
  if (stopped) *stopped = stream.stopped();
  return text;
}

}  // namespace

class Utf8StreamTest : public QObject {
  Q_OBJECT
 private slots:
  // Expected: Python's bytes.decode(errors="replace").
  void invalid_bytes_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, QByteArray bytes, const char* text) { QTest::newRow(name) << bytes << QString(text); };
    row("ascii", "abc", "abc");
    row("two, three, four bytes", "é€🦙", "é€🦙");
    row("lone continuation", "a\x80z", "a\uFFFDz");
    row("overlong", "\xC0\xAF", "\uFFFD\uFFFD");
    row("overlong of three", "\xE0\x80\x80", "\uFFFD\uFFFD\uFFFD");
    row("surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD");
    row("beyond U+10FFFF", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD");
    row("F5", "\xF5\x80", "\uFFFD\uFFFD");
    row("broken off, then ascii", "\xE2\x82z", "\uFFFDz");
    row("broken off, then another", "\xF0\x9F\xA6\xC3\xA9", "\uFFFDé");
    row("broken off at the end", "a\xF0\x9F\xA6", "a\uFFFD");
    row("NUL", QByteArray("a\0b", 3), "");
  }
  void invalid_bytes() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    const std::string expected = text.isEmpty() ? bytes.toStdString() : text.toStdString();
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) QCOMPARE(in_pieces(bytes.toStdString(), {}, random), expected);
  }

  // Qt's decoder is a second opinion on random bytes.
  void random_bytes() {
    std::mt19937 random(1);
    const unsigned char interesting[] = {'a', 0x80, 0xBF, 0xC3, 0xE0, 0xE2, 0x82, 0xAC, 0xED, 0xF0, 0x9F, 0xA6, 0x99, 0xF4, 0x8F, 0xFF};
    for (int round = 0; round < 5000; ++round) {
      std::string bytes;
      for (int i = static_cast<int>(random() % 12); i > 0; --i) bytes += static_cast<char>(interesting[random() % 16]);
      const std::string text = in_pieces(bytes, {}, random);
      QCOMPARE(QString::fromStdString(text).toStdString(), text);  // always valid
      if (QString::fromStdString(bytes).toStdString() == bytes) QCOMPARE(text, bytes);
    }
  }

  void gives_out_what_is_certain() {
    Utf8Stream stream({"<end>"});
    QCOMPARE(stream.push("a\xC3"), std::string("a"));
    QCOMPARE(stream.push("\xA9"), std::string("é"));
    QCOMPARE(stream.push("b<e"), std::string("b"));
    QCOMPARE(stream.push("x"), std::string("<ex"));
    QCOMPARE(stream.push("<<en"), std::string("<"));
    QCOMPARE(stream.finish(), std::string("<en"));
    QCOMPARE(stream.finish(), std::string());
  }

  void stop_strings() {
    std::mt19937 random(9);
    for (int round = 0; round < 200; ++round) {
      bool stopped = false;
      QCOMPARE(in_pieces("one User: two", {"User:"}, random, &stopped), std::string("one "));
      QVERIFY(stopped);
      QCOMPARE(in_pieces("aab", {"ab"}, random, &stopped), std::string("a"));
      QVERIFY(stopped);
      QCOMPARE(in_pieces("abababac!", {"ababac"}, random, &stopped), std::string("ab"));
      QCOMPARE(in_pieces("x é🦙 y", {"🦙"}, random, &stopped), std::string("x é"));
      QCOMPARE(in_pieces("nothing", {"", "Nothing"}, random, &stopped), std::string("nothing"));
      QVERIFY(!stopped);
    }
    Utf8Stream stream({"b"});
    QCOMPARE(stream.push("abc"), std::string("a"));
    QVERIFY(stream.stopped());
    QCOMPARE(stream.push("d"), std::string());
    QCOMPARE(stream.finish(), std::string());
  }
};

QTEST_APPLESS_MAIN(Utf8StreamTest)
#include "utf8_stream_test.moc"
