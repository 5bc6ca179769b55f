// Random blocks (among their scales NaN, infinities and subnormals) decode to the bits that independent implementations give:
// tests/golden/quantised/blocks.py, whose generator and hash are mirrored here.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "kernels/formats/format.h"

using namespace halftone;

namespace {

constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;

std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

// Words `first`, first + 1, … of a stream.
void random_bytes(std::uint64_t seed, std::uint64_t first, std::vector<std::byte>& bytes) {
  for (std::size_t i = 0; i < bytes.size(); i += 8) {
    const std::uint64_t word = mixed(seed + (first + i / 8 + 1) * kOdd);
    std::memcpy(bytes.data() + i, &word, 8);
  }
}

std::uint64_t hash_of(const std::vector<float>& values, std::uint64_t first) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint32_t bits = std::isnan(values[i]) ? 0x7FC00000u : std::bit_cast<std::uint32_t>(values[i]);
    hash += mixed((first + i) * kOdd ^ bits);
  }
  return hash;
}

}  // namespace

class QuantisedBlocksTest : public QObject {
  Q_OBJECT

 private slots:
  void decode_to_the_same_bits_data() {
    QTest::addColumn<QJsonObject>("row");
    QFile file(SOURCE_DIR "/tests/golden/quantised/blocks.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QJsonValue row : QJsonDocument::fromJson(file.readAll()).array())
      QTest::newRow(row["format"].toString().toUtf8().constData()) << row.toObject();
  }
  void decode_to_the_same_bits() {
    QFETCH(QJsonObject, row);
    const FormatInfo* f = find_format(row["format"].toString().toStdString());
    QVERIFY(f);
    const std::int64_t blocks = row["blocks"].toInteger(), at_once = 1024;
    const auto seed = static_cast<std::uint64_t>(row["seed"].toInteger());
    std::vector<std::byte> bytes(static_cast<std::size_t>(at_once * f->block_bytes));
    std::vector<float> values(static_cast<std::size_t>(at_once * f->group));
    std::uint64_t hash = 0;
    for (std::int64_t begin = 0; begin < blocks; begin += at_once) {
      const std::int64_t count = std::min(at_once, blocks - begin);
      bytes.resize(static_cast<std::size_t>(count * f->block_bytes));
      values.resize(static_cast<std::size_t>(count * f->group));
      random_bytes(seed, static_cast<std::uint64_t>(begin * f->block_bytes / 8), bytes);
      f->decode(bytes.data(), values.data(), count);
      hash += hash_of(values, static_cast<std::uint64_t>(begin * f->group));
    }
    QCOMPARE(QString("%1").arg(hash, 16, 16, QChar('0')), row["hash"].toString());
  }
};

QTEST_APPLESS_MAIN(QuantisedBlocksTest)
#include "quantised_blocks_test.moc"
