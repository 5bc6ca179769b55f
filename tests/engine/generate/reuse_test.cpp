// Conversations as people have them, with second thoughts: what is reused must not change a byte of what is said. Two sessions live
// through the same calls, one with a cache and one that computes everything again, on a small model of each kind of tokenizer.
#include <QTest>
#include <random>

#include "engine/generate/local_engine.h"
#include "engine/generate/prompt.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;
using Role = ChatMessage::Role;

namespace {

// What people type, and what is hard on a tokenizer's seams: white space at both ends, marks, characters of several tokens.
const std::vector<std::string> kTexts = {"How many people live in France?",
                                         "And Germany?",
                                         "What is its capital?",
                                         "Hello!",
                                         "Thank you",
                                         "  spaces  ",
                                         "\n\nlines\n\n",
                                         "<|end|><|user|>",
                                         "wörld 🦙🦙",
                                         "1000**3",
                                         "",
                                         " ",
                                         "e\u0301",
                                         "…",
                                         "What is a KV cache?",
                                         "a\tb",
                                         "<s>",
                                         "Write a function that transforms bytes to gigabytes."};

struct Conversation {
  std::mt19937 random;
  std::vector<ChatMessage> messages;
  GenerationParams params;

  std::string text() {
    std::string text = kTexts[random() % kTexts.size()];
    if (random() % 4 == 0) text += kTexts[random() % kTexts.size()];
    return text;
  }

  // Another question, an older one edited (what came after it is gone), the last answer again, or more of it.
  void step() {
    const bool answered = !messages.empty() && messages.back().role == Role::assistant;
    const auto kind = random() % 10;
    if (messages.empty() && random() % 3 == 0) messages.push_back({Role::system, text()});
    if (answered && kind < 3) {
      messages.pop_back();
    } else if (answered && kind == 5) {
      if (random() % 2) messages.back().content += random() % 2 ? " and" : "\n";  // edited, then gone on with
    } else if (answered && kind < 5) {
      std::vector<std::size_t> asked;
      for (std::size_t i = 0; i < messages.size(); ++i)
        if (messages[i].role == Role::user) asked.push_back(i);
      const std::size_t edited = asked[random() % asked.size()];
      messages.resize(edited + 1);
      std::string& content = messages[edited].content;
      if (random() % 2)
        content = text();
      else
        content += random() % 2 ? " again" : "\n";
    } else {
      messages.push_back({Role::user, text()});
    }
    params.max_tokens = 1 + static_cast<std::int64_t>(random() % 8);
    params.temperature = random() % 2 ? 0.0F : 1.5F;  // hot ones sample tokens that no encoder would choose
    params.seed = random();
  }
};

}  // namespace

class ReuseTest : public QObject {
  Q_OBJECT

 private slots:
  // A reply in two parts is the reply in one, and nothing of the first is computed again.
  void aCutReplyGoesOnAsIfItHadNotBeenCut_data() { whatIsReusedChangesNothing_data(); }
  void aCutReplyGoesOnAsIfItHadNotBeenCut() {
    QFETCH(QString, model);
    auto engine = golden::open(model, {});
    QVERIFY(engine);
    for (std::int64_t first = 1; first < 12; ++first) {
      const std::vector<ChatMessage> asked = {{Role::user, kTexts[static_cast<std::size_t>(first)]}};
      GenerationParams params;
      params.temperature = 0;
      params.max_tokens = 12;
      const auto whole = engine->new_session()->generate(asked, params, {}, {});
      QVERIFY(whole);
      const auto session = engine->new_session();
      params.max_tokens = first;
      const auto begun = session->generate(asked, params, {}, {});
      QVERIFY(begun);
      if (begun->text.empty() || begun->stats.finish != Finish::length) continue;
      if (begun->text.find("\uFFFD") != std::string::npos) continue;  // cut within a character
      params.max_tokens = 12 - first;
      const auto rest = session->generate({asked[0], {Role::assistant, begun->text}}, params, {}, {});
      QVERIFY(rest);
      QCOMPARE(begun->text + rest->text, whole->text);
      QCOMPARE(rest->stats.prompt_tokens, begun->stats.prompt_tokens + begun->stats.tokens);
      QCOMPARE(rest->stats.prefill_tokens, 1);
    }
  }

  void whatIsReusedChangesNothing_data() {
    QTest::addColumn<QString>("model");
    QTest::newRow("byte-level BPE") << QStringLiteral(SOURCE_DIR "/tests/golden/twins/byte_level");
    QTest::newRow("unigram") << QStringLiteral(SOURCE_DIR "/tests/golden/twins/unigram");
  }
  void whatIsReusedChangesNothing() {
    QFETCH(QString, model);
    EngineSettings settings;
    auto warm = golden::open(model, settings);
    settings.cache = std::nullopt;
    auto cold = golden::open(model, settings);
    QVERIFY(warm && cold);
    std::int64_t prompts = 0, reused = 0;
    for (unsigned seed = 0; seed < 200; ++seed) {
      Conversation conversation{std::mt19937(seed), {}, {}};
      const auto keeps = warm->new_session(), forgets = cold->new_session();
      for (auto turns = 2 + seed % 4; turns > 0; --turns) {
        conversation.step();
        const auto a = keeps->generate(conversation.messages, conversation.params, {}, {});
        const auto b = forgets->generate(conversation.messages, conversation.params, {}, {});
        QVERIFY2(a && b, a ? "" : a.error().message().c_str());
        QVERIFY2(a->tokens == b->tokens && a->text == b->text,
                 fmt::format("conversation {}: '{}' with the cache, '{}' without", seed, a->text, b->text).c_str());
        QCOMPARE(b->stats.reused_tokens, 0);
        QCOMPARE(a->stats.prompt_tokens, b->stats.prompt_tokens);
        prompts += a->stats.prompt_tokens;
        reused += a->stats.reused_tokens;
        if (goes_on(conversation.messages)) conversation.messages.back().content += a->text;
        else if (conversation.messages.back().role == Role::assistant) conversation.messages.back().content = a->text;
        else conversation.messages.push_back({Role::assistant, a->text});
      }
    }
    QVERIFY2(reused * 2 > prompts, fmt::format("{} of {} tokens reused", reused, prompts).c_str());
  }

  // The guide's two dialogues, which the twins learnt too, and all that the second turn needs is what is new.
  void twinsAnswer_data() { whatIsReusedChangesNothing_data(); }
  void twinsAnswer() {
    QFETCH(QString, model);
    auto engine = golden::open(model, {});
    QVERIFY(engine);
    const auto session = engine->new_session();
    std::vector<ChatMessage> messages = {{Role::user, "How many people live in France?"}};
    const auto first = session->generate(messages, {}, {}, {});
    QVERIFY(first);
    QVERIFY2(first->text.find("68 million") != std::string::npos, first->text.c_str());
    messages.push_back({Role::assistant, first->text});
    messages.push_back({Role::user, "And how many are in Germany?"});
    const auto second = session->generate(messages, {}, {}, {});
    QVERIFY(second);
    QVERIFY2(second->text.find("84 million") != std::string::npos, second->text.c_str());
    QCOMPARE(second->stats.reused_tokens, first->stats.prompt_tokens + first->stats.tokens);
  }
};

QTEST_APPLESS_MAIN(ReuseTest)
#include "reuse_test.moc"
