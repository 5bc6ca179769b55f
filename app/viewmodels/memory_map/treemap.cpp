#include "app/viewmodels/memory_map/treemap.h"

#include <algorithm>
#include <numeric>

namespace halftone::app {
namespace {

double sum(std::span<const double> amounts) { return std::reduce(amounts.begin(), amounts.end(), 0.0); }

// Mean of the pieces' longer sides over their shorter ones, of a strip of that height.
double oblongness(std::span<const double> amounts, double width, double scale) {
  const double height = sum(amounts) * scale / width;
  double mean = 0;
  for (const double amount : amounts) {
    const double wide = amount * scale / height;
    mean += std::max(wide / height, height / wide) / static_cast<double>(amounts.size());
  }
  return mean;
}

}  // namespace

std::vector<QRectF> side_by_side(std::span<const double> amounts, const QRectF& area) {
  std::vector<QRectF> places;
  const double all = sum(amounts);
  double x = area.left();
  for (const double amount : amounts) {
    const double wide = all > 0 ? area.width() * amount / all : 0;
    places.emplace_back(x, area.top(), wide, area.height());
    x += wide;
  }
  return places;
}

std::vector<QRectF> stacked(std::span<const double> amounts, const QRectF& area) {
  std::vector<QRectF> places;
  const double all = sum(amounts);
  double y = area.top();
  for (const double amount : amounts) {
    const double tall = all > 0 ? area.height() * amount / all : 0;
    places.emplace_back(area.left(), y, area.width(), tall);
    y += tall;
  }
  return places;
}

std::vector<QRectF> grid(std::span<const double> amounts, int columns, const QRectF& area) {
  std::vector<double> rows;
  const auto row_of = [&](std::size_t row) {
    const std::size_t begin = row * static_cast<std::size_t>(columns);
    return amounts.subspan(begin, std::min(amounts.size() - begin, static_cast<std::size_t>(columns)));
  };
  const std::size_t count = (amounts.size() + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
  rows.reserve(count);
  for (std::size_t row = 0; row < count; ++row) rows.push_back(sum(row_of(row)));
  const std::vector<QRectF> bands = stacked(rows, area);
  std::vector<QRectF> places;
  for (std::size_t row = 0; row < count; ++row) {
    const std::vector<QRectF> some = side_by_side(row_of(row), bands[row]);
    places.insert(places.end(), some.begin(), some.end());
  }
  return places;
}

std::vector<QRectF> strips(std::span<const double> amounts, const QRectF& area) {
  std::vector<QRectF> places(amounts.size(), QRectF(area.topLeft(), QSizeF(0, 0)));
  const double all = sum(amounts);
  if (all <= 0 || area.isEmpty()) return places;
  const double scale = area.width() * area.height() / all;
  std::vector<std::size_t> some;  // those that have an area
  std::vector<double> sizes;
  for (std::size_t i = 0; i < amounts.size(); ++i)
    if (amounts[i] > 0) some.push_back(i), sizes.push_back(amounts[i]);
  double y = area.top();
  for (std::size_t begin = 0; begin < sizes.size();) {
    std::size_t end = begin + 1;
    const auto strip = [&](std::size_t to) { return std::span(sizes).subspan(begin, to - begin); };
    while (end < sizes.size() && oblongness(strip(end + 1), area.width(), scale) <= oblongness(strip(end), area.width(), scale)) ++end;
    const double tall = sum(strip(end)) * scale / area.width();
    const std::vector<QRectF> row = side_by_side(strip(end), QRectF(area.left(), y, area.width(), tall));
    for (std::size_t i = begin; i < end; ++i) places[some[i]] = row[i - begin];
    y += tall;
    begin = end;
  }
  return places;
}

}  // namespace halftone::app
