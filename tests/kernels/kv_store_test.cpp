// kv_store: the CPU writes the reference's bytes, in the right rows, and nothing else.
#include <QTest>

#include "tests/kernels/attention_fixture.h"

using namespace halftone;

class KvStoreTest : public QObject {
  Q_OBJECT

 private slots:
  void writes_the_references_bytes_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("page");
    QTest::addColumn<int>("width");
    for (int format = 0; format < 5; ++format) {
      for (const int page : {16, 64}) {
        for (const int width : {48, 64}) QTest::addRow("%s, pages of %d, width %d", info(static_cast<KvFormat>(format)).name.data(), page, width) << format << page << width;
      }
    }
  }
  void writes_the_references_bytes() {
    QFETCH(int, format);
    QFETCH(int, page);
    QFETCH(int, width);
    constexpr std::int64_t kHeads = 3, kTokens = 37, kStart = 29, kStride = 5;  // heads further apart than they are wide
    const std::array<std::int64_t, 3> shape{kTokens, kHeads, width}, stride{kHeads * (width + kStride), width + kStride, 1};
    const auto keys = random_numbers(kTokens * stride[0], 1), values = random_numbers(kTokens * stride[0], 2);
    CacheFixture expected(static_cast<KvFormat>(format), kHeads, width, 100, page), found(static_cast<KvFormat>(format), kHeads, width, 100, page);
    ThreadPool pool(2);
    reference::kv_store({{keys.data(), shape, stride}, {values.data(), shape, stride}, kStart, expected.view()});
    cpu::kv_store({{keys.data(), shape, stride}, {values.data(), shape, stride}, kStart, found.view()}, pool);
    QVERIFY(expected.memory() == found.memory());

    // In place: what is decoded at a token is that token, and the neighbours are untouched.
    std::vector<float> row(width), wanted(keys.begin() + 4 * stride[0] + stride[1], keys.begin() + 4 * stride[0] + stride[1] + width);
    info(found.view().format).decode(found.view().key(kStart + 4, 1), row.data(), width);
    if (info(found.view().format).rotated) hadamard(row.data(), width);
    double error = 0;
    for (int i = 0; i < width; ++i) error += std::abs(row[i] - wanted[i]) / width;
    QVERIFY(error < 0.15);  // a wrong row would be off by about 1
    for (const std::int64_t outside : {kStart - 1, kStart + kTokens}) {
      for (std::int64_t i = 0; i < found.view().row_bytes(); ++i) {
        QCOMPARE(found.view().key(outside, 1)[i], std::byte{0xFF});
        QCOMPARE(found.view().value(outside, 1)[i], std::byte{0xFF});
      }
    }
  }
};

QTEST_APPLESS_MAIN(KvStoreTest)
#include "kv_store_test.moc"
