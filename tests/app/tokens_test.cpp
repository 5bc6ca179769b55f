// How sure the model was of each token, as the window knows it: read while it is shown, and from any token on another way.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cmath>

#include "engine/base/utf8.h"
#include "harness.h"

using namespace halftone;
using namespace halftone::app;

namespace {

ReadReply replyOf(const std::vector<std::string>& pieces, std::size_t before = 0) {
  auto tokens = std::make_shared<ReadTokens>();
  for (const std::string& piece : pieces) tokens->push_back({piece, {{0, 0.5f}, 1, {{0, 0.5f}, {1, 0.45f}}}});
  return {tokens, {}, before};
}

QStringList words(const ReadReply& reply) {
  QStringList words;
  for (int token = 0; token < reply.count(); ++token) words << reply.word(token);
  return words;
}

}  // namespace

class TokensTest : public QObject {
  Q_OBJECT

  static bool shown(Harness& h) {
    return QTest::qWaitFor([&] { return h.app->tokens()->state() == TokensViewModel::Shown && !h.app->tokens()->isWriting() && !h.chat().isBusy(); });
  }
  static QStringList words(TokensViewModel& tokens) { return ::words(tokens.shown()); }

 private slots:
  // What a list of bytes is as text: characters of several tokens, ends of lines, a space that is none of the reply's.
  void textOfTokens() {
    const ReadReply reply = replyOf({" Hi", "\n\n", "\xF0\x9F", "\x98\x80", " there"}, 1);
    QCOMPARE(reply.text(), QStringLiteral("Hi↵↵\u2028😀 there"));
    QCOMPARE(::words(reply), QStringList({"Hi", "↵↵", "😀", "😀", "there"}));
    QCOMPARE(reply.until(2), "Hi\n\n");
    QVERIFY(!is_utf8(reply.until(3)) && is_utf8(reply.until(4)));
    QCOMPARE(bytesBefore({{" Hi", {}}, {" you", {}}}, "Hi you"), 1U);
    QCOMPARE(bytesBefore({{"Hi", {}}}, "other"), 0U);
    const ReadReply later = replyOf({"before", "\n\n", "Hi"}, 8);
    QCOMPARE(::words(later), QStringList({"Hi"}));
    QVERIFY(!is_utf8("\xFF") && !is_utf8("\xC3") && !is_utf8("\xC3(") && is_utf8("é"));
    QCOMPARE(replyOf({"\xFF", "a", "\xE2\x82"}).count(), 3);  // no UTF-8 at all
    QCOMPARE(ReadReply().perplexity(), 0.0);
  }

  // Against what follows from the definitions.
  void figuresOfAReply() {
    auto tokens = std::make_shared<ReadTokens>();
    tokens->push_back({"a", {{0, 0.5f}, 0.5f, {{0, 0.5f}, {1, 0.41f}}}});   // a fork
    tokens->push_back({"b", {{1, 0.25f}, 1.5f, {{0, 0.5f}, {1, 0.25f}}}});  // not the likeliest
    tokens->push_back({"c", {{2, 0.125f}, 1.0f, {{2, 0.125f}, {3, 0.02f}}}});
    const ReadReply reply(tokens, {}, 0);
    QVERIFY(std::abs(reply.perplexity() - 4) < 1e-6);  // (½ · ¼ · ⅛)^−⅓
    QVERIFY(std::abs(reply.likeliestShare() - 2.0 / 3) < 1e-9);
    QCOMPARE(reply.meanEntropy(), 1.0);
    QCOMPARE(reply.forks(), 1);
    QCOMPARE(reply.turns(2), (std::vector<int>{2, 1}));
    QCOMPARE(other(reply.doubt(1))->token, 0);
    QCOMPARE(other(reply.doubt(0))->token, 1);
  }

