// Layers on several devices: the same numbers as on one, whatever the cut, and every device touches its own memory alone (fake_gpu.h throws
// where it does not).
#include <QTest>

#include "engine/generate/fit_estimate.h"
#include "engine/generate/layer_split.h"
#include "engine/generate/memory_fit.h"
#include "tests/engine/generate/fake_gpu.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

const QString kDemo = QString(SOURCE_DIR) + "/resources/demo-model";
const std::vector<std::string> kQuestions = {"How many people live in France?", "And how many are in Germany?"};

struct Turn {
  std::string text;
  std::int64_t reused;
  bool operator==(const Turn&) const = default;
};

std::vector<Turn> converse(Session& session, const GenerationParams& params = {.max_tokens = 12}) {
  std::vector<ChatMessage> messages;
  std::vector<Turn> turns;
  for (const std::string& question : kQuestions) {
    messages.push_back({ChatMessage::Role::user, question});
    const auto reply = session.generate(messages, params, {}, {});
    if (!reply) return turns;
    turns.push_back({reply->text, reply->stats.reused_tokens});
    messages.push_back({ChatMessage::Role::assistant, reply->text});
  }
  return turns;
}

std::int64_t layers_of(const QString& path) { return std::ssize(open_checkpoint(path.toStdString())->spec.layers); }

}  // namespace

class SplitTest : public QObject {
  Q_OBJECT

  test::FakeGpu gpu_;

  EngineSettings over(std::string devices, std::vector<std::int64_t> split) const {
    return {.context = 512, .device = std::move(devices), .split = std::move(split)};
  }
  std::unique_ptr<LocalEngine> open(const EngineSettings& settings) { return golden::open(kDemo, settings, gpu_.source()); }
  std::string refusal_of(const EngineSettings& settings) {
    const auto engine = LocalEngine::open(*open_checkpoint(kDemo.toStdString()), settings, {}, {}, gpu_.source());
    return engine ? "" : engine.error().cause.english;
  }

 private slots:
  void init() { gpu_ = {.count = 2}; }

  // Both attentions, prompts whole and token by token.
  void everyCutOfEveryFamilyGivesTheSameLogits_data() {
    QTest::addColumn<QString>("path");
    for (const QString& name : golden::cases()) QTest::newRow(qPrintable(name)) << golden::folder() + "/" + name;
  }
  void everyCutOfEveryFamilyGivesTheSameLogits() {
    QFETCH(QString, path);
    auto tokens = golden::read_tokens(path + "/tokens.json");
    tokens.resize(std::min<std::size_t>(tokens.size(), 40));
    const std::int64_t layers = layers_of(path);
    for (const AttentionKind attention : {AttentionKind::flash, AttentionKind::naive}) {
      EngineSettings settings = golden::float32();
      settings.attention = attention, settings.device = "cpu";
      const auto whole = golden::open(path, settings);
      QVERIFY(whole);
      const golden::Matrix expected = golden::all_logits(*whole, tokens);
      for (std::int64_t cut = 1; cut < layers; ++cut) {
        for (const char* devices : {"cpu+cuda:0", "cuda:1+cpu"}) {
          settings.device = devices, settings.split = {cut, layers - cut};
          const auto split = golden::open(path, settings, gpu_.source());
          QVERIFY(split);
          QCOMPARE(golden::all_logits(*split, tokens).values, expected.values);
          const auto evaluator = split->new_evaluator(), reference = whole->new_evaluator();
          for (const TokenId token : tokens) {
            const VectorView<float> row = reference->feed({&token, 1});
            const std::vector<float> one_by_one(row.data, row.data + row.size());
            QVERIFY(std::ranges::equal(one_by_one, std::span(evaluator->feed({&token, 1}).data, one_by_one.size())));
          }
        }
      }
    }
  }

