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

  // What is asked is what the map shows, and the header says so; red beyond the card.
  void whatIfInTheMap() {
    Sitting at;
    QVERIFY(at.start() && at.resize({1440, 900}));
    at.hold();
    at.script.memory.current[0] = 6LL << 27;  // 0.75 GiB, which would go: with what is free here less than the model takes as it is stored
    QVERIFY(at.openModel());
    at.key(Qt::Key_5, Qt::ControlModifier);
    WhatIfViewModel& whatIf = *at.ui->app().whatIf();
    QTRY_VERIFY(at.ui->shows("whatIf") && whatIf.isKnown());
    const auto red = [&] {  // dots of the danger colour
      const QImage image = at.ui->window()->grabWindow();
      int pixels = 0;
      for (int y = 0; y < image.height(); ++y)
        for (int x = image.width() - 320; x < image.width(); ++x) {
          const QColor color = image.pixelColor(x, y);
          pixels += color.red() > 180 && color.green() < 90 && color.blue() < 90;
        }
      return pixels;
    };
    const QImage before = at.ui->window()->grabWindow();
    QCOMPARE(red(), 0);
    at.click(at.ui->withText(at.ui->item("whatIfWeights"), "auto"));
    QTRY_VERIFY(at.text("mapTotal").contains("expected with a full context") && at.text("mapTotal").endsWith("short"));
    QTRY_VERIFY(red() > 40);
    const QRectF map = at.ui->item("mapPicture")->mapRectToScene(at.ui->item("mapPicture")->boundingRect());
    QVERIFY(at.ui->window()->grabWindow().copy(map.toRect()) != before.copy(map.toRect()));
    at.click(at.ui->item("resetWhatIf"));
    QTRY_VERIFY(!at.text("mapTotal").contains("expected"));
    QVERIFY(at.ui->warnings().isEmpty());
  }

  // A model on two devices: a map for each under its name, and every place of either is reached by arrows.
  void twoDevices() {
    Sitting at;
    QVERIFY(at.start() && at.resize({1440, 900}));
    at.holdOnTwo();
    QVERIFY(at.openModel());
    at.key(Qt::Key_5, Qt::ControlModifier);
    MemoryMapViewModel& map = *at.ui->app().memoryMap();
    QTRY_COMPARE(map.devices().size(), 2);
    QTRY_VERIFY(at.ui->item("mapDevices")->height() > 10);
    QSet<int> reached;
    for (int step = 0; step < 40; ++step) {
      at.key(Qt::Key_Right);
      if (map.chosen() >= 0) reached.insert(map.entryOf(map.layout(1.5).tiles[static_cast<std::size_t>(map.chosen())]).device);
    }
    QCOMPARE(reached, (QSet<int>{0, 1}));
    QVERIFY(at.ui->warnings().isEmpty());
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