  // What sampling leaves: counted by hand.
  void whatIsDrawnFrom() {
    const Doubt doubt{{0, 0.5f}, 1, {{0, 0.5f}, {1, 0.3f}, {2, 0.1f}, {3, 0.05f}}};
    const auto left = [&](const GenerationParams& params) { return drawnFrom(doubt, params); };
    QCOMPARE(left({.temperature = 0}), 1);
    QCOMPARE(left({.temperature = 1}), -1);
    QCOMPARE(left({.temperature = 1, .top_k = 3}), 3);
    QCOMPARE(left({.temperature = 1, .top_p = 0.85f}), 3);
    QCOMPARE(left({.temperature = 1, .top_k = 2, .top_p = 0.7f}), 2);  // 0.5 of 0.8 are not enough
    QCOMPARE(left({.temperature = 1, .top_p = 0.99f}), -1);
    QCOMPARE(left({.temperature = 1, .min_p = 0.15f}), 3);
    QCOMPARE(left({.temperature = 0.5f, .top_p = 0.7f}), 1);  // 25 : 9 : 1 : ¼
    QCOMPARE(left({.temperature = 2, .top_p = 0.5f}), -1);    // the others may weigh anything
    QCOMPARE(left({.temperature = 2, .top_k = 4, .top_p = 0.5f}), 2);
  }

  void saysWhatIsMissing() {
    Harness h;
    TokensViewModel& tokens = *h.app->tokens();
    tokens.setActive(true);
    QTRY_COMPARE(tokens.hint(), "Open a model first");
    QVERIFY(h.open());
    QTRY_VERIFY(tokens.hint().startsWith("Ask something first"));
    QCOMPARE(tokens.exportName(), QString());
    tokens.setActive(false);
    QVERIFY(h.say("one two three"));
    tokens.setActive(true);
    QVERIFY(shown(h));
    QCOMPARE(words(tokens), QStringList({"Hello", "there."}));
    QCOMPARE(tokens.question(), "one two three");
    QCOMPARE(tokens.token(), -1);
  }

  // Logits fall by ½ from token to token, the second a little less at the second word: softmax says the rest.
  void figures() {
    Harness h;
    TokensViewModel& tokens = *h.app->tokens();
    QVERIFY(h.open() && h.say("one"));
    tokens.setActive(true);
    QVERIFY(shown(h));
    double surprise = 0, entropy = 0, second = 0;
    for (const double more : {0.0, 0.16}) {
      double sum = 0, expected = 0;
      for (int v = 0; v < 12; ++v) {
        const double logit = -0.5 * v + (v == 1 ? more : 0);
        sum += std::exp(logit);
        expected += logit * std::exp(logit);
      }
      surprise += std::log(sum) / 2;
      entropy += (std::log(sum) - expected / sum) / 2;
      second = std::exp(-0.5 + more) / sum;
    }
    QCOMPARE(tokens.perplexity(), QString::number(std::exp(surprise), 'f', 2));
    QCOMPARE(tokens.entropy(), QString::number(entropy, 'f', 2));
    QCOMPARE(tokens.likeliest(), "100");
    QCOMPARE(tokens.forks(), "0");
    tokens.setToken(1);
    QCOMPARE(tokens.candidates()->count(), 7);
    QCOMPARE(tokens.candidates()->rows()[0][0].toString(), "there.");
    QVERIFY(tokens.candidates()->rows()[0][3].toBool());
    QCOMPARE(tokens.candidates()->rows()[1][2].toString(), QString::number(100 * second, 'f', 0) + " %");
    QVERIFY(tokens.othersText().startsWith("5 others: "));
    QCOMPARE(tokens.samplingText(), "temperature 0.5 · top-k 40: over 20 to draw from");
    QVERIFY(tokens.context().contains("Hello _"));
    QVERIFY2(tokens.nameOf(1).contains("38 percent; also"), qPrintable(tokens.nameOf(1)));
    tokens.setToken(99);
    QCOMPARE(tokens.token(), 1);
  }

