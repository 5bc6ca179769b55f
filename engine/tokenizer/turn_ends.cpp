#include "engine/tokenizer/turn_ends.h"

#include <algorithm>

namespace halftone {

namespace {

constexpr std::string_view kEnds[] = {
    "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>",   // Llama 3, Granite
    "<|im_end|>", "<|endoftext|>",                   // ChatML; GPT-2 and all who took its vocabulary
    "<|end|>",                                       // Phi
    "<|return|>", "<|call|>",                        // gpt-oss
    "<end_of_turn>", "<turn|>", "<eos>",             // Gemma
    "</s>", "[EOT]",                                 // Llama 2, Mistral; a few of its finetunes
    "<｜end▁of▁sentence｜>",                         // DeepSeek, with letters of its own
};

}  // namespace

std::vector<TokenId> turn_ends(std::span<const Mark> marks) {
  const auto has = [&](std::string_view text) {
    return std::ranges::any_of(marks, [&](const Mark& mark) { return mark.control && mark.text == text; });
  };
  // gpt-oss ends every message with <|end|>, its thoughts too: what comes after them is the answer.
  const bool end_parts_messages = has("<|return|>") && has("<|call|>");
  // Gemma's vocabularies hold HTML, and in it </s>, the end of what is struck through.
  const bool html = has("<eos>");
  // GLM has no mark for the end of a turn: it stops where the next one's role begins. Where only <|user|> is a token (Phi 3, Zephyr's
  // kin) a turn has an end of its own, and the role is a mere mark of the template's.
  const bool role_ends = has("<|user|>") && has("<|observation|>");
  // Gemma 4 waits for a tool's answer behind this one, which newer files call user-defined.
  const bool tool_answers = has("<turn|>");

  std::vector<TokenId> ends;
  for (const Mark& mark : marks) {
    bool is = mark.control && std::ranges::count(kEnds, mark.text) > 0;
    if (mark.text == "<|end|>" && end_parts_messages) is = false;
    if (mark.text == "</s>" && html) is = false;
    if (mark.text == "<|user|>" || mark.text == "<|observation|>") is = mark.control && role_ends;
    if (mark.text == "<|tool_response>") is = tool_answers;
    if (is && std::ranges::count(ends, mark.id) == 0) ends.push_back(mark.id);
  }
  return ends;
}

}  // namespace halftone
