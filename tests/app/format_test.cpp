#include <QtTest>

#include "app/format.h"

using namespace halftone::app;

class FormatTest : public QObject {
  Q_OBJECT

 private slots:
  // "direction marks in titles do not reorder the window"
  void namesKeepTheirDirectionToThemselves() {
    const QChar open(0x2068), close(0x2069);
    QCOMPARE(isolated("plain"), open + QString("plain") + close);
    QCOMPARE(isolated(QString("a") + QChar(0x2069) + QChar(0x202E) + QChar(0x2067) + "b"), open + QString("a") + QChar(0x202E) + "b" + close);
  }

  void bytes_data() {
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << qint64(0) << "0 B";
    QTest::newRow("1023") << qint64(1023) << "1,023 B";
    QTest::newRow("1 KiB") << qint64(1024) << "1 KiB";
    QTest::newRow("312 MiB") << (qint64(312) << 20) << "312 MiB";
    QTest::newRow("just under 1 GiB") << (qint64(1) << 30) - 1 << "1.00 GiB";
    QTest::newRow("4.10 GiB") << qint64(4402341478) << "4.10 GiB";
    QTest::newRow("largest") << std::numeric_limits<qint64>::max() << "8,388,608.00 TiB";
    QTest::newRow("negative") << -(qint64(3) << 20) << "-3.00 MiB";
    QTest::newRow("4.35 MiB") << qint64{4557824} << "4.35 MiB";
    QTest::newRow("45.3 MiB") << qint64{47500000} << "45.3 MiB";
    QTest::newRow("100 MiB") << (qint64(100) << 20) - 1000 << "100 MiB";
  }
  void bytes() {
    QFETCH(qint64, bytes);
    QTEST(formatBytes(bytes), "text");
  }

  void progress() {
    QCOMPARE(formatBytesOf(qint64(312) << 20, qint64(1024) << 20), "312 of 1,024 MiB");
    QCOMPARE(formatBytesOf(0, 0), "0 of 0 B");
    QCOMPARE(formatBytesOf(qint64(1) << 30, qint64(24) << 30), "1.00 of 24.00 GiB");
  }

  void others() {
    QCOMPARE(formatCount(1234567), "1,234,567");
    QCOMPARE(formatParameters(1'100'048'384), "1.1 B");
    QCOMPARE(formatParameters(69'976'000'000), "70.0 B");
    QCOMPARE(formatParameters(175'000'000'000), "175 B");
    QCOMPARE(formatParameters(135'000'000), "135 M");
    QCOMPARE(formatParameters(999'600'000), "1.0 B");
    QCOMPARE(formatParameters(512), "512");
    QCOMPARE(formatMilliseconds(0.03), "< 0.1 ms");
    QCOMPARE(formatMilliseconds(0.84), "0.8 ms");
    QCOMPARE(formatMilliseconds(41.3), "41 ms");
    QCOMPARE(formatMilliseconds(3020), "3.02 s");
    QCOMPARE(formatMilliseconds(999.7), "1.00 s");
  }
};

QTEST_APPLESS_MAIN(FormatTest)
#include "format_test.moc"
