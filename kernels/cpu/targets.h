// Which instruction sets the vectorised kernels are compiled for: a portable baseline, AVX2, AVX-512 (chosen at run time). Include
// before Highway. Machines with SSE4 but no AVX2 are older than 2013 and take the baseline.
#pragma once

#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4)
