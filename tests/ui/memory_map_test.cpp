// The memory map, by keys and mouse: a place, a layer, what another setting would take, and the way back.
#include "tests/ui/sitting.h"

using namespace halftone;
using namespace halftone::ui;

class MemoryMapTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { prepare(); }

  void placesByKeys() {
    Sitting at;
    QVERIFY(at.start() && at.resize({1440, 900}));
    at.hold();
    QVERIFY(at.openModel());
    at.key(Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY(at.ui->shows("mapPicture") && at.ui->shows("whatIf"));
    MemoryMapViewModel& map = *at.ui->app().memoryMap();
    at.key(Qt::Key_Right);
    QTRY_VERIFY(map.chosen() >= 0);
    at.key(Qt::Key_Down);
    at.key(Qt::Key_Return);
    QTRY_VERIFY(map.within() >= 0 && at.ui->shows("leaveLayer"));
    at.key(Qt::Key_Backspace);
    QTRY_COMPARE(map.within(), -1);
    at.key(Qt::Key_Escape);
    QTRY_VERIFY(at.ui->shows("composer"));
    QVERIFY(at.ui->warnings().isEmpty());
  }

  void whatIfByMouse() {
    Sitting at;
    QVERIFY(at.start() && at.resize({1440, 900}));
    at.hold();
    QVERIFY(at.openModel());
    at.key(Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY(at.ui->shows("whatIf"));
    WhatIfViewModel& whatIf = *at.ui->app().whatIf();
    QTRY_VERIFY(whatIf.isKnown());
    QVERIFY(!at.ui->item("applyWhatIf")->isEnabled());
    at.click(at.ui->withText(at.ui->item("whatIfWeights"), "int4"));
    QTRY_COMPARE(whatIf.weights(), "int4");
    QTRY_VERIFY(at.text("whatIfVerdict").contains("fits here"));
    at.click(at.ui->item("applyWhatIf"));
    QTRY_VERIFY(at.ui->engine().proposal()->isVisible() || at.ui->engine().facts()->settings.weights == Precision::int4);  // what it costs is said first
    at.key(Qt::Key_Escape);
    QTRY_VERIFY(!at.ui->engine().proposal()->isVisible());
    QTest::qWait(300);  // what was laid over has gone
    at.click(at.ui->item("resetWhatIf"));
    QTRY_VERIFY(!whatIf.isDifferent());
  }

  // Where there is no room beside the map, it is laid over it.
  void small() {
    Sitting at;
    QVERIFY(at.start() && at.resize({800, 600}));
    at.hold();
    QVERIFY(at.openModel());
    at.key(Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY(at.ui->shows("mapPicture") && !at.ui->shows("whatIf"));
    at.click(at.ui->item("askWhatIf"));
    QTRY_VERIFY(at.ui->shows("whatIf"));
    at.click(at.ui->item("askWhatIf"));
    QTRY_VERIFY(!at.ui->shows("whatIf"));
  }
};

QTEST_MAIN(MemoryMapTest)
#include "memory_map_test.moc"
