#include "app/viewmodels/memory_map/memory_map_picture.h"

#include <QPainter>
#include <cctype>
#include <cmath>

#include "app/format.h"

namespace halftone::app {
namespace {

// Pixels from dot to dot: the finer the precision, the finer the print. "f32", "bf16", "int4_g64", "Q6_K": the first number is the bits.
int pitchOf(std::string_view format) {
  int bits = 0;
  for (const char c : format) {
    if (std::isdigit(static_cast<unsigned char>(c))) bits = 10 * bits + (c - '0');
    else if (bits > 0) break;
  }
  return bits >= 32 ? 3 : bits >= 16 ? 4 : bits >= 8 ? 6 : bits >= 3 ? 8 : bits > 0 ? 12 : 4;
}

}  // namespace

MemoryMapPicture::MemoryMapPicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &MemoryMapPicture::lookChanged, this, [this] {
    brushes_.clear();
    update();
  });
}

void MemoryMapPicture::setMap(MemoryMapViewModel* map) {
  if (map == map_) return;
  if (map_) disconnect(map_, nullptr, this, nullptr);
  map_ = map;
  if (map_) {
    for (const auto signal : {&MemoryMapViewModel::changed, &MemoryMapViewModel::withinChanged, &MemoryMapViewModel::chosenChanged})
      connect(map_, signal, this, [this] { update(); });
  }
  emit mapChanged();
  update();
}

QRectF MemoryMapPicture::scaled(const QRectF& place) const {
  const double left = mirrored_ ? 1 - place.right() : place.left();
  return {left * width(), place.top() * height(), place.width() * width(), place.height() * height()};
}

int MemoryMapPicture::tileAt(qreal x, qreal y) {
  if (!map_ || width() <= 0 || height() <= 0) return -1;
  const QPointF at((mirrored_ ? width() - x : x) / width(), y / height());
  const std::vector<MapTile>& tiles = map_->layout(aspect()).tiles;
  for (std::size_t i = 0; i < tiles.size(); ++i)
    if (!tiles[i].place.isEmpty() && tiles[i].place.contains(at)) return static_cast<int>(i);
  return -1;
}

QRectF MemoryMapPicture::placeOf(int tile) {
  if (!map_) return {};
  const std::vector<MapTile>& tiles = map_->layout(aspect()).tiles;
  return tile >= 0 && tile < std::ssize(tiles) ? scaled(tiles[static_cast<std::size_t>(tile)].place) : QRectF();
}

