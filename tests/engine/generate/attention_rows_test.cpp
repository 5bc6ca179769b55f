// Where tokens look: against transformers' output_attentions (tests/golden/families/attention.py), against softmaxes by hand, and what it
// costs, leaves behind and refuses.
#include <QTest>
#include <chrono>
#include <cmath>
#include <thread>

#include "tests/engine/generate/fake_gpu.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

const QString kDemo = QStringLiteral(SOURCE_DIR "/resources/demo-model");

// What f16 adds to a number's error: half a step, 2⁻¹¹ of it, or of the smallest normal one.
double half_step(double value) { return value * 0x1p-11 + 0x1p-25; }

AttentionQuery all_of(const LocalEngine& engine, std::vector<TokenId> tokens, bool without_position) {
  return {
      .tokens = std::move(tokens), .layers = engine.model().layers, .heads = engine.model().heads, .without_position = without_position};
}

// Tokens of many kinds, always the same.
std::vector<TokenId> some_tokens(std::size_t count, std::int64_t vocabulary) {
  std::vector<TokenId> tokens(count);
  for (std::size_t i = 0; i < count; ++i) tokens[i] = static_cast<TokenId>((i * i * 31 + 7) % static_cast<std::size_t>(vocabulary));
  return tokens;
}

std::vector<float> numbers_of(const AttentionTriangle& triangle) {
  std::vector<float> numbers;
  for (std::int64_t i = 0; i < triangle.tokens(); ++i)
    for (const F16 weight : triangle.row(i)) numbers.push_back(weight.to_float());
  return numbers;
}

double sum_of(const AttentionTriangle& triangle, std::int64_t token) {
  double sum = 0;
  for (const F16 weight : triangle.row(token)) sum += weight.to_float();
  return sum;
}

}  // namespace

class AttentionRowsTest : public QObject {
  Q_OBJECT

 private:
  // `reference`: (L·H·T, T). Empty where all is well.
  QString compare(const LocalEngine& engine, const golden::Matrix& reference,
                  const std::function<AttentionTriangle(std::int64_t, std::int64_t)>& of) {
    const std::int64_t count = reference.columns, heads = engine.model().heads;
    if (count == 0 || reference.rows != engine.model().layers * heads * count) return "the reference is of another shape";
    for (std::int64_t layer = 0; layer < engine.model().layers; ++layer)
      for (std::int64_t head = 0; head < heads; ++head)
        for (std::int64_t i = 0; i < count; ++i)
          for (std::int64_t j = 0; j <= i; ++j) {
            const double expected = reference.row((layer * heads + head) * count + i)[j], found = of(layer, head).weight(i, j);
            if (!(std::abs(found - expected) <= 1e-4 + half_step(expected)))
              return QString("layer %1, head %2, (%3, %4): %5, not %6").arg(layer).arg(head).arg(i).arg(j).arg(found).arg(expected);
          }
    return {};
  }

