// What the engine says, in an Arabic window: words in Arabic, and of other letters only names, identifiers and units (issue 13, 14).
#include "app/format.h"
#include "tests/ui/states.h"

using namespace halftone;
using namespace halftone::ui;

namespace {

// What stands between isolates is a name, or a figure with its unit.
QString ownWords(QString text) {
  static const QRegularExpression isolate(QStringLiteral("[\\x{2066}\\x{2068}][^\\x{2066}-\\x{2069}]*\\x{2069}"));
  while (text.contains(isolate)) text.remove(isolate);
  return text;
}

// Names that stand in Arabic sentences as they are.
bool isArabic(const QString& text) {
  static const QRegularExpression known("\\b(KV|GGUF|JSON|UTF|NaN|flash|int4|int8|bf16|f16|f32|B)\\b"), arabic("[\\x{0621}-\\x{064A}]"), latin("[A-Za-z]");
  const QString words = ownWords(text).remove(known);
  return words.contains(arabic) && !words.contains(latin);
}

const QString kDemo = QStringLiteral(SOURCE_DIR "/resources/demo-model");

}  // namespace

#define VERIFY_ARABIC(text) QVERIFY2(isArabic(text), qPrintable(text))

class EngineWordsTest : public QObject {
  Q_OBJECT

  // With the real engine where it can be brought to say it, with scripted errors of the engine's own words elsewhere.
  struct Real {
    QTemporaryDir folder;
    std::unique_ptr<Window> ui;

    explicit Real(EngineFactory factory = EngineFactory::local()) : ui(std::make_unique<Window>(folder.path(), std::move(factory))) {}
    bool start() { return QTest::qWaitForWindowExposed(ui->window()); }
    bool open(const QString& path) {
      ui->engine().openPath(path);
      return QTest::qWaitFor([&] { return ui->shows("engineError") || isOpen("fitSheet"); }, 20000);
    }
    // What the banner over the conversation says, and what to do.
    QString cause() { return ui->shows("engineError") ? ui->item("engineError")->property("text").toString() : QString(); }
    QString remedy() { return ui->item("engineError")->property("detail").toString(); }
    bool isOpen(const char* sheet) { return ui->object(sheet) && ui->object(sheet)->property("opened").toBool(); }
  };

  static bool demoWithout(const QString& file, const QTemporaryDir& folder) {
    for (const QFileInfo& entry : QDir(kDemo).entryInfoList(QDir::Files))
      if (entry.fileName() != file && !QFile::copy(entry.filePath(), folder.filePath(entry.fileName()))) return false;
    return true;
  }

 private slots:
  void initTestCase() {
    prepare();
    States::speak(true);
  }

  void aDamagedFile() {
    QTemporaryDir model;
    QVERIFY(demoWithout("model.safetensors", model));
    QFile whole(kDemo + "/model.safetensors"), cut(model.filePath("model.safetensors"));
    QVERIFY(whole.open(QFile::ReadOnly) && cut.open(QFile::WriteOnly) && cut.write(whole.read(whole.size() / 2)) > 0);
    cut.close();
    Real at;
    QVERIFY(at.start() && at.open(model.path()));
    const QString cause = at.cause();
    VERIFY_ARABIC(cause);
    VERIFY_ARABIC(at.remedy());
    // The names and the numbers are all there.
    QVERIFY2(cause.contains(isolated("model.safetensors")) && cause.contains("«") && cause.contains(QRegularExpression("\\d{1,3}(,\\d{3})+")), qPrintable(cause));
    QCOMPARE(at.ui->warnings(), QStringList());
  }

  void aFileThatIsNotThere() {
    Real at;
    QVERIFY(at.start() && at.open("/no/such/model.gguf"));
    VERIFY_ARABIC(at.cause());
    QVERIFY(at.cause().contains(isolated("/no/such/model.gguf")));
  }

  // A context that no machine holds: the need and what is free, each beside its unit.
  void outOfMemoryWithItsNumbers() {
    EngineFactory factory = EngineFactory::local();
    factory.open = [open = factory.open](const std::filesystem::path& path, EngineSettings settings, const ProgressSink& progress, std::stop_token stop) {
      settings.context = std::int64_t{1} << 24;
      settings.weights = Precision::f32;
      settings.cache = KvFormat::f32;
      return open(path, settings, progress, stop);
    };
    Real at(std::move(factory));
    QVERIFY(at.start() && at.open(kDemo));
    QTRY_VERIFY(at.isOpen("fitSheet") && at.ui->item("loadButton")->isEnabled());
    at.ui->click(at.ui->item("loadButton"));
    QTRY_VERIFY_WITH_TIMEOUT(at.ui->shows("engineError"), 20000);
    const QString cause = at.cause();
    VERIFY_ARABIC(cause);
    VERIFY_ARABIC(at.remedy());
    static const QRegularExpression figure(QStringLiteral("\\x{2066}[\\d,]+ MiB\\x{2069}"));
    QCOMPARE(cause.count(figure), 2);
    QVERIFY2(cause.contains("16,777,216"), qPrintable(cause));
  }

