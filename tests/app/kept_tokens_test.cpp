// How sure a model was of a reply's tokens, and how long each took: kept with the conversation, there after a restart.
#include "app/viewmodels/tokens/kept_tokens.h"
#include "app/format.h"
#include "harness.h"
#include "storage_fixture.h"

using namespace halftone;
using namespace halftone::app;

class KeptTokensTest : public QObject {
  Q_OBJECT

  static bool shown(Harness& h) {
    return QTest::qWaitFor(
        [&] { return h.app->tokens()->state() == TokensViewModel::Shown && !h.app->tokens()->isWriting() && !h.chat().isBusy(); });
  }
  static QStringList words(TokensViewModel& tokens) {
    QStringList words;
    for (int token = 0; token < tokens.count(); ++token) words << tokens.shown().word(token);
    return words;
  }

 private slots:
  // What was told while a reply was written, and what was read of it later, is there after a restart: without a model, and for the model
  // that said it; another one reads it itself.
  void keptOverARestart() {
    QTemporaryDir place;
    QStringList first, second;
    double perplexity = 0;
    {
      Harness h(place.path());
      TokensViewModel& tokens = *h.app->tokens();
      QVERIFY(h.open());
      tokens.setActive(true);
      h.script.expect({.pieces = {" makes", " needs", " requires"}});  // as the tokens that are told read
      QVERIFY(h.say("one") && shown(h));                               // told
      first = words(tokens);
      perplexity = tokens.shown().perplexity();
      tokens.setActive(false);
      QVERIFY(h.say("two"));
      tokens.setActive(true);
      QVERIFY(shown(h));  // read
      tokens.stepReply(1);
      QVERIFY(shown(h));
      second = words(tokens);
      tokens.setActive(false);
      QVERIFY(h.say("three"));  // nobody asked
    }
    Harness h(place.path());
    TokensViewModel& tokens = *h.app->tokens();
    tokens.setActive(true);
    QTRY_VERIFY2(tokens.hint().startsWith("The figures of this reply were not kept"), qPrintable(tokens.hint()));
    QCOMPARE(tokens.reply(), 3);
    tokens.stepReply(-1);
    QVERIFY(shown(h));
    QCOMPARE(words(tokens), second);
    tokens.stepReply(-1);
    QVERIFY(QTest::qWaitFor([&] { return words(tokens) == first; }));
    QCOMPARE(tokens.shown().perplexity(), perplexity);
    tokens.setToken(1);
    QVERIFY(tokens.candidates()->count() > 5);
    QVERIFY(!tokens.candidates()->rows()[0][0].toString().isEmpty());
    QVERIFY(h.open());
    QVERIFY(QTest::qWaitFor([&] { return words(tokens) == first; }));
    QTest::qWait(150);
    QCOMPARE(h.script.predictions, 0);
    tokens.stepReply(2);
    QVERIFY(shown(h));
    QCOMPARE(h.script.predictions, 1);
    tokens.stepReply(-2);
    QVERIFY(QTest::qWaitFor([&] { return words(tokens) == first; }));
    QVERIFY(h.open("/models/other-1b.gguf"));
    QTRY_COMPARE(h.script.predictions, 2);
  }

  // As bytes and back; damaged ones are none, and harm nobody.
  void asBytes() {
    auto tokens = std::make_shared<ReadTokens>();
    tokens->push_back({" Hi", {{3, 0.5f}, 1.25f, {{3, 0.5f}, {4, 0.25f}}}, 12.5f});
    tokens->push_back({"\xF0\x9F", {{-1, 0.1f}, 0, {}}, 0});
    const KeptTokens kept{"Hi \xF0\x9F", tokens, {{3, " Hi"}, {4, std::string("\0x", 2)}}};
    const QByteArray bytes = bytesOf(kept);
    const auto back = keptTokensFrom(bytes);
    QVERIFY(back);
    QCOMPARE(back->text, kept.text);
    QVERIFY(back->texts == kept.texts);
    QCOMPARE(back->tokens->size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
      const ReadToken &was = (*tokens)[i], &is = (*back->tokens)[i];
      QCOMPARE(is.bytes, was.bytes);
      QCOMPARE(is.ms, was.ms);
      QCOMPARE(is.doubt.chosen.token, was.doubt.chosen.token);
      QCOMPARE(is.doubt.entropy, was.doubt.entropy);
      QCOMPARE(is.doubt.likeliest.size(), was.doubt.likeliest.size());
    }
    QCOMPARE((*back->tokens)[0].doubt.likeliest[1].probability, 0.25f);
    QVERIFY(!keptTokensFrom({}));
    const QByteArray all = qUncompress(bytes);
    for (qsizetype length = 0; length < all.size(); ++length) QVERIFY(!keptTokensFrom(qCompress(all.first(length))));
    for (qsizetype at = 0; at < all.size(); ++at) {
      QByteArray damaged = all;
      damaged[at] = static_cast<char>(0xff);
      if (const auto read = keptTokensFrom(qCompress(damaged))) QVERIFY(read->tokens->size() == 2);
    }
    QVERIFY(!keptTokensFrom(bytes.first(bytes.size() / 2)));
  }

