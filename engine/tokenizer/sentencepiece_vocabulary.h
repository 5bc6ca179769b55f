// What a checkpoint says about a sentencepiece vocabulary, made fit for the library and for the search before it: which texts are
// tokens as a whole, and what is odd but harmless in the file.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/sentence.h"
#include "engine/tokenizer/sentencepiece_model.h"

namespace halftone {

struct SentencepieceVocabulary {
  SentencepieceModel model;                         // its pieces are no longer found where `added` holds them
  std::vector<AddedToken> added;                    // found before the library splits a text; by id: of doubles the first is found
  std::unordered_map<TokenId, std::string> hidden;  // pieces that no text becomes, as the file spells them: doubles of others
  std::int64_t size = 0;                            // beyond the model's pieces lie added tokens and gaps between them
  std::vector<Sentence> notes;
};

// `data` is of a sentencepiece kind; its bulky fields are taken.
Result<SentencepieceVocabulary> read_sentencepiece_vocabulary(TokenizerData& data);

// "▁a" → " a".
std::string with_spaces(std::string_view piece);

// The notes alone, for the loaders; empty where the vocabulary will be refused.
std::vector<Sentence> sentencepiece_notes(TokenizerData data);

}  // namespace halftone
