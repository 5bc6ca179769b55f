#include "engine/base/machine.h"

#include <QtTest>

#include <cstring>
#include <vector>

using namespace halftone;

class MachineTest : public QObject {
  Q_OBJECT

 private slots:
  void memory_makes_sense() {
    const MachineMemory memory = machine_memory();
    QVERIFY(memory.total > 64 << 20);
    QVERIFY(memory.available > 0);
    QVERIFY(memory.available <= memory.total);
  }

  void a_process_sees_what_it_takes() {
    constexpr std::int64_t kTaken = 64 << 20;
    const ProcessMemory before = process_memory();
    QVERIFY(before.resident > 0);
    QVERIFY(before.peak_resident >= before.resident);
    std::vector<char> taken(kTaken, 1);
    const ProcessMemory with = process_memory();
    QVERIFY(with.resident >= before.resident + kTaken * 9 / 10);
    QVERIFY(with.peak_resident >= with.resident);
    QCOMPARE(taken[kTaken / 2], char(1));
  }

  void the_processor_is_named() {
    QFile file("/proc/cpuinfo");
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray all = file.readAll(), name = QByteArray::fromStdString(processor_name());
    QCOMPARE(name.isEmpty(), !all.contains("model name"));
    QVERIFY(all.contains(": " + name + "\n"));
  }
};

QTEST_APPLESS_MAIN(MachineTest)
#include "machine_test.moc"
