// Pictures of the window: the real one, with the real engine and the demo model; a fake engine where a state would pass too quickly.
//   [ONLY=demo|template|fake|states|welcome|reply|real] [MODEL=FILE] [ZOOM=1.5] screenshots FOLDER [light|dark] [ar] [WIDTHxHEIGHT]
//   ONLY=demo xvfb-run -a -s "-screen 0 2560x1440x24" screenshots FOLDER dark 1440x900   (main-… is resources/screenshots/dark.png)
#include <QCursor>
#include <QScreen>

#include "tests/ui/states.h"

using namespace halftone::ui;

namespace {

// A picture of a state that never came would lie.
void wait(auto happened) {
  if (!QTest::qWaitFor(happened, 60000)) qFatal("waited in vain");
}

struct Studio {
  QString folder, suffix, theme = "light";
  QSize size{1440, 900};
  bool arabic = false;

  void take(Window& ui, const QString& name) const {
    QTest::qWait(700);  // animations have ended, layouts have settled
    const QString file = QString("%1/%2%3.png").arg(folder, name, suffix);
    ui.window()->grabWindow().save(file);
    std::printf("%s\n", qPrintable(file));
  }

  std::unique_ptr<Window> open(const QTemporaryDir& data, EngineFactory factory) const {
    auto ui = std::make_unique<Window>(data.path(), std::move(factory));
    ui->app().settings()->setTheme(theme);
    ui->window()->resize(size);
    wait([&] { return ui->window()->isExposed(); });
    return ui;
  }
};

void ready(Window& ui) {
  wait([&] { return ui.engine().isReady(); });
}

void say(Window& ui, const QString& text) {
  ui.chat().send(text);
  wait([&] { return !ui.chat().isBusy(); });
}

void switchTo(Window& ui, EngineSwitch::Kind kind, const QString& value) {
  QSignalSpy switched(&ui.engine(), &EngineViewModel::switched);
  ui.engine().proposeSwitch(kind, value);
  wait([&] { return !switched.isEmpty() || ui.engine().proposal()->isVisible(); });
  if (switched.isEmpty()) ui.engine().acceptSwitch();
  wait([&] { return !switched.isEmpty() && ui.engine().isReady(); });
}

void withTheDemoModel(const Studio& studio) {
  QTemporaryDir data;
  auto ui = studio.open(data, EngineFactory::local());
  studio.take(*ui, "welcome");
  ui->engine().openPath(SOURCE_DIR "/resources/demo-model");
  wait([&] { return ui->shows("loadButton"); });
  studio.take(*ui, "fit");
  ui->click(ui->item("loadButton"));
  ready(*ui);
  studio.take(*ui, "empty");

  say(*ui, "Please write a function in Python that transforms bytes to gigabytes.");
  ui->app().newChat();
  say(*ui, "What is the capital of France?");
  const QString question = ui->app().currentChatId();
  ui->app().newChat();
  const QString shown = ui->app().currentChatId();
  for (const char* weights : {"f32", "bf16", "int8", "int4"}) {
    QTest::qWait(8000);
    switchTo(*ui, EngineSwitch::Weights, weights);
  }
  switchTo(*ui, EngineSwitch::Cache, "int8");
  say(*ui, "How many people live in France?");
  QTest::qWait(4000);
  say(*ui, "And how many are in Germany?");
  QTest::qWait(4000);
  say(*ui, "Please write a function in Python that transforms bytes to gigabytes.");
  studio.take(*ui, "main");
  ui->app().openChat(question);
  QTest::keyClick(ui->window(), Qt::Key_3, Qt::ControlModifier);
  wait([&] { return ui->app().attention()->state() == AttentionViewModel::Shown; });
  studio.take(*ui, "attention");
  QTest::keyClick(ui->window(), Qt::Key_Escape);
  ui->app().openChat(shown);

  ui->click(ui->item("modelButton"));
  studio.take(*ui, "menu");
  QTest::keyClick(ui->window(), Qt::Key_Escape);

  ui->engine().proposeSwitch(EngineSwitch::Weights, "int8");
  wait([&] { return ui->shows("acceptSwitch"); });
  studio.take(*ui, "proposal");
  ui->engine().rejectSwitch();
  for (const char* sheet : {"settingsSheet", "shortcutsSheet"}) {
    QMetaObject::invokeMethod(ui->object(sheet), "open");
    studio.take(*ui, sheet);
    QMetaObject::invokeMethod(ui->object(sheet), "close");
    QTest::qWait(300);
  }
  QMetaObject::invokeMethod(ui->object("settingsSheet"), "openConversation");
  studio.take(*ui, "conversation");
  QMetaObject::invokeMethod(ui->object("settingsSheet"), "close");
  QTest::qWait(300);
  ui->engine().openPath("/no/such/model.gguf");
  wait([&] { return !ui->engine().errorText().isEmpty(); });
  studio.take(*ui, "error");
}

// Somebody else's model, as it comes: MODEL, which tests/real/fetch.py may have brought.
void withARealModel(const Studio& studio) {
  QTemporaryDir data;
  auto ui = studio.open(data, EngineFactory::local());
  ui->engine().openPath(qEnvironmentVariable("MODEL"), false);
  ready(*ui);
  ui->chat().sampling()->setSeed(1);
  ui->chat().sampling()->setMaxTokens(160);
  for (const char* question : {"Why is the sky blue?", "What is rain?", "How does snow form?", "What is a cloud?"}) say(*ui, question);
  studio.take(*ui, "real-model");

  CompareViewModel& compare = *ui->app().compare();
  QTest::keyClick(ui->window(), Qt::Key_T, Qt::ControlModifier);
  wait([&] { return ui->shows("column2"); });
  compare.set(2, EngineSwitch::Weights, "int3");
  compare.ask();
  wait([&] { return !compare.isRunning() && compare.isComplete(); });
  compare.setColumn(2);
  compare.nextFlip();
  compare.nextFlip();
  studio.take(*ui, "real-compare");
  QTest::keyClick(ui->window(), Qt::Key_2, Qt::ControlModifier);
  wait([&] { return ui->app().tokens()->state() == TokensViewModel::Shown; });
  ui->app().tokens()->stepFork(1);
  QTest::keyClick(ui->window(), Qt::Key_Return);
  studio.take(*ui, "real-tokens");
  QTest::keyClick(ui->window(), Qt::Key_Escape);
  QTest::keyClick(ui->window(), Qt::Key_4, Qt::ControlModifier);
  wait([&] { return ui->shows("lanesPicture"); });
  studio.take(*ui, "real-timeline");
  QTest::keyClick(ui->window(), Qt::Key_5, Qt::ControlModifier);
  wait([&] { return ui->shows("mapPicture") && ui->app().whatIf()->isKnown(); });
  ui->app().memoryMap()->choose(60);
  ui->app().whatIf()->setWeights("int8");
  studio.take(*ui, "real-memory-map");
  QTest::keyClick(ui->window(), Qt::Key_6, Qt::ControlModifier);
  ExperimentViewModel& experiment = *ui->app().experiment();
  wait([&] { return ui->shows("memoryPicture") && experiment.predicted(ExperimentViewModel::Memory, 0) > 0; });
  for (const int tokens : experiment.promptChoices())
    if (experiment.prompts().contains(tokens) != (tokens >= 125 && tokens <= 2000)) experiment.togglePrompt(tokens);
  experiment.start();
  if (!QTest::qWaitFor([&] { return !experiment.isRunning(); }, 600'000)) qFatal("waited in vain");
  experiment.setDot(4);
  studio.take(*ui, "real-experiment");
}

// The demo model with files of its folder replaced.
void demoModelWith(const QTemporaryDir& folder, const QHash<QString, QByteArray>& files) {
  for (const char* name : {"config.json", "generation_config.json", "model.safetensors", "tokenizer.model", "tokenizer_config.json"})
    QFile::copy(QString(SOURCE_DIR "/resources/demo-model/") + name, folder.filePath(name));
  for (auto it = files.begin(); it != files.end(); ++it) {
    QFile::remove(folder.filePath(it.key()));
    QFile file(folder.filePath(it.key()));
    if (!file.open(QFile::WriteOnly) || file.write(it.value()) < 0) qFatal("cannot write");
  }
}

void withOtherTemplates(const Studio& studio) {
  QTemporaryDir data, mute, thinking;
  auto ui = studio.open(data, EngineFactory::local());
  demoModelWith(mute, {{"tokenizer.model", "rubbish"}});
  ui->engine().openPath(mute.path());
  wait([&] { return ui->shows("tokenizerTrouble"); });
  studio.take(*ui, "mute");
  ui->engine().cancel();
  QMetaObject::invokeMethod(ui->object("fitSheet"), "close");
  demoModelWith(thinking, {{"chat_template.jinja",
                            "{{- bos_token }}\n{%- if reasoning_effort is not defined %}\n  {%- set reasoning_effort = 'medium' %}\n{%- endif %}\n"
                            "{{- '<|system|>Today is ' + (date_string or strftime_now('%d %b %Y')) + '. Effort: ' + reasoning_effort + '<|end|>' }}\n"
                            "{%- for message in messages %}\n  {{- '<|' + message.role + '|>' + message.content + '<|end|>' }}\n{%- endfor %}\n"
                            "{%- if add_generation_prompt %}\n  {{- '<|assistant|>' }}\n"
                            "  {%- if enable_thinking is defined and enable_thinking is false %}\n    {{- '<think></think>' }}\n  {%- endif %}\n{%- endif %}\n"}});
  ui->engine().openPath(thinking.path());
  wait([&] { return ui->shows("loadButton"); });
  studio.take(*ui, "sheet");
  ui->click(ui->item("loadButton"));
  ready(*ui);
  QMetaObject::invokeMethod(ui->object("settingsSheet"), "openModel");
  studio.take(*ui, "template");
  TemplateViewModel& shown = *ui->engine().chatTemplate();
  shown.tell("enable_thinking", "false");
  shown.setDraft(shown.draft().replace("{%- endfor %}", "{%- endfro %}"));
  shown.use();
  studio.take(*ui, "template-wrong");
}

void withAFakeEngine(const Studio& studio) {
  QTemporaryDir data;
  FakeScript script;
  script.load_delay = std::chrono::milliseconds(4000);
  auto ui = studio.open(data, fakeFactory(script));
  ui->engine().openPath("/models/tiny-1b.gguf", false);
  QTest::qWait(1500);
  studio.take(*ui, "loading");
  ready(*ui);
  FakeScript::Turn turn;
  turn.delay = std::chrono::milliseconds(60);
  turn.pieces = {"## Bytes\n\n", "Here ", "is ", "a ", "Python ", "function:\n\n", "```python\n", "def ", "gigabytes(n):\n", "    return ", "n / 1024 ** 3\n", "```\n\n",
                 "It ", "divides ", "by ", "**1024** ", "three ", "times, ", "because:\n\n", "- a ", "gibibyte ", "has ", "1024³ ", "bytes\n", "- and ", "so ", "on ", "and ", "on ", "and ", "on ", "and ", "on"};
  script.expect(turn);
  ui->chat().send("Write a function that transforms bytes to gigabytes.");
  QTest::qWait(1100);
  studio.take(*ui, "streaming");
  wait([&] { return !ui->chat().isBusy(); });
  script.expect({{"الانتباه السريع ", "(FlashAttention) ", "يحسب النتيجة نفسها دون أن يخزن المصفوفة QKᵀ كاملة."}});
  say(*ui, "ما هو الانتباه السريع؟");
  studio.take(*ui, "mixed");
  ui->engine().proposeSwitch(EngineSwitch::Weights, "int4");
  wait([&] { return ui->shows("acceptSwitch"); });
  ui->engine().acceptSwitch();
  QTest::qWait(1500);
  studio.take(*ui, "switching");
}

// The states that the tests walk through, at this size.
void everyState(const Studio& studio, bool withAModel) {
  States states;
  if (!states.start()) qFatal("no window");
  const double zoom = qEnvironmentVariableIsSet("ZOOM") ? qEnvironmentVariable("ZOOM").toDouble() : 1;
  const auto seen = [&](const QString& state) { studio.take(*states.sitting().ui, "state-" + QString(state).replace(' ', '-').remove(',')); };
  const Look look{studio.size, zoom, studio.theme};
  if (!(withAModel ? states.visit(look, seen) : states.first(look, seen))) qFatal("a state did not come about");
}

// A reply that holds everything, from its beginning to its end.
void withALongReply(const Studio& studio) {
  QTemporaryDir data;
  FakeScript script;
  auto ui = studio.open(data, fakeFactory(script));
  ui->engine().openPath("/models/tiny-1b.gguf", false);
  ready(*ui);
  QFile file(SOURCE_DIR "/tests/ui/reply.md");
  if (!file.open(QFile::ReadOnly)) qFatal("no reply.md");
  script.expect({.pieces = {file.readAll().toStdString()}});
  say(*ui, "Show me everything 😀");
  QQuickItem* list = ui->item("messages");
  QTest::qWait(500);
  const double end = list->property("contentHeight").toDouble() - list->height();
  for (int page = 0; page * list->height() * 0.9 < end + list->height() * 0.9; ++page) {
    list->setProperty("following", false);
    list->setProperty("contentY", list->property("originY").toDouble() + std::min(end, page * list->height() * 0.9));
    studio.take(*ui, QString("reply%1").arg(page + 1));
  }
}

}  // namespace

int main(int argc, char** argv) {
  QGuiApplication app(argc, argv);
  prepare();
  const QStringList arguments = app.arguments();
  if (arguments.size() < 2) return std::fprintf(stderr, "screenshots FOLDER [light|dark] [ar] [WIDTHxHEIGHT]\n"), 2;
  Studio studio{arguments[1], {}};
  for (const QString& word : arguments.mid(2)) {
    if (word == "ar") studio.arabic = true;
    else if (word.contains('x')) studio.size = {word.section('x', 0, 0).toInt(), word.section('x', 1).toInt()};
    else studio.theme = word;
  }
  studio.suffix = "-" + studio.theme + (studio.arabic ? "-ar" : "") + QString("-%1").arg(studio.size.width()) + (qEnvironmentVariableIsSet("ZOOM") ? "-z" + qEnvironmentVariable("ZOOM") : "");
  States::speak(studio.arabic);
  QCursor::setPos(app.primaryScreen()->geometry().bottomRight());  // over nothing that would say something about itself
  const QString only = qEnvironmentVariable("ONLY");  // demo, template, fake, states, welcome, reply or real
  if (only.isEmpty() || only == "demo") withTheDemoModel(studio);
  if (only.isEmpty() || only == "template") withOtherTemplates(studio);
  if (only.isEmpty() || only == "fake") withAFakeEngine(studio);
  if (only.isEmpty() || only == "states") everyState(studio, true);
  if (only == "welcome") everyState(studio, false);
  if (only == "real") withARealModel(studio);
  if (only.isEmpty() || only == "reply") withALongReply(studio);
  return 0;
}
