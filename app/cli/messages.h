// A conversation in a JSON file: a list of {"role", "content"}, or an object with such a list under "messages".
#pragma once

#include "app/cli/command.h"

namespace halftone::cli {

Result<std::vector<ChatMessage>> read_messages(const std::filesystem::path& path);
// The list itself, with whatever else its entries hold.
Result<Json> read_message_list(const std::filesystem::path& path);

}  // namespace halftone::cli
