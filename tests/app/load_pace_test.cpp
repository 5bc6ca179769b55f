// Bytes a second and the time left, of a load that says of itself what it pleases.
#include <QtTest>

#include "app/viewmodels/models/load_pace.h"

using halftone::app::LoadPace;

class LoadPaceTest : public QObject {
  Q_OBJECT

  static constexpr qint64 kMiB = 1 << 20;

 private slots:
  void steady() {
    LoadPace pace;
    QCOMPARE(pace.text(), QString());
    for (int step = 0; step <= 50; ++step) pace.add("reading", step * 10 * kMiB, 1000 * kMiB, step * 100);
    QCOMPARE(pace.bytesPerSecond(), 100.0 * kMiB);  // of the last two seconds
    QCOMPARE(pace.secondsLeft(), 5.0);
    QCOMPARE(pace.text(), QString("100 MiB a second · 5 s left"));
  }
  // A disk that grows slower: what it is now counts.
  void slower() {
    LoadPace pace;
    for (int step = 0; step <= 20; ++step) pace.add("reading", step * 10 * kMiB, 1000 * kMiB, step * 100);
    for (int step = 1; step <= 30; ++step) pace.add("reading", (200 + step) * kMiB, 1000 * kMiB, 2000 + step * 100);
    QCOMPARE(pace.bytesPerSecond(), 10.0 * kMiB);
    QCOMPARE(pace.text(), QString("10.0 MiB a second · 77 s left"));
  }
  // Nothing is said of a moment, of a standstill, of a clock that stands, or of another stage's bytes.
  void notKnown() {
    LoadPace pace;
    pace.add("reading", 0, 100 * kMiB, 0);
    pace.add("reading", 10 * kMiB, 100 * kMiB, 50);
    QCOMPARE(pace.text(), QString());
    pace.add("reading", 20 * kMiB, 100 * kMiB, 500);
    QVERIFY(!pace.text().isEmpty());
    pace.add("quantising", 50 * kMiB, 100 * kMiB, 600);
    QCOMPARE(pace.text(), QString());
    pace.add("quantising", 50 * kMiB, 100 * kMiB, 5000);
    QCOMPARE(pace.text(), QString());
    pace.add("quantising", 10 * kMiB, 100 * kMiB, 5100);  // again from the beginning
    pace.add("quantising", 20 * kMiB, 100 * kMiB, 5100);
    QCOMPARE(pace.text(), QString());
    pace.reset();
    QCOMPARE(pace.secondsLeft(), -1.0);
  }
};

QTEST_GUILESS_MAIN(LoadPaceTest)
#include "load_pace_test.moc"
