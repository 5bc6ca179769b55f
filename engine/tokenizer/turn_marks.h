// Which tokens are turn marks, whatever type or flag a file gives them: what a person types must never become one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tokenizer/token_id.h"

namespace halftone {

// Marks of the chat formats that published models use: <|im_start|>, [INST], <start_of_turn> …
bool is_known_turn_mark(std::string_view text);
// Those that end a reply: <|im_end|>, <|eot_id|>, <end_of_turn> … A turn mark too.
bool is_known_turn_end(std::string_view text);

// The ids of known turn ends, and of </s> and <eos> where they are control tokens. Where <|return|> and <|call|> end replies, <|end|> only
// ends a part of one; where <eos> does, </s> is HTML.
std::vector<TokenId> turn_ends(std::span<const AddedToken> tokens);

// <|user|> and <|observation|> where both are control tokens: GLM has no mark for the end of a turn, its replies stop where the next
// role begins. With only <|user|> (Phi 3, Zephyr's kin) a turn has an end of its own, and the role is a mere mark of the template's. For
// files that do not list their ends: where a publisher does, these are among them or are none.
std::vector<TokenId> roles_that_end(std::span<const AddedToken> tokens);

// Sets AddedToken::mark on the known marks and on those that look like one (<…>, […], 【…】) and stand in the source of the chat
// template. Whether a mark is hidden stays as the file says, except that the known ends are hidden: they become special.
void protect_turn_marks(std::span<AddedToken> tokens, std::string_view template_source);

// The known marks of a vocabulary that `added` does not list yet, as added tokens: older converters call them ordinary pieces.
// `vocabulary`: by id, as the text that a token stands for.
std::vector<AddedToken> unlisted_turn_marks(std::span<const std::string> vocabulary, std::span<const AddedToken> added);

}  // namespace halftone
