// The rotation on every device, against its definition and one of Hugging Face transformers (tests/golden/rope), whose frequencies ours
// are.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cmath>

#include "tests/kernels/device.h"
#include "tests/kernels/random_numbers.h"

using namespace halftone;

namespace {

constexpr double kEpsilon = 0x1p-24;

QJsonObject golden() {
  QFile file(SOURCE_DIR "/tests/golden/rope/rope.json");
  if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qPrintable(file.fileName()));
  return QJsonDocument::fromJson(file.readAll()).object();
}

std::vector<float> floats(const QJsonValue& value) {
  std::vector<float> numbers;
  for (const auto& number : value.toArray()) numbers.push_back(static_cast<float>(number.toDouble()));
  return numbers;
}

RopeScaling scaling_of(const QJsonObject& s) {
  const QString type = s["rope_type"].toString();
  const auto number = [&](const char* key, double otherwise = 0) { return static_cast<float>(s[key].toDouble(otherwise)); };
  const std::int64_t original = s["original_max_position_embeddings"].toInteger();
  if (type == "linear") return LinearScaling{number("factor")};
  if (type == "dynamic") return NtkScaling{number("factor"), original};
  if (type == "yarn") {
    return YarnScaling{number("factor"),           original,         number("beta_fast", 32),  number("beta_slow", 1),
                       number("attention_factor"), number("mscale"), number("mscale_all_dim"), s["truncate"].toBool(true)};
  }
  if (type == "llama3") return Llama3Scaling{number("factor"), number("low_freq_factor"), number("high_freq_factor"), original};
  if (type == "longrope") return LongRopeScaling{floats(s["short_factor"]), floats(s["long_factor"]), original, number("attention_factor")};
  return {};
}

// Two products of rounded factors and a sum. The GPU reduces the angle in double and rounds it once before its sine and cosine.
double roundings(const Device& device) { return device.is_gpu() ? 12 : 6; }

}  // namespace

class RopeTest : public QObject {
  Q_OBJECT

 private slots:
  void frequencies_are_those_of_transformers_data() {
    QTest::addColumn<QJsonObject>("golden_case");
    const QJsonArray cases = golden()["cases"].toArray();
    for (const auto& entry : cases) QTest::newRow(qPrintable(entry.toObject()["name"].toString())) << entry.toObject();
  }
  void frequencies_are_those_of_transformers() {
    QFETCH(QJsonObject, golden_case);
    RopeParams params;
    params.theta = static_cast<float>(golden_case["theta"].toDouble());
    params.dim = golden_case["dim"].toInteger();
    params.scaling = scaling_of(golden_case["scaling"].toObject());
    const auto found = rope_frequencies(params, golden_case["length"].toInteger(), golden_case["trained"].toInteger());
    const auto expected = floats(golden_case["inverse"]);
    QCOMPARE(found.inverse.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      // Theirs is computed in float: the exponent's rounding times ln θ < 14, llama3's smoothing cancels two bits more.
      QVERIFY2(std::abs(found.inverse[i] - expected[i]) <= 64 * kEpsilon * expected[i],
               qPrintable(QString("%1: %2, expected %3").arg(i).arg(found.inverse[i], 0, 'g', 9).arg(expected[i], 0, 'g', 9)));
    }
    QVERIFY(std::abs(found.attention_factor - golden_case["attention_factor"].toDouble()) < 4 * kEpsilon);
  }

  void frequency_factors_divide() {
    RopeParams params;
    params.dim = 4;
    const auto plain = rope_frequencies(params, 1, 2048);
    params.frequency_factors = {1, 8};
    const auto divided = rope_frequencies(params, 1, 2048);
    QCOMPARE(divided.inverse[0], plain.inverse[0]);
    QCOMPARE(divided.inverse[1], plain.inverse[1] / 8);
  }

  void a_single_pair_does_not_break_ntk() {
    RopeParams params;
    params.dim = 2;
    params.scaling = NtkScaling{4, 0};
    QCOMPARE(rope_frequencies(params, 100000, 2048).inverse[0], 1.0f);
  }

  void only_ntk_and_long_rope_depend_on_length() {
    QVERIFY(depends_on_length(NtkScaling{}) && depends_on_length(LongRopeScaling{}));
    QVERIFY(!depends_on_length({}) && !depends_on_length(LinearScaling{}) && !depends_on_length(YarnScaling{}) &&
            !depends_on_length(Llama3Scaling{}));
  }

