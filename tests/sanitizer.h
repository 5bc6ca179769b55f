// What a build under a sanitizer cannot promise.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kAddressSanitizer = true;
#else
constexpr bool kAddressSanitizer = false;
#endif
#if defined(__SANITIZE_THREAD__)
constexpr bool kThreadSanitizer = true;
#else
constexpr bool kThreadSanitizer = false;
#endif

constexpr bool kAddressSpaceCanBeLimited = !kAddressSanitizer && !kThreadSanitizer;  // their shadow takes all of it

// How many times as long our own code may take. The window's turns under asan at -O1: up to 3 on a quiet machine, to 7 on a busy one.
// ThreadSanitizer's manual says 5 to 15.
constexpr double kSlowdown = kThreadSanitizer ? 15 : kAddressSanitizer ? 8 : 1;
