#include "engine/tokenizer/turn_marks.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "engine/tokenizer/added_tokens.h"

namespace halftone {
namespace {

// What ends a turn, by text: older files name no key for it, and folders forget it in generation_config.json.
constexpr std::string_view kEnds[] = {"<|im_end|>",
                                      "<|eot_id|>",
                                      "<|eom_id|>",
                                      "<|end|>",
                                      "<|endoftext|>",
                                      "<|end_of_text|>",
                                      "<end_of_turn>",
                                      "<turn|>",
                                      "<|return|>",
                                      "<|call|>",
                                      "<|tool_response>",
                                      "<|END_OF_TURN_TOKEN|>",
                                      "<|end_of_turn|>",
                                      "<|eot|>",
                                      "<|eom|>",
                                      "<|endofturn|>",
                                      "<\uFF5Cend\u2581of\u2581sentence\uFF5C>",
                                      "[EOT]"};

constexpr std::string_view kMarks[] = {"<|im_start|>",
                                       "<|im_sep|>",
                                       "<|im_user|>",
                                       "<|im_assistant|>",
                                       "<|im_system|>",
                                       "<|im_middle|>",
                                       "<|system|>",
                                       "<|user|>",
                                       "<|assistant|>",
                                       "<|observation|>",
                                       "<|tool|>",
                                       "<|begin_of_text|>",
                                       "<|start_header_id|>",
                                       "<|end_header_id|>",
                                       "<|python_tag|>",
                                       "<|header_start|>",
                                       "<|header_end|>",
                                       "<|start|>",
                                       "<|message|>",
                                       "<|channel|>",
                                       "<|constrain|>",
                                       "<|start_of_role|>",
                                       "<|end_of_role|>",
                                       "<|START_OF_TURN_TOKEN|>",
                                       "<|USER_TOKEN|>",
                                       "<|CHATBOT_TOKEN|>",
                                       "<|SYSTEM_TOKEN|>",
                                       "<start_of_turn>",
                                       "<|turn>",
                                       "<|channel>",
                                       "<channel|>",
                                       "<\uFF5CUser\uFF5C>",
                                       "<\uFF5CAssistant\uFF5C>",
                                       "<\uFF5Cbegin\u2581of\u2581sentence\uFF5C>",
                                       "[INST]",
                                       "[/INST]",
                                       "[SYSTEM_PROMPT]",
                                       "[/SYSTEM_PROMPT]",
                                       "[AVAILABLE_TOOLS]",
                                       "[/AVAILABLE_TOOLS]",
                                       "[TOOL_CALLS]",
                                       "[TOOL_RESULTS]",
                                       "[/TOOL_RESULTS]",
                                       "[MODEL_SETTINGS]",
                                       "[/MODEL_SETTINGS]",
                                       "[gMASK]",
                                       "<sop>",
                                       "<extra_id_0>",
                                       "<extra_id_1>"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kBrackets = {
    {{"<", ">"}, {"[", "]"}, {"\uFF1C", "\uFF1E"}, {"\uFF3B", "\uFF3D"}, {"\u3010", "\u3011"}}};

bool looks_like_mark(std::string_view text) {
  return std::ranges::any_of(kBrackets, [text](const auto& pair) {
    return text.size() > pair.first.size() + pair.second.size() && text.starts_with(pair.first) && text.ends_with(pair.second);
  });
}

}  // namespace

bool is_known_turn_end(std::string_view text) { return std::ranges::find(kEnds, text) != std::end(kEnds); }
bool is_known_turn_mark(std::string_view text) { return is_known_turn_end(text) || std::ranges::find(kMarks, text) != std::end(kMarks); }

std::vector<TokenId> turn_ends(std::span<const AddedToken> tokens) {
  const auto has = [&](std::string_view text) { return std::ranges::find(tokens, text, &AddedToken::text) != tokens.end(); };
  const bool in_parts = has("<|return|>") && has("<|call|>");
  const bool html = has("<eos>");  // Gemma's vocabularies hold it, and in it </s>, the end of what is struck through
  std::vector<TokenId> ids;
  for (const AddedToken& token : tokens) {
    const bool known = is_known_turn_end(token.text) && !(in_parts && token.text == "<|end|>");
    const bool plain = token.special && (token.text == "<eos>" || (token.text == "</s>" && !html));
    if (known || plain) ids.push_back(token.id);
  }
  return ids;
}

std::vector<TokenId> roles_that_end(std::span<const AddedToken> tokens) {
  std::vector<TokenId> ids;
  for (const std::string_view role : {"<|user|>", "<|observation|>"}) {
    const auto token = std::ranges::find(tokens, role, &AddedToken::text);
    if (token == tokens.end() || !token->special) return {};
    ids.push_back(token->id);
  }
  return ids;
}

void protect_turn_marks(std::span<AddedToken> tokens, std::string_view template_source) {
  std::vector<AddedToken> candidates;  // their id: the place in `tokens`
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    AddedToken& token = tokens[i];
    if (is_known_turn_end(token.text)) token.special = true;
    if (token.special) continue;
    if (is_known_turn_mark(token.text))
      token.mark = true;
    else if (looks_like_mark(token.text))
      candidates.push_back({.id = static_cast<TokenId>(i), .text = token.text});
  }
  if (candidates.empty()) return;
  for (const auto& match : AddedTokens(std::move(candidates)).find(template_source)) tokens[match.id].mark = true;
}

std::vector<AddedToken> unlisted_turn_marks(std::span<const std::string> vocabulary, std::span<const AddedToken> added) {
  std::unordered_set<std::string_view> listed;
  for (const AddedToken& token : added) listed.insert(token.text);
  std::vector<AddedToken> marks;
  for (std::size_t id = 0; id < vocabulary.size(); ++id) {
    const std::string& text = vocabulary[id];
    if (text.size() < 3 || (text.front() != '<' && text.front() != '[')) continue;
    if (is_known_turn_mark(text) && listed.insert(text).second)
      marks.push_back({.id = static_cast<TokenId>(id), .text = text, .special = is_known_turn_end(text), .mark = true});
  }
  return marks;
}

}  // namespace halftone
