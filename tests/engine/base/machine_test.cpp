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

  // A sound device of the same card, and a display of somebody else's, are none.
  void a_card_is_seen_without_a_driver() {
    QTemporaryDir folder;
    const auto plug = [&](const QString& place, const QByteArray& vendor, const QByteArray& kind) {
      QDir(folder.path()).mkdir(place);
      for (const auto& [name, text] : {std::pair("/vendor", vendor), std::pair("/class", kind)}) {
        QFile file(folder.path() + '/' + place + name);
        if (!file.open(QFile::WriteOnly) || file.write(text + '\n') < 0) qFatal("cannot write");
      }
    };
    const std::filesystem::path devices = folder.path().toStdString();
    QVERIFY(!has_nvidia_gpu(devices / "nowhere"));
    plug("0000:00:02.0", "0x8086", "0x030000");
    plug("0000:01:00.1", "0x10de", "0x040300");
    QVERIFY(!has_nvidia_gpu(devices));
    plug("0000:01:00.0", "0x10de", "0x030200");
    QVERIFY(has_nvidia_gpu(devices));
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
