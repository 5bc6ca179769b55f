// What halftone-cli makes of text: contents in parts, other templates and what they are told, and models that cannot read or write any.
#include "cli.h"

using namespace halftone::cli;

class TextTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;

  QStringList asked(const QByteArray& messages, const QString& model = kDemo) {
    return {"chat", model, "--messages", write(folder_, "messages.json", messages), "--json"};
  }

 private slots:
  void partsOfAContentAreJoined() {
    const Outcome parts = run(asked(R"([{"role": "user", "content": [{"type": "text", "text": "How many people "},
                                        {"type": "text", "text": "live in France?"}]}])"));
    QVERIFY2(parts.code == 0, parts.err);
    const Outcome whole = run(asked(R"([{"role": "user", "content": "How many people live in France?"}])"));
    QCOMPARE(parts.json().at(0)["text"], whole.json().at(0)["text"]);
    QCOMPARE(parts.json().at(0)["prompt_tokens"], whole.json().at(0)["prompt_tokens"]);
  }

  void aContentThatCannotBeAnsweredIsRefused_data() {
    QTest::addColumn<QByteArray>("messages");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("null") << QByteArray(R"([{"role": "user", "content": null}])") << QByteArray("message 0 has the content null");
    QTest::newRow("none") << QByteArray(R"([{"role": "system", "content": "x"}, {"role": "user"}])") << QByteArray("message 1 has no content");
    QTest::newRow("number") << QByteArray(R"([{"role": "user", "content": 7}])") << QByteArray("message 0 has the content 7");
    QTest::newRow("image") << QByteArray(R"([{"role": "user", "content": [{"type": "text", "text": "What is this?"},
                                             {"type": "image_url", "image_url": {"url": "x"}}]}])")
                           << QByteArray("message 0 has part 1 of type 'image_url'");
    QTest::newRow("tool") << QByteArray(R"([{"role": "user", "content": [{"type": "tool_result", "content": "x"}]}])")
                          << QByteArray("message 0 has part 0 of type 'tool_result'");
    QTest::newRow("text without one") << QByteArray(R"([{"role": "user", "content": [{"type": "text"}]}])")
                                      << QByteArray("message 0 has part 0 of type 'text' without a text");
    QTest::newRow("role of a tool") << QByteArray(R"([{"role": "tool", "content": "x"}])") << QByteArray("message 0 has the role 'tool'");
    QTest::newRow("no object") << QByteArray(R"(["hello"])") << QByteArray("message 0 has the role null");
    QTest::newRow("no list") << QByteArray(R"({"messages": "hello"})") << QByteArray("is not a list of messages");
  }
  void aContentThatCannotBeAnsweredIsRefused() {
    QFETCH(QByteArray, messages);
    QFETCH(QByteArray, says);
    const Outcome outcome = run(asked(messages));
    QCOMPARE(outcome.code, 1);
    QVERIFY(outcome.out.isEmpty());
    QVERIFY2(outcome.err.contains(says), outcome.err);
  }

  // An assistant's message of a file is not used: neither is what it lacks.
  void aCallOfAToolIsPassedOver() {
    QCOMPARE(run(asked(R"([{"role": "user", "content": "Hi"}, {"role": "assistant", "content": null, "tool_calls": []}])")).json().size(), 1);
  }

  // As transformers: a rendered template is the whole prompt. bos stands in it where the template writes it, and nowhere else.
  void bosThatTheTemplateLeavesOutIsNotAdded() {
    QFile file(kDemo + "/tokenizer_config.json");
    QVERIFY(file.open(QFile::ReadOnly));
    QByteArray config = file.readAll();
    config.replace(R"("add_bos_token": false)", R"("add_bos_token": true)");
    const QString with = demoModelWith(folder_, "with", {{"tokenizer_config.json", config}});
    const QString without = demoModelWith(folder_, "without", {{"tokenizer_config.json", QByteArray(config).replace("{{ bos_token }}", "")}});
    const QByteArray question = R"([{"role": "user", "content": "Hi"}])";
    const int more = run(asked(question, with)).json().at(0)["prompt_tokens"].toInt();
    const int fewer = run(asked(question, without)).json().at(0)["prompt_tokens"].toInt();
    QCOMPARE(fewer, more - 1);
    const Outcome rendered = run({"render", without, "--messages", write(folder_, "q.json", question)});
    const Outcome ids = run({"tokenize", kDemo, "--special"}, rendered.out);  // the demo model's own settings add no bos
    QCOMPARE(ids.out.trimmed().split(' ').size(), fewer);
    // A text by itself begins with bos, once.
    QVERIFY(run({"tokenize", with, "--special"}, "Hi").out.startsWith("1 "));
    QVERIFY(!run({"tokenize", with, "--special"}, "<s>Hi").out.startsWith("1 1 "));
    QVERIFY(!run({"tokenize", with}, "Hi").out.startsWith("1 "));
  }

  void aTemplateThatCannotBeUsedGivesWayToAPlainDialogue() {
    const QString model = demoModelWith(folder_, "broken", {{"chat_template.jinja", "{% trans %}x{% endtrans %}"}});
    const QByteArray question = R"([{"role": "user", "content": "Hi"}])";
    const Outcome plain = run(asked(question, model));
    QVERIFY2(plain.code == 0, plain.err);
    QVERIFY2(plain.err.contains("line 1: unknown tag 'trans'; the plain dialogue is used"), plain.err);
    const QJsonObject said = QJsonDocument::fromJson(run({"inspect", model, "--json"}).out).object();
    QVERIFY(said["template"].toObject()["trouble"].toString().contains("trans"));
    // Another one helps, and is not spoken of.
    const QString other = write(folder_, "other.jinja", "{{ messages[-1].content }}");
    const Outcome given = run(asked(question, model) + QStringList{"--template", other});
    QVERIFY2(given.code == 0, given.err);
    QVERIFY2(!given.err.contains("trans"), given.err);
    // One that is asked for must be usable.
    const Outcome wrong = run(asked(question) + QStringList{"--template", write(folder_, "wrong.jinja", "\n{% if %}")});
    QCOMPARE(wrong.code, 1);
    QVERIFY2(wrong.err.contains("line 2"), wrong.err);
  }

  void templatesByNameAndWhatTheyAreTold() {
    const QString model = demoModelWith(folder_, "named", {{"chat_template.json", R"({"chat_template": {"default": "D", "rag": "R{{ thinking }}{{ bos_token }}"}})"},
                                                            {"tokenizer_config.json", R"({"bos_token": "<s>"})"}});
    const auto render = [&](const QStringList& options) { return run(QStringList{"render", model} + options); };
    QCOMPARE(render({}).out, QByteArray("D"));
    QCOMPARE(render({"--template-name", "rag"}).out, QByteArray("R<s>"));
    QCOMPARE(render({"--template-name", "rag", "--template-arg", "thinking=[1, true]"}).out, QByteArray("R[1, True]<s>"));
    QCOMPARE(render({"--template-name", "rag", "--template-arg", "thinking=\"a=b\"", "--template-arg", "bos_token=\"\""}).out, QByteArray("Ra=b"));
    const Outcome chat = run({"chat", model, "--template-name", "tools"});
    QCOMPARE(chat.code, 1);
    QVERIFY2(chat.err.contains("no chat template named 'tools'") && chat.err.contains("default, rag"), chat.err);
    for (const auto& [argument, says] : {std::pair("thinking", "NAME=JSON"), {"thinking=yes", "'thinking' is yes, which is no JSON"},
                                         {"messages=[]", "'messages' is no variable"}}) {
      const Outcome refused = run({"chat", model, "--template-arg", argument});
      QCOMPARE(refused.code, 1);
      QVERIFY2(refused.err.contains(says), refused.err);
    }
    const QJsonObject said = QJsonDocument::fromJson(run({"inspect", model, "--json"}).out).object()["template"].toObject();
    QCOMPARE(said["names"].toArray(), (QJsonArray{"default", "rag"}));
  }

  // What needs no text works; what does says what is wrong, and inspect says it before.
  void aTokenizerThatIsNotKnownStopsNothingElse_data() {
    QTest::addColumn<QByteArray>("tokenizer");  // tokenizer.json; empty: none at all
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("not known") << QByteArray(R"({"model": {"type": "WordPiece", "vocab": {"a": 0}}})") << QByteArray("WordPiece");
    QTest::newRow("damaged") << QByteArray("{") << QByteArray("tokenizer.json");
    QTest::newRow("none") << QByteArray() << QByteArray("without a vocabulary");
  }
  void aTokenizerThatIsNotKnownStopsNothingElse() {
    QFETCH(QByteArray, tokenizer);
    QFETCH(QByteArray, says);
    const QString model = demoModelWith(folder_, QTest::currentDataTag(), {{"tokenizer.json", tokenizer}, {"tokenizer.model", ""}});
    QVERIFY(QFile::remove(model + "/tokenizer.model"));
    if (tokenizer.isEmpty()) QVERIFY(QFile::remove(model + "/tokenizer.json"));
    QCOMPARE(run({"logits", model, "--tokens", "1 2 3", "--out", folder_.filePath("l.npy")}).code, 0);
    QCOMPARE(run({"bench", model, "--prompt", "8", "--generate", "2", "--repeat", "1"}).code, 0);
    const Outcome perplexity = run({"perplexity", model, "--tokens", "1 2 3 4", "--json"});
    QVERIFY2(perplexity.code == 0, perplexity.err);
    QCOMPARE(perplexity.json().at(0)["tokens"].toInt(), 3);
    for (const QStringList& command : {asked(R"([{"role": "user", "content": "Hi"}])", model),
                                       QStringList{"perplexity", model, "--file", kDemo + "/eval.txt"}}) {
      const Outcome refused = run(command);
      QCOMPARE(refused.code, 1);
      QVERIFY2(refused.err.contains(says), refused.err);
    }
    const Outcome inspect = run({"inspect", model, "--json"});
    QCOMPARE(inspect.code, 0);
    const QJsonObject said = QJsonDocument::fromJson(inspect.out).object()["tokenizer"].toObject()["trouble"].toObject();
    QVERIFY2(said["cause"].toString().contains(says), inspect.out.left(2000));
    QVERIFY(!said["remedy"].toString().isEmpty());
    QVERIFY(run({"inspect", model}).out.contains("cannot be read, so the model cannot chat"));
  }

  void inspectSaysWhatTheTokenizerIs() {
    const QJsonObject said = QJsonDocument::fromJson(run({"inspect", kDemo, "--json"}).out).object()["tokenizer"].toObject();
    QCOMPARE(said["kind"].toString(), "sentencepiece");
    QCOMPARE(said["source"].toString(), "tokenizer.model");
    QCOMPARE(said["tokens"].toInt(), 2048);
    QCOMPARE(said["bos"].toObject()["text"].toString(), "<s>");
    QCOMPARE(said["eos"].toObject()["text"].toString(), "<|end|>");
    QCOMPARE(said["ends"].toArray().at(0).toObject()["text"].toString(), "<|end|>");
    QVERIFY(said["trouble"].isNull() && said["padding"].isNull() && said["reasoning"].isNull());
  }
};

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
