// A second start finds the first one, wherever both are kept apart or one of them does not answer. The second is this program with an
// argument.
#include <QCoreApplication>
#include <QDBusConnection>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include "app/desktop/single_instance.h"
#include "tests/app/bus.h"

using namespace halftone::app;

namespace {

constexpr int kOwn = 0, kHandedOver = 3;
constexpr int kPatienceMs = 500;

int secondStart(const QStringList& arguments) {
  SingleInstance instance(arguments.value(2), kPatienceMs);
  SingleInstance::Request request{.model = arguments.value(3), .newChat = arguments.contains("--new-chat"), .asksForModel = arguments.contains("--open")};
  request.activationToken = qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
  return instance.handOver(request) ? kHandedOver : kOwn;
}

}  // namespace

class SingleInstanceTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!bus_.start()) QSKIP("there is no dbus-daemon here");
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus_.address.toUtf8());
  }

  void aSecondStartAsksTheFirst_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QList<SingleInstance::Request>>("expected");
    using Requests = QList<SingleInstance::Request>;
    QTest::newRow("nothing") << QStringList{""} << Requests{{.model = {}}};
    QTest::newRow("a model") << QStringList{"/models/a b%20c#1 نموذج.gguf"} << Requests{{.model = "/models/a b%20c#1 نموذج.gguf"}};
    QTest::newRow("a new chat") << QStringList{"", "--new-chat"} << Requests{{.model = {}, .newChat = true}};
    QTest::newRow("which model") << QStringList{"", "--open"} << Requests{{.model = {}, .asksForModel = true}};
    QTest::newRow("a new chat with a model") << QStringList{"/m", "--new-chat"} << Requests{{.model = {}, .newChat = true}, {.model = "/m"}};
  }
  void aSecondStartAsksTheFirst() {
    QFETCH(QStringList, arguments);
    QFETCH(QList<SingleInstance::Request>, expected);
    const QTemporaryDir folder;
    SingleInstance first(folder.path());
    QVERIFY(!first.handOver({}));
    QList<SingleInstance::Request> found;
    connect(&first, &SingleInstance::asked, this, [&](const SingleInstance::Request& request) { found << request; });
    QCOMPARE(start(folder.path(), arguments, "token-7"), kHandedOver);
    for (SingleInstance::Request& request : expected) request.activationToken = "token-7";
    QVERIFY(found == expected);
  }

  void otherPlacesHaveOthers() {
    const QTemporaryDir folder, other;
    SingleInstance first(folder.path()), usual((QString()));
    QVERIFY(!first.handOver({}));
    QVERIFY(!usual.handOver({}));
    QCOMPARE(start(other.path(), {}), kOwn);
    QCOMPARE(start({}, {}), kHandedOver);
  }

  void whoIsGoneIsNotAsked() {
    const QTemporaryDir folder;
    {
      SingleInstance first(folder.path());
      QVERIFY(!first.handOver({}));
    }
    QCOMPARE(start(folder.path(), {}), kOwn);
  }

  void whoDoesNotAnswerIsLeftAlone() {
    const QTemporaryDir folder;
    SingleInstance first(folder.path());
    QVERIFY(!first.handOver({}));
    QProcess second;
    second.start(QCoreApplication::applicationFilePath(), {"--second", folder.path()});
    QVERIFY(second.waitForFinished(20'000));  // without the event loop
    QCOMPARE(second.exitCode(), kOwn);
  }

  void withoutABusEveryStartIsTheFirst() {
    const QTemporaryDir folder;
    SingleInstance first(folder.path());
    QVERIFY(!first.handOver({}));
    for (const QString& address : {QString(), QStringLiteral("unix:path=/nowhere")}) {
      QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
      environment.insert("DBUS_SESSION_BUS_ADDRESS", address);
      environment.insert("XDG_RUNTIME_DIR", folder.path());
      QProcess second;
      second.setProcessEnvironment(environment);
      second.start(QCoreApplication::applicationFilePath(), {"--second", folder.path()});
      QVERIFY(second.waitForFinished(20'000));
      QCOMPARE(second.exitCode(), kOwn);
    }
  }

 private:
  int start(const QString& folder, const QStringList& arguments, const QString& token = {}) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_ACTIVATION_TOKEN", token);
    QProcess second;
    second.setProcessEnvironment(environment);
    QSignalSpy over(&second, &QProcess::finished);
    second.start(QCoreApplication::applicationFilePath(), QStringList{"--second", folder} + arguments);
    return over.wait(20'000) ? second.exitCode() : -1;
  }

  Bus bus_;
};

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  if (QCoreApplication::arguments().value(1) == "--second") return secondStart(QCoreApplication::arguments());
  SingleInstanceTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "single_instance_test.moc"
