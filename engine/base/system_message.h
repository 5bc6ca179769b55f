// What the operating system says of an error code (errno): the common ones as sentences of ours, the rest in its own words.
#pragma once

#include "engine/base/sentence.h"

namespace halftone {

Sentence system_message(int code);

}  // namespace halftone
