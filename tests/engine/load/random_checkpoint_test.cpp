#include <QtTest>

#include <cmath>

#include "engine/load/checkpoint.h"
#include "engine/load/weight_plan.h"

using namespace halftone;

class RandomCheckpointTest : public QObject {
  Q_OBJECT

  static std::vector<float> values(const Checkpoint& c, const WeightEntry& entry, std::int64_t begin, std::int64_t end) {
    std::vector<float> out(static_cast<std::size_t>((end - begin) * entry.columns));
    if (!c.source->read(entry, begin, end, out.data())) out.clear();
    return out;
  }

 private slots:
  // The counts that these models' publishers state.
  void shapes_have_the_published_parameters_data() {
    QTest::addColumn<qint64>("parameters");
    QTest::newRow("tinyllama-1.1b") << qint64{1'100'048'384};
    QTest::newRow("llama-2-7b") << qint64{6'738'415'616};
    QTest::newRow("llama-2-13b") << qint64{13'015'864'320};
    QTest::newRow("llama-3-8b") << qint64{8'030'261'248};
    QTest::newRow("llama-3.2-1b") << qint64{1'235'814'400};
    QTest::newRow("llama-3.2-3b") << qint64{3'212'749'824};
    QTest::newRow("mistral-7b") << qint64{7'241'732'096};
    QTest::newRow("qwen2.5-7b") << qint64{7'615'616'512};
    QTest::newRow("gemma-2-2b") << qint64{2'614'341'888};
    QTest::newRow("falcon-7b") << qint64{6'921'720'704};
    QTest::newRow("mpt-7b") << qint64{6'649'286'656};
    QTest::newRow("octocoder-15b") << qint64{15'517'456'384};
  }
  void shapes_have_the_published_parameters() {
    QFETCH(qint64, parameters);
    const Checkpoint c = random_checkpoint(QTest::currentDataTag()).value();
    QCOMPARE(c.spec.parameters(), parameters);
    QCOMPARE(plan_weights(c, Precision::f32, WeightLayout::row_major).bytes(), 4 * parameters);  // 4·X
    const std::int64_t half = plan_weights(c, Precision::bf16, WeightLayout::panels).bytes();    // 2·X; norms and positions stay f32
    const std::int64_t positions = c.spec.position_limit() * c.spec.width;
    QVERIFY(half >= 2 * (parameters + positions) && half < 2 * (parameters + positions) + parameters / 1000);
  }

  void every_known_shape_opens() {
    for (const std::string& name : known_shapes()) QVERIFY2(random_checkpoint(name), name.c_str());
    const auto unknown = random_checkpoint("gpt-5");
    QVERIFY(unknown.error().kind == ErrorKind::invalid_argument);
    QVERIFY(unknown.error().cause.english.find("tinyllama-1.1b") != std::string::npos);
  }

  void a_row_does_not_depend_on_how_it_is_asked_for() {
    const Checkpoint c = random_checkpoint("test-tiny", 7).value();
    for (const WeightEntry& entry : c.weights) {
      const auto whole = values(c, entry, 0, entry.rows);
      for (std::int64_t row = 0; row < entry.rows; row += 5) {
        const auto one = values(c, entry, row, row + 1);
        QVERIFY(std::equal(one.begin(), one.end(), whole.begin() + row * entry.columns));
      }
    }
  }

  void seeds_and_weights_differ() {
    const Checkpoint a = random_checkpoint("test-tiny", 1).value(), b = random_checkpoint("test-tiny", 2).value();
    std::vector<std::vector<float>> rows;
    for (const Checkpoint* c : {&a, &b})
      for (const WeightEntry& entry : c->weights) rows.push_back(values(*c, entry, 0, 1));
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) QVERIFY(rows[i] != rows[j]);
  }

  // Mean, variance and fourth moment of the standard normal (0, 1, 3), within five standard errors of N samples; N = 2048·256.
  void values_are_normal() {
    const Checkpoint c = random_checkpoint("tinyllama-1.1b").value();
    for (const WeightRole role : {WeightRole::query, WeightRole::token_embedding, WeightRole::down}) {
      const auto entry = *std::ranges::find_if(c.weights, [&](const WeightEntry& e) { return e.key.role == role; });
      const double scale = std::sqrt(static_cast<double>(entry.columns)) * (role == WeightRole::down ? std::sqrt(44.0) : 1);
      double sum = 0, squares = 0, fourths = 0, neighbours = 0, before = 0;
      const auto sample = values(c, entry, 0, 256);
      for (const float value : sample) {
        const double z = value * scale;
        sum += z, squares += z * z, fourths += z * z * z * z, neighbours += z * before;
        before = z;
      }
      const double n = static_cast<double>(sample.size());
      QVERIFY(std::abs(sum / n) < 5 / std::sqrt(n));
      QVERIFY(std::abs(squares / n - 1) < 5 * std::sqrt(2 / n) + 0.004);  // bf16 rounds and the table has no far tail
      QVERIFY(std::abs(fourths / n - 3) < 5 * std::sqrt(96 / n) + 0.03);
      QVERIFY(std::abs(neighbours / n) < 5 / std::sqrt(n));
    }
  }
};

QTEST_APPLESS_MAIN(RandomCheckpointTest)
#include "random_checkpoint_test.moc"
