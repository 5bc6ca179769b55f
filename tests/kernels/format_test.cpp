#include "kernels/formats/format.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <set>
#include <vector>

#include "kernels/formats/format_table.h"

using namespace halftone;

namespace {

const double kInfinity = std::numeric_limits<float>::infinity();

std::vector<float> decode(Format format, const std::vector<std::uint8_t>& bytes) {
  const FormatInfo& f = info(format);
  const auto groups = static_cast<std::int64_t>(bytes.size()) / f.block_bytes;
  std::vector<std::byte> shifted(bytes.size() + 1);  // unaligned on purpose
  std::memcpy(shifted.data() + 1, bytes.data(), bytes.size());
  std::vector<float> values(groups * f.group);
  f.decode(shifted.data() + 1, values.data(), groups);
  return values;
}

// x with P(X < x) = p for a normal X, by bisection.
double normal_quantile(double p) {
  double low = -10, high = 10;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
  }
  return low;
}

}  // namespace

class FormatTest : public QObject {
  Q_OBJECT

 private slots:
  void table();
  void q8_0_bytes();
  void q4_0_bytes();
  void q4_1_bytes();
  void iq4_bytes();
  void int4_groups();
  void int3_and_int2_bits();
  void nf4_is_made_of_quantiles();
  void encode_rounds_to_nearest_data();
  void encode_rounds_to_nearest();
  void encode_is_defined_for_every_float_data() { encode_rounds_to_nearest_data(); }
  void encode_is_defined_for_every_float();
};

void FormatTest::table() {
  std::set<std::string_view> names;
  for (const FormatInfo& f : formats()) {
    QCOMPARE(&info(f.format), &f);
    QCOMPARE(find_format(f.name), &f);
    QVERIFY(names.insert(f.name).second);
    QCOMPARE(f.row_bytes(0), 0);
    QCOMPARE(f.row_bytes(1), f.block_bytes);
    QCOMPARE(f.row_bytes(f.group), f.block_bytes);
    QCOMPARE(f.row_bytes(f.group + 1), 2 * f.block_bytes);
  }
  QVERIFY(!find_format("int5"));
  QCOMPARE(info(Format::q4_0).bits_per_weight(), 4.5);
  QCOMPARE(info(Format::int4_g64).bits_per_weight(), 4.5);
  QCOMPARE(info(Format::int3).bits_per_weight(), 3.5);
  QCOMPARE(info(Format::int2).bits_per_weight(), 2.5);
}

// Bytes written out by hand from the GGUF specification.
void FormatTest::q8_0_bytes() {
  std::vector<std::uint8_t> bytes = {0x00, 0x38};  // 0.5
  for (int i = 0; i < 32; ++i) bytes.push_back(static_cast<std::uint8_t>(i * 8 - 128));
  const auto values = decode(Format::q8_0, bytes);
  for (int i = 0; i < 32; ++i) QCOMPARE(values[i], 0.5f * (i * 8 - 128));
  QVERIFY(decode(Format::int8, bytes) == values);
}

void FormatTest::q4_0_bytes() {
  std::vector<std::uint8_t> bytes = {0x00, 0xC0};  // -2
  for (int i = 0; i < 16; ++i) bytes.push_back(static_cast<std::uint8_t>(i | (15 - i) << 4));
  const auto values = decode(Format::q4_0, bytes);
  for (int i = 0; i < 16; ++i) {
    QCOMPARE(values[i], -2.0f * (i - 8));
    QCOMPARE(values[16 + i], -2.0f * (15 - i - 8));
  }
}

void FormatTest::q4_1_bytes() {
  std::vector<std::uint8_t> bytes = {0x00, 0x38, 0x00, 0xC2};  // 0.5, -3
  for (int i = 0; i < 16; ++i) bytes.push_back(static_cast<std::uint8_t>(i | (15 - i) << 4));
  const auto values = decode(Format::q4_1, bytes);
  for (int i = 0; i < 16; ++i) {
    QCOMPARE(values[i], 0.5f * i - 3);
    QCOMPARE(values[16 + i], 0.5f * (15 - i) - 3);
  }
  QVERIFY(decode(Format::int4_g32, bytes) == values);
}