// With the paler ground they stand on: an area is filled once.
QBrush MemoryMapPicture::dots(const QColor& color, int pitch) {
  QBrush& brush = brushes_[{color.rgba(), pitch}];
  if (brush.style() != Qt::NoBrush) return brush;
  constexpr int kFine = 4;  // drawn larger, for dots that are round
  const double cell = pitch * zoom_;
  const int pixels = std::max(4, static_cast<int>(std::lround(kFine * cell)));
  QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
  QColor ground = color, print = color;
  ground.setAlphaF(0.16F);
  print.setAlphaF(0.75F);
  image.fill(ground);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(print);
  painter.drawEllipse(QPointF(pixels / 2.0, pixels / 2.0), 0.34 * pixels, 0.34 * pixels);
  painter.end();
  const int small = std::max(2, static_cast<int>(std::lround(cell)));
  return brush = QBrush(image.scaled(small, small, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
}

void MemoryMapPicture::fill(QPainter& painter, const QRectF& box, const QColor& color, int pitch) {
  painter.fillRect(box, dots(color, pitch));
}

// On a plate in the middle, where it has room.
void MemoryMapPicture::name(QPainter& painter, const QRectF& box, const QString& name, const QString& figure) const {
  QFont font(fontFamily_);
  font.setPixelSize(pixelSize_);
  font.setWeight(QFont::DemiBold);
  const QFontMetricsF metrics(font);
  const bool both = !figure.isEmpty() && box.height() > 3.4 * metrics.height() && box.width() > metrics.horizontalAdvance(figure) + 18;
  const double wide = std::max(metrics.horizontalAdvance(name), both ? metrics.horizontalAdvance(figure) : 0) + 12, tall = metrics.height() * (both ? 2 : 1) + 4;
  if (wide > box.width() - 2 || tall > box.height() - 2) return;
  const QRectF plate(box.center().x() - wide / 2, box.center().y() - tall / 2, wide, tall);
  painter.setPen(Qt::NoPen);
  painter.setBrush(background_);
  painter.drawRoundedRect(plate, 5, 5);
  painter.setFont(font);
  painter.setPen(ink_);
  painter.drawText(QRectF(plate.left(), plate.top() + 2, wide, metrics.height()), Qt::AlignCenter, name);
  if (!both) return;
  font.setWeight(QFont::Normal);
  painter.setFont(font);
  painter.drawText(QRectF(plate.left(), plate.top() + 2 + metrics.height(), wide, metrics.height()), Qt::AlignCenter, figure);
}

bool MemoryMapPicture::changed(MemoryTag tag) const { return map_->asIf() && map_->asIf()->changes(tag); }

// A dashed line around what would be otherwise.
void MemoryMapPicture::paintChanged(QPainter& painter, const MapLayout& layout) const {
  std::vector<QRectF> places;
  if (changed(MemoryTag::weights))
    for (const MapDevice& device : layout.devices) places.push_back(device.weights);
  for (const MapGroup& group : layout.groups)
    if (group.layer < 0 && !group.unattributed && group.tag != MemoryTag::weights && changed(group.tag)) places.push_back(group.place);
  QPen pen(ink_, 2);
  pen.setDashPattern({4, 3});
  painter.setPen(pen);
  painter.setBrush(Qt::NoBrush);
  for (const QRectF& place : places) painter.drawRoundedRect(scaled(place).adjusted(2, 2, -2, -2), 4, 4);
}

void MemoryMapPicture::paint(QPainter* painter) {
  if (!map_ || !map_->isKnown() || colors_.size() < 5) return;
  const MapLayout& layout = map_->layout(aspect());
  for (const MapTile& tile : layout.tiles) {
    const QRectF box = scaled(tile.place).adjusted(0.8, 0.8, -0.8, -0.8);
    if (box.width() < 0.3 || box.height() < 0.3) continue;
    const MappedBytes& entry = map_->shownOf(tile);
    fill(*painter, box, colorOf(entry.tag), pitchOf(entry.format));
  }
  for (const MapGroup& group : layout.groups)
    if (group.unattributed) fill(*painter, scaled(group.place).adjusted(0.5, 0.5, -0.5, -0.5), colors_[4], 6);
  painter->setBrush(Qt::NoBrush);
  painter->setPen(QPen(background_, 3));
  for (const MapGroup& group : layout.groups) painter->drawRect(scaled(group.place));
  for (std::size_t i = 0; i < layout.groups.size(); ++i) {
    const MapGroup& group = layout.groups[i];
    if (map_->within() < 0) name(*painter, scaled(group.place), map_->groupName(static_cast<int>(i)), group.layer < 0 ? formatBytes(group.bytes) : QString());
  }
  // What belongs to no layer, and in a layer everything, has its own name.
  for (std::size_t i = 0; i < layout.tiles.size(); ++i) {
    const MapTile& tile = layout.tiles[i];
    const MappedBytes& entry = map_->entryOf(tile);
    if (entry.tag == MemoryTag::weights && (tile.layer < 0 || map_->within() >= 0))
      name(*painter, scaled(tile.place), map_->nameOf(static_cast<int>(i)),
           changed(MemoryTag::weights) ? QString() : formatBytes(entry.bytes));
  }
  paintChanged(*painter, layout);
  const int chosen = map_->chosen();
  if (chosen < 0 || chosen >= std::ssize(layout.tiles)) return;
  const QRectF box = scaled(layout.tiles[static_cast<std::size_t>(chosen)].place);
  QColor stronger = accent_;
  stronger.setAlphaF(0.25F);
  painter->setBrush(stronger);
  painter->setPen(QPen(accent_, 2));
  painter->drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
}

}  // namespace halftone::app
