#include "engine/generate/opened_model.h"

#include <algorithm>

#include "engine/generate/model_template.h"
#include "engine/tokenizer/named_pre_tokenizers.h"
#include "engine/tokenizer/regex.h"

namespace halftone {

Result<std::unique_ptr<Tokenizer>> tokenizer_for(const Checkpoint& checkpoint, const EngineSettings& settings) {
  TokenizerData data = checkpoint.tokenizer;
  if (const auto source = template_source(checkpoint, settings.chat_template)) data.template_source += '\n' + *source;
  if (!settings.pre_tokenizer.empty())
    if (auto used = use_pre_tokenizer(data, settings.pre_tokenizer); !used) return pass_on(std::move(used));
  return make_tokenizer(std::move(data));
}

Result<std::int64_t> count_tokens(const OpenedModel& model, std::string_view text, std::stop_token stop) try {
  if (!model.tokenizer) return std::unexpected(*model.info.tokenizer.trouble);
  constexpr std::size_t kPart = 64 << 10;
  std::int64_t tokens = 0;
  while (!text.empty()) {
    if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "counting was stopped");
    std::size_t length = std::min(text.size(), kPart);
    if (length < text.size()) {  // at the end of a line, else of a word, else between two characters
      const std::string_view part = text.substr(0, length);
      std::size_t end = part.find_last_of('\n');
      if (end == part.npos) end = part.find_last_of(' ');
      if (end != part.npos && end > 0) length = end;
      else while (length > 1 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
    }
    const TextSpan span{std::string(text.substr(0, length)), false};
    tokens += std::ssize(model.tokenizer->encode(std::span(&span, 1), stop));
    text.remove_prefix(length);
  }
  if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "counting was stopped");
  return tokens;
} catch (const PatternExploded& error) {
  return fail(ErrorKind::unsupported, "Use another tokenizer of this model, or shorten the text.", "{}", said_by(error));
}

}  // namespace halftone
