// The guide's experiment, by keys and mouse: start, skip, cancel, go on, dots, an export, and the way back.
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class ExperimentTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { prepare(); }

  void init() {
    at_ = std::make_unique<Sitting>();
    at_->script.about = [](halftone::ModelInfo& model) { model.heads = 32, model.kv_heads = 4, model.head_width = 64, model.layers = 22; };
    QVERIFY(at_->start() && at_->resize({1440, 900}));
  }
  void cleanup() {
    QVERIFY(at_->ui->warnings().isEmpty());
    at_.reset();
  }

  void withoutAModel() {
    at_->key(Qt::Key_6, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("experimentHint"));
    QCOMPARE(at_->text("experimentHint"), "Open a model first.");
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(at_->ui->shows("composer"));
  }

  void byKeysAlone() {
    QVERIFY(at_->openModel());
    ExperimentViewModel& experiment = open();
    at_->script.run_delay = std::chrono::milliseconds(60);
    at_->key(Qt::Key_Return);  // the obvious choice
    QTRY_VERIFY(experiment.isRunning() && at_->text("experimentStage").contains("run 1 of 3"));
    at_->key(Qt::Key_S);
    QTRY_VERIFY(count(ExperimentCell::Skipped) == 1 && count(ExperimentCell::Running) == 1);
    QTRY_COMPARE(count(ExperimentCell::Done), 1);
    at_->key(Qt::Key_Escape);  // stops, and stays
    QTRY_VERIFY(!experiment.isRunning());
    QVERIFY(at_->ui->shows("experimentView"));
    QCOMPARE(at_->text("startExperiment"), "Go on");

    at_->key(Qt::Key_Right);
    const int first = experiment.dot();
    QVERIFY(first >= 0);
    QTRY_VERIFY(at_->ui->shows("dotCard"));
    at_->key(Qt::Key_Down);
    QCOMPARE(experiment.dot(), first + experiment.lengths());
    at_->key(Qt::Key_Right);
    QCOMPARE(experiment.dot(), first + experiment.lengths() + 1);
    at_->key(Qt::Key_Left);
    QCOMPARE(experiment.dot(), first + experiment.lengths());
    at_->key(Qt::Key_Escape);  // the smallest step back
    QCOMPARE(experiment.dot(), -1);
    at_->script.run_delay = std::chrono::milliseconds(0);
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(!experiment.isRunning() && experiment.isComplete());
    QCOMPARE(at_->text("startExperiment"), "Run again");
    at_->key(Qt::Key_Escape);
    QTRY_VERIFY(at_->ui->shows("composer") && at_->hasFocus("composer"));
    at_->key(Qt::Key_6, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("experimentView"));
    QVERIFY(experiment.isComplete());  // as it was left
    at_->key(Qt::Key_6, Qt::ControlModifier);
    QTRY_VERIFY(at_->ui->shows("composer"));
  }

  // Within 100 ms of a shared machine's time.
  void escapeStopsAtOnce() {
    QVERIFY(at_->openModel());
    ExperimentViewModel& experiment = open();
    at_->script.run_delay = std::chrono::milliseconds(400);
    at_->key(Qt::Key_Return);
    QTRY_VERIFY(at_->text("experimentStage").contains("run 1 of 3"));
    QElapsedTimer clock;
    clock.start();
    at_->key(Qt::Key_Escape);
    QVERIFY(experiment.isRestoring() || !experiment.isRunning());
    QTRY_VERIFY(!experiment.isRunning());
    QVERIFY2(clock.elapsed() < 400, qPrintable(QString::number(clock.elapsed())));
  }

  void byMouse() {
    QVERIFY(at_->openModel());
    at_->click(at_->ui->withText(at_->ui->window()->contentItem(), "Experiment"));
    QTRY_VERIFY(at_->ui->shows("experimentView"));
    ExperimentViewModel& experiment = *at_->ui->app().experiment();
    at_->click(at_->ui->item("pickint3"));
    QTRY_COMPARE(experiment.weights(), (QStringList{"bf16", "int8", "int4", "int3"}));
    at_->click(at_->ui->item("pickint4"));
    QTRY_COMPARE(experiment.weights(), (QStringList{"bf16", "int8", "int3"}));
    at_->script.run_delay = std::chrono::milliseconds(40);
    at_->click(at_->ui->item("startExperiment"));
    QTRY_VERIFY(at_->text("experimentStage").contains("run 1 of 3"));
    at_->click(at_->ui->item("pickint3"));  // locked
    QCOMPARE(experiment.lines(), 6);
    QTRY_VERIFY(count(ExperimentCell::Running) == 1);
    at_->click(at_->ui->item("skipCell"));
    QTRY_COMPARE(count(ExperimentCell::Skipped), 1);
    QTRY_VERIFY(count(ExperimentCell::Running) == 1);
    at_->click(at_->ui->item("cancelExperiment"));
    QTRY_VERIFY(!experiment.isRunning());
    at_->script.run_delay = std::chrono::milliseconds(0);
    at_->click(at_->ui->item("startExperiment"));
    QTRY_VERIFY(experiment.isComplete() && !experiment.isRunning());

    QQuickItem* picture = at_->ui->item("memoryPicture");
    const int last = static_cast<int>(experiment.cells().size()) - 1;
    QPointF place;
    QVERIFY(QMetaObject::invokeMethod(picture, "placeOf", Q_RETURN_ARG(QPointF, place), Q_ARG(int, last)));
    QTest::mouseClick(at_->ui->window(), Qt::LeftButton, {}, picture->mapToScene(place).toPoint());
    QTRY_COMPARE(experiment.dot(), last);
    QTRY_VERIFY(at_->ui->shows("dotCard"));
    QTest::mouseClick(at_->ui->window(), Qt::LeftButton, {}, picture->mapToScene({picture->width() * 0.3, 30}).toPoint());
    QTRY_VERIFY(experiment.prompt() < experiment.lengths() - 1);  // another length, by a click beside the dots
    at_->click(at_->ui->item("leaveView"));
    QTRY_VERIFY(at_->ui->shows("composer"));
  }

  // The rail of the window at every size: all cards are as wide as there is room, and nothing lies over another.
  void small() {
    QVERIFY(at_->openModel());
    ExperimentViewModel& experiment = open();
    experiment.start();
    QTRY_VERIFY(experiment.isComplete() && !experiment.isRunning());
    for (const QSize& size : {QSize(640, 480), QSize(800, 600), QSize(1000, 700), QSize(1366, 768), QSize(1600, 1000)}) {
      QVERIFY(at_->resize(size));
      QTest::qWait(200);  // cards of one row have found their common height
      QList<QRectF> places;
      for (const char* name : {"memoryChart", "timeChart", "cellTable", "headsCard"}) {
        QQuickItem* card = at_->ui->item(name);
        const QRectF place = card->mapRectToScene(card->boundingRect());
        QVERIFY2(place.left() >= 0 && place.right() <= size.width() && place.width() > 200, qPrintable(QString("%1 at %2").arg(name).arg(size.width())));
        for (const QRectF& other : places) QVERIFY2(!other.intersects(place), qPrintable(QString("%1 at %2").arg(name).arg(size.width())));
        places << place;
      }
    }
  }

 private:
  ExperimentViewModel& open() {
    at_->key(Qt::Key_6, Qt::ControlModifier);
    ExperimentViewModel& experiment = *at_->ui->app().experiment();
    (void)QTest::qWaitFor([&] { return at_->ui->shows("startExperiment") && experiment.isKnown() && experiment.predicted(ExperimentViewModel::Memory, 0) > 0; });
    return experiment;
  }
  int count(ExperimentCell::State state) {
    return static_cast<int>(std::ranges::count(at_->ui->app().experiment()->cells(), state, &ExperimentCell::state));
  }

  std::unique_ptr<Sitting> at_;
};

QTEST_MAIN(ExperimentTest)
#include "experiment_test.moc"
