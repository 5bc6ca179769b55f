// Byte-pair encoding: a word begins as its characters (or bytes), and of all neighbours that a merge joins, the one with the lowest rank,
// the leftmost of equals, becomes one token, until none is left (Sennrich et al., arXiv:1508.07909).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/error.h"
#include "engine/tokenizer/pipeline.h"
#include "engine/tokenizer/text_map.h"

namespace halftone {

class Bpe {
 public:
  // `raw_bytes`: the vocabulary is written in the byte alphabet, and words will come as bytes.
  Bpe(BpeData data, bool raw_bytes);

  // Remembers how the words of one text were cut. Belongs to one call, so that encoding needs no lock.
  class Cache;

  // Appends a word's tokens. O(n log n) in its length.
  void encode(std::string_view word, Cache& cache, std::vector<TokenId>& ids) const;

 private:
  struct Merge {
    std::uint64_t pair = kNoPair;  // left ≪ 32 | right
    std::int32_t rank = 0;
    TokenId merged = 0;
  };
  static constexpr std::uint64_t kNoPair = ~std::uint64_t{0};

  const Merge* merge_of(TokenId left, TokenId right) const;
  void symbols_of(std::string_view word, std::vector<TokenId>& symbols) const;
  void merge_short(std::vector<TokenId>& symbols) const;
  void merge_long(std::vector<TokenId>& symbols) const;

  TextMap tokens_;
  std::array<TokenId, 256> byte_{};      // raw_bytes: the token of one byte; byte_fallback: of <0xXX>; -1: none
  std::vector<Merge> merges_;            // open addressing, a power of two long
  int merges_shift_ = 63;
  std::optional<TokenId> unknown_;
  std::string continuing_prefix_, word_suffix_;
  bool fuse_unknown_, byte_fallback_, ignore_merges_, raw_bytes_;
};

class Bpe::Cache {
 public:
  Cache();
  ~Cache();

 private:
  friend class Bpe;
  struct Words;
  std::unique_ptr<Words> words_;
  std::vector<TokenId> symbols_;  // scratch
};

}  // namespace halftone
