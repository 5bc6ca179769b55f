// The machine is kept awake while a model is loaded or a reply is written: through the portal, else through logind, else not.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <QDBusArgument>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>

#include "tests/app/bus.h"
#include "tests/app/fake_service.h"
#include "tests/app/harness.h"

using namespace halftone;
using namespace halftone::app;

namespace {

const QString kRequest = "/org/freedesktop/portal/desktop/request/1_2/t";

// logind as the program sees it: the lock that it gives is one end of a pipe.
struct FakeLogin : FakeService {
  int end = -1;

  explicit FakeLogin(const QString& address) : FakeService(address, "org.freedesktop.login1", "/org/freedesktop/login1") {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    end = ends[0];
    answer = QVariant::fromValue(QDBusUnixFileDescriptor(ends[1]));
    ::close(ends[1]);
  }
  ~FakeLogin() override { ::close(end); }
  // Nobody holds the other end.
  bool isReleased() {
    answer = {};
    pollfd events{end, POLLIN, 0};
    return ::poll(&events, 1, 0) == 1 && (events.revents & POLLHUP) != 0;
  }
};

}  // namespace

class SleepInhibitorTest : public QObject {
  Q_OBJECT

  Bus session_, system_;
  std::unique_ptr<FakeService> portal_;
  std::unique_ptr<Harness> h_;

