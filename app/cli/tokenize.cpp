// tokenize, detokenize: text to ids and back. Needs the vocabulary only: a bare tokenizer.model or a vocabulary in GGUF will do.
#include "app/cli/command.h"
#include "engine/tokenizer/named_pre_tokenizers.h"

namespace halftone::cli {

namespace {

Result<std::unique_ptr<Tokenizer>> open_tokenizer(const std::string& model, const std::string& pre_tokenizer) {
  auto data = read_tokenizer(model);
  if (!data) return pass_on(std::move(data));
  if (!pre_tokenizer.empty())
    if (auto used = use_pre_tokenizer(*data, pre_tokenizer); !used) return pass_on(std::move(used));
  return make_tokenizer(*std::move(data));
}

Result<void> tokenize(const std::string& model, const std::string& pre_tokenizer, bool special) {
  auto tokenizer = open_tokenizer(model, pre_tokenizer);
  if (!tokenizer) return pass_on(std::move(tokenizer));
  const std::string text = read_stdin();
  std::vector<TokenId> ids;
  if (special) {
    // As the tokenizer's own library encodes a text: control tokens found, and around it what the model expects there; bos once.
    const TextSpan span{text, true};
    const std::vector<TokenId> inside = (*tokenizer)->encode(std::span(&span, 1)), around = (*tokenizer)->encode_whole("");
    const auto before = around.end() - std::ssize((*tokenizer)->data().suffix);
    const bool begun = !inside.empty() && inside.front() == (*tokenizer)->data().bos;
    if (!begun) ids.assign(around.begin(), before);
    ids.insert(ids.end(), inside.begin(), inside.end());
    ids.insert(ids.end(), before, around.end());
  } else {
    ids = (*tokenizer)->encode(text);
  }
  put("{}\n", fmt::join(ids, " "));
  return {};
}

Result<void> detokenize(const std::string& model, const std::string& pre_tokenizer) {
  auto tokenizer = open_tokenizer(model, pre_tokenizer);
  if (!tokenizer) return pass_on(std::move(tokenizer));
  auto ids = parse_tokens(read_stdin(), (*tokenizer)->vocabulary_size());
  if (!ids) return pass_on(std::move(ids));
  put("{}", (*tokenizer)->decode(*ids));
  return {};
}

}  // namespace

void add_tokenize(CLI::App& app, Run& run) {
  auto model = std::make_shared<std::string>();
  auto special = std::make_shared<bool>(false);
  auto* encode = app.add_subcommand("tokenize", "text on stdin to ids, space separated");
  encode->add_option("MODEL", *model)->required();
  auto pre_tokenizer = std::make_shared<std::string>();
  const char* how = "how a byte-level vocabulary splits words, where its file does not say or says it wrongly";
  encode->add_option("--pre-tokenizer", *pre_tokenizer, how);
  encode->add_flag("--special", *special, "add bos, and parse special tokens");
  encode->callback([=, &run] { run = [=] { return tokenize(*model, *pre_tokenizer, *special); }; });
  auto* decode = app.add_subcommand("detokenize", "ids on stdin to text");
  decode->add_option("MODEL", *model)->required();
  decode->add_option("--pre-tokenizer", *pre_tokenizer, how);
  decode->callback([=, &run] { run = [=] { return detokenize(*model, *pre_tokenizer); }; });
}

}  // namespace halftone::cli
