// GPT-2's alphabet: each of the 256 bytes as a printable character, so that a vocabulary of bytes can be written as text. Bytes that print
// stand for themselves; the other 68 are U+0100, U+0101, … in order: a space is 'Ġ' (U+0120).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace halftone {

std::string to_byte_alphabet(std::string_view bytes);
void append_byte_as_character(std::string& text, unsigned char byte);

// The bytes that a text in the alphabet stands for; nothing when a character of it is not in the alphabet.
std::optional<std::string> from_byte_alphabet(std::string_view text);

}  // namespace halftone
