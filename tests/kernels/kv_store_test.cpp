// kv_store: every device writes the reference's bytes, in the right rows, and nothing else.
#include "tests/kernels/attention_fixture.h"
#include "tests/kernels/device.h"

using namespace halftone;

class KvStoreTest : public QObject {
  Q_OBJECT

 private slots:
  void writes_the_references_bytes_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("page");
    QTest::addColumn<int>("width");
    for (const KvFormat format : {KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4})
      for (const int page : {16, 24, 32, 64})
        for (const int width : {20, 48, 64, 80, 96, 128, 256})
          QTest::addRow("%s, pages of %d, width %d", info(format).name.data(), page, width) << static_cast<int>(format) << page << width;
  }
  void writes_the_references_bytes() {
    QFETCH(int, format);
    QFETCH(int, page);
    QFETCH(int, width);
    constexpr std::int64_t kHeads = 3, kTokens = 37, kStart = 29, kStride = 5;  // heads further apart than they are wide
    const std::array<std::int64_t, 3> shape{kTokens, kHeads, width}, stride{kHeads * (width + kStride), width + kStride, 1};
    auto keys = random_numbers(kTokens * stride[0], 1), values = random_numbers(kTokens * stride[0], 2);
    for (int i = 0; i < width; ++i) keys[static_cast<std::size_t>(i)] = 0;  // a row of zeros, a huge number, tiny ones
    keys[static_cast<std::size_t>(stride[0])] = 1e30f;
    for (int i = 0; i < width; ++i) values[static_cast<std::size_t>(i)] *= 1e-9f;
    CacheFixture expected(static_cast<KvFormat>(format), kHeads, width, 100, page);
    const KvView& view = expected.view();
    reference::kv_store({{keys.data(), shape, stride}, {values.data(), shape, stride}, kStart, view});
    for_each_device([&](Device& device) {
      CacheFixture found(static_cast<KvFormat>(format), kHeads, width, 100, page);
      device.kv_store({{keys.data(), shape, stride}, {values.data(), shape, stride}, kStart, found.view()});
      QVERIFY2(expected.memory() == found.memory(), device.name().c_str());
    });

    // In place: what is decoded at a token is that token, and the neighbours are untouched.
    std::vector<float> row(width), wanted(keys.begin() + 4 * stride[0] + stride[1], keys.begin() + 4 * stride[0] + stride[1] + width);
    info(view.format).decode(view.key(kStart + 4, 1), row.data(), width);
    if (info(view.format).rotated) hadamard(row.data(), width);
    double error = 0;
    for (int i = 0; i < width; ++i) error += std::abs(row[i] - wanted[i]) / width;
    QVERIFY(error < 0.15);  // a wrong row would be off by about 1
    for (const std::int64_t outside : {kStart - 1, kStart + kTokens}) {
      for (std::int64_t i = 0; i < view.row_bytes(); ++i) {
        QCOMPARE(view.key(outside, 1)[i], std::byte{0xFF});
        QCOMPARE(view.value(outside, 1)[i], std::byte{0xFF});
      }
    }
  }
};

HALFTONE_OP_TEST_MAIN(KvStoreTest)
#include "kv_store_test.moc"
