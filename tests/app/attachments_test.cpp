// Files become attachments: read in whatever they are written in, bounded, refused with the cause; sent in front of the words they go with;
// kept with message and draft.
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStringEncoder>
#include <sys/stat.h>
#include <thread>

#include "app/attachments/as_sent.h"
#include "app/attachments/attachment_reader.h"
#include "app/attachments/text_decoder.h"
#include "app/attachments/visual_order.h"
#include "app/storage/conversation_file.h"
#include "app/viewmodels/attachment_page.h"
#include "harness.h"
#include "pdf_fixture.h"

using namespace halftone;
using namespace halftone::app;

class AttachmentsTest : public QObject {
  Q_OBJECT

  QTemporaryDir files_;

  QString write(const QString& name, const QByteArray& bytes) const {
    QFile file(files_.filePath(name));
    if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
    return file.fileName();
  }
  static std::expected<ReadFile, QString> read(const QString& path, const ReadLimits& limits = {}) { return AttachmentReader::read(path, [](double) {}, {}, limits); }
  static Attachment attachment(const QString& name, const QString& text, qint64 tokens = 0) {
    Attachment a;
    a.name = name;
    a.media = "text/plain";
    a.text = text;
    a.bytes = text.toUtf8().size();
    a.tokens = tokens;
    return a;
  }
  static QString plain(QString text) { return text.remove(QChar(0x2068)).remove(QChar(0x2069)); }  // without what keeps figures together
  static bool attach(Harness& h, const QStringList& paths) {
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    h.chat().attachments()->attach(urls);
    return QTest::qWaitFor([&] { return !h.chat().attachments()->isReading(); });
  }
  static QVariant at(Harness& h, int row, AttachmentListModel::Role role) { return h.chat().attachments()->data(h.chat().attachments()->index(row), role); }
  static std::string sent(Harness& h, std::size_t message = 0) { return h.script.last_asked().at(message).content; }

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

  void nothingInATextClosesItsFence() {
    QCOMPARE(asSent(attachment("a.txt", "plain")), "a.txt:\n```\nplain\n```");
    QCOMPARE(asSent(attachment("a.md", "```sh\nls\n```\n")), "a.md:\n````\n```sh\nls\n```\n````");
    QCOMPARE(asSent(attachment("a.md", "`````")), "a.md:\n``````\n`````\n``````");
    MessageRecord message;
    message.text = "Compare.";
    message.attachments = {attachment("a", "1"), attachment("b", "2")};
    QCOMPARE(asSent(message), "a:\n```\n1\n```\n\nb:\n```\n2\n```\n\nCompare.");
    message.text.clear();
    QCOMPARE(asSent(message), "a:\n```\n1\n```\n\nb:\n```\n2\n```");
    QCOMPARE(wordsOf(message), "a, b");
  }

