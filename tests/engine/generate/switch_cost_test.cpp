// What a switch is said to cost, against counting by hand (issue 13, 12).
#include <QTest>

#include "tests/engine/generate/golden.h"

using namespace halftone;

class SwitchCostTest : public QObject {
  Q_OBJECT

  std::unique_ptr<LocalEngine> engine_;
  std::unique_ptr<Session> session_;
  std::int64_t tokens_ = 0;

  SwitchCost cost(const std::function<void(EngineSettings&)>& change, bool spoken = true) {
    EngineSettings next = engine_->settings();
    change(next);
    return engine_->cost_of(next, spoken ? session_.get() : nullptr);
  }

 private slots:
  void initTestCase() {
    engine_ = golden::open(SOURCE_DIR "/resources/demo-model", {.context = 1024});
    QVERIFY(engine_);
    session_ = engine_->new_session();
    QCOMPARE(cost([](EngineSettings& s) { s.cache = std::nullopt; }).last_token.ms, 0.0);  // nothing was measured yet
    const auto reply = session_->generate({{ChatMessage::Role::user, "What is the capital of France?"}}, {.max_tokens = 8}, {}, {});
    QVERIFY(reply);
    tokens_ = reply->stats.prompt_tokens + reply->stats.tokens;
  }

  void withoutACacheEveryTokenComputesAll() {
    const SwitchCost off = cost([](EngineSettings& s) { s.cache = std::nullopt; });
    QVERIFY(off.slower && off.token_ms > 0);
    QCOMPARE(off.next_token.at, tokens_);
    QCOMPARE(off.next_token.computed, tokens_);
    QCOMPARE(off.last_token.computed, 1024);
    for (const LaterToken& token : {off.next_token, off.last_token}) {
      // 9 layers, 4 heads of 64: two operations for each parameter and token, four for each number of a head and pair of tokens.
      double pairs = 0;
      for (std::int64_t t = 1; t <= token.at; ++t) pairs += static_cast<double>(t);
      const double counted = 2.0 * static_cast<double>(engine_->model().parameters) * static_cast<double>(token.at) + 4.0 * 9 * 4 * 64 * pairs;
      QVERIFY2(std::abs(token.operations - counted) < 1e-9 * counted, qPrintable(QString("%1 %2").arg(token.operations).arg(counted)));
      QVERIFY(token.ms > 0);
      QCOMPARE(token.score_bytes, 0);
    }
    QVERIFY(off.last_token.ms > off.next_token.ms);
    QVERIFY(!cost([](EngineSettings& s) { s.cache = KvFormat::int8; }).slower);
  }

  void naiveStoresARowForEveryHead() {
    const SwitchCost naive = cost([](EngineSettings& s) { s.attention = AttentionKind::naive; });
    QVERIFY(naive.slower && !naive.recompute_cache);
    QCOMPARE(naive.next_token.computed, 1);
    QCOMPARE(naive.next_token.score_bytes, 4 * tokens_ * 4);  // heads, tokens, bytes of a float
    QVERIFY(naive.next_token.ms > 0);
    QCOMPARE(naive.score_bytes, 4LL * 1024 * 1024 * 4);
    const std::int64_t cached = session_->cached_tokens();
    QVERIFY(session_->generate({{ChatMessage::Role::user, "What is the capital of France?"}}, {.max_tokens = 8}, {}, {})->stats.reused_tokens > 0);
    QCOMPARE(session_->cached_tokens(), cached);  // trying it out has left no trace
  }

  void withoutAConversationTheFullContextIsSaid() {
    const SwitchCost off = cost([](EngineSettings& s) { s.cache = std::nullopt; }, false);
    QCOMPARE(off.next_token.at, 0);
    QCOMPARE(off.last_token.at, 1024);
  }

  // What is called refused is refused, and what is offered instead is not.
  void refusals() {
    EngineSettings next = engine_->settings();
    next.context = kMaxContext;
    const SwitchCost tooLong = engine_->cost_of(next, nullptr);
    QVERIFY(tooLong.refusal == SwitchCost::Refusal::memory);
    QVERIFY(tooLong.needed_bytes > tooLong.free_bytes && tooLong.free_bytes > 0);
    QVERIFY(!engine_->apply(next, {}, {}));
    next.context = kMaxContext + 1;
    QVERIFY(engine_->cost_of(next, nullptr).refusal == SwitchCost::Refusal::range);
    next.context = tooLong.largest_context / 2;
    QVERIFY(next.context > 4096);
    QVERIFY(engine_->cost_of(next, nullptr).refusal == SwitchCost::Refusal::none);
    QVERIFY(engine_->apply(next, {}, {}));

    const auto learned = golden::open(SOURCE_DIR "/tests/golden/families/gpt2", golden::float32());
    QVERIFY(learned && learned->model().position_limit > 0 && !learned->model().rope);
    EngineSettings beyond = learned->settings();
    beyond.context = learned->model().position_limit + 1;
    const SwitchCost refused = learned->cost_of(beyond, nullptr);
    QVERIFY(refused.refusal == SwitchCost::Refusal::positions);
    QCOMPARE(refused.largest_context, learned->model().position_limit);
    QVERIFY(!learned->apply(beyond, {}, {}));
  }

  void cleanupTestCase() {
    session_.reset();
    engine_.reset();
  }
};

QTEST_APPLESS_MAIN(SwitchCostTest)
#include "switch_cost_test.moc"
