#include "engine/generate/settings.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

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

namespace {

struct ScalingName {
  std::string operator()(std::monostate) const { return "model"; }
  std::string operator()(const LinearScaling& s) const { return fmt::format("linear:{:g}", s.factor); }
  std::string operator()(const NtkScaling& s) const { return fmt::format("dynamic:{:g}", s.factor); }
  std::string operator()(const YarnScaling& s) const { return fmt::format("yarn:{:g}", s.factor); }
  std::string operator()(const Llama3Scaling& s) const { return fmt::format("llama3:{:g}", s.factor); }
  std::string operator()(const LongRopeScaling&) const { return "longrope"; }
};

}  // namespace

std::string to_string(const RopeScaling& scaling) { return std::visit(ScalingName{}, scaling); }

Result<RopeScaling> parse_rope_scaling(std::string_view text) {
  if (text == "model") return RopeScaling{};
  constexpr char kRemedy[] = "Choose model, linear:FACTOR, dynamic:FACTOR or yarn:FACTOR, like yarn:4.";
  const std::string_view name = text.substr(0, text.find(':'));
  const std::string_view number = name.size() < text.size() ? text.substr(name.size() + 1) : "";
  float factor = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), factor);
  if (error != std::errc{} || end != number.data() + number.size() || !(factor >= 1 && factor <= 1024))
    return fail(ErrorKind::invalid_argument, kRemedy, "RoPE scaling '{}' has no factor from 1 to 1024", text);
  // Their context is the trained one where it is not set.
  if (name == "linear") return LinearScaling{factor};
  if (name == "dynamic") return NtkScaling{.factor = factor};
  if (name == "yarn") return YarnScaling{.factor = factor};
  return fail(ErrorKind::invalid_argument, kRemedy, "RoPE scaling '{}' is not known", text);
}

std::string to_string(const Speculation& speculation) {
  switch (speculation.kind) {
    case Speculation::Kind::off: return "off";
    case Speculation::Kind::lookup: return "lookup";
    case Speculation::Kind::draft: return speculation.draft;
  }
  return "";
}

Speculation parse_speculation(std::string_view text) {
  if (text == "off") return {};
  if (text == "lookup") return {.kind = Speculation::Kind::lookup};
  return {.kind = Speculation::Kind::draft, .draft = std::string(text)};
}

std::string_view to_string(AttentionKind kind) { return kind == AttentionKind::flash ? "flash" : "naive"; }

Result<AttentionKind> parse_attention(std::string_view name) {
  if (name == "flash") return AttentionKind::flash;
  if (name == "naive") return AttentionKind::naive;
  return fail(ErrorKind::invalid_argument, "Choose flash or naive.", "attention '{}' is not known", name);
}

}  // namespace halftone
