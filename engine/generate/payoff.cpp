#include "engine/generate/payoff.h"

#include <algorithm>

#include "engine/generate/drafter.h"

namespace halftone {

namespace {

constexpr std::int64_t kTrial = 4;        // drafted passes before a verdict
constexpr std::int64_t kFreshPlain = 64;  // drafted passes before a plain step is measured again: it grows with the context
constexpr std::int64_t kLongestPause = 512;
constexpr double kOff = 1.05, kOn = 0.95;  // drafted against plain time per token

}  // namespace

std::int64_t Payoff::wanted() const {
  if (rest_ > 0) return 0;
  if (since_plain_ >= kFreshPlain || (!plain_ms_.known && passes_ >= kTrial)) return 0;  // to know what it is compared with
  return length_;
}

void Payoff::plain(double ms) {
  plain_ms_.add(ms);
  since_plain_ = 0;
  if (rest_ > 0 && --rest_ == 0) passes_ = 0;  // another trial
  judge();
}

void Payoff::drafted(std::int64_t proposed, std::int64_t accepted, double ms) {
  pass_ms_.add(ms);
  tokens_.add(static_cast<double>(accepted + 1));
  ++passes_;
  ++since_plain_;
  // Longer after a full success, else a little more than what was right.
  if (accepted < proposed)
    length_ = std::max<std::int64_t>(2, accepted + 1);
  else if (proposed >= length_)
    length_ = std::min(2 * length_, kMostDrafted);
  judge();
}

void Payoff::judge() {
  if (!plain_ms_.known || passes_ < kTrial || rest_ > 0) return;
  const double ratio = pass_ms_.value / (tokens_.value * plain_ms_.value);
  if (on_ ? ratio <= kOff : ratio < kOn) {
    on_ = true;
    pause_ = 32;
    return;
  }
  on_ = false;
  rest_ = pause_;
  pause_ = std::min(2 * pause_, kLongestPause);
  // What was measured is forgotten by the next trial: the text is another by then.
  pass_ms_ = {};
  tokens_ = {};
}

}  // namespace halftone
