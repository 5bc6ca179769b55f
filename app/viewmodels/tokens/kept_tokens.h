// What is known of a reply's tokens, and as bytes: so it is kept with the conversation.
#pragma once

#include <QByteArray>
#include <memory>
#include <optional>
#include <string>

#include "app/engine_worker/tokens_values.h"

namespace halftone::app {

struct KeptTokens {
  std::string text;  // of the reply that was read
  std::shared_ptr<const ReadTokens> tokens;
  TokenTexts texts;
};

QByteArray bytesOf(const KeptTokens& kept);
std::optional<KeptTokens> keptTokensFrom(const QByteArray& bytes);  // none: they are damaged, or of another format

}  // namespace halftone::app
