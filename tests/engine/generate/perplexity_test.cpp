// Perplexity held against the definition, computed from logits that transformers gave (tests/golden), and stopped on request.
#include <QTest>
#include <cmath>

#include "engine/generate/perplexity.h"
#include "engine/generate/typical_quality.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

class PerplexityTest : public QObject {
  Q_OBJECT

 private slots:
  // exp of the mean −ln softmax(logits)[next], in double.
  void ofLogitsByTransformers() {
    const QString place = QStringLiteral(SOURCE_DIR "/tests/golden/quantised/k_quants");
    const auto logits = golden::read_npy(place + "/logits.npy");
    const auto tokens = golden::read_tokens(place + "/tokens.json");
    EngineSettings settings = golden::float32();
    const auto engine = golden::open(place + "/model.gguf", settings);
    QVERIFY(engine);
    const auto vocabulary = static_cast<std::size_t>(engine->model().vocabulary);
    double sum = 0;
    for (std::size_t t = 0; t + 1 < tokens.size(); ++t) {
      const float* row = logits.values.data() + t * vocabulary;
      double total = 0;
      for (std::size_t i = 0; i < vocabulary; ++i) total += std::exp(static_cast<double>(row[i]));
      sum += std::log(total) - row[static_cast<std::size_t>(tokens[t + 1])];
    }
    std::int64_t last = 0;
    const auto score = predict(*engine, nullptr, {tokens, {}}, [&](std::int64_t done, std::int64_t total) { QVERIFY(done >= last && done <= total); last = done; }, {});
    QVERIFY(score);
    QCOMPARE(score->tokens, std::ssize(tokens) - 1);
    QVERIFY2(std::abs(score->negative_log - sum) < 1e-3 * sum, qPrintable(QString("%1 %2").arg(score->negative_log).arg(sum)));
    QCOMPARE(last, std::ssize(tokens));
    // Against itself nothing differs.
    const auto same = predict(*engine, engine.get(), {tokens, {}}, {}, {});
    QVERIFY(same);
    QCOMPARE(same->negative_log, same->reference_negative_log);
    QCOMPARE(same->agreements, same->tokens);
    QVERIFY(std::abs(same->divergence) < 1e-9);
  }

  void measuredOnAModel() {
    const std::filesystem::path demo = SOURCE_DIR "/resources/demo-model";
    const auto quality = measure_quality(demo, Precision::automatic, {}, {});
    QVERIFY2(quality, quality ? "" : quality.error().cause.english.c_str());
    QVERIFY(quality->tokens > 500 && std::isfinite(quality->perplexity) && quality->perplexity > 1);
    std::stop_source stop;  // in the middle of the text
    const auto stopped = measure_quality(demo, Precision::int4, [&](const Progress& p) { if (p.stage.english == "predicting a text" && p.done > 200) stop.request_stop(); }, stop.get_token());
    QVERIFY(!stopped && stopped.error().kind == ErrorKind::cancelled);
  }

  // Fewer bits never cost less, a larger model never more.
  void typicalRatiosAreOrdered() {
    QVERIFY(!typical_perplexity_ratio(Precision::automatic, 1'000'000'000));
    double smaller = 1e9;
    for (const std::int64_t parameters : {100'000'000LL, 1'000'000'000LL, 7'000'000'000LL, 70'000'000'000LL}) {
      double last = 1;
      for (const Precision precision : {Precision::f32, Precision::bf16, Precision::f16, Precision::int8, Precision::nf4, Precision::int4, Precision::int3, Precision::int2}) {
        const double ratio = typical_perplexity_ratio(precision, parameters).value();
        QVERIFY(ratio >= last && ratio <= 100);
        last = ratio;
      }
      QVERIFY(*typical_perplexity_ratio(Precision::int3, parameters) <= smaller);
      smaller = *typical_perplexity_ratio(Precision::int3, parameters);
    }
  }
};

QTEST_APPLESS_MAIN(PerplexityTest)
#include "perplexity_test.moc"
