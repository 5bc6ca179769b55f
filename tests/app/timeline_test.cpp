// Where a reply's time went, as the window tells it: figures of a trace by hand, the turns of a conversation, the window on one of them.
#include <QPainter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/viewmodels/timeline/timeline_view_model.h"
#include "app/viewmodels/timeline/trace_picture.h"
#include "app/viewmodels/timeline/trace_summary.h"
#include "tests/app/harness.h"
#include "tests/app/painted.h"

using namespace halftone;
using namespace halftone::app;

namespace {

Trace byHand() {
  return {{{Lane::tokenise, 0, 20, 0, 1}, {Lane::restore, 0, 8, 1, 3}, {Lane::prefill, 8, 12, 3, 13}, {Lane::sample, 0, 1, 13, 14},
           {Lane::detokenise, 0, 1, 14, 14.5}, {Lane::decode, 1, 1, 14.5, 24.5}, {Lane::sample, 1, 1, 24.5, 25}, {Lane::detokenise, 1, 1, 25, 25.5},
           {Lane::decode, 2, 3, 25.5, 45.5}, {Lane::sample, 2, 2, 45.5, 46}, {Lane::detokenise, 2, 2, 46, 47}}};
}

bool say(Harness& h, const QString& words, FakeScript::Turn turn) {
  h.script.expect(std::move(turn));
  return h.say(words);
}

}  // namespace

class TimelineTest : public QObject {
  Q_OBJECT

 private slots:
  void lanesAreCountedAndSummed() {
    const auto lanes = summarise(byHand(), 0, 47);
    QCOMPARE(lanes.size(), 6U);
    QVERIFY(lanes[0].lane == Lane::decode && lanes[0].times == 2 && lanes[0].together == 30 && lanes[0].median == 10 && lanes[0].p99 == 20);
    QVERIFY(lanes[1].lane == Lane::prefill && lanes[1].times == 1 && !lanes[1].p99);
    double share = 0;
    for (const LaneSummary& lane : lanes) share += lane.share;
    QVERIFY(std::abs(share - 1) < 1e-12);
    // Those that the window touches, whole.
    const auto some = summarise(byHand(), 14.2, 24.6);
    QCOMPARE(some.size(), 3U);
    QVERIFY(some[0].lane == Lane::decode && some[0].together == 10);
    QVERIFY(summarise({}, 0, 1).empty());
  }

  void tokensTakeFromChoiceToChoice() {
    QCOMPARE(token_times(byHand()), (std::vector<double>{11, 10.5, 10.5}));  // two of one pass share its time
    QCOMPARE(first_token_ms(byHand()), 14.0);
    QCOMPARE(token_times({}), std::vector<double>());
  }

  // A pass begins when the token before it is chosen: a device may go on while that one's text is made.
  void passesBeginAtTheChoiceBefore() {
    QCOMPARE(pass_ms(byHand(), 5), 10.5);
    QCOMPARE(pass_ms(byHand(), 8), 20.5);
    QCOMPARE(pass_ms(byHand(), 2), 10.0);  // nothing was chosen before it
  }

  void percentilesAreOfTheNearestRank() {
    std::vector<double> values(200);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>((i * 77) % 200 + 1);  // 1 to 200 in some order
    QCOMPARE(percentile(values, 0.5), 100.0);
    QCOMPARE(percentile(values, 0.99), 198.0);
    QCOMPARE(percentile(values, 1), 200.0);
    QCOMPARE(percentile({7}, 0.99), 7.0);
    QCOMPARE(percentile({}, 0.5), 0.0);
  }

  void lastHundredAreKept() {
    TraceStore store;
    for (int i = 0; i < 120; ++i) {
      ReplyOutcome outcome;
      outcome.replyId = QString::number(i);
      outcome.trace = byHand();
      store.keep(outcome);
    }
    QVERIFY(!store.find("19") && store.find("20") && store.find("119"));
    ReplyOutcome unknown;
    unknown.replyId = "from elsewhere";
    store.keep(unknown);
    QVERIFY(!store.find("from elsewhere"));
  }

