// Logits against Hugging Face transformers: every committed checkpoint, from its folder and from GGUF, whole and token by token,
// with either attention and every cache format.
#include <cmath>

#include "engine/generate/rope_setting.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

constexpr double kFloatTolerance = 1e-4;  // float32 against float32, sums in another order

// Root-mean-square error of one stored number, in standard deviations of normal numbers. A grid of step s errs by s/√12. Floats: a
// relative 2^-p, uniform. int8: s = absmax/127, and the absolute maximum of 32 normal numbers is 2.3 on average; int4: s = range/15,
// and their range is 4.1.
double rounding_error(KvFormat format) {
  switch (format) {
    case KvFormat::f32: return 0x1p-24;
    case KvFormat::f16: return 0x1p-11 / std::sqrt(3.0);
    case KvFormat::bf16: return 0x1p-8 / std::sqrt(3.0);
    case KvFormat::int8: return 2.3 / 127 / std::sqrt(12.0);
    case KvFormat::int4: return 4.1 / 15 / std::sqrt(12.0);
  }
  return 0;
}

// Small errors of keys and values reach the logits linearly: whatever the format, by the same factor. These checkpoints attend
// sharply on purpose, which makes the factor large; it is far below what one wrong row, scale or rotation would give (an error of 1 and more).
constexpr double kAmplification = 5;

}  // namespace

class GoldenLogitsTest : public QObject {
  Q_OBJECT

