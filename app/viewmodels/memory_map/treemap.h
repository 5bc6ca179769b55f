// Areas in proportion to amounts, in a rectangle, in their own order: what has been learnt about a place stays true.
#pragma once

#include <QRectF>
#include <span>
#include <vector>

namespace halftone::app {

// Strips from top to bottom, each filled from left to right (Bederson, Shneiderman, Wattenberg: Ordered and Quantum Treemaps, 2002): a strip
// takes the next amount as long as that brings its pieces nearer to squares. Amounts of 0 have no area. In the order of the amounts.
std::vector<QRectF> strips(std::span<const double> amounts, const QRectF& area);

// Rows of `columns`, read like a text: each row as high as its sum asks, each place as wide.
std::vector<QRectF> grid(std::span<const double> amounts, int columns, const QRectF& area);

// Side by side, or one below the other.
std::vector<QRectF> side_by_side(std::span<const double> amounts, const QRectF& area);
std::vector<QRectF> stacked(std::span<const double> amounts, const QRectF& area);

}  // namespace halftone::app