  void followsTheConversation() {
    Harness h;
    QVERIFY(h.open());
    TimelineViewModel& timeline = *h.app->timeline();
    QVERIFY(!timeline.isTraced() && timeline.turns() == 0 && !timeline.untraced().isEmpty());
    QVERIFY(say(h, "one", {.pieces = {"a ", "b ", "c"}}));
    QVERIFY(say(h, "two", {.pieces = {"d ", "e"}}));
    QCOMPARE(timeline.turns(), 2);
    QCOMPARE(timeline.turn(), 2);
    QCOMPARE(timeline.question(), "two");
    QVERIFY(timeline.isTraced());
    QCOMPARE(timeline.laterTokens(), 1);
    timeline.stepTurn(-1);
    QCOMPARE(timeline.question(), "one");
    QCOMPARE(timeline.laterTokens(), 2);
    timeline.stepTurn(-1);  // there is none before
    QCOMPARE(timeline.turn(), 1);
    QVERIFY(say(h, "three", {.pieces = {"f"}}));
    QCOMPARE(timeline.turn(), 1);  // who looks back is left there
    timeline.stepTurn(1);
    timeline.stepTurn(1);
    QVERIFY(say(h, "four", {.pieces = {"g"}}));
    QCOMPARE(timeline.question(), "four");
    h.app->newChat();
    QVERIFY(!timeline.isTraced() && timeline.turns() == 0);
  }

