#include "engine/tokenizer/pipeline_tokenizer.h"

namespace halftone {

Result<std::unique_ptr<Tokenizer>> make_pipeline_tokenizer(TokenizerData) {
  return fail(ErrorKind::unsupported, "", "the model's vocabulary is byte-level BPE, which this version cannot read");
}

}  // namespace halftone
