// The window and its notification: there when the window is out of sight, gone when it is not; a click brings it back.
#include "tests/app/bus.h"
#include "tests/app/fake_service.h"
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class NotificationTest : public QObject {
  Q_OBJECT

  Bus bus_;

 private slots:
  void initTestCase() {
    prepare();
    if (!bus_.start()) QSKIP("dbus-daemon is not here");
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus_.address.toLatin1());
  }

  void aClickBringsTheWindowBack() {
    FakeService desktop(bus_.address, "org.freedesktop.Notifications", "/org/freedesktop/Notifications");
    desktop.answer = 3u;
    Sitting at;
    QVERIFY(at.start());
    QVERIFY(at.openModel());
    qint64 now = 0;
    at.ui->app().work()->setClock([&] { return now += 60'000; });
    QVERIFY(at.say("hello"));
    QVERIFY(at.ui->app().work()->isWindowActive());
    QTest::qWait(100);
    QCOMPARE(desktop.calls.size(), 0);

    QWindow other;
    other.resize(200, 200);
    other.show();
    QVERIFY(QTest::qWaitForWindowExposed(&other));
    other.requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    QTRY_VERIFY(!at.ui->app().work()->isWindowActive());
    QVERIFY(at.say("and now?"));
    QTRY_COMPARE(desktop.callsOf("Notify").size(), 1);
    QTest::qWait(100);
    const QString told = at.ui->app().currentChatId();
    at.ui->app().newChat();
    desktop.say("ActionInvoked", {3u, "default"});
    QVERIFY(QTest::qWaitForWindowActive(at.ui->window()));
    QCOMPARE(at.ui->app().currentChatId(), told);
    QTRY_COMPARE(desktop.callsOf("CloseNotification").size(), 1);
    QCOMPARE(at.ui->warnings(), QStringList());
  }

  // As it was before it was put away.
  void fromTheTaskBar() {
    Sitting at;
    QVERIFY(at.start());
    QWindow* window = at.ui->window();
    window->setVisibility(QWindow::Maximized);
    QTRY_COMPARE(window->visibility(), QWindow::Maximized);
    QTest::qWait(50);  // QML hears of it a moment later
    window->setVisibility(QWindow::Minimized);
    QTRY_COMPARE(window->visibility(), QWindow::Minimized);
    emit at.ui->app().windowWanted();
    QTRY_COMPARE(window->visibility(), QWindow::Maximized);
  }
};

QTEST_MAIN(NotificationTest)
#include "notification_test.moc"
