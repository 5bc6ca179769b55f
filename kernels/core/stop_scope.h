// Work that can be left: a pass over a long prompt is made of loops that take seconds, and nobody waits that long for a stop.
#pragma once

#include <stop_token>

namespace halftone {

// While it lives, the loops of every ThreadPool that this thread starts hand out smaller pieces, and none any more once a stop is asked
// for. What they would have computed is then left as it is: the caller throws all of it away.
class StopScope {
 public:
  explicit StopScope(std::stop_token stop);
  ~StopScope();
  StopScope(const StopScope&) = delete;
  StopScope& operator=(const StopScope&) = delete;

  static const std::stop_token* current();  // of this thread; null outside any

 private:
  std::stop_token stop_;
  const std::stop_token* outer_;
};

}  // namespace halftone
