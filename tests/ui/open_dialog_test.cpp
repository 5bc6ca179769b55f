// A model is asked for: by the desktop's dialog where its portal is there, else by our own, from home, with keys and mouse (issue
// 13, 13.7).
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>

#include "tests/app/bus.h"
#include "tests/ui/models_home.h"
#include "tests/ui/sitting.h"

using namespace halftone::ui;

// A portal as a desktop has it: it answers when it is told to.
class FakePortal : public QObject, protected QDBusContext {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.FileChooser")

 public:
  explicit FakePortal(const QString& address) : bus(QDBusConnection::connectToBus(address, "fake portal")) {
    bus.registerService("org.freedesktop.portal.Desktop");
    bus.registerObject("/org/freedesktop/portal/desktop", this, QDBusConnection::ExportAllSlots);
  }
  ~FakePortal() override { QDBusConnection::disconnectFromBus("fake portal"); }

  void answer(uint code, const QVariantMap& results) {
    QDBusMessage signal = QDBusMessage::createSignal(request, "org.freedesktop.portal.Request", "Response");
    signal << code << results;
    bus.send(signal);
  }

  QDBusConnection bus;
  QString parent, title, request;
  QVariantMap options;
  int asked = 0;
  bool refuses = false;
  bool saves = false;  // what was asked for last
  QString elsewhere;  // the request's path, where it is not the one that was asked for

 public slots:
  QDBusObjectPath SaveFile(const QString& window, const QString& words, const QVariantMap& wishes) {
    const QDBusObjectPath path = OpenFile(window, words, wishes);
    saves = true;
    return path;
  }
  QDBusObjectPath OpenFile(const QString& window, const QString& words, const QVariantMap& wishes) {
    if (refuses) {
      sendErrorReply("org.freedesktop.DBus.Error.UnknownMethod", "no backend");
      return QDBusObjectPath("/");
    }
    ++asked;
    saves = false;
    parent = window, title = words, options = wishes;
    const QString sender = message().service().mid(1).replace('.', '_');
    request =
        elsewhere.isEmpty() ? "/org/freedesktop/portal/desktop/request/" + sender + "/" + wishes["handle_token"].toString() : elsewhere;
    return QDBusObjectPath(request);
  }
};

class OpenDialogTest : public QObject {
  Q_OBJECT

  halftone::app::Bus bus_;
  std::unique_ptr<ModelsHome> home_;
  std::unique_ptr<Sitting> at_;