  void attachmentsAreSentBeforeTheWordsAndStayWithTheMessage() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(attach(h, {write("notes.md", "one two three"), write("picture.png", QByteArray("\x89PNG\r\n\x1a\n\0", 9))}));
    QCOMPARE(h.chat().attachments()->count(), 2);
    QVERIFY(at(h, 1, AttachmentListModel::CauseRole).toString().contains("PNG"));
    QTRY_COMPARE(at(h, 0, AttachmentListModel::FigureRole).toString(), "6 tokens");  // name, fences and three words
    QVERIFY(h.say("What is this?"));
    QCOMPARE(sent(h), "notes.md:\n```\none two three\n```\n\nWhat is this?");
    QCOMPARE(h.message(0).text, "What is this?");
    QCOMPARE(h.message(0).attachments.size(), 1);
    QCOMPARE(h.message(0).attachments[0].tokens, 6);
    QCOMPARE(h.chat().attachments()->count(), 0);
    QCOMPARE(h.chat().title(), "What is this?");
    h.restart();
    QTRY_COMPARE(h.count(), 2);
    QCOMPARE(h.message(0).attachments.size(), 1);
    QCOMPARE(h.message(0).attachments[0].text, "one two three");
  }

  void aMessageMayBeNothingButAttachments() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(attach(h, {write("notes.md", "one")}));
    QVERIFY(h.say(""));
    QCOMPARE(sent(h), "notes.md:\n```\none\n```");
    QCOMPARE(h.chat().title(), "notes.md");
    QVERIFY(h.say("And now?"));
    QCOMPARE(h.script.last_asked().size(), 3u);
    QCOMPARE(sent(h), "notes.md:\n```\none\n```");
  }

  void nothingIsSentWhileAFileIsBeingRead() {
    Harness h;
    QVERIFY(h.open());
    h.chat().attachments()->attach({QUrl::fromLocalFile(write("notes.md", "one"))});
    QVERIFY(h.chat().attachments()->isReading());
    h.chat().send("too early");
    QVERIFY(!h.chat().isBusy());
    QTRY_VERIFY(!h.chat().attachments()->isReading());
    QCOMPARE(h.count(), 0);
  }

  void aQuestionThatIsEditedKeepsItsAttachments() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(attach(h, {write("a.txt", "one"), write("b.txt", "two")}));
    QVERIFY(h.say("First"));
    h.chat().editAndResend(0, "Second");
    QVERIFY(h.idle());
    QCOMPARE(h.message(0).attachments.size(), 2);
    QCOMPARE(sent(h), "a.txt:\n```\none\n```\n\nb.txt:\n```\ntwo\n```\n\nSecond");
    h.chat().editAndResend(0, "Third", {0});
    QVERIFY(h.idle());
    QCOMPARE(sent(h), "b.txt:\n```\ntwo\n```\n\nThird");
    h.chat().showVersion(0, 1);
    QCOMPARE(h.message(0).attachments.size(), 2);
    h.chat().editAndResend(0, "", {0, 1});  // nothing is left to be sent
    QVERIFY(!h.chat().isBusy());
  }

  void removalAndShorteningAreUndone() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(attach(h, {write("a.txt", "one"), write("b.txt", "two")}));
    h.chat().attachments()->remove(0);
    QCOMPARE(h.chat().attachments()->count(), 1);
    QVERIFY(h.app->undo()->text().contains("a.txt"));
    h.app->undo()->perform();
    QCOMPARE(h.chat().attachments()->all().size(), 2);
    QCOMPARE(h.chat().attachments()->all()[0].name, "a.txt");
  }

  // What is cut away is as much as has to be, at the end of a page.
  void theFirstPagesThatFit() {
    Harness h;
    QVERIFY(h.open());
    QStringList pages;
    for (int i = 0; i < 60; ++i) pages << (QString("word ").repeated(9) + "end\n").repeated(10);
    QVERIFY(attach(h, {write("paper.pdf", pdfOf(pages)), write("small.txt", "one two")}));
    h.chat().setDraft("What does it say?");
    QTRY_VERIFY(h.app->gauge()->excess() > 0);
    const int excess = h.app->gauge()->excess();
    QCOMPARE(h.app->gauge()->shortenable(), 0);
    QVERIFY(h.app->gauge()->text().endsWith("tokens too many"));
    h.chat().attachments()->shorten(0, excess);
    QTRY_VERIFY(h.app->gauge()->isKnown() && h.app->gauge()->excess() == 0);
    const Attachment cut = h.chat().attachments()->all()[0];
    const int kept = QRegularExpression("^paper.pdf \\(pages 1–(\\d+) of 60\\)$").match(cut.name).captured(1).toInt();
    QVERIFY2(kept > 30 && kept < 39, qUtf8Printable(cut.name));  // 3,840 tokens at most, 100 a page
    QVERIFY(cut.text.trimmed().endsWith("end"));
    QTRY_VERIFY(h.app->gauge()->total() > 3500);
    h.app->undo()->perform();
    QTRY_COMPARE(h.app->gauge()->excess(), excess);
    QCOMPARE(h.chat().attachments()->all()[0].name, "paper.pdf");
  }

  void atMostTwentyGoWithOneMessage() {
    Harness h;
    QVERIFY(h.open());
    QStringList paths;
    for (int i = 0; i < 25; ++i) paths << write(QString("%1.txt").arg(i), "x");
    QVERIFY(attach(h, paths));
    QCOMPARE(h.chat().attachments()->count(), 21);
    QVERIFY(at(h, 20, AttachmentListModel::CauseRole).toString().contains("20"));
    QCOMPARE(h.chat().attachments()->all().size(), 20);
  }

  // One that was left while its file was being read.
  void anotherChatIsOpenedMeanwhile() {
    Harness h;
    h.chat().setDraft("with it");
    h.chat().attachments()->attach({QUrl::fromLocalFile(write("notes.md", "one")), QUrl("https://example.org/page.txt")});
    QVERIFY(h.chat().attachments()->isReading());
    QCOMPARE(at(h, 1, AttachmentListModel::CauseRole).toString(), "It is no file on this computer.");
    const QString left = h.app->currentChatId();
    h.app->newChat();
    QVERIFY(h.app->currentChatId() != left);
    QTRY_VERIFY(h.app->chats()->find(left));
    QTRY_VERIFY(h.app->findChildren<ChatViewModel*>(Qt::FindDirectChildrenOnly).size() == 1);
    h.app->openChat(left);
    h.chat().attachments()->attach({QUrl::fromLocalFile(write("other.md", "two"))});  // before it has come from the disk
    QTRY_COMPARE(h.chat().attachments()->all().size(), 2);
    QCOMPARE(h.chat().attachments()->all()[0].name, "notes.md");
  }

  void attachmentsOfTheDraftSurviveARestart() {
    Harness h;
    QVERIFY(attach(h, {write("notes.md", "one two three")}));  // without a word, and without a model
    QTRY_COMPARE(h.app->chats()->count(), 1);
    h.restart();
    QTRY_COMPARE(h.chat().attachments()->count(), 1);
    QCOMPARE(h.chat().attachments()->all()[0].text, "one two three");
    h.chat().attachments()->remove(0);
    h.restart();
    QCOMPARE(h.app->chats()->count(), 0);  // gone with it
  }

  void exportedAndImported() {
    ChatRecord chat;
    chat.summary = {"c", "Title", "", QDateTime::currentDateTime()};
    MessageRecord question{"u", "user", "Compare.", "", {}};
    question.attachments = {attachment("a.md", "```x```", 412)};
    chat.messages = {question};
    chat.draftAttachments = {attachment("b.txt", "مرحبا")};
    QVERIFY(ConversationFile::toMarkdown(chat).contains("a.md:\n````\n```x```\n````\n\nCompare."));
    const auto back = ConversationFile::fromJson(ConversationFile::toJson(chat));
    QVERIFY(back);
    QCOMPARE(back->messages[0].attachments, question.attachments);
    QCOMPARE(back->draftAttachments, chat.draftAttachments);
    QByteArray broken = ConversationFile::toJson(chat);
    broken.replace("\"a.md\"", "\"\"");
    QVERIFY(!ConversationFile::fromJson(broken));
    broken.replace("\"name\": \"\"", "\"name\": \"a\\nb\\u202e.md\"");
    QCOMPARE(ConversationFile::fromJson(broken)->messages[0].attachments[0].name, "a b.md");
  }

  // Long lines come in parts, none within a character.
  void aPageOfLines() {
    AttachmentPage page;
    const QString text = "first\n\n" + QString("🧳").repeated(1200) + "\nlast";
    page.setContent(QVariant::fromValue(attachment("a", text, 7)));
    QStringList lines;
    for (int row = 0; row < page.count(); ++row) lines << page.data(page.index(row), Qt::UserRole + 1).toString();
    QCOMPARE(lines.mid(0, 2), QStringList({"first", ""}));
    QCOMPARE(lines.last(), "last");
    QCOMPARE(lines.mid(2, lines.size() - 3).join(""), QString("🧳").repeated(1200));
    for (const QString& line : lines) QVERIFY(line.size() <= 1000 && line.isValidUtf16());
    QVERIFY(page.details().startsWith("7 tokens · 4 lines"));
  }
};

QTEST_GUILESS_MAIN(AttachmentsTest)
#include "attachments_test.moc"
