// Beside each precision stands what it costs in quality: typical, or measured on this model when asked, and that can be stopped (issue 13, 12).
#include <QElapsedTimer>

#include "tests/ui/sitting.h"

using namespace halftone;
using namespace halftone::ui;

class QualityTest : public QObject {
  Q_OBJECT

  Sitting at_;
  QTemporaryDir models_;
  QString model_;

  QQuickItem* row(const QString& precision) {
    for (QQuickItem* item : at_.ui->items())
      if (Sitting::type(item) == "FitRow" && item->property("precision").toString() == precision) return item;
    return nullptr;
  }
  QString quality(const QString& precision) { return row(precision)->property("quality").toString() + ' ' + row(precision)->property("qualityKind").toString(); }
  void look() {
    at_.ui->engine().openPath(model_);
    QTRY_VERIFY(at_.isOpen("fitSheet"));
    QTRY_VERIFY(row("int4"));
  }

 private slots:
  void initTestCase() {
    prepare();
    model_ = models_.filePath("tiny-1b.gguf");
    QFile file(model_);
    QVERIFY(file.open(QFile::WriteOnly) && file.write("one") == 3);
    file.close();
    QVERIFY(at_.start());
    QVERIFY(at_.resize({1400, 900}));
    look();
  }

  void typicalUntilMeasured() {
    QCOMPARE(quality("auto"), QString("×1 "));
    QCOMPARE(quality("int8"), QString("×1.00 typical"));
    QVERIFY2(quality("int4").endsWith(" typical"), qPrintable(quality("int4")));
    QVERIFY(!row("int4")->property("poor").toBool());
  }

  // Esc stops it within 100 ms, the sheet stays; what was there stays typical.
  void stopped() {
    at_.script.load_delay = std::chrono::milliseconds(3000);
    at_.click(at_.ui->item("measureButton"));
    QTRY_VERIFY(at_.ui->engine().quality()->isMeasuring());
    QTRY_VERIFY(at_.ui->engine().quality()->progress() > 0);
    QVERIFY(row("auto")->property("measured").toReal() > 0);  // the row fills
    QElapsedTimer clock;
    clock.start();
    at_.key(Qt::Key_Escape);
    QVERIFY(!at_.ui->engine().quality()->isMeasuring());
    QVERIFY(clock.elapsed() < 100);
    QVERIFY(at_.isOpen("fitSheet"));
    QCOMPARE(quality("int8"), QString("×1.00 typical"));
    at_.script.load_delay = std::chrono::milliseconds(0);
  }

  void measuredAndRed() {
    QTest::qWait(400);  // what was stopped has ended
    at_.click(at_.ui->item("measureButton"));
    QTRY_VERIFY(!at_.ui->engine().quality()->isMeasuring());
    QTRY_COMPARE(quality("int8"), QString("×1.018 measured"));
    QCOMPARE(quality("int4"), QString("×3.0 measured"));
    QVERIFY(row("int4")->property("poor").toBool() && !row("int8")->property("poor").toBool());
    QVERIFY(at_.ui->item("quality-int4")->property("color") != at_.ui->item("quality-int8")->property("color"));
  }

  // In the switch: the segment's sentence, and the card that asks.
  void saidAtTheSwitch() {
    at_.key(Qt::Key_Return);
    QTRY_VERIFY(at_.ui->engine().isReady() && at_.isGone("fitSheet"));
    QQuickItem* segment = at_.ui->withText(at_.ui->item("weightsSwitch"), "int4");
    QVERIFY(segment);
    QTest::mouseMove(at_.ui->window(), segment->mapToScene({segment->width() / 2, segment->height() / 2}).toPoint());
    QTRY_VERIFY(std::ranges::any_of(at_.ui->items(), [](QQuickItem* i) { return i->isVisible() && i->property("text").toString() == "Perplexity ×3.0, measured"; }));
    at_.click(segment);
    QTRY_VERIFY(at_.ui->shows("acceptSwitch"));
    QVERIFY2(at_.text("switchCost").contains("Perplexity ×3.0, measured"), qPrintable(at_.text("switchCost")));
    at_.key(Qt::Key_Escape);
  }

  // Kept with the file: after a restart it is there; another file of the same name has none.
  void keptWithTheFile() {
    QVERIFY(at_.start());
    look();
    QCOMPARE(quality("int8"), QString("×1.018 measured"));
    at_.key(Qt::Key_Escape);
    QTRY_VERIFY(at_.isGone("fitSheet"));
    QFile file(model_);
    QVERIFY(file.open(QFile::WriteOnly) && file.write("another") == 7);
    file.close();
    look();
    QCOMPARE(quality("int8"), QString("×1.00 typical"));
  }

  void saysNothingOnTheConsole() { QCOMPARE(at_.ui->warnings(), QStringList()); }
  void cleanupTestCase() { at_.ui.reset(); }
};

QTEST_MAIN(QualityTest)
#include "quality_test.moc"
