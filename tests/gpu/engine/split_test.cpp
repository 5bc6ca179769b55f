// Layers on a GPU and on the CPU, or on two GPUs: logits as on one of them, to within what the two round differently, for every committed
// checkpoint; and greedy texts.
#include "engine/backend/cuda_backend.h"
#include "tests/engine/generate/interleaved.h"
#include "tests/gpu/engine/has_device.h"
#include "tests/needs_device.h"

using namespace halftone;
using namespace halftone::golden;

namespace {

const QString kDemo = QStringLiteral(SOURCE_DIR "/resources/demo-model");

std::size_t gpus() {
  const auto devices = cuda_devices();
  return devices ? devices->size() : 0;
}

}  // namespace

class SplitOnGpuTest : public QObject {
  Q_OBJECT

 private slots:
  void everyCutOfEveryFamily_data() {
    QTest::addColumn<QString>("path");
    for (const QString& name : golden::cases()) QTest::newRow(qPrintable(name)) << golden::folder() + "/" + name;
  }
  // What both devices round differently is what they differ by on the whole model; layers of both differ from one by some of that.
  void everyCutOfEveryFamily() {
    QFETCH(QString, path);
    const auto tokens = golden::read_tokens(path + "/tokens.json");
    EngineSettings settings = golden::float32();
    settings.device = "cpu";
    const auto on_cpu = golden::open(path, settings);
    settings.device = "cuda";
    const auto whole = golden::open(path, settings);
    QVERIFY(whole && on_cpu);
    const golden::Matrix expected = golden::all_logits(*whole, tokens);
    const double allowed = 1e-5 + 4 * golden::relative_error(golden::all_logits(*on_cpu, tokens), expected);
    const auto layers = std::ssize(whole->spec().layers);
    std::vector<std::string> devices = {"cpu+cuda", "cuda+cpu"};
    if (gpus() > 1) devices.emplace_back("cuda:0+cuda:1");
    for (std::int64_t cut = 1; cut < layers; ++cut) {
      for (const std::string& names : devices) {
        settings.device = names, settings.split = {cut, layers - cut};
        const auto split = golden::open(path, settings);
        QVERIFY(split);
        const double error = golden::relative_error(golden::all_logits(*split, tokens), expected);
        QVERIFY2(error < allowed, qPrintable(QString("%1 at %2: %3").arg(names.c_str()).arg(cut).arg(error)));
        const auto evaluator = split->new_evaluator(), reference = whole->new_evaluator();
        for (const TokenId token : tokens) {
          const auto row = reference->feed({&token, 1});
          const golden::Matrix one{1, row.size(), {row.data, row.data + row.size()}};
          const auto found = evaluator->feed({&token, 1});
          const double step = golden::relative_error({1, found.size(), {found.data, found.data + found.size()}}, one);
          QVERIFY2(step < allowed, qPrintable(QString("%1 at %2, token by token: %3").arg(names.c_str()).arg(cut).arg(step)));
        }
      }
    }
  }

  // A part of the model is one kernel too, where all of it would be.
  void aPartIsOneKernelToo() {
    if (!golden::open(kDemo, {.device = "cuda"})->new_evaluator()->token_path().starts_with("one kernel")) QSKIP("one kernel takes no token here");
    const auto engine = golden::open(kDemo, {.device = "cpu+cuda", .split = {4, 5}});
    QVERIFY(engine);
    const auto evaluator = engine->new_evaluator();
    for (TokenId token = 1; token < 4; ++token) evaluator->feed({&token, 1});
    const std::string path = evaluator->token_path();
    QVERIFY2(path.find("layers 4 to 8: one kernel") != std::string::npos, path.c_str());
  }

  void greedyTextsAreTheSame() {
    const std::vector<std::string> questions = {"How many people live in France?", "And how many are in Germany?"};
    const GenerationParams params{.max_tokens = 24};
    const auto whole = golden::open(kDemo, {.device = "cuda"});
    QVERIFY(whole);
    const Said expected = converse(*whole->new_session(), questions, params);
    std::vector<std::string> devices = {"cpu+cuda", "cuda+cpu"};
    if (gpus() > 1) devices.emplace_back("cuda:1+cuda:0");
    for (const std::string& names : devices) {
      const auto split = golden::open(kDemo, {.device = names, .split = {4, 5}});
      QVERIFY(split);
      QCOMPARE(converse(*split->new_session(), questions, params).tokens, expected.tokens);
    }
  }
};

HALFTONE_DEVICE_TEST_MAIN(SplitOnGpuTest, has_device())
#include "split_test.moc"
