// Sentencepiece's compiled normalisation rules, applied as the `tokenizers` library does: grapheme by grapheme, by the shortest rule that
// begins one. (Sentencepiece itself takes the longest; a model trained with one library and published for the other relies on that.)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace halftone {

class Charsmap {
 public:
  // u32 size of a double-array trie (darts-clone), its units, then NUL-terminated replacements. Refuses what points outside itself.
  static Result<Charsmap> read(std::string_view bytes);

  std::string apply(std::string_view text) const;

 private:
  std::optional<std::string_view> replacement_of(std::string_view grapheme) const;

  std::vector<std::uint32_t> units_;
  std::string replacements_;
};

}  // namespace halftone
