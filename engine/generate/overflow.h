// A conversation that is too long for the context: how much of it to leave out.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/base/error.h"
#include "engine/text/chat_template.h"

namespace halftone {

// The fewest of the oldest turns, 1 to `most`, without which it fits; `most` where nothing less will do. Asking renders and encodes what is
// left, so it is asked around a guess first, further away with every miss: a good guess takes two questions, a bad one as many as halving,
// twice. What fits must go on to fit as more is left out. Fails where asking fails.
Result<std::int64_t> fewest_turns_to_drop(std::int64_t guess, std::int64_t most,
                                          const std::function<Result<bool>(std::int64_t turns)>& fits_without);

// The fewest of the oldest questions, with their answers, without which a prompt of `tokens` has at most `limit`; all but the last, where
// nothing less will do. `count`: the tokens of a prompt of these messages.
Result<std::int64_t> turns_to_drop(const std::vector<ChatMessage>& messages, std::int64_t tokens, std::int64_t limit,
                                   const std::function<Result<std::int64_t>(const std::vector<ChatMessage>&)>& count);

}  // namespace halftone
