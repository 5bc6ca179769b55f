// Where tokens look, as the window knows it: asked for while it is shown, and for nothing else.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "harness.h"

using namespace halftone;
using namespace halftone::app;

class AttentionTest : public QObject {
  Q_OBJECT

  static bool shown(Harness& h) {
    return QTest::qWaitFor([&] { return h.app->attention()->state() == AttentionViewModel::Shown; });
  }

 private slots:
  void saysWhatIsMissing() {
    Harness h;
    AttentionViewModel& attention = *h.app->attention();
    attention.setActive(true);
    QTRY_COMPARE(attention.hint(), "Open a model first");
    QVERIFY(h.open());
    QTRY_COMPARE(attention.hint(), "Ask something first");
    QCOMPARE(h.script.looks, 0);
    QVERIFY(h.say("one two three"));
    QVERIFY(shown(h));
    QCOMPARE(attention.words(), QStringList({"one", " two", " three", "Hello", " there."}));
    QCOMPARE(attention.token(), 4);
    QCOMPARE(attention.looks()->rows().size(), 5);
    QCOMPARE(attention.looks()->rows()[0][2].toString(), "20 %");
    QCOMPARE(attention.looksBack(), "1.0");  // (0 + ½ + 1 + 1½ + 2) / 5
    QCOMPARE(attention.stores(), "120 B");   // 15 weights, 2 heads, twice, 2 bytes
  }

  // By distance: of five tokens that look at all alike, by hand; and its mean is the one that the engine says.
  void howFarItLooksBack() {
    Harness h;
    AttentionViewModel& attention = *h.app->attention();
    QVERIFY(h.open() && h.say("one two three"));
    attention.setActive(true);
    QVERIFY(shown(h));
    const QList<double> shares = attention.distances();
    QCOMPARE(shares.size(), 5);
    for (int distance = 0; distance < 5; ++distance) {
      double expected = 0;
      for (int token = distance; token < 5; ++token) expected += 1.0 / (token + 1) / 5;
      QVERIFY(std::abs(shares[distance] - expected) < 1e-3);
      QCOMPARE(attention.distanceOf(distance), distance);
    }
    QCOMPARE(attention.distanceOf(5), 5);
    attention.setEncoding("without");
    QCOMPARE(attention.distances(), QList<double>({1, 0, 0, 0, 0}));
    QString words;
    for (int word = 0; word < 100; ++word) words += "w ";
    QVERIFY(h.say(words.trimmed()));
    attention.setEncoding("asIs");
    QVERIFY(shown(h));
    const qsizetype tokens = attention.words().size();
    QVERIFY(tokens > 100);
    QCOMPARE(attention.distances().size(), 40);
    QCOMPARE(attention.distanceOf(40), static_cast<int>(tokens));
    double all = 0, mean = 0;
    for (int column = 0; column < 40; ++column) {
      all += attention.distances()[column];
      mean += attention.distances()[column] * (attention.distanceOf(column) + attention.distanceOf(column + 1) - 1) / 2.0;
    }
    QVERIFY(std::abs(all - 1) < 1e-2);
    QVERIFY(std::abs(mean - attention.looksBack().toDouble()) < 1);
  }

  void nothingIsComputedOrKeptUnseen() {
    Harness h;
    AttentionViewModel& attention = *h.app->attention();
    QVERIFY(h.open() && h.say("one two"));
    QTest::qWait(150);
    QCOMPARE(h.script.looks, 0);
    attention.setActive(true);
    QVERIFY(shown(h));
    QCOMPARE(h.script.looks, 1);
    attention.setActive(false);
    QVERIFY(!attention.isShown());
    QCOMPARE(attention.stores(), "–");
    QTest::qWait(150);
    QCOMPARE(h.script.looks, 1);
  }

