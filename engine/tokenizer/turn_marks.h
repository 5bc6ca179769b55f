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

// The ids of known turn ends. Where <|return|> and <|call|> end replies, <|end|> only ends a part of one.
std::vector<TokenId> turn_ends(std::span<const AddedToken> tokens);

// Sets AddedToken::mark on the known marks and on those that look like one (<…>, […], 【…】) and stand in the source of the chat
// template. Whether a mark is hidden stays as the file says, except that the known ends are hidden: they become special.
void protect_turn_marks(std::span<AddedToken> tokens, std::string_view template_source);

// The known marks of a vocabulary that `added` does not list yet, as added tokens: older converters call them ordinary pieces.
// `vocabulary`: by id, as the text that a token stands for.
std::vector<AddedToken> unlisted_turn_marks(std::span<const std::string> vocabulary, std::span<const AddedToken> added);

}  // namespace halftone
