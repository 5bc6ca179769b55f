// Which instruction sets a Highway file is compiled for: portable, SSE4, AVX2, AVX-512 and AVX-512 with VNNI.
// Include before anything of Highway's.
#pragma once

#define HWY_WANT_AVX3_DL
#define HWY_DISABLED_TARGETS HWY_SSSE3
