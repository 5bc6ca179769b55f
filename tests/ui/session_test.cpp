// What a start finds of the one before: the same conversation, view, draft and place; and a report, where that one crashed.
#include <QDesktopServices>

#include "tests/ui/sitting.h"

using namespace halftone::ui;

class SessionTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Sitting> at_;
  QList<QUrl> shown_;

  QString report() const { return at_->folder.filePath("crash-20261130-205501-7.txt"); }
  void crashed() const {
    QFile file(report());
    QVERIFY(file.open(QFile::WriteOnly));
    file.write("Halftone 0.1.0\n");
  }

 public slots:
  void showUrl(const QUrl& url) { shown_ << url; }

 private slots:
  void initTestCase() {
    prepare();
    QDesktopServices::setUrlHandler("file", this, "showUrl");
  }
  void cleanupTestCase() { QDesktopServices::unsetUrlHandler("file"); }
  void init() {
    at_ = std::make_unique<Sitting>();
    shown_.clear();
  }
  void cleanup() {
    QCOMPARE(at_->ui ? at_->ui->warnings() : QStringList(), QStringList());
    at_.reset();
  }

  void comesBackAsItWas() {
    QVERIFY(at_->start());
    QVERIFY(at_->openModel());
    QVERIFY(at_->say("first"));
    at_->key(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(at_->say("second", {.pieces = {"an answer"}}));
    const QString id = at_->ui->app().currentChatId();
    at_->ui->type("half a question");
    QTRY_COMPARE(at_->ui->chat().draft(), "half a question");
    at_->key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("timelineView"));
    QVERIFY(at_->resize({1010, 720}));
    at_->ui->window()->close();  // as an end from outside does
    QVERIFY(at_->start());
    QTRY_COMPARE(at_->ui->app().currentChatId(), id);
    QTRY_COMPARE(at_->texts(), QStringList({"second", "an answer"}));
    QCOMPARE(at_->ui->window()->size(), QSize(1010, 720));
    QVERIFY(at_->ui->shows("timelineView"));
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(!at_->ui->shows("timelineView"));
    QCOMPARE(at_->ui->chat().draft(), "half a question");
    at_->ui->window()->close();
    QVERIFY(at_->start());
    QVERIFY(!at_->ui->shows("timelineView"));
  }

  // Nothing said yet: words that are not sent are what there is.
  void aDraftAloneComesBack() {
    QVERIFY(at_->start());
    QVERIFY(at_->openModel());
    at_->ui->type("only begun");
    QTRY_COMPARE(at_->ui->chat().draft(), "only begun");
    at_->ui->window()->close();
    QVERIFY(at_->start());
    QTRY_COMPARE(at_->ui->chat().draft(), "only begun");
  }

  void anUnknownViewIsTheChat() {
    QSettings(at_->folder.filePath("state.ini"), QSettings::IniFormat).setValue("window/view", "of-another-version");
    QVERIFY(at_->start());
    QVERIFY(at_->ui->app().settings()->view() == u"of-another-version" || at_->ui->app().settings()->view() == u"chat");
    QVERIFY(!at_->ui->shows("timelineView"));
  }

  void aCrashIsSpokenOfOnce() {
    crashed();
    QSettings(at_->folder.filePath("state.ini"), QSettings::IniFormat).setValue("window/view", "timeline");
    QVERIFY(at_->start());
    QTRY_VERIFY(at_->ui->shows("crashBanner"));  // in the chat: the view may be what it fell over
    QVERIFY(!at_->ui->shows("timelineView"));
    at_->click(at_->ui->withText(at_->ui->item("crashBanner"), "Dismiss"));
    QTRY_VERIFY(!at_->ui->shows("crashBanner"));
    QVERIFY(QFile::exists(report()));
    QVERIFY(at_->start());
    QTest::qWait(50);
    QVERIFY(!at_->ui->shows("crashBanner"));
  }

  void itsFolderIsShown() {
    crashed();
    QVERIFY(at_->start());
    QTRY_VERIFY(at_->ui->shows("crashBanner"));
    at_->click(at_->ui->item("showCrash"));
    QTRY_COMPARE(shown_, QList<QUrl>{QUrl::fromLocalFile(at_->folder.path())});
    QTRY_VERIFY(!at_->ui->shows("crashBanner"));
    QVERIFY(QFile::exists(report()));
  }

  void itIsForgotten() {
    crashed();
    QVERIFY(at_->start());
    QTRY_VERIFY(at_->ui->shows("crashBanner"));
    at_->click(at_->ui->item("forgetCrash"));
    QTRY_VERIFY(!at_->ui->shows("crashBanner"));
    QVERIFY(!QFile::exists(report()));
    QCOMPARE(shown_.size(), 0);
  }
};

QTEST_MAIN(SessionTest)
#include "session_test.moc"
