// One question under several settings: the divergence is what perplexity says on the same tokens, nothing between a column and itself, and
// more the fewer bits there are.
#include <QTest>
#include <cmath>
#include <numeric>

#include "engine/generate/comparison.h"
#include "engine/generate/perplexity.h"
#include "engine/generate/prompt.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

const QString kDemo = QStringLiteral(SOURCE_DIR "/resources/demo-model");
const std::vector<ChatMessage> kQuestion = {{ChatMessage::Role::user, "How many people live in France?"}};
const EngineSettings kReference{.weights = Precision::f32, .cache = KvFormat::f32, .context = 512, .device = "cpu"};

EngineSettings with(Precision weights) {
  EngineSettings settings = kReference;
  settings.weights = weights;
  return settings;
}

}  // namespace

class ComparisonTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    engine_ = golden::open(kDemo, kReference);
    QVERIFY(engine_);
  }

  void againstItselfNothingDiffers() {
    for (const float temperature : {0.0f, 1.5f}) {
      Comparison comparison(*engine_, kQuestion, {.max_tokens = 24, .temperature = temperature, .seed = 5});
      const auto reference = comparison.column(kReference, {}, {}, {}), same = comparison.column(kReference, {}, {}, {});
      QVERIFY(reference && same);
      QVERIFY(reference->divergence.empty() && !reference->first_flip);
      QCOMPARE(std::ssize(same->divergence), std::ssize(reference->reply.tokens));
      for (const double kl : same->divergence) QCOMPARE(kl, 0.0);
      QCOMPARE(same->share_of_same_choice(), 1.0);
      QVERIFY(!same->first_flip);
      QCOMPARE(same->reply.tokens, reference->reply.tokens);
    }
  }

  void fewerBitsSayMoreOfTheirOwn() {
    Comparison comparison(*engine_, kQuestion, {.max_tokens = 24});
    const auto reference = comparison.column(kReference, {}, {}, {});
    QVERIFY(reference);
    std::vector<double> means;
    std::int64_t peak = reference->peak_bytes;
    for (const Precision weights : {Precision::bf16, Precision::int8, Precision::int4, Precision::int2}) {
      const auto column = comparison.column(with(weights), {}, {}, {});
      QVERIFY(column);
      QCOMPARE(column->settings.weights, weights);
      means.push_back(column->mean_divergence());
      QVERIFY(column->peak_bytes < peak);  // each by itself: not what the one before took
      peak = column->peak_bytes;
      const auto& own = column->reply.tokens;
      if (column->first_flip) {
        const auto at = static_cast<std::size_t>(*column->first_flip);
        QVERIFY(std::equal(own.begin(), own.begin() + *column->first_flip, reference->reply.tokens.begin()));
        QVERIFY(at >= own.size() || at >= reference->reply.tokens.size() || own[at] != reference->reply.tokens[at]);
      } else {
        QCOMPARE(own, reference->reply.tokens);
      }
    }
    QVERIFY2(means[0] < 1e-4 && std::ranges::is_sorted(means) && means[3] > 0.05, qPrintable(QString("%1 %2 %3 %4").arg(means[0]).arg(means[1]).arg(means[2]).arg(means[3])));
  }

  // The same sum over the prompt with the reply, less that over the prompt.
  void asPerplexitySays() {
    Comparison comparison(*engine_, kQuestion, {.max_tokens = 24});
    const auto reference = comparison.column(kReference, {}, {}, {}), column = comparison.column(with(Precision::int4), {}, {}, {});
    QVERIFY(reference && column);
    auto tokens = Prompt(engine_->chat_template(), *engine_->tokenizer()).tokens(kQuestion);
    QVERIFY(tokens);
    const auto four = golden::open(kDemo, with(Precision::int4)), full = golden::open(kDemo, kReference);
    QVERIFY(four && full);
    const auto prompt = predict(*four, full.get(), {*tokens, {}}, {}, {});
    tokens->insert(tokens->end(), reference->reply.tokens.begin(), reference->reply.tokens.end());
    const auto all = predict(*four, full.get(), {*tokens, {}}, {}, {});
    QVERIFY(prompt && all);
    const double expected = all->divergence - prompt->divergence;
    const double found = std::accumulate(column->divergence.begin(), column->divergence.end(), 0.0);
    QVERIFY2(std::abs(found - expected) < 1e-6 * all->divergence, qPrintable(QString("%1 %2").arg(found).arg(expected)));
    QCOMPARE(std::ranges::count(column->same_first_choice, true), all->agreements - prompt->agreements);
  }

  void whatFailsLeavesTheRest() {
    Comparison comparison(*engine_, kQuestion, {.max_tokens = 8});
    QVERIFY(comparison.column(kReference, {}, {}, {}));
    EngineSettings wrong = kReference;
    wrong.speculation = {.kind = Speculation::Kind::draft, .draft = "/nowhere/draft"};
    QVERIFY(!comparison.column(wrong, {}, {}, {}));
    const auto after = comparison.column(kReference, {}, {}, {});
    QVERIFY(after);
    QCOMPARE(after->mean_divergence(), 0.0);
  }

 private:
  std::unique_ptr<LocalEngine> engine_;
};

QTEST_APPLESS_MAIN(ComparisonTest)
#include "comparison_test.moc"
