#include "engine/load/shard_name.h"

#include <fmt/format.h>

#include <algorithm>

namespace halftone {

namespace {

constexpr std::size_t kDigits = 5;

std::optional<int> digits(std::string_view text) {
  if (text.size() != kDigits || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  int value = 0;
  for (char c : text) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

std::string ShardName::name_of(int other) const { return fmt::format("{}-{:05}-of-{:05}{}", stem, other, count, extension); }

std::optional<ShardName> parse_shard_name(std::string_view file_name) {
  constexpr std::string_view kOf = "-of-";
  const std::size_t of = file_name.rfind(kOf);
  if (of == file_name.npos || of < kDigits + 1 || file_name[of - kDigits - 1] != '-') return std::nullopt;
  const auto number = digits(file_name.substr(of - kDigits, kDigits));
  const std::string_view rest = file_name.substr(of + kOf.size());
  const auto count = digits(rest.substr(0, kDigits));
  if (!number || !count || *number < 1 || *number > *count) return std::nullopt;
  return ShardName{std::string(file_name.substr(0, of - kDigits - 1)), std::string(rest.substr(kDigits)), *number, *count};
}

}  // namespace halftone
