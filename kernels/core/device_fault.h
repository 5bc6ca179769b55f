// How a device's failures leave it: as an exception, since a device fault is nobody's input.
#pragma once

#include <stdexcept>
#include <string>

namespace halftone {

class DeviceFault : public std::runtime_error {
 public:
  // `is_lost`: nothing that runs or lies on the device can be used by this process any more, whatever is tried.
  DeviceFault(const std::string& what, bool is_lost) : std::runtime_error(what), is_lost_(is_lost) {}
  bool is_lost() const { return is_lost_; }

 private:
  bool is_lost_;
};

}  // namespace halftone
