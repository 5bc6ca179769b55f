// What an engine computes does not depend on what it computed before: a first pass of one token, with nothing yet on the device, gives
// the bits of any later one. On every committed checkpoint.
#include "tests/engine/generate/golden.h"
#include "tests/gpu/engine/has_device.h"
#include "tests/needs_device.h"

using namespace halftone;

class FirstTokenTest : public QObject {
  Q_OBJECT

  static std::unique_ptr<LocalEngine> open(const QString& name, Precision weights) {
    EngineSettings settings;
    settings.device = "cuda";
    settings.weights = weights;
    return golden::open(golden::folder() + '/' + name, settings);
  }
  static std::vector<float> logits(LocalEngine& engine, const std::vector<TokenId>& tokens) {
    std::vector<float> all;
    engine.new_evaluator()->feed_all(
        tokens, [&](std::int64_t, MatrixView<const float> rows) { all.insert(all.end(), rows.data, rows.data + rows.size()); });
    return all;
  }

 private slots:
  void sameBits_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("weights");
    for (const QString& name : golden::cases())
      for (const Precision weights : {Precision::f32, Precision::bf16, Precision::int8, Precision::int4})
        QTest::addRow("%s %s", qPrintable(name), to_string(weights).data()) << name << static_cast<int>(weights);
  }
  void sameBits() {
    QFETCH(QString, name);
    QFETCH(int, weights);
    const auto fresh = open(name, static_cast<Precision>(weights)), used = open(name, static_cast<Precision>(weights));
    QVERIFY(fresh && used);
    (void)logits(*used, {1, 2, 3, 4, 5});
    const std::vector<float> first = logits(*fresh, {3}), later = logits(*used, {3});
    QVERIFY(!first.empty());
    QCOMPARE(first.size(), later.size());
    QVERIFY(std::memcmp(first.data(), later.data(), first.size() * sizeof(float)) == 0);
    QVERIFY(std::ranges::all_of(first, [](float logit) { return std::isfinite(logit); }));
  }
};

HALFTONE_DEVICE_TEST_MAIN(FirstTokenTest, has_device())
#include "first_token_test.moc"
