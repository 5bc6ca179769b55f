// How copies fetch a matrix: 8 rows × 1 KB of quants, and the headers that go with them. Made by the host, read by the copies' engine.
#pragma once

#include <cuda.h>

namespace halftone::cuda::token {

struct MatrixCopies {
  CUtensorMap quants, headers;
};

}  // namespace halftone::cuda::token
