// Two conversations on one engine, each under settings of its own: what they share, what they do not, and that neither hears the other.
#include <QTest>

#include "engine/generate/memory_fit.h"
#include "engine/model/buffer_growth.h"
#include "tests/engine/generate/interleaved.h"

using namespace halftone;
using namespace halftone::golden;
using Role = ChatMessage::Role;

namespace {

const QString kDemo = QStringLiteral(SOURCE_DIR "/resources/demo-model");
constexpr std::int64_t kContext = 1024;

const EngineSettings kFlash{.weights = Precision::int8, .attention = AttentionKind::flash, .cache = KvFormat::f16, .context = kContext};
const EngineSettings kNaive{.weights = Precision::int4, .attention = AttentionKind::naive, .cache = KvFormat::int8, .context = kContext};

std::string long_question() {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "How many people live in France? ";
  return text;
}

const std::vector<std::string> kPeople = {"How many people live in France?", "And how many are in Germany?"};
const std::vector<std::string> kBytes = {"Please write a function in Python that transforms bytes to Giga bytes.",
                                         "How can I modify the function above to return Mega bytes instead?"};
const GenerationParams kGreedy{.max_tokens = 24};
const GenerationParams kWarm{.max_tokens = 24, .temperature = 4, .seed = 5};

}  // namespace

class TwoSessionsTest : public QObject {
  Q_OBJECT

  static std::int64_t weights_of(Engine& engine) { return engine.memory().of(MemoryTag::weights); }

 private slots:
  // Attention, cache, precision, positions, guesses ahead: token by token in turns, each says to the bit what it says alone, and finds as much
  // of itself in the cache.
  void whoSpeaksBesideOthersSaysWhatItSaysAlone() {
    EngineSettings stretched = kFlash, guessing = kNaive, forgetful = kFlash;
    stretched.rope_scaling = LinearScaling{2};
    guessing.attention = AttentionKind::flash;
    guessing.speculation.kind = Speculation::Kind::lookup;
    forgetful.cache = std::nullopt;
    struct Part {
      EngineSettings settings;
      std::vector<std::string> questions;
      GenerationParams params;
    };
    const std::vector<Part> parts = {{kFlash, kPeople, kGreedy},
                                     {kNaive, kBytes, kGreedy},
                                     {kNaive, {long_question(), "Thanks"}, kWarm},
                                     {stretched, {long_question(), kPeople[1]}, kGreedy},
                                     {guessing, kBytes, kGreedy},
                                     {forgetful, kPeople, kWarm}};
    std::vector<Said> alone;
    for (const Part& part : parts) {
      const auto engine = golden::open(kDemo, part.settings);
      QVERIFY(engine);
      alone.push_back(converse(*engine->new_session(), part.questions, part.params));
      QCOMPARE(alone.back().tokens.size(), part.questions.size());
    }
    QVERIFY(alone[0].tokens != alone[5].tokens && alone[0].reused[1] > 0);

    const auto engine = golden::open(kDemo, parts.front().settings);
    QVERIFY(engine);
    std::vector<std::unique_ptr<Session>> sessions;
    std::vector<Speaker> speakers;
    for (const Part& part : parts) {
      sessions.push_back(&part == &parts.front() ? engine->new_session() : session_under(*engine, part.settings));
      QVERIFY(sessions.back());
      QVERIFY(sessions.back()->settings() == part.settings);
      speakers.push_back({*sessions.back(), part.questions, part.params});
    }
    const std::vector<Said> together = interleaved(speakers);
    for (std::size_t i = 0; i < parts.size(); ++i) QVERIFY2(together[i] == alone[i], qPrintable(QString::number(i)));
  }