  // The card says how long a token took: told with it, or, of a reply that is read later, as it was when it was written.
  void howLongATokenTook() {
    Harness h;
    TokensViewModel& tokens = *h.app->tokens();
    QVERIFY(h.open() && h.say("one"));
    tokens.setActive(true);
    QVERIFY(shown(h));
    QCOMPARE(tokens.tokenTime(), QString());
    tokens.setToken(1);
    QCOMPARE(tokens.tokenTime(), formatMilliseconds(10));  // the fake's
    QVERIFY(h.say("two"));
    QVERIFY(QTest::qWaitFor([&] { return tokens.reply() == 2 && shown(h); }));
    tokens.setToken(0);
    QCOMPARE(tokens.tokenTime(), formatMilliseconds(10));
  }

  // With the conversation, by who read the reply, and gone with it; but they are no change of it.
  void whatIsKnownOfTokens_data() {
    QTest::addColumn<bool>("inMemory");
    QTest::newRow("on disk") << false;
    QTest::newRow("in memory") << true;
  }
  void whatIsKnownOfTokens() {
    QFETCH(bool, inMemory);
    const QTemporaryDir folder;
    const QString file = folder.path() + "/chats.sqlite";
    if (inMemory) QVERIFY(QDir().mkpath(file));  // there can be no database
    ChatStore store(folder.path(), {});
    QCOMPARE(store.trouble().kind == StorageTrouble::Kind::none, !inMemory);
    store.add(chatNamed("c", "t"), {user("1", "x"), reply("2", "y")});
    store.keepTokens("2", "one", "of one");
    QTest::qWait(2);  // the last one is known by its time
    store.keepTokens("2", "two", "of two");
    store.keepTokens("nobody", "one", "of nobody");
    QCOMPARE(store.tokens("2", "one"), "of one");
    QCOMPARE(store.tokens("2", "two"), "of two");
    QCOMPARE(store.tokens("2", "three"), QByteArray());
    QCOMPARE(store.tokens("2", {}), "of two");
    QCOMPARE(store.tokens("nobody", {}), QByteArray());
    QTest::qWait(2);
    store.keepTokens("2", "one", "of one again");
    QCOMPARE(store.tokens("2", {}), "of one again");
    ChatSummary copy = chatNamed("copy", "t").summary;
    store.copyChat("c", copy);
    const QString copied = store.chat("copy").messages[1].id;
    QVERIFY(copied != "2");
    QCOMPARE(store.tokens(copied, "two"), "of two");
    store.replaceChat(store.chat("c"));
    QCOMPARE(store.tokens("2", "two"), "of two");
    store.removeMessage("2");
    QCOMPARE(store.tokens("2", {}), QByteArray());
    store.removeChat("copy");
    QCOMPARE(store.tokens(copied, {}), QByteArray());
    if (inMemory) return;
    sql::Connection disk(file, sql::Mode::readOnly);
    QCOMPARE(disk.value("SELECT count(*) FROM reply_tokens").toInt(), 0);
    QCOMPARE(disk.value("SELECT revision FROM chats WHERE id = 'c'").toInt(), 3);  // added, replaced, a message removed
  }
};

QTEST_GUILESS_MAIN(KeptTokensTest)
#include "kept_tokens_test.moc"
