// Bytes of tokens in, whole UTF-8 characters out; stop strings that span tokens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace halftone {

// Holds back an incomplete UTF-8 sequence (at most 3 bytes) and whatever could still become a stop string; what has been given
// out is never taken back. Invalid bytes become U+FFFD, as Python's errors="replace" does.
class Utf8Stream {
 public:
  explicit Utf8Stream(std::vector<std::string> stop_strings = {});

  // Text that is now certain. After stopped() is true nothing more comes out.
  std::string push(std::string_view bytes);
  // The end of the reply: what was held back.
  std::string finish();
  bool stopped() const { return stopped_; }

 private:
  std::vector<std::string> stop_strings_;
  std::string bytes_;  // not yet whole characters
  std::string held_;   // whole characters that may begin a stop string
  bool stopped_ = false;
};

}  // namespace halftone
