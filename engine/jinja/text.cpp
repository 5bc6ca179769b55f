#include "engine/jinja/text.h"

#include <algorithm>

namespace halftone::jinja {

void Text::append(std::string_view bytes, bool foreign) {
  if (bytes.empty()) return;
  if (bytes_.empty()) {
    foreign_at_start_ = foreign;
  } else if (foreign_at_end() != foreign) {
    borders_.push_back(bytes_.size());
  }
  bytes_ += bytes;
}

void Text::append(const Text& other) {
  other.for_each_stretch([&](std::string_view stretch, bool foreign) { append(stretch, foreign); });
}

Text Text::slice(std::size_t begin, std::size_t end) const {
  Text result;
  if (begin >= end) return result;
  const auto first = std::ranges::upper_bound(borders_, begin);  // the first border after `begin`
  const auto last = std::lower_bound(first, borders_.end(), end);
  result.bytes_ = bytes_.substr(begin, end - begin);
  result.foreign_at_start_ = foreign_at_start_ != ((first - borders_.begin()) % 2 == 1);
  for (auto border = first; border != last; ++border) result.borders_.push_back(*border - begin);
  return result;
}

}  // namespace halftone::jinja
