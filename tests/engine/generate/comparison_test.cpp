// One question under several settings: the divergence is what perplexity says on the same tokens, nothing between a column and itself, and
// more the fewer bits there are; what a column takes is what an engine takes that has it alone.
#include <QTest>
#include <cmath>
#include <numeric>

#include "engine/generate/comparison.h"
#include "engine/generate/perplexity.h"
#include "engine/generate/prompt.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

const QString kDemo = QStringLiteral(SOURCE_DIR "/resources/demo-model");
const std::vector<ChatMessage> kQuestion = {{ChatMessage::Role::user, "How many people live in France?"}};
const EngineSettings kReference{.weights = Precision::f32, .cache = KvFormat::f32, .context = 512, .device = "cpu"};

EngineSettings with(Precision weights) {
  EngineSettings settings = kReference;
  settings.weights = weights;
  return settings;
}

// An engine that has no room for other weights beside its own.
class ScarceEngine final : public Engine {
 public:
  explicit ScarceEngine(Engine& engine) : engine_(engine) {}
  const ModelInfo& model() const override { return engine_.model(); }
  EngineSettings settings() const override { return engine_.settings(); }
  Sentence device_name() const override { return engine_.device_name(); }
  std::vector<std::string> device_choices() const override { return engine_.device_choices(); }
  Sentence why_cpu() const override { return engine_.why_cpu(); }
  SwitchCost cost_of(const EngineSettings& next, const Session* session) const override { return engine_.cost_of(next, session); }
  Result<void> apply(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) override { return engine_.apply(next, progress, stop); }
  std::unique_ptr<Session> new_session() override { return engine_.new_session(); }
  Result<std::unique_ptr<Session>> new_session(const EngineSettings& own, const ProgressSink& progress, std::stop_token stop) override {
    if (own.weights != settings().weights) return fail(ErrorKind::out_of_memory, "", "no room");
    return engine_.new_session(own, progress, stop);
  }
  Result<std::int64_t> count_tokens(std::string_view text, std::stop_token stop) const override { return engine_.count_tokens(text, stop); }
  MemoryReport memory() const override { return engine_.memory(); }
  std::vector<DeviceMemory> memory_by_device() const override { return engine_.memory_by_device(); }
  void reset_peak() override { engine_.reset_peak(); }

 private:
  Engine& engine_;
};

// A column of its own, and what it is beside the reference.
struct Column : WrittenColumn, BesideReference {};

}  // namespace

class ComparisonTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    engine_ = golden::open(kDemo, kReference);
    QVERIFY(engine_);
  }

  void againstItselfNothingDiffers() {
    for (const float temperature : {0.0f, 1.5f}) {
      Comparison comparison(*engine_, kQuestion, {.max_tokens = 24, .temperature = temperature, .seed = 5});
      const auto reference = refer(comparison, kReference);
      const auto same = beside(comparison, kReference);
      QVERIFY(reference && same);
      QCOMPARE(std::ssize(same->on_reference.divergence), std::ssize(reference->reply.tokens));
      for (const double kl : same->on_reference.divergence) QCOMPARE(kl, 0.0);
      QCOMPARE(same->on_reference.share_of_same_choice(), 1.0);
      QVERIFY(!same->first_flip);
      QCOMPARE(same->reply.tokens, reference->reply.tokens);
      QCOMPARE(same->pieces.size(), same->reply.tokens.size());
      QCOMPARE(std::accumulate(same->pieces.begin(), same->pieces.end(), std::string()), same->reply.text);
    }
  }

  void fewerBitsSayMoreOfTheirOwn() {
    Comparison comparison(*engine_, kQuestion, {.max_tokens = 24});
    const auto reference = refer(comparison, kReference);
    QVERIFY(reference);
    std::vector<double> means;
    std::int64_t peak = reference->reply.taken.total();
    for (const Precision weights : {Precision::bf16, Precision::int8, Precision::int4, Precision::int2}) {
      const auto column = beside(comparison, with(weights));
      QVERIFY(column);
      QCOMPARE(column->settings.weights, weights);
      means.push_back(column->on_reference.mean_divergence());
      QVERIFY(column->reply.taken.total() < peak);  // each by itself, though they lie in memory side by side
      peak = column->reply.taken.total();
      const auto& own = column->reply.tokens;
      if (column->first_flip) {
        const auto at = static_cast<std::size_t>(*column->first_flip);
        QVERIFY(std::equal(own.begin(), own.begin() + *column->first_flip, reference->reply.tokens.begin()));
        QVERIFY(at >= own.size() || at >= reference->reply.tokens.size() || own[at] != reference->reply.tokens[at]);
      } else {
        QCOMPARE(own, reference->reply.tokens);
      }
    }
    QVERIFY2(means[0] < 1e-4 && std::ranges::is_sorted(means) && means[3] > 0.05, qPrintable(QString("%1 %2 %3 %4").arg(means[0]).arg(means[1]).arg(means[2]).arg(means[3])));
  }

  // A column costs what an engine costs that has nothing else: the same bytes, to the byte.
  void whatItTakesIsItsOwn() {
    Comparison comparison(*engine_, kQuestion, {.max_tokens = 8});
    QVERIFY(refer(comparison, kReference));
    for (const EngineSettings& settings : {with(Precision::int4), kReference}) {
      const auto column = comparison.write(settings, {}, {}, {});
      QVERIFY(column);
      const auto alone = golden::open(kDemo, settings);
      QVERIFY(alone);
      alone->reset_peak();
      QVERIFY(alone->new_session()->generate(kQuestion, {.max_tokens = 8}, {}, {}));
      QCOMPARE(column->reply.taken.total(), alone->memory().total_peak);
    }
  }

  // The same sum over the prompt with the reply, less that over the prompt; on the words of either.
  void asPerplexitySays() {
    Comparison comparison(*engine_, kQuestion, {.max_tokens = 24, .temperature = 1.5f, .seed = 5});
    const auto reference = refer(comparison, kReference);
    const auto column = beside(comparison, with(Precision::int2));
    QVERIFY(reference && column && column->first_flip);
    const auto prompt_tokens = Prompt(engine_->chat_template(), *engine_->tokenizer()).tokens(kQuestion);
    QVERIFY(prompt_tokens);
    const auto two = golden::open(kDemo, with(Precision::int2)), full = golden::open(kDemo, kReference);
    QVERIFY(two && full);
    const auto prompt = predict(*two, full.get(), {*prompt_tokens, {}}, {}, {});
    QVERIFY(prompt);
    for (const auto& [words, readings] : {std::pair(reference->reply.tokens, column->on_reference), {column->reply.tokens, column->on_own}}) {
      std::vector<TokenId> tokens = *prompt_tokens;
      tokens.insert(tokens.end(), words.begin(), words.end());
      const auto all = predict(*two, full.get(), {tokens, {}}, {}, {});
      QVERIFY(all);
      const double expected = all->divergence - prompt->divergence;
      const double found = std::accumulate(readings.divergence.begin(), readings.divergence.end(), 0.0);
      QVERIFY2(std::abs(found - expected) < 1e-6 * all->divergence, qPrintable(QString("%1 %2").arg(found).arg(expected)));
      QCOMPARE(std::ranges::count(readings.same_first_choice, true), all->agreements - prompt->agreements);
    }
  }

  // What is told of a token is what the model's own prediction says, and a flip is where first choices differ.
  void theLikeliestAreTold() {
    Comparison comparison(*engine_, kQuestion, {.max_tokens = 24});
    const auto reference = refer(comparison, kReference);
    const auto column = beside(comparison, with(Precision::int2));
    QVERIFY(reference && column);
    GenerationParams params{.max_tokens = 24};
    params.candidates = Comparison::kCandidates;
    const auto told = engine_->new_session()->generate(kQuestion, params, {}, {});
    QVERIFY(told);
    QCOMPARE(told->tokens, reference->reply.tokens);
    const Readings& readings = column->on_reference;
    for (std::size_t i = 0; i < told->tokens.size(); ++i) {
      QCOMPARE(readings.reference[i].chosen.token, told->tokens[i]);
      QVERIFY(std::abs(readings.reference[i].chosen.probability - told->doubts[i].chosen.probability) < 1e-5);
      QCOMPARE(readings.reference[i].likeliest.size(), static_cast<std::size_t>(Comparison::kCandidates));
      QCOMPARE(readings.reference[i].likeliest.front().token == readings.column[i].likeliest.front().token, static_cast<bool>(readings.same_first_choice[i]));
    }
  }

  // Where weights cannot lie side by side, columns take turns, and the engine's own come back.
  void withoutRoomTheyTakeTurns() {
    ScarceEngine scarce(*engine_);
    Comparison comparison(scarce, kQuestion, {.max_tokens = 24, .temperature = 1.5f, .seed = 5});
    const auto reference = refer(comparison, with(Precision::int8));
    const auto column = beside(comparison, with(Precision::int2));
    QVERIFY(reference && column && column->first_flip);
    QCOMPARE(scarce.settings().weights, Precision::int8);  // which read the column's words last
    QVERIFY(comparison.restore({}, {}));
    QCOMPARE(scarce.settings(), engine_->settings());
    QCOMPARE(engine_->settings().weights, Precision::f32);
    Comparison roomy(*engine_, kQuestion, {.max_tokens = 24, .temperature = 1.5f, .seed = 5});
    QVERIFY(refer(roomy, with(Precision::int8)));
    const auto beside_it = beside(roomy, with(Precision::int2));
    QVERIFY(beside_it);
    QCOMPARE(beside_it->reply.tokens, column->reply.tokens);
    QCOMPARE(beside_it->on_own.divergence, column->on_own.divergence);
  }

  void whatFailsLeavesTheRest() {
    Comparison comparison(*engine_, kQuestion, {.max_tokens = 8});
    const auto early = comparison.set_beside({.settings = kReference}, {}, {});
    QVERIFY(!early);
    QCOMPARE(early.error().kind, ErrorKind::invalid_argument);
    QVERIFY(refer(comparison, kReference));
    EngineSettings wrong = kReference;
    wrong.speculation = {.kind = Speculation::Kind::draft, .draft = "/nowhere/draft"};
    QVERIFY(!comparison.write(wrong, {}, {}, {}));
    const auto after = beside(comparison, kReference);
    QVERIFY(after);
    QCOMPARE(after->on_reference.mean_divergence(), 0.0);
  }

  void stopped() {
    Comparison comparison(*engine_, kQuestion, {.max_tokens = 8});
    QVERIFY(refer(comparison, kReference));
    std::stop_source source;
    source.request_stop();
    const auto column = comparison.write(with(Precision::int4), {}, {}, source.get_token());
    QVERIFY(column ? column->reply.stats.finish == Finish::cancelled : column.error().kind == ErrorKind::cancelled);
    const auto beside_it = comparison.set_beside({.settings = with(Precision::int4)}, {}, source.get_token());
    QVERIFY(!beside_it);
    QCOMPARE(beside_it.error().kind, ErrorKind::cancelled);
  }

 private:
  static std::optional<WrittenColumn> refer(Comparison& comparison, const EngineSettings& settings) {
    auto column = comparison.write(settings, {}, {}, {});
    if (!column || !comparison.refer_to(*column, {}, {})) return std::nullopt;
    return *std::move(column);
  }
  static std::optional<Column> beside(Comparison& comparison, const EngineSettings& settings) {
    auto column = comparison.write(settings, {}, {}, {});
    if (!column) return std::nullopt;
    auto readings = comparison.set_beside(*column, {}, {});
    if (!readings) return std::nullopt;
    return Column{*std::move(column), *std::move(readings)};
  }

  std::unique_ptr<LocalEngine> engine_;
};

QTEST_APPLESS_MAIN(ComparisonTest)
#include "comparison_test.moc"