  void conversationsReuseAndSpeakAsOnOneDevice_data() {
    QTest::addColumn<EngineSettings>("settings");
    QTest::newRow("two") << over("cpu+cuda:1", {1, 8});
    QTest::newRow("three") << over("cuda:1+cpu+cuda:0", {2, 3, 4});
    QTest::newRow("by free memory") << over("cuda:0+cuda:1", {});
    EngineSettings settings = over("cpu+cuda:0", {4, 5});
    settings.weights = Precision::int4, settings.cache = KvFormat::int8;
    QTest::newRow("int4, int8 cache") << settings;
    settings.speculation = {.kind = Speculation::Kind::lookup};
    QTest::newRow("lookup") << settings;
    settings.speculation = {.kind = Speculation::Kind::draft, .draft = kDemo.toStdString(), .draft_weights = Precision::int8};
    QTest::newRow("a draft model") << settings;
    settings.cache = std::nullopt;
    QTest::newRow("no cache") << settings;
  }
  void conversationsReuseAndSpeakAsOnOneDevice() {
    QFETCH(EngineSettings, settings);
    const auto split = open(settings);
    settings.device = "cpu", settings.split = {};
    const auto whole = open(settings);
    QVERIFY(split && whole);
    const auto session = split->new_session(), reference = whole->new_session();
    const std::vector<Turn> turns = converse(*session);
    QCOMPARE(turns.size(), kQuestions.size());
    QVERIFY(turns == converse(*reference));
    if (settings.cache) QVERIFY(turns.back().reused > 0);
    // Sampled too, and in a fork, which shares pages until one of the two writes.
    const GenerationParams hot{.max_tokens = 12, .temperature = 1.2F, .seed = 7};
    QVERIFY(converse(*session->fork(), hot) == converse(*reference->fork(), hot));
    QVERIFY(converse(*session) == converse(*reference));
  }

  // In the running conversation: another cut, other devices, one device, other weights.
  void switchesKeepTheConversation() {
    const auto split = open(over("cpu+cuda:0", {3, 6}));
    const auto whole = open(over("cpu", {}));
    QVERIFY(split && whole);
    const auto session = split->new_session(), other = whole->new_session();
    const auto change = [&](auto&& how) {
      for (LocalEngine* engine : {split.get(), whole.get()}) {
        EngineSettings next = engine->settings();
        how(next, engine == split.get());
        QVERIFY(engine->apply(next, {}, {}));
      }
      const auto expected = converse(*other), found = converse(*session);
      QCOMPARE(found.size(), kQuestions.size());
      for (std::size_t i = 0; i < found.size(); ++i) QCOMPARE(found[i].text, expected[i].text);
    };
    change([](EngineSettings& s, bool is_split) { if (is_split) s.split = {6, 3}; });
    change([](EngineSettings& s, bool) { s.weights = Precision::int4; });
    change([](EngineSettings& s, bool) { s.cache = KvFormat::int4; });
    change([](EngineSettings& s, bool) { s.attention = AttentionKind::naive; });
    change([](EngineSettings& s, bool is_split) { if (is_split) s.device = "cuda:1+cuda:0+cpu", s.split = {}; });
    change([](EngineSettings& s, bool) { s.weights = Precision::int8; });  // by free memory anew
    change([](EngineSettings& s, bool is_split) { if (is_split) s.device = "cuda:1"; });
  }

  // Nothing is there twice but an embedding that is lm_head too.
  void theReportNamesEveryDevice() {
    const auto split = open(over("cpu+cuda:0+cuda:1", {2, 4, 3})), whole = open(over("cpu", {}));
    QVERIFY(split && whole);
    QCOMPARE(converse(*split->new_session()).size(), kQuestions.size());
    const auto devices = split->memory_by_device();
    QCOMPARE(devices.size(), 3U);
    MemoryReport sum;
    for (const DeviceMemory& device : devices) sum += device.report;
    QVERIFY(devices[0].name.english.starts_with("CPU"));
    QCOMPARE(devices[1].name.english, std::string("Fake GPU"));
    QCOMPARE(devices[1].layers.begin, 2);
    QCOMPARE(devices[1].layers.end, 6);
    QCOMPARE(sum.total(), split->memory().total());
    const Checkpoint checkpoint = *open_checkpoint(kDemo.toStdString());
    const WeightPlan plan = plan_weights(checkpoint, Precision::automatic, split->backend().matrix_layout());
    const std::int64_t embedding = checkpoint.spec.tied_embeddings ? plan.weights.front().bytes : 0;
    QVERIFY(sum.of(MemoryTag::weights) - whole->memory().of(MemoryTag::weights) <= embedding + 3 * 256 * std::ssize(plan.weights));
    QVERIFY(devices[1].report.of(MemoryTag::kv_cache) == 2 * devices[0].report.of(MemoryTag::kv_cache));
    std::vector<std::array<std::int64_t, kMemoryTags>> mapped(devices.size());
    for (const MappedBytes& entry : split->memory_map()) {
      mapped[static_cast<std::size_t>(entry.device)][static_cast<std::size_t>(entry.tag)] += entry.bytes;
      const LayerRange& layers = devices[static_cast<std::size_t>(entry.device)].layers;
      QVERIFY(entry.layer < 0 || (layers.begin <= entry.layer && entry.layer < layers.end));
    }
    for (std::size_t device = 0; device < devices.size(); ++device) QVERIFY(mapped[device] == devices[device].report.current);
    QVERIFY(split->device_name().english.find("layers 2 to 5 on Fake GPU") != std::string::npos);
  }