  void theWindowStaysWithinTheTurn() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(say(h, "one", {.pieces = {"a ", "b ", "c ", "d"}}));
    TimelineViewModel& timeline = *h.app->timeline();
    const double all = timeline.total();
    QVERIFY(all > 0 && timeline.from() == 0 && timeline.to() == all);
    timeline.zoom(all / 2, 0.5);
    QCOMPARE(timeline.to() - timeline.from(), all / 2);
    timeline.move(-5);
    QCOMPARE(timeline.from(), 0.0);
    timeline.move(5);
    QCOMPARE(timeline.to(), all);
    timeline.zoom(0, 1e-9);
    QVERIFY(timeline.to() - timeline.from() > 0.009);
    timeline.zoom(all, 1e9);
    QVERIFY(timeline.from() == 0 && timeline.to() == all);
    for (const double odd : {std::nan(""), std::numeric_limits<double>::infinity()}) {
      timeline.show(odd, odd);
      QVERIFY(timeline.from() >= 0 && timeline.to() <= all && timeline.to() > timeline.from());
    }
    // What is chosen comes into sight, wherever it is.
    timeline.show(0, all / 20);
    timeline.step(-1);
    QVERIFY(timeline.chosen() >= 0 && timeline.to() >= all - 1e-9);
    QVERIFY(timeline.chosenText().contains(u"ms"));
    timeline.step(1);
    QCOMPARE(timeline.to(), all);  // there is nothing behind it
    timeline.chooseToken(0);
    QVERIFY2(timeline.chosenText().startsWith("decode, token 2:"), qPrintable(timeline.chosenText()));
  }

  // While it is written it grows, for whoever looks; when it ends everything is where it was.
  void aRunningTurnGrows() {
    Harness h;
    QVERIFY(h.open());
    TimelineViewModel& timeline = *h.app->timeline();
    const auto words = [](std::size_t count) {
      return FakeScript::Turn{.pieces = std::vector<std::string>(count, "w "), .delay = std::chrono::milliseconds(5)};
    };
    const auto grows = [&] {
      const double total = timeline.total();
      return QTest::qWaitFor([&] { return timeline.total() > total; });
    };
    h.script.expect(words(40));
    h.chat().send("unseen");
    QTRY_COMPARE(h.chat().state(), ChatViewModel::Generating);
    QVERIFY(h.idle());
    QVERIFY(!timeline.isRunning() && timeline.laterTokens() == 39);

    timeline.setActive(true);
    h.script.expect(words(400));
    h.chat().send("seen");
    QTRY_COMPARE(timeline.turn(), 2);
    QVERIFY2(timeline.isRunning() || timeline.untraced().startsWith("The reply is being written"), qPrintable(timeline.untraced()));
    QTRY_VERIFY(timeline.isRunning() && timeline.laterTokens() > 2);
    QVERIFY(timeline.isTraced() && timeline.ended().isEmpty());
    timeline.choose(4);
    QVERIFY(grows());
    QVERIFY(timeline.from() == 0 && timeline.to() == timeline.total());
    // At the end of it the window moves on with that,
    timeline.show(timeline.total() - 20, timeline.total());
    const double at = timeline.from();
    QVERIFY(grows());
    QVERIFY(timeline.from() > at && std::abs(timeline.to() - timeline.total()) < 1e-6 &&
            std::abs(timeline.to() - timeline.from() - 20) < 1e-6);
    // anywhere else it stays.
    timeline.show(1, 9);
    QVERIFY(grows());
    QVERIFY(timeline.from() == 1 && timeline.to() == 9);
    QVERIFY(h.chat().isBusy());
    timeline.stepTurn(-1);  // who looks at another one is left there
    QVERIFY(!timeline.isRunning() && timeline.laterTokens() == 39);
    timeline.stepTurn(1);
    QVERIFY(timeline.isRunning());
    timeline.choose(4);
    timeline.show(1, 9);
    QVERIFY(h.idle());
    QVERIFY(!timeline.isRunning() && timeline.laterTokens() == 399);
    QVERIFY(timeline.from() == 1 && timeline.to() == 9 && timeline.chosen() == 4);

    // Of one that fails there is what was done until then, and why there is no more.
    FakeScript::Turn failing = words(40);
    failing.out_of_memory_after = 5;
    QVERIFY(say(h, "too much", failing));
    QCOMPARE(timeline.turn(), 3);
    QVERIFY(timeline.isTraced() && !timeline.isRunning() && !timeline.ended().isEmpty());
    QCOMPARE(timeline.laterTokens(), 4);
  }

  // int8 of 1,100,048,384 parameters, and 1,024 bytes for each of four layers and each token in the cache, one of which looks at eight at
  // most: in 10.22 ms, the second token's decode and the text of the first.
  void whatATokenReads() {
    Harness h;
    QVERIFY(h.open());
    TimelineViewModel& timeline = *h.app->timeline();
    QVERIFY(say(h, "one two three four five six seven eight nine ten", {.pieces = {"a ", "b ", "c"}}));
    timeline.chooseToken(0);
    const QString alone = timeline.chosenText();
    QVERIFY2(alone.endsWith("\nreads 1.02 GiB at 108 GB/s, 11 tokens in the cache"), qPrintable(alone));
    timeline.setActive(true);  // nothing can be measured: nothing is said
    QTRY_COMPARE(h.script.bandwidths.load(), 1);
    QVERIFY(say(h, "more", {.pieces = {"d ", "e"}}));
    timeline.stepTurn(-1);
    timeline.chooseToken(0);
    QCOMPARE(timeline.chosenText(), alone);
    timeline.step(1);
    QVERIFY2(!timeline.chosenText().contains("reads"), qPrintable(timeline.chosenText()));

    Harness other;
    other.script.bandwidth = 215;
    QVERIFY(other.open());
    TimelineViewModel& looked = *other.app->timeline();
    QVERIFY(say(other, "one two three four five six seven eight nine ten", {.pieces = {"a ", "b ", "c"}}));
    QCOMPARE(other.script.bandwidths.load(), 0);  // not before somebody looks
    looked.setActive(true);
    looked.chooseToken(0);
    QTRY_VERIFY2(looked.chosenText().contains("at 108 GB/s, 50 % of what the device was measured to read; 11 tokens"),
                 qPrintable(looked.chosenText()));
    looked.setActive(false);
    looked.setActive(true);
    QVERIFY(say(other, "more", {.pieces = {"d ", "e"}}));
    QCOMPARE(other.script.bandwidths.load(), 1);
  }

  // Ten thousand spans take no more than a frame, however near they are looked at.
  void manySpansArePaintedInAFrame() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(say(h, "many", {.pieces = std::vector<std::string>(3400, "w ")}));
    TimelineViewModel& timeline = *h.app->timeline();
    QVERIFY(timeline.trace().spans.size() > 10'000);
    TracePicture picture;
    picture.setTimeline(&timeline);
    QVERIFY(picture.setProperty("colors", QVariant::fromValue(QList<QColor>(timeline.laneNames().size(), Qt::blue))));
    QVERIFY(picture.setProperty("line", QColor(Qt::gray)) && picture.setProperty("ink", QColor(Qt::black)) &&
            picture.setProperty("dim", QColor(Qt::darkGray)));
    QImage image;
    const auto check = [&](const QString& what) {
      QVERIFY2(paintedInAFrame(picture, image, qPrintable(what)), qPrintable(what));
      QVERIFY(colorsIn(image).contains(QColor(Qt::blue).rgb()));
    };
    const double all = timeline.total();
    for (const double share : {1.0, 0.5, 0.1, 0.05, 0.02, 0.01, 0.001}) {
      timeline.show(0.3 * all, (0.3 + share) * all);
      timeline.choose(static_cast<int>(timeline.trace().spans.size()) * 3 / 10 + 3);
      check(QStringLiteral("%1 of the turn").arg(share));
    }
    QVERIFY(picture.setProperty("whole", true));
    check("above the window");
  }

  void exportsWhatItShows() {
    Harness h;
    QVERIFY(h.open());
    QVERIFY(say(h, "one", {.pieces = {"a ", "b"}}));
    TimelineViewModel& timeline = *h.app->timeline();
    const PaintWatch::Clock::time_point now = PaintWatch::Clock::now();  // frames that the window might have drawn
    const auto at = [&](double ms) {
      return now + std::chrono::duration_cast<PaintWatch::Clock::duration>(std::chrono::duration<double, std::milli>(ms));
    };
    emit timeline.paint()->painted(h.message(1).id, {{at(1), at(3.5)}, {at(17), at(18.25)}});
    QCOMPARE(timeline.painted().size(), 2U);
    QTemporaryDir folder;
    QSignalSpy said(&timeline, &TimelineViewModel::said);
    for (const char* name : {"turn.json", "turn.csv", "no/such/folder.json"}) {
      const qsizetype before = said.size();
      timeline.exportTo(QUrl::fromLocalFile(folder.filePath(name)));
      QTRY_COMPARE(said.size(), before + 1);
    }
    QVERIFY(said[2][0].toString().contains("could not be written"));
    QFile json(folder.filePath("turn.json")), csv(folder.filePath("turn.csv"));
    QVERIFY(json.open(QFile::ReadOnly) && csv.open(QFile::ReadOnly));
    std::size_t spans = 0;
    std::vector<std::pair<double, double>> painted;  // begin and length, ms
    std::map<int, std::string> lanes;
    const auto events = nlohmann::json::parse(json.readAll().toStdString());
    for (const auto& event : events["traceEvents"]) {
      if (event["name"] == "thread_name") lanes[event["tid"]] = event["args"]["name"];
      if (event["ph"] != "X") continue;
      if (lanes[event["tid"]] == "paint") painted.emplace_back(event["ts"].get<double>() / 1e3, event["dur"].get<double>() / 1e3);
      else ++spans;
    }
    QCOMPARE(spans, timeline.trace().spans.size());
    QCOMPARE(lanes.size(), static_cast<std::size_t>(kShownLanes));
    QCOMPARE(painted.size(), 2U);
    QVERIFY(std::abs(painted[0].second - 2.5) < 1e-3 && std::abs(painted[1].second - 1.25) < 1e-3);
    QVERIFY(std::abs(painted[1].first - painted[0].first - 16) < 1e-3);
    QVERIFY(std::abs(painted[0].first - timeline.painted()[0].begin_ms) < 1e-6);
    const QList<QByteArray> lines = csv.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), static_cast<qsizetype>(spans) + 3);
    const QList<QByteArray> last = lines.last().split(',');
    QCOMPARE(last.size(), lines.first().split(',').size());
    QCOMPARE(last[0], "paint");
    QCOMPARE(last[3].toDouble(), timeline.painted()[1].begin_ms);
    QCOMPARE(last[4].toDouble(), timeline.painted()[1].end_ms);
  }
};

QTEST_MAIN(TimelineTest)
#include "timeline_test.moc"
