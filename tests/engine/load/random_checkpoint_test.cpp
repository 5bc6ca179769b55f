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

  // Blocks of formats that are only read: weights as large as those in bf16, around 0, the same however they are asked for.
  void stored_in_blocks_data() {
    QTest::addColumn<QString>("stored");
    for (const FormatInfo& f : formats())
      if (f.quantised && !f.float_header) QTest::newRow(std::string(f.name).c_str()) << QString::fromStdString(std::string(f.name));
    QTest::newRow("Q4_K_M") << "Q4_K_M";
  }
  void stored_in_blocks() {
    QFETCH(QString, stored);
    const Checkpoint plain = random_checkpoint("llama-3.2-1b").value();
    Checkpoint c = plain;
    QVERIFY(store_as(c, stored.toStdString()));
    std::size_t in_blocks = 0;
    for (std::size_t i = 0; i < c.weights.size(); i += 7) {
      const WeightEntry& entry = c.weights[i];
      if (!info(entry.stored).quantised) continue;
      ++in_blocks;
      const auto ours = values(c, entry, 3, 40), bf16 = values(plain, plain.weights[i], 3, 40), one = values(c, entry, 7, 8);
      QVERIFY(std::equal(one.begin(), one.end(), ours.begin() + 4 * entry.columns));
      double sum = 0, squares = 0, expected = 0;
      for (const float v : ours) sum += v, squares += double(v) * v;
      for (const float v : bf16) expected += double(v) * v;
      QVERIFY2(std::abs(squares / expected - 1) < 0.1, qPrintable(QString("%1 of %2").arg(squares).arg(expected)));
      QVERIFY(std::abs(sum) / static_cast<double>(ours.size()) < 0.1 * std::sqrt(expected / static_cast<double>(bf16.size())));
      QCOMPARE(entry.stored_bytes, entry.rows * info(entry.stored).row_bytes(entry.columns));
    }
    QVERIFY(in_blocks > 5);
    QVERIFY(store_as(c, "Q9").error().kind == ErrorKind::invalid_argument);
  }
  void mixtures_store_some_finer() {
    Checkpoint c = random_checkpoint("llama-3-8b").value();
    QVERIFY(store_as(c, "Q4_K_M"));
    std::int64_t bytes = 0;
    for (const WeightEntry& entry : c.weights) bytes += entry.stored_bytes;
    QVERIFY2(std::abs(static_cast<double>(bytes) / 4.92e9 - 1) < 0.01, qPrintable(QString::number(bytes)));  // what such files are
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
