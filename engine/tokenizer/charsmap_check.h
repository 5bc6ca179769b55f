// sentencepiece's compiled normalisation rules: u32 size of a double-array trie (darts-clone: u32 units), the trie, then NUL-terminated
// replacements that the trie's values point at.
#pragma once

#include <string_view>

#include "engine/base/error.h"

namespace halftone {

// The library walks the trie unchecked. Refuses one that points outside itself, one in which more than 32 rules are prefixes of one
// another (the library's array, kMaxTrieResultsSize of its normalizer), and one whose walk has no end.
Result<void> check_charsmap(std::string_view charsmap);

}  // namespace halftone