  void exported() {
    Harness h;
    AttentionViewModel& attention = *h.app->attention();
    QVERIFY(attention.exportName().isEmpty());
    QVERIFY(h.open() && h.say("one two"));
    attention.setActive(true);
    QVERIFY(shown(h));
    QCOMPARE(attention.exportName(), "attention-layer-0-head-0.json");
    QSignalSpy said(&attention, &AttentionViewModel::said);
    attention.exportTo(QUrl::fromLocalFile(h.dir.filePath("a.json")));
    QTRY_COMPARE(said.size(), 1);
    attention.exportTo(QUrl::fromLocalFile(h.dir.filePath("a.csv")));
    QTRY_COMPARE(said.size(), 2);
    QFile json(h.dir.filePath("a.json")), csv(h.dir.filePath("a.csv"));
    QVERIFY(json.open(QIODevice::ReadOnly) && csv.open(QIODevice::ReadOnly));
    const QJsonObject all = QJsonDocument::fromJson(json.readAll()).object();
    QCOMPARE(all["tokens"].toArray().size(), 4);  // one two Hello there.
    QCOMPARE(all["attention"][3].toArray().size(), 4);
    QCOMPARE(all["attention"][1][0].toDouble(), 0.5);
    QCOMPARE(all["without_position"][1][0].toDouble(), 0.0);
    const QList<QByteArray> lines = csv.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 1 + 10);
    QCOMPARE(lines[2], "1,0,0.5,0");
  }

  // Keys that are held down walk through layers; a head costs nothing.
  void layersAndHeads() {
    Harness h;
    AttentionViewModel& attention = *h.app->attention();
    QVERIFY(h.open() && h.say("one two"));
    attention.setActive(true);
    QVERIFY(shown(h));
    attention.setToken(1);
    for (int i = 0; i < 10; ++i) attention.setLayer(attention.layer() + 1);
    QCOMPARE(attention.layer(), 3);
    QVERIFY(shown(h));
    QCOMPARE(h.script.looks, 2);
    QCOMPARE(attention.token(), 1);
    attention.setHead(7);
    QCOMPARE(attention.head(), 1);
    attention.setToken(99);
    QCOMPARE(attention.token(), 3);
    QVERIFY(attention.isShown());
    QCOMPARE(h.script.looks, 2);
  }

  void positionTakenAway() {
    Harness h;
    AttentionViewModel& attention = *h.app->attention();
    QVERIFY(h.open() && h.say("one two"));
    attention.setActive(true);
    QVERIFY(shown(h));
    QCOMPARE(attention.share(0, 3, 0), 0.25f);
    attention.setEncoding("without");
    QCOMPARE(attention.share(0, 3, 0), 0.0f);
    QCOMPARE(attention.share(0, 3, 3), 1.0f);
    QCOMPARE(attention.looksBack(), "0.0");
    attention.setEncoding("share");
    QCOMPARE(attention.share(0, 3, 0), 0.25f);
    QCOMPARE(attention.share(0, 3, 3), -0.75f);
    QCOMPARE(attention.looks()->rows()[0][2].toString(), "-75 %");
  }

  void positionThatCannotBe() {
    Harness h;
    h.script.about = [](ModelInfo& model) { model.why_not_without_position = Sentence(std::string("added")); };
    AttentionViewModel& attention = *h.app->attention();
    QVERIFY(h.open() && h.say("one two"));
    attention.setActive(true);
    QVERIFY(shown(h));
    QCOMPARE(attention.whyNotWithout(), "added");
    attention.setEncoding("share");
    QCOMPARE(attention.share(0, 3, 3), 0.25f);
  }

  void noRoom() {
    Harness h;
    h.script.look_error = Error{ErrorKind::out_of_memory, "needs 134 MiB, 90 free", "2 tokens would fit."};
    AttentionViewModel& attention = *h.app->attention();
    QVERIFY(h.open() && h.say("one two three"));
    attention.setActive(true);
    QTRY_COMPARE(attention.state(), AttentionViewModel::Refused);
    QCOMPARE(attention.hint(), "needs 134 MiB, 90 free. 2 tokens would fit.");
    QVERIFY(attention.canBeFewer());
    attention.takeFewer();
    QVERIFY(shown(h));
    QCOMPARE(attention.words(), QStringList({"Hello", " there."}));
    QVERIFY(attention.note().contains("the last 2 tokens"));
    h.script.look_error = Error{ErrorKind::malformed, "broken", ""};
    attention.setActive(false);
    attention.setActive(true);
    QTRY_COMPARE(attention.state(), AttentionViewModel::Refused);
    QVERIFY(!attention.canBeFewer());
  }

  // What was asked for and is not wanted any more is stopped, and what comes of it is nobody's.
  void leftWhileItComputes() {
    Harness h;
    AttentionViewModel& attention = *h.app->attention();
    QVERIFY(h.open() && h.say("one two"));
    h.script.count_delay = std::chrono::milliseconds(10'000);
    attention.setActive(true);
    QTRY_COMPARE(h.script.counting, 1);
    QCOMPARE(attention.state(), AttentionViewModel::Computing);
    attention.setActive(false);
    QTRY_COMPARE(h.script.counting, 0);
    QTest::qWait(50);
    QVERIFY(!attention.isShown());
    h.script.count_delay = std::chrono::milliseconds(0);
    attention.setActive(true);
    QVERIFY(shown(h));
  }

  // Another conversation, another question, no model: what was seen goes.
  void followsTheConversation() {
    Harness h;
    AttentionViewModel& attention = *h.app->attention();
    attention.setActive(true);
    QVERIFY(h.open() && h.say("one two") && shown(h));
    QVERIFY(h.say("and three"));
    QTRY_COMPARE(attention.words().size(), 8);
    h.app->newChat();
    QTRY_COMPARE(attention.hint(), "Ask something first");
    QVERIFY(!attention.isShown());
    h.engine().unload();
    QTRY_COMPARE(attention.hint(), "Open a model first");
  }

  void wordsAreReadable() {
    Harness h(EngineFactory::local());
    h.engine().openPath(QStringLiteral(SOURCE_DIR "/resources/demo-model"), false);
    QTRY_VERIFY_WITH_TIMEOUT(h.engine().isReady(), 60'000);
    h.chat().send("Hi\nthere");
    QTRY_VERIFY_WITH_TIMEOUT(!h.chat().isBusy(), 60'000);
    AttentionViewModel& attention = *h.app->attention();
    attention.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(attention.state(), AttentionViewModel::Shown, 60'000);
    QStringList named;
    for (int i = 0; i < attention.words().size(); ++i) named << attention.named(i);
    QVERIFY2(named.contains("↵") && !named.contains(""), qPrintable(named.join('|')));
    QVERIFY2(named[0].startsWith('<') && named.filter("Hi").size() == 1, qPrintable(named.join('|')));  // a control token, as it is spelt
    float sum = 0;
    for (int to = 0; to <= attention.token(); ++to) sum += attention.share(0, attention.token(), to);
    QVERIFY(std::abs(sum - 1) < 1e-2);
  }
};

QTEST_GUILESS_MAIN(AttentionTest)
#include "attention_test.moc"
