// 13.10 in the real window: search shows where it hit and leads there, a rename forgets what was given up, a conversation goes out and comes back.
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class SearchTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Sitting> at_;

  MessageListModel& messages() { return at_->messages(); }
  QStringList texts() { return at_->texts(); }
  QQuickItem* row(int row) { return at_->row(row); }
  bool isInSight(int row) {
    QQuickItem* const item = this->row(row);
    if (!item) return false;
    const double y = item->mapToScene({0, 0}).y();
    return y > 0 && y + 20 < at_->ui->window()->height();
  }
  void search(const QString& words) {
    at_->key(Qt::Key_K, Qt::ControlModifier);
    at_->ui->type(words);
    QTRY_VERIFY(!at_->ui->app().chats()->isSearching());
  }

 private slots:
  void initTestCase() { prepare(); }
  void init() {
    at_ = std::make_unique<Sitting>();
    QVERIFY(at_->start());
    QVERIFY(at_->resize({1500, 900}));
    QVERIFY(at_->openModel());
  }
  void cleanup() {
    QCOMPARE(at_->ui->warnings(), QStringList());
    at_.reset();
  }

  void aHitIsShownAndOpened() {
    for (int i = 0; i < 30; ++i)
      QVERIFY(at_->say(QStringLiteral("question %1").arg(i), {.pieces = {i == 3 ? "There is a <needle> & more in it." : "Hay.\n\nAnd more hay.\n\nAnd more."}}));
    const QString long_ = at_->ui->app().currentChatId();
    at_->ui->app().newChat();
    QVERIFY(at_->say("something else"));
    search("needle");
    QTRY_COMPARE(at_->ui->app().chats()->count(), 1);
    QQuickItem* excerpt = nullptr;
    QTRY_VERIFY((excerpt = at_->ui->item("excerpt")) && excerpt->isVisible());
    QCOMPARE(excerpt->property("text").toString(), "There is a &lt;<b>needle</b>&gt; &amp; more in it.");
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->ui->app().currentChatId(), long_);
    QTRY_COMPARE(at_->text("search"), QString());
    QCOMPARE(at_->ui->app().chats()->filter(), QString());
    QTRY_COMPARE(at_->ui->app().chats()->count(), 2);
    QTRY_VERIFY(isInSight(7));
    QTest::qWait(300);
    QVERIFY(isInSight(7));  // and stays there
  }

  // A hit in a version that is not shown brings that version.
  void aHitInAnotherVersion() {
    QVERIFY(at_->say("first", {.pieces = {"the needle"}}));
    QVERIFY(at_->say("second"));
    at_->script.expect({.pieces = {"nothing"}});
    at_->ui->chat().regenerate(1);
    QTRY_COMPARE(texts(), QStringList({"first", "nothing"}));
    QTRY_VERIFY(!at_->ui->chat().isBusy());
    search("needle");
    QTRY_COMPARE(at_->ui->app().chats()->count(), 1);
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(texts(), QStringList({"first", "the needle", "second", "Hello there."}));
  }

  // In the name and in the text of what went with a message: it is said in which, and opening it leads to the message.
  void aHitInAnAttachment_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("excerpt");
    QTest::newRow("its text") << "needle" << "\u2068hay stack.md\u2069: More hay, and a &lt;<b>needle</b>&gt; in it.";
    QTest::newRow("its name") << "stack" << "\u2068hay <b>stack</b>.md\u2069: More hay, and a &lt;needle&gt; in it.";
    QTest::newRow("its name and its text") << "needle stack" << "\u2068hay <b>stack</b>.md\u2069: More hay, and a &lt;<b>needle</b>&gt; in it.";
    QTest::newRow("beside the message's own words") << "needle look" << "<b>Look</b> at this";
  }
  void aHitInAnAttachment() {
    QFETCH(QString, words);
    QFETCH(QString, excerpt);
    QFile file(at_->folder.filePath("hay stack.md"));
    QVERIFY(file.open(QFile::WriteOnly) && file.write("More hay,\nand a <needle> in it.") > 0);
    file.close();
    at_->drag({file.fileName()});
    at_->drop();
    QTRY_VERIFY(at_->ui->chat().attachments()->isSendable());
    at_->ui->type("Look at this");
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(messages().count(), 2);
    QVERIFY(at_->idle());
    for (int i = 0; i < 20; ++i) QVERIFY(at_->say(QStringLiteral("question %1").arg(i), {.pieces = {"Hay.\n\nAnd more hay.\n\nAnd more."}}));
    const QString with = at_->ui->app().currentChatId();
    at_->ui->app().newChat();
    QVERIFY(at_->say("something else"));
    search(words);
    QTRY_COMPARE(at_->ui->app().chats()->count(), 1);
    QTRY_VERIFY(at_->ui->shows("excerpt"));
    QCOMPARE(at_->text("excerpt"), excerpt);
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->ui->app().currentChatId(), with);
    QTRY_VERIFY(isInSight(0));
  }

  void aRenameForgetsWhatWasGivenUp() {
    QVERIFY(at_->say("the title"));
    const auto rename = [&] {
      at_->ui->item("chats")->forceActiveFocus(Qt::TabFocusReason);
      QTest::qWait(50);
      at_->key(Qt::Key_F2);
      QTest::qWait(50);
    };
    rename();
    at_->ui->type("given up");
    at_->key(Qt::Key_Escape);
    rename();
    at_->key(Qt::Key_Return);
    QTest::qWait(100);
    QCOMPARE(at_->ui->chat().title(), "the title");
    rename();
    at_->ui->type("kept");
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->ui->chat().title(), "kept");
  }

  // The menu that goes gives the focus back to where it was: not from the field that has opened.
  void aRenameFromTheMenu() {
    QVERIFY(at_->say("the title"));
    at_->click(at_->ui->withText(at_->ui->item("chats"), "the title"), Qt::RightButton);
    QVERIFY(at_->choose("Rename"));
    QTest::qWait(300);
    at_->ui->type("kept");
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->ui->chat().title(), "kept");
    QCOMPARE(at_->text("composer"), QString());
  }

  // Enter is the field's, not the row's: the conversation on screen stays.
  void aRenameOpensNothing() {
    QVERIFY(at_->say("first one"));
    at_->key(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(at_->say("second one"));
    at_->click(at_->ui->withText(at_->ui->item("chats"), "first one"), Qt::RightButton);
    QVERIFY(at_->choose("Rename"));
    at_->ui->type("renamed");
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(at_->ui->withText(at_->ui->item("chats"), "renamed"));
    QTest::qWait(100);
    QCOMPARE(at_->ui->chat().title(), "second one");
  }

  // The dialog is the desktop's: what it says is put in its place.
  void outAndBackIn() {
    QVERIFY(at_->say("first", {.pieces = {"**one**"}}));
    at_->script.expect({.pieces = {"two"}});
    at_->ui->chat().regenerate(1);
    QTRY_VERIFY(!at_->ui->chat().isBusy());
    at_->ui->chat().setSystemPrompt("Be brief.");
    const QString id = at_->ui->app().currentChatId(), json = at_->folder.filePath("out.json"), markdown = at_->folder.filePath("out.md");
    for (const QString& file : {json, markdown}) {
      at_->ui->app().exportChat(id, QUrl::fromLocalFile(file));
      QTRY_VERIFY(QFile::exists(file));
    }
    QFile file(markdown);
    QVERIFY(file.open(QFile::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("# first\n\n**System prompt**\n\nBe brief.\n\n**You**\n\nfirst\n\n**tiny-1b**\n\ntwo\n\n"));
    const QList<MessageRecord> before = messages().records();
    at_->ui->app().backUp()->importFrom({QUrl::fromLocalFile(json)});
    QTRY_VERIFY(at_->ui->app().currentChatId() != id);
    QTRY_COMPARE(texts(), QStringList({"first", "two"}));
    QCOMPARE(at_->ui->chat().systemPrompt(), "Be brief.");
    QCOMPARE(messages().at(1).figures, before[1].figures);
    QCOMPARE(messages().at(1).created, before[1].created);
    QVERIFY(messages().at(1).id != before[1].id);
    at_->key(Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(texts(), QStringList({"first", "**one**"}));
    QCOMPARE(at_->ui->app().chats()->count(), 2);
  }

  void whatIsNoConversationIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    QTest::newRow("no JSON") << QByteArray("# Markdown") << "at byte";
    QTest::newRow("another's") << QByteArray("[1, 2]") << "not a conversation";
    QTest::newRow("newer") << QByteArray(R"({"format": "halftone-conversation", "version": 9})") << "newer";
    QTest::newRow("a role") << QByteArray(R"({"format": "halftone-conversation", "version": 1, "messages": [{"id": "a", "role": "tool", "text": ""}]})") << "“tool”";
    QTest::newRow("an id twice") << QByteArray(R"({"format": "halftone-conversation", "version": 1, "messages": [{"id": "a", "role": "user", "text": "x"}, {"id": "a", "role": "user", "text": "x"}]})") << "Message 2";
    QTest::newRow("no text") << QByteArray(R"({"format": "halftone-conversation", "version": 1, "messages": [{"id": "a", "role": "user"}]})") << "no text";
  }
  void whatIsNoConversationIsRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    const QString path = at_->folder.filePath("in.json");
    QFile file(path);
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(bytes);
    file.close();
    at_->ui->app().backUp()->importFrom({QUrl::fromLocalFile(path)});
    QTRY_VERIFY(at_->ui->app().banner()->isVisible());
    QVERIFY2(at_->ui->app().banner()->text().contains(says), qUtf8Printable(at_->ui->app().banner()->text()));
    QCOMPARE(at_->ui->app().chats()->count(), 0);
  }
};

QTEST_MAIN(SearchTest)
#include "search_test.moc"
