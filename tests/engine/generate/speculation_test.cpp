// Speculative decoding on the demo model: it changes how fast a reply is written, never what is written.
#include <QTest>

#include "engine/generate/prompt.h"
#include "engine/generate/sampler.h"
#include "tests/engine/generate/fake_gpu.h"
#include "tests/engine/generate/golden.h"
#include "tests/engine/load/model_files.h"

using namespace halftone;

namespace {

using Role = ChatMessage::Role;
using Kind = Speculation::Kind;

const std::string kDemo = std::string(SOURCE_DIR) + "/resources/demo-model";
const Speculation kLookup{.kind = Kind::lookup};
const Speculation kDraft{.kind = Kind::draft, .draft = kDemo, .draft_weights = Precision::int4};

const std::vector<std::vector<std::string>> kDialogues = {
    {"How many people live in France?", "And how many are in Germany?"},
    {"Please write a function in Python that transforms bytes to Giga bytes.",
     "How can I modify the function above to return Mega bytes instead?", "Please repeat the function above."},
    {"one two three four five one two three four five one two three four five one two"},
};

struct Turn {
  std::string text, streamed;
  std::vector<TokenId> tokens;
  ReplyStats stats;
  std::int64_t cached;
};

std::vector<Turn> converse(LocalEngine& engine, const std::vector<std::string>& questions, const GenerationParams& params = {}) {
  auto session = engine.new_session();
  std::vector<ChatMessage> messages;
  std::vector<Turn> turns;
  for (const std::string& question : questions) {
    messages.push_back({Role::user, question});
    std::string streamed;
    auto reply = session->generate(messages, params, [&](const StreamEvent& event) { streamed += event.text; }, {});
    if (!reply) {
      qWarning("%s", reply.error().message().c_str());
      return turns;
    }
    turns.push_back({reply->text, streamed, reply->tokens, reply->stats, session->cached_tokens()});
    messages.push_back({Role::assistant, reply->text});
  }
  return turns;
}

}  // namespace

class SpeculationTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<LocalEngine> engine(EngineSettings settings = {}) { return golden::open(QString::fromStdString(kDemo), settings); }
  static Result<void> speculate(LocalEngine& engine, const Speculation& speculation) {
    EngineSettings next = engine.settings();
    next.speculation = speculation;
    return engine.apply(next, {}, {});
  }

 private slots:
  void theSameTokens_data() {
    QTest::addColumn<EngineSettings>("settings");
    QTest::addColumn<GenerationParams>("params");
    QTest::addColumn<bool>("draws");
    QTest::newRow("greedy") << EngineSettings{} << GenerationParams{} << false;
    QTest::newRow("greedy, penalty") << EngineSettings{} << GenerationParams{.repeat_penalty = 1.2f} << false;
    QTest::newRow("greedy, int8 cache") << EngineSettings{.cache = KvFormat::int8} << GenerationParams{} << false;
    QTest::newRow("greedy, int4, naive") << EngineSettings{.weights = Precision::int4, .attention = AttentionKind::naive}
                                         << GenerationParams{} << false;
    QTest::newRow("greedy, cut") << EngineSettings{} << GenerationParams{.max_tokens = 17} << false;
    QTest::newRow("greedy, full") << EngineSettings{.context = 160} << GenerationParams{} << false;
    QTest::newRow("greedy, NTK") << EngineSettings{.context = 256, .rope_scaling = NtkScaling{.factor = 2, .original_context = 24}}
                                 << GenerationParams{} << false;
    QTest::newRow("greedy, stop string") << EngineSettings{} << GenerationParams{.stop_strings = {"bytes /", "live in"}} << false;
    QTest::newRow("drawn") << EngineSettings{} << GenerationParams{.temperature = 1.5f, .top_k = 20, .seed = 5} << true;
    QTest::newRow("drawn, penalty") << EngineSettings{} << GenerationParams{.temperature = 0.8f, .repeat_penalty = 1.1f, .seed = 6} << true;
  }
  void theSameTokens() {
    QFETCH(EngineSettings, settings);
    QFETCH(GenerationParams, params);
    QFETCH(bool, draws);
    auto e = engine(settings);
    QVERIFY(e);
    std::int64_t drafted = 0, accepted = 0;
    for (const auto& questions : kDialogues) {
      QVERIFY(speculate(*e, {}));
      const auto plain = converse(*e, questions, params);
      // A lookup's guess is not drawn, so the seed gives the same reply; a draft model's is (its distribution is tested below).
      for (const Speculation& speculation : draws ? std::vector{kLookup} : std::vector{kLookup, kDraft}) {
        QVERIFY(speculate(*e, speculation));
        const auto turns = converse(*e, questions, params);
        QCOMPARE(turns.size(), plain.size());
        for (std::size_t i = 0; i < turns.size(); ++i) {
          QCOMPARE(turns[i].tokens, plain[i].tokens);
          QCOMPARE(turns[i].text, plain[i].text);
          QCOMPARE(turns[i].streamed, plain[i].streamed);
          QCOMPARE(turns[i].stats.finish, plain[i].stats.finish);
          QCOMPARE(turns[i].stats.tokens, plain[i].stats.tokens);
          QCOMPARE(turns[i].stats.prompt_tokens, plain[i].stats.prompt_tokens);
          QCOMPARE(turns[i].stats.token_ms.size(), plain[i].stats.token_ms.size());
          // No rejected token stays: at most the last one of a cut reply was not computed in a plain run.
          QVERIFY(turns[i].cached >= plain[i].cached && turns[i].cached <= turns[i].stats.prompt_tokens + turns[i].stats.tokens);
          QCOMPARE(plain[i].stats.drafted_tokens, 0);
          QVERIFY(turns[i].stats.accepted_tokens <= turns[i].stats.drafted_tokens);
          drafted += turns[i].stats.drafted_tokens;
          accepted += turns[i].stats.accepted_tokens;
        }
      }
    }
    QVERIFY(drafted > 0);
    if (params.repeat_penalty == 1) QVERIFY(accepted > 0);
  }

  // Of every format a product of several rows gives each row the bits of a product of one.
  void everyFormatSaysTheSame() {
    for (const Precision weights : {Precision::f32, Precision::f16, Precision::int8, Precision::nf4, Precision::int4, Precision::int3}) {
      auto e = engine({.weights = weights});
      QVERIFY(e);
      const auto plain = converse(*e, kDialogues[1], {.max_tokens = 60});
      QVERIFY(speculate(*e, kLookup));
      const auto turns = converse(*e, kDialogues[1], {.max_tokens = 60});
      QCOMPARE(turns.size(), plain.size());
      std::int64_t drafted = 0;
      for (std::size_t i = 0; i < turns.size(); ++i) {
        QCOMPARE(turns[i].tokens, plain[i].tokens);
        drafted += turns[i].stats.drafted_tokens;
      }
      QVERIFY2(drafted > 0, to_string(weights).data());
    }
  }

  void repeatedTextIsAccepted() {
    auto e = engine({.speculation = kLookup});
    QVERIFY(e);
    std::vector<ChatMessage> messages;
    const auto turns = converse(*e, kDialogues[1]);
    for (std::size_t i = 0; i < 3; ++i) {
      messages.push_back({Role::user, kDialogues[1][i]});
      if (i < 2) messages.push_back({Role::assistant, turns.at(i).text});
    }
    // The function again, in a session that has measured nothing yet: whether drafting pays is not asked before some passes are done,
    // so a slow machine cannot leave them out.
    const auto reply = e->new_session()->generate(messages, {}, {}, {});
    QVERIFY(reply);
    const ReplyStats& stats = reply->stats;
    QVERIFY2(stats.accepted_tokens * 2 > stats.drafted_tokens && stats.accepted_tokens > 10,
             qPrintable(QString::number(stats.accepted_tokens)));
    QVERIFY(stats.drafted_passes > 0 && stats.accepted_tokens + stats.drafted_passes <= stats.tokens);
  }

  void withoutACacheNothingIsDrafted() {
    auto e = engine({.cache = std::nullopt, .speculation = kLookup});
    QVERIFY(e);
    QCOMPARE(converse(*e, {kDialogues[0][0]}, {.max_tokens = 8}).at(0).stats.drafted_tokens, 0);
  }

  // All replies of four tokens out of three candidates each, 800 of them with fixed seeds, against their exact probabilities. Under the
  // right distribution χ² over k cells has mean k − 1; of 81 cells P(χ² > 170) < 1e-7, of 9 P(χ² > 50) < 1e-7.
  void drawnDraftsFollowTheDistribution() {
    constexpr int kReplies = 800;
    const GenerationParams params{.max_tokens = 4, .temperature = 1, .top_k = 3};
    auto e = engine({.weights = Precision::f32, .speculation = {.kind = Kind::draft, .draft = kDemo, .draft_weights = Precision::int2}});
    QVERIFY(e);
    const std::vector<ChatMessage> messages = {{Role::user, "xq zzz"}};
    const auto prompt = Prompt(e->chat_template(), *e->tokenizer()).tokens(messages);
    QVERIFY(prompt);

    // By the chain rule, from logits of their own.
    std::map<std::vector<TokenId>, double> exact;
    const auto evaluator = e->new_evaluator();
    const auto follow = [&](auto& self, const std::vector<TokenId>& reply, double probability) -> void {
      if (reply.size() == 4 || (!reply.empty() && e->tokenizer()->ends_generation(reply.back()))) {
        exact[reply] += probability;
        return;
      }
      std::vector<TokenId> tokens = *prompt;
      tokens.insert(tokens.end(), reply.begin(), reply.end());
      evaluator->clear();
      const Distribution next = Sampler(params).distribution(evaluator->feed(tokens), tokens);
      for (const TokenId id : next.ids) {
        auto longer = reply;
        longer.push_back(id);
        self(self, longer, probability * next.probability(id));
      }
    };
    follow(follow, {}, 1.0);

    std::map<std::vector<TokenId>, int> counts;
    std::int64_t drafted = 0, accepted = 0;
    for (int i = 0; i < kReplies; ++i) {
      GenerationParams seeded = params;
      seeded.seed = static_cast<std::uint64_t>(i) * 7919;
      const auto reply = e->new_session()->generate(messages, seeded, {}, {});  // a new session always begins with drafts
      QVERIFY(reply);
      std::vector<TokenId> tokens = reply->tokens;
      if (reply->stats.finish == Finish::stop) {  // one of its ends: the exact table has them apart
        std::vector<TokenId> longer = tokens;
        longer.push_back(e->tokenizer()->data().end_of_generation.front());
        tokens = longer;
      }
      ++counts[tokens];
      drafted += reply->stats.drafted_tokens;
      accepted += reply->stats.accepted_tokens;
    }
    QVERIFY(drafted > kReplies && accepted > drafted / 10 && accepted < drafted * 9 / 10);  // both ways are taken

    for (const std::size_t length : {std::size_t{2}, std::size_t{4}}) {  // few cells with many replies each, and all of them
      std::map<std::vector<TokenId>, std::pair<double, int>> cells;      // expected, counted
      const auto beginning = [&](const std::vector<TokenId>& reply) {
        return std::vector<TokenId>(reply.begin(),
                                    reply.begin() + std::min<std::ptrdiff_t>(std::ssize(reply), static_cast<std::ptrdiff_t>(length)));
      };
      for (const auto& [reply, probability] : exact) cells[beginning(reply)].first += probability * kReplies;
      for (const auto& [reply, count] : counts) {
        QVERIFY(exact.contains(reply));  // nothing else is said
        cells[beginning(reply)].second += count;
      }
      double chi_square = 0;
      std::pair<double, int> rare;
      for (const auto& [reply, cell] : cells) {
        if (cell.first < 5)
          rare.first += cell.first, rare.second += cell.second;
        else
          chi_square += std::pow(cell.second - cell.first, 2) / cell.first;
      }
      if (rare.first > 0) chi_square += std::pow(rare.second - rare.first, 2) / rare.first;
      QVERIFY2(chi_square < (length == 2 ? 50 : 170), qPrintable(QString::number(chi_square)));
    }
  }

  void theDraftsMemoryIsCounted() {
    auto e = engine();
    QVERIFY(e);
    const std::int64_t weights = e->memory().of(MemoryTag::weights);
    const auto plain = converse(*e, kDialogues[0]);
    QVERIFY(speculate(*e, kDraft));
    const std::int64_t draft = plan_weights(*open_checkpoint(kDemo), Precision::int4, e->backend().matrix_layout()).bytes();
    const std::int64_t with_draft = e->memory().of(MemoryTag::weights);
    QVERIFY(with_draft - weights >= draft && with_draft - weights < draft + 64 * 256);
    QVERIFY(converse(*e, kDialogues[0]).at(1).tokens == plain.at(1).tokens);
    const KvLayout layout = KvLayout::of(e->spec(), KvFormat::f16);
    const std::int64_t cached = e->draft_model()->cache_bytes();
    QVERIFY(cached > 0 && cached <= layout.bytes_for(plain.at(1).stats.prompt_tokens + plain.at(1).stats.tokens));
    QVERIFY(e->memory().of(MemoryTag::kv_cache) >= 2 * cached);
    QVERIFY(speculate(*e, {}));
    QCOMPARE(e->memory().of(MemoryTag::weights), weights);
    QVERIFY(e->draft_model() == nullptr);
  }

  void conversationsKeepToOneContextBesideTheDraft() {
    auto e = engine({.context = 128, .speculation = kDraft});
    QVERIFY(e);
    const KvLayout layout = KvLayout::of(e->spec(), KvFormat::f16);
    std::vector<std::unique_ptr<Session>> sessions;
    for (const char* country : {"France", "Germany", "Spain", "Italy", "Japan"}) {
      sessions.push_back(e->new_session());
      QVERIFY(sessions.back()->generate({{Role::user, std::string("How many people live in ") + country + "?"}}, {}, {}, {}));
      QVERIFY(sessions.back()->cached_tokens() > 0);
      QVERIFY(e->memory().of(MemoryTag::kv_cache) - e->draft_model()->cache_bytes() <= layout.bytes_for(128) + layout.page_bytes());
    }
  }

  // Pages for the draft model run out, before it has read the prompt or after: the reply is the model's own in any case, and says what it
  // did without.
  void aDraftThatFindsNoMemoryIsDoneWithout_data() {
    QTest::addColumn<bool>("reads");
    QTest::newRow("of the prompt") << false;
    QTest::newRow("of its draft") << true;
  }
  void aDraftThatFindsNoMemoryIsDoneWithout() {
    QFETCH(bool, reads);
    test::FakeGpu gpu;
    const EngineSettings settings{.cache = KvFormat::int8, .context = 512, .device = "cuda", .speculation = kDraft};
    const auto opened = LocalEngine::open(*open_checkpoint(kDemo), settings, {}, {}, gpu.source());
    QVERIFY(opened);
    LocalEngine& e = **opened;
    // With the first token of the reply it ends two tokens before a page does: the first draft goes beyond.
    std::vector<ChatMessage> asked = {{Role::user, "Please repeat:"}};
    std::int64_t prompt = 0;
    for (int words = 0; words < 100 && (prompt + 1) % kKvPageTokens != kKvPageTokens - 2; ++words) {
      asked[0].content += " one";
      prompt = e.new_session()->measure(asked, {})->prompt_tokens;
    }
    QCOMPARE((prompt + 1) % kKvPageTokens, kKvPageTokens - 2);
    const int pages = reads ? static_cast<int>((prompt + 1) / kKvPageTokens + 1) : 0;
    const auto drafted = e.new_session()->generate(asked, {.max_tokens = 60}, {}, {});
    QVERIFY(drafted && drafted->stats.drafted_tokens > 0 && drafted->notes.empty());
    e.draft_model()->forget();

    const std::int64_t page = KvLayout::of(e.spec(), KvFormat::f16).page_bytes();  // the model's own are smaller
    gpu.on_allocate = [page, left = pages](std::int64_t bytes, MemoryTag tag) mutable {
      if (tag == MemoryTag::kv_cache && bytes == page && left-- <= 0) throw OutOfMemory(bytes, page / 2, tag);
    };
    const auto reply = e.new_session()->generate(asked, {.max_tokens = 60}, {}, {});
    QVERIFY(reply);
    QCOMPARE(reply->tokens, drafted->tokens);
    QCOMPARE(std::ssize(reply->notes), 1);
    const std::string said = reply->notes[0].english;
    QVERIFY2(said.find("written without drafts") != said.npos && said.find("MiB more") != said.npos, said.c_str());
    QCOMPARE(e.draft_model()->cache_bytes(), 0);

    gpu.on_allocate = {};
    const auto after = e.new_session()->generate(asked, {.max_tokens = 60}, {}, {});
    QVERIFY(after && after->stats.drafted_tokens > 0 && after->notes.empty());
  }

  void switchesKeepTheDraft() {
    auto e = engine({.speculation = kDraft});
    QVERIFY(e);
    const auto before = converse(*e, kDialogues[0]);
    EngineSettings next = e->settings();
    next.weights = Precision::int8;
    QVERIFY(e->apply(next, {}, {}));
    QVERIFY(e->draft_model());
    const auto int8 = converse(*e, kDialogues[0]);
    next.speculation = {};
    QVERIFY(e->apply(next, {}, {}));
    QCOMPARE(converse(*e, kDialogues[0]).at(1).tokens, int8.at(1).tokens);
  }

  void aDraftThatCannotBeIsRefused() {
    const test::Folder folder;
    const auto other = folder.write("other.gguf", test::SmallLlama().gguf().bytes());
    test::GgufImage renamed = test::SmallLlama().gguf();
    std::string tokens;
    for (int id = 0; id < test::SmallLlama::kVocabulary; ++id)
      tokens += test::gguf_string(id == 0   ? "<unk>"
                                  : id == 1 ? "<s>"
                                  : id == 2 ? "</s>"
                                  : id == 3 ? "<|eot_id|>"
                                            : (id == 20 ? "u" : "t") + std::to_string(id));
    renamed.key("tokenizer.ggml.tokens") = test::gguf_array(8, test::SmallLlama::kVocabulary, tokens);
    const auto almost = folder.write("almost.gguf", renamed.bytes());
    const auto refusal = [](LocalEngine& e, const std::string& path) {
      auto refused = speculate(e, parse_speculation(path));
      return refused ? std::string() : refused.error().message();
    };
    auto e = engine();
    QVERIFY(e);
    const auto before = converse(*e, kDialogues[0]);
    std::string said = refusal(*e, other.string());
    QVERIFY2(said.find("it has 40 tokens, the model ") != std::string::npos, said.c_str());
    said = refusal(*e, "/nowhere/draft.gguf");
    QVERIFY2(said.find("/nowhere/draft.gguf") != std::string::npos, said.c_str());
    QVERIFY(e->settings().speculation == Speculation{});
    QCOMPARE(converse(*e, kDialogues[0]).at(1).text, before.at(1).text);

    auto small = golden::open(QString::fromStdString(other.string()), {});
    QVERIFY(small);
    said = refusal(*small, almost.string());
    QVERIFY2(said.find("its token 20 is 'u20', the model's is 't20'") != std::string::npos, said.c_str());
    QVERIFY(refusal(*small, other.string()).empty());
  }
};

QTEST_APPLESS_MAIN(SpeculationTest)
#include "speculation_test.moc"
