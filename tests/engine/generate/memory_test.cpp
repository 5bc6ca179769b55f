// What the arena counts is what the process takes, and gives back.
#include <QTest>

#include "engine/base/machine.h"
#include "tests/engine/generate/golden.h"
#include "tests/sanitizer.h"

using namespace halftone;

class MemoryTest : public QObject {
  Q_OBJECT

  static std::unique_ptr<LocalEngine> demo(EngineSettings settings) {
    return golden::open(QString(SOURCE_DIR) + "/resources/demo-model", settings);
  }

 private slots:
  void initTestCase() {
    if (kAddressSanitizer) QSKIP("the sanitizer keeps freed memory, and its own besides");
  }

  void unloadReturnsToTheBaseline() {
    demo({});  // what the libraries keep for good is taken once
    const std::int64_t before = process_memory().resident;
    std::int64_t held = 0;
    {
      auto engine = demo({.weights = Precision::f32, .attention = AttentionKind::naive});
      QVERIFY(engine);
      std::string question;
      for (int i = 0; i < 300; ++i) question += "How many people live in France? ";
      auto session = engine->new_session();
      auto reply = session->generate({{ChatMessage::Role::user, question}}, {.max_tokens = 4}, {}, {});
      QVERIFY(reply);
      held = engine->memory().total_peak;
      QVERIFY(engine->memory().attention_scores > (std::int64_t{30} << 20));
      QVERIFY(engine->memory().total() < held / 2);  // the scores went with the prompt
    }
    const std::int64_t left = process_memory().resident - before;
    QVERIFY2(left < held * 3 / 100, qPrintable(QString("%1 bytes left of %2").arg(left).arg(held)));
  }

  void everyCategoryIsCounted() {
    auto engine = demo({.weights = Precision::bf16});
    QVERIFY(engine);
    const auto fit = estimate_fit(engine->model().path, engine->settings());
    QVERIFY(fit);
    const auto row = std::ranges::find(fit->rows, Precision::bf16, &FitRow::precision);
    const std::int64_t weights = engine->memory().of(MemoryTag::weights);
    QVERIFY(weights >= row->weight_bytes && weights - row->weight_bytes < 64 * 200);  // the estimate, but for alignment

    auto session = engine->new_session();
    auto reply = session->generate({{ChatMessage::Role::user, "Hello!"}}, {.max_tokens = 8}, {}, {});
    QVERIFY(reply);
    const KvLayout layout{KvFormat::f16, engine->model().layers, engine->model().kv_heads, engine->model().head_width};
    QCOMPARE(reply->memory.of(MemoryTag::kv_cache), layout.bytes_for(session->cached_tokens()));
    QVERIFY(reply->memory.of(MemoryTag::activations) > 0 && reply->memory.of(MemoryTag::workspace) > 0);
    session.reset();
  }
};

QTEST_APPLESS_MAIN(MemoryTest)
#include "memory_test.moc"
