// embed on every device: rows of the table, scaled, and what positions add; nothing between the rows is written.
#include <algorithm>
#include <cmath>

#include "tests/kernels/device.h"
#include "tests/kernels/random_numbers.h"
#include "tests/kernels/sample_blocks.h"

using namespace halftone;

namespace {

constexpr std::int64_t kRows = 21, kPositions = 700;

enum class Place { none, learned, sinusoidal };

// The published formula, in the other order of operations.
double sinusoid_of(std::int64_t position, std::int64_t d, std::int64_t width) {
  const double angle =
      static_cast<double>(position) / std::exp(std::log(10000.0) * static_cast<double>(d - d % 2) / static_cast<double>(width));
  return d % 2 ? std::cos(angle) : std::sin(angle);
}

}  // namespace

class EmbedTest : public QObject {
  Q_OBJECT

 private slots:
  void rows_of_the_table_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("width");
    for (const FormatInfo& f : formats())
      for (const int width : {31, 32, 100, 256, 1088})
        QTest::addRow("%s, width %d", f.name.data(), width) << static_cast<int>(f.format) << width;
  }
  void rows_of_the_table() {
    QFETCH(int, format);
    QFETCH(int, width);
    const FormatInfo& f = info(static_cast<Format>(format));
    const std::int64_t row_bytes = f.row_bytes(width), groups = row_bytes / f.block_bytes, stride = width + 5;
    const auto values = random_numbers(kRows * width, 1), learned = random_numbers(kPositions * width, 2);
    std::vector<std::byte> row_major(static_cast<std::size_t>(kRows * row_bytes));
    fill_sample_blocks(f.format, values.data(), kRows, width, row_major.data());
    const std::vector<std::int32_t> ids{20, 0, 0, 7, 15, 16, 3, 20, 11, 1, 10}, positions{0, 1, 2, 699, 13, 39, 7, 2, 100, 64, 63};
    const auto tokens = std::ssize(ids);
    std::vector<double> decoded, sinusoids;
    std::vector<float> row(static_cast<std::size_t>(groups * f.group));
    for (std::int64_t t = 0; t < tokens; ++t) {
      f.decode(row_major.data() + ids[static_cast<std::size_t>(t)] * row_bytes, row.data(), groups);
      decoded.insert(decoded.end(), row.begin(), row.begin() + width);
      for (std::int64_t d = 0; d < width; ++d) sinusoids.push_back(sinusoid_of(positions[static_cast<std::size_t>(t)], d, width));
    }
    for_each_implementation([&](Device& device) {
      const auto table = packed(f.format, device.layout(), row_major.data(), kRows, width);
      for (const Place place : {Place::none, Place::learned, Place::sinusoidal}) {
        for (const float scale : {1.0f, 45.25f}) {
          std::vector<float> out(static_cast<std::size_t>(tokens * stride), -1.0f);
          EmbedArgs args{.ids = ids,
                         .table = {f.format, device.layout(), table.data(), kRows, width},
                         .scale = scale,
                         .positions = positions,
                         .sinusoidal = place == Place::sinusoidal,
                         .out = {out.data(), {tokens, width}, {stride, 1}}};
          if (place == Place::learned) args.position_table = {learned.data(), {kPositions, width}};
          device.embed(args);
          for (std::int64_t t = 0; t < tokens; ++t) {
            for (std::int64_t d = 0; d < stride; ++d) {
              const float found = out[static_cast<std::size_t>(t * stride + d)];
              if (d >= width) {
                QCOMPARE(found, -1.0f);
                continue;
              }
              const auto at = static_cast<std::size_t>(t * width + d);
              const double added = place == Place::none ? 0
                                   : place == Place::learned
                                       ? learned[static_cast<std::size_t>(positions[static_cast<std::size_t>(t)] * width + d)]
                                       : sinusoids[at];
              // A product, what is added as a float, and the sum: each rounds once. Sines and cosines of a double are good to its last
              // bits.
              const double scaled = decoded[at] * scale, allowed = (std::abs(scaled) + std::abs(added)) * 0x1p-23 + 1e-12;
              if (!(std::abs(found - (scaled + added)) <= allowed))
                QFAIL(qPrintable(QString("%1, place %2, scale %3, token %4, %5: %6, expected %7")
                                     .arg(device.name().c_str())
                                     .arg(static_cast<int>(place))
                                     .arg(scale)
                                     .arg(t)
                                     .arg(d)
                                     .arg(found)
                                     .arg(scaled + added)));
            }
          }
        }
      }
    });
  }
};

HALFTONE_OP_TEST_MAIN(EmbedTest)
#include "embed_test.moc"
