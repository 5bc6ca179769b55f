#include "engine/tokenizer/tokenizer.h"

#include <algorithm>

#include "engine/tokenizer/pipeline_tokenizer.h"
#include "engine/tokenizer/sentencepiece_tokenizer.h"
#include "engine/base/utf8_stream.h"

namespace halftone {

bool Tokenizer::ends_generation(TokenId token) const { return std::ranges::count(data_.end_of_generation, token) > 0; }

std::vector<TokenId> Tokenizer::encode_whole(std::string_view text) const {
  std::vector<TokenId> ids = data_.prefix;
  const std::vector<TokenId> inside = encode(text);
  ids.insert(ids.end(), inside.begin(), inside.end());
  ids.insert(ids.end(), data_.suffix.begin(), data_.suffix.end());
  if (data_.add_bos && data_.bos && (ids.empty() || ids.front() != *data_.bos)) ids.insert(ids.begin(), *data_.bos);
  return ids;
}

std::string Tokenizer::finish(DecodeState& state) const { return std::exchange(state.held, {}); }

std::string Tokenizer::decode(TokenId token, bool first) const {
  DecodeState state{first, {}};
  std::string bytes = decode(token, state);
  return bytes + finish(state);
}

std::string Tokenizer::decode(std::span<const TokenId> tokens) const {
  DecodeState state;
  Utf8Stream characters;
  std::string text;
  for (const TokenId token : tokens) text += characters.push(decode(token, state));
  text += characters.push(finish(state));
  return text + characters.finish();
}

Result<std::unique_ptr<Tokenizer>> make_tokenizer(TokenizerData data) {
  using Kind = TokenizerData::Kind;
  switch (data.kind) {
    case Kind::sentencepiece_model:
    case Kind::sentencepiece_vocabulary: return make_sentencepiece_tokenizer(std::move(data));
    case Kind::pipeline: return make_pipeline_tokenizer(std::move(data));
    case Kind::none: break;
  }
  if (data.trouble) return std::unexpected(*std::move(data.trouble));
  return fail(ErrorKind::not_found, "Put its tokenizer.json or tokenizer.model next to the weights, or use a GGUF file with its vocabulary.",
              "the model comes without a vocabulary");
}

}  // namespace halftone
