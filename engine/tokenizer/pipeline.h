// A tokenizer as the `tokenizers` library describes it in tokenizer.json, as data: text is normalised, split into words, each word becomes
// tokens by the model, and tokens become text again by the decoders. GGUF, tiktoken and tekken files fill the same data.
// Every step's meaning is that of the library (github.com/huggingface/tokenizers, version 0.21), oddities included.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/tokenizer/token_id.h"

namespace halftone {

// What is searched for: a text as it stands, or a regular expression in Oniguruma's syntax.
struct Pattern {
  std::string text;
  bool regex = false;
};

namespace normalizer {
enum class Form { nfc, nfd, nfkc, nfkd };
struct Unicode { Form form; };
struct Lowercase {};
struct StripAccents {};  // removes marks
struct Strip { bool left = true, right = true; };
struct Replace { Pattern pattern; std::string content; };
struct Prepend { std::string text; };
struct Precompiled { std::string charsmap; };  // sentencepiece's compiled rules, decoded from base64
using Step = std::variant<Unicode, Lowercase, StripAccents, Strip, Replace, Prepend, Precompiled>;
}  // namespace normalizer

namespace pre_tokenizer {
enum class Behavior { removed, isolated, merged_with_previous, merged_with_next, contiguous };
enum class PrependScheme { first, never, always };
struct ByteLevel { bool add_prefix_space = true, use_regex = true; };  // and from bytes to the alphabet of printable characters
struct Split { Pattern pattern; Behavior behavior = Behavior::isolated; bool invert = false; };
struct Digits { bool individual = false; };
// Groups of three digits from the right, isolated. As a pattern its look-ahead reads to the end of the digits at every match; as a step of
// its own it is linear.
inline constexpr char kDigitGroupsPattern[] = R"(\d{1,3}(?=(?:\d{3})*\b))";
struct DigitGroups {};
struct Punctuation { Behavior behavior = Behavior::isolated; };
struct Whitespace {};
struct WhitespaceSplit {};
struct Metaspace { std::string replacement = "\u2581"; PrependScheme prepend = PrependScheme::always; bool split = true; };
using Step = std::variant<ByteLevel, Split, Digits, DigitGroups, Punctuation, Whitespace, WhitespaceSplit, Metaspace>;
}  // namespace pre_tokenizer

// Byte-pair encoding: the two neighbours with the lowest rank become one token, again and again.
struct BpeData {
  struct Merge {
    TokenId left, right, merged;
    std::int32_t rank;
  };
  std::vector<std::string> tokens;  // by id; an id that is not taken is empty
  std::vector<Merge> merges;
  std::optional<TokenId> unknown;
  std::string continuing_prefix, word_suffix;
  bool fuse_unknown = false;
  bool byte_fallback = false;   // a character without a token is spelled <0xE2><0x96><0x81>
  bool ignore_merges = false;   // a word that is a token is taken at once
};

// Unigram language model: of all ways to cut a word the one whose scores add up highest.
struct UnigramData {
  std::vector<std::string> tokens;
  std::vector<double> scores;
  std::optional<TokenId> unknown;
  bool byte_fallback = false;
};

namespace decoder {
struct ByteLevel {};
struct ByteFallback {};
struct Fuse {};
struct Replace { Pattern pattern; std::string content; };
struct Strip { std::string content; std::int64_t start = 0, stop = 0; };  // content: one character
struct Metaspace { std::string replacement = "\u2581"; bool drops_first = true; };
struct WordSuffix { std::string suffix; };  // BPEDecoder: the suffix of a word becomes a space
using Step = std::variant<ByteLevel, ByteFallback, Fuse, Replace, Strip, Metaspace, WordSuffix>;
}  // namespace decoder

struct Pipeline {
  std::vector<normalizer::Step> normalizers;
  std::vector<pre_tokenizer::Step> pre_tokenizers;
  std::variant<BpeData, UnigramData> model;
  std::optional<std::vector<decoder::Step>> decoders;  // none: tokens are joined with spaces
};

}  // namespace halftone
