#include "app/viewmodels/memory_map/memory_map_view_model.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "app/engine_worker/engine_thread.h"
#include "app/engine_worker/engine_words.h"
#include "app/export_file.h"
#include "app/format.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {
namespace {

constexpr int kIntervalMs = 500;

QString text(std::string_view words) { return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())); }

}  // namespace

MemoryMapViewModel::MemoryMapViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent)
    : QObject(parent), engine_(engine), engineThread_(engineThread) {
  timer_.setInterval(kIntervalMs);
  connect(&timer_, &QTimer::timeout, this, [this] {
    if (!std::exchange(asked_, true)) engineThread_->mapMemory();
  });
  connect(engineThread_, &EngineThread::memoryMapped, this, &MemoryMapViewModel::take);
  connect(engine_, &EngineViewModel::modelChanged, this, [this] {
    asked_ = false;
    if (!engine_->facts()) take({});
    else if (active_) asked_ = true, engineThread_->mapMemory();
  });
}

void MemoryMapViewModel::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  emit activeChanged();
  if (!active_) return timer_.stop();
  timer_.start();
  if (engine_->facts() && !std::exchange(asked_, true)) engineThread_->mapMemory();
}

// Places stay what they are while the same things are there; then only their sizes change.
void MemoryMapViewModel::take(const MemorySnapshot& snapshot) {
  asked_ = false;
  const bool others = snapshot.entries.size() != snapshot_.entries.size();
  snapshot_ = snapshot;
  if (others) within_ = chosen_ = -1;
  arrange();
  if (others) emit withinChanged();
  emit chosenChanged();
  emit changed();
}

void MemoryMapViewModel::arrange() {
  shown_ = asIf_ ? entriesAsIf(snapshot_.entries, *asIf_) : snapshot_.entries;
  std::vector<qint64> beyond{unattributed()};
  if (snapshot_.devices.size() > 1) {
    beyond.clear();
    for (const DeviceMemory& device : snapshot_.devices) beyond.push_back(std::max<qint64>(0, device.report.unattributed()));
  }
  layout_ = layout_of(shown_, beyond, aspect_, within_);
}

void MemoryMapViewModel::setAsIf(std::optional<AsIf> asIf) {
  if (asIf == asIf_) return;
  asIf_ = std::move(asIf);
  arrange();
  emit changed();
}

QVariantList MemoryMapViewModel::devices() const {
  QVariantList all;
  if (snapshot_.devices.size() < 2 || within_ >= 0 || layout_.devices.size() != snapshot_.devices.size()) return all;
  for (std::size_t i = 0; i < snapshot_.devices.size(); ++i) {
    const DeviceMemory& device = snapshot_.devices[i];
    const QRectF& place = layout_.devices[i].place;
    all.append(QVariantMap{{"name", spoken(device.name)},
                           {"layers", tr("layers %1 to %2").arg(device.layers.begin).arg(device.layers.end - 1)},
                           {"bytes", tr("%1 of %2").arg(formatBytes(device.report.total()), formatBytes(device.report.device_total))},
                           {"from", place.left()},
                           {"to", place.right()}});
  }
  return all;
}

QString MemoryMapViewModel::hint() const {
  if (isKnown()) return {};
  return engine_->facts() ? tr("The engine of this model does not say where its bytes are.") : tr("Open a model: then every byte it holds has a place here.");
}

QString MemoryMapViewModel::totalText() const {
  if (!isKnown()) return {};
  const qint64 bytes = snapshot_.report.total();
  if (asIf_) {
    const QString expected = tr("%1 expected with a full context, %2 now").arg(formatBytes(asIf_->total), formatBytes(bytes));
    return asIf_->shortBy > 0 ? tr("%1 · %2 short").arg(expected, formatBytes(asIf_->shortBy)) : expected;
  }
  qint64 held = 0;
  for (const MappedBytes& entry : snapshot_.entries) held += entry.bytes > 0;
  return tr("%1 of %2 · %3 bytes in %4 parts").arg(formatBytes(bytes), formatBytes(snapshot_.report.device_total), formatCount(bytes), formatCount(held));
}

const MapLayout& MemoryMapViewModel::layout(double aspect) {
  if (std::exchange(aspect_, aspect) != aspect) arrange();
  return layout_;
}

QString MemoryMapViewModel::nameOf(int tile) const {
  if (tile < 0 || tile >= std::ssize(layout_.tiles)) return {};
  const MappedBytes& entry = entryOf(layout_.tiles[static_cast<std::size_t>(tile)]);
  return entry.layer >= 0 && entry.tag == MemoryTag::kv_cache ? tr("%1 of layer %2").arg(text(entry.name)).arg(entry.layer) : text(entry.name);
}

QString MemoryMapViewModel::nameAt(int tile) const {
  if (tile < 0 || tile >= std::ssize(layout_.tiles)) return {};
  const MappedBytes& entry = entryOf(layout_.tiles[static_cast<std::size_t>(tile)]);
  const QString bytes = formatBytes(entry.bytes);
  return entry.format.empty() ? tr("%1, %2").arg(nameOf(tile), bytes) : tr("%1, %2, %3").arg(nameOf(tile), text(entry.format), bytes);
}