  void rotation_is_that_of_transformers() {
    const QJsonObject rotation = golden()["rotation"].toObject();
    const auto x = floats(rotation["x"]), inverse = floats(rotation["inverse"]), expected = floats(rotation["turned"]);
    std::vector<std::int32_t> positions;
    for (const auto& p : rotation["positions"].toArray()) positions.push_back(p.toInt());
    const std::array<std::int64_t, 3> shape{static_cast<std::int64_t>(positions.size()), rotation["heads"].toInteger(),
                                            rotation["width"].toInteger()};
    for_each_implementation([&](Device& device) {
      auto turned = x;
      device.rope({{turned.data(), shape}, positions, {inverse.data(), {std::ssize(inverse)}}, 1, RopePairing::half});
      for (std::size_t i = 0; i < x.size(); ++i)  // |x| < 4
        QVERIFY2(std::abs(turned[i] - expected[i]) < roundings(device) * 4 * kEpsilon, device.name().c_str());
    });
  }

  void agrees_with_the_definition_data() {
    QTest::addColumn<int>("pairing");
    QTest::addColumn<int>("dim");
    QTest::addColumn<int>("width");
    for (const RopePairing pairing : {RopePairing::half, RopePairing::interleaved})
      for (const auto& [dim, width] : {std::pair{2, 64}, {20, 64}, {64, 64}, {20, 128}, {64, 128}, {128, 128}})
        QTest::addRow("%s, %d of %d", pairing == RopePairing::half ? "half" : "interleaved", dim, width)
            << static_cast<int>(pairing) << dim << width;
  }
  void agrees_with_the_definition() {
    QFETCH(int, pairing);
    QFETCH(int, dim);
    QFETCH(int, width);
    constexpr std::int64_t kHeads = 3;
    const std::int64_t gap = width + 7;
    const std::vector<std::int32_t> positions{0, 1, 2, 63, 64, 65, 777, 1000, 4095, 32768, 131071, 131072, 1000003, 5, 5};
    RopeParams params;
    params.dim = dim;
    const auto frequencies = rope_frequencies(params, 1, 2048);
    const VectorView<const float> inverse(frequencies.inverse.data(), {dim / 2});
    const auto tokens = std::ssize(positions);
    const auto x = random_numbers(tokens * kHeads * gap, 3);
    const std::array<std::int64_t, 3> shape{tokens, kHeads, width}, stride{kHeads * gap, gap, 1};
    auto expected = x;
    reference::rope({{expected.data(), shape, stride}, positions, inverse, 1.25f, static_cast<RopePairing>(pairing)});
    // By its own formula: every number of a token times what its position gives.
    const QueryGrowth growth{0.25f, 64};
    auto grown = expected;
    for (std::int64_t t = 0; t < tokens; ++t)
      for (std::int64_t i = t * kHeads * gap; i < (t + 1) * kHeads * gap; ++i)
        if (i % gap < dim) grown[i] *= static_cast<float>(1 + 0.25 * std::log(1 + std::floor(positions[t] / 64.0)));
    for_each_device([&](Device& device) {
      auto found = x;
      device.rope({{found.data(), shape, stride}, positions, inverse, 1.25f, static_cast<RopePairing>(pairing)});
      for (std::size_t i = 0; i < x.size(); ++i) {  // |x| < 5
        QVERIFY2(std::abs(static_cast<double>(found[i]) - expected[i]) <= 5 * 1.25 * roundings(device) * kEpsilon, device.name().c_str());
        if (static_cast<std::int64_t>(i) % gap >= dim) QCOMPARE(found[i], x[i]);  // beyond dim, and between rows: untouched
      }
      found = x;
      device.rope({{found.data(), shape, stride}, positions, inverse, 1.25f, static_cast<RopePairing>(pairing), growth});
      for (std::size_t i = 0; i < x.size(); ++i)  // by up to 3.5, with a rounding more
        QVERIFY2(std::abs(static_cast<double>(found[i]) - grown[i]) <= 5 * 1.25 * 3.5 * (roundings(device) + 2) * kEpsilon,
                 device.name().c_str());
    });
  }
};

HALFTONE_OP_TEST_MAIN(RopeTest)
#include "rope_test.moc"
