// Whatever opened of a damaged vocabulary must also be of use: texts go in, and only its own ids come out.
#pragma once

#include <QtTest>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/tokenizer/tokenizer.h"

namespace halftone::test {

// Words of many kinds: letters, digits, marks, a byte sequence that is no UTF-8, a run, control tokens as text.
inline const std::string kText =
    "Hello wörld 1234  \n\n <s></s><|im_end|>\xF0\x9F\x90\x8A e\xCC\x81 \xFF\xC3 " + std::string(300, 'a') + "的的";

inline void use(const Result<std::unique_ptr<Tokenizer>>& tokenizer) {
  if (!tokenizer) {
    QVERIFY(!tokenizer.error().cause.empty());
    return;
  }
  const Tokenizer& t = **tokenizer;
  const std::vector<TokenId> ids = t.encode(kText);
  for (const TokenId id : ids) QVERIFY(id >= 0 && id < t.vocabulary_size());
  (void)t.decode(ids);
  const std::vector<TextSpan> prompt = {{"<s>", true}, {kText, false}, {"</s>", true}};
  (void)t.encode(prompt);
  for (TokenId id = 0; id < std::min<std::int64_t>(t.vocabulary_size(), 50); ++id) (void)t.piece(id), (void)t.decode(id, true);
}

}  // namespace halftone::test
