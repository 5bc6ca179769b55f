#include "engine/tokenizer/tokenizer.h"

#include <algorithm>

#include "engine/tokenizer/sentencepiece_tokenizer.h"

namespace halftone {

bool Tokenizer::ends_generation(TokenId token) const { return std::ranges::count(data_.end_of_generation, token) > 0; }

Result<std::unique_ptr<Tokenizer>> make_tokenizer(TokenizerData data) {
  using Kind = TokenizerData::Kind;
  switch (data.kind) {
    case Kind::sentencepiece_model:
    case Kind::sentencepiece_vocabulary: return make_sentencepiece_tokenizer(std::move(data));
    case Kind::byte_level_bpe:
      return fail(ErrorKind::unsupported, "Choose a model with a sentencepiece vocabulary: a tokenizer.model, or a GGUF file whose "
                  "tokenizer.ggml.model is \"llama\".", "the model's vocabulary is byte-level BPE, which this version cannot read");
    case Kind::none: break;
  }
  return fail(ErrorKind::not_found, "Put tokenizer.model next to the weights, or use a GGUF file with its vocabulary.",
              "the model comes without a vocabulary");
}

}  // namespace halftone
