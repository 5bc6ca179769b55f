#include "engine/generate/overflow.h"

#include <algorithm>

namespace halftone {

Result<std::int64_t> fewest_turns_to_drop(std::int64_t guess, std::int64_t most,
                                          const std::function<Result<bool>(std::int64_t turns)>& fits_without) {
  std::int64_t least = 1, turns = guess, step = 1;
  while (least < most) {
    turns = std::clamp(turns, least, most - 1);
    const auto fits = fits_without(turns);
    if (!fits) return std::unexpected(fits.error());
    if (*fits) most = turns;
    else least = turns + 1;
    const std::int64_t away = std::min(step, (most - least + 1) / 2);
    turns = *fits ? most - away : least - 1 + away;
    step *= 2;
  }
  return most;
}

Result<std::int64_t> turns_to_drop(const std::vector<ChatMessage>& messages, std::int64_t tokens, std::int64_t limit,
                                   const std::function<Result<std::int64_t>(const std::vector<ChatMessage>&)>& count) {
  std::vector<std::ptrdiff_t> questions;
  std::int64_t characters = 0;
  for (std::ptrdiff_t i = 0; i < std::ssize(messages); ++i) {
    const ChatMessage& message = messages[static_cast<std::size_t>(i)];
    characters += std::ssize(message.content);
    if (message.role == ChatMessage::Role::user) questions.push_back(i);
  }
  if (questions.size() < 2) return 0;
  const std::int64_t most = std::ssize(questions) - 1;

  // A guess: as many tokens a character everywhere, and what a template writes around a message is in it.
  std::int64_t guess = 0, dropped = 0;
  for (; guess < most && (tokens - limit) * characters > dropped * tokens; ++guess)
    for (std::ptrdiff_t i = questions[static_cast<std::size_t>(guess)]; i < questions[static_cast<std::size_t>(guess) + 1]; ++i)
      dropped += std::ssize(messages[static_cast<std::size_t>(i)].content);
  return fewest_turns_to_drop(guess, most, [&](std::int64_t turns) -> Result<bool> {
    std::vector<ChatMessage> kept(messages.begin(), messages.begin() + questions.front());
    kept.insert(kept.end(), messages.begin() + questions[static_cast<std::size_t>(turns)], messages.end());
    const auto left = count(kept);
    if (!left) return std::unexpected(left.error());
    return *left <= limit;
  });
}

}  // namespace halftone
