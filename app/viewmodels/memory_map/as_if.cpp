#include "app/viewmodels/memory_map/as_if.h"

#include <algorithm>
#include <cmath>

namespace halftone::app {
namespace {

constexpr std::string_view kVectors = "f32";

// Of one category: those that would change, to so many bytes together. What there is nothing of yet is shared out evenly.
void scale(const std::vector<MappedBytes*>& some, qint64 bytes, std::string_view format) {
  double all = 0;
  for (const MappedBytes* entry : some) all += static_cast<double>(entry->bytes);
  const double even = all > 0 ? 0 : 1;
  if (all <= 0) all = static_cast<double>(some.size());
  double before = 0;
  qint64 given = 0;
  for (MappedBytes* entry : some) {
    before += even > 0 ? even : static_cast<double>(entry->bytes);
    const auto until = static_cast<qint64>(std::llround(before / all * static_cast<double>(bytes)));
    entry->bytes = until - std::exchange(given, until);
    if (!format.empty() && !entry->format.empty()) entry->format = format;
  }
}

}  // namespace

std::vector<MappedBytes> entriesAsIf(std::vector<MappedBytes> entries, const AsIf& asIf) {
  const bool vectorsDiffer = std::ranges::any_of(entries, [](const MappedBytes& entry) {
    return entry.tag == MemoryTag::weights && !entry.format.empty() && entry.format != kVectors;
  });
  for (const MemoryTag tag : {MemoryTag::weights, MemoryTag::kv_cache, MemoryTag::activations, MemoryTag::workspace}) {
    if (!asIf.changes(tag)) continue;
    qint64 bytes = *asIf.bytes[static_cast<std::size_t>(tag)];
    std::vector<MappedBytes*> some;
    for (MappedBytes& entry : entries) {
      if (entry.tag != tag) continue;
      if (tag == MemoryTag::weights && vectorsDiffer && entry.format == kVectors) bytes -= entry.bytes;
      else some.push_back(&entry);
    }
    const std::string_view format = tag == MemoryTag::weights ? asIf.weights : tag == MemoryTag::kv_cache ? asIf.cache : std::string_view();
    if (!some.empty()) scale(some, std::max<qint64>(0, bytes), format);
  }
  return entries;
}

}  // namespace halftone::app
