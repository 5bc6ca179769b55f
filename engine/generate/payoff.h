// Whether drafting pays: measured time per token with and without, and switched off and on again with some hysteresis.
#pragma once

#include <cstdint>

namespace halftone {

// Decides, step by step, whether the next tokens are drafted and how many. Only ever told what was measured: no clock of its own.
class Payoff {
 public:
  // How many tokens to draft now; 0: a plain step.
  std::int64_t wanted() const;

  // A step without a draft took so long.
  void plain(double ms);
  // A draft of so many tokens, of which the model took `accepted`, took so long with its check. It gave accepted + 1 tokens.
  void drafted(std::int64_t proposed, std::int64_t accepted, double ms);

  bool is_on() const { return on_; }

 private:
  struct Average {  // exponential: the last eight or so count
    double value = 0;
    bool known = false;
    void add(double x) { value = known ? value + (x - value) / 8 : x, known = true; }
  };
  void judge();

  Average plain_ms_;          // per plain step
  Average pass_ms_, tokens_;  // per drafted pass: its time, and the tokens it gave
  std::int64_t length_ = 4;   // of the next draft
  bool on_ = true;
  std::int64_t passes_ = 0;       // drafted since it was last switched
  std::int64_t rest_ = 0;         // off: plain steps until it is tried again
  std::int64_t pause_ = 32;       // and how long the next rest is
  std::int64_t since_plain_ = 0;  // drafted passes since a plain step was measured
};

}  // namespace halftone