QString MemoryMapViewModel::groupName(int group) const {
  const MapGroup& of = layout_.groups[static_cast<std::size_t>(group)];
  if (of.layer >= 0) return QString::number(of.layer);
  if (of.unattributed) return tr("unattributed");
  switch (of.tag) {
    case MemoryTag::kv_cache: return tr("KV cache");
    case MemoryTag::activations: return tr("activations");
    case MemoryTag::workspace: return tr("workspace");
    case MemoryTag::weights: break;
  }
  return tr("weights");
}

QStringList MemoryMapViewModel::chosenFigures() const {
  if (chosen_ < 0) return {};
  const MappedBytes& entry = entryOf(layout_.tiles[static_cast<std::size_t>(chosen_)]);
  QStringList figures{tr("%1 bytes").arg(formatCount(entry.bytes))};
  if (!entry.format.empty()) figures.prepend(text(entry.format));
  return figures;
}

QString MemoryMapViewModel::chosenText() const {
  return chosen_ < 0 ? QString() : (QStringList(chosenName()) + chosenFigures() + QStringList(chosenShare())).join(tr(", "));
}

QString MemoryMapViewModel::chosenShare() const {
  if (chosen_ < 0 || snapshot_.report.total() <= 0) return {};
  const double share = 100.0 * static_cast<double>(entryOf(layout_.tiles[static_cast<std::size_t>(chosen_)]).bytes) / static_cast<double>(snapshot_.report.total());
  return tr("%1 % of what Halftone holds").arg(QString::number(share, 'f', 2));
}

void MemoryMapViewModel::choose(int tile) {
  if (tile < -1 || tile >= std::ssize(layout_.tiles) || tile == chosen_) return;
  chosen_ = tile;
  emit chosenChanged();
}

void MemoryMapViewModel::step(int dx, int dy) {
  const std::vector<MapTile>& tiles = layout_.tiles;
  if (tiles.empty()) return;
  if (chosen_ < 0) return choose(0);
  const QPointF from = tiles[static_cast<std::size_t>(chosen_)].place.center();
  int nearest = chosen_;
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < static_cast<int>(tiles.size()); ++i) {
    const QRectF& place = tiles[static_cast<std::size_t>(i)].place;
    if (i == chosen_ || place.isEmpty()) continue;
    const QPointF off = place.center() - from;
    const double along = dx != 0 ? off.x() * dx : off.y() * dy, across = dx != 0 ? off.y() : off.x();
    if (along <= 0) continue;
    const double distance = along + 3 * std::abs(across);  // straight ahead first
    if (distance < least) least = distance, nearest = i;
  }
  choose(nearest);
}

void MemoryMapViewModel::enter() {
  const int layer = chosen_ < 0 ? -1 : layout_.tiles[static_cast<std::size_t>(chosen_)].layer;
  if (layer >= 0 && within_ < 0) goInto(layer);
}

void MemoryMapViewModel::leave() {
  if (within_ >= 0) goInto(-1);
}

// What is chosen stays so.
void MemoryMapViewModel::goInto(int layer) {
  const int entry = chosen_ < 0 ? -1 : layout_.tiles[static_cast<std::size_t>(chosen_)].entry;
  within_ = layer;
  arrange();
  emit changed();  // of devices only everything has several
  const auto same = std::ranges::find(layout_.tiles, entry, &MapTile::entry);
  chosen_ = same == layout_.tiles.end() ? -1 : static_cast<int>(same - layout_.tiles.begin());
  emit withinChanged();
  emit chosenChanged();
}

QByteArray MemoryMapViewModel::csv() const {
  QByteArray lines = "category,name,layer,format,device,bytes\n";
  for (const MappedBytes& entry : snapshot_.entries) {
    QString name = text(entry.name);
    lines += text(to_string(entry.tag)).toUtf8() + ",\"" + name.replace(u'"', QStringLiteral("\"\"")).toUtf8() + "\"," +
             (entry.layer < 0 ? QByteArray() : QByteArray::number(static_cast<qlonglong>(entry.layer))) + ',' +
             text(entry.format).toUtf8() + ',' + QByteArray::number(entry.device) + ',' +
             QByteArray::number(static_cast<qlonglong>(entry.bytes)) + '\n';
  }
  return lines + "unattributed,,,,," + QByteArray::number(static_cast<qlonglong>(unattributed())) + '\n';
}

QByteArray MemoryMapViewModel::json() const {
  QJsonArray entries;
  for (const MappedBytes& entry : snapshot_.entries) {
    entries.append(QJsonObject{{"category", text(to_string(entry.tag))},
                               {"name", text(entry.name)},
                               {"layer", entry.layer < 0 ? QJsonValue() : QJsonValue(static_cast<qint64>(entry.layer))},
                               {"format", text(entry.format)},
                               {"device", entry.device},
                               {"bytes", static_cast<qint64>(entry.bytes)}});
  }
  return QJsonDocument(QJsonObject{{"model", engine_->modelName()}, {"settings", engine_->facts() ? engine_->label(engine_->facts()->settings) : QString()},
                                   {"device", engine_->deviceLabel()}, {"allocations", entries}, {"unattributed", unattributed()}})
      .toJson();
}

void MemoryMapViewModel::exportTo(const QUrl& url) {
  exportFile(this, url, [content = isTable(url) ? csv() : json()] { return content; }, [this](const QString& words) { emit said(words); });
}

}  // namespace halftone::app
