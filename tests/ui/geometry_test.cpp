// Nothing is cut off, lies over something else or leaves the window, at any size, zoom, theme and direction (issue 13, 6 and "Done when").
#include "tests/ui/states.h"
#include "tests/ui/walk.h"

using namespace halftone::ui;

class GeometryTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { prepare(); }

  void everythingHasItsPlace_data() {
    QTest::addColumn<bool>("arabic");
    QTest::newRow("English") << false;
    QTest::newRow("Arabic") << true;
  }

  void everythingHasItsPlace() {
    QFETCH(bool, arabic);
    States::speak(arabic);
    States states;
    QVERIFY(states.start());
    QStringList faults;
    QList<Look> looks{{{640, 480}, 1}, {{1366, 768}, 1, "dark"}, {{640, 480}, 1.5}, {{1440, 900}, 1.5, "dark"}, {{2560, 1440}, 2}};
    if (!arabic) looks << QList<Look>{{{800, 600}, 1, "dark"}, {{1280, 720}, 1}, {{1440, 900}, 1}, {{2560, 1440}, 1}, {{800, 600}, 1.5}};  // sides alone differ
    for (const Look& look : looks) {
      const bool all = states.visit(look, [&](const QString& state) {
        for (const QString& fault : Walk(states.sitting().ui->window()).faults())
          faults << QString("%1×%2 at %3, %4: %5").arg(look.size.width()).arg(look.size.height()).arg(look.zoom).arg(state, fault);
      });
      QVERIFY2(all, qPrintable(QString("%1×%2 at %3, after %4").arg(look.size.width()).arg(look.size.height()).arg(look.zoom).arg(states.last())));
    }
    for (const QString& fault : faults.mid(0, 100)) std::fprintf(stderr, "%s\n", qPrintable(fault));
    QCOMPARE(faults.size(), 0);
    QCOMPARE(states.sitting().ui->warnings(), QStringList());
  }

  void cleanup() { States::speak(false); }
};

QTEST_MAIN(GeometryTest)
#include "geometry_test.moc"