  // Conversations of one engine that together have no room take it from each other in the middle of a reply, and say the same.
  void takingEachOthersRoomChangesNothing() {
    const EngineSettings tight{.context = 64};
    const auto engine = golden::open(kDemo, tight);
    QVERIFY(engine);
    const GenerationParams few{.max_tokens = 10};
    const auto alone = [&](const std::string& question) {
      const auto own = golden::open(kDemo, tight);
      return converse(*own->new_session(), {question}, few).tokens;
    };
    const std::string question = kBytes[0] + kPeople[0] + kBytes[1], other = kPeople[1] + kBytes[1] + kPeople[0];
    QVERIFY(*engine->count_tokens(question, {}) + *engine->count_tokens(other, {}) > 64);  // and the template's marks: four pages, where three may be
    const auto a = engine->new_session(), b = engine->new_session();
    const std::vector<Said> together = interleaved({{*a, {question}, few}, {*b, {other}, few}});
    QCOMPARE(together[0].tokens, alone(question));
    QCOMPARE(together[1].tokens, alone(other));
    const KvLayout layout = KvLayout::of(engine->spec(), KvFormat::f16);
    QVERIFY(engine->memory().of(MemoryTag::kv_cache) <= layout.bytes_for(64) + layout.page_bytes());
  }

  void weightsAreThereOnceForEveryPrecisionInUse() {
    const auto engine = golden::open(kDemo, kFlash);
    QVERIFY(engine);
    const auto present = engine->new_session();
    converse(*present, {kPeople[0]}, kGreedy);
    const MemoryReport before = engine->memory();

    EngineSettings same = kFlash;
    same.attention = AttentionKind::naive;
    same.cache = KvFormat::int8;
    same.rope_scaling = LinearScaling{2};
    int loads = 0;
    auto alike = session_under(*engine, same, [&](const Progress&) { ++loads; });
    QVERIFY(alike);
    QCOMPARE(loads, 0);
    QVERIFY(!converse(*alike, {kPeople[0]}, kGreedy).tokens.empty());
    QCOMPARE(weights_of(*engine), before.of(MemoryTag::weights));
    QVERIFY(engine->memory().of(MemoryTag::kv_cache) > before.of(MemoryTag::kv_cache));

    auto other = session_under(*engine, kNaive, [&](const Progress&) { ++loads; });
    auto third = session_under(*engine, kNaive);
    QVERIFY(other && third && loads > 0);
    const std::int64_t both = weights_of(*engine);
    const std::int64_t int4 = planned_weight_bytes(*open_checkpoint(kDemo.toStdString()), Precision::int4, engine->backend());
    QVERIFY(both - before.of(MemoryTag::weights) >= int4 && both - before.of(MemoryTag::weights) < int4 + 256 * 200);
    other.reset();
    QCOMPARE(weights_of(*engine), both);  // the third needs them still
    third.reset();
    QCOMPARE(weights_of(*engine), before.of(MemoryTag::weights));
    alike.reset();
    QCOMPARE(engine->memory().of(MemoryTag::kv_cache), before.of(MemoryTag::kv_cache));
    QVERIFY(present->cached_tokens() > 0);
  }

  // Another name for the same bits is no second copy.
  void storedPrecisionByItsNameIsTheSameWeights() {
    EngineSettings stored = kFlash, named = kFlash;
    stored.weights = Precision::automatic;
    const auto engine = golden::open(kDemo, stored);
    QVERIFY(engine);
    named.weights = *parse_precision(engine->model().stored_format);
    const std::int64_t weights = weights_of(*engine);
    const auto session = session_under(*engine, named);
    QVERIFY(session);
    QCOMPARE(weights_of(*engine), weights);
    QVERIFY(!engine->cost_of(named, nullptr).reload_weights);
  }

