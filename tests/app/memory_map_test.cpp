// The memory map: areas are bytes, in places that stay; what is chosen, entered, exported.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>

#include "app/viewmodels/memory_map/memory_map_picture.h"
#include "app/viewmodels/memory_map/memory_map_view_model.h"
#include "app/viewmodels/memory_map/treemap.h"
#include "tests/app/harness.h"
#include "tests/app/painted.h"

using namespace halftone;
using namespace halftone::app;

namespace {

double area(const QRectF& place) { return place.width() * place.height(); }

// Each in proportion to its amount, within the area, none over another.
bool isFair(const std::vector<double>& amounts, const std::vector<QRectF>& places, const QRectF& within) {
  const double all = std::reduce(amounts.begin(), amounts.end());
  if (places.size() != amounts.size()) return false;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (std::abs(area(places[i]) - area(within) * amounts[i] / all) > 1e-9 * area(within)) return false;
    if (!places[i].isEmpty() && !within.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(places[i])) return false;
    for (std::size_t j = 0; j < i; ++j)
      if (area(places[i].intersected(places[j])) > 1e-9 * area(within)) return false;
  }
  return true;
}

}  // namespace

class MemoryMapTest : public QObject {
  Q_OBJECT

 private slots:
  void areasAreAmounts() {
    std::mt19937 random(1);
    const QRectF within(3, 5, 400, 230);
    for (int round = 0; round < 200; ++round) {
      std::vector<double> amounts(1 + random() % 40);
      for (double& amount : amounts) amount = random() % 5 == 0 ? 0 : std::pow(10, static_cast<double>(random() % 7)) * (1 + random() % 9);
      amounts.front() += 1;
      QVERIFY(isFair(amounts, strips(amounts, within), within));
      QVERIFY(isFair(amounts, side_by_side(amounts, within), within));
      QVERIFY(isFair(amounts, stacked(amounts, within), within));
      QVERIFY(isFair(amounts, grid(amounts, 1 + static_cast<int>(random() % 8), within), within));
    }
    QVERIFY(strips({}, within).empty());
    QCOMPARE(strips(std::vector<double>{0, 0}, within).size(), 2U);
  }

  // Of the same things, with other amounts, each is where it was: the order is kept.
  void placesAreLearntOnce() {
    const std::vector<double> some = {5, 1, 4, 1, 3}, others = {6, 1, 4, 2, 3};
    const QRectF within(0, 0, 100, 100);
    const auto before = strips(some, within), after = strips(others, within);
    for (std::size_t i = 1; i < some.size(); ++i) {
      const auto reads = [](const QRectF& a, const QRectF& b) { return a.top() < b.top() || (a.top() == b.top() && a.left() < b.left()); };
      QVERIFY(reads(before[i - 1], before[i]) && reads(after[i - 1], after[i]));
    }
  }

  void everyByteHasAPlace() {
    std::vector<MappedBytes> entries = {{.name = "token_embedding", .format = "int8", .bytes = 500}, {.name = "lm_head", .format = "int8", .bytes = 300}};
    for (std::int64_t layer = 0; layer < 7; ++layer)
      for (const std::int64_t bytes : {40, 10, 0, 30}) entries.push_back({.name = "w", .layer = layer, .format = "int4", .bytes = bytes + layer});
    for (std::int64_t layer = 0; layer < 7; ++layer) entries.push_back({MemoryTag::kv_cache, "keys and values", layer, "f16", 12});
    entries.push_back({.tag = MemoryTag::activations, .name = "activations", .bytes = 77});
    entries.push_back({.tag = MemoryTag::workspace, .name = "workspace", .bytes = 0});
    double all = 55;
    for (const MappedBytes& entry : entries) all += static_cast<double>(entry.bytes);
    for (const double aspect : {0.4, 1.0, 2.3}) {
      const MapLayout layout = layout_of(entries, {55}, aspect, -1);
      QCOMPARE(layout.tiles.size(), entries.size());
      for (const MapTile& tile : layout.tiles)
        QVERIFY(std::abs(area(tile.place) - static_cast<double>(entries[static_cast<std::size_t>(tile.entry)].bytes) / all) < 1e-9);
      for (std::size_t i = 0; i < layout.tiles.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) QVERIFY(area(layout.tiles[i].place.intersected(layout.tiles[j].place)) < 1e-9);
      for (std::size_t i = 0; i < layout.tiles.size(); ++i) QCOMPARE(layout.tiles[i].entry, layout_of(entries, {0}, 1, -1).tiles[i].entry);
    }
    const MapLayout one = layout_of(entries, {55}, 1, 3);
    QCOMPARE(one.tiles.size(), 4U);
    double sum = 0;
    for (const MapTile& tile : one.tiles) sum += area(tile.place);
    QVERIFY(std::abs(sum - 1) < 1e-9);
    QVERIFY(layout_of({}, {}, 1, -1).tiles.empty() && layout_of(entries, {}, 1, 99).tiles.empty());
  }

