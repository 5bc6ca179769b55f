#include "kernels/formats/format.h"

#include "kernels/formats/format_table.h"

namespace halftone {

const FormatInfo& info(Format format) { return kFormatTable[static_cast<int>(format)]; }

std::span<const FormatInfo> formats() { return kFormatTable; }

const FormatInfo* find_format(std::string_view name) {
  for (const FormatInfo& row : kFormatTable)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace halftone
