// What a change of settings would take, said before it happens. Figures; the window puts them into words.
#pragma once

#include <cstdint>
#include <string>

namespace halftone {

// What a token of the reply takes once the conversation has `at` tokens.
struct LaterToken {
  std::int64_t at = 0;           // 0: there is no conversation yet
  std::int64_t computed = 0;     // tokens that pass through the model for it: 1, or all of them without a cache
  std::int64_t score_bytes = 0;  // that naive attention stores for it
  double operations = 0;         // counted: multiplications and additions
  double ms = 0;                 // expected, from what was measured; 0: nothing was that it could be told from
};

struct SwitchCost {
  bool reload_weights = false;
  bool recompute_cache = false;
  std::string converts_from;         // what the weights that are converted are stored as: "Q4_K, Q6_K"; empty: read as they are
  bool requantises = false;          // and they are quantised already, so they lose once more
  std::int64_t weight_bytes = 0;     // after the switch
  std::int64_t parameters = 0;       // converted
  std::int64_t cached_tokens = 0;    // of the conversation, to be computed again
  std::int64_t kv_bytes = 0;         // the cache's capacity after the switch, at the full context
  std::int64_t score_bytes = 0;      // to naive attention: QKᵀ of a full context
  double seconds = 0;                // estimate, from the rate of this machine's last load; 0: at once

  // To naive attention or to no cache: what every later token takes, with the conversation as it is and with a full context.
  bool slower = false;
  LaterToken next_token, last_token;
  double token_ms = 0;               // as things are: measured with the last reply; 0: there was none

  // Refused: it would not be done. What is needed and free is 0 where memory is not why.
  enum class Refusal { none, memory, positions, range } refusal = Refusal::none;
  std::int64_t needed_bytes = 0, free_bytes = 0;
  std::int64_t largest_context = 0;  // that would be accepted, all else as asked; 0: none would
};

}  // namespace halftone
