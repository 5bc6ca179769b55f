// A device begins the next token before the host has read the last one. What it began is used only where it is what is asked for: the same
// tokens and logits, to the bit, as from one that never goes ahead.
#include "engine/backend/cuda_backend.h"
#include "kernels/ops/sample.h"
#include "tests/engine/generate/interleaved.h"
#include "tests/gpu/engine/has_device.h"
#include "tests/needs_device.h"

using namespace halftone;

namespace {

const QString kDemo = QStringLiteral(SOURCE_DIR "/resources/demo-model");

// The greedy choice after `token`, by logits that came back: nothing is begun.
TokenId slowly(Evaluator& evaluator, TokenId token) {
  VectorView<float> logits = evaluator.feed({&token, 1});
  return cpu::sample({.logits = logits});
}
std::vector<float> logits_after(Evaluator& evaluator, TokenId token) {
  const VectorView<float> logits = evaluator.feed({&token, 1});
  return {logits.data, logits.data + logits.shape[0]};
}

}  // namespace

class GoAheadTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    engine_ = golden::open(kDemo, {.weights = Precision::int8, .context = 1024, .device = "cuda"});
    QVERIFY(engine_);
    ahead_ = engine_->new_evaluator(), behind_ = engine_->new_evaluator();
    const std::vector<TokenId> prompt = {1, 17, 40, 33, 5};
    ahead_->feed(prompt), behind_->feed(prompt);
  }

  void whoFollowsItsChoicesGetsTheSame() {
    TokenId token = 7;
    std::vector<TokenId> chosen;
    for (int i = 0; i < 100; ++i) chosen.push_back(token = ahead_->next(token));  // over the ends of pages
    token = 7;
    for (const TokenId one : chosen) QCOMPARE(token = slowly(*behind_, token), one);
    QCOMPARE(logits_after(*ahead_, token), logits_after(*behind_, token));
  }
  void whoSaysAnotherTokenGetsWhatFollowsThat() {
    TokenId token = 7;
    for (int i = 0; i < 60; ++i) {
      const TokenId chosen = ahead_->next(token);
      QCOMPARE(slowly(*behind_, token), chosen);
      token = i % 3 == 0 ? (chosen + 1 + i) % 100 : chosen;
    }
    QCOMPARE(logits_after(*ahead_, token), logits_after(*behind_, token));
  }
  void whoGoesBackGetsWhatFollowsThere() {
    for (int i = 0; i < 40; ++i) {
      const std::int64_t length = ahead_->length();
      const TokenId first = ahead_->next(11), second = ahead_->next(first);
      ahead_->truncate(length);
      QCOMPARE(ahead_->next(11), first);
      QCOMPARE(slowly(*behind_, 11), first);
      QCOMPARE(slowly(*behind_, first), second);
      QCOMPARE(ahead_->next(first), second);
    }
  }
  void whoSpeaksByTurnsGetsTheSame() {
    const auto other = engine_->new_evaluator();
    other->feed(std::vector<TokenId>{2, 3});
    TokenId token = 7, others = 9;
    for (int i = 0; i < 60; ++i) {
      const TokenId chosen = ahead_->next(token);
      if (i % 4 == 1) others = other->next(others);
      QCOMPARE(slowly(*behind_, token), chosen);
      if (i % 4 == 2) others = other->next(others);
      token = chosen;
    }
  }

 private:
  std::unique_ptr<LocalEngine> engine_;
  std::unique_ptr<Evaluator> ahead_, behind_;
};

HALFTONE_DEVICE_TEST_MAIN(GoAheadTest, has_device())
#include "go_ahead_test.moc"
