// Which code a card runs of a build's: the rules of binary and PTX compatibility, by hand.
#include "kernels/cuda/architectures.h"

#include <QTest>

using halftone::cuda::code_for;

namespace {

class ArchitecturesTest : public QObject {
  Q_OBJECT

 private slots:
  void code_data();
  void code();
  void lowest() {
    QCOMPARE(halftone::cuda::lowest_capability("90a-real,80-virtual"), 80);
    QCOMPARE(halftone::cuda::lowest_capability("75-real,80-real"), 75);
    QCOMPARE(halftone::cuda::lowest_capability(""), 0);
  }
};

void ArchitecturesTest::code_data() {
  QTest::addColumn<QByteArray>("architectures");
  QTest::addColumn<int>("capability");
  QTest::addColumn<int>("expected");
  const auto row = [](const char* architectures, int capability, int expected) {
    QTest::addRow("%s on %d", architectures, capability) << QByteArray(architectures) << capability << expected;
  };
  row("90a-real,80-virtual", 90, 90);
  row("90a-real,80-virtual", 120, 80);   // made by the driver from 8.0's
  row("90a-real,80-virtual", 86, 80);
  row("90a-real,80-virtual", 75, 0);
  row("90a-real", 100, 0);               // a's code is for that card alone
  row("80-virtual", 90, 80);
  row("75-real,80-real,86-real,89-real,90a-real,100,120", 89, 89);
  row("75-real,80-real,86-real,89-real,90a-real,100,120", 87, 86);  // the next lower of its generation
  row("75-real,80-real,86-real,89-real,90a-real,100,120", 103, 100);
  row("75-real,80-real,86-real,89-real,90a-real,100,120", 121, 120);
  row("75-real,80-real,86-real,89-real,90a-real,100,120", 130, 120);
  row("75-real,80-real,86-real,89-real,90a-real,100,120", 72, 0);   // never downwards
  row("80-real", 90, 0);                 // real code stays in its generation
  row("80", 90, 80);                     // both kinds
  row("native", 90, 90);
  row("", 90, 0);
}

void ArchitecturesTest::code() {
  QFETCH(QByteArray, architectures);
  QFETCH(int, capability);
  QTEST(code_for({architectures.constData(), static_cast<std::size_t>(architectures.size())}, capability), "expected");
}

}  // namespace

QTEST_APPLESS_MAIN(ArchitecturesTest)
#include "architectures_test.moc"
