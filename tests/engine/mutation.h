// Damaged files from a fixed seed: each must be opened or refused within bounded time and memory, whatever was done to it.
// Included by one source of a test program: it counts every allocation of the program.
//
// A run makes 1,000 of each format; HALFTONE_MUTATIONS=10000 makes more, HALFTONE_MUTATION_SEED=N others. Under the sanitizers:
//   cmake --preset asan && cmake --build build/asan --target engine_load_mutation_test engine_text_mutation_test
//   cd build/asan && HALFTONE_MUTATIONS=10000 ctest -R mutation --timeout 7200
#pragma once

#include <QtTest>

#include <malloc.h>
#include <time.h>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <random>
#include <span>
#include <string>

#include "tests/engine/load/model_files.h"

namespace halftone::test {

inline std::atomic<std::size_t> bytes_in_use = 0, peak_bytes = 0;

inline void* counted(std::size_t size) {
  void* p = std::malloc(size);
  if (!p) throw std::bad_alloc();
  const std::size_t now = bytes_in_use.fetch_add(malloc_usable_size(p)) + malloc_usable_size(p);
  for (std::size_t seen = peak_bytes; now > seen && !peak_bytes.compare_exchange_weak(seen, now);) {
  }
  return p;
}
inline void release(void* p) noexcept {
  if (p) bytes_in_use.fetch_sub(malloc_usable_size(p));
  std::free(p);
}

inline std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text && *text ? std::strtoull(text, nullptr, 10) : otherwise;
}
inline int mutations() { return static_cast<int>(number_from("HALFTONE_MUTATIONS", 1000)); }
inline std::uint64_t mutation_seed() { return number_from("HALFTONE_MUTATION_SEED", 20261123); }

// Processor time of this program: what another program does on the machine does not count.
inline double processor_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

// One to four changes: a bit, a byte, a number that parsers stumble over, a piece taken out, doubled or moved, a word of the format, the
// end cut off. Three quarters of them fall into the first `header` bytes, where the structure is.
inline std::string mutated(const std::string& original, std::size_t header, std::mt19937_64& random,
                           std::span<const std::string> words = {}) {
  static constexpr std::uint64_t kNumbers[] = {0,          1,          0x7F,       0xFF,       0x7FFF,     0xFFFF,
                                               0x7FFFFFFF, 0xFFFFFFFF, 1ull << 31, 1ull << 32, 1ull << 40, 1ull << 62,
                                               1ull << 63, ~0ull,      ~0ull - 31, 40,         64,         65};
  std::string bytes = original;
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  for (std::size_t changes = 1 + below(4); changes > 0 && !bytes.empty(); --changes) {
    const std::size_t at = below(below(4) != 0 ? std::min(header, bytes.size()) : bytes.size());
    const std::size_t length = std::min<std::size_t>(1 + below(64), bytes.size() - at);
    switch (below(words.empty() ? 7 : 12)) {
      case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8))); break;
      case 1: bytes[at] = static_cast<char>(random()); break;
      case 2:
      case 3: {
        const std::string number = bytes_of(kNumbers[below(std::size(kNumbers))]);
        const std::size_t width = std::min<std::size_t>(std::size_t{1} << below(4), bytes.size() - at);
        bytes.replace(at, width, number, 0, width);
        break;
      }
      case 4: bytes.erase(at, length); break;
      case 5: bytes.insert(at, bytes.substr(at, length)); break;
      case 6:
        if (below(4) == 0) bytes.resize(at);
        break;
      case 7: bytes.insert(below(bytes.size()), bytes.substr(at, length)); break;
      case 8: bytes.replace(at, below(8), words[below(words.size())]); break;
      case 9: bytes.insert(at, words[below(words.size())]); break;
      case 10: {  // the same word often
        std::string many;
        const std::string& word = words[below(words.size())];
        for (std::size_t times = std::size_t{1} << below(13); times > 0; --times) many += word;
        bytes.insert(at, many);
        break;
      }
      case 11: std::swap(bytes[at], bytes[below(bytes.size())]); break;
    }
  }
  return bytes;
}

// Two seconds, and twice the file and 256 MiB: asked of everything that is done with a damaged file.
template <class Work>
void within_limits(std::size_t file_bytes, const Work& work) {
  const std::size_t before = bytes_in_use;
  peak_bytes = before;
  const double began = processor_seconds();
  work();
  const double seconds = processor_seconds() - began;
  const std::size_t taken = peak_bytes - before;
  QVERIFY2(taken <= 2 * file_bytes + (std::size_t{256} << 20), qPrintable(QString("%1 bytes for a file of %2").arg(taken).arg(file_bytes)));
  QVERIFY2(seconds < 2, qPrintable(QString("%1 s of processor time").arg(seconds)));
}

}  // namespace halftone::test

// Every allocation of the program is counted.
void* operator new(std::size_t size) { return halftone::test::counted(size); }
void* operator new[](std::size_t size) { return halftone::test::counted(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return halftone::test::counted(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* p) noexcept { halftone::test::release(p); }
void operator delete[](void* p) noexcept { halftone::test::release(p); }
void operator delete(void* p, std::size_t) noexcept { halftone::test::release(p); }
void operator delete[](void* p, std::size_t) noexcept { halftone::test::release(p); }