  // Of several devices: a map for each, side by side, a byte as large on one as on the other.
  void devicesSideBySide() {
    std::vector<MappedBytes> entries;
    const std::vector<qint64> unattributed = {20, -5, 40};
    std::array<double, 3> bytes = {20, 0, 40};
    for (int device = 0; device < 3; ++device) {
      entries.push_back({.name = "table", .format = "int8", .bytes = 100 * (device + 1), .device = device});
      for (std::int64_t layer = 0; layer < 4; ++layer)
        entries.push_back({.name = "w", .layer = 4 * device + layer, .format = "int4", .bytes = 31 + layer, .device = device});
      entries.push_back({MemoryTag::kv_cache, "keys and values", 4 * device, "f16", 17, device});
      entries.push_back({.tag = MemoryTag::workspace, .name = "workspace", .bytes = 9, .device = device});
    }
    for (const MappedBytes& entry : entries) bytes[static_cast<std::size_t>(entry.device)] += static_cast<double>(entry.bytes);
    for (const double aspect : {0.4, 1.0, 2.3}) {
      const MapLayout layout = layout_of(entries, unattributed, aspect, -1);
      QCOMPARE(layout.devices.size(), 3U);
      QCOMPARE(layout.tiles.size(), entries.size());
      const double scale = area(layout.devices[0].place) / bytes[0];
      for (std::size_t device = 0; device < 3; ++device) {
        QVERIFY(std::abs(area(layout.devices[device].place) - scale * bytes[device]) < 1e-9);
        QCOMPARE(layout.devices[device].place.height(), 1.0);
        if (device > 0) QVERIFY(layout.devices[device].place.left() > layout.devices[device - 1].place.right() + 0.9 * kBetweenDevices);
      }
      for (const MapTile& tile : layout.tiles) {
        const MappedBytes& entry = entries[static_cast<std::size_t>(tile.entry)];
        QVERIFY(std::abs(area(tile.place) - scale * static_cast<double>(entry.bytes)) < 1e-9);
        const MapDevice& device = layout.devices[static_cast<std::size_t>(entry.device)];
        QVERIFY(device.place.adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(tile.place));
        QCOMPARE(device.weights.adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(tile.place), entry.tag == MemoryTag::weights);
      }
    }
    QCOMPARE(layout_of(entries, unattributed, 1, 5).tiles.size(), 1U);
  }

  // What would be otherwise adds up to what is expected, to the byte; the rest is as it is.
  void asIf() {
    std::vector<MappedBytes> entries = {{.name = "token_embedding", .format = "bf16", .bytes = 1001},
                                        {.name = "norm", .layer = 0, .format = "f32", .bytes = 64},
                                        {.name = "query", .layer = 0, .format = "bf16", .bytes = 777},
                                        {.name = "query", .layer = 1, .format = "bf16", .bytes = 333}};
    for (std::int64_t layer = 0; layer < 2; ++layer) entries.push_back({MemoryTag::kv_cache, "keys and values", layer, "f16", 0});
    entries.push_back({.tag = MemoryTag::workspace, .name = "workspace", .bytes = 50});
    AsIf asIf;
    asIf.bytes[0] = 1000, asIf.weights = "int8", asIf.bytes[1] = 4097, asIf.cache = "int4";
    const std::vector<MappedBytes> shown = entriesAsIf(entries, asIf);
    std::array<qint64, kMemoryTags> sums{};
    for (const MappedBytes& entry : shown) sums[static_cast<std::size_t>(entry.tag)] += entry.bytes;
    QCOMPARE(sums, (std::array<qint64, kMemoryTags>{1000, 4097, 0, 50}));
    QCOMPARE(shown[1].bytes, 64);
    QCOMPARE(shown[1].format, "f32");
    QCOMPARE(shown[2].format, "int8");
    QVERIFY(std::abs(static_cast<double>(shown[2].bytes) / static_cast<double>(shown[0].bytes) - 777.0 / 1001) < 0.01);
    QVERIFY(std::abs(shown[4].bytes - shown[5].bytes) <= 1);
    QCOMPARE(shown[4].format, "int4");
    QCOMPARE(shown[6].bytes, 50);
  }

