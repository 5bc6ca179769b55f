// Something is dragged over the window, and dropped: a model is opened, anything else is named (issue 13, 13.7).
#include <QSemaphore>
#include <atomic>

#include "tests/ui/models_home.h"
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class DropTest : public QObject {
  Q_OBJECT

  Sitting at_;
  ModelsHome home_;

  static QString plain(QString text) { return text.remove(QChar(0x2068)).remove(QChar(0x2069)); }  // without direction marks

 private slots:
  void initTestCase() {
    prepare();
    QVERIFY(at_.start());
    QVERIFY(at_.resize({1440, 900}));
  }
  void init() { at_.key(Qt::Key_Escape); }

  // Anywhere: over the conversations and the instruments too.
  void aModelIsOpenedWhereverItIsDropped() {
    home_.gguf("gemma 2.gguf");
    for (const QPoint& place : {QPoint(40, 400), QPoint(700, 40), QPoint(1400, 850)}) {
      at_.drag({home_.path("gemma 2.gguf")}, place);
      QTRY_VERIFY(at_.ui->shows("dropVerdict"));
      QTRY_COMPARE(plain(at_.text("dropVerdict")), QString("Drop to open this model · 5.37 GiB"));
      QCOMPARE(at_.ui->item("dropSurface")->property("name").toString(), QString("gemma 2.gguf"));
      at_.drop(place);
      QTRY_VERIFY(at_.isOpen("fitSheet"));
      QVERIFY(!at_.ui->shows("dropVerdict"));
      QCOMPARE(at_.ui->engine().fit()->path(), home_.path("gemma 2.gguf"));
      at_.key(Qt::Key_Escape);
      QTRY_VERIFY(at_.isGone("fitSheet"));
    }
  }

  void anythingElseIsNamed_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    const auto is = [](const char* kind) { return QString("This is %1; models end in .gguf or .safetensors").arg(kind); };
    QTest::newRow("PNG") << "a.png" << QByteArray("\x89PNG\r\n\x1a\n") << is("a PNG picture");
    QTest::newRow("PNG by another name") << "model.bin" << QByteArray("\x89PNG\r\n\x1a\n") << is("a PNG picture");
    QTest::newRow("film") << "a.mp4" << QByteArray("\0\0\0\x18""ftypmp42", 12) << is("a film");
    QTest::newRow("PyTorch") << "pytorch_model.bin" << QByteArray("PK\x03\x04rest") << is("a PyTorch file");
    QTest::newRow("ZIP") << "a.zip" << QByteArray("PK\x03\x04rest") << is("a ZIP archive");
    QTest::newRow("GGML") << "old.bin" << QByteArray("tjggrest") << is("a GGML file, from before GGUF");
    QTest::newRow("program") << "a.out" << QByteArray("\x7f""ELF\x02\x01") << is("a program");
    QTest::newRow("half a download") << "model.gguf.part" << QByteArray("??") << is("a download that is not complete");
  }
  void anythingElseIsNamed() {
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, said);
    home_.write(file, bytes);
    at_.drag({home_.path(file)});
    QTRY_VERIFY(at_.ui->shows("dropVerdict"));
    QTRY_COMPARE(plain(at_.text("dropVerdict")), said);
    at_.drop();
    QTRY_VERIFY(at_.ui->shows("toast"));
    QCOMPARE(plain(at_.text("toast")), said);
    QCOMPARE(at_.ui->engine().state(), EngineViewModel::None);
  }

  // What has a model's beginning, its name, or is a folder is tried, and says itself what is wrong with it.
  void whatMayBeAModelIsTried_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("Ollama's blob") << "sha256-aa" << QByteArray("GGUF\3\0\0\0", 8);
    QTest::newRow("safetensors by another name") << "weights" << QByteArray("\x10\0\0\0\0\0\0\0{\"a\"", 12);
    QTest::newRow("damaged") << "damaged.gguf" << QByteArray("????");
    QTest::newRow("folder") << "folder/config.json" << QByteArray("{}");
  }
  void whatMayBeAModelIsTried() {
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    home_.write(file, bytes);
    at_.drag({home_.path(file.section('/', 0, 0))});
    at_.drop();
    QTRY_VERIFY(at_.isOpen("fitSheet"));
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(at_.isGone("fitSheet"));
  }

  void oneAtATime() {
    home_.gguf("a.gguf");
    home_.gguf("b.gguf");
    at_.drag({home_.path("a.gguf"), home_.path("b.gguf")});
    QTRY_COMPARE(at_.text("dropVerdict"), QString("One model at a time"));
    at_.drop();
    QTRY_COMPARE(at_.text("toast"), QString("One model at a time"));
    QCOMPARE(at_.ui->engine().state(), EngineViewModel::None);
  }

  // On a share of the network that does not answer: it is read once, by another thread, and the window goes on; what was dropped is done
  // when it is known.
  void aFileMayHang() {
    home_.gguf("a.gguf");
    static std::atomic<int> reads = 0;
    static QSemaphore answers;
    reads = 0;
    at_.ui->app().dropLook()->setReader([](const QString& path) {
      ++reads;
      answers.acquire();
      return fileKind(path);
    });
    at_.drag({home_.path("a.gguf")});
    QTRY_VERIFY(at_.ui->shows("dropVerdict"));
    QCOMPARE(at_.text("dropVerdict"), QString("Looking at it…"));
    QTRY_COMPARE(reads.load(), 1);
    at_.drop();
    QTRY_VERIFY(!at_.ui->shows("dropVerdict"));
    QTRY_COMPARE(plain(at_.text("toast")), QString("Looking at a.gguf…"));
    at_.ui->type("still here");
    QCOMPARE(at_.text("composer"), QString("still here"));
    QVERIFY(at_.isGone("fitSheet"));
    answers.release();
    QTRY_VERIFY(at_.isOpen("fitSheet"));
    QCOMPARE(reads.load(), 1);
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(at_.isGone("fitSheet"));
    // One that is dragged away while it hangs is nobody's any more, however late it answers.
    at_.drag({home_.path("a.gguf")});
    QTRY_COMPARE(reads.load(), 2);
    at_.dragAway();
    answers.release();
    QTest::qWait(50);
    QCOMPARE(at_.ui->app().dropLook()->verdict(), DropLook::Nothing);
    at_.ui->app().dropLook()->setReader(fileKind);
    at_.ui->chat().setDraft("");
  }

  // Dragged on and away again: the window is as it was.
  void draggedAwayNothingHappens() {
    home_.gguf("a.gguf");
    at_.drag({home_.path("a.gguf")});
    QTRY_VERIFY(at_.ui->shows("dropVerdict"));
    at_.dragAway();
    QTRY_VERIFY(!at_.ui->shows("dropVerdict"));
    QCOMPARE(at_.ui->engine().state(), EngineViewModel::None);
  }

  void saysNothingOnTheConsole() { QCOMPARE(at_.ui->warnings(), QStringList()); }
  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(DropTest)
#include "drop_test.moc"
