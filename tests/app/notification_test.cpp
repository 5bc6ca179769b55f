// A long load or reply that ends while the window is out of sight is told of, once, and without a word of the conversation.
#include <QDBusArgument>

#include "tests/app/bus.h"
#include "tests/app/fake_service.h"
#include "tests/app/harness.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr qint64 kLong = 41'000;
const QString kService = "org.freedesktop.Notifications", kObject = "/org/freedesktop/Notifications";

}  // namespace

class NotificationTest : public QObject {
  Q_OBJECT

  Bus bus_;
  std::unique_ptr<FakeService> desktop_;
  std::unique_ptr<Harness> h_;
  qint64 now_ = 0, step_ = 0;  // of a clock that goes on when it is looked at: at the begin and at the end of a work

  ChatViewModel& chat() { return h_->chat(); }
  WorkWatch& work() { return *h_->app->work(); }
  QList<QDBusMessage> shown() { return desktop_->callsOf("Notify"); }
  QString bodyOf(const QDBusMessage& call) { return call.arguments().value(4).toString(); }
  // Whatever was sent has come by then: the bus keeps the order.
  void settle() { QTest::qWait(100); }

 private slots:
  void initTestCase() {
    qunsetenv("XDG_RUNTIME_DIR");
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent");
    if (!bus_.start()) QSKIP("dbus-daemon is not here");
  }
  void init() {
    QTest::failOnWarning(QRegularExpression("."));
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus_.address.toLatin1());
    desktop_ = std::make_unique<FakeService>(bus_.address, kService, kObject);
    desktop_->answer = 7u;
    h_ = std::make_unique<Harness>();
    step_ = 0;
    work().setClock([this] { return now_ += step_; });
    QVERIFY(h_->open());
    step_ = kLong;
  }
  void cleanup() {
    h_.reset();
    desktop_.reset();
  }

  void aLongReply() {
    QVERIFY(h_->say("a secret question"));
    QTRY_COMPARE(shown().size(), 1);
    const QVariantList said = shown()[0].arguments();
    QCOMPARE(shown()[0].signature(), QString("susssasa{sv}i"));
    QCOMPARE(said[0].toString(), QString("Halftone"));
    QCOMPARE(said[1].toUInt(), 0u);
    QCOMPARE(said[2].toString(), QString("org.halftone.Halftone"));
    QCOMPARE(said[3].toString(), QString("tiny-1b"));
    QCOMPARE(said[4].toString(), QString("The reply is there: 2 tokens in 41 s."));
    QCOMPARE(said[5].toStringList(), (QStringList{"default", "Show"}));
    QCOMPARE(qdbus_cast<QVariantMap>(said[6]), (QVariantMap{{"desktop-entry", "org.halftone.Halftone"}}));
    QCOMPARE(said[7].toInt(), -1);
    QVERIFY(!chat().title().isEmpty() && !said[3].toString().contains(chat().title()));  // which is the question
  }

  void aLongLoad() {
    QVERIFY(h_->open());
    QTRY_COMPARE(shown().size(), 1);
    QCOMPARE(shown()[0].arguments()[3].toString(), QString("tiny-1b"));
    QCOMPARE(bodyOf(shown()[0]), QString("The model is ready."));
  }

  void aSwitch() {
    h_->script.switch_is_free = true;
    h_->engine().proposeSwitch(EngineSwitch::Cache, "int8");
    QTRY_COMPARE(shown().size(), 1);
    QCOMPARE(bodyOf(shown()[0]), QString("The model is ready."));
    h_->script.apply_error = Error{ErrorKind::out_of_memory, "no memory", ""};
    h_->engine().proposeSwitch(EngineSwitch::Cache, "bf16");
    QTRY_COMPARE(shown().size(), 2);
    QCOMPARE(bodyOf(shown()[1]), QString("The switch failed; the model is as it was."));
  }

  void whatFails() {
    h_->script.expect({.error = Error{ErrorKind::malformed, "it quotes the conversation", ""}});
    QVERIFY(h_->say("why?"));
    QTRY_COMPARE(shown().size(), 1);
    QCOMPARE(bodyOf(shown()[0]), QString("The reply could not be finished."));
    h_->script.open_error = Error{ErrorKind::malformed, "it is broken", ""};
    h_->engine().openPath("/models/other.gguf", false);
    QTRY_COMPARE(shown().size(), 2);
    QCOMPARE(shown()[1].arguments()[3].toString(), QString("other"));
    QCOMPARE(bodyOf(shown()[1]), QString("The model could not be loaded."));
  }

  void notWhatWasShort() {
    step_ = WorkWatch::kLongMs;
    QVERIFY(h_->say("hello"));
    QVERIFY(h_->open());
    settle();
    QCOMPARE(shown().size(), 0);
    step_ = WorkWatch::kLongMs + 1;
    QVERIFY(h_->say("hello"));
    QTRY_COMPARE(shown().size(), 1);
  }

  void notInSight() {
    work().setWindowActive(true);
    QVERIFY(h_->say("hello"));
    QVERIFY(h_->open());
    settle();
    QCOMPARE(desktop_->calls.size(), 0);
  }

  void notWhatTheUserStopped() {
    h_->script.expect({.pieces = std::vector<std::string>(1000, "word "), .delay = std::chrono::milliseconds(5)});
    chat().send("go on");
    QTRY_COMPARE(chat().state(), ChatViewModel::Generating);
    chat().stop();
    QVERIFY(h_->idle());
    h_->script.held = true;
    h_->engine().openPath("/models/tiny-1b.gguf", false);
    QTRY_COMPARE(h_->engine().state(), EngineViewModel::Loading);
    h_->engine().cancel();
    QTRY_COMPARE(h_->engine().state(), EngineViewModel::None);
    settle();
    QCOMPARE(shown().size(), 0);
  }

  void aClickBringsItsConversation() {
    QVERIFY(h_->say("first"));
    QTRY_COMPARE(shown().size(), 1);
    settle();
    const QString first = h_->app->currentChatId();
    h_->app->newChat();
    QVERIFY(h_->app->currentChatId() != first);
    QSignalSpy wanted(h_->app.get(), &ApplicationViewModel::windowWanted);
    desktop_->say("ActionInvoked", {8u, "default"});  // another program's
    desktop_->say("ActionInvoked", {7u, "other"});
    settle();
    QCOMPARE(wanted.size(), 0);
    desktop_->say("ActivationToken", {7u, "a token"});
    desktop_->say("ActionInvoked", {7u, "default"});
    QTRY_COMPARE(wanted.size(), 1);
    QCOMPARE(h_->app->currentChatId(), first);
    QCOMPARE(qEnvironmentVariable("XDG_ACTIVATION_TOKEN"), QString("a token"));
    qunsetenv("XDG_ACTIVATION_TOKEN");
  }

  void closedWhenTheWindowIsLookedAt() {
    QVERIFY(h_->say("hello"));
    QTRY_COMPARE(shown().size(), 1);
    settle();
    work().setWindowActive(true);
    QTRY_COMPARE(desktop_->callsOf("CloseNotification").size(), 1);
    QCOMPARE(desktop_->callsOf("CloseNotification")[0].arguments(), QVariantList{7u});
    work().setWindowActive(false);
    work().setWindowActive(true);
    settle();
    QCOMPARE(desktop_->callsOf("CloseNotification").size(), 1);  // once
  }

  void closedThoughItIsNotThereYet() {
    desktop_->hesitates = true;
    QVERIFY(h_->say("hello"));
    QTRY_COMPARE(shown().size(), 1);
    work().setWindowActive(true);
    desktop_->goOn();
    QTRY_COMPARE(desktop_->callsOf("CloseNotification").size(), 1);
    QCOMPARE(desktop_->callsOf("CloseNotification")[0].arguments(), QVariantList{7u});
  }

  void theNextTakesItsPlace() {
    QVERIFY(h_->say("one"));
    QTRY_COMPARE(shown().size(), 1);
    settle();
    QVERIFY(h_->say("two"));
    QTRY_COMPARE(shown().size(), 2);
    QCOMPARE(shown()[1].arguments()[1].toUInt(), 7u);
    desktop_->say("NotificationClosed", {7u, 2u});
    settle();
    QVERIFY(h_->say("three"));
    QTRY_COMPARE(shown().size(), 3);
    QCOMPARE(shown()[2].arguments()[1].toUInt(), 0u);
  }

  // A bus without a service, one that refuses, one that never answers, no bus: the conversation goes on, and nothing is said.
  void nobodyIsThere() {
    desktop_->answer = {};
    QVERIFY(h_->say("refused"));
    desktop_->hesitates = true;
    QVERIFY(h_->say("never answered"));
    desktop_.reset();
    QVERIFY(h_->say("no service"));
    work().setWindowActive(true);
    work().setWindowActive(false);
    settle();
    for (const char* address : {"", "unix:path=/nonexistent"}) {
      qputenv("DBUS_SESSION_BUS_ADDRESS", address);
      h_ = std::make_unique<Harness>();
      work().setClock([this] { return now_ += step_; });
      QVERIFY(h_->open());
      QVERIFY(h_->say("no bus"));
      work().setWindowActive(true);
    }
    QCOMPARE(h_->message(1).text, QString("Hello there."));
    QVERIFY(!chat().notice()->isVisible());
  }
};

QTEST_GUILESS_MAIN(NotificationTest)
#include "notification_test.moc"
