// Where a reply's time went: spans without gaps or overlaps that add up to the reply's own figures, whatever it was asked for.
#include <QTest>
#include <chrono>
#include <nlohmann/json.hpp>
#include <numeric>

#include "engine/generate/chrome_trace.h"
#include "engine/generate/trace_so_far.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

const QString kDemo = QString(SOURCE_DIR) + "/resources/demo-model";
const std::vector<std::string> kQuestions = {"How many people live in France?", "And how many are in Germany?", "Why?", "How many are in Egypt?"};

// By lane: spans, tokens, milliseconds.
struct Sum {
  std::int64_t spans = 0, tokens = 0;
  double ms = 0;
};
Sum sum_of(const Trace& trace, Lane lane) {
  Sum sum;
  for (const Span& span : trace.spans)
    if (span.lane == lane) ++sum.spans, sum.tokens += span.count, sum.ms += span.ms();
  return sum;
}

bool close(double found, double expected) { return std::abs(found - expected) <= 1e-6 * std::max(1.0, std::abs(expected)); }

}  // namespace

class TraceTest : public QObject {
  Q_OBJECT

 private slots:
  void spansAddUpToTheTurn_data() {
    QTest::addColumn<EngineSettings>("settings");
    QTest::addColumn<GenerationParams>("params");
    EngineSettings settings{.context = 512, .device = "cpu"};
    QTest::newRow("greedy") << settings << GenerationParams{.max_tokens = 24};
    QTest::newRow("sampled, with doubts") << settings << GenerationParams{.max_tokens = 24, .temperature = 0.8F, .seed = 3, .candidates = 5};
    settings.cache = std::nullopt;
    QTest::newRow("without a cache") << settings << GenerationParams{.max_tokens = 4};
    settings.cache = KvFormat::f16, settings.speculation.kind = Speculation::Kind::lookup;
    QTest::newRow("drafted") << settings << GenerationParams{.max_tokens = 48};
  }
  void spansAddUpToTheTurn() {
    QFETCH(EngineSettings, settings);
    QFETCH(GenerationParams, params);
    const auto engine = golden::open(kDemo, settings);
    QVERIFY(engine);
    const auto session = engine->new_session();
    std::vector<ChatMessage> messages;
    double outside = 1;  // share of a turn that no span tells of, in the turn least disturbed by what else runs here
    for (const std::string& question : kQuestions) {
      messages.push_back({ChatMessage::Role::user, question});
      const auto begin = std::chrono::steady_clock::now();
      const auto reply = session->generate(messages, params, [](const StreamEvent&) {}, {});
      const double wall = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
      QVERIFY(reply);
      const Trace& trace = reply->trace;
      QVERIFY(!trace.spans.empty() && trace.spans.front().begin_ms == 0);
      for (std::size_t i = 1; i < trace.spans.size(); ++i) QCOMPARE(trace.spans[i].begin_ms, trace.spans[i - 1].end_ms);
      QVERIFY2(trace.total_ms() <= wall, qPrintable(QString("%1 of %2").arg(trace.total_ms()).arg(wall)));
      outside = std::min(outside, (wall - trace.total_ms()) / wall);

      const ReplyStats& stats = reply->stats;
      const Sum tokenise = sum_of(trace, Lane::tokenise), restore = sum_of(trace, Lane::restore), prefill = sum_of(trace, Lane::prefill),
                decode = sum_of(trace, Lane::decode), sample = sum_of(trace, Lane::sample), detokenise = sum_of(trace, Lane::detokenise),
                draft = sum_of(trace, Lane::draft);
      QCOMPARE(tokenise.tokens, stats.prompt_tokens);
      QCOMPARE(restore.tokens, stats.reused_tokens);
      QCOMPARE(prefill.tokens, stats.prefill_tokens);
      QCOMPARE(detokenise.tokens, stats.tokens);
      QVERIFY(close(tokenise.ms + restore.ms, stats.restore_ms));
      QVERIFY(close(prefill.ms, stats.prefill_ms));
      const double later = std::accumulate(stats.token_ms.begin(), stats.token_ms.end(), 0.0);
      // The last token's text comes after its time is taken, as does what a stop or an end token leaves.
      QVERIFY(later <= decode.ms + sample.ms + detokenise.ms + draft.ms - stats.sample_ms + 0.01);
      if (settings.speculation.kind == Speculation::Kind::off) {
        QCOMPARE(draft.spans, 0);
        QCOMPARE(sample.spans, decode.spans + 1);
      } else {
        QCOMPARE(draft.tokens, stats.drafted_tokens);
      }
      messages.push_back({ChatMessage::Role::assistant, reply->text});
    }
    QVERIFY2(outside < 0.01, qPrintable(QString::number(outside)));
  }

