// Files become attachments: read in whatever they are written in, bounded in bytes, pages and time, refused with the cause.
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStringEncoder>
#include <sys/stat.h>
#include <thread>

#include "app/attachments/attachment_reader.h"
#include "app/attachments/text_decoder.h"
#include "app/attachments/visual_order.h"
#include "harness.h"
#include "pdf_fixture.h"
#include "temporary_files.h"

using namespace halftone;
using namespace halftone::app;

class AttachmentReadingTest : public QObject {
  Q_OBJECT

  TemporaryFiles files_;

  QString write(const QString& name, const QByteArray& bytes) const { return files_.write(name, bytes); }
  static std::expected<ReadFile, QString> read(const QString& path, const ReadLimits& limits = {}) { return AttachmentReader::read(path, [](double) {}, {}, limits); }
  static QString plain(QString text) { return text.remove(QChar(0x2068)).remove(QChar(0x2069)); }  // without what keeps figures together
  static bool attach(Harness& h, const QStringList& paths) {
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    h.chat().attachments()->attach(urls);
    return QTest::qWaitFor([&] { return !h.chat().attachments()->isReading(); });
  }

 private slots:
  void textIsReadInWhateverItIsWritten_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    const QString words = "Größe “x” – ما هو؟ 🧳\nline";
    const auto encoded = [](const QString& text, QStringConverter::Encoding encoding, bool mark) {
      QStringEncoder encoder(encoding, mark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
      return QByteArray(encoder(text));
    };
    QTest::newRow("UTF-8") << words.toUtf8() << words;
    QTest::newRow("UTF-8, marked") << QByteArray("\xEF\xBB\xBF") + words.toUtf8() << words;
    QTest::newRow("UTF-16LE, marked") << encoded(words, QStringConverter::Utf16LE, true) << words;
    QTest::newRow("UTF-16BE, marked") << encoded(words, QStringConverter::Utf16BE, true) << words;
    QTest::newRow("UTF-16LE") << encoded("Plain words, é", QStringConverter::Utf16LE, false) << "Plain words, é";
    QTest::newRow("UTF-16BE") << encoded("Plain words, é", QStringConverter::Utf16BE, false) << "Plain words, é";
    QTest::newRow("Latin-1") << QByteArray("Gr\xF6\xDF" "e, \xA3") << "Größe, £";
    QTest::newRow("Windows") << QByteArray("\x93quoted\x94 \x96 5 \x80") << "“quoted” – 5 €";
    QTest::newRow("other lines") << QByteArray("a\r\nb\rc\n") << "a\nb\nc\n";
    QTest::newRow("of a terminal") << QByteArray("\x1b[1mbold\x1b[0m\ttab\f") << "\x1b[1mbold\x1b[0m\ttab\f";
  }
  void textIsReadInWhateverItIsWritten() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    const auto found = read(write("text", bytes));
    QVERIFY2(found, qUtf8Printable(found ? QString() : found.error()));
    QCOMPARE(found->attachment.text, text);
    QCOMPARE(found->attachment.bytes, bytes.size());
  }

  // A text is never taken for binary, whatever its script; random bytes are never taken for text.
  void bytesThatAreNoTextAreTold() {
    QRandomGenerator random(7);
    for (int i = 0; i < 300; ++i) {
      QByteArray bytes(256, '\0');
      random.fillRange(reinterpret_cast<quint32*>(bytes.data()), 64);
      qsizetype strange = -1;
      QVERIFY(!decodeText(bytes, &strange));
      QVERIFY(strange >= 0 && strange < bytes.size());
      QString text;
      while (text.size() < 200) {
        const char32_t c = random.bounded(0x20, 0x2FFFF);
        if (!QChar::isSurrogate(c)) text += QString::fromUcs4(&c, 1);
      }
      QCOMPARE(decodeText(text.toUtf8()).value_or("binary"), text);
    }
  }

  void whatCannotBeReadSaysWhy_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("cause");
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("empty lines") << QByteArray("\n \n\t\n") << "empty lines";
    QTest::newRow("picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << "PNG";
    QTest::newRow("archive") << QByteArray("PK\x03\x04\x14\0\0\0\x08\0", 10) << "Zip";
    QTest::newRow("bytes") << QByteArray("abc\0\x01\x02xyz", 9) << "byte 3 is 0x00";
    QTest::newRow("locked PDF") << pdfOf({"secret"}, true) << "password";
    QTest::newRow("damaged PDF") << QByteArray("%PDF-1.7\nrubbish") << "damaged";
    QTest::newRow("pictures") << pdfOf({"", ""}) << "2 pages hold no text";
  }
  void whatCannotBeReadSaysWhy() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, cause);
    const auto found = read(write("file", bytes));
    QVERIFY(!found);
    QVERIFY2(found.error().contains(cause, Qt::CaseInsensitive), qUtf8Printable(found.error()));
  }

  void whatIsNoFileIsNotWaitedFor() {
    QVERIFY(read(files_.path()).error().contains("folder"));
    QVERIFY(read("/dev/zero").error().contains("no file"));
    QVERIFY(read(files_.filePath("none")).error().contains("no such file"));
    const QString pipe = files_.filePath("pipe");
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QVERIFY(read(pipe).error().contains("no file"));
  }

  void tooLargeIsRefusedWithItsNumbers() {
    QFile large(files_.filePath("large.log"));
    QVERIFY(large.open(QFile::WriteOnly) && large.resize(100 << 20));
    QCOMPARE(plain(read(large.fileName()).error()), "It has 100 MiB, at most 8.00 MiB are read.");
    QFile pdf(files_.filePath("large.pdf"));
    QVERIFY(pdf.open(QFile::WriteOnly));
    pdf.write("%PDF-1.7\n");
    QVERIFY(pdf.resize(100 << 20));
    QCOMPARE(plain(read(pdf.fileName()).error()), "It has 100 MiB, at most 64.0 MiB are read.");
  }

  void namesStandOnOneLine() {
    QCOMPARE(read(write(QString("a\nb\u202e🧳.txt"), "x"))->attachment.name, "a b🧳.txt");
    QCOMPARE(read(write("notes.md", "# x"))->attachment.media, "text/markdown");
    QCOMPARE(read(write("data.csv", "a,b"))->attachment.media, "text/csv");
  }

  void aPdfIsReadPageByPage() {
    QStringList pages;
    for (int i = 1; i <= 12; ++i) pages << QStringLiteral("Page %1 begins\nand ends.").arg(i);
    const QString path = write("paper.pdf", pdfOf(pages));
    QList<double> shares;
    const auto found = AttachmentReader::read(path, [&](double share) { shares << share; }, {});
    QVERIFY(found);
    QCOMPARE(found->pages, 12);
    QCOMPARE(found->pageEnds.size(), 12);
    QCOMPARE(found->attachment.media, "application/pdf");
    for (int i = 0; i < 12; ++i) {
      const qsizetype begin = i == 0 ? 0 : found->pageEnds[i - 1];
      QCOMPARE(found->attachment.text.mid(begin, found->pageEnds[i] - begin).trimmed(), pages[i]);
    }
    QCOMPARE(shares.size(), 12);
    QCOMPARE(shares.last(), 1.0);
    // Of one with too many pages, or too much on them, the first are read.
    QCOMPARE(read(path, {.pages = 5})->pageEnds.size(), 5);
    QCOMPARE(read(path, {.characters = 40})->pageEnds.size(), 2);
    QVERIFY(read(path, {.pageTime = std::chrono::milliseconds(0)}).error().contains("longer than"));
  }

  // Every prefix and a thousand damaged copies: an answer, whatever it is.
  void damagedPdfsAreHarmless() {
    const QByteArray whole = pdfOf({"one", "two"});
    QRandomGenerator random(3);
    for (int i = 0; i < 400; ++i) {
      QByteArray bytes = whole;
      for (int n = random.bounded(1, 6); n > 0; --n) bytes[random.bounded(static_cast<int>(bytes.size()))] = static_cast<char>(random.bounded(256));
      if (i % 4 == 0) bytes.truncate(random.bounded(10, static_cast<int>(bytes.size())));
      const auto found = read(write("damaged.pdf", bytes), {.time = std::chrono::seconds(5)});
      QVERIFY(found || !found.error().isEmpty());
    }
  }

  // As a page shows it, to as it is written; what is in the other script within it stays readable.
  void linesAreReadAsTheyAreWritten_data() {
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("written");
    const auto turned = [](const QString& text) {
      QString all;
      for (const QChar c : text) all.prepend(c);
      return all;
    };
    QTest::newRow("English") << "plain, 12 ms (x)" << "plain, 12 ms (x)";
    QTest::newRow("accents") << "Größe é" << "Größe é";
    QTest::newRow("ligature") << "e\uFB03cient" << "efficient";
    QTest::newRow("Arabic") << turned("ما هو الانتباه؟") << "ما هو الانتباه؟";
    QTest::newRow("by shapes") << "\uFEFB\uFEFC" << "لالا";
    QTest::newRow("Hebrew") << turned("שלום עולם.") << "שלום עולם.";
    QTest::newRow("a number within") << turned("بعد ") + "68" + turned("في عام ") << "في عام 68بعد ";
    QTest::newRow("Latin within") << turned(" يحسب هكذا") + "flash attention" + turned("الانتباه ") << "الانتباه flash attention يحسب هكذا";
    QTest::newRow("Arabic within") << "the word " + turned("السلام عليكم") + " means peace" << "the word السلام عليكم means peace";
    QTest::newRow("marks") << QString("\u0628\u064E") + "\u0645" << "مب\u064E";
    QTest::newRow("beyond the BMP") << "🧳 " + turned("مرحبا") << "مرحبا 🧳";
  }
  void linesAreReadAsTheyAreWritten() {
    QFETCH(QString, shown);
    QFETCH(QString, written);
    QCOMPARE(fromVisualOrder(shown), written);
    // A line with more English in it, on an Arabic page and on an English one.
    QString word("ما هو");
    std::ranges::reverse(word);
    QCOMPARE(fromVisualOrder("flash attention " + word, true), "ما هو flash attention");
    QCOMPARE(fromVisualOrder("flash attention " + word, false), "flash attention ما هو");
  }

  // 200 KB that unpack to 120 MB of words on one page: given up within the page, not after it.
  void aPageThatNeverEndsIsGivenUp() {
    const QByteArray words = qCompress("BT /F1 12 Tf 72 760 Td\n" + QByteArray("(word) Tj 1 0 Td\n").repeated(7'000'000) + "ET").mid(4);  // without Qt's own length
    QVERIFY(words.size() < 1'000'000);
    const QString path = write("bomb.pdf", pdfOfStreams({{words, " /Filter /FlateDecode"}}));
    const auto found = read(path, {.pageTime = std::chrono::milliseconds(200)});
    QVERIFY(!found);
    QCOMPARE(plain(found.error()), "Its first page took longer than 200 ms to read.");
    QElapsedTimer clock;
    std::stop_source stop;
    std::jthread asks([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      clock.start();
      stop.request_stop();
    });
    (void)AttachmentReader::read(path, [](double) {}, stop.get_token());
    QVERIFY2(clock.isValid() && clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));  // of the ten seconds that a page may take
  }

  void stoppedWithinAPdf() {
    QStringList pages;
    for (int i = 0; i < 300; ++i) pages << QString("word ").repeated(2000);
    const QString path = write("long.pdf", pdfOf(pages));
    std::stop_source stop;
    int reported = 0;
    (void)AttachmentReader::read(path, [&](double) { ++reported, stop.request_stop(); }, stop.get_token());
    QCOMPARE(reported, 1);
  }
};

QTEST_GUILESS_MAIN(AttachmentReadingTest)
#include "attachment_reading_test.moc"