  void theEnginesSwitchesLeaveASessionsOwnAlone() {
    const auto engine = golden::open(kDemo, kFlash);
    QVERIFY(engine);
    const auto follows = engine->new_session(), own = session_under(*engine, kNaive);
    QVERIFY(own);
    const Said before = converse(*own, kPeople, kGreedy);
    converse(*follows, kPeople, kGreedy);
    const std::int64_t cached = own->cached_tokens(), both = weights_of(*engine);
    int loads = 0;
    QVERIFY(engine->apply(kNaive, [&](const Progress&) { ++loads; }, {}));
    QCOMPARE(loads, 0);  // they were there
    QVERIFY(weights_of(*engine) < both && follows->settings() == kNaive && own->settings() == kNaive);
    QCOMPARE(follows->cached_tokens(), 0);
    QCOMPARE(own->cached_tokens(), cached);
    QVERIFY(engine->apply(kFlash, {}, {}));
    QCOMPARE(weights_of(*engine), both);
    QCOMPARE(own->cached_tokens(), cached);
    QVERIFY(converse(*own, kPeople, kGreedy).tokens == before.tokens);
    QVERIFY(engine->apply({.weights = Precision::f32, .cache = KvFormat::int8, .context = 512}, {}, {}));
    QCOMPARE(own->cached_tokens(), cached);
  }

  // Pages are found by whoever runs under what made them, and by nobody else.
  void pagesAreSharedWhereTheSameMadeThem() {
    const auto engine = golden::open(kDemo, kFlash);
    QVERIFY(engine);
    const auto present = engine->new_session();
    const std::vector<ChatMessage> asked = {{Role::user, long_question()}};
    const auto reused = [&](Session& session) { return session.generate(asked, {.max_tokens = 1}, {}, {})->stats.reused_tokens; };
    QCOMPARE(reused(*present), 0);
    EngineSettings shorter = kFlash;
    shorter.context = kContext / 2;
    shorter.speculation.kind = Speculation::Kind::lookup;
    QVERIFY(reused(*session_under(*engine, shorter)) > 300);  // neither changes what a key is

    const auto differs = [&](const std::function<void(EngineSettings&)>& change) {
      EngineSettings next = kFlash;
      change(next);
      return reused(*session_under(*engine, next)) == 0;
    };
    QVERIFY(differs([](EngineSettings& s) { s.attention = AttentionKind::naive; }));
    QVERIFY(differs([](EngineSettings& s) { s.cache = KvFormat::f32; }));
    QVERIFY(differs([](EngineSettings& s) { s.weights = Precision::int4; }));
    QVERIFY(differs([](EngineSettings& s) { s.rope_scaling = LinearScaling{2}; }));

    // A conversation that goes on under the other attention keeps its pages; they are then of both, and nobody's who has one.
    EngineSettings naive = kFlash;
    naive.attention = AttentionKind::naive;
    QVERIFY(engine->apply(naive, {}, {}));
    QVERIFY(reused(*present) > 300);
    QVERIFY(differs([](EngineSettings& s) { s.attention = AttentionKind::naive; }));
    QVERIFY(differs([](EngineSettings&) {}));
    // Where another reads them too, they stay as they are, and the one who changes computes its own.
    QVERIFY(engine->apply(kFlash, {}, {}));
    const auto afresh = golden::open(kDemo, kFlash);
    const auto first = afresh->new_session(), second = session_under(*afresh, kFlash);
    QCOMPARE(reused(*first), 0);
    QVERIFY(reused(*second) > 300);
    QVERIFY(afresh->apply(naive, {}, {}));
    QCOMPARE(first->cached_tokens(), 0);
    QVERIFY(reused(*second) > 300);
    QCOMPARE(reused(*first), 0);
  }

