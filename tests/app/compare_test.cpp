// One question under several settings, as the window knows it: what is shown is what the engine says, and the chat is left as it was.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/format.h"
#include "engine/base/machine.h"
#include "engine/generate/local_engine.h"
#include "harness.h"

using namespace halftone;
using namespace halftone::app;

namespace {

CompareColumn* column(CompareViewModel& compare, int at) { return compare.columns().at(at); }

bool ended(CompareViewModel& compare) {
  return QTest::qWaitFor([&] { return !compare.isRunning(); }, 60'000);
}

QString textOf(const std::vector<ShownToken>& tokens) {
  QString text;
  for (const ShownToken& token : tokens) text += token.text;
  return text;
}

}  // namespace

class CompareTest : public QObject {
  Q_OBJECT

 private slots:
  void beginsWithTheChatsSettings() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    compare.setActive(true);
    QCOMPARE(compare.hint(), "Open a model first");
    QVERIFY(h.open());
    QCOMPARE(compare.columns().size(), 3);
    QCOMPARE(column(compare, 0)->weights(), "int8");
    QVERIFY(column(compare, 0)->isReference() && !column(compare, 1)->isReference());
    QCOMPARE(column(compare, 1)->weights(), "int4");
    QCOMPARE(column(compare, 2)->weights(), "int2");
    QVERIFY(compare.question().isEmpty());
    compare.ask();
    QVERIFY(!compare.isRunning());
    QVERIFY(h.say("one two three") && h.say("four"));
    QCOMPARE(compare.question(), "four");
    QCOMPARE(compare.sharedTurns(), 1);
    QVERIFY(compare.exportName().isEmpty());
  }

  void theChatIsLeftAsItWas() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one two three"));
    const QList<MessageRecord> before = h.chat().messages()->records();
    const EngineSettings settings = h.engine().facts()->settings;
    compare.setActive(true);
    h.script.expect({.pieces = {"a", " b", " c"}});
    h.script.expect({.pieces = {"a", " b", " d", " e"}});
    h.script.expect({.pieces = {"a"}});
    compare.ask();
    QVERIFY(compare.isRunning() && h.engine().replying());
    QVERIFY(ended(compare));
    QVERIFY(!h.engine().replying() && compare.isComplete());
    QCOMPARE(h.chat().messages()->records().size(), before.size());
    QVERIFY(h.engine().facts()->settings == settings);
    QCOMPARE(h.script.sessions, 1);  // the chat's

    QCOMPARE(textOf(compare.shownTokens(*column(compare, 1))), "a b d e");
    QCOMPARE(column(compare, 1)->stateText(), "done · 4 tokens");
    QCOMPARE(column(compare, 1)->firstFlip(), 3);  // the fake's tokens count
    QCOMPARE(column(compare, 0)->divergence(), 0.0);
    QVERIFY(column(compare, 1)->divergence() > 0 && column(compare, 2)->divergence() > column(compare, 1)->divergence());
    QCOMPARE(column(compare, 0)->peakBytes(), h.script.params.empty() ? 0 : 1'100'048'384 + 3 * 4096 + (20 << 20));
    for (const GenerationParams& params : std::vector(h.script.params.end() - 3, h.script.params.end())) {
      QVERIFY(params.anew);
      QCOMPARE(params.seed, h.script.params.back().seed);
    }
    compare.setReferenceWords(true);
    QCOMPARE(textOf(compare.shownTokens(*column(compare, 1))), "a b c");
  }

