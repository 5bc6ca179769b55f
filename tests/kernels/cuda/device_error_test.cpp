// Which errors leave a device that can be used, and which one that cannot. Needs no device.
#include <QTest>

#include "kernels/cuda/context.h"

using namespace halftone;

class DeviceErrorTest : public QObject {
  Q_OBJECT

 private slots:
  void lostOrNot_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("lost");
    QTest::newRow("illegal address") << int{cudaErrorIllegalAddress} << true;
    QTest::newRow("launch failure") << int{cudaErrorLaunchFailure} << true;
    QTest::newRow("assert") << int{cudaErrorAssert} << true;
    QTest::newRow("ECC") << int{cudaErrorECCUncorrectable} << true;
    QTest::newRow("contained") << 226 << true;
    QTest::newRow("out of memory") << int{cudaErrorMemoryAllocation} << false;
    QTest::newRow("invalid value") << int{cudaErrorInvalidValue} << false;
    QTest::newRow("too many resources") << int{cudaErrorLaunchOutOfResources} << false;
    QTest::newRow("no code for the card") << int{cudaErrorNoKernelImageForDevice} << false;
  }
  void lostOrNot() {
    QFETCH(int, status);
    QFETCH(bool, lost);
    try {
      cuda::check(static_cast<cudaError_t>(status), "computing a token");
      QFAIL("nothing was thrown");
    } catch (const DeviceFault& fault) {
      QCOMPARE(fault.is_lost(), lost);
      QVERIFY(QByteArray(fault.what()).startsWith("computing a token: "));
    }
  }

  // Of cuBLAS's own word alone nothing follows.
  void cublasAloneLosesNothing() {
    try {
      cuda::check(CUBLAS_STATUS_INVALID_VALUE, "a product");
      QFAIL("nothing was thrown");
    } catch (const DeviceFault& fault) {
      QVERIFY(!fault.is_lost());
    }
  }
};

QTEST_APPLESS_MAIN(DeviceErrorTest)
#include "device_error_test.moc"
