// A model that has to be refused, and the words that its error has to say.
#pragma once

#include <QTest>

#include "engine/load/checkpoint.h"

namespace halftone::test {

// What is wrong with the tokenizer alone does not take the model with it: it is the tokenizer's trouble.
inline void verify_refused(const Result<Checkpoint>& result, ErrorKind kind, const char* cause) {
  QVERIFY2(!result || result->tokenizer.trouble, "was accepted");
  if (result) QVERIFY(result->tokenizer.kind == TokenizerData::Kind::none);
  const Error& error = result ? *result->tokenizer.trouble : result.error();
  QVERIFY2(error.kind == kind, error.cause.english.c_str());
  QVERIFY2(error.cause.english.find(cause) != std::string::npos, error.cause.english.c_str());
}

}  // namespace halftone::test