  Window& ui() { return *at_->ui; }
  void key(int key, Qt::KeyboardModifiers modifiers = {}) { at_->key(key, modifiers); }
  QString path() { return at_->text("openPath"); }
  QString chosen() {
    auto* row = at_->ui->item("openList")->property("currentItem").value<QQuickItem*>();
    return row ? row->property("fileName").toString() : QString();
  }
  bool asks() {
    key(Qt::Key_O, Qt::ControlModifier);
    return QTest::qWaitFor([&] { return at_->isOpen("openSheet"); }) && QTest::qWaitFor([&] { return !chosen().isEmpty(); });
  }
  bool fits(const QString& model) {
    return QTest::qWaitFor([&] { return at_->isOpen("fitSheet"); }) && ui().engine().fit()->path() == home_->path(model);
  }
  bool portal() {
    if (bus_.address.isEmpty()) return false;
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus_.address.toLatin1());
    return at_->start();
  }

 private slots:
  void initTestCase() {
    prepare();
    bus_.start();
    for (const char* name : {"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORMTHEME"}) qunsetenv(name);
  }
  // A home with models among other things.
  void init() {
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    home_ = std::make_unique<ModelsHome>();
    home_->gguf("models/gemma.gguf");
    home_->gguf("models/Granite.GGUF", 2'000'000'000);
    home_->gguf("models/llama.gguf");
    home_->write("models/notes.txt", "not a model");
    home_->write("models/whole/config.json", "{}");
    home_->write("models/whole/model.safetensors", "weights");
    home_->write("pictures/a.png", "x");
    qputenv("HOME", home_->folder.path().toLocal8Bit());
    at_ = std::make_unique<Sitting>();
  }

  // As from the desktop's menu.
  void comesWithTheStart() {
    QVERIFY(at_->start());
    emit ui().app().modelWanted();
    QTRY_VERIFY(at_->isOpen("openSheet"));
  }

  // From home, into a folder, to a file: arrows, Enter, Backspace.
  void ourOwnIsUsedWithKeys() {
    QVERIFY(at_->start());
    QVERIFY(asks());
    QCOMPARE(path(), QString("~"));
    QCOMPARE(chosen(), QString("models"));
    QCOMPARE(at_->text("openChosen"), QString("Look inside"));
    key(Qt::Key_Down);
    QCOMPARE(chosen(), QString("pictures"));
    key(Qt::Key_Return);
    QTRY_COMPARE(path(), QString("~/pictures"));
    QTRY_VERIFY(ui().shows("openNothing"));
    QVERIFY(!ui().item("openChosen")->isEnabled());
    key(Qt::Key_Backspace);
    QTRY_COMPARE(path(), QString("~"));
    QTRY_COMPARE(chosen(), QString("pictures"));  // where one came from
    key(Qt::Key_Up);
    key(Qt::Key_Right);
    QTRY_COMPARE(path(), QString("~/models"));
    QTRY_COMPARE(ui().item("openList")->property("count").toInt(), 4);  // no notes
    QTRY_COMPARE(chosen(), QString("whole"));
    key(Qt::Key_Down);
    QCOMPARE(chosen(), QString("gemma.gguf"));
    QCOMPARE(at_->text("openChosen"), QString("Open"));
    key(Qt::Key_Return);
    QVERIFY(fits("models/gemma.gguf"));
    key(Qt::Key_Escape);
    QTRY_VERIFY(at_->isGone("fitSheet"));
    QVERIFY(asks());  // and begins where it was left
    QCOMPARE(path(), QString("~/models"));
  }

  void aFolderThatIsAModelIsOpenedAsAWhole() {
    QVERIFY(at_->start());
    QVERIFY(asks());
    key(Qt::Key_Return);
    QTRY_COMPARE(chosen(), QString("whole"));
    QTRY_COMPARE(at_->text("openChosen"), QString("Open"));
    key(Qt::Key_Return);
    QVERIFY(fits("models/whole"));
  }

  void anyFolderCanBeOpened() {
    QVERIFY(at_->start());
    QVERIFY(asks());
    key(Qt::Key_Return);
    QTRY_COMPARE(path(), QString("~/models"));
    at_->click(ui().item("openThisFolder"));
    QVERIFY(fits("models"));
  }

  // The letters of a name, however they are written; then the next such name.
  void typingJumps() {
    QVERIFY(at_->start());
    QVERIFY(asks());
    key(Qt::Key_Return);
    QTRY_COMPARE(chosen(), QString("whole"));
    ui().type("gr");
    QCOMPARE(chosen(), QString("Granite.GGUF"));
    ui().type("x");
    QCOMPARE(chosen(), QString("Granite.GGUF"));
    key(Qt::Key_Home);
    QCOMPARE(chosen(), QString("whole"));
    key(Qt::Key_End);
    QCOMPARE(chosen(), QString("llama.gguf"));
    QCOMPARE(at_->text("composer"), QString());  // nothing went into the message
  }

  void ourOwnIsUsedWithTheMouse() {
    QVERIFY(at_->start());
    QVERIFY(asks());
    auto* row = ui().item("openList")->property("currentItem").value<QQuickItem*>();
    QTest::mouseDClick(ui().window(), Qt::LeftButton, {}, row->mapToScene({60, 10}).toPoint());
    QTRY_COMPARE(path(), QString("~/models"));
    at_->click(ui().item("upButton"));
    QTRY_COMPARE(path(), QString("~"));
    key(Qt::Key_Escape);
    QTRY_VERIFY(at_->isGone("openSheet"));
    QVERIFY(at_->hasFocus("composer"));
    QCOMPARE(ui().engine().state(), EngineViewModel::None);
  }

  // At the top there is no way up, and what cannot be read is empty.
  void thereIsAnEndToTheWayUp() {
    QVERIFY(at_->start());
    QVERIFY(asks());
    for (int press = 0; press < 12 && path() != "/"; ++press) {
      const QString before = path();
      key(Qt::Key_Backspace);
      QTRY_VERIFY(path() != before);
      QTRY_VERIFY(!chosen().isEmpty());
    }
    QCOMPARE(path(), QString("/"));
    QVERIFY(!ui().item("upButton")->isEnabled());
    key(Qt::Key_Backspace);
    QCOMPARE(path(), QString("/"));
  }

  // The desktop's dialog: asked without waiting, and what it says is opened.
  void theDesktopIsAskedThroughItsPortal() {
    if (!portal()) QSKIP("dbus-daemon is not here");
    FakePortal desktop(bus_.address);
    key(Qt::Key_O, Qt::ControlModifier);
    QTRY_COMPARE(desktop.asked, 1);
    QCOMPARE(desktop.title, QString("Open a model"));
    if (QGuiApplication::platformName() == "xcb") QCOMPARE(desktop.parent, QString("x11:%1").arg(ui().window()->winId(), 0, 16));
    QVERIFY(!desktop.options["directory"].toBool());
    const auto filters = desktop.options["filters"].value<QDBusArgument>();
    QCOMPARE(filters.currentSignature(), QString("a(sa(us))"));
    desktop.answer(0, {{"uris", QStringList{QUrl::fromLocalFile(home_->path("models/gemma.gguf")).toString()}}});
    QVERIFY(fits("models/gemma.gguf"));
    QVERIFY(at_->isGone("openSheet"));
    key(Qt::Key_Escape);
    QTRY_VERIFY(at_->isGone("fitSheet"));
    key(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(desktop.asked, 2);
    QVERIFY(desktop.options["directory"].toBool());
    desktop.answer(1, {});  // cancelled
    QTest::qWait(50);
    QVERIFY(at_->isGone("openSheet"));
    QCOMPARE(ui().engine().state(), EngineViewModel::None);
  }

  // Files to attach, a conversation to import, a place to export to: of the same portal.
  void whateverIsAskedForIsAskedThere() {
    if (!portal()) QSKIP("dbus-daemon is not here");
    FakePortal desktop(bus_.address);
    QVERIFY(at_->openModel());
    const auto urls = [this](const QStringList& names) {
      QStringList urls;
      for (const QString& name : names) urls << QUrl::fromLocalFile(home_->path(name)).toString();
      return QVariantMap{{"uris", urls}};
    };
    home_->write("b.txt", "more words");
    key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(desktop.asked, 1);
    QCOMPARE(desktop.title, QString("Attach files"));
    QVERIFY(desktop.options["multiple"].toBool());
    desktop.answer(0, urls({"models/notes.txt", "b.txt"}));
    QTRY_COMPARE(ui().chat().attachments()->count(), 2);
    QTRY_VERIFY(ui().chat().attachments()->isSendable() && !ui().chat().attachments()->isReading());
    ui().type("My question");
    key(Qt::Key_Return);
    QVERIFY(at_->idle());
    QTRY_COMPARE(at_->messages().count(), 2);
    key(Qt::Key_E, Qt::ControlModifier);
    QTRY_COMPARE(desktop.asked, 2);
    QCOMPARE(desktop.title, QString("Export the conversation"));
    QVERIFY(desktop.saves);
    QCOMPARE(desktop.options["current_name"].toString(), QString("My question.md"));
    desktop.answer(0, urls({"kept.json"}));
    QTRY_VERIFY(QFileInfo(home_->path("kept.json")).size() > 0);
    QTRY_VERIFY(ui().shows("toast"));
    const QString before = ui().app().currentChatId();
    key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(desktop.asked, 3);
    QCOMPARE(desktop.title, QString("Import conversations"));
    QVERIFY(!desktop.saves);
    desktop.answer(0, urls({"kept.json"}));
    QTRY_VERIFY(ui().app().currentChatId() != before);
    QTRY_COMPARE(at_->texts(), QStringList({"My question", "Hello there."}));
    key(Qt::Key_E, Qt::ControlModifier);
    QTRY_COMPARE(desktop.asked, 4);
    desktop.answer(2, {});  // it gives up: the window asks itself
    QTRY_VERIFY(ui().object("exportDialog")->property("visible").toBool());
    QMetaObject::invokeMethod(ui().object("exportDialog"), "close");
  }

  // An older portal names the request itself.
  void aPortalMayNameItsRequest() {
    if (!portal()) QSKIP("dbus-daemon is not here");
    FakePortal desktop(bus_.address);
    desktop.elsewhere = "/org/freedesktop/portal/desktop/request/old/1";
    key(Qt::Key_O, Qt::ControlModifier);
    QTRY_COMPARE(desktop.asked, 1);
    QTest::qWait(50);  // the name has come back
    desktop.answer(0, {{"uris", QStringList{QUrl::fromLocalFile(home_->path("models/llama.gguf")).toString()}}});
    QVERIFY(fits("models/llama.gguf"));
  }

  // No service, one without a dialog, one that gives up: ours opens in its place.
  void withoutADialogOursOpens_data() {
    QTest::addColumn<bool>("there");
    QTest::addColumn<bool>("refuses");
    QTest::newRow("no service") << false << false;
    QTest::newRow("no dialog") << true << true;
    QTest::newRow("it ends by itself") << true << false;
  }
  void withoutADialogOursOpens() {
    QFETCH(bool, there);
    QFETCH(bool, refuses);
    if (!portal()) QSKIP("dbus-daemon is not here");
    std::unique_ptr<FakePortal> desktop;
    if (there) desktop = std::make_unique<FakePortal>(bus_.address);
    if (desktop) desktop->refuses = refuses;
    key(Qt::Key_O, Qt::ControlModifier);
    if (desktop && !refuses) {
      QTRY_COMPARE(desktop->asked, 1);
      desktop->answer(2, {});
    }
    QTRY_VERIFY(at_->isOpen("openSheet"));
  }

  // Without a portal, on a desktop whose platform theme brings dialogs: that one, if it is installed.
  void aThemesDialogComesBeforeOurs_data() {
    QTest::addColumn<QByteArray>("desktop");
    QTest::addColumn<QByteArray>("set");
    QTest::addColumn<bool>("themed");
    QTest::newRow("of the desktop") << QByteArray("ubuntu:GNOME") << QByteArray() << true;
    QTest::newRow("set by hand") << QByteArray() << QByteArray("gtk3") << true;
    QTest::newRow("another set by hand") << QByteArray("GNOME") << QByteArray("qt6ct") << false;
    QTest::newRow("not installed") << QByteArray("KDE") << QByteArray() << false;
    QTest::newRow("no desktop") << QByteArray() << QByteArray() << false;
  }
  void aThemesDialogComesBeforeOurs() {
    QFETCH(QByteArray, desktop);
    QFETCH(QByteArray, set);
    QFETCH(bool, themed);
    home_->write("plugins/platformthemes/libqgtk3.so", "");
    QCoreApplication::addLibraryPath(home_->path("plugins"));
    if (!desktop.isEmpty()) qputenv("XDG_CURRENT_DESKTOP", desktop);
    if (!set.isEmpty()) qputenv("QT_QPA_PLATFORMTHEME", set);
    const bool is = FileChooser().isThemed();
    qunsetenv("XDG_CURRENT_DESKTOP");
    qunsetenv("QT_QPA_PLATFORMTHEME");
    QCoreApplication::removeLibraryPath(home_->path("plugins"));
    QCOMPARE(is, themed);
  }

  // Asked again before it has answered: the last question holds.
  void theLastQuestionHolds() {
    if (!portal()) QSKIP("dbus-daemon is not here");
    FakePortal desktop(bus_.address);
    key(Qt::Key_O, Qt::ControlModifier);
    QTRY_COMPARE(desktop.asked, 1);
    const QString first = desktop.request;
    key(Qt::Key_O, Qt::ControlModifier);
    QTRY_COMPARE(desktop.asked, 2);
    const QString second = std::exchange(desktop.request, first);
    desktop.answer(0, {{"uris", QStringList{QUrl::fromLocalFile(home_->path("models/llama.gguf")).toString()}}});
    desktop.request = second;
    desktop.answer(0, {{"uris", QStringList{QUrl::fromLocalFile(home_->path("models/gemma.gguf")).toString()}}});
    QVERIFY(fits("models/gemma.gguf"));
  }

  void cleanup() {
    if (at_->ui) QCOMPARE(ui().warnings(), QStringList());
    at_.reset();
  }
};

QTEST_MAIN(OpenDialogTest)
#include "open_dialog_test.moc"
