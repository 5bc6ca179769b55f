// A chat template comes with a model file, so it is a stranger's program. It has no file, network or environment to reach;
// these bounds keep it from eating time, memory or the stack.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace halftone::jinja::limits {

constexpr std::size_t source_bytes = 1 << 20;
constexpr int nesting = 100;     // of blocks, brackets and calls in the source; of macro calls; of nested values
constexpr int tree_depth = 200;  // of an expression: a + b + c + … is as deep as it is long
constexpr int frames = 2000;     // of the interpreter's own recursion
constexpr std::int64_t steps = 5'000'000;
constexpr std::size_t text_bytes = 8 << 20;    // the output, and any string on the way to it
constexpr std::size_t heap_bytes = 512 << 20;  // everything a rendering makes; it is freed at its end, not before
constexpr std::size_t key_bytes = 1 << 20;     // of a tuple that is the key of a mapping
constexpr std::int64_t range_length = 1'000'000;
constexpr std::chrono::milliseconds time{500};  // of the processor's

}  // namespace halftone::jinja::limits
