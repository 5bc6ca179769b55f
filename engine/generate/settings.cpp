#include "engine/generate/settings.h"

#include <fmt/format.h>

#include <array>

namespace halftone {

namespace {

constexpr std::array kCacheFormats = {KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4};

}  // namespace

std::string_view to_string(const CacheChoice& choice) { return choice ? info(*choice).name : "off"; }

Result<CacheChoice> parse_cache(std::string_view name) {
  if (name == "off") return CacheChoice{};
  for (KvFormat format : kCacheFormats) {
    if (info(format).name == name) return format;
  }
  return fail(ErrorKind::invalid_argument, "Choose one of f32, f16, bf16, int8, int4, off.", "cache format '{}' is not known", name);
}

std::string_view to_string(AttentionKind kind) { return kind == AttentionKind::flash ? "flash" : "naive"; }

Result<AttentionKind> parse_attention(std::string_view name) {
  if (name == "flash") return AttentionKind::flash;
  if (name == "naive") return AttentionKind::naive;
  return fail(ErrorKind::invalid_argument, "Choose flash or naive.", "attention '{}' is not known", name);
}

}  // namespace halftone
