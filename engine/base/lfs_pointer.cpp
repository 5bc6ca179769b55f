#include "engine/base/lfs_pointer.h"

#include <algorithm>

namespace halftone {

namespace {

constexpr std::uint64_t kMaxPointer = 1024;
constexpr std::string_view kVersion = "version https://git-lfs.github.com/spec/", kSize = "\nsize ";

}  // namespace

std::optional<std::string> lfs_pointer(const File& file) {
  if (file.size() < kVersion.size() || file.size() > kMaxPointer) return std::nullopt;
  std::string text(file.size(), '\0');
  if (!file.read(0, std::as_writable_bytes(std::span(text))) || !text.starts_with(kVersion)) return std::nullopt;
  const auto place = text.find(kSize);
  if (place == text.npos) return "unknown";
  const auto begin = text.begin() + static_cast<std::ptrdiff_t>(place + kSize.size());
  std::string digits(begin, std::find_if(begin, text.end(), [](char c) { return c < '0' || c > '9'; }));
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

}  // namespace halftone
