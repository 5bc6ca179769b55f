// Checkpoints that others quantised (tests/golden/quantised/make.py), opened as they are, against transformers on the dequantised
// weights: in float, where only the order of sums differs, and in the stored formats' own arithmetic.
#include <cmath>

#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

QString folder() { return golden::folder() + "/quantised"; }

// Formats of integers round x to int8 with one scale per 32 (kernels/ops/matmul.h): 2.3 standard deviations is the largest of 32
// normal numbers on average, a grid of step s errs by s/√12. Every product of a layer adds such an error once, and the next
// amplifies it; five times covers the seven products of these models, and is far below what a wrong scale or nibble gives (1 and more).
const double kRoundedX = 5 * 2.3 / 127 / std::sqrt(12.0);

}  // namespace

class QuantisedLogitsTest : public QObject {
  Q_OBJECT

 private slots:
  void logits_data() {
    QTest::addColumn<QString>("name");
    const QStringList names = QDir(folder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString& name : names)
      if (QFile::exists(folder() + "/" + name + "/logits.npy")) QTest::newRow(qPrintable(name)) << name;
  }

  void logits() {
    QFETCH(QString, name);
    const QString place = folder() + "/" + name;
    const QString path = QFile::exists(place + "/model.gguf") ? place + "/model.gguf" : place;
    const auto reference = golden::read_npy(place + "/logits.npy");
    const auto tokens = golden::read_tokens(place + "/tokens.json");

    auto in_float = golden::open(path, golden::float32());
    QVERIFY(in_float);
    const double float_error = golden::relative_error(golden::all_logits(*in_float, tokens), reference);
    QVERIFY2(float_error < 1e-4, qPrintable(QString("in float: %1").arg(float_error)));

    EngineSettings settings = golden::float32();
    settings.weights = Precision::automatic;
    auto as_stored = golden::open(path, settings);
    QVERIFY(as_stored);
    const auto whole = golden::all_logits(*as_stored, tokens);
    const bool exact_x = name.startsWith("bnb_nf4") || name.startsWith("bnb_fp4");
    const double error = golden::rms_error(whole, reference), limit = exact_x ? 1e-4 : kRoundedX;
    QVERIFY2(error < limit, qPrintable(QString("as stored: %1, at most %2").arg(error).arg(limit)));

    // Token by token: the same bits.
    const auto evaluator = as_stored->new_evaluator();
    for (std::size_t t = 0; t < tokens.size(); ++t) {
      const auto row = evaluator->feed(std::span(&tokens[t], 1));
      QVERIFY(std::memcmp(row.data, whole.row(static_cast<std::int64_t>(t)), static_cast<std::size_t>(whole.columns) * sizeof(float)) == 0);
    }
  }

  // Who asks for other weights is told what they are made from.
  void switching_says_what_it_starts_from() {
    EngineSettings settings = golden::float32(), other = settings;
    settings.weights = Precision::automatic;
    other.weights = Precision::int8;
    const auto cost = [&](const char* name, const EngineSettings& now, const EngineSettings& next) {
      const auto engine = golden::open(folder() + "/" + name, now);
      return engine->cost_of(next, nullptr);
    };
    const auto starts = [](const SwitchCost& cost, bool requantises, const std::string& from) {
      return cost.reload_weights && cost.requantises == requantises && cost.converts_from == from;
    };
    QVERIFY(starts(cost("k_quants/model.gguf", settings, other), true, "Q6_K, Q4_K, Q3_K and 4 more"));
    QVERIFY(starts(cost("gptq4_g128", settings, other), true, "uint4_g128, f16"));
    QVERIFY(starts(cost("bnb_nf4_double", settings, other), true, "bnb_nf4, f16"));
    QVERIFY(starts(cost("gptq4_g128", other, settings), false, ""));
  }

  // Quantised once more, to each precision there is: nothing but more rounding.
  void requantised_data() { logits_data(); }
  void requantised() {
    QFETCH(QString, name);
    const QString place = folder() + "/" + name;
    const QString path = QFile::exists(place + "/model.gguf") ? place + "/model.gguf" : place;
    const auto reference = golden::read_npy(place + "/logits.npy");
    const auto tokens = golden::read_tokens(place + "/tokens.json");
    EngineSettings settings = golden::float32();
    for (const auto& [precision, limit] : {std::pair{Precision::bf16, kRoundedX}, {Precision::int8, 2 * kRoundedX}, {Precision::int4, 0.6}}) {
      settings.weights = precision;
      auto engine = golden::open(path, settings);
      QVERIFY(engine);
      const double error = golden::rms_error(golden::all_logits(*engine, tokens), reference);
      QVERIFY2(error < limit, qPrintable(QString("%1: %2").arg(to_string(precision).data()).arg(error)));
    }
  }
};

QTEST_GUILESS_MAIN(QuantisedLogitsTest)
#include "quantised_logits_test.moc"