 private slots:
  void asTransformersSays_data() {
    QTest::addColumn<QString>("folder");
    int without = 0;
    for (const QString& name : golden::cases()) {
      const QString folder = golden::folder() + "/" + name;
      if (!QFile::exists(folder + "/attention.npy")) continue;
      QTest::newRow(qPrintable(name)) << folder;
      without += QFile::exists(folder + "/attention_without.npy");
    }
    QVERIFY(without >= 12);
  }
  void asTransformersSays() {
    QFETCH(QString, folder);
    const auto engine = golden::open(folder, golden::float32());
    QVERIFY(engine);
    const auto reference = golden::read_npy(folder + "/attention.npy");
    auto tokens = golden::read_tokens(folder + "/tokens.json");
    tokens.resize(static_cast<std::size_t>(reference.columns));
    const auto rows = engine->attention_rows(all_of(*engine, tokens, true), {}, {});
    QVERIFY2(rows, rows ? "" : rows.error().message().c_str());
    const QString wrong = compare(*engine, reference, [&](auto layer, auto head) { return rows->as_it_is(layer, head); });
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));

    const bool can = engine->model().why_not_without_position.empty();
    QCOMPARE(rows->has_without_position(), can);
    QCOMPARE(QFile::exists(folder + "/attention_without.npy"), can);
    if (!can) return;
    const auto bare = golden::read_npy(folder + "/attention_without.npy");
    const QString otherwise = compare(*engine, bare, [&](auto layer, auto head) { return rows->without_position(layer, head); });
    QVERIFY2(otherwise.isEmpty(), qPrintable(otherwise));
  }

  // Every checkpoint: rows are 1 together, and outside the window exactly 0.
  void rowsAreShares_data() {
    QTest::addColumn<QString>("folder");
    for (const QString& name : golden::cases()) QTest::newRow(qPrintable(name)) << golden::folder() + "/" + name;
  }
  void rowsAreShares() {
    QFETCH(QString, folder);
    const auto engine = golden::open(folder, golden::float32());
    QVERIFY(engine);
    constexpr std::int64_t kTokens = 50;
    const auto rows = engine->attention_rows(all_of(*engine, some_tokens(kTokens, engine->model().vocabulary), true), {}, {});
    QVERIFY(rows);
    const double tolerance = half_step(1) + kTokens * (0x1p-25 + 0x1p-24);  // of f16; of a softmax in float
    for (std::int64_t layer = 0; layer < engine->model().layers; ++layer) {
      const std::int64_t window = engine->spec().layers[static_cast<std::size_t>(layer)].attention.window;
      for (std::int64_t head = 0; head < engine->model().heads; ++head)
        for (const bool with_position : {true, false}) {
          if (!with_position && !rows->has_without_position()) continue;
          const AttentionTriangle triangle = with_position ? rows->as_it_is(layer, head) : rows->without_position(layer, head);
          for (std::int64_t i = 0; i < triangle.tokens(); ++i) {
            QVERIFY(std::abs(sum_of(triangle, i) - 1) <= tolerance);
            for (std::int64_t j = 0; window > 0 && j <= i - window; ++j) QCOMPARE(triangle.weight(i, j), 0.0f);
          }
        }
    }
  }

  // One token again and again: without positions nothing in the first layer tells one from another, and with ALiBi distance alone does.
  void sameTokensByHand_data() {
    QTest::addColumn<QString>("folder");
    for (const QString name : {"families/bloom", "families/mpt", "families/mistral", "families/gemma2", "families/long_yarn", "llama/gqa"})
      QTest::newRow(qPrintable(name)) << golden::folder() + "/" + name;
  }
  void sameTokensByHand() {
    QFETCH(QString, folder);
    const auto engine = golden::open(folder, golden::float32());
    QVERIFY(engine);
    const auto rows = engine->attention_rows(all_of(*engine, std::vector<TokenId>(24, 5), true), {}, {});
    QVERIFY(rows && rows->has_without_position());
    const AttentionSpec& attention = engine->spec().layers.front().attention;
    std::vector<float> slopes(static_cast<std::size_t>(attention.heads));
    const auto* alibi = std::get_if<Alibi>(&attention.position);
    if (alibi) alibi_slopes(slopes, alibi->max_bias);
    bool differs = false;
    for (std::int64_t head = 0; head < attention.heads; ++head)
      for (std::int64_t i = 0; i < 24; ++i) {
        const std::int64_t seen = attention.window > 0 ? std::min(i + 1, attention.window) : i + 1;
        double sum = 0;
        for (std::int64_t d = 0; d < seen; ++d) sum += std::exp(-slopes[static_cast<std::size_t>(head)] * static_cast<double>(d));
        for (std::int64_t j = i - seen + 1; j <= i; ++j) {
          const double equal = 1.0 / static_cast<double>(seen);
          QVERIFY(std::abs(rows->without_position(0, head).weight(i, j) - equal) <= 1e-5 + half_step(equal));
          if (alibi) {
            const double expected = std::exp(-slopes[static_cast<std::size_t>(head)] * static_cast<double>(i - j)) / sum;
            QVERIFY(std::abs(rows->as_it_is(0, head).weight(i, j) - expected) <= 1e-5 + half_step(expected));
          }
          differs |= std::abs(rows->as_it_is(0, head).weight(i, j) - equal) > 1e-2;
        }
      }
    QVERIFY(differs);
  }

  // Positions in the input cannot be taken away from it; who asks gets the rest.
  void withoutIsNotThere_data() {
    QTest::addColumn<QString>("folder");
    for (const QString name : {"gpt2", "opt", "gpt_bigcode", "sinusoidal"})
      QTest::newRow(qPrintable(name)) << golden::folder() + "/families/" + name;
  }
  void withoutIsNotThere() {
    QFETCH(QString, folder);
    const auto engine = golden::open(folder, golden::float32());
    QVERIFY(engine);
    QVERIFY(engine->model().why_not_without_position.english.find("added to its input") != std::string::npos);
    const auto rows = engine->attention_rows({.tokens = {3, 4, 5}, .without_position = true}, {}, {});
    QVERIFY(rows && !rows->has_without_position());
    QCOMPARE(rows->bytes(), 6 * 2);
  }

  // One head by itself, under any attention and cache, has the bits that it has among all.
  void oneHeadOrAll_data() {
    QTest::addColumn<int>("cache");
    QTest::addColumn<int>("attention");
    for (const KvFormat format : {KvFormat::f32, KvFormat::f16, KvFormat::int8, KvFormat::int4})
      for (const AttentionKind kind : {AttentionKind::flash, AttentionKind::naive})
        QTest::addRow("%s %s", info(format).name.data(), to_string(kind).data()) << static_cast<int>(format) << static_cast<int>(kind);
    QTest::newRow("no cache") << -1 << static_cast<int>(AttentionKind::flash);
  }
  void oneHeadOrAll() {
    QFETCH(int, cache);
    QFETCH(int, attention);
    EngineSettings settings{
        .weights = Precision::int8, .attention = static_cast<AttentionKind>(attention), .context = 512, .device = "cpu"};
    settings.cache = cache < 0 ? std::nullopt : std::optional(static_cast<KvFormat>(cache));
    const auto engine = golden::open(kDemo, settings);
    QVERIFY(engine);
    const auto tokens = some_tokens(100, engine->model().vocabulary);
    const auto all = engine->attention_rows(all_of(*engine, tokens, true), {}, {});
    QVERIFY(all);
    for (const std::int64_t layer : {std::int64_t{0}, engine->model().layers - 1})
      for (const std::int64_t head : {std::int64_t{0}, engine->model().heads - 1}) {
        const auto one =
            engine->attention_rows({.tokens = tokens, .first_layer = layer, .first_head = head, .without_position = true}, {}, {});
        QVERIFY(one);
        QVERIFY(numbers_of(one->as_it_is(layer, head)) == numbers_of(all->as_it_is(layer, head)));
        QVERIFY(numbers_of(one->without_position(layer, head)) == numbers_of(all->without_position(layer, head)));
        QVERIFY(numbers_of(one->without_position(layer, head)) != numbers_of(one->as_it_is(layer, head)));
      }
  }

  void figuresByHand() {
    const float shares[] = {1, 0.25f, 0.75f, 0.5f, 0, 0.5f, 0.125f, 0.25f, 0.375f, 0.25f};
    F16 weights[10];
    std::ranges::transform(shares, weights, F16::from_float);
    const AttentionTriangle triangle(weights, 4);
    QCOMPARE(triangle.row(2).size(), std::size_t{3});
    QCOMPARE(triangle.weight(2, 0), 0.5f);
    QCOMPARE(triangle.looks_back(0), 0.0);
    QCOMPARE(triangle.looks_back(1), 0.25);
    QCOMPARE(triangle.looks_back(2), 1.0);
    QCOMPARE(triangle.looks_back(3), 3 * 0.125 + 2 * 0.25 + 0.375);
    QCOMPARE(triangle.looks_back(), (0 + 0.25 + 1 + 1.25) / 4);
    const auto tokens_of = [&](std::int64_t row, std::size_t count) {
      std::vector<std::int64_t> tokens;
      for (const Look& look : triangle.largest(row, count)) tokens.push_back(look.token);
      return tokens;
    };
    QVERIFY((tokens_of(3, 5) == std::vector<std::int64_t>{2, 3, 1, 0}));
    QVERIFY((tokens_of(3, 2) == std::vector<std::int64_t>{2, 3}));
    QVERIFY((tokens_of(2, 5) == std::vector<std::int64_t>{2, 0}));
  }

  // Counted while they are held, given back with them; and nothing of the pass stays.
  void bytesAreCounted() {
    const auto engine = golden::open(kDemo, {.weights = Precision::int8, .context = 512, .device = "cpu"});
    QVERIFY(engine);
    const MemoryReport before = engine->memory();
    {
      const auto rows = engine->attention_rows(all_of(*engine, some_tokens(46, engine->model().vocabulary), true), {}, {});
      QVERIFY(rows);
      QCOMPARE(rows->bytes(), 2 * engine->model().layers * engine->model().heads * (46 * 47 / 2) * 2);
      QCOMPARE(engine->memory().of(MemoryTag::activations), before.of(MemoryTag::activations) + rows->bytes());
      QCOMPARE(engine->memory().total(), before.total() + rows->bytes());
    }
    QVERIFY(engine->memory().current == before.current);
  }

  // They may be held longer than what they were made on.
  void outliveTheEngine() {
    auto engine = golden::open(kDemo, {.weights = Precision::int8, .context = 512, .device = "cpu"});
    const auto rows = engine->attention_rows({.tokens = {300, 301, 302}}, {}, {});
    QVERIFY(rows);
    engine = nullptr;
    QCOMPARE(rows->as_it_is(0, 0).weight(0, 0), 1.0f);
  }

  // A conversation does not notice: it says the same, and computes only what is new.
  void conversationsDoNotNotice() {
    const auto talk = [](bool looks) {
      const auto engine = golden::open(kDemo, {.weights = Precision::int8, .context = 512, .device = "cpu"});
      const auto session = engine->new_session();
      std::vector<ChatMessage> messages = {{ChatMessage::Role::user, "How many people live in France?"}};
      const auto first = session->generate(messages, {.max_tokens = 20}, {}, {});
      if (looks) (void)engine->attention_rows(all_of(*engine, first->tokens, true), {}, {});
      messages.push_back({ChatMessage::Role::assistant, first->text});
      messages.push_back({ChatMessage::Role::user, "And in Germany?"});
      const auto second = session->generate(messages, {.max_tokens = 20}, {}, {});
      return std::pair(second->text, second->stats.reused_tokens);
    };
    const auto plain = talk(false), looked = talk(true);
    QVERIFY(plain.second > 0);
    QCOMPARE(looked.first, plain.first);
    QCOMPARE(looked.second, plain.second);
  }

  // Of a longer prompt the end, as if nothing stood before it.
  void onlyTheEnd_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("given");
    QTest::addColumn<int>("kept");
    QTest::newRow("all") << kDemo << 2048 << 2048;
    QTest::newRow("beyond the most") << kDemo << 2100 << 2048;
    QTest::newRow("beyond the positions") << golden::folder() + "/families/gpt2" << 100 << 64;
  }
  void onlyTheEnd() {
    QFETCH(QString, model);
    QFETCH(int, given);
    QFETCH(int, kept);
    const auto engine = golden::open(model, {.weights = Precision::f32, .context = 512, .device = "cpu"});
    QVERIFY(engine);
    const auto tokens = some_tokens(static_cast<std::size_t>(given), engine->model().vocabulary);
    const std::vector<TokenId> end(tokens.end() - kept, tokens.end());
    const auto rows = engine->attention_rows({.tokens = tokens, .first_layer = 1, .first_head = 1}, {}, {});
    QVERIFY(rows && std::ranges::equal(rows->tokens(), end));
    QCOMPARE(rows->left_out(), given - kept);
    const auto alone = engine->attention_rows({.tokens = end, .first_layer = 1, .first_head = 1}, {}, {});
    QVERIFY(alone);
    QCOMPARE(alone->left_out(), 0);
    QVERIFY(numbers_of(rows->as_it_is(1, 1)) == numbers_of(alone->as_it_is(1, 1)));
  }

  void stopped() {
    const auto engine = golden::open(kDemo, {.weights = Precision::int8, .context = 512, .device = "cpu"});
    QVERIFY(engine);
    const auto before = engine->memory().current;
    const AttentionQuery query = all_of(*engine, some_tokens(2048, engine->model().vocabulary), true);
    std::stop_source asked;
    int after = 0;
    const auto between = engine->attention_rows(
        query,
        [&](const Progress&) {
          after += asked.stop_requested();
          asked.request_stop();
        },
        asked.get_token());
    QVERIFY(!between && between.error().kind == ErrorKind::cancelled);
    QCOMPARE(after, 0);
    QVERIFY(engine->memory().current == before);
    for (const int milliseconds : {0, 1, 10, 50}) {
      std::stop_source stop;
      std::jthread asks([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        stop.request_stop();
      });
      const auto rows = engine->attention_rows(query, {}, stop.get_token());
      QVERIFY(rows || rows.error().kind == ErrorKind::cancelled);
    }
    QVERIFY(engine->memory().current == before);
    QVERIFY(engine->attention_rows({.tokens = {300, 301}}, {}, {}));
  }

  // What is not there is refused with its numbers; so many tokens as it offers are then shown, and one more is not.
  void refusedWithNumbers() {
    test::FakeGpu gpu;
    auto checkpoint = open_checkpoint(kDemo.toStdString());
    QVERIFY(checkpoint);
    const auto opened =
        LocalEngine::open(*std::move(checkpoint), {.weights = Precision::int8, .context = 512, .device = "cuda"}, {}, {}, gpu.source());
    QVERIFY(opened);
    LocalEngine& engine = **opened;
    const AttentionQuery query = all_of(engine, some_tokens(2048, engine.model().vocabulary), true);
    gpu.free_bytes = engine.memory().total() + (std::int64_t{90} << 20);
    const auto refused = engine.attention_rows(query, {}, {});
    QVERIFY(!refused && refused.error().kind == ErrorKind::out_of_memory);
    const Error& error = refused.error();
    QVERIFY2(error.cause.english.starts_with("showing the attention of 2048 tokens needs "), error.cause.english.c_str());
    QVERIFY2(error.cause.english.ends_with("MiB, 90.0 MiB are free"), error.cause.english.c_str());
    QVERIFY2(error.remedy.english.ends_with(" tokens would fit."), error.remedy.english.c_str());
    const auto fit = static_cast<std::size_t>(std::stoi(error.remedy.english));
    AttentionQuery smaller = query;
    smaller.tokens.resize(fit + 1);
    QVERIFY(!engine.attention_rows(smaller, {}, {}));
    smaller.tokens.resize(fit);
    engine.reset_peak();
    QVERIFY(engine.attention_rows(smaller, {}, {}));
    // The formula is what was taken, but for the whole pages and pieces that memory comes in.
    const std::int64_t taken = engine.memory().total_peak - engine.memory().total();
    QVERIFY2(taken > (std::int64_t{85} << 20) && taken < (std::int64_t{91} << 20), qPrintable(QString::number(taken)));

    AttentionQuery end = query;
    end.as_much_as_fits = true;
    const auto fits = engine.attention_rows(end, {}, {});
    QVERIFY(fits);
    QCOMPARE(fits->tokens().size(), fit);
    QCOMPARE(fits->left_out(), static_cast<std::int64_t>(2048 - fit));

    gpu.free_bytes = engine.memory().total() + 1000;
    QVERIFY(!engine.attention_rows(end, {}, {}));
    const auto none = engine.attention_rows(query, {}, {});
    QVERIFY(!none && none.error().remedy.english.find("Close other programs") != std::string::npos);
    gpu.free_bytes = std::int64_t{8} << 30;
    gpu.on_allocate = [](std::int64_t bytes, MemoryTag tag) { throw OutOfMemory(bytes, 0, tag); };  // others were faster
    const auto late = engine.attention_rows(query, {}, {});
    QVERIFY(!late && late.error().kind == ErrorKind::out_of_memory);
    gpu.on_allocate = {};
  }

  void refusedQueries() {
    const auto engine = golden::open(kDemo, {.weights = Precision::int8, .context = 512, .device = "cpu"});
    QVERIFY(engine);
    const auto layers = engine->model().layers, heads = engine->model().heads;
    const auto refuses = [&](const AttentionQuery& query) {
      const auto rows = engine->attention_rows(query, {}, {});
      return !rows && rows.error().kind == ErrorKind::invalid_argument;
    };
    QVERIFY(refuses({.tokens = {}}));
    QVERIFY(refuses({.tokens = {300}, .first_layer = layers}));
    QVERIFY(refuses({.tokens = {300}, .first_layer = -1}));
    QVERIFY(refuses({.tokens = {300}, .first_layer = 1, .layers = layers}));
    QVERIFY(refuses({.tokens = {300}, .layers = 0}));
    QVERIFY(refuses({.tokens = {300}, .first_head = heads}));
    QVERIFY(refuses({.tokens = {300}, .heads = heads + 1}));
    QVERIFY(refuses({.tokens = {300, -1}}));
    QVERIFY(refuses({.tokens = {300, static_cast<TokenId>(engine->model().vocabulary)}}));
    const auto elsewhere = engine->Engine::attention_rows({.tokens = {300}}, {}, {});
    QVERIFY(!elsewhere && elsewhere.error().kind == ErrorKind::unsupported);
  }
};

QTEST_APPLESS_MAIN(AttentionRowsTest)
#include "attention_rows_test.moc"