  void anotherQuestionComesBehindTheReferencesAnswer() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    compare.setActive(true);
    h.script.expect({.pieces = {"first"}});
    compare.ask();
    QVERIFY(ended(compare));
    compare.ask("and two?");
    QVERIFY(ended(compare));
    const auto asked = h.script.last_asked();
    QCOMPARE(asked.size(), 3U);
    QCOMPARE(asked[0].content, "one");
    QCOMPARE(asked[1].content, "first");
    QCOMPARE(asked[2].content, "and two?");
    QCOMPARE(compare.sharedTurns(), 1);
  }

  void stoppedWithinTheTime() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    compare.setActive(true);
    h.script.expect({.pieces = std::vector<std::string>(500, "x "), .delay = std::chrono::milliseconds(5)});
    compare.ask();
    QTRY_VERIFY(!compare.shownTokens(*column(compare, 0)).empty());
    compare.stop();
    QVERIFY(ended(compare));
    QCOMPARE(column(compare, 0)->state(), CompareColumn::Stopped);
    QCOMPARE(column(compare, 1)->state(), CompareColumn::Idle);
    QVERIFY(!compare.shownTokens(*column(compare, 0)).empty());
    compare.ask();  // those that have not come to their end
    QVERIFY(ended(compare));
    QVERIFY(compare.isComplete());
  }

  void whoLeavesStopsIt() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    compare.setActive(true);
    h.script.expect({.pieces = std::vector<std::string>(500, "x "), .delay = std::chrono::milliseconds(5)});
    compare.ask();
    QTRY_VERIFY(column(compare, 0)->state() == CompareColumn::Writing);
    compare.setActive(false);
    QVERIFY(ended(compare));
  }

  void whatFailsKeepsItsText() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    compare.setActive(true);
    h.script.expect({.pieces = {"a", " b"}});
    h.script.expect({.pieces = {"a", " b"}, .out_of_memory_after = 1});
    compare.ask();
    QVERIFY(ended(compare));
    QCOMPARE(column(compare, 1)->state(), CompareColumn::Failed);
    QVERIFY(!column(compare, 1)->trouble().isEmpty() && !column(compare, 1)->remedy().isEmpty());
    QCOMPARE(textOf(compare.shownTokens(*column(compare, 1))), "a");
    QVERIFY(column(compare, 2)->isCompared());
  }

  // No other weights have room beside the chat's: columns take their place, and it comes back.
  void takesTurnsWhereThereIsNoRoom() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    const EngineSettings settings = h.engine().facts()->settings;
    h.script.crowded = Error{ErrorKind::out_of_memory, "no room", ""};
    compare.setActive(true);
    compare.ask();
    QVERIFY(ended(compare));
    QVERIFY(compare.isComplete() && compare.note().isEmpty());
    QVERIFY(h.engine().facts()->settings == settings);
    QVERIFY(h.say("two"));
  }

  // Refused with the engine's own figures; with the longest context that fits it is written, and the others are not written again.
  void whatDoesNotFitAtAll() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    h.script.limit(Precision::int4, 1300);
    compare.setActive(true);
    compare.ask();
    QVERIFY(ended(compare));
    const CompareColumn& refused = *column(compare, 1);
    QCOMPARE(refused.state(), CompareColumn::Refused);
    SwitchCost cost;
    h.script.cost(refused.settings(), cost);
    QCOMPARE(refused.needsText(), formatBytes(cost.needed_bytes));
    QCOMPARE(refused.freeText(), formatBytes(cost.free_bytes));
    QCOMPARE(refused.longestContext(), 1300);
    QVERIFY(column(compare, 2)->isCompared() && !compare.isComplete());
    const auto asked = h.script.asked.size();
    compare.shorten(0);  // fits already
    compare.shorten(2);
    QVERIFY(!compare.isRunning());
    compare.shorten(1);
    QVERIFY(compare.isRunning());
    QVERIFY(ended(compare));
    QVERIFY(compare.isComplete() && refused.state() == CompareColumn::Done);
    QCOMPARE(h.script.asked.size(), asked + 1);
    QCOMPARE(refused.record()->settings.context, 1300);
    QVERIFY(refused.isShortened() && refused.name().contains("1,300 tokens"));
    QCOMPARE(h.engine().facts()->settings.context, 4096);
    compare.set(1, EngineSwitch::Cache, "f32");  // other switches may have room for all of it
    QCOMPARE(refused.context(), 4096);
  }

  void noContextFits() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    h.script.limit(Precision::int8, 0);  // the reference's
    compare.setActive(true);
    compare.ask();
    QVERIFY(ended(compare));
    QCOMPARE(column(compare, 0)->state(), CompareColumn::Refused);
    QCOMPARE(column(compare, 0)->longestContext(), 0);
    compare.shorten(0);
    QVERIFY(!compare.isRunning());
    QVERIFY(column(compare, 1)->isWritten() && !column(compare, 1)->isCompared());
  }

  // The reference gets a shorter one: those that were written stand beside it then.
  void theReferenceDoesNotFit() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    h.script.limit(Precision::int8, 700);
    compare.setActive(true);
    compare.ask();
    QVERIFY(ended(compare));
    compare.shorten(0);
    QVERIFY(ended(compare));
    QVERIFY(compare.isComplete());
    QCOMPARE(column(compare, 0)->context(), 700);
    QVERIFY(column(compare, 1)->divergence() > 0);
  }

  void columnsComeAndGo() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    compare.setActive(true);
    compare.ask();
    QVERIFY(ended(compare));
    compare.add();
    QCOMPARE(compare.columns().size(), 4);
    compare.add();
    QCOMPARE(compare.columns().size(), 4);
    compare.set(3, EngineSwitch::Cache, "f16");
    QCOMPARE(column(compare, 3)->cache(), "f16");
    const auto asked = h.script.asked.size();
    compare.ask();  // of it alone
    QVERIFY(ended(compare));
    QCOMPARE(h.script.asked.size(), asked + 1);
    compare.refer(1);  // nothing is written anew
    QVERIFY(ended(compare));
    QCOMPARE(h.script.asked.size(), asked + 1);
    QVERIFY(column(compare, 1)->isReference() && compare.isComplete());
    QCOMPARE(column(compare, 1)->divergence(), 0.0);
    QVERIFY(column(compare, 0)->divergence() > 0);
    compare.close(1);
    QVERIFY(column(compare, 0)->isReference() && !compare.isComplete());
    compare.restore();
    QCOMPARE(compare.columns().size(), 4);
    QCOMPARE(column(compare, 1)->weights(), "int4");
    QCOMPARE(column(compare, 1)->state(), CompareColumn::Idle);
  }

  void whatIsToldOfAToken() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    compare.setActive(true);
    h.script.expect({.pieces = {"Each", " new", " token", " makes", " the"}});
    h.script.expect({.pieces = {"Each", " new", " token", " makes", " a"}});
    compare.ask();
    QVERIFY(ended(compare));
    const QVariantMap card = compare.tokenCard(1, 3);
    QCOMPARE(card["number"].toInt(), 4);
    QCOMPARE(card["before"].toString(), "Each new token");
    QCOMPARE(card["reference"].toList().size(), 5);
    QCOMPARE(card["reference"].toList()[0].toMap()["text"].toString(), " means");  // the fourth of the fake's words
    QVERIFY(card["reference"].toList()[0].toMap()["chosen"].toBool());
    QVERIFY(compare.tokenCard(1, 99).isEmpty() && compare.tokenCard(7, 0).isEmpty());
    compare.setColumn(1);
    compare.nextFlip();
    QVERIFY(compare.token() >= 0);
    QVERIFY(compare.tokenName(compare.column(), compare.token()).contains("different first choice; reference: "));
  }

  void exported() {
    Harness h;
    CompareViewModel& compare = *h.app->compare();
    QVERIFY(h.open() && h.say("one"));
    compare.setActive(true);
    h.script.expect({.pieces = {"a \"word\",", " b"}});
    compare.ask();
    QVERIFY(ended(compare));
    QCOMPARE(compare.exportName(), "comparison.json");
    QSignalSpy said(&compare, &CompareViewModel::said);
    compare.exportTo(QUrl::fromLocalFile(h.dir.filePath("c.json")));
    QTRY_COMPARE(said.size(), 1);
    compare.exportTo(QUrl::fromLocalFile(h.dir.filePath("c.csv")));
    QTRY_COMPARE(said.size(), 2);
    QFile json(h.dir.filePath("c.json")), csv(h.dir.filePath("c.csv"));
    QVERIFY(json.open(QIODevice::ReadOnly) && csv.open(QIODevice::ReadOnly));
    const QJsonObject all = QJsonDocument::fromJson(json.readAll()).object();
    QCOMPARE(all["columns"].toArray().size(), 3);
    QCOMPARE(all["columns"][1]["kl_mean_nats"].toDouble(), column(compare, 1)->divergence());
    QCOMPARE(all["columns"][0]["peak_bytes"].toInteger(), column(compare, 0)->peakBytes());
    const QList<QByteArray> lines = csv.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines[1].endsWith(",\"a \"\"word\"\", b\""));
  }

  // The real engine and the demo model: every figure is the one that a comparison of the engine's own says.
  void figuresAreTheEngines() {
    Harness h(EngineFactory::local());
    CompareViewModel& compare = *h.app->compare();
    h.engine().openPath(SOURCE_DIR "/resources/demo-model", false);
    QVERIFY(QTest::qWaitFor([&] { return h.engine().isReady(); }, 30'000));
    h.chat().sampling()->setMaxTokens(24);
    h.chat().sampling()->setTemperature(0);
    QVERIFY(h.say("How many people live in France?"));
    compare.setActive(true);
    compare.set(1, EngineSwitch::Weights, "int2");
    compare.ask();
    QVERIFY(ended(compare) && compare.isComplete());

    auto checkpoint = open_checkpoint(SOURCE_DIR "/resources/demo-model");
    QVERIFY(checkpoint);
    auto engine = LocalEngine::open(*std::move(checkpoint), h.engine().facts()->settings, {}, {});
    QVERIFY(engine);
    Comparison comparison(**engine, {{ChatMessage::Role::user, "How many people live in France?"}}, {.max_tokens = 24});
    for (int i = 0; i < compare.columns().size(); ++i) {
      const CompareColumn& shown = *column(compare, i);
      const auto written = comparison.write(shown.settings(), {}, {}, {});
      QVERIFY(written);
      if (i == 0) QVERIFY(comparison.refer_to(*written, {}, {}));
      const auto beside = comparison.set_beside(*written, {}, {});
      QVERIFY(beside);
      QCOMPARE(textOf(shown.words()), QString::fromStdString(written->reply.text));
      QCOMPARE(shown.peakBytes(), written->reply.taken.total());
      QCOMPARE(shown.divergence(), beside->on_reference.mean_divergence());
      QCOMPARE(shown.sameChoice(), beside->on_reference.share_of_same_choice());
      QCOMPARE(shown.firstFlip(), beside->first_flip ? static_cast<int>(*beside->first_flip) : -1);
      if (i == 1) QVERIFY(shown.divergence() > 0.01);
    }
    QVERIFY(h.say("And in Germany?"));
  }

  // A context that the machine has no memory for under an f32 cache, and has under int4: what is told is what the engine says of the
  // switch, and the context that it offers is one that a session opens with.
  void whatDoesNotFitByTheEnginesOwnRules() {
    const std::int64_t bytes = machine_memory().available;
    const std::int64_t perToken = 9 * 2 * 2 * 64;                                          // layers, keys and values, heads, width
    const std::int64_t context = std::min<std::int64_t>(bytes / (2 * perToken), 1 << 24);  // 4 bytes each: twice what there is
    if (context * perToken * 4 < bytes) QSKIP("this machine has room for the longest context there is");
    Harness h(EngineFactory::local());
    CompareViewModel& compare = *h.app->compare();
    h.engine().openPath(SOURCE_DIR "/resources/demo-model", false);
    QVERIFY(QTest::qWaitFor([&] { return h.engine().isReady(); }, 30'000));
    h.chat().sampling()->setMaxTokens(4);
    QVERIFY(h.say("How many people live in France?"));
    for (const auto& [kind, value] :
         {std::pair(EngineSwitch::Cache, QStringLiteral("int4")), {EngineSwitch::Context, QString::number(context)}}) {
      h.engine().proposeSwitch(kind, value);
      QVERIFY(QTest::qWaitFor([&] { return h.engine().proposal()->isVisible() || h.engine().isReady(); }, 30'000));
      h.engine().acceptSwitch();
      QVERIFY(QTest::qWaitFor([&] { return h.engine().isReady() && !h.engine().proposal()->isVisible(); }, 30'000));
    }
    QCOMPARE(h.engine().facts()->settings.context, context);
    compare.setActive(true);
    while (compare.columns().size() > 2) compare.close(2);
    compare.set(1, EngineSwitch::Weights, compare.columns()[0]->weights());
    compare.set(1, EngineSwitch::Cache, "f32");
    compare.ask();
    QVERIFY(ended(compare));
    const CompareColumn& refused = *column(compare, 1);
    QVERIFY2(refused.state() == CompareColumn::Refused, qPrintable(refused.stateText() + refused.trouble()));

    auto checkpoint = open_checkpoint(SOURCE_DIR "/resources/demo-model");
    QVERIFY(checkpoint);
    auto engine = LocalEngine::open(*std::move(checkpoint), h.engine().facts()->settings, {}, {});
    QVERIFY(engine);
    const SwitchCost cost = (*engine)->cost_of(refused.settings(), nullptr);
    QCOMPARE(refused.needsText(), formatBytes(cost.needed_bytes));
    QVERIFY2(std::abs(refused.longestContext() - cost.largest_context) < 0.1 * static_cast<double>(cost.largest_context),
             qPrintable(QString("%1 and %2").arg(refused.longestContext()).arg(cost.largest_context)));  // what is free moves meanwhile
    compare.shorten(1);
    QVERIFY(ended(compare));
    QVERIFY2(refused.isCompared(), qPrintable(refused.trouble()));
    QVERIFY(refused.isShortened());
    QCOMPARE(h.engine().facts()->settings.context, context);
  }
};

QTEST_GUILESS_MAIN(CompareTest)
#include "compare_test.moc"
