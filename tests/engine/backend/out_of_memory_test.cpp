// What is said when memory runs out is true. Issue 12, line "every number in an error is short and true ('needs 0.3 MiB, 22,514 MiB are
// available' is not)".
#include <QTest>

#include <string_view>

#include "engine/backend/arena.h"
#include "tests/child_process.h"

using namespace halftone;

class OutOfMemoryTest : public QObject {
  Q_OBJECT

 private slots:
  void says_what_is_short_data() {
    QTest::addColumn<qint64>("needed");
    QTest::addColumn<qint64>("available");
    QTest::addColumn<QByteArray>("says");
    constexpr qint64 mib = 1 << 20;
    QTest::newRow("too little") << 300 * mib << 200 * mib << QByteArray("out of memory: weights needs 300.0 MiB more, 200.0 MiB of the device's memory are free");
    QTest::newRow("left to others") << 180 * mib << 200 * mib << QByteArray("of the 200.0 MiB that are free, 64.0 MiB are left to other programs");
    QTest::newRow("not in one piece") << 180 * mib << 2000 * mib << QByteArray("in one piece, which the device does not give although 2000.0 MiB are free");
  }
  void says_what_is_short() {
    QFETCH(qint64, needed);
    QFETCH(qint64, available);
    QFETCH(QByteArray, says);
    const OutOfMemory error(needed, available, MemoryTag::weights);
    QVERIFY2(QByteArray(error.what()).contains(says), error.what());
  }

  // A process that may take no more than it has: the machine's memory is not what ran out.
  void a_limit_of_the_process_is_named() {
    if (!kAddressSpaceCanBeLimited) QSKIP("the sanitizer's shadow takes all address space");
    QCOMPARE(status_in_a_child_with(8 << 20, [] {
               HostArena arena;
               try {
                 const Buffer buffer = arena.allocate(std::int64_t{32} << 20, MemoryTag::workspace);
                 return 2;
               } catch (const OutOfMemory& error) {
                 const std::string_view text = error.what();
                 return text.find("ulimit -v") != text.npos && text.find("are available") == text.npos ? 0 : 1;
               }
             }),
             0);
  }
};

QTEST_APPLESS_MAIN(OutOfMemoryTest)
#include "out_of_memory_test.moc"