  // While another setting is asked about, the map shows it and says so; the chosen allocation is what it is.
  void theMapShowsWhatIsAsked() {
    Harness h;
    h.script.memory.current = {11LL << 27, 64 << 20, 20 << 20, 4 << 20};
    h.script.memory.device_total = 24LL << 30;
    QVERIFY(h.open());
    MemoryMapViewModel& map = *h.app->memoryMap();
    WhatIfViewModel& whatIf = *h.app->whatIf();
    map.setActive(true);
    whatIf.setActive(true);
    QTRY_VERIFY(map.isKnown() && whatIf.isKnown());
    QVERIFY(!map.asIf() && map.asIfText().isEmpty());
    const auto held = [&](MemoryTag tag) {
      qint64 bytes = 0;
      for (const MapTile& tile : map.layout(1).tiles)
        if (map.shownOf(tile).tag == tag) bytes += map.shownOf(tile).bytes;
      return bytes;
    };
    const QString now = map.totalText();
    const qint64 cache = held(MemoryTag::kv_cache);
    map.choose(3);
    const QStringList figures = map.chosenFigures();
    whatIf.setWeights("int4");
    QCOMPARE(map.asIfText(), "as if: int4");
    QCOMPARE(held(MemoryTag::weights), 6LL << 27);  // the estimate's row
    QCOMPARE(held(MemoryTag::kv_cache), cache);
    QCOMPARE(map.chosenFigures(), figures);
    whatIf.setContext(16384);
    QTRY_COMPARE(map.asIfText(), "as if: int4, 16,384 tokens");
    QCOMPARE(held(MemoryTag::kv_cache), 1LL << 30);
    QVERIFY2(map.totalText().startsWith("1.75 GiB expected"), qPrintable(map.totalText()));
    whatIf.setContext(65536);
    QTRY_VERIFY2(map.totalText().endsWith("short"), qPrintable(map.totalText()));
    whatIf.reset();
    QVERIFY(!map.asIf());
    QCOMPARE(map.totalText(), now);
    whatIf.setWeights("int4");
    QVERIFY(map.asIf());
    whatIf.setActive(false);
    QVERIFY(!map.asIf());
  }