  void forksAndTurns() {
    Harness h;
    h.script.steps = {2, 0.2f, 2, -0.02f, 2};
    h.script.expect({.pieces = {"a", " b", " c", " d", " e"}});
    TokensViewModel& tokens = *h.app->tokens();
    QVERIFY(h.open() && h.say("one"));
    tokens.setActive(true);
    QVERIFY(shown(h));
    QCOMPARE(tokens.forks(), "2");
    QCOMPARE(tokens.likeliest(), "80");
    tokens.stepFork(1);
    QCOMPARE(tokens.token(), 1);
    tokens.stepFork(1);
    QCOMPARE(tokens.token(), 3);
    tokens.stepFork(1);
    QCOMPARE(tokens.token(), 1);
    tokens.stepFork(-1);
    QCOMPARE(tokens.token(), 3);
    QCOMPARE(tokens.alternative(), 0);  // what was likelier than what was said
    QVERIFY(tokens.turns()->rows()[1][5].toBool() || tokens.turns()->rows()[0][5].toBool());
    QCOMPARE(tokens.turns()->count(), 5);
  }

  void nothingIsComputedUnseen() {
    Harness h;
    TokensViewModel& tokens = *h.app->tokens();
    QVERIFY(h.open() && h.say("one two"));
    QTest::qWait(150);
    QCOMPARE(h.script.predictions, 0);
    QCOMPARE(h.script.params.back().candidates, 0);
    tokens.setActive(true);
    QVERIFY(shown(h));
    QCOMPARE(h.script.predictions, 1);
    tokens.setActive(false);
    tokens.setActive(true);
    QVERIFY(shown(h));
    QTest::qWait(150);
    QCOMPARE(h.script.predictions, 1);  // what is known is kept
    h.engine().unload();
    QTest::qWait(150);
    QTRY_COMPARE(tokens.count(), 2);  // and needs no model
    QCOMPARE(h.script.predictions, 1);
  }