  // Where tokens look, in layers of either device.
  void attentionIsSeenAcrossTheCut() {
    const auto split = open(over("cpu+cuda:0", {4, 5})), whole = open(over("cpu", {}));
    QVERIFY(split && whole);
    const AttentionQuery query{.tokens = {1, 5, 9, 200, 17, 3, 42}, .first_layer = 3, .layers = 3, .heads = 2, .without_position = true};
    const auto found = split->attention_rows(query, {}, {}), expected = whole->attention_rows(query, {}, {});
    QVERIFY(found && expected);
    for (std::int64_t layer = 3; layer < 6; ++layer) {
      for (std::int64_t head = 0; head < 2; ++head) {
        for (std::int64_t token = 0; token < std::ssize(query.tokens); ++token) {
          const auto same = [&](const AttentionTriangle& a, const AttentionTriangle& b) {
            return std::ranges::equal(a.row(token), b.row(token), {}, &F16::to_float, &F16::to_float);
          };
          QVERIFY(same(found->as_it_is(layer, head), expected->as_it_is(layer, head)));
          QVERIFY(same(found->without_position(layer, head), expected->without_position(layer, head)));
        }
      }
    }
  }

  // What a card does not hold goes to the CPU, by the sheet's word as by the engine's.
  void autoSpillsToTheCpu() {
    const Checkpoint checkpoint = *open_checkpoint(kDemo.toStdString());
    const EngineSettings settings{.context = 512};
    gpu_.count = 1;
    const auto sizes = cpu_sizes(0);
    const LayerRange last_two{7, 9};
    gpu_.free_bytes =
        memory_need(checkpoint.spec, settings, planned_weight_bytes(checkpoint, Precision::automatic, *sizes, last_two), *sizes, last_two).total();
    const auto fit = estimate_fit(checkpoint, settings, gpu_.source());
    QVERIFY(fit);
    const FitRow& row = fit->rows.front();
    QVERIFY(row.fits);
    QCOMPARE(row.parts.size(), 2U);
    QCOMPARE(row.parts[0].device, std::string("cpu"));
    QVERIFY(row.parts[1].layers == last_two);
    QCOMPARE(row.parts[1].bytes, gpu_.free_bytes);
    const auto engine = open(settings);
    QVERIFY(engine);
    QVERIFY(engine->memory_by_device()[1].layers == last_two);
    QVERIFY(engine->why_cpu().english.find("does not fit on Fake GPU") != std::string::npos);
    QVERIFY(converse(*engine->new_session()) == converse(*open(over("cpu", {}))->new_session()));
    gpu_.free_bytes -= 1;
    QVERIFY((open(settings)->memory_by_device()[1].layers == LayerRange{8, 9}));

    // Two cards that hold it together leave the CPU out.
    gpu_.count = 2;
    const LayerRange half{0, 5};
    gpu_.free_bytes =
        memory_need(checkpoint.spec, settings, planned_weight_bytes(checkpoint, Precision::automatic, *sizes, half), *sizes, half).total();
    const LayerRange all = LayerRange::all(checkpoint.spec);
    QVERIFY(
        memory_need(checkpoint.spec, settings, planned_weight_bytes(checkpoint, Precision::automatic, *sizes, all), *sizes, all).total() >
        gpu_.free_bytes);
    const auto both = open(settings);
    QCOMPARE(both->memory_by_device().size(), 2U);
    QCOMPARE(both->memory_by_device()[0].name.english, std::string("Fake GPU"));
    QVERIFY(both->why_cpu().empty());
    QCOMPARE(estimate_fit(checkpoint, settings, gpu_.source())->rows.front().parts[0].device, std::string("cuda:0"));
  }

