#include "engine/load/vocabulary.h"

#include <limits>

#include "engine/base/refuse.h"
#include "engine/tokenizer/byte_alphabet.h"
#include "engine/tokenizer/text_map.h"

namespace halftone {

namespace {
constexpr char kRemedy[] = "Download the tokenizer's files again.";
}

void Vocabulary::add(std::int64_t id, std::string text) {
  if (text.empty()) refuse(ErrorKind::malformed, kRemedy, "{}: token {} of the vocabulary is empty", file_, id);
  if (id < 0 || static_cast<std::uint64_t>(id) >= most_)
    refuse(ErrorKind::malformed, kRemedy, "{}: the token '{}' has the id {}", file_, text.substr(0, 60), id);
  const auto place = static_cast<std::size_t>(id);
  if (tokens_.size() <= place) tokens_.resize(place + 1);
  if (!tokens_[place].empty())
    refuse(ErrorKind::malformed, kRemedy, "{}: the tokens '{}' and '{}' both have the id {}", file_, tokens_[place].substr(0, 60), text.substr(0, 60), id);
  tokens_[place] = std::move(text);
}

std::pair<std::string, std::string> split_merge(std::string_view merge, std::size_t index, bool tokens_hold_spaces) {
  const std::size_t space = merge.find(' ', tokens_hold_spaces ? 1 : 0);
  const bool two = space != merge.npos && space > 0 && space + 1 < merge.size() && (tokens_hold_spaces || merge.find(' ', space + 1) == merge.npos);
  if (!two)
    refuse(ErrorKind::malformed, kRemedy, "merge {} of the vocabulary is '{}' instead of two pieces with a space between", index, merge.substr(0, 60));
  return {std::string(merge.substr(0, space)), std::string(merge.substr(space + 1))};
}

void add_merges(BpeData& bpe, const std::vector<std::pair<std::string, std::string>>& merges, std::vector<Sentence>& notes) {
  TextMap ids(bpe.tokens.size());
  for (std::size_t id = 0; id < bpe.tokens.size(); ++id)
    if (!bpe.tokens[id].empty()) ids.set(bpe.tokens[id], static_cast<TokenId>(id));
  std::size_t without = 0;
  Sentence first;
  for (std::size_t rank = 0; rank < merges.size(); ++rank) {
    const auto& [left, right] = merges[rank];
    const bool prefixed = !bpe.continuing_prefix.empty() && right.starts_with(bpe.continuing_prefix);
    const std::string whole = left + (prefixed ? right.substr(bpe.continuing_prefix.size()) : right);
    const TokenId parts[] = {ids.find(left), ids.find(right), ids.find(whole)};
    if (parts[0] >= 0 && parts[1] >= 0 && parts[2] >= 0) {
      bpe.merges.push_back({parts[0], parts[1], parts[2], static_cast<std::int32_t>(rank)});
    } else if (without++ == 0) {
      first = sentence("merge {} of the vocabulary, '{} {}', names no token", rank, left.substr(0, 40), right.substr(0, 40));
    }
  }
  if (without == 1) notes.push_back(sentence("{}: it is left out", first));
  if (without > 1) notes.push_back(sentence("{}: it and {} more are left out", first, without - 1));
}

BpeData bpe_of_ranks(const std::vector<std::string>& bytes, TokenId first_id) {
  constexpr std::size_t kLongest = 1'024;  // the longest of published files has 256; all its parts are looked up below
  BpeData bpe;
  bpe.ignore_merges = true;
  TextMap ids(bytes.size());
  bpe.tokens.resize(static_cast<std::size_t>(first_id));
  for (std::size_t rank = 0; rank < bytes.size(); ++rank) {
    if (bytes[rank].size() > kLongest)
      refuse(ErrorKind::malformed, kRemedy, "token {} of the vocabulary has {} bytes, more than {}", rank, bytes[rank].size(), kLongest);
    if (const TokenId other = ids.find(bytes[rank]); other >= 0)
      refuse(ErrorKind::malformed, kRemedy, "tokens {} and {} of the vocabulary are the same {} bytes", other, rank, bytes[rank].size());
    ids.set(bytes[rank], static_cast<std::int32_t>(rank));
    bpe.tokens.push_back(to_byte_alphabet(bytes[rank]));
  }
  for (std::size_t rank = 0; rank < bytes.size(); ++rank) {
    const std::string_view whole = bytes[rank];
    for (std::size_t size = 1; size < whole.size(); ++size) {
      const TokenId left = ids.find(whole.substr(0, size)), right = ids.find(whole.substr(size));
      if (left >= 0 && right >= 0)
        bpe.merges.push_back({left + first_id, right + first_id, static_cast<TokenId>(rank) + first_id, static_cast<std::int32_t>(rank)});
    }
  }
  return bpe;
}

}  // namespace halftone
