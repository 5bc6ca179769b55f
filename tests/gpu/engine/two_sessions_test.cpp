// Two conversations at once on a GPU, and one on each device: each says what it says alone. What the sheet says of a GPU is what the check goes
// by there.
#include "engine/backend/cuda_backend.h"
#include "tests/engine/generate/interleaved.h"
#include "tests/needs_device.h"

using namespace halftone;
using namespace halftone::golden;

namespace {

const QString kDemo = QStringLiteral(SOURCE_DIR "/resources/demo-model");
const EngineSettings kOnGpu{.weights = Precision::int8, .context = 1024, .device = "cuda"};

bool has_device() {
  const auto devices = cuda_devices();
  return devices && !devices->empty();
}

EngineSettings changed(const std::function<void(EngineSettings&)>& change) {
  EngineSettings settings = kOnGpu;
  change(settings);
  return settings;
}

}  // namespace

class TwoSessionsOnGpuTest : public QObject {
  Q_OBJECT

 private slots:
  void whoSpeaksBesideOthersSaysWhatItSaysAlone() {
    const std::vector<EngineSettings> settings = {
        kOnGpu,
        changed([](EngineSettings& s) { s.weights = Precision::int4, s.attention = AttentionKind::naive, s.cache = KvFormat::int8; }),
        changed([](EngineSettings& s) { s.rope_scaling = LinearScaling{2}; }),
        changed([](EngineSettings& s) { s.device = "cpu"; }),
    };
    const std::vector<std::string> questions = {"How many people live in France?", "And how many are in Germany?"};
    const GenerationParams params{.max_tokens = 24};
    std::vector<Said> alone;
    for (const EngineSettings& own : settings) {
      const auto engine = golden::open(kDemo, own);
      QVERIFY(engine);
      alone.push_back(converse(*engine->new_session(), questions, params));
      QCOMPARE(alone.back().tokens.size(), questions.size());
    }
    const auto engine = golden::open(kDemo, kOnGpu);
    QVERIFY(engine);
    const std::int64_t weights = engine->memory().of(MemoryTag::weights);
    std::vector<std::unique_ptr<Session>> sessions;
    std::vector<Speaker> speakers;
    for (const EngineSettings& own : settings) {
      sessions.push_back(&own == &settings.front() ? engine->new_session() : session_under(*engine, own));
      QVERIFY(sessions.back());
      speakers.push_back({*sessions.back(), questions, params});
    }
    const std::vector<Said> together = interleaved(speakers);
    for (std::size_t i = 0; i < settings.size(); ++i) QVERIFY2(together[i] == alone[i], qPrintable(QString::number(i)));
    QVERIFY(engine->memory().of(MemoryTag::weights) > weights);
    speakers.clear(), sessions.clear();
    QCOMPARE(engine->memory().of(MemoryTag::weights), weights);
  }

  void theSheetAndTheCheckCountAlike() {
    const auto engine = golden::open(kDemo, kOnGpu);
    QVERIFY(engine);
    const auto fit = estimate_fit(kDemo.toStdString(), kOnGpu);
    QVERIFY(fit && !fit->rows.empty());
    for (const FitRow& row : fit->rows)
      QCOMPARE(engine->cost_of(changed([&](EngineSettings& s) { s.weights = row.precision; }), nullptr).needed_bytes, row.total_bytes);
  }
};

HALFTONE_DEVICE_TEST_MAIN(TwoSessionsOnGpuTest, has_device())
#include "two_sessions_test.moc"
