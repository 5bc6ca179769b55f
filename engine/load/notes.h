// What a user should know about a model, in sentences, from what was read.
#pragma once

#include "engine/load/checkpoint.h"

namespace halftone {

void add_notes(Checkpoint& checkpoint);

}  // namespace halftone
