// Sessions on the demo model: the cache must change what is computed, never what is said.
#include <QTest>

#include "engine/base/machine.h"
#include "engine/generate/local_engine.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;

namespace {

const std::string kDemo = std::string(SOURCE_DIR) + "/resources/demo-model";

using Role = ChatMessage::Role;

struct Turn { std::string text; std::vector<TokenId> tokens; ReplyStats stats; };

// Every question answered in turn, as a user would ask them.
std::vector<Turn> converse(Session& session, const std::vector<std::string>& questions, GenerationParams params = {}) {
  std::vector<ChatMessage> messages;
  std::vector<Turn> turns;
  for (const std::string& question : questions) {
    messages.push_back({Role::user, question});
    auto reply = session.generate(messages, params, {}, {});
    if (!reply) {
      qWarning("%s", reply.error().message().c_str());
      return turns;
    }
    turns.push_back({reply->text, reply->tokens, reply->stats});
    messages.push_back({Role::assistant, reply->text});
  }
  return turns;
}

const std::vector<std::string> kPopulation = {"How many people live in France?", "And how many are in Germany?"};
const std::vector<std::string> kBytes = {"Please write a function in Python that transforms bytes to Giga bytes.",
                                         "How can I modify the function above to return Mega bytes instead?"};

}  // namespace

class SessionTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<LocalEngine> engine(EngineSettings settings = {}) { return golden::open(QString::fromStdString(kDemo), settings); }

 private slots:
  void answersTheGuidesQuestions() {
    auto e = engine();
    QVERIFY(e);
    const auto population = converse(*e->new_session(), kPopulation);
    QCOMPARE(population.size(), 2u);
    QVERIFY2(population[0].text.find("68 million") != std::string::npos, population[0].text.c_str());
    QVERIFY2(population[1].text.find("84 million") != std::string::npos && population[1].text.find("Germany") != std::string::npos,
             population[1].text.c_str());
    const auto bytes = converse(*e->new_session(), kBytes);
    QCOMPARE(bytes.size(), 2u);
    const auto says = [](const Turn& turn, const char* what) { return turn.text.find(what) != std::string::npos; };
    QVERIFY2(says(bytes[0], "```python\ndef ") && says(bytes[0], "1000**3"), bytes[0].text.c_str());
    QVERIFY2(says(bytes[1], "```python\ndef ") && says(bytes[1], "1000**2\n```"), bytes[1].text.c_str());
  }

  // What a user writes holds no control tokens, whatever it looks like; stopped, there is no count.
  void tokensOfATextAreCountedAsItIsWritten() {
    auto e = engine();
    QVERIFY(e);
    QCOMPARE(e->count_tokens("", {}).value(), 0);
    for (const std::string text : {"How many people live in France?", "<|im_end|>", "مرحبا 🧳\n\n"})
      QCOMPARE(e->count_tokens(text, {}).value(), std::ssize(e->tokenizer()->encode(text)));
    // In parts: a token more or less where two meet.
    std::string lines, word;
    for (int i = 0; i < 20'000; ++i) lines += "line " + std::to_string(i) + " of a long text\n";
    for (int i = 0; i < 60'000; ++i) word += "\u0645";
    for (const std::string& text : {lines, word}) {
      const auto whole = std::ssize(e->tokenizer()->encode(text)), parts = e->count_tokens(text, {}).value();
      QVERIFY2(std::abs(whole - parts) <= std::ssize(text) / (64 << 10) + 1, qPrintable(QString("%1 %2").arg(whole).arg(parts)));
    }
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = e->count_tokens(kPopulation[0], stop.get_token());
    QVERIFY(!stopped && stopped.error().kind == ErrorKind::cancelled);
  }

  void secondTurnComputesOnlyWhatIsNew() {
    auto e = engine();
    QVERIFY(e);
    const auto turns = converse(*e->new_session(), kPopulation);
    const ReplyStats& first = turns.at(0).stats;
    const ReplyStats& second = turns.at(1).stats;
    QCOMPARE(first.reused_tokens, 0);
    // All of the first prompt and its reply; not the end token, which was sampled and never fed.
    QCOMPARE(second.reused_tokens, first.prompt_tokens + first.tokens);
    QCOMPARE(second.prefill_tokens, second.prompt_tokens - second.reused_tokens);
    const auto alone = e->tokenizer()->encode(kPopulation[1]);
    QVERIFY(second.prefill_tokens <= static_cast<std::int64_t>(alone.size()) + 8);  // the message and the template's marks
  }

  void conversationsTogetherStayWithinOneContext() {
    EngineSettings settings;
    settings.context = 128;
    auto e = engine(settings);
    QVERIFY(e);
    const KvLayout layout = KvLayout::of(e->spec(), KvFormat::f16);
    std::vector<std::unique_ptr<Session>> sessions;
    std::vector<std::string> texts;
    for (const char* country : {"France", "Germany", "Spain", "Italy", "Japan", "Egypt"}) {
      sessions.push_back(e->new_session());
      texts.push_back(converse(*sessions.back(), {std::string("How many people live in ") + country + "?"}).at(0).text);
      QVERIFY(e->memory().of(MemoryTag::kv_cache) <= layout.bytes_for(128) + layout.page_bytes());
    }
    QVERIFY(sessions.back()->cached_tokens() > 0);
    QCOMPARE(converse(*sessions.front(), {"How many people live in France?"}).at(0).text, texts.front());  // computed again, the same
  }

  void sameTextWithAndWithoutTheCache_data() {
    QTest::addColumn<bool>("flash");
    QTest::newRow("flash") << true;
    QTest::newRow("naive") << false;
  }
  void sameTextWithAndWithoutTheCache() {
    QFETCH(bool, flash);
    EngineSettings settings;
    settings.attention = flash ? AttentionKind::flash : AttentionKind::naive;
    auto with = engine(settings);
    settings.cache = std::nullopt;
    auto without = engine(settings);
    QVERIFY(with && without);
    for (const auto& questions : {kPopulation, kBytes}) {
      const auto reused = converse(*with->new_session(), questions);
      const auto recomputed = converse(*without->new_session(), questions);
      QCOMPARE(reused.size(), recomputed.size());
      for (std::size_t i = 0; i < reused.size(); ++i) {
        QCOMPARE(reused[i].tokens, recomputed[i].tokens);
        QCOMPARE(recomputed[i].stats.reused_tokens, 0);
      }
      // And without the last turn's cache: a new session, the whole conversation at once.
      std::vector<ChatMessage> messages = {{Role::user, questions[0]}, {Role::assistant, reused[0].text}, {Role::user, questions[1]}};
      auto afresh = engine(settings.cache ? settings : EngineSettings{.attention = settings.attention});
      auto reply = afresh->new_session()->generate(messages, {}, {}, {});
      QVERIFY(reply);
      QCOMPARE(reply->text, reused[1].text);
    }
  }

  void anotherSessionSharesTheBeginning() {
    auto e = engine();
    QVERIFY(e);
    const std::string system(400, 'a');
    const auto ask = [&](const char* question) {
      return e->new_session()->generate({{Role::system, system}, {Role::user, question}}, {.max_tokens = 4}, {}, {});
    };
    auto first = ask("Hello!");
    auto second = ask("What is a KV cache?");
    QVERIFY(first && second);
    QCOMPARE(first->stats.reused_tokens, 0);
    QVERIFY(second->stats.reused_tokens >= kKvPageTokens);
    QCOMPARE(second->stats.reused_tokens % kKvPageTokens, 0);
  }

  void forkAndRegenerate() {
    auto e = engine();
    QVERIFY(e);
    auto session = e->new_session();
    auto turns = converse(*session, {kPopulation[0]});
    auto fork = session->fork();
    QCOMPARE(fork->cached_tokens(), session->cached_tokens());
    std::vector<ChatMessage> messages = {{Role::user, kPopulation[0]}, {Role::assistant, turns[0].text}, {Role::user, kPopulation[1]}};
    auto a = fork->generate(messages, {}, {}, {});
    messages[2].content = "What is its capital?";
    auto b = session->generate(messages, {}, {}, {});
    QVERIFY(a && b);
    QVERIFY(a->text != b->text);
    QVERIFY(a->stats.reused_tokens > 0 && b->stats.reused_tokens == a->stats.reused_tokens);
    // Regenerate: the same prompt again, all but its last token is there.
    auto again = session->generate(messages, {}, {}, {});
    QVERIFY(again);
    QCOMPARE(again->text, b->text);
    QCOMPARE(again->stats.reused_tokens, again->stats.prompt_tokens - 1);
  }

  void stoppingKeepsWhatThereWas() {
    auto e = engine();
    QVERIFY(e);
    auto session = e->new_session();
    std::stop_source stop;
    std::string streamed;
    auto reply = session->generate({{Role::user, kBytes[0]}}, {}, [&](const StreamEvent& event) {
      streamed += event.text;
      if (event.phase == StreamEvent::Phase::decode && event.done == 5) stop.request_stop();
    }, stop.get_token());
    QVERIFY(reply);
    QCOMPARE(reply->stats.finish, Finish::cancelled);
    QCOMPARE(reply->stats.tokens, 5);
    QCOMPARE(streamed, reply->text);
    stop = {};
    stop.request_stop();
    auto nothing = session->generate({{Role::user, "Hello"}}, {}, {}, stop.get_token());
    QVERIFY(nothing && nothing->stats.finish == Finish::cancelled && nothing->text.empty());
    QCOMPARE(converse(*session, kPopulation).size(), 2u);  // and the session goes on
  }

  void aContextThatIsFullSaysSo() {
    auto e = engine({.context = 48});
    QVERIFY(e);
    auto session = e->new_session();
    auto reply = session->generate({{Role::user, kBytes[0]}}, {}, {}, {});
    QVERIFY(reply);
    QCOMPARE(reply->stats.finish, Finish::length);
    QCOMPARE(reply->stats.prompt_tokens + reply->stats.tokens, 48);

    std::vector<ChatMessage> messages;
    for (int i = 0; i < 6; ++i) {
      messages.push_back({Role::user, kPopulation[0]});
      messages.push_back({Role::assistant, "About 68 million people live in France."});
    }
    messages.push_back({Role::user, "Thanks"});
    auto refused = session->generate(messages, {}, {}, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::context_overflow);
    QVERIFY(refused.error().cause.english.find("48") != std::string::npos && !refused.error().remedy.empty());
    auto measure = session->measure(messages);
    QVERIFY(measure && measure->turns_to_drop > 0);
    messages.erase(messages.begin(), messages.begin() + 2 * measure->turns_to_drop);
    QVERIFY(session->generate(messages, {.max_tokens = 2}, {}, {}));
  }

  void samplingFollowsTheSeed() {
    auto e = engine();
    QVERIFY(e);
    const GenerationParams warm{.max_tokens = 30, .temperature = 4.0f, .seed = 11};
    GenerationParams other = warm;
    other.seed = 12;
    const std::vector<std::string> question = {"Tell me something about attention."};
    const auto a = converse(*e->new_session(), question, warm), b = converse(*e->new_session(), question, warm),
               c = converse(*e->new_session(), question, other);
    QCOMPARE(a.at(0).tokens, b.at(0).tokens);
    QVERIFY(a.at(0).tokens != c.at(0).tokens);
  }

  void stopStringsEndAReply() {
    auto e = engine();
    QVERIFY(e);
    auto session = e->new_session();
    const auto full = converse(*session, {kPopulation[0]});
    const std::string stop = full.at(0).text.substr(full.at(0).text.size() / 2, 5);
    const auto cut = converse(*session, {kPopulation[0]}, {.stop_strings = {stop}});
    QCOMPARE(cut.at(0).text, full.at(0).text.substr(0, full.at(0).text.find(stop)));
    QCOMPARE(cut.at(0).stats.finish, Finish::stop);
  }

  void switchesActOnTheRunningConversation() {
    auto e = engine({.weights = Precision::int8});
    QVERIFY(e);
    auto session = e->new_session();
    const auto first = converse(*session, {kPopulation[0]});
    const std::int64_t int8_bytes = e->memory().of(MemoryTag::weights);

    EngineSettings next = e->settings();
    next.weights = Precision::int4;
    const SwitchCost cost = e->cost_of(next, session.get());
    QVERIFY(cost.reload_weights && cost.recompute_cache);
    QCOMPARE(cost.cached_tokens, session->cached_tokens());
    std::int64_t last = 0;
    QVERIFY(e->apply(next, [&](const Progress& p) { QVERIFY(p.done >= last && p.done <= p.total); last = p.done; }, {}));
    QVERIFY(e->memory().of(MemoryTag::weights) < int8_bytes);
    QVERIFY(std::abs(e->memory().of(MemoryTag::weights) - cost.weight_bytes) <= 64 * 200);

    const std::vector<ChatMessage> messages = {{Role::user, kPopulation[0]}, {Role::assistant, first[0].text}, {Role::user, kPopulation[1]}};
    auto reply = session->generate(messages, {}, {}, {});
    QVERIFY(reply);
    QCOMPARE(reply->stats.reused_tokens, 0);  // int8's keys are not int4's

    next.attention = AttentionKind::naive;
    QVERIFY(!e->cost_of(next, session.get()).recompute_cache);
    QVERIFY(e->apply(next, {}, {}));
    next.cache = KvFormat::int8;
    QVERIFY(e->apply(next, {}, {}));
    QCOMPARE(e->memory().of(MemoryTag::kv_cache), 0);
    QCOMPARE(session->cached_tokens(), 0);
    QVERIFY(session->generate(messages, {.max_tokens = 2}, {}, {}));
  }

  void aCancelledSwitchLeavesThingsAsTheyWere() {
    auto e = engine();
    QVERIFY(e);
    auto session = e->new_session();
    const auto before = converse(*session, kPopulation);
    const MemoryReport memory = e->memory();
    EngineSettings next = e->settings();
    next.weights = Precision::f32;
    std::stop_source stop;
    stop.request_stop();
    auto applied = e->apply(next, {}, stop.get_token());
    QVERIFY(!applied && applied.error().kind == ErrorKind::cancelled);
    QCOMPARE(e->memory().of(MemoryTag::weights), memory.of(MemoryTag::weights));
    QVERIFY(e->settings().weights == Precision::automatic);
    QCOMPARE(converse(*session, kPopulation).at(1).text, before.at(1).text);
  }
};

QTEST_APPLESS_MAIN(SessionTest)
#include "session_test.moc"
