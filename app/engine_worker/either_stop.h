#pragma once

#include <stop_token>

namespace halftone::app {

// Stops when the user asks for it or the program ends.
class EitherStop {
 public:
  EitherStop(std::stop_token user, std::stop_token quit) : user_(std::move(user), Request{source_}), quit_(std::move(quit), Request{source_}) {}
  std::stop_token token() const { return source_.get_token(); }

 private:
  struct Request {
    std::stop_source& source;
    void operator()() const { source.request_stop(); }
  };
  std::stop_source source_;
  std::stop_callback<Request> user_, quit_;
};

}  // namespace halftone::app
