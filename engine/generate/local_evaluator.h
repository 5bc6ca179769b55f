// The bare model of a setup; see evaluator.h. Its pages are its own: nothing that a conversation left in the cache is found by it.
#pragma once

#include <memory>

#include "engine/generate/evaluator.h"
#include "engine/generate/setup.h"

namespace halftone {

std::unique_ptr<Evaluator> new_evaluator(std::shared_ptr<Setup> setup);

}  // namespace halftone
