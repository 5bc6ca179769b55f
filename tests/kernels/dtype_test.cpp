// The 16-bit conversions against the compiler's own binary16 and against bfloat16's definition.
#include <QTest>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>

#include "kernels/core/dtype.h"

using namespace halftone;

namespace {

std::uint16_t compiler_f16(float value) {
  const auto half = static_cast<_Float16>(value);
  std::uint16_t bits;
  std::memcpy(&bits, &half, sizeof bits);
  return bits;
}

float compiler_float(std::uint16_t bits) {
  _Float16 half;
  std::memcpy(&half, &bits, sizeof bits);
  return static_cast<float>(half);
}

bool is_nan(std::uint16_t f16) { return (f16 & 0x7FFF) > 0x7C00; }

// Nearest, ties to even, by searching the two neighbours.
std::uint16_t nearest_bf16(float value) {
  const auto below = static_cast<std::uint16_t>(bits_of_float(value) >> 16);  // towards zero
  const auto above = static_cast<std::uint16_t>(below + 1);
  const double low = float_from_bits(static_cast<std::uint32_t>(below) << 16);
  const double high = (above & 0x7FFF) == 0x7F80 ? std::copysign(0x1p128, value) : float_from_bits(static_cast<std::uint32_t>(above) << 16);
  const double to_low = std::abs(value - low), to_high = std::abs(high - value);
  if (to_low != to_high) return to_low < to_high ? below : above;
  return below & 1 ? above : below;
}

// Around every 16-bit number, midpoints too, where rounding goes wrong first; then random bits.
template <class Check>
void around_every_number(float (*widen)(std::uint16_t), Check check) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const float at = widen(static_cast<std::uint16_t>(bits));
    if (!std::isfinite(at)) continue;
    const float next = widen(static_cast<std::uint16_t>(bits + 1));
    const float middle = std::isfinite(next) ? static_cast<float>((static_cast<double>(at) + next) / 2) : at;
    for (const float value : {at, middle}) {
      check(value);
      check(std::nextafter(value, INFINITY));
      check(std::nextafter(value, -INFINITY));
    }
  }
  std::mt19937 generator(1);
  for (int i = 0; i < 2000000; ++i) check(float_from_bits(generator()));
}

}  // namespace

class DtypeTest : public QObject {
  Q_OBJECT

 private slots:
  void every_f16_widens_exactly() {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
      const float found = F16{static_cast<std::uint16_t>(bits)}.to_float(), expected = compiler_float(static_cast<std::uint16_t>(bits));
      if (std::isnan(expected)) {
        QVERIFY(std::isnan(found));
      } else {
        QCOMPARE(bits_of_float(found), bits_of_float(expected));
        QCOMPARE(F16::from_float(found).bits, static_cast<std::uint16_t>(bits));
      }
    }
  }

  void f16_rounds_as_the_compiler() {
    std::int64_t wrong = 0;
    around_every_number([](std::uint16_t bits) { return F16{bits}.to_float(); }, [&](float value) {
      const std::uint16_t found = F16::from_float(value).bits;
      wrong += std::isnan(value) ? !is_nan(found) : found != compiler_f16(value);
    });
    for (const float edge : {65519.996f, 65520.0f, 65504.0f, 1e30f, -1e30f, INFINITY, -INFINITY, 0x1p-25f, std::nextafter(0x1p-25f, 1.0f), -0.0f}) {
      wrong += F16::from_float(edge).bits != compiler_f16(edge);
    }
    QCOMPARE(wrong, 0);
  }

  void every_bf16_survives() {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
      const float value = BF16{static_cast<std::uint16_t>(bits)}.to_float();
      if (std::isnan(value)) {
        QVERIFY(std::isnan(BF16::from_float(value).to_float()));
      } else {
        QCOMPARE(BF16::from_float(value).bits, static_cast<std::uint16_t>(bits));
      }
    }
  }

  void bf16_rounds_to_nearest_even() {
    std::int64_t wrong = 0;
    around_every_number([](std::uint16_t bits) { return BF16{bits}.to_float(); }, [&](float value) {
      const std::uint16_t found = BF16::from_float(value).bits;
      if (std::isnan(value)) {
        wrong += !std::isnan(BF16{found}.to_float());
      } else if (std::isinf(value)) {
        wrong += BF16{found}.to_float() != value;
      } else {
        wrong += found != nearest_bf16(value);
      }
    });
    QCOMPARE(wrong, 0);
  }

  void a_signalling_nan_with_low_bits_only_stays_nan() {
    const float nan = float_from_bits(0x7F800001u);
    QVERIFY(std::isnan(BF16::from_float(nan).to_float()));
    QVERIFY(std::isnan(F16::from_float(nan).to_float()));
  }
};

QTEST_APPLESS_MAIN(DtypeTest)
#include "dtype_test.moc"
