// The cache formats: sizes, each format's own error bound, extremes, and what the rotation is for.
#include <QTest>

#include <array>
#include <cmath>
#include <limits>

#include "kernels/formats/kv_format.h"
#include "kernels/formats/kv_hadamard.h"
#include "kernels/formats/kv_int4.h"
#include "kernels/formats/kv_int8.h"
#include "tests/kernels/attention_fixture.h"

using namespace halftone;

namespace {

constexpr double kEpsilon = 0x1p-24;
constexpr std::array kFormats{KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4};
constexpr std::array<std::int64_t, 11> kWidths{1, 2, 5, 20, 31, 32, 48, 64, 80, 128, 256};

std::vector<float> round_trip(KvFormat format, const std::vector<float>& row) {
  const auto width = static_cast<std::int64_t>(row.size());
  std::vector<std::byte> stored(info(format).row_bytes(width) + 2, std::byte{0xAB});
  info(format).encode(row.data(), stored.data() + 1, width);  // unaligned on purpose
  if (stored.front() != std::byte{0xAB} || stored.back() != std::byte{0xAB}) qFatal("wrote beyond the row");
  std::vector<float> read(row.size());
  info(format).decode(stored.data() + 1, read.data(), width);
  return read;
}

// As the cache sees it: rotated where the format is.
std::vector<float> plain_or_rotated(KvFormat format, std::vector<float> row) {
  if (info(format).rotated) hadamard(row.data(), static_cast<std::int64_t>(row.size()));
  return row;
}

double distance(const std::vector<float>& a, const std::vector<float>& b) {
  double square = 0;
  for (std::size_t i = 0; i < a.size(); ++i) square += (static_cast<double>(a[i]) - b[i]) * (static_cast<double>(a[i]) - b[i]);
  return std::sqrt(square);
}

}  // namespace

class KvFormatTest : public QObject {
  Q_OBJECT

 private slots:
  void sizes() {
    const auto bytes = [](KvFormat format, std::int64_t width) { return info(format).row_bytes(width); };
    QCOMPARE(bytes(KvFormat::f32, 64), 256LL);
    QCOMPARE(bytes(KvFormat::f16, 80), 160LL);
    QCOMPARE(bytes(KvFormat::bf16, 80), 160LL);
    QCOMPARE(bytes(KvFormat::int8, 128), 128LL + 4 * 2);
    QCOMPARE(bytes(KvFormat::int8, 48), 48LL + 2 * 2);
    QCOMPARE(bytes(KvFormat::int4, 128), 64LL + 4 * 4);
    QCOMPARE(bytes(KvFormat::int4, 80), 40LL + 3 * 4);
    QCOMPARE(bytes(KvFormat::int4, 5), 3LL + 4);
  }

