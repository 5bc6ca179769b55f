// A session that can be asked where the time has gone while it writes.
#pragma once

#include "engine/generate/trace.h"

namespace halftone {

class TraceSoFar {
 public:
  // Of the reply that is being written; once it is, nothing. On the thread that writes it: from within the sink, or after it has thrown.
  virtual Trace trace_so_far() const = 0;

 protected:
  ~TraceSoFar() = default;
};

}  // namespace halftone