  void leftWhileItReads() {
    Harness h;
    TokensViewModel& tokens = *h.app->tokens();
    QVERIFY(h.open() && h.say("one two"));
    h.script.count_delay = std::chrono::milliseconds(10'000);
    tokens.setActive(true);
    QTRY_COMPARE(tokens.state(), TokensViewModel::Reading);
    QTRY_VERIFY(tokens.isSlow());
    tokens.setActive(false);
    QTRY_COMPARE(h.script.counting, 0);
    h.script.count_delay = std::chrono::milliseconds(0);
    tokens.setActive(true);
    QVERIFY(shown(h));
    QVERIFY(!tokens.isSlow());
  }

  void refused() {
    Harness h;
    h.script.predict_error = Error{ErrorKind::context_overflow, "too long", "Shorten it."};
    TokensViewModel& tokens = *h.app->tokens();
    QVERIFY(h.open() && h.say("one two"));
    tokens.setActive(true);
    QTRY_COMPARE(tokens.state(), TokensViewModel::Refused);
    QCOMPARE(tokens.hint(), "too long. Shorten it.");
  }

  // Told with each token, where the view is open: nothing is read again.
  void whileItIsWritten() {
    Harness h;
    TokensViewModel& tokens = *h.app->tokens();
    QVERIFY(h.open());
    tokens.setActive(true);
    h.script.expect({.pieces = {" makes", " needs", " requires"}, .delay = std::chrono::milliseconds(60)});
    h.chat().send("one");
    QTRY_VERIFY(tokens.isWriting() && tokens.count() == 2);
    QCOMPARE(words(tokens), QStringList({"makes", "needs"}));
    QCOMPARE(h.script.params.back().candidates, kCandidates);
    QVERIFY(shown(h));
    QTRY_COMPARE(tokens.count(), 3);
    QTest::qWait(150);
    QCOMPARE(h.script.predictions, 0);
    QCOMPARE(tokens.candidates()->count(), 0);
  }

  // A version of the reply that says something else at a token, and goes on; the old one stays, and is gone back to.
  void continuesFromAToken() {
    Harness h;
    TokensViewModel& tokens = *h.app->tokens();
    h.script.expect({.pieces = {"one", " two", " three", " four"}});
    QVERIFY(h.open() && h.say("count"));
    QVERIFY(h.say("more"));
    tokens.setActive(true);
    QVERIFY(shown(h));
    tokens.stepReply(-1);
    QTRY_COMPARE(words(tokens), QStringList({"one", "two", "three", "four"}));
    tokens.setToken(2);
    const QString instead = tokens.candidates()->rows()[1][0].toString();
    tokens.continueFrom(0);  // that is what stands there
    QCOMPARE(tokens.versions(), 1);
    h.script.expect({.pieces = {" and", " on"}});
    tokens.continueFrom(1);
    QVERIFY(shown(h));
    QTRY_COMPARE(words(tokens), QStringList({"one", "two", instead, "and", "on"}));
    QCOMPARE(QString::fromStdString(h.script.last_asked().back().content), "one two " + instead);
    QCOMPARE(h.message(1).text, "one two " + instead + " and on");
    QCOMPARE(tokens.version(), 2);
    QCOMPARE(tokens.branches()->count(), 2);
    QVERIFY2(tokens.branches()->rows()[1][1].toString().contains(instead), qPrintable(tokens.branches()->rows()[1][1].toString()));
    QVERIFY(tokens.branches()->rows()[1][3].toBool());
    QVERIFY(tokens.isUndoable());
    tokens.undo();
    QTRY_COMPARE(words(tokens), QStringList({"one", "two", "three", "four"}));
    QCOMPARE(h.count(), 4);  // with what followed it
    QVERIFY(!tokens.isUndoable());
    tokens.stepVersion(1);
    QTRY_COMPARE(words(tokens).size(), 5);
  }

  // A token that ends a reply makes one that ends there; a part of a character cannot be the end of a text.
  void continuesWhereItCan() {
    Harness h;
    h.script.about = [](ModelInfo& model) { model.tokenizer.ends = {{2, "</s>"}}; };
    h.script.expect({.pieces = {"one", " two"}});
    TokensViewModel& tokens = *h.app->tokens();
    QVERIFY(h.open() && h.say("q"));  // ids 0 | 1 2
    tokens.setActive(true);
    QVERIFY(shown(h));
    tokens.setToken(0);
    QCOMPARE(tokens.candidates()->rows()[1][0].toString(), "(the end)");
    QVERIFY(!tokens.candidates()->rows()[1][4].toString().isEmpty());
    tokens.continueFrom(1);
    QCOMPARE(tokens.versions(), 1);
    QCOMPARE(h.script.asked.size(), 1U);
  }

  void exports() {
    Harness h;
    h.script.expect({.pieces = {"say", " \"it\"\n"}});
    TokensViewModel& tokens = *h.app->tokens();
    QVERIFY(h.open() && h.say("one"));
    tokens.setActive(true);
    QVERIFY(shown(h));
    QCOMPARE(tokens.exportName(), "tokens-1.json");
    QSignalSpy said(&tokens, &TokensViewModel::said);
    tokens.exportTo(QUrl::fromLocalFile(h.place + "/tokens.json"));
    QVERIFY(said.wait());
    QFile file(h.place + "/tokens.json");
    QVERIFY(file.open(QFile::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(json["model"].toString(), "/models/tiny-1b.gguf");
    QVERIFY(!json["settings"].toString().isEmpty() && !json["device"].toString().isEmpty() && !json["date"].toString().isEmpty());
    QCOMPARE(json["tokens"].toArray().size(), 3);
    QCOMPARE(json["tokens"][0]["candidates"].toArray().size(), 12);
    QCOMPARE(json["tokens"][0]["probability"].toDouble(), static_cast<double>(tokens.shown().tokens()[0].probability));
    tokens.exportTo(QUrl::fromLocalFile(h.place + "/tokens.csv"));
    QVERIFY(said.wait());
    QFile table(h.place + "/tokens.csv");
    QVERIFY(table.open(QFile::ReadOnly));
    const QByteArray lines = table.readAll();
    QVERIFY2(lines.contains("2,2,\" \"\"it\"\""), lines.constData());
  }

  // The real engine: read in parts of a few tokens, a reply says what it says as a whole, whatever its characters are cut into.
  void readInParts() {
    EngineThread engine(EngineFactory::local());
    QSignalSpy opened(&engine, &EngineThread::opened), measured(&engine, &EngineThread::tokensMeasured), progressed(&engine, &EngineThread::tokensProgressed);
    engine.open(1, QStringLiteral(SOURCE_DIR "/resources/demo-model"), {}, {});
    QVERIFY(opened.wait(60'000));
    const auto vocabulary = static_cast<std::size_t>(opened[0][1].value<EngineFacts>().model.vocabulary);
    const std::vector<ChatMessage> messages = {{ChatMessage::Role::user, "Hi there"}, {ChatMessage::Role::assistant, "  One two,\n\nthree 😀 four\tfünf: ما هو، and so on"}};
    const auto read = [&](std::size_t tokensAtOnce) {
      engine.measureTokens({.id = 2, .messages = messages, .logitsAtOnce = tokensAtOnce * vocabulary});
      return measured.wait(60'000) ? measured.takeFirst()[0].value<TokensOutcome>() : TokensOutcome();
    };
    const TokensOutcome whole = read(1000), parts = read(5);
    QVERIFY2(whole.tokens && parts.tokens, qPrintable(whole.failure.text() + parts.failure.text()));
    QVERIFY(progressed.size() > 3);
    QCOMPARE(parts.tokens->size(), whole.tokens->size());
    for (std::size_t i = 0; i < whole.tokens->size(); ++i) {
      const ReadToken &one = (*whole.tokens)[i], &other = (*parts.tokens)[i];
      QCOMPARE(one.bytes, other.bytes);
      QCOMPARE(one.doubt.chosen.token, other.doubt.chosen.token);
      QVERIFY2(std::abs(one.doubt.chosen.probability - other.doubt.chosen.probability) < 1e-3f, qPrintable(QString::number(i)));
      QCOMPARE(one.doubt.likeliest.size(), static_cast<std::size_t>(kCandidates));
    }
    const ReadReply reply(whole.tokens, whole.texts, bytesBefore(*whole.tokens, messages.back().content));
    QCOMPARE(reply.reply(), messages.back().content);
  }

  // The real engine: what is told while a reply is written is what is read of it afterwards.
  void demoModel() {
    Harness h(EngineFactory::local());
    h.engine().openPath(QStringLiteral(SOURCE_DIR "/resources/demo-model"), false);
    QTRY_VERIFY_WITH_TIMEOUT(h.engine().isReady(), 60'000);
    TokensViewModel& tokens = *h.app->tokens();
    h.chat().sampling()->setMaxTokens(24);
    h.chat().sampling()->setTemperature(0);
    tokens.setActive(true);
    h.chat().send("Hi there");
    QTRY_VERIFY_WITH_TIMEOUT(!h.chat().isBusy() && tokens.count() > 0 && !tokens.isWriting(), 60'000);
    const ReadReply told = tokens.shown();
    QCOMPARE(QString::fromStdString(told.reply()), h.message(1).text);
    QCOMPARE(told.likeliestShare(), 1.0);
    h.engine().modelChanged();  // nothing that is known holds any more
    QTRY_VERIFY_WITH_TIMEOUT(tokens.state() == TokensViewModel::Shown && tokens.count() > 0, 60'000);
    QCOMPARE(tokens.count(), told.count());
    for (int token = 0; token < told.count(); ++token) {
      QCOMPARE(tokens.shown().doubt(token).chosen.token, told.doubt(token).chosen.token);
      QVERIFY(std::abs(tokens.shown().doubt(token).chosen.probability - told.doubt(token).chosen.probability) < 0.02f);
      QCOMPARE(tokens.shown().word(token), told.word(token));
    }
    QVERIFY(tokens.count() > 3);
    tokens.setToken(2);
    const std::string before = tokens.shown().until(2);
    const QString instead = tokens.candidates()->rows()[1][0].toString();
    tokens.continueFrom(1);
    QTRY_VERIFY_WITH_TIMEOUT(!h.chat().isBusy() && tokens.versions() == 2, 60'000);
    QVERIFY2(h.message(1).text.startsWith(QString::fromStdString(before)), qPrintable(h.message(1).text));
    QTRY_VERIFY_WITH_TIMEOUT(tokens.state() == TokensViewModel::Shown && tokens.count() > 2, 60'000);
    QCOMPARE(tokens.shown().word(2), instead);
    QVERIFY(!tokens.shown().tokens()[2].isLikeliest);
  }
};

QTEST_GUILESS_MAIN(TokensTest)
#include "tokens_test.moc"
