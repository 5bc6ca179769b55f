// Attachments go with a message: sent in front of the words they go with, in a fence; kept with message and draft.
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include "app/attachments/as_sent.h"
#include "app/storage/conversation_file.h"
#include "app/viewmodels/chat/attachment_page.h"
#include "harness.h"
#include "pdf_fixture.h"
#include "temporary_files.h"

using namespace halftone;
using namespace halftone::app;

class AttachmentsTest : public QObject {
  Q_OBJECT

  TemporaryFiles files_;

  QString write(const QString& name, const QByteArray& bytes) const { return files_.write(name, bytes); }
  static Attachment attachment(const QString& name, const QString& text, qint64 tokens = 0) {
    Attachment a;
    a.name = name;
    a.media = "text/plain";
    a.text = text;
    a.bytes = text.toUtf8().size();
    a.tokens = tokens;
    return a;
  }
  static bool attach(Harness& h, const QStringList& paths) {
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    h.chat().attachments()->attach(urls);
    return QTest::qWaitFor([&] { return !h.chat().attachments()->isReading(); });
  }
  static QVariant at(Harness& h, int row, AttachmentListModel::Role role) { return h.chat().attachments()->data(h.chat().attachments()->index(row), role); }
  static std::string sent(Harness& h, std::size_t message = 0) { return h.script.last_asked().at(message).content; }

 private slots:
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
    const auto read = [](const QByteArray& json) { return ConversationFile::read(QJsonDocument::fromJson(json).object()); };
    const auto back = read(ConversationFile::toJson(chat));
    QVERIFY(back);
    QCOMPARE(back->messages[0].attachments, question.attachments);
    QCOMPARE(back->draftAttachments, chat.draftAttachments);
    QByteArray broken = ConversationFile::toJson(chat);
    broken.replace("\"a.md\"", "\"\"");
    QVERIFY(!read(broken));
    broken.replace("\"name\": \"\"", "\"name\": \"a\\nb\\u202e.md\"");
    QCOMPARE(read(broken)->messages[0].attachments[0].name, "a b.md");
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