// Levels and six-bit scales, as the GGUF specification's text has them.
void FormatTest::iq4_bytes() {
  const int levels[] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
  std::vector<std::uint8_t> bytes = {0x00, 0xC0};  // -2
  for (int i = 0; i < 16; ++i) bytes.push_back(static_cast<std::uint8_t>(i | (15 - i) << 4));
  const auto values = decode(Format::iq4_nl, bytes);
  for (int i = 0; i < 16; ++i) {
    QCOMPARE(values[i], -2.0f * levels[i]);
    QCOMPARE(values[16 + i], -2.0f * levels[15 - i]);
  }
  // Scales of the parts, less 32: 0, 9, 18, 27, 36, 45, 54, 63; low nibbles 0, 9, 2, 11, 4, 13, 6, 15, high pairs 0, 0, 1, 1, 2, 2, 3, 3.
  bytes = {0x00, 0x38, 0b01'01'00'00, 0b11'11'10'10, 0x90, 0xB2, 0xD4, 0xF6};  // 0.5
  for (int i = 0; i < 128; ++i) bytes.push_back(static_cast<std::uint8_t>((i % 16) | (15 - i % 16) << 4));
  const auto parts = decode(Format::iq4_xs, bytes);
  for (int i = 0; i < 256; ++i) QCOMPARE(parts[i], 0.5f * (9 * (i / 32) - 32) * levels[i % 32 < 16 ? i % 16 : 15 - i % 16]);
}

void FormatTest::int4_groups() {
  for (const Format format : {Format::int4_g64, Format::int4_g128}) {
    std::vector<std::uint8_t> bytes = {0x00, 0x3C, 0x00, 0x00};  // 1, 0
    const int group = info(format).group;
    for (int i = 0; i < group / 2; ++i) bytes.push_back(static_cast<std::uint8_t>((i * 7 % 16) | (i * 5 % 16) << 4));
    const auto values = decode(format, bytes);
    for (int i = 0; i < group; ++i) {
      const int byte = i / 32 * 16 + i % 16;
      QCOMPARE(values[i], static_cast<float>(i % 32 < 16 ? byte * 7 % 16 : byte * 5 % 16));
    }
  }
}

// Bit by bit, each set alone, must raise exactly the one weight that the layout's text says, by its power of two.
void FormatTest::int3_and_int2_bits() {
  for (const Format format : {Format::int3, Format::int2}) {
    const int per_part = format == Format::int3 ? 12 : 8;
    for (int bit = 0; bit < 2 * per_part * 8; ++bit) {
      std::vector<std::uint8_t> bytes(info(format).block_bytes);
      bytes[1] = 0x3C;
      bytes[4 + bit / 8] = static_cast<std::uint8_t>(1 << bit % 8);
      const int part = bit / 8 / per_part, byte = bit / 8 % per_part;
      const int weight = part * 32 + (byte < 8 ? bit % 8 / 2 * 8 + byte : bit % 8 * 4 + byte - 8);
      const float raise = byte < 8 ? static_cast<float>(1 << bit % 2) : 4.0f;
      const auto values = decode(format, bytes);
      for (int i = 0; i < 64; ++i) QCOMPARE(values[i], i == weight ? raise : 0.0f);
    }
  }
}

