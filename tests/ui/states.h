// The window in its states, one after another, as somebody brings them about with keys and clicks.
#pragma once

#include <QTranslator>
#include <functional>

#include "engine/backend/arena.h"
#include "tests/ui/looking.h"
#include "tests/ui/models_home.h"
#include "tests/ui/sitting.h"

namespace halftone::ui {

struct Look {
  QSize size;
  double zoom;
  QString theme = "light";
};

class States {
 public:
  using Seen = std::function<void(const QString& state)>;

  // Arabic and from right to left where wanted; for the windows that open from here on.
  static void speak(bool arabic) {
    static QTranslator translator;
    if (arabic && !translator.load(":/i18n/halftone_ar.qm")) qFatal("no Arabic");
    arabic ? qApp->installTranslator(&translator) : qApp->removeTranslator(&translator);
    QGuiApplication::setLayoutDirection(arabic ? Qt::RightToLeft : Qt::LeftToRight);
  }

  bool start() {
    fillMemory(at_.script.memory);
    at_.script.about = fillModel;
    at_.script.why_cpu =
        sentence("the model does not fit on {}: {}", std::string("NVIDIA GeForce RTX 4090"),
                 sentence("{} needs {:.0f} MiB ({:.0f} weights, {:.0f} KV cache of {} tokens, {:.0f} activations and workspace); "
                          "{:.0f} MiB of memory are free",
                          std::string("Meta-Llama-3.1-8B-Instruct-abliterated"), 31'744.0, 30'634.0, 512.0, 4096, 598.0, 23'028.0));
    fillHome();
    if (!at_.start()) return false;
    at_.ui->app().settings()->setReducedMotion(true);
    return true;
  }

  // Calls `seen` in every state at that size; true when all came about.
  bool visit(const Look& look, const Seen& seen) {
    return first(look, seen) && model() && conversation() && panes() && searching() && menus() && sheets() && looks() && deleted() && leftBehind();
  }

  // Those before a model is open.
  bool first(const Look& look, const Seen& seen) {
    seen_ = seen;
    SettingsViewModel& settings = *at_.ui->app().settings();
    settings.setZoom(look.zoom);
    settings.setTheme(look.theme);
    at_.ui->engine().unload();
    at_.ui->app().newChat();
    return at_.resize(look.size) && welcome();
  }

  Sitting& sitting() { return at_; }
  QString last() const { return last_; }  // that came about

 private:
  // A card with a model of 8 B on it.
  static void fillMemory(MemoryReport& memory) {
    memory.current = {5'046'586'573, 545'259'520, 333'447'168, 268'435'456};
    memory.total_peak = 6'350'000'000;
    memory.device_total = 25'757'220'864;
    memory.device_free = 18'000'000'000;
    memory.process = 6'300'000'000;
    memory.others = 1'288'490'189;
  }

  static void fillModel(ModelInfo& model) {
    model.parameters = 8'030'261'248;
    model.layers = 32;
    model.width = 4096;
    model.heads = 32;
    model.kv_heads = 8;
    model.head_width = 128;
    model.vocabulary = 128'256;
    model.trained_context = 131'072;
    model.licence = "llama3.1";
    model.positions = sentence("RoPE θ {}", 500'000);
  }

  // Models that other programs keep, one used before, and one that was used and is gone.
  void fillHome() {
    home_.gguf(".lmstudio/models/google/gemma-2-9b-it.gguf");
    home_.gguf(".lmstudio/models/mradermacher/Meta-Llama-3.1-8B-Instruct-abliterated-with-a-name-that-goes-on.i1-Q4_K_M.gguf");
    home_.gguf(".local/share/nomic.ai/GPT4All/orca-mini-3b.gguf", 1'980'000'000);
    home_.gguf(".local/share/nomic.ai/GPT4All/vicuna-13b.gguf", 7'980'000'000);
    home_.write("picture-of-something.png", "\x89PNG\r\n");
    at_.demo = SOURCE_DIR "/resources/demo-model";
    at_.places = home_.places();
  }
  bool welcome() {
    FoundModelsModel& found = *at_.ui->app().foundModels();
    if (!QTest::qWaitFor([&] { return found.count() >= 3 && !found.isLooking(); })) return false;
    if (!std::exchange(used_, true) && !(show("first welcome") && use())) return false;
    return show("welcome") && dragging();
  }
  bool dragging() {
    at_.drag({home_.path("picture-of-something.png")});
    if (!QTest::qWaitFor([&] { return at_.ui->shows("dropVerdict") && at_.ui->app().dropLook()->verdict() == DropLook::Refused; }) || !show("a picture is dragged")) return false;
    at_.dragAway();
    return QTest::qWaitFor([&] { return !at_.ui->shows("dropVerdict"); });
  }
  // A model that is there, and one that is gone, were open before.
  bool use() {
    for (const QString& path : {home_.path("a-model-that-was-here-and-is-gone-by-now.gguf"), home_.path(".lmstudio/models/google/gemma-2-9b-it.gguf")}) {
      at_.ui->engine().openPath(path, false);
      if (!QTest::qWaitFor([&] { return at_.ui->engine().isReady(); })) return false;
      at_.ui->engine().unload();
    }
    FoundModelsModel& found = *at_.ui->app().foundModels();
    return QTest::qWaitFor([&] { return at_.ui->shows("startLast") && !found.isLooking(); });
  }

  // Until two looks find everything where it was; what never rests is not waited for longer.
  void settle() {
    QList<QRectF> before;
    for (int look = 0; look < 8; ++look) {
      QTest::qWait(30);
      QList<QRectF> places;
      for (QQuickItem* item : at_.ui->items())
        if (item->isVisible()) places << item->mapRectToScene({0, 0, item->width(), item->height()});
      if (look > 0 && places == before) return;
      before = std::move(places);
    }
  }
  bool show(const QString& state) {
    settle();
    last_ = state;
    seen_(state);
    return true;
  }
  bool opens(const char* sheet, const std::function<void()>& ask, const QString& state) {
    ask();
    return QTest::qWaitFor([&] { return at_.isOpen(sheet); }) && show(state) && leaves(sheet);
  }
  bool leaves(const char* popup) {
    at_.key(Qt::Key_Escape);
    return QTest::qWaitFor([&] { return at_.isGone(popup); });
  }

  bool model() {
    at_.ui->engine().openPath("/models/Meta-Llama-3.1-8B-Instruct-abliterated.gguf");
    if (!QTest::qWaitFor([&] { return at_.isOpen("fitSheet"); }) || !show("fit sheet")) return false;
    at_.script.held = true;
    takeTime(300);
    at_.key(Qt::Key_Return);
    const bool loads = QTest::qWaitFor([&] { return at_.isGone("fitSheet") && at_.ui->shows("loadingCard") && at_.ui->shows("cancelWork"); }) && show("loading");
    at_.script.held = false;
    takeTime(0);
    if (!loads) return false;
    return QTest::qWaitFor([&] { return at_.ui->engine().isReady(); }) && show("empty chat");
  }
  bool conversation() {
    return at_.say("How many people live in France, and how many of them in Paris? Please answer with a table and a program.",
                   {.pieces = {"About 68 million people:\n\n", "| place | people |\n|---|---|\n| France | 68 million |\n| Paris | 2.1 million |\n\n",
                               "```python\ndef people(place):\n    return {'France': 68_000_000, 'Paris': 2_100_000}[place]\n```\n\n", "1. one\n2. [two](https://example.org)\n"}}) &&
           at_.say("ما هو الانتباه السريع؟", {.pieces = {"الانتباه السريع ", "يحسب النتيجة نفسها."}}) && show("conversation") && messageMenus() && versions() && attachments() && writing() && failure() && trouble() && proposal() && switching();
  }
  int rows() { return at_.messages().count(); }
  bool messageMenu(int row) {
    at_.ui->item("messages")->setProperty("following", false);
    QMetaObject::invokeMethod(at_.ui->item("messages"), "positionViewAtIndex", Q_ARG(int, row), Q_ARG(int, 1));  // ListView.Center
    QList<QQuickItem*> all;
    collect(at_.row(row), all);
    const auto words = std::ranges::find_if(all, [](QQuickItem* item) { return item->isVisible() && Sitting::type(item) == "SelectableText"; });
    if (words == all.end()) return false;
    at_.click(*words, Qt::RightButton);
    return QTest::qWaitFor([&] { return at_.isOpen("messageMenu"); });
  }
  // Of a question, of a reply, and that changed: a reply can be kept as well as gone on with.
  bool messageMenus() {
    const auto editor = [&] { return at_.first("MessageEditor") != nullptr; };
    const auto left = [&] {
      at_.key(Qt::Key_Escape);
      return QTest::qWaitFor([&] { return !editor(); });
    };
    if (!messageMenu(rows() - 2) || !show("menu of a question") || !leaves("messageMenu")) return false;
    if (!messageMenu(rows() - 1) || !show("menu of a reply")) return false;
    at_.click(at_.ui->item("menuEditReply"));
    if (!QTest::qWaitFor(editor) || !QTest::qWaitFor([&] { return at_.isGone("messageMenu"); }) || !show("a reply edited") || !left()) return false;
    at_.key(Qt::Key_L, Qt::ControlModifier);
    at_.key(Qt::Key_Up);
    return QTest::qWaitFor(editor) && show("a question edited") && left();
  }
  // Three of a reply, two of a question; in the middle of those of the reply.
  bool versions() {
    const auto again = [&](const std::function<void()>& ask) {
      at_.script.expect({.pieces = {"الانتباه السريع ", "يقسم المصفوفة إلى قطع."}});
      ask();
      return at_.idle();
    };
    if (!again([&] { at_.ui->chat().editAndResend(rows() - 2, "ما هو الانتباه السريع، ولماذا؟", {}); })) return false;
    for (int more = 0; more < 2; ++more)
      if (!again([&] { at_.key(Qt::Key_R, Qt::ControlModifier); })) return false;
    at_.key(Qt::Key_Left, Qt::AltModifier);
    return QTest::qWaitFor([&] { return at_.messages().versionAt(rows() - 1) == 2 && at_.messages().versionsAt(rows() - 1) == 3; }) && show("versions");
  }
  // Some conversations of the past, and none of them for good yet.
  bool deleted() {
    const QString id = at_.ui->app().currentChatId();
    at_.ui->app().newChat();
    if (!at_.say("A question with a rather long beginning that nobody will ever want to see again, in no window and at no size")) return false;
    at_.ui->app().deleteChat(at_.ui->app().currentChatId());
    if (!QTest::qWaitFor([&] { return at_.ui->app().undo()->isVisible(); }) || !show("a conversation deleted")) return false;
    at_.ui->app().undo()->dismiss();
    const auto open = [this] { QMetaObject::invokeMethod(at_.ui->object("deletedSheet"), "open"); };
    if (!opens("deletedSheet", open, "deleted conversations")) return false;
    at_.ui->app().openChat(id);
    return QTest::qWaitFor([&] { return rows() > 1; });
  }
  // A crash before this start; conversations out of a file that is long, and of no size on the disk.
  bool leftBehind() {
    (void)file("crash-20261130-205501-7.txt", "Halftone\n");
    at_.ui->app().crash()->look();
    if (!QTest::qWaitFor([&] { return at_.ui->shows("crashBanner"); }) || !show("a crash before")) return false;
    at_.ui->app().crash()->forget();
    BackUpViewModel& backUp = *at_.ui->app().backUp();
    const QUrl endless = file("endless.json", "[{\"a\":\"");
    if (!QFile::resize(endless.toLocalFile(), 64LL << 30)) return false;
    backUp.importFrom({endless});
    const bool seen = QTest::qWaitFor([&] { return at_.ui->shows("backUpBanner") && backUp.share() > 0; }) && show("importing");
    backUp.stop();
    if (!seen || !QTest::qWaitFor([&] { return !backUp.isRunning() && at_.ui->app().banner()->isVisible(); })) return false;
    at_.ui->app().banner()->dismiss();
    return true;
  }
  QUrl file(const QString& name, const QByteArray& bytes) {
    QFile file(at_.folder.filePath(name));
    if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot write");
    return QUrl::fromLocalFile(file.fileName());
  }
  // Some that fit, one that cannot be read, one that is too long; of the draft, of a message, of one that is edited.
  bool attachments() {
    AttachmentListModel& attached = *at_.ui->chat().attachments();
    const DraftGauge& gauge = *at_.ui->app().gauge();
    attached.attach({file("notes.md", "# Notes\n\nما هو الانتباه السريع؟\n" + QByteArray("many words of one line, ").repeated(40)), file("ملاحظات الرحلة الطويلة إلى فرنسا.txt", "مرحبا بكم"),
                     file("a picture with a long name of a holiday in France.png", QByteArray("\x89PNG\r\n\x1a\n\0", 9)),
                     file("everything.csv", QByteArray("one,two three\n").repeated(4000))});
    at_.ui->chat().setDraft("Compare this with the paper’s algorithm 1");
    if (!QTest::qWaitFor([&] { return gauge.shortenable() >= 0; }) || !show("attachments")) return false;
    attached.remove(3);
    at_.ui->app().undo()->dismiss();
    const auto read = [this] {
      at_.first("AttachmentChip")->forceActiveFocus(Qt::TabFocusReason);
      at_.key(Qt::Key_Return);
    };
    if (!opens("attachmentSheet", read, "an attachment read")) return false;
    at_.script.expect({.pieces = {"It is the same."}});
    at_.ui->chat().send(at_.ui->chat().draft());
    if (!QTest::qWaitFor([&] { return !at_.ui->chat().isBusy(); }) || !show("attachments of a message")) return false;
    at_.key(Qt::Key_Up);
    if (!QTest::qWaitFor([&] { return at_.first("MessageEditor"); }) || !show("attachments edited")) return false;
    at_.key(Qt::Key_Escape);
    return QTest::qWaitFor([&] { return !at_.first("MessageEditor"); });
  }
  // How long loading and switching take, in milliseconds.
  void takeTime(int ms) {
    const std::scoped_lock lock(at_.script.mutex);
    at_.script.load_delay = std::chrono::milliseconds(ms);
  }
  bool writing() {
    FakeScript::Turn turn;
    turn.delay = std::chrono::milliseconds(20);
    turn.pieces.assign(200, "word ");
    at_.script.expect(turn);
    at_.ui->chat().send("Tell me a lot");
    if (!QTest::qWaitFor([&] { return at_.ui->chat().state() == ChatViewModel::Generating; })) return false;
    at_.ui->type("And then?");
    if (!show("writing")) return false;
    at_.key(Qt::Key_Escape);
    at_.ui->chat().setDraft("");
    return QTest::qWaitFor([&] { return !at_.ui->chat().isBusy(); }) && show("stopped");
  }
  bool failure() {
    return at_.say("And now?", {.error = Error{ErrorKind::out_of_memory, OutOfMemory(512 << 20, 128 << 20, MemoryTag::kv_cache).sentence(), "Choose a smaller cache format or a shorter context."}}) && QTest::qWaitFor([&] { return at_.ui->shows("notice"); }) && show("failed reply");
  }
  bool switching() {
    at_.script.held = true;
    takeTime(300);
    at_.ui->engine().proposeSwitch(EngineSwitch::Cache, at_.ui->engine().cache() == "int8" ? "f16" : "int8");
    if (!QTest::qWaitFor([&] { return at_.ui->shows("acceptSwitch"); })) return false;
    at_.key(Qt::Key_Return);
    const bool switches = QTest::qWaitFor([&] { return at_.ui->engine().state() == EngineViewModel::Switching && at_.ui->shows("cancelWork"); }) && show("switching");
    at_.script.held = false;
    takeTime(0);
    return switches && QTest::qWaitFor([&] { return at_.ui->engine().isReady() && !at_.ui->object("instrumentsPane")->property("floating").toBool(); });
  }
  bool trouble() {
    {
      const std::scoped_lock lock(at_.script.mutex);
      at_.script.estimate_error = Error{ErrorKind::malformed, sentence("{}: {}", std::string("half.gguf"), sentence("tensor '{}' ends at byte {} of {}", std::string("blk.12.attn_q.weight"), 1'073'741'824, 327'155'712)),
                                        "The file is cut short or damaged: download it again."};
    }
    at_.ui->engine().openPath("/models/half.gguf");
    const bool said = QTest::qWaitFor([&] { return !at_.ui->engine().errorText().isEmpty(); }) && show("error");
    const std::scoped_lock lock(at_.script.mutex);
    at_.script.estimate_error.reset();
    at_.ui->engine().dismissError();
    return said && QTest::qWaitFor([&] { return at_.ui->engine().isReady(); });
  }
  bool proposal() {
    at_.ui->engine().proposeSwitch(EngineSwitch::Weights, "int4");
    if (!QTest::qWaitFor([&] { return at_.ui->shows("acceptSwitch"); }) || !show("proposal")) return false;
    at_.key(Qt::Key_Escape);
    return QTest::qWaitFor([&] { return !at_.ui->engine().proposal()->isVisible(); });
  }
  QQuickItem* topRow() {
    QQuickItem* top = nullptr;
    for (QQuickItem* item : at_.ui->items())
      if (item->isVisible() && Sitting::type(item) == "ChatRow" && (!top || item->mapToScene({}).y() < top->mapToScene({}).y())) top = item;
    return top;
  }
  bool panes() {
    for (const auto& [key, pane] : {std::pair{Qt::Key_B, "conversationsPane"}, {Qt::Key_I, "instrumentsPane"}})
      for (int press = 0; press < 2; ++press) {  // over and away again, or away and back again
        at_.key(key, Qt::ControlModifier);
        QTest::qWait(60);
        show(QString(pane) + (press == 0 ? ", once" : ", twice"));
        QQuickItem* row = key == Qt::Key_B ? topRow() : nullptr;
        if (!row) continue;
        at_.click(row, Qt::RightButton);
        show("menu of a conversation");
        at_.key(Qt::Key_Escape);
        QTest::qWait(60);
      }
    return true;
  }
  bool searching() {
    at_.key(Qt::Key_K, Qt::ControlModifier);
    at_.ui->type("words");
    const bool found = QTest::qWaitFor([&] { return !at_.ui->app().chats()->isSearching() && at_.ui->shows("excerpt"); }) && show("search");
    at_.key(Qt::Key_Escape);
    at_.key(Qt::Key_L, Qt::ControlModifier);
    return found && QTest::qWaitFor([&] { return !at_.ui->object("conversationsPane")->property("floating").toBool(); });
  }
  bool menus() {
    for (const auto& [chip, menu] : {std::pair{"modelButton", "modelMenu"}, {"weightsChip", "weightsChoice"}, {"cacheChip", "cacheChoice"}}) {
      at_.click(at_.ui->item(chip));
      if (!QTest::qWaitFor([&] { return at_.isOpen(menu); }) || !show(menu) || !leaves(menu)) return false;
    }
    return true;
  }
  void closing() {
    at_.ui->object("closingSheet")->setProperty("reason", ApplicationViewModel::tr("%n conversations could not be saved and would be lost.", "", 2));
    QMetaObject::invokeMethod(at_.ui->object("closingSheet"), "open");
  }
  // Our own dialog, at the home with the models.
  void openSheet() {
    at_.ui->object("openSheet")->setProperty("begin", QUrl::fromLocalFile(home_.path(".lmstudio/models")));
    QMetaObject::invokeMethod(at_.ui->object("openSheet"), "open");
  }
  bool sheets() {
    const auto page = [this](const char* open) { return [this, open] { QMetaObject::invokeMethod(at_.ui->object("settingsSheet"), open); }; };
    return opens("settingsSheet", [this] { at_.key(Qt::Key_Comma, Qt::ControlModifier); }, "settings") &&
           opens("settingsSheet", page("openConversation"), "settings of the conversation") && opens("settingsSheet", page("openModel"), "settings of the model") &&
           opens("shortcutsSheet", [this] { at_.key(Qt::Key_F1); }, "shortcuts") &&
           opens("openSheet", [this] { openSheet(); }, "open") && opens("modelSheet", [this] { QMetaObject::invokeMethod(at_.ui->object("modelSheet"), "open"); }, "about the model") &&
           opens("closingSheet", [this] { closing(); }, "closing");
  }

  bool looks() {
    Looking looking{at_, [this](const QString& state) { return show(state); }};
    return looking.compare() && looking.experiment() && looking.tokens() && looking.attention() && looking.timeline() && looking.memoryMap();
  }

  Sitting at_;
  ModelsHome home_;
  Seen seen_;
  QString last_;
  bool used_ = false;  // models were open before
};

}  // namespace halftone::ui
