#include "kernels/layouts/weight_view.h"

#include "kernels/layouts/split_layout.h"

namespace halftone {

std::int64_t weight_bytes(Format format, WeightLayout layout, std::int64_t rows, std::int64_t columns) {
  switch (layout) {
    case WeightLayout::row_major: break;
    case WeightLayout::panels: return (rows + kPanelRows - 1) / kPanelRows * kPanelRows * info(format).row_bytes(columns);
    case WeightLayout::split: return SplitLayout(format, rows, columns).bytes();
  }
  return rows * info(format).row_bytes(columns);
}

}  // namespace halftone