 private:
  void add_cases() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("data");
    for (const QString& name : golden::cases()) {
      const QString folder = golden::folder() + "/" + name;
      if (!QFile::exists(folder + "/logits.npy")) continue;
      QTest::newRow(qPrintable(name)) << folder << folder;
      if (QFile::exists(folder + "/model.gguf")) QTest::newRow(qPrintable(name + ", GGUF")) << folder + "/model.gguf" << folder;
    }
  }

 private slots:
  void casesAreThere() { QVERIFY(golden::cases().size() >= 46); }

  void wholePrompt_data() { add_cases(); }
  void wholePrompt() {
    QFETCH(QString, path);
    QFETCH(QString, data);
    const auto reference = golden::read_npy(data + "/logits.npy");
    const auto tokens = golden::read_tokens(data + "/tokens.json");
    for (AttentionKind attention : {AttentionKind::flash, AttentionKind::naive}) {
      EngineSettings settings = golden::float32();
      settings.attention = attention;
      auto engine = golden::open(path, settings);
      QVERIFY(engine);
      const double error = golden::relative_error(golden::all_logits(*engine, tokens), reference);
      QVERIFY2(error < kFloatTolerance, qPrintable(QString("%1: %2").arg(to_string(attention).data()).arg(error)));
    }
  }

  void tokenByToken_data() { add_cases(); }
  void tokenByToken() {
    QFETCH(QString, path);
    QFETCH(QString, data);
    const auto tokens = golden::read_tokens(data + "/tokens.json");
    auto engine = golden::open(path, golden::float32());
    QVERIFY(engine);
    // One chunk and single steps give the same bits; transformers is the oracle of the former above. Dynamic RoPE turns every step by
    // another angle, in transformers too, so there nothing compares; long RoPE has two sets of angles, and its steps begin where the
    // second one holds.
    const auto whole = golden::all_logits(*engine, tokens);
    const auto evaluator = engine->new_evaluator();
    const bool dynamic = engine->model().positions.english.find("dynamic") != std::string::npos;
    const std::size_t first = path.contains("phi3_longrope_long") || path.contains("phi3_partial") ? 70 : 0;
    if (first > 0) evaluator->feed(std::span(tokens).first(first));
    for (std::size_t t = first; t < tokens.size(); ++t) {
      const auto row = evaluator->feed(std::span(&tokens[t], 1));
      if (dynamic) continue;
      QVERIFY2(std::memcmp(row.data, whole.row(static_cast<std::int64_t>(t)), static_cast<std::size_t>(whole.columns) * sizeof(float)) == 0,
               qPrintable(QString("token %1").arg(t)));
    }
  }

  // The setting says what a config would: one model's weights with the scalings of others (all four have the same weights).
  void scalingAsASetting_data() {
    QTest::addColumn<QString>("scaling");
    QTest::addColumn<QString>("like");
    QTest::newRow("linear") << "linear:4" << "long_linear";
    QTest::newRow("dynamic") << "dynamic:2" << "long_dynamic";
    QTest::newRow("yarn") << "yarn:4" << "long_yarn";
  }
  void scalingAsASetting() {
    QFETCH(QString, scaling);
    QFETCH(QString, like);
    const QString families = golden::folder() + "/families/";
    const auto reference = golden::read_npy(families + like + "/logits.npy");
    const auto tokens = golden::read_tokens(families + like + "/tokens.json");
    for (const QString base : {"long_llama3", "long_llama3/model.gguf", "long_linear/model.gguf", "long_yarn"}) {
      EngineSettings settings = golden::float32();
      settings.rope_scaling = *parse_rope_scaling(scaling.toStdString());
      auto engine = golden::open(families + base, settings);
      QVERIFY(engine);
      const double error = golden::relative_error(golden::all_logits(*engine, tokens), reference);
      QVERIFY2(error < kFloatTolerance, qPrintable(QString("%1: %2").arg(base).arg(error)));
    }
  }

  // For which lengths a conversation's cached keys are of the same angles.
  void ropeLengths() {
    const auto length = [](const QString& name, std::int64_t tokens) {
      return rope_length(golden::open(golden::folder() + "/families/" + name, golden::float32())->spec(), tokens);
    };
    QCOMPARE(length("long_linear", 1000), 0);
    QCOMPARE(length("long_dynamic", 32), 32);  // trained for 32
    QCOMPARE(length("long_dynamic", 33), 64);
    QCOMPARE(length("long_dynamic", 1000), 1024);
    QCOMPARE(length("phi3_longrope_long", 64), 64);  // the short factors hold for 64
    QCOMPARE(length("phi3_longrope_long", 65), 128);
    QCOMPARE(length("phi3_longrope_long", 1000), 128);
  }

  void cacheFormats_data() { add_cases(); }
  void cacheFormats() {
    QFETCH(QString, path);
    QFETCH(QString, data);
    const auto reference = golden::read_npy(data + "/logits.npy");
    const auto tokens = golden::read_tokens(data + "/tokens.json");
    for (KvFormat format : {KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4}) {
      EngineSettings settings = golden::float32();
      settings.cache = format;
      auto engine = golden::open(path, settings);
      QVERIFY(engine);
      const double error = golden::rms_error(golden::all_logits(*engine, tokens), reference);
      QVERIFY2(error < kAmplification * rounding_error(format) + kFloatTolerance,
               qPrintable(QString("%1: %2, %3 times the rounding").arg(info(format).name.data()).arg(error).arg(error / rounding_error(format))));
    }
  }

  void naiveIsFlash_data() {
    QTest::addColumn<int>("length");
    for (int length : {1, 63, 64, 65, 1000}) QTest::addRow("%d", length) << length;
  }
  void naiveIsFlash() {
    QFETCH(int, length);
    std::vector<TokenId> tokens(static_cast<std::size_t>(length));
    for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<TokenId>(i * i * 31 % 251);
    EngineSettings settings = golden::float32();
    auto flash = golden::open(golden::folder() + "/llama/gqa", settings);
    settings.attention = AttentionKind::naive;
    auto naive = golden::open(golden::folder() + "/llama/gqa", settings);
    QVERIFY(flash && naive);
    // Softmax over S numbers: relative error of a sum of S terms, through a few layers.
    const double tolerance = 64 * std::sqrt(length) * 0x1p-24 + 1e-6;
    const double error = golden::relative_error(golden::all_logits(*naive, tokens), golden::all_logits(*flash, tokens));
    QVERIFY2(error < tolerance, qPrintable(QString::number(error)));
  }
};

QTEST_APPLESS_MAIN(GoldenLogitsTest)
#include "golden_logits_test.moc"
