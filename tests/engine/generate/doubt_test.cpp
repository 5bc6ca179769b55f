// What a reply says of its own doubt, against a softmax in double of logits that are computed again; and that asking changes nothing of the
// reply.
#include <QTest>
#include <cmath>

#include "engine/generate/local_engine.h"
#include "engine/generate/prompt.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

const QString kDemo = QStringLiteral(SOURCE_DIR "/resources/demo-model");
const std::vector<ChatMessage> kQuestion = {{ChatMessage::Role::user, "How many people live in France?"}};

GenerationParams params(float temperature, std::int64_t candidates) {
  return {.max_tokens = 30, .temperature = temperature, .repeat_penalty = temperature > 0 ? 1.3f : 1.0f, .seed = 3, .candidates = candidates};
}

}  // namespace

class DoubtTest : public QObject {
  Q_OBJECT

 private slots:
  void asTheLogitsSay_data() {
    QTest::addColumn<float>("temperature");
    QTest::addColumn<int>("speculation");
    QTest::newRow("greedy") << 0.0f << static_cast<int>(Speculation::Kind::off);
    QTest::newRow("drawn, with a penalty") << 1.5f << static_cast<int>(Speculation::Kind::off);
    QTest::newRow("drafted") << 0.0f << static_cast<int>(Speculation::Kind::lookup);
  }
  void asTheLogitsSay() {
    QFETCH(float, temperature);
    QFETCH(int, speculation);
    const auto engine = golden::open(kDemo, {.weights = Precision::f32, .cache = KvFormat::f32, .context = 512, .device = "cpu",
                                             .speculation = {.kind = static_cast<Speculation::Kind>(speculation)}});
    QVERIFY(engine);
    const auto plain = engine->new_session()->generate(kQuestion, params(temperature, 0), {}, {});
    const auto asked = engine->new_session()->generate(kQuestion, params(temperature, 3), {}, {});
    QVERIFY(plain && asked);
    QCOMPARE(asked->tokens, plain->tokens);
    QVERIFY(plain->doubts.empty());
    QCOMPARE(asked->doubts.size(), asked->tokens.size());

    auto prompt = Prompt(engine->chat_template(), *engine->tokenizer()).tokens(kQuestion);
    QVERIFY(prompt);
    const auto evaluator = engine->new_evaluator();
    evaluator->feed(std::span(*prompt).first(prompt->size() - 1));
    TokenId before = prompt->back();
    for (std::size_t i = 0; i < asked->tokens.size(); ++i) {
      const VectorView<float> logits = evaluator->feed({&before, 1});
      double whole = 0, entropy = 0;
      for (std::int64_t t = 0; t < logits.size(); ++t) whole += std::exp(double{logits.data[t]});
      const auto probability = [&](TokenId token) { return std::exp(double{logits.data[token]}) / whole; };
      for (std::int64_t t = 0; t < logits.size(); ++t) entropy -= probability(static_cast<TokenId>(t)) * std::log(probability(static_cast<TokenId>(t)));
      const Doubt& doubt = asked->doubts[i];
      const auto is = [&](const Candidate& c) { return std::abs(c.probability - probability(c.token)) < 1e-5; };
      QCOMPARE(doubt.chosen.token, asked->tokens[i]);
      QVERIFY(is(doubt.chosen) && std::abs(doubt.entropy - entropy) < 1e-4);
      QCOMPARE(doubt.likeliest.size(), std::size_t{3});
      for (std::size_t k = 0; k < 3; ++k) {
        QVERIFY(is(doubt.likeliest[k]));
        if (k > 0) QVERIFY(doubt.likeliest[k].probability <= doubt.likeliest[k - 1].probability);
      }
      for (std::int64_t t = 0; t < logits.size(); ++t) QVERIFY(probability(static_cast<TokenId>(t)) < doubt.likeliest[0].probability + 1e-5);
      if (temperature == 0) QCOMPARE(doubt.likeliest[0].token, doubt.chosen.token);
      before = asked->tokens[i];
    }
  }
};

QTEST_APPLESS_MAIN(DoubtTest)
#include "doubt_test.moc"