  void theShareOfEachIsWhatItHolds() {
    const Checkpoint checkpoint = *random_checkpoint("llama-3-8b");
    const auto sizes = cpu_sizes(1);
    const EngineSettings settings{.weights = Precision::int4, .context = 2048};
    const std::int64_t gib = std::int64_t{1} << 30;
    const auto counts = [&](const std::vector<DeviceRoom>& rooms) {
      std::vector<std::int64_t> each;
      for (const LayerRange& layers : split_by_memory(checkpoint, settings, rooms)) each.push_back(layers.count());
      return each;
    };
    const auto gpu = [&](std::int64_t bytes) { return DeviceRoom{*sizes, bytes, true}; };
    const DeviceRoom cpu{*sizes, 64 * gib, false};
    using Counts = std::vector<std::int64_t>;
    QCOMPARE(counts({gpu(24 * gib), gpu(24 * gib)}), Counts({16, 16}));
    QCOMPARE(counts({cpu, gpu(24 * gib)}), Counts({1, 31}));
    QCOMPARE(counts({cpu, gpu(0)}), Counts({31, 1}));  // it was asked for: the check that follows says what is missing
    const Counts small = counts({cpu, gpu(3 * gib)});
    QVERIFY(small[1] > 8 && small[1] < 24);
    const LayerRange on_gpu{small[0], 32}, one_more{small[0] - 1, 32};
    const auto need = [&](LayerRange layers) {
      return memory_need(checkpoint.spec, settings, planned_weight_bytes(checkpoint, Precision::int4, *sizes, layers), *sizes, layers).total();
    };
    QVERIFY(need(on_gpu) <= 3 * gib && need(one_more) > 3 * gib);
    const Counts uneven = counts({gpu(2 * gib), gpu(24 * gib)});
    QVERIFY(uneven[0] > 0 && uneven[0] < uneven[1] && uneven[0] + uneven[1] == 32);
    QVERIFY(need({0, uneven[0]}) <= 2 * gib);
  }

  void whatCannotBeIsRefusedWithNumbers() {
    QCOMPARE(refusal_of(over("cpu+cuda:0", {9})), std::string("a split of 9 layers by 1 counts that sum to 9, over 2 devices"));
    QCOMPARE(refusal_of(over("cpu+cuda:0", {9, 0})), std::string("a split of 9 layers by 2 counts that sum to 9, over 2 devices"));
    QCOMPARE(refusal_of(over("cpu+cuda:0", {10, -1})), std::string("a split of 9 layers by 2 counts that sum to 9, over 2 devices"));
    QCOMPARE(refusal_of(over("cpu+cuda:0", {5, 5})), std::string("a split of 9 layers by 2 counts that sum to 10, over 2 devices"));
    QCOMPARE(refusal_of(over("auto", {9, 9})), std::string("a split of 9 layers by 2 counts that sum to 18, over 1 devices"));
    QCOMPARE(refusal_of(over("cpu+cuda:0+cpu", {})), std::string("device 'cpu' is named twice"));
    QCOMPARE(refusal_of(over("cuda+cuda:0", {})), std::string("device 'cuda:0' is named twice"));
    for (const char* names : {"cpu+", "+", "cpu+abacus", "cpu++cuda:0", "auto+cpu", "cuda:-1", "cuda:", "cuda:0x"})
      QVERIFY2(refusal_of(over(names, {})).ends_with("is not there"), names);
    QCOMPARE(refusal_of(over("cpu+cuda:7", {})), std::string("there is no CUDA device 7: 2 found"));
    gpu_.count = 9;
    std::string ten = "cpu";
    for (int i = 0; i < gpu_.count; ++i) ten += "+cuda:" + std::to_string(i);
    QCOMPARE(refusal_of(over(ten, {})), std::string("9 layers cannot be split over 10 devices"));
    gpu_.free_bytes = std::int64_t{1} << 20;
    const std::string short_of = refusal_of(over("cpu+cuda:0", {1, 8}));
    QVERIFY2(short_of.starts_with("layers 1 to 8 need ") && short_of.ends_with("1 MiB of its memory are free"), short_of.c_str());
  }

  // A card pulled from under a split: the fault is told, and the conversation goes on on what is left.
  void aConversationOutlivesOneOfItsDevices() {
    const auto engine = open(over("cpu+cuda:0", {4, 5}));
    QVERIFY(engine);
    const auto session = engine->new_session();
    const auto expected = converse(*session);
    QCOMPARE(expected.size(), kQuestions.size());
    gpu_.lose();
    bool lost = false;
    try {
      static_cast<void>(converse(*session));
    } catch (const DeviceFault& fault) {
      lost = fault.is_lost();
    }
    QVERIFY(lost);
    EngineSettings next = engine->settings();
    next.device = "cpu", next.split = {};
    QVERIFY(engine->apply(next, {}, {}));
    const auto found = converse(*session);
    QCOMPARE(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) QCOMPARE(found[i].text, expected[i].text);
  }
};

QTEST_APPLESS_MAIN(SplitTest)
#include "split_test.moc"
