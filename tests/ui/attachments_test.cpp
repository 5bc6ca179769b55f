// Files go with a message, in the real window: dropped, pasted, read, removed and had back, sent, edited, kept (issue 13, 9).
#include <QAccessible>
#include <QClipboard>
#include <QMimeData>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QTextDocument>

#include "tests/app/pdf_fixture.h"
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class AttachmentsTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Sitting> at_;
  QTemporaryDir files_;

  QUrl file(const QString& name, const QByteArray& bytes) const {
    QFile file(files_.filePath(name));
    if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
    return QUrl::fromLocalFile(file.fileName());
  }
  AttachmentListModel& attached() { return *at_->ui->chat().attachments(); }
  QList<QQuickItem*> chips() {
    QList<QQuickItem*> chips;
    for (QQuickItem* item : at_->ui->items())
      if (item->isVisible() && Sitting::type(item) == "AttachmentChip") chips << item;
    return chips;
  }
  QStringList names() {
    QStringList names;
    for (QQuickItem* chip : chips()) names << chip->property("name").toString();
    return names;
  }
  static QString spoken(QQuickItem* item) { return QAccessible::queryAccessibleInterface(item)->text(QAccessible::Name); }

  // As the window system sends it: in, over, and let go. What the surface says meanwhile.
  QString drop(const QList<QUrl>& urls) {
    QMimeData data;
    data.setUrls(urls);
    const QPoint place(400, 300);
    QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(at_->ui->window(), &enter);
    QDragMoveEvent move(place, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(at_->ui->window(), &move);
    QString said;
    (void)QTest::qWaitFor([&] { return at_->ui->app().dropLook()->verdict() != DropLook::Looking; });
    for (QQuickItem* item : at_->ui->items())
      if (item->isVisible() && item->property("text").toString().startsWith("Drop to")) said = item->property("text").toString();
    QDropEvent let(place, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(at_->ui->window(), &let);
    return said;
  }
  bool read() {
    return QTest::qWaitFor([&] { return !attached().isReading() && chips().size() >= attached().count(); });
  }

 private slots:
  void initTestCase() {
    prepare();
    QAccessible::setActive(true);
  }
  void init() {
    at_ = std::make_unique<Sitting>();
    QVERIFY(at_->start());
    QVERIFY(at_->resize({1500, 900}));
    at_->ui->app().settings()->setReducedMotion(true);
    QVERIFY(at_->openModel());
  }
  void cleanup() {
    QCOMPARE(at_->ui->warnings(), QStringList());
    at_.reset();
  }

  void droppedFilesAreCountedAndSent() {
    QCOMPARE(drop({file("notes.md", "one two three"), file("ملاحظات.txt", "مرحبا بكم")}), "Drop to attach to the message");
    QVERIFY(read());
    QCOMPARE(names(), QStringList({"notes.md", "ملاحظات.txt"}));
    QTRY_VERIFY(at_->hasFocus("composer"));
    QTRY_COMPARE(at_->text("draftGauge"), "11 of 4,096 tokens");
    QVERIFY(at_->ui->shows("draftGauge"));
    QCOMPARE(spoken(chips()[0]), "Attachment \u2068notes.md\u2069, 6 tokens");
    QVERIFY(at_->ui->item("sendButton")->isEnabled());  // without a word
    at_->ui->type("What?");
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->messages().count(), 2);
    QTRY_VERIFY(!at_->ui->chat().isBusy());
    QCOMPARE(at_->script.last_asked().back().content, "notes.md:\n```\none two three\n```\n\nملاحظات.txt:\n```\nمرحبا بكم\n```\n\nWhat?");
    QTRY_COMPARE(names(), QStringList({"notes.md", "ملاحظات.txt"}));  // in the bubble, no longer in the composer
    QCOMPARE(attached().count(), 0);
    QVERIFY(!at_->ui->shows("draftGauge"));
  }

  // 13.9: while a reply is written nothing can be counted, and that is said; then it is. Of a reply elsewhere, too.
  void theCountWaitsForAReply() {
    FakeScript::Turn slow{.pieces = std::vector<std::string>(5000, "word "), .delay = std::chrono::milliseconds(2)};
    at_->script.expect(slow);
    at_->ui->type("Tell me a lot");
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->ui->chat().state(), ChatViewModel::Generating);
    QVERIFY(!at_->ui->shows("draftGauge"));  // nothing is written yet
    at_->ui->type("and then");
    QTRY_VERIFY(at_->ui->shows("draftGauge"));
    QCOMPARE(at_->text("draftGauge"), "counted after this reply");
    at_->key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(!at_->ui->shows("draftGauge"));
    at_->ui->type("one two");
    QTRY_COMPARE(at_->text("draftGauge"), "counted after this reply");
    ChatViewModel* const other = &at_->ui->chat();
    at_->ui->app().openChat(at_->ui->app().chats()->idAt(0));
    QTRY_VERIFY(&at_->ui->chat() != other);
    at_->key(Qt::Key_Escape);
    QVERIFY(at_->idle());
    QTRY_VERIFY2(at_->text("draftGauge").endsWith(" of 4,096 tokens"), qPrintable(at_->text("draftGauge")));
  }

  void aModelIsOpenedAsEver() {
    QCOMPARE(drop({QUrl::fromLocalFile("/models/other.gguf")}), "Drop to open this model");
    QTRY_VERIFY(at_->isOpen("fitSheet"));
    QCOMPARE(attached().count(), 0);
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(at_->isGone("fitSheet"));
    QCOMPARE(drop({QUrl::fromLocalFile(files_.path())}), "Drop to open this model");  // a folder
    QTRY_VERIFY(at_->isOpen("fitSheet"));
  }

  // The cause is in the chip, all of it, and the rest can be sent.
  void whatCannotBeReadSaysWhy() {
    QFile large(files_.filePath("large.log"));
    QVERIFY(large.open(QFile::WriteOnly) && large.resize(100 << 20));
    drop({QUrl::fromLocalFile(large.fileName()), file("photo.png", QByteArray("\x89PNG\r\n\x1a\n\0", 9)), file("secret.pdf", halftone::app::pdfOf({"x"}, true)),
          file("empty.txt", ""), file("good.txt", "words")});
    QVERIFY(read());
    const QStringList causes{"It has \u2068100 MiB\u2069, at most \u20688.00 MiB\u2069 are read.", "It is no text: \u2068PNG image\u2069.", "It is a PDF that opens with a password only.", "It is empty.", ""};
    for (int i = 0; i < causes.size(); ++i) QCOMPARE(chips()[i]->property("cause").toString(), causes[i]);
    QVERIFY(spoken(chips()[0]).endsWith(causes[0]));
    QVERIFY(at_->say("Go"));
    QCOMPARE(at_->script.last_asked().back().content, "good.txt:\n```\nwords\n```\n\nGo");
    QTRY_COMPARE(names(), QStringList("good.txt"));
  }

  // Qt writes the page, with its own bidirectional algorithm and its shapes of letters.
  void anArabicPdfIsReadAsItIsWritten() {
    QPdfWriter writer(files_.filePath("عربي.pdf"));
    QTextDocument page;
    page.setHtml("<p dir=rtl>ما هو الانتباه السريع؟ هو flash attention، لا أكثر.</p><p>An efficient office.</p>");
    page.print(&writer);
    drop({QUrl::fromLocalFile(files_.filePath("عربي.pdf"))});
    QVERIFY(read());
    const QString text = attached().all().value(0).text.simplified();
    QVERIFY2(text.startsWith("ما هو الانتباه السريع؟ هو flash attention، لا أكثر. An efficient office."), qUtf8Printable(text));
  }

  void theKeyboardReachesReadsRemovesAndUndoes() {
    drop({file("a.txt", "one"), file("b.txt", "two")});
    QVERIFY(read());
    QTRY_VERIFY(at_->hasFocus("composer"));
    at_->key(Qt::Key_Backtab, Qt::ShiftModifier);
    QTRY_COMPARE(at_->ui->window()->activeFocusItem(), chips()[1]);
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(at_->isOpen("attachmentSheet"));
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(at_->isGone("attachmentSheet"));
    QTRY_COMPARE(at_->ui->window()->activeFocusItem(), chips()[1]);
    at_->key(Qt::Key_Backspace);
    QTRY_COMPARE(names(), QStringList("a.txt"));
    QTRY_COMPARE(at_->ui->window()->activeFocusItem(), chips()[0]);  // its neighbour
    at_->key(Qt::Key_Delete);
    QTRY_VERIFY(names().isEmpty());
    QTRY_VERIFY(at_->hasFocus("composer"));
    QTRY_VERIFY(at_->ui->shows("undoBanner"));
    at_->key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(names(), QStringList("a.txt"));
  }

  void theMouseRemoves() {
    drop({file("a.txt", "one"), file("b.txt", "two")});
    QVERIFY(read());
    for (QQuickItem* item : at_->ui->items())
      if (item->isVisible() && item->property("text").toString() == "Remove" && chips()[0]->isAncestorOf(item)) {
        QTRY_COMPARE(spoken(item), "Attachment \u2068a.txt\u2069, 4 tokens, remove");
        at_->click(item);
        break;
      }
    QTRY_COMPARE(names(), QStringList("b.txt"));
  }

  // Files on the clipboard are attached; text, and what names no file, is pasted.
  void copiedFilesArePasted() {
    auto* data = new QMimeData;
    data->setUrls({file("a.txt", "one")});
    data->setText("/somewhere/a.txt");
    QGuiApplication::clipboard()->setMimeData(data);
    at_->key(Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(names(), QStringList("a.txt"));
    QCOMPARE(at_->ui->chat().draft(), "");
    attached().remove(0);
    at_->click(at_->ui->item("composer"), Qt::RightButton);
    QTRY_VERIFY(at_->isOpen("textMenu"));
    at_->click(at_->ui->item("menuPaste"));
    QTRY_COMPARE(names(), QStringList("a.txt"));
    QGuiApplication::clipboard()->setText("plain");
    at_->key(Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(at_->ui->chat().draft(), "plain");
    data = new QMimeData;
    data->setUrls({QUrl("https://example.org/a.txt")});
    data->setText("https://example.org/a.txt");
    QGuiApplication::clipboard()->setMimeData(data);
    at_->key(Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->chat().draft().contains("example.org"));
    QCOMPARE(attached().count(), 1);
  }

  // A hundred thousand lines are read without being laid out all.
  void anAttachmentOfAMessageIsShown() {
    QByteArray lines;
    for (int i = 1; i <= 100'000; ++i) lines += "line " + QByteArray::number(i) + "\n";
    drop({file("lines.txt", lines.left(20'000)), file("all.txt", lines)});
    QVERIFY(read());
    attached().remove(0);
    at_->ui->app().undo()->dismiss();
    QTRY_COMPARE(names(), QStringList("all.txt"));
    at_->click(chips()[0]);
    QTRY_VERIFY(at_->isOpen("attachmentSheet"));
    QQuickItem* list = at_->ui->item("attachmentLines");
    QTRY_COMPARE(list->property("count").toInt(), 100'000);
    QVERIFY(list->childItems().constFirst()->childItems().size() < 200);
    const auto seen = [&](const QString& line) {
      QList<QQuickItem*> all;
      collect(list, all);
      return std::ranges::any_of(all, [&](QQuickItem* item) { return item->property("line").toString() == line && item->mapToItem(list, {0, 0}).y() < list->height() && item->mapToItem(list, {0, item->height()}).y() > 0; });
    };
    QTRY_VERIFY(seen("line 1"));
    at_->key(Qt::Key_End);
    QTRY_VERIFY(seen("line 100000"));
    at_->key(Qt::Key_Home);
    QTRY_VERIFY(seen("line 1"));
    at_->key(Qt::Key_PageDown);
    QTRY_VERIFY(!seen("line 1"));
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(at_->isGone("attachmentSheet"));
  }

  void anEditedQuestionKeepsWhatIsNotTakenAway() {
    drop({file("a.txt", "one"), file("b.txt", "two")});
    QVERIFY(read());
    QVERIFY(at_->say("First"));
    at_->key(Qt::Key_Up);
    QTRY_VERIFY(at_->first("MessageEditor"));
    QTRY_COMPARE(names(), QStringList({"a.txt", "b.txt"}));
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(!at_->first("MessageEditor"));
    at_->ui->app().settings()->setSendWithEnter(true);
    at_->key(Qt::Key_Up);
    QTRY_VERIFY(at_->first("MessageEditor"));
    chips()[0]->forceActiveFocus(Qt::TabFocusReason);
    at_->key(Qt::Key_Delete);
    QTRY_COMPARE(names(), QStringList("b.txt"));
    at_->click(at_->ui->withText(at_->first("MessageEditor"), "Send again"));
    QTRY_COMPARE(at_->script.last_asked().back().content, "b.txt:\n```\ntwo\n```\n\nFirst");
    QTRY_COMPARE(names(), QStringList("b.txt"));
  }

  void whatIsTooLongIsCutWhereAsked() {
    drop({file("large.csv", QByteArray("one,two three\n").repeated(4000))});
    QTRY_COMPARE(at_->text("draftGauge"), "4,163 tokens too many");
    QTRY_VERIFY(at_->ui->shows("shorten"));
    QCOMPARE(at_->text("shorten"), "First lines only");
    at_->click(at_->ui->item("shorten"));
    QTRY_VERIFY(QRegularExpression("^3,[78]\\d\\d of 4,096 tokens$").match(at_->text("draftGauge")).hasMatch());
    QVERIFY(names()[0].startsWith("large.csv (lines 1–1,"));
    QVERIFY(!at_->ui->shows("shorten"));
    at_->key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(at_->text("draftGauge"), "4,163 tokens too many");
  }

  void theyAreThereAfterARestart() {
    drop({file("a.txt", "one")});
    QVERIFY(read());
    QTRY_COMPARE(at_->ui->app().chats()->count(), 1);
    QVERIFY(at_->start());
    QTRY_COMPARE(names(), QStringList("a.txt"));
    QVERIFY(at_->resize({640, 480}));
    QTRY_COMPARE(names(), QStringList("a.txt"));
    QVERIFY(!at_->ui->shows("draftGauge"));  // nobody can count yet
  }

  void theShortcutAsksForFiles() {
    at_->key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QObject* dialog = at_->ui->object("attachDialog");
    QTRY_VERIFY(dialog->property("visible").toBool());
    QMetaObject::invokeMethod(dialog, "close");
    QTRY_VERIFY(!dialog->property("visible").toBool());
  }
};

QTEST_MAIN(AttachmentsTest)
#include "attachments_test.moc"
