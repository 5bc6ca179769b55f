// A model without a chat template says so where one writes, and goes on with a text instead of playing a dialogue. By real keys and clicks
// (issue 13, 13).
#include "engine/text/chat_template.h"
#include "tests/ui/sitting.h"

using namespace halftone;
using namespace halftone::ui;

class BaseModelTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Sitting> at_;

  const TemplateSettings& inForce() { return at_->ui->engine().facts()->settings.chat_template; }
  bool settled() { return QTest::qWaitFor([&] { return at_->ui->engine().isReady(); }); }

 private slots:
  void initTestCase() { prepare(); }
  void init() {
    at_ = std::make_unique<Sitting>();
    at_->script.about = [](ModelInfo& model) { model.chat_template.clear(); };
    QVERIFY(at_->start());
    QVERIFY(at_->openModel());
  }
  void cleanup() {
    const QStringList warnings = at_->ui->warnings();
    at_.reset();
    QCOMPARE(warnings, QStringList());
  }

  void aModelWithATemplateSaysNothing() {
    at_->script.about = nullptr;
    at_->ui->engine().unload();
    QVERIFY(at_->openModel());
    QVERIFY(!at_->ui->item("baseModel")->isVisible());
  }

  // What is written is sent to the letter, a new line at its beginning too, and is asked about once.
  void aTextIsGoneOnWith() {
    Window& ui = *at_->ui;
    QTRY_VERIFY(ui.item("baseModel")->isVisible());
    at_->click(ui.item("continueText"));
    QVERIFY(settled());
    QTRY_COMPARE(inForce().source, ChatTemplate::continuation().source());
    QTRY_VERIFY(!ui.item("baseModel")->isVisible());

    at_->click(ui.item("composer"));
    ui.type("Once");
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->messages().count(), 2);
    QTRY_VERIFY(!ui.chat().isBusy());
    at_->key(Qt::Key_Return, Qt::ShiftModifier);
    ui.type("Twice");
    at_->key(Qt::Key_Return);
    QTRY_COMPARE(at_->messages().count(), 4);
    QTRY_VERIFY(!ui.chat().isBusy());
    QCOMPARE(at_->script.last_asked().back().content, std::string("\nTwice"));

    QVERIFY(at_->start());
    QVERIFY(at_->openModel());
    QVERIFY(!at_->ui->item("baseModel")->isVisible());
    QCOMPARE(inForce().source, ChatTemplate::continuation().source());
  }

  void aDialogueIsChosenOnceToo() {
    at_->click(at_->ui->item("playDialogue"));
    QVERIFY(settled());
    QTRY_COMPARE(inForce().source, ChatTemplate::plain().source());
    QTRY_VERIFY(!at_->ui->item("baseModel")->isVisible());
    QVERIFY(at_->start());
    QVERIFY(at_->openModel());
    QVERIFY(!at_->ui->item("baseModel")->isVisible());
  }

  // By the keyboard alone: Tab reaches the buttons.
  void theKeyboardReachesIt() {
    for (int step = 0; step < 40 && !at_->hasFocus("continueText"); ++step) at_->key(Qt::Key_Tab);
    QVERIFY(at_->hasFocus("continueText"));
    at_->key(Qt::Key_Space);
    QTRY_COMPARE(inForce().source, ChatTemplate::continuation().source());
  }
};

QTEST_MAIN(BaseModelTest)
#include "base_model_test.moc"