  void showsWhatTheEngineHolds() {
    Harness h;
    h.script.memory.current = {1'000'000, 200'000, 50'000, 10'000};
    h.script.memory.process = 1'300'000;
    h.script.memory.device_total = 8'000'000;
    h.script.about = [](ModelInfo& model) { model.layers = 4; };
    MemoryMapViewModel& map = *h.app->memoryMap();
    QVERIFY(!map.isKnown() && !map.hint().isEmpty());
    QVERIFY(h.open());
    QVERIFY(!map.isKnown());  // nobody looks
    map.setActive(true);
    QTRY_VERIFY(map.isKnown());
    QVERIFY(map.hint().isEmpty());
    QVERIFY2(map.totalText().contains("1,260,000 bytes"), qPrintable(map.totalText()));
    QCOMPARE(map.unattributed(), 40'000);
    const auto& tiles = map.layout(1.5).tiles;
    map.step(1, 0);
    QCOMPARE(map.chosen(), 0);
    map.step(0, 1);
    QVERIFY(map.chosen() > 0 && tiles[static_cast<std::size_t>(map.chosen())].place.top() > tiles[0].place.top());
    const QString chosen = map.chosenName();
    QVERIFY2(chosen.startsWith("layer "), qPrintable(chosen));
    map.enter();
    QVERIFY(map.within() >= 0);
    QCOMPARE(map.chosenName(), chosen);  // what was chosen still is, inside and back
    map.leave();
    QCOMPARE(map.within(), -1);
    QCOMPARE(map.chosenName(), chosen);
    map.choose(12345);
    QCOMPARE(map.chosenName(), chosen);

    QTemporaryDir folder;
    QSignalSpy said(&map, &MemoryMapViewModel::said);
    for (const QString& path : {folder.filePath("map.csv"), folder.filePath("map.json"), QStringLiteral("/proc/no/such")}) {
      const qsizetype before = said.size();
      map.exportTo(QUrl::fromLocalFile(path));
      QTRY_COMPARE(said.size(), before + 1);
    }
    QVERIFY(said[2][0].toString().contains("could not be written"));
    QFile csv(folder.filePath("map.csv")), json(folder.filePath("map.json"));
    QVERIFY(csv.open(QFile::ReadOnly) && json.open(QFile::ReadOnly));
    qint64 bytes = 0;
    for (const QByteArray& line : csv.readAll().split('\n').mid(1))
      if (!line.isEmpty()) bytes += line.mid(line.lastIndexOf(',') + 1).toLongLong();
    QCOMPARE(bytes, 1'300'000);
    QVERIFY(nlohmann::json::parse(json.readAll().toStdString())["allocations"].size() > 30);

    h.engine().unload();
    QTRY_VERIFY(!map.isKnown());
  }

  // What a model of 7 B parameters holds takes no more than a frame: everything, a layer of it, and with another thing chosen.
  void manyAllocationsArePaintedInAFrame() {
    FakeScript script;
    EngineThread thread(fakeFactory(script));
    EngineViewModel engine(&thread);
    MemoryMapViewModel map(&engine, &thread);
    MemorySnapshot snapshot;
    std::vector<MappedBytes>& entries = snapshot.entries;
    for (const char* name : {"token_embedding", "lm_head"}) entries.push_back({.name = name, .format = "int8", .bytes = 131'000'000});
    for (std::int64_t layer = 0; layer < 32; ++layer) {
      for (const std::int64_t bytes : {16'777'216, 4'194'304, 4'194'304, 16'777'216, 58'720'256, 58'720'256, 58'720'256})
        entries.push_back({.name = "weight", .layer = layer, .format = "int4_g64", .bytes = bytes});
      for (int vector = 0; vector < 10; ++vector) entries.push_back({.name = "vector", .layer = layer, .format = "f32", .bytes = 16'384});
      entries.push_back({MemoryTag::kv_cache, "keys and values", layer, "f16", 33'554'432});
    }
    for (const MemoryTag tag : {MemoryTag::activations, MemoryTag::workspace})
      entries.push_back({.tag = tag, .name = "rows", .bytes = 300'000'000});
    while (entries.size() < 600) entries.push_back({MemoryTag::workspace, "scratch", -1, {}, 1'000'000});
    for (const MappedBytes& entry : entries) snapshot.report.current[static_cast<std::size_t>(entry.tag)] += entry.bytes;
    snapshot.report.process = snapshot.report.total() + 200'000'000;
    emit thread.memoryMapped(snapshot);
    QVERIFY(map.isKnown());

    MemoryMapPicture picture;
    picture.setMap(&map);
    const QList<QColor> colors = {Qt::blue, Qt::green, Qt::yellow, Qt::gray, Qt::magenta};
    QVERIFY(picture.setProperty("colors", QVariant::fromValue(colors)) && picture.setProperty("background", QColor(Qt::white)));
    QVERIFY(picture.setProperty("ink", QColor(Qt::black)) && picture.setProperty("accent", QColor(Qt::red)));
    QImage image;
    const auto check = [&](const char* what) {
      QVERIFY2(paintedInAFrame(picture, image, what), what);
      QVERIFY(colorsIn(image).size() > 20);
    };
    check("everything");
    QVERIFY(picture.setProperty("mirrored", true));
    check("mirrored");
    map.choose(200);
    check("with one chosen");
    map.enter();
    QVERIFY(map.within() >= 0);
    check("a layer");
  }
};

QTEST_MAIN(MemoryMapTest)
#include "memory_map_test.moc"
