#include <cmath>
#include <unordered_map>

#include "engine/tokenizer/charsmap_check.h"
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
  return model.charsmap.empty() ? Result<void>() : check_charsmap(model.charsmap);
}

}  // namespace halftone