  void names_are_the_formats() {
    const char* names[] = {"f32", "f16", "bf16", "int8", "int4"};
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
      QCOMPARE(QString::fromUtf8(info(kFormats[i]).name.data()), names[i]);
      QCOMPARE(info(kFormats[i]).rotated, kFormats[i] == KvFormat::int4);
    }
  }

  // Per number: floats half a step of their mantissa; int8 half a step of the group's largest / 127; int4 half of its range / 15; plus
  // the f16 rounding (relative 2⁻¹¹, absolute 2⁻²⁵ among subnormals) of the scale at the largest quant, and of the minimum.
  void round_trip_is_within_the_formats_bound() {
    for (const KvFormat format : kFormats) {
      for (const std::int64_t width : kWidths) {
        for (const float size : {1.0f, 1e-3f, 300.0f, 1e-6f}) {
          auto row = random_numbers(width, static_cast<std::uint32_t>(width), size);
          row[width / 2] *= 20;
          const auto read = round_trip(format, row), wanted = plain_or_rotated(format, row);
          for (std::int64_t i = 0; i < width; ++i) {
            const auto begin = wanted.begin() + i / 32 * 32, end = wanted.begin() + std::min(i / 32 * 32 + 32, width);
            const auto [low, high] = std::minmax_element(begin, end);
            const double largest = std::max(std::abs(*low), std::abs(*high)), range = *high - *low;
            double allowed = 0;
            switch (format) {
              case KvFormat::f32: break;
              case KvFormat::f16: allowed = std::abs(wanted[i]) * 0x1p-11 + 0x1p-25; break;
              case KvFormat::bf16: allowed = std::abs(wanted[i]) * 0x1p-8; break;
              case KvFormat::int8: allowed = largest / 254 * 1.001 + largest * 0x1p-11 + 127 * 0x1p-25; break;
              case KvFormat::int4: allowed = range / 30 * 1.001 + (range + largest) * 0x1p-11 + largest * 0x1p-11 + 16 * 0x1p-25; break;
            }
            const double error = std::abs(static_cast<double>(read[i]) - wanted[i]);
            QVERIFY2(error <= allowed + 4 * kEpsilon * largest, qPrintable(QString("%1, width %2, size %3: off by %4, allowed %5")
                                                                             .arg(info(format).name.data()).arg(width).arg(size).arg(error).arg(allowed)));
          }
        }
      }
    }
  }

  void constant_and_zero_rows_survive() {
    for (const KvFormat format : kFormats) {
      for (const float value : {0.0f, 1.0f, -2.5f}) {
        const std::vector<float> row(48, value);
        const auto read = round_trip(format, row), wanted = plain_or_rotated(format, row);
        for (std::size_t i = 0; i < row.size(); ++i) QVERIFY(std::abs(read[i] - wanted[i]) <= 0x1p-10 * std::abs(value) * 4);
      }
    }
  }

  // A broken row must not read back as a sound one.
  void not_finite_numbers_stay_visible() {
    for (const KvFormat format : kFormats) {
      for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
        auto row = random_numbers(64, 5);
        row[40] = bad;
        const auto read = round_trip(format, row);
        QVERIFY2(!std::isfinite(read[40]), info(format).name.data());
      }
    }
  }

  void hadamard_is_its_own_inverse_and_keeps_products() {
    for (const std::int64_t width : {1, 2, 4, 48, 64, 80, 96, 128, 256}) {
      const auto x = random_numbers(width, 6), y = random_numbers(width, 7);
      auto rotated_x = x, rotated_y = y;
      hadamard(rotated_x.data(), width);
      hadamard(rotated_y.data(), width);
      double plain = 0, rotated = 0;
      for (std::int64_t i = 0; i < width; ++i) plain += static_cast<double>(x[i]) * y[i], rotated += static_cast<double>(rotated_x[i]) * rotated_y[i];
      // log₂ n roundings of numbers no longer than the row, on each side.
      QVERIFY(std::abs(plain - rotated) <= 2 * 10 * kEpsilon * static_cast<double>(width) * 4);
      hadamard(rotated_x.data(), width);
      QVERIFY(distance(x, rotated_x) <= 20 * kEpsilon * std::sqrt(static_cast<double>(width)) * 4);
    }
  }

  // The definition: entry (i, j) is (−1)^popcount(i & j) / √n.
  void hadamard_is_the_sylvester_matrix() {
    for (const std::int64_t width : {8, 24}) {
      for (std::int64_t j = 0; j < width; ++j) {
        std::vector<float> unit(width, 0.0f);
        unit[j] = 1;
        hadamard(unit.data(), width);
        for (std::int64_t i = 0; i < width; ++i) {
          const float sign = __builtin_popcountll(static_cast<unsigned long long>((i % 8) & (j % 8))) % 2 ? -1.0f : 1.0f;
          QVERIFY(std::abs(unit[i] - (i / 8 == j / 8 ? sign / std::sqrt(8.0f) : 0.0f)) < 1e-6);
        }
      }
    }
  }

  // Keys of real models have a few large channels. Rotated, they cost nothing; unrotated, a group with one loses all the others.
  void rotation_pays_on_rows_with_outliers() {
    double rotated = 0, unrotated = 0;
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
      auto row = random_numbers(128, seed);
      row[3] *= 40, row[77] *= 40;
      auto read = round_trip(KvFormat::int4, row);
      hadamard(read.data(), 128);
      rotated += distance(read, row);

      auto counter = row;  // rotating first cancels the format's own rotation: the same quantiser without it
      hadamard(counter.data(), 128);
      unrotated += distance(round_trip(KvFormat::int4, counter), row);
    }
    QVERIFY2(rotated < 0.8 * unrotated, qPrintable(QString("%1 against %2").arg(rotated).arg(unrotated)));
  }

  void more_bits_are_nearer() {
    const auto row = random_numbers(128, 8);
    double last = -1;
    for (const KvFormat format : {KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4}) {
      const double error = distance(round_trip(format, row), plain_or_rotated(format, row));
      QVERIFY2(error > last, info(format).name.data());
      last = error;
    }
  }
};

QTEST_APPLESS_MAIN(KvFormatTest)
#include "kv_format_test.moc"
