// A model's chat template in the window: replaced, wrong, told something, kept for this model, and how a broken one opens.
#include "tests/app/harness.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr char kNamed[] = R"({"bos_token": "<s>", "eos_token": "<|end|>", "chat_template":
    {"default": "D{{ messages[0].content }}", "rag": "R{{ messages[0].content }}", "broken": "{% trans %}"}})";

}  // namespace

class TemplateTest : public QObject {
  Q_OBJECT

 private:
  const QString demo_ = QStringLiteral(SOURCE_DIR "/resources/demo-model");
  QTemporaryDir folder_;

  // The demo model with files of its folder replaced.
  QString modelWith(const QString& name, const QHash<QString, QByteArray>& files) {
    const QDir folder(folder_.filePath(name));
    QDir().mkpath(folder.path());
    for (const char* file : {"config.json", "generation_config.json", "model.safetensors", "tokenizer.model", "tokenizer_config.json"})
      QFile::copy(demo_ + '/' + file, folder.filePath(file));
    for (auto it = files.begin(); it != files.end(); ++it) {
      QFile::remove(folder.filePath(it.key()));
      QFile file(folder.filePath(it.key()));
      if (file.open(QFile::WriteOnly)) file.write(it.value());
    }
    return folder.path();
  }

  bool ready(Harness& h, const QString& path) {
    h.engine().openPath(path, false);
    return QTest::qWaitFor([&] { return h.engine().state() == EngineViewModel::Ready || h.engine().state() == EngineViewModel::Failed; }, 60'000) &&
           h.engine().isReady();
  }
  bool say(Harness& h, const QString& text) {
    h.chat().send(text);
    return QTest::qWaitFor([&] { return !h.chat().isBusy() && h.engine().isReady(); }, 60'000);
  }
  bool inForce(Harness& h, const TemplateSettings& settings) {
    return QTest::qWaitFor([&] { return h.engine().isReady() && h.engine().facts()->settings.chat_template == settings; }, 20'000);
  }
  static bool hasFact(RowsModel* rows, const QString& part) {
    return std::ranges::any_of(rows->rows(), [&](const QVariantList& row) { return row[1].toString().contains(part); });
  }

  static constexpr char kTold[] =
      "{{ bos_token }}{% for m in messages %}{{ '<|' + m.role + '|>' + m.content + '<|end|>' }}{% endfor %}"
      "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% if enable_thinking is defined and not enable_thinking %}{{ ' ' * 40 }}"
      "{% endif %}{{ reasoning_effort or '' }}{{ date_string or '' }}{% endif %}";

 private slots:
  void aWrongOneChangesNothing() {
    Harness h(EngineFactory::local());
    QVERIFY(!h.engine().chatTemplate()->isAvailable());
    QVERIFY(ready(h, demo_));
    TemplateViewModel& shown = *h.engine().chatTemplate();
    QVERIFY(shown.isAvailable() && !shown.isReplaced() && !shown.isEdited());
    QVERIFY(shown.draft().startsWith("{{ bos_token }}"));
    const QString own = shown.draft(), wrong = "{{ bos_token }}\n{% trans %}\n";
    shown.setDraft(wrong);
    QVERIFY(shown.isEdited());
    QVERIFY(!shown.use());
    QCOMPARE(shown.errorLine(), 2);
    QVERIFY2(shown.error().contains("unknown tag 'trans'"), qPrintable(shown.error()));
    QCOMPARE(shown.draft(), wrong);  // what was written is not lost
    QVERIFY(h.engine().facts()->settings.chat_template == TemplateSettings());
    QVERIFY(say(h, "How many people live in France?"));
    QCOMPARE(shown.draft(), wrong);
    shown.setDraft("{% for m in messages %}{{ m.content.wrong() }}{% endfor %}");  // parses, and fails when it is run
    QVERIFY(!shown.use());
    QVERIFY(!shown.error().isEmpty());
    shown.discard();
    QVERIFY(shown.error().isEmpty() && !shown.isEdited());
    QCOMPARE(shown.draft(), own);
  }

  void anotherOneHoldsFromTheNextTurnAndIsKept() {
    Harness h(EngineFactory::local());
    QVERIFY(ready(h, demo_));
    QVERIFY(say(h, "How many people live in France?"));
    const int before = static_cast<int>(h.message(1).figures.promptTokens);
    TemplateViewModel* shown = h.engine().chatTemplate();
    const QString own = shown->draft(), other = QString(own).replace("{{ '<|assistant|>' }}", "{{ 'Briefly: <|assistant|>' }}");
    shown->setDraft(other);
    QVERIFY(shown->use());
    QVERIFY(inForce(h, {.source = other.toStdString()}));
    QVERIFY(shown->isReplaced() && !shown->isEdited());
    QVERIFY(say(h, "And how many are in Germany?"));
    QVERIFY(h.message(3).figures.reusedTokens >= before - 4);  // all that both templates write alike
    h.restart();
    QVERIFY(ready(h, demo_));
    shown = h.engine().chatTemplate();
    QCOMPARE(shown->draft(), other);
    QVERIFY(inForce(h, {.source = other.toStdString()}));
    QVERIFY(ready(h, modelWith("another", {})));
    QCOMPARE(h.engine().chatTemplate()->draft(), own);  // another model is not touched by it
    QVERIFY(ready(h, demo_));
    shown->reset();
    QVERIFY(inForce(h, {}));
    QCOMPARE(shown->draft(), own);
    h.restart();
    QVERIFY(ready(h, demo_));
    QVERIFY(!h.engine().chatTemplate()->isReplaced());
  }

  void whatItReadsIsASetting() {
    Harness h(EngineFactory::local());
    const QString path = modelWith("told", {{"chat_template.jinja", kTold}});
    QVERIFY(ready(h, path));
    TemplateViewModel* shown = h.engine().chatTemplate();
    QStringList names;
    for (const QVariantList& row : shown->variables()->rows()) names << row[0].toString() + ":" + row[1].toString();
    QCOMPARE(names, (QStringList{"enable_thinking:flag", "reasoning_effort:choice", "date_string:text"}));
    QVERIFY(say(h, "Hello"));
    const auto plain = h.message(1).figures.promptTokens;
    shown->tell("enable_thinking", "false");
    shown->tell("date_string", "1 \"May\"");
    const TemplateSettings told{.arguments = {{"enable_thinking", "false"}, {"date_string", "\"1 \\\"May\\\"\""}}};
    QVERIFY(inForce(h, told));
    h.app->newChat();
    QVERIFY(say(h, "Hello"));
    QVERIFY(h.message(1).figures.promptTokens > plain);
    h.restart();
    QVERIFY(ready(h, path));
    QVERIFY(inForce(h, told));
    shown = h.engine().chatTemplate();
    QCOMPARE(shown->variables()->rows().at(2)[2].toString(), QString("1 \"May\""));
    shown->tell("enable_thinking", "");
    shown->tell("date_string", "  ");
    QVERIFY(inForce(h, {}));
  }

  void namedOnesAreToChooseFrom() {
    const QString path = modelWith("named", {{"tokenizer_config.json", kNamed}});
    Harness h(EngineFactory::local());
    QVERIFY(ready(h, path));
    TemplateViewModel* shown = h.engine().chatTemplate();
    QCOMPARE(shown->names(), (QStringList{"broken", "default", "rag"}));
    QCOMPARE(shown->name(), QString("default"));
    shown->choose("rag");
    QVERIFY(inForce(h, {.name = "rag"}));
    QVERIFY(shown->draft().startsWith("R"));
    shown->choose("broken");
    QVERIFY(!shown->error().isEmpty());
    QVERIFY(inForce(h, {.name = "rag"}));
    h.restart();
    QVERIFY(ready(h, path));
    QVERIFY(inForce(h, {.name = "rag"}));
  }

  void aBrokenOneOpensWithThePlainDialogue() {
    Harness h(EngineFactory::local());
    QVERIFY(ready(h, modelWith("broken", {{"chat_template.jinja", "{% trans %}x{% endtrans %}"}})));
    QVERIFY(hasFact(h.engine().info(), "the plain dialogue is used"));
    TemplateViewModel& shown = *h.engine().chatTemplate();
    QVERIFY2(shown.error().contains("trans"), qPrintable(shown.error()));
    QVERIFY(shown.draft().contains("trans"));  // to be mended
    QVERIFY(say(h, "Hello"));
    QVERIFY(h.message(1).figures.promptTokens > 0);
  }

  // The prompt is the text and what begins a text, whatever came before: nothing between, and all of it found in the cache again.
  void aTextIsGoneOnWith() {
    Harness h(EngineFactory::local());
    QVERIFY(ready(h, demo_));
    TemplateViewModel& shown = *h.engine().chatTemplate();
    QVERIFY(!shown.isUndecided() && !shown.continuesText());
    shown.continueText(true);
    QVERIFY(inForce(h, {.source = ChatTemplate::continuation().source()}));
    QVERIFY(shown.continuesText());
    h.chat().sampling()->setMaxTokens(8);
    QVERIFY(say(h, "Once upon a time"));
    const MessageRecord first = h.message(1);
    const auto engine = open_engine(demo_.toStdString(), {}, [](const Progress&) {}, {});
    QVERIFY(engine);
    const auto alone = (*engine)->new_session()->measure({{ChatMessage::Role::user, "Once upon a time"}});
    QVERIFY(alone);
    QVERIFY(first.figures.promptTokens < alone->prompt_tokens);  // which has the turns' marks
    QVERIFY(say(h, " and"));
    const qint64 written = first.figures.promptTokens + first.figures.tokens;
    QVERIFY(h.message(3).figures.promptTokens > written);
    QVERIFY(h.message(3).figures.reusedTokens >= written - 1);  // the last one drawn was computed by nobody yet
    shown.continueText(false);
    QVERIFY(inForce(h, {}));
  }

  void aTokenizerThatCannotBeReadIsSaidBeforeLoading() {
    Harness h(EngineFactory::local());
    QSignalSpy asked(&h.engine(), &EngineViewModel::fitReady);
    h.engine().openPath(modelWith("mute", {{"tokenizer.model", "rubbish"}}), false);  // as from the list of recent models
    QVERIFY(QTest::qWaitFor([&] { return !asked.isEmpty(); }, 20'000));
    QCOMPARE(h.engine().state(), EngineViewModel::None);
    QVERIFY2(h.engine().fit()->tokenizerTrouble().contains("tokenizer.model"), qPrintable(h.engine().fit()->tokenizerTrouble()));
    QVERIFY(!h.engine().fit()->tokenizerRemedy().isEmpty());
    h.engine().confirmOpen("auto");  // all the same
    QVERIFY(QTest::qWaitFor([&] { return h.engine().state() == EngineViewModel::Failed; }, 20'000));
    QCOMPARE(h.engine().errorText(), h.engine().fit()->tokenizerTrouble());
  }
};

QTEST_GUILESS_MAIN(TemplateTest)
#include "template_test.moc"
