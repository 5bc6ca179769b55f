#pragma once

#include <optional>
#include <string>

#include "engine/base/file.h"

namespace halftone {

// How many bytes the file stands for, "123,456,789", if it is a pointer that Git LFS leaves in place of what it has not fetched.
// Source: the Git LFS specification, docs/spec.md: text of at most 1,024 bytes, its first line the version.
std::optional<std::string> lfs_pointer(const File& file);

}  // namespace halftone
