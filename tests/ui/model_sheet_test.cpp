// What the window says of a model before it is loaded, and how its chat template is changed by hand.
#include "tests/ui/window.h"

using namespace halftone::ui;

class ModelSheetTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_, mute_;
  std::unique_ptr<Window> ui_;
  const QString demo_ = QStringLiteral(SOURCE_DIR "/resources/demo-model");

  QString text(const char* item) { return ui_->item(item)->property("text").toString(); }

 private slots:
  void initTestCase() {
    prepare();
    for (const char* name : {"config.json", "model.safetensors", "tokenizer_config.json"}) QVERIFY(QFile::copy(demo_ + '/' + name, mute_.filePath(name)));
    QFile json(mute_.filePath("tokenizer.json"));
    QVERIFY(json.open(QFile::WriteOnly) && json.write(R"({"model": {"type": "WordPiece", "vocab": {"a": 0}}})") > 0);
    json.close();
    ui_ = std::make_unique<Window>(folder_.path(), EngineFactory::local());
    QVERIFY(QTest::qWaitForWindowExposed(ui_->window()));
    ui_->window()->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(ui_->window()));
  }

  void aTokenizerThatIsNotKnownIsSaidBeforeLoading() {
    ui_->engine().openPath(mute_.path());
    QTRY_VERIFY_WITH_TIMEOUT(ui_->shows("tokenizerTrouble"), 20000);
    QVERIFY2(text("tokenizerTrouble").contains("cannot chat"), qPrintable(text("tokenizerTrouble")));
    QVERIFY2(ui_->item("tokenizerTrouble")->property("detail").toString().contains("WordPiece"),
             qPrintable(ui_->item("tokenizerTrouble")->property("detail").toString()));
    QVERIFY(!ui_->item("loadButton")->isEnabled());
    QVERIFY(ui_->engine().modelName().isEmpty());
    QTest::keyClick(ui_->window(), Qt::Key_Escape);
    QTRY_VERIFY(!ui_->object("fitSheet")->property("visible").toBool());
    ui_->engine().openPath(demo_);
    QTRY_VERIFY_WITH_TIMEOUT(ui_->shows("loadButton") && ui_->item("loadButton")->isEnabled(), 20000);
    QVERIFY(!ui_->shows("tokenizerTrouble"));
    ui_->click(ui_->item("loadButton"));
    QTRY_VERIFY_WITH_TIMEOUT(ui_->engine().isReady(), 60000);
    QTRY_VERIFY(!ui_->object("fitSheet")->property("visible").toBool());
  }

  // A mistake is shown with its line, and closing the sheet over it loses nothing.
  void aTemplateIsWrittenByHand() {
    QObject* sheet = ui_->object("settingsSheet");
    QVERIFY(QMetaObject::invokeMethod(sheet, "openModel"));
    QTRY_VERIFY(sheet->property("opened").toBool());
    QTRY_VERIFY(ui_->shows("templateText"));
    QVERIFY(!ui_->item("useTemplate")->isEnabled());
    QQuickItem* area = ui_->item("templateText");
    const QString own = area->property("text").toString();
    QVERIFY(own.startsWith("{{ bos_token }}"));
    ui_->click(area);
    QTest::keyClick(ui_->window(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClick(ui_->window(), Qt::Key_Return);
    ui_->type("{% if %}");
    QTRY_VERIFY(ui_->item("useTemplate")->isEnabled());
    QTest::qWait(50);  // a layout pass: another button stands beside it
    ui_->click(ui_->item("useTemplate"));
    QTRY_VERIFY(ui_->shows("templateError"));
    QVERIFY2(text("templateError").startsWith("Line 2"), qPrintable(text("templateError")));
    QTest::keyClick(ui_->window(), Qt::Key_Escape);
    QTRY_VERIFY(!sheet->property("visible").toBool());
    QVERIFY(QMetaObject::invokeMethod(sheet, "openModel"));
    QTRY_VERIFY(ui_->shows("templateError"));
    QCOMPARE(ui_->item("templateText")->property("text").toString(), own + "\n{% if %}");
    ui_->type("x");  // the cursor stands in the line
    QTRY_VERIFY(!ui_->shows("templateError"));
    ui_->engine().chatTemplate()->setDraft(own + " ");
    ui_->click(ui_->item("useTemplate"));
    QTRY_VERIFY(ui_->shows("resetTemplate"));
    ui_->click(ui_->item("resetTemplate"));
    QTRY_COMPARE(ui_->item("templateText")->property("text").toString(), own);
    QVERIFY(!ui_->shows("resetTemplate"));
    QVERIFY(QMetaObject::invokeMethod(sheet, "close"));
  }

  void saysNothingOnTheConsole() { QCOMPARE(ui_->warnings(), QStringList()); }

  void cleanupTestCase() { ui_.reset(); }
};

QTEST_MAIN(ModelSheetTest)
#include "model_sheet_test.moc"
