// What a rendering has used of its limits. Everything that takes time counts steps; everything that takes memory is charged
// before it is made.
#pragma once

#include <time.h>

#include <chrono>

#include "engine/jinja/limits.h"
#include "engine/jinja/template_error.h"

namespace halftone::jinja {

class Budget {
 public:
  void step(std::size_t count = 1) {
    steps_ += static_cast<std::int64_t>(count);
    if (steps_ >= next_look_) look();
  }
  // A text in one piece: its bytes take memory, and time to copy.
  void charge_text(std::size_t bytes) {
    if (bytes > limits::text_bytes) raise_limit("a text of {} bytes is longer than the {} that are allowed", bytes, limits::text_bytes);
    charge(64 + bytes);
    step(bytes / 256);
  }
  void charge(std::size_t bytes) {
    bytes_ += bytes;
    if (bytes_ > limits::heap_bytes) raise_limit("it needs more than {} bytes of memory", limits::heap_bytes);
  }

 private:
  void look() {
    if (steps_ > limits::steps) raise_limit("it needs more than {} steps", limits::steps);
    if (processor_time() - start_ > limits::time) raise_limit("it needs more than {} ms", limits::time.count());
    next_look_ = steps_ + steps_between_looks;
  }

  // Of this thread: a template is not to blame for a busy machine.
  static std::chrono::nanoseconds processor_time() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
  }

  static constexpr std::int64_t steps_between_looks = 512;
  const std::chrono::nanoseconds start_ = processor_time();
  std::int64_t steps_ = 0, next_look_ = steps_between_looks;
  std::size_t bytes_ = 0;
};

}  // namespace halftone::jinja
