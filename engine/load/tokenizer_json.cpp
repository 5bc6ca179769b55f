#include "engine/load/tokenizer_json.h"

namespace halftone {

void read_tokenizer_json(std::string_view, TokenizerData& data) {
  data.kind = TokenizerData::Kind::pipeline;
  data.source = "tokenizer.json";
}

}  // namespace halftone