  // While a reply is written its trace so far is the beginning of the whole one, a token further each time; then there is none.
  void itGrowsWithTheReply() {
    const auto engine = golden::open(kDemo, {.context = 512, .device = "cpu"});
    QVERIFY(engine);
    const auto session = engine->new_session();
    const auto* const traced = dynamic_cast<const TraceSoFar*>(session.get());
    QVERIFY(traced && traced->trace_so_far().spans.empty());
    std::vector<Trace> seen;
    const auto reply = session->generate({{ChatMessage::Role::user, kQuestions[0]}}, {.max_tokens = 24},
                                         [&](const StreamEvent& event) {
                                           seen.push_back(traced->trace_so_far());
                                           if (event.phase == StreamEvent::Phase::decode)
                                             QVERIFY(sum_of(seen.back(), Lane::sample).tokens == event.done);
                                         },
                                         {});
    QVERIFY(reply && seen.size() >= reply->tokens.size());
    for (const Trace& part : seen) {
      QVERIFY(!part.spans.empty() && part.spans.size() < reply->trace.spans.size());
      for (std::size_t i = 0; i < part.spans.size(); ++i)
        QVERIFY(part.spans[i].lane == reply->trace.spans[i].lane && part.spans[i].end_ms == reply->trace.spans[i].end_ms);
    }
    QVERIFY(traced->trace_so_far().spans.empty());
  }

  void aStoppedReplyHasWhatThereWas() {
    const auto engine = golden::open(kDemo, {.context = 512, .device = "cpu"});
    QVERIFY(engine);
    std::stop_source stop;
    const auto reply = engine->new_session()->generate({{ChatMessage::Role::user, kQuestions[0]}}, {.max_tokens = 24},
                                                       [&](const StreamEvent& event) {
                                                         if (event.phase == StreamEvent::Phase::decode && event.done == 3) stop.request_stop();
                                                       },
                                                       stop.get_token());
    QVERIFY(reply && reply->stats.finish == Finish::cancelled);
    QCOMPARE(sum_of(reply->trace, Lane::detokenise).tokens, 3);
  }

  void chromeReadsIt() {
    Trace trace;
    trace.spans = {{Lane::tokenise, 0, 12, 0, 0.5}, {Lane::prefill, 0, 12, 0.5, 4.25}, {Lane::sample, 0, 1, 4.25, 4.5}};
    const auto json = nlohmann::json::parse(chrome_trace({{"turn 1", trace}, {"a \"quoted\" \xff turn", trace}}));
    std::vector<nlohmann::json> complete;
    for (const auto& event : json["traceEvents"])
      if (event["ph"] == "X") complete.push_back(event);
    QCOMPARE(complete.size(), 6U);
    QCOMPARE(complete[1]["name"], "prefill");
    QCOMPARE(complete[1]["ts"], 500.0);
    QCOMPARE(complete[1]["dur"], 3750.0);
    QCOMPARE(complete[1]["args"]["tokens"], 12);
    QCOMPARE(complete[3]["ts"], 4500.0);  // the second turn begins where the first ended
    QVERIFY(complete[3]["pid"] != complete[0]["pid"]);

    // What ran beside a turn has a lane of its own, below; the next turn begins when that has ended too.
    const auto more = nlohmann::json::parse(chrome_trace({{"turn 1", trace, {{"paint", {{1, 2.5}, {4, 6}}}}}, {"turn 2", trace}}));
    complete.clear();
    for (const auto& event : more["traceEvents"])
      if (event["ph"] == "X") complete.push_back(event);
    QCOMPARE(complete.size(), 8U);
    QCOMPARE(complete[3]["name"], "paint");
    QCOMPARE(complete[3]["ts"], 1000.0);
    QCOMPARE(complete[3]["dur"], 1500.0);
    QCOMPARE(complete[3]["tid"], kLanes);
    QCOMPARE(complete[5]["ts"], 6000.0);
  }
};

QTEST_APPLESS_MAIN(TraceTest)
#include "trace_test.moc"
