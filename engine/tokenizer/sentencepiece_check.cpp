#include <cmath>
#include <cstdint>
#include <cstring>
#include <unordered_map>

#include "engine/tokenizer/sentencepiece_model.h"

namespace halftone {
namespace {

using Type = SentencepieceModel::Type;
constexpr const char* download_again = "Download the model again, or convert it again from its source.";

// The library knows exactly the spellings "<0x00>" … "<0xFF>".
bool is_byte_spelling(std::string_view text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); };
  return text.size() == 6 && text.starts_with("<0x") && text[5] == '>' && is_hex(text[3]) && is_hex(text[4]);
}

// A charsmap is u32 size of a double-array trie (darts-clone: u32 units), the trie, then NUL-terminated replacements that
// trie values point at. The library walks it unchecked; these are all the places such a walk can reach.
bool charsmap_stays_inside(std::string_view charsmap) {
  std::uint32_t trie_bytes = 0;
  if (charsmap.size() < sizeof trie_bytes) return false;
  std::memcpy(&trie_bytes, charsmap.data(), sizeof trie_bytes);
  const std::string_view rest = charsmap.substr(sizeof trie_bytes);
  if (trie_bytes >= rest.size() || trie_bytes % sizeof(std::uint32_t) != 0 || rest.back() != '\0') return false;
  const std::size_t replacements = rest.size() - trie_bytes;
  const std::size_t units = trie_bytes / sizeof(std::uint32_t);
  if (units == 0) return false;
  const auto unit = [&](std::size_t i) {
    std::uint32_t value = 0;
    std::memcpy(&value, rest.data() + i * sizeof value, sizeof value);
    return value;
  };
  for (std::size_t i = 0; i < units; ++i) {
    const std::uint32_t u = unit(i);
    const bool is_value = u >> 31 && i != 0;  // reached only through its parent, below
    if (is_value) continue;
    const std::size_t children = i ^ (static_cast<std::size_t>(u >> 10) << ((u & (1U << 9)) >> 6));
    if ((children | 0xFF) >= units) return false;
    const bool has_value = u >> 8 & 1;
    if (has_value && (unit(children) & 0x7FFFFFFF) >= replacements) return false;
  }
  return true;
}

}  // namespace

Result<void> check_sentencepiece_model(const SentencepieceModel& model) {
  std::unordered_map<std::string_view, std::size_t> seen;
  std::size_t bytes = 0, unknowns = 0;
  for (std::size_t id = 0; id < model.pieces.size(); ++id) {
    const auto& [text, score, type] = model.pieces[id];
    if (text.empty()) return fail(ErrorKind::malformed, download_again, "token {} of the vocabulary is empty", id);
    if (const auto [other, is_new] = seen.try_emplace(text, id); !is_new)
      return fail(ErrorKind::malformed, download_again, "tokens {} and {} of the vocabulary are both '{}'", other->second, id, text);
    if (!std::isfinite(score))
      return fail(ErrorKind::malformed, download_again, "token {} ('{}') has the score {}", id, text, score);
    // These two become keys of a trie whose keys end at the first NUL.
    if ((type == Type::user_defined || model.algorithm == SentencepieceModel::Algorithm::unigram) && text.contains('\0'))
      return fail(ErrorKind::malformed, download_again, "token {} holds a NUL", id);
    if (type == Type::byte && !is_byte_spelling(text))
      return fail(ErrorKind::malformed, download_again, "token {} is a byte but is spelled '{}' instead of <0x00> to <0xFF>", id, text);
    bytes += type == Type::byte;
    unknowns += type == Type::unknown;
  }
  if (unknowns != 1)
    return fail(ErrorKind::malformed, download_again, "the vocabulary of {} tokens has {} unknown tokens instead of one",
                model.pieces.size(), unknowns);
  if (bytes != (model.byte_fallback ? 256U : 0U))
    return fail(ErrorKind::malformed, download_again, "the vocabulary has {} byte tokens instead of {}", bytes,
                model.byte_fallback ? 256 : 0);
  if (!model.charsmap.empty() && !charsmap_stays_inside(model.charsmap))
    return fail(ErrorKind::malformed, download_again, "the normalisation rules of tokenizer.model ({} bytes) point outside themselves",
                model.charsmap.size());
  return {};
}

}  // namespace halftone