  // A full context for every kind of pages in use, the longest of those that share one.
  void whatOthersWerePromisedIsCountedOnce() {
    HostArena arena;
    KvBudget budget;
    const KvKey key{.parts = {{{KvFormat::f16, 2, 1, 8}}}};
    KvKey stretched = key;
    stretched.rope = LinearScaling{2};
    const std::vector<Arena*> here = {&arena};
    KvLane brief{.key = key, .arenas = here, .context = 320}, lengthy{.key = key, .arenas = here, .context = 640},
        other{.key = stretched, .arenas = here, .context = 96}, none{.key = stretched, .arenas = here, .cached = false, .context = 960};
    for (KvLane* lane : {&brief, &lengthy, &other, &none}) budget.add(*lane);
    const std::int64_t page = key.parts[0].layout.page_bytes();
    QCOMPARE(brief.promised_bytes(arena), 11 * page);  // one more is copied before it is written
    QCOMPARE(budget.promised_beside(arena, other, stretched), 21 * page);
    QCOMPARE(budget.promised_beside(arena, other, key), 0);  // that promise would be its own too
    QCOMPARE(budget.promised_beside(arena, brief, key), 4 * page);
    QCOMPARE(budget.promised_beside(arena, brief, stretched), 21 * page);
    budget.remove(lengthy);
    QCOMPARE(budget.promised_beside(arena, other, stretched), 11 * page);
  }

  void aSessionThatHasNoRoomIsRefusedWithNumbers() {
    const auto engine = golden::open(kDemo, kFlash);
    QVERIFY(engine);
    const auto present = engine->new_session();
    const Said before = converse(*present, kPeople, kGreedy);
    EngineSettings endless = kNaive;
    endless.context = kMaxContext;
    const std::int64_t weights = weights_of(*engine);
    const auto refused = engine->new_session(endless, {}, {});
    QVERIFY(!refused && refused.error().kind == ErrorKind::out_of_memory);
    QVERIFY2(refused.error().message().find("MiB") != std::string::npos, refused.error().message().c_str());
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = engine->new_session(kNaive, {}, stop.get_token());
    QVERIFY(!stopped && stopped.error().kind == ErrorKind::cancelled);
    EngineSettings nowhere = kNaive;
    nowhere.device = "abacus";
    QVERIFY(!engine->new_session(nowhere, {}, {}));
    QCOMPARE(weights_of(*engine), weights);
    QVERIFY(converse(*present, kPeople, kGreedy).tokens == before.tokens);
  }

  // What the sheet proposes is what the check refuses by: one formula, also for a device with other sizes than this one's.
  void theSheetAndTheCheckCountAlike() {
    const auto engine = golden::open(kDemo, kFlash);
    QVERIFY(engine);
    for (const CacheChoice cache : {CacheChoice(KvFormat::f16), CacheChoice(KvFormat::int8), CacheChoice()}) {
      EngineSettings settings = kFlash;
      settings.cache = cache;
      const auto fit = estimate_fit(kDemo.toStdString(), settings);
      QVERIFY(fit);
      for (const FitRow& row : fit->rows) {
        settings.weights = row.precision;
        QCOMPARE(engine->cost_of(settings, nullptr).needed_bytes, row.total_bytes);
      }
    }
    struct Wide final : DeviceSizes {
      WeightLayout matrix_layout() const override { return WeightLayout::split; }
      std::int64_t scratch_bytes(const ScratchShape& shape) const override { return shape.tokens * kBufferGranule; }
      std::int64_t prefill_chunk() const override { return kContext; }
    };
    const MemoryNeed need = memory_need(engine->spec(), kFlash, 7, Wide());
    QCOMPARE(need.workspace, kContext * kBufferGranule);
    QCOMPARE(need.activations, whole_granules(Workspace::activation_bytes(engine->spec(), kContext)) + whole_granules(engine->model().vocabulary * 4));
    const auto refused = check_fit(*open_checkpoint(kDemo.toStdString()), kFlash, WeightsAre::there, Wide(), need.total() - 8);
    QVERIFY(!refused && check_fit(*open_checkpoint(kDemo.toStdString()), kFlash, WeightsAre::there, Wide(), need.total() - 7));
  }
};

QTEST_APPLESS_MAIN(TwoSessionsTest)
#include "two_sessions_test.moc"