  ChatViewModel& chat() { return h_->chat(); }
  qsizetype taken() { return portal_->callsOf("Inhibit").size(); }
  qsizetype released() { return portal_->callsOf("Close").size(); }
  void settle() { QTest::qWait(100); }
  // Until it is stopped.
  bool beginLongReply() {
    h_->script.expect({.pieces = std::vector<std::string>(10'000, "word "), .delay = std::chrono::milliseconds(2)});
    chat().send("go on");
    return QTest::qWaitFor([&] { return chat().state() == ChatViewModel::Generating; });
  }

 private slots:
  void initTestCase() {
    qunsetenv("XDG_RUNTIME_DIR");
    if (!session_.start() || !system_.start()) QSKIP("dbus-daemon is not here");
  }
  void init() {
    QTest::failOnWarning(QRegularExpression("."));
    qputenv("DBUS_SESSION_BUS_ADDRESS", session_.address.toLatin1());
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", system_.address.toLatin1());
    portal_ = std::make_unique<FakeService>(session_.address, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop");
    portal_->answer = QVariant::fromValue(QDBusObjectPath(kRequest));
    h_ = std::make_unique<Harness>();
    QVERIFY(h_->open());
    QTRY_COMPARE(released(), 1);  // of that load
    portal_->calls.clear();
  }
  void cleanup() {
    h_.reset();
    portal_.reset();
  }

  void asThePortalWantsIt() {
    QVERIFY(h_->say("hello"));
    QTRY_COMPARE(released(), 1);
    QCOMPARE(taken(), 1);
    const QDBusMessage call = portal_->callsOf("Inhibit")[0], close = portal_->callsOf("Close")[0];
    QCOMPARE(call.interface(), QString("org.freedesktop.portal.Inhibit"));
    QCOMPARE(call.signature(), QString("sua{sv}"));
    QCOMPARE(call.arguments()[0].toString(), QString());
    QCOMPARE(call.arguments()[1].toUInt(), 4u);
    QCOMPARE(qdbus_cast<QVariantMap>(call.arguments()[2]), (QVariantMap{{"reason", "A language model is at work."}}));
    QCOMPARE(close.interface(), QString("org.freedesktop.portal.Request"));
    QCOMPARE(close.path(), kRequest);
  }

  void onceForTwoWorks() {
    QVERIFY(beginLongReply());
    ChatViewModel& first = chat();
    h_->app->newChat();
    h_->script.expect({.pieces = std::vector<std::string>(10'000, "word "), .delay = std::chrono::milliseconds(2)});
    chat().send("and this");
    QVERIFY(chat().isBusy() && first.isBusy());
    settle();
    first.stop();
    QTRY_COMPARE(chat().state(), ChatViewModel::Generating);
    settle();
    QCOMPARE(taken(), 1);
    QCOMPARE(released(), 0);
    chat().stop();
    QTRY_COMPARE(released(), 1);
    settle();
    QCOMPARE(taken(), 1);
    QCOMPARE(released(), 1);
  }

  // The reply that is stopped for it ends after the load has begun.
  void overAReplyAndTheLoadThatFollows() {
    QVERIFY(beginLongReply());
    h_->script.held = true;
    h_->engine().openPath("/models/other.gguf", false);
    QTRY_COMPARE(h_->engine().state(), EngineViewModel::Loading);
    QTRY_VERIFY(!h_->engine().replying());
    settle();
    QCOMPARE(taken(), 1);
    QCOMPARE(released(), 0);
    h_->script.held = false;
    QTRY_COMPARE(released(), 1);
    QVERIFY(h_->engine().isReady());
  }

  void releasedHoweverItEnds_data() {
    QTest::addColumn<std::function<void()>>("work");
    QTest::newRow("a reply that is stopped") << std::function<void()>([this] {
      QVERIFY(beginLongReply());
      chat().stop();
    });
    QTest::newRow("a reply that fails") << std::function<void()>([this] {
      h_->script.expect({.error = Error{ErrorKind::malformed, "no", ""}});
      QVERIFY(h_->say("why?"));
    });
    QTest::newRow("a conversation that is deleted") << std::function<void()>([this] {
      QVERIFY(beginLongReply());
      h_->app->deleteChat(h_->app->currentChatId());
    });
    QTest::newRow("a load that fails") << std::function<void()>([this] {
      h_->script.open_error = Error{ErrorKind::malformed, "no", ""};
      h_->engine().openPath("/models/other.gguf", false);
      QTRY_COMPARE(h_->engine().state(), EngineViewModel::Failed);
    });
    QTest::newRow("a load that is cancelled") << std::function<void()>([this] {
      h_->script.held = true;
      h_->engine().openPath("/models/other.gguf", false);
      QTRY_COMPARE(h_->engine().state(), EngineViewModel::Loading);
      h_->engine().cancel();
    });
  }
  void releasedHoweverItEnds() {
    QFETCH(std::function<void()>, work);
    work();
    QTRY_COMPARE(released(), 1);
    settle();
    QCOMPARE(taken(), 1);
    QCOMPARE(released(), 1);
  }

  void releasedThoughItIsNotHeldYet() {
    portal_->hesitates = true;
    QVERIFY(h_->say("hello"));
    QTRY_COMPARE(taken(), 1);
    settle();
    QCOMPARE(released(), 0);
    portal_->goOn();
    QTRY_COMPARE(released(), 1);
  }

  void elseThroughLogind() {
    portal_->answer = {};
    FakeLogin login(system_.address);
    QVERIFY(beginLongReply());
    QTRY_COMPARE(login.calls.size(), 1);
    QCOMPARE(login.calls[0].interface(), QString("org.freedesktop.login1.Manager"));
    QCOMPARE(login.calls[0].member(), QString("Inhibit"));
    QCOMPARE(login.calls[0].arguments(), (QVariantList{"sleep", "Halftone", "A language model is at work.", "block"}));
    settle();
    QVERIFY(!login.isReleased());
    chat().stop();
    QTRY_VERIFY(login.isReleased());
    QCOMPARE(login.calls.size(), 1);
  }

  void throughLogindWithoutASession() {
    portal_.reset();
    qputenv("DBUS_SESSION_BUS_ADDRESS", "");
    h_ = std::make_unique<Harness>();
    FakeLogin login(system_.address);
    QVERIFY(h_->open());
    QTRY_COMPARE(login.calls.size(), 1);
    QTRY_VERIFY(login.isReleased());
    portal_ = std::make_unique<FakeService>(session_.address, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop");
  }

  // Refused by both, no service, no bus: the reply is written all the same, and nothing is said.
  void nobodyIsThere() {
    portal_->answer = {};
    {
      FakeLogin login(system_.address);
      login.answer = {};
      QVERIFY(beginLongReply());  // after a short one there is nothing left to ask logind for
      QTRY_COMPARE(login.calls.size(), 1);
      chat().stop();
      QVERIFY(h_->idle());
    }
    QVERIFY(h_->say("no logind"));
    settle();
    for (const char* address : {"", "unix:path=/nonexistent"}) {
      qputenv("DBUS_SESSION_BUS_ADDRESS", address);
      qputenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent");
      h_ = std::make_unique<Harness>();
      QVERIFY(h_->open());
      QVERIFY(h_->say("no bus"));
    }
    QCOMPARE(h_->message(1).text, QString("Hello there."));
    QVERIFY(!chat().notice()->isVisible());
  }
};

QTEST_GUILESS_MAIN(SleepInhibitorTest)
#include "sleep_inhibitor_test.moc"