  // The conversation is longer than the context: the question is cut, and the engine says how long it is.
  void theConversationIsTooLong() {
    Sitting at;
    QVERIFY(at.start() && at.openModel());
    const Error error = fail(ErrorKind::context_overflow, "Drop the oldest turns, or enlarge the context.",
                             "the conversation has {} tokens, the context holds {} and a reply needs at least one", 5120, 4096).error();
    QVERIFY(at.say("سؤال", {.error = error}));
    QTRY_VERIFY(at.ui->shows("notice"));
    const QString notice = at.text("notice");
    VERIFY_ARABIC(notice);
    QVERIFY2(notice.contains("5,120") && notice.contains("4,096"), qPrintable(notice));
  }

  void memoryEndsWithinAReply() {
    Sitting at;
    QVERIFY(at.start() && at.openModel());
    const OutOfMemory gone(512 << 20, 128 << 20, MemoryTag::kv_cache);
    QVERIFY(at.say("سؤال", {.error = Error{ErrorKind::out_of_memory, gone.sentence(), "Choose a smaller cache format or a shorter context."}}));
    QTRY_VERIFY(at.ui->shows("notice"));
    VERIFY_ARABIC(at.text("notice"));
    QVERIFY2(at.text("notice").contains(isolated("128.0 MiB") + ". اختر"), qPrintable(at.text("notice")));  // one sentence ends before the next
    QVERIFY2(at.text("notice").contains(isolated("512.0 MiB")) && at.text("notice").contains(isolated("128.0 MiB")), qPrintable(at.text("notice")));
  }

  void stagesOfLoading() {
    Sitting at;
    QVERIFY(at.start());
    at.script.load_delay = std::chrono::milliseconds(600);
    at.ui->engine().openPath("/models/tiny-1b.gguf");
    QTRY_VERIFY(at.ui->shows("loadButton") && at.isOpen("fitSheet"));
    at.key(Qt::Key_Return);
    QTRY_VERIFY(at.ui->engine().progressText().contains("MiB"));
    const QString stage = at.ui->engine().progressText();
    QVERIFY2(stage.startsWith("قراءة الأوزان"), qPrintable(stage));
    VERIFY_ARABIC(QString(stage).remove("MiB"));
    QTRY_VERIFY_WITH_TIMEOUT(at.ui->engine().isReady(), 20000);
  }

  // What is odd about a model, before it is loaded: a tokenizer that is not known, and why.
  void whatTheFitSheetSays() {
    QTemporaryDir model;
    QVERIFY(demoWithout("tokenizer.model", model));
    QFile json(model.filePath("tokenizer.json"));
    QVERIFY(json.open(QFile::WriteOnly) && json.write(R"({"model": {"type": "WordPiece", "vocab": {"a": 0}}})") > 0);
    json.close();
    Real at;
    QVERIFY(at.start() && at.open(model.path()));
    QTRY_VERIFY(at.ui->shows("tokenizerTrouble"));
    VERIFY_ARABIC(at.ui->engine().fit()->tokenizerTrouble());
    VERIFY_ARABIC(at.ui->engine().fit()->tokenizerRemedy());
    QVERIFY(at.ui->engine().fit()->tokenizerTrouble().contains(isolated("WordPiece")));
    int notes = 0;
    for (const QVariantList& fact : at.ui->engine().fit()->facts()->rows()) {
      if (fact[0].toString() != FitViewModel::tr("Note")) continue;
      ++notes;
      VERIFY_ARABIC(fact[1].toString());
    }
    QVERIFY(notes >= 2);  // how long it was trained for, and that it has no tokenizer
  }

  // A template written by hand: the line, and what is wrong in it.
  void aTemplateThatCannotBeUsed() {
    Sitting at;
    QVERIFY(at.start() && at.openModel());
    TemplateViewModel* own = at.ui->engine().chatTemplate();
    own->setDraft("{{ bos_token }}\n{% if %}");
    QVERIFY(!own->use());
    VERIFY_ARABIC(own->error());
    QVERIFY2(own->error().contains("السطر 2"), qPrintable(own->error()));
    QCOMPARE(own->errorLine(), 2);
  }

  // In the other language the same sentence is English again.
  void theNextIsInTheLanguageOfTheNextWindow() {
    States::speak(false);
    Real at;
    QVERIFY(at.start() && at.open("/no/such/model.gguf"));
    QCOMPARE(at.cause(), "/no/such/model.gguf: there is no such file or folder");
    States::speak(true);
  }
};

QTEST_MAIN(EngineWordsTest)
#include "engine_words_test.moc"