// QLoRA: 8 quantiles above zero and 7 below, evenly spaced in probability up to `offset`, scaled to [-1, 1].
void FormatTest::nf4_is_made_of_quantiles() {
  const double offset = 0.5 * ((1 - 1.0 / 32) + (1 - 1.0 / 30)), top = normal_quantile(offset);
  for (int q = 0; q < 16; ++q) {
    double expected = 0;
    if (q > 7) expected = normal_quantile(0.5 + (offset - 0.5) * (q - 7) / 8) / top;
    if (q < 7) expected = -normal_quantile(0.5 + (offset - 0.5) * (7 - q) / 7) / top;
    QVERIFY2(std::abs(nf4_code(q) - expected) < 1e-6, qPrintable(QString("%1: %2, %3").arg(q).arg(nf4_code(q)).arg(expected)));
  }
  std::vector<std::uint8_t> bytes = {0x00, 0x40};  // 2
  for (int i = 0; i < 32; ++i) bytes.push_back(static_cast<std::uint8_t>((i % 16) | (15 - i % 16) << 4));
  const auto values = decode(Format::nf4, bytes);
  for (int i = 0; i < 64; ++i) QCOMPARE(values[i], 2 * nf4_code(i % 32 < 16 ? i % 16 : 15 - i % 16));
}

void FormatTest::encode_rounds_to_nearest_data() {
  QTest::addColumn<int>("format");
  for (const FormatInfo& f : formats())
    if (f.encode) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
}

// What a block can hold is found by trying: no other code of the same header comes closer.
void FormatTest::encode_rounds_to_nearest() {
  QFETCH(int, format);
  const FormatInfo& f = info(static_cast<Format>(format));
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0.1f, 1.0f);
  std::vector<float> values(20 * f.group);
  for (auto& v : values) v = normal(random);
  std::vector<std::byte> blocks(20 * f.block_bytes);
  f.encode(values.data(), blocks.data(), 20);
  std::vector<float> decoded(values.size());
  f.decode(blocks.data(), decoded.data(), 20);
  for (int b = 0; b < 20; ++b) {
    std::set<float> levels;  // of this block's header, by decoding blocks of random quants
    for (int attempt = 0; f.quantised && attempt < 200; ++attempt) {
      std::vector<std::byte> block(blocks.begin() + b * f.block_bytes, blocks.begin() + (b + 1) * f.block_bytes);
      for (int i = 2 * f.header_fields; i < f.block_bytes; ++i) {
        block[i] = static_cast<std::byte>(random());
        if (f.format == Format::int8 && block[i] == std::byte{0x80}) block[i] = std::byte{0};  // -128 is not used
        if (f.format == Format::q8_0 && block[i] == std::byte{0x80}) block[i] = std::byte{0};
      }
      std::vector<float> possible(f.group);
      f.decode(block.data(), possible.data(), 1);
      levels.insert(possible.begin(), possible.end());
    }
    for (int i = b * f.group; i < (b + 1) * f.group; ++i) {
      const float error = std::abs(values[i] - decoded[i]);
      if (!f.quantised) {
        const float ulp = f.format == Format::f32 ? 0.0f : f.format == Format::f16 ? 0x1p-11f : 0x1p-8f;
        QVERIFY(error <= ulp * std::abs(values[i]) + 0x1p-25f);
        continue;
      }
      for (const float level : levels) QVERIFY(error <= std::abs(values[i] - level) * 1.0001f + 1e-6f);
    }
  }
}

void FormatTest::encode_is_defined_for_every_float() {
  QFETCH(int, format);
  const FormatInfo& f = info(static_cast<Format>(format));
  if (!f.quantised) return;
  const double cases[] = {std::nan(""), kInfinity, -kInfinity, 3e38, -3e38, 1e-40, -1e-40, 0.0, 1e-7, 65504};
  for (const double bad : cases) {
    for (const bool everywhere : {false, true}) {
      std::vector<float> values(f.group, everywhere ? static_cast<float>(bad) : 0.5f), decoded(f.group);
      values[3] = static_cast<float>(bad);
      std::vector<std::byte> block(f.block_bytes);
      f.encode(values.data(), block.data(), 1);
      f.decode(block.data(), decoded.data(), 1);
      for (const float v : decoded) QVERIFY(std::isfinite(v) && std::abs(v) <= 70000);
      if (everywhere && std::abs(bad) < 1e-30)
        for (const float v : decoded) QCOMPARE(v, 0.0f);
    }
  }
}

QTEST_APPLESS_MAIN(FormatTest)
#include "format_test.moc"
