#include "app/viewmodels/memory_map/map_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "app/viewmodels/memory_map/treemap.h"

namespace halftone::app {
namespace {

// Entries of one place, by index.
using Entries = std::vector<int>;

std::vector<double> bytes_of(const std::vector<MappedBytes>& all, const Entries& some) {
  std::vector<double> bytes;
  bytes.reserve(some.size());
  for (const int i : some) bytes.push_back(static_cast<double>(all[static_cast<std::size_t>(i)].bytes));
  return bytes;
}
double sum_of(const std::vector<double>& amounts) {
  double sum = 0;
  for (const double amount : amounts) sum += amount;
  return sum;
}

class Layout {
 public:
  Layout(const std::vector<MappedBytes>& entries, double aspect) : entries_(entries), aspect_(aspect) {}

  void device(int device, qint64 unattributed, const QRectF& area) {
    sort(device);
    std::vector<double> right;
    right.reserve(kRight.size() + 1);
    for (const MemoryTag tag : kRight) right.push_back(sum_of(bytes_of(entries_, others_[tag])));
    right.push_back(static_cast<double>(std::max<qint64>(0, unattributed)));
    std::vector<double> layered;
    layered.reserve(layers_.size());
    for (const auto& [layer, some] : layers_) layered.push_back(sum_of(bytes_of(entries_, some)));
    const double band = sum_of(bytes_of(entries_, band_)), left = band + sum_of(layered);
    const std::vector<QRectF> halves = side_by_side(std::array{left, sum_of(right)}, area);
    const std::vector<QRectF> weights = stacked(std::array{band, sum_of(layered)}, halves[0]);
    layout_.devices.push_back({area, halves[0]});
    tiles(band_, -1, side_by_side(bytes_of(entries_, band_), weights[0]));
    place_layers(layered, weights[1]);
    place_right(right, halves[1]);
  }

  void layer(int layer) {
    sort(-1);
    const auto found = layers_.find(layer);
    const QRectF all(0, 0, 1, 1);
    layout_.devices.push_back({all, all});
    if (found != layers_.end()) place_layer(layer, found->second, all);
  }

  MapLayout take() { return std::move(layout_); }

 private:
  static constexpr std::array kRight = {MemoryTag::kv_cache, MemoryTag::activations, MemoryTag::workspace};

  // Those of one device; below 0 all.
  void sort(int device) {
    band_.clear(), layers_.clear(), others_.clear();
    for (int i = 0; i < static_cast<int>(entries_.size()); ++i) {
      const MappedBytes& entry = entries_[static_cast<std::size_t>(i)];
      if (device >= 0 && entry.device != device) continue;
      if (entry.tag != MemoryTag::weights) others_[entry.tag].push_back(i);
      else if (entry.layer >= 0) layers_[static_cast<int>(entry.layer)].push_back(i);
      else band_.push_back(i);
    }
  }
  void tiles(const Entries& some, int layer, const std::vector<QRectF>& places) {
    for (std::size_t i = 0; i < some.size(); ++i) layout_.tiles.push_back({places[i], some[i], layer});
  }
  // Pieces near to squares, where they are drawn.
  std::vector<QRectF> square_strips(const Entries& some, const QRectF& area) const {
    std::vector<QRectF> places = strips(bytes_of(entries_, some), QRectF(area.left() * aspect_, area.top(), area.width() * aspect_, area.height()));
    for (QRectF& place : places) place = QRectF(place.left() / aspect_, place.top(), place.width() / aspect_, place.height());
    return places;
  }
  void place_layer(int layer, const Entries& some, const QRectF& area) {
    tiles(some, layer, square_strips(some, area));
    layout_.groups.push_back({area, MemoryTag::weights, layer, false, static_cast<qint64>(sum_of(bytes_of(entries_, some)))});
  }
  void place_layers(const std::vector<double>& amounts, const QRectF& area) {
    if (amounts.empty()) return;
    const double wanted = std::sqrt(static_cast<double>(amounts.size()) * area.width() * aspect_ / std::max(1e-9, area.height()));
    const std::vector<QRectF> places = grid(amounts, std::clamp(static_cast<int>(std::lround(wanted)), 1, static_cast<int>(amounts.size())), area);
    std::size_t i = 0;
    for (const auto& [layer, some] : layers_) place_layer(layer, some, places[i++]);
  }
  void place_right(const std::vector<double>& amounts, const QRectF& area) {
    const std::vector<QRectF> places = stacked(amounts, area);
    for (std::size_t i = 0; i < places.size(); ++i) {
      const bool unattributed = i == kRight.size();
      const MemoryTag tag = unattributed ? MemoryTag::workspace : kRight[i];
      if (amounts[i] > 0) layout_.groups.push_back({places[i], tag, -1, unattributed, static_cast<qint64>(amounts[i])});
      if (!unattributed) tiles(others_[tag], -1, square_strips(others_[tag], places[i]));
    }
  }

  const std::vector<MappedBytes>& entries_;
  double aspect_;
  Entries band_;
  std::map<int, Entries> layers_;
  std::map<MemoryTag, Entries> others_;
  MapLayout layout_;
};

}  // namespace

MapLayout layout_of(const std::vector<MappedBytes>& entries, const std::vector<qint64>& unattributed, double aspect, int within) {
  Layout layout(entries, aspect);
  if (within >= 0) {
    layout.layer(within);
    return layout.take();
  }
  std::vector<double> bytes(std::max<std::size_t>(1, unattributed.size()));
  for (const MappedBytes& entry : entries) {
    const auto device = static_cast<std::size_t>(entry.device);
    if (device >= bytes.size()) bytes.resize(device + 1);
    bytes[device] += static_cast<double>(entry.bytes);
  }
  for (std::size_t device = 0; device < unattributed.size(); ++device)
    bytes[device] += static_cast<double>(std::max<qint64>(0, unattributed[device]));
  const double between = kBetweenDevices * static_cast<double>(bytes.size() - 1);
  const std::vector<QRectF> places = side_by_side(bytes, QRectF(0, 0, 1 - between, 1));
  for (std::size_t device = 0; device < bytes.size(); ++device)
    layout.device(static_cast<int>(device), device < unattributed.size() ? unattributed[device] : 0,
                  places[device].translated(kBetweenDevices * static_cast<double>(device), 0));
  return layout.take();
}

}  // namespace halftone::app
