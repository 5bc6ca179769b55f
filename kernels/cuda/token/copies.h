// How copies fetch a matrix: a stage's columns of 16 rows, of 8 where two matrices share the stage, and the headers that go with them.
// Made by the host, read by the copies' engine.
#pragma once

#include <cuda.h>

namespace halftone::cuda::token {

struct MatrixCopies {
  CUtensorMap quants, headers;
};

}  // namespace halftone::cuda::token
