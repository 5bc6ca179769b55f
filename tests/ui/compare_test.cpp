// Comparing, by keys and mouse: start, run, stop, tokens, the reference, columns that go and come back, an export, and the way back.
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class CompareTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { prepare(); }

  void init() {
    at_ = std::make_unique<Sitting>();
    QVERIFY(at_->start() && at_->resize({1440, 900}));
  }
  void cleanup() {
    QVERIFY(at_->ui->warnings().isEmpty());
    at_.reset();
  }

  void byKeysAlone() {
    QVERIFY(at_->openModel());
    CompareViewModel& compare = *at_->ui->app().compare();
    at_->key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("compareView") && at_->hasFocus("askAll"));
    at_->ui->type("why");
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(!compare.isRunning() && compare.isComplete());
    QCOMPARE(compare.question(), "why");
    QCOMPARE(at_->text("comparedQuestion"), "why");
    QVERIFY(at_->ui->item("askAll")->property("empty").toBool());

    at_->key(Qt::Key_Right, Qt::ControlModifier);
    QTRY_COMPARE(compare.column(), 1);
    at_->key(Qt::Key_Right);
    at_->key(Qt::Key_Right);
    QTRY_COMPARE(compare.token(), 1);
    QTRY_VERIFY(at_->ui->shows("tokenCard"));
    at_->key(Qt::Key_Left);
    QTRY_COMPARE(compare.token(), 0);
    at_->key(Qt::Key_R, Qt::AltModifier);
    QTRY_VERIFY(!compare.isRunning() && compare.isComplete());
    QVERIFY(compare.columns()[1]->isReference());
    at_->key(Qt::Key_W, Qt::ControlModifier);
    QTRY_COMPARE(compare.columns().size(), 2);
    at_->key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(compare.columns().size(), 3);
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(at_->ui->shows("composer") && at_->hasFocus("composer"));
    at_->key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("compareView"));
    QCOMPARE(compare.question(), "why");  // as it was left
    at_->key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("composer"));
  }

  void escapeStopsThenLeaves() {
    QVERIFY(at_->openModel() && at_->say("one two", {}));
    CompareViewModel& compare = *at_->ui->app().compare();
    at_->key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("column0"));
    at_->script.expect({.pieces = std::vector<std::string>(2000, "word "), .delay = std::chrono::milliseconds(2)});
    at_->click(at_->ui->item("runComparison"));
    QTRY_VERIFY(at_->text("columnState").startsWith("writing"));
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(!compare.isRunning());
    QVERIFY(at_->ui->shows("compareView"));
    QTRY_VERIFY(at_->text("columnState").startsWith("stopped"));
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(at_->ui->shows("composer"));
  }

  void byMouse() {
    QVERIFY(at_->openModel() && at_->say("one two", {}));
    CompareViewModel& compare = *at_->ui->app().compare();
    at_->click(at_->ui->withText(at_->ui->window()->contentItem(), "Compare"));
    QTRY_VERIFY(at_->ui->shows("column2"));
    at_->script.expect({.pieces = {"Each", " new", " token"}});
    at_->script.expect({.pieces = {"Each", " new", " token"}});
    at_->click(at_->ui->item("runComparison"));
    QTRY_VERIFY(compare.isComplete() && !compare.isRunning());
    QQuickItem* words = at_->ui->item("columnWords");  // of the first column
    QVERIFY(words);
    QRectF box;
    QTRY_VERIFY(QMetaObject::invokeMethod(words, "placeOf", Q_RETURN_ARG(QRectF, box), Q_ARG(int, 1)) && !box.isEmpty());
    QTest::mouseClick(at_->ui->window(), Qt::LeftButton, {}, words->mapToScene(box.center()).toPoint());
    QTRY_COMPARE(compare.token(), 1);
    QTRY_VERIFY(at_->ui->shows("tokenCard"));
    at_->click(at_->ui->withText(at_->ui->item("whoseWords"), "Reference's words"));
    QTRY_VERIFY(compare.showsReferenceWords());
    at_->click(at_->ui->item("addColumn"));
    QTRY_COMPARE(compare.columns().size(), 4);
    at_->click(at_->ui->item("columnWeights"));  // of the first column
    QQuickItem* entry = nullptr;
    QTRY_VERIFY(entry = at_->ui->withText(at_->ui->window()->contentItem(), "f32"));
    QTest::qWait(200);  // its box has stopped moving
    at_->click(entry);
    QTRY_COMPARE(compare.columns()[0]->weights(), "f32");
    at_->click(at_->ui->item("leaveView"));
    QTRY_VERIFY(at_->ui->shows("composer"));
  }

  // Dashed, with what it needs and the longest context that fits: by the button, and by Enter where the keys are on it.
  void whatDoesNotFit() {
    QVERIFY(at_->openModel() && at_->say("one two", {}));
    CompareViewModel& compare = *at_->ui->app().compare();
    at_->script.limit(halftone::Precision::int2, 2100);
    const auto below = [&](const char* name) {
      QList<QQuickItem*> all;
      collect(at_->ui->item("column2"), all);
      const auto found = std::ranges::find_if(all, [&](const QQuickItem* item) { return item->objectName() == name; });
      return found == all.end() ? nullptr : *found;
    };
    const auto shown = [&](const char* name) { return below(name) && below(name)->isVisible(); };
    at_->key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("column2"));
    QVERIFY(!shown("columnDashes"));
    at_->click(at_->ui->item("runComparison"));
    QTRY_VERIFY(!compare.isRunning() && shown("columnRefused"));
    QVERIFY(shown("columnDashes"));
    QCOMPARE(below("refusedNeeds")->property("number").toString(), compare.columns()[2]->needsText());
    QCOMPARE(below("refusedFree")->property("number").toString(), compare.columns()[2]->freeText());
    QQuickItem* button = below("shortenColumn");
    QCOMPARE(button->property("text").toString(), "With 2,100 tokens");
    at_->click(button);
    QTRY_VERIFY(!compare.isRunning() && compare.isComplete());
    QVERIFY(!shown("columnRefused") && !shown("columnDashes"));
    QCOMPARE(below("columnContext")->property("text").toString(), "2,100 tokens");

    compare.set(2, EngineSwitch::Cache, "int8");
    compare.ask();
    QTRY_VERIFY(!compare.isRunning() && shown("columnRefused"));
    for (int tab = 0; tab < 60 && at_->ui->window()->activeFocusItem() != button; ++tab) at_->key(Qt::Key_Tab);
    QCOMPARE(at_->ui->window()->activeFocusItem(), button);
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(!compare.isRunning() && compare.isComplete());

    compare.set(2, EngineSwitch::Cache, "f32");
    compare.ask();
    QTRY_VERIFY(!compare.isRunning() && shown("columnRefused"));
    below("columnWords")->forceActiveFocus(Qt::TabFocusReason);
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(!compare.isRunning() && compare.isComplete());
  }

  // In windows of every size all of it can be reached.
  void small() {
    QVERIFY(at_->openModel() && at_->say("one two", {}));
    CompareViewModel& compare = *at_->ui->app().compare();
    at_->key(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("column0"));
    compare.ask();
    QTRY_VERIFY(compare.isComplete() && !compare.isRunning());
    for (const QSize& size : {QSize(640, 480), QSize(800, 600), QSize(1000, 700), QSize(1366, 768)}) {
      QVERIFY(at_->resize(size));
      for (int i = 0; i < 3; ++i) {
        compare.setColumn(i);
        const QByteArray name = "column" + QByteArray::number(i);
        QTRY_VERIFY(at_->ui->shows(name.constData()));
        const QRectF place = at_->ui->item(name.constData())->mapRectToScene(at_->ui->item(name.constData())->boundingRect());
        QVERIFY2(QRectF(0, 0, size.width(), size.height()).contains(place) && place.height() > 150, qPrintable(QString("%1 at %2").arg(name).arg(size.width())));
      }
    }
  }

 private:
  std::unique_ptr<Sitting> at_;
};

QTEST_MAIN(CompareTest)
#include "compare_test.moc"
