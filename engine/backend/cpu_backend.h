// The machine's own cores: every op as kernels/cpu has it.
#pragma once

#include <memory>

#include "engine/backend/backend.h"

namespace halftone {

// `threads`: 0 means one per core. `baseline`: bytes this process held before a model was opened.
std::unique_ptr<Backend> make_cpu_backend(int threads, std::int64_t baseline);

}  // namespace halftone
