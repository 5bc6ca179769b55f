#include "kernels/core/bandwidth.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <memory>
#include <new>
#include <numeric>
#include <vector>

#include "kernels/core/thread_pool.h"
#ifdef __linux__
#include <sys/mman.h>
#endif

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/core/bandwidth.cpp"
#include "hwy/foreach_target.h"
//
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace halftone {
namespace HWY_NAMESPACE {
namespace {

// count is a multiple of 32. Four sums, so that loads do not wait for additions.
std::uint64_t sum_words(const std::uint64_t* words, std::int64_t count) {
  namespace hn = hwy::HWY_NAMESPACE;
  const hn::ScalableTag<std::uint64_t> d;
  const std::int64_t lanes = static_cast<std::int64_t>(hn::Lanes(d));
  auto a = hn::Zero(d), b = a, c = a, e = a;
  for (std::int64_t i = 0; i < count; i += 4 * lanes) {
    a = hn::Add(a, hn::Load(d, words + i));
    b = hn::Add(b, hn::Load(d, words + i + lanes));
    c = hn::Add(c, hn::Load(d, words + i + 2 * lanes));
    e = hn::Add(e, hn::Load(d, words + i + 3 * lanes));
  }
  HWY_ALIGN std::uint64_t sums[HWY_MAX_BYTES / sizeof(std::uint64_t)];
  hn::Store(hn::Add(hn::Add(a, b), hn::Add(c, e)), d, sums);
  return std::accumulate(sums, sums + hn::Lanes(d), std::uint64_t{0});
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace halftone
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone {
namespace {

HWY_EXPORT(sum_words);

struct Free {
  void operator()(std::byte* memory) const { ::operator delete[](memory, std::align_val_t(kAlignment)); }
  static constexpr std::size_t kAlignment = 2 << 20;  // of a large page
};

}  // namespace

double read_bandwidth(ThreadPool& pool, std::int64_t bytes, int passes) {
  constexpr std::int64_t kStretch = 256 << 10;
  const std::int64_t stretches = std::max<std::int64_t>(1, bytes / kStretch);
  const std::unique_ptr<std::byte[], Free> memory(
      static_cast<std::byte*>(::operator new[](stretches * kStretch, std::align_val_t(Free::kAlignment))));
#ifdef __linux__
  madvise(memory.get(), stretches * kStretch, MADV_HUGEPAGE);  // a hint: without it the walk of page tables is measured, too
#endif
  pool.parallel_for(stretches, 1, [&](std::int64_t begin, std::int64_t end, int) {
    std::memset(memory.get() + begin * kStretch, 1, (end - begin) * kStretch);
  });

  const auto sum = HWY_DYNAMIC_DISPATCH(sum_words);
  std::atomic<std::uint64_t> total{0};  // read by nobody, but it keeps the loads
  std::vector<double> rates;
  for (int pass = 0; pass < std::max(1, passes); ++pass) {
    const auto start = std::chrono::steady_clock::now();
    pool.parallel_for(stretches, 1, [&](std::int64_t begin, std::int64_t end, int) {
      const auto* words = reinterpret_cast<const std::uint64_t*>(memory.get() + begin * kStretch);
      total.fetch_add(sum(words, (end - begin) * kStretch / 8), std::memory_order_relaxed);
    });
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    rates.push_back(static_cast<double>(stretches * kStretch) / std::max(time.count(), 1e-9) * 1e-9);
  }
  std::ranges::nth_element(rates, rates.begin() + rates.size() / 2);
  return rates[rates.size() / 2];
}

}  // namespace halftone
#endif
