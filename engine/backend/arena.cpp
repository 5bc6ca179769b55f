#include "engine/backend/arena.h"

#include <cstring>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <cassert>

#include "engine/base/machine.h"

namespace halftone {

MemoryReport& MemoryReport::operator+=(const MemoryReport& other) {
  for (std::size_t tag = 0; tag < kMemoryTags; ++tag) current[tag] += other.current[tag], peak[tag] += other.peak[tag];
  using Figure = std::int64_t MemoryReport::*;
  for (const Figure figure :
       {&MemoryReport::total_peak, &MemoryReport::turn_peak, &MemoryReport::attention_scores, &MemoryReport::device_total,
        &MemoryReport::device_free, &MemoryReport::process, &MemoryReport::process_peak, &MemoryReport::baseline, &MemoryReport::others})
    this->*figure += other.*figure;
  return *this;
}

namespace {

void raise_to(std::atomic<std::int64_t>& peak, std::int64_t value) {
  std::int64_t seen = peak.load(std::memory_order_relaxed);
  while (seen < value && !peak.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
  }
}

constexpr std::int64_t kHugePage = std::int64_t{2} << 20;
constexpr std::int64_t kLeftForOthers = std::int64_t{64} << 20;  // this process's own small needs, and everybody else's

std::string mib(std::int64_t bytes) { return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20)); }

Label label_of(MemoryTag tag) {
  switch (tag) {
    case MemoryTag::weights: return noun("weights");
    case MemoryTag::kv_cache: return noun("KV cache");
    case MemoryTag::activations: return noun("activations");
    case MemoryTag::workspace: break;
  }
  return noun("workspace");
}

// What is true of the refusal: too little is free; or enough is, and the process may not have it; or not in one piece.
Sentence cause_of(std::int64_t needed, std::int64_t available, MemoryTag tag) {
  const Sentence wanted = sentence("out of memory: {} needs {} more", label_of(tag), mib(needed));
  if (needed > available) return sentence("{}, {} of the device's memory are free", wanted, mib(available));
  if (needed + kLeftForOthers > available)
    return sentence("{}; of the {} that are free, {} are left to other programs", wanted, mib(available), mib(kLeftForOthers));
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
    return sentence("{}, and this process has used up the {} of address space that it may take (ulimit -v)", wanted,
                    mib(static_cast<std::int64_t>(limit.rlim_cur)));
  return sentence("{} in one piece, which the device does not give although {} are free", wanted, mib(available));
}

}  // namespace

std::string_view to_string(MemoryTag tag) {
  constexpr std::string_view names[] = {"weights", "kv_cache", "activations", "workspace"};
  return names[static_cast<std::size_t>(tag)];
}

OutOfMemory::OutOfMemory(std::int64_t needed, std::int64_t available, MemoryTag tag)
    : needed_(needed), available_(available), sentence_(cause_of(needed, available, tag)) {}

Buffer::~Buffer() {
  if (!data_) return;
  arena_->give_back(data_, size_);
  arena_->count(-size_, tag_);
}

Buffer Arena::allocate(std::int64_t bytes, MemoryTag tag) {
  assert(bytes >= 0);
  Buffer buffer;
  if (bytes == 0) return buffer;
  buffer.data_ = take(bytes, tag);
  buffer.arena_ = this;
  buffer.size_ = bytes;
  buffer.tag_ = tag;
  count(bytes, tag);
  return buffer;
}

void Arena::count(std::int64_t bytes, MemoryTag tag) {
  const auto i = static_cast<std::size_t>(tag);
  const std::int64_t now = current_[i].fetch_add(bytes, std::memory_order_relaxed) + bytes;
  const std::int64_t total = total_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  raise_to(peak_[i], now);
  raise_to(total_peak_, total);
  raise_to(turn_peak_, total);
}

MemoryReport Arena::report() const {
  MemoryReport report;
  for (std::size_t i = 0; i < kMemoryTags; ++i) {
    report.current[i] = current_[i].load(std::memory_order_relaxed);
    report.peak[i] = peak_[i].load(std::memory_order_relaxed);
  }
  report.total_peak = total_peak_.load(std::memory_order_relaxed);
  report.turn_peak = turn_peak_.load(std::memory_order_relaxed);
  report.attention_scores = attention_scores_.load(std::memory_order_relaxed);
  return report;
}

void Arena::begin_turn() {
  turn_peak_ = total_.load();
  attention_scores_ = 0;
}

void Arena::reset_peak() {
  for (std::size_t i = 0; i < kMemoryTags; ++i) peak_[i] = current_[i].load();
  total_peak_ = total_.load();
}

void Arena::record_attention_scores(std::int64_t bytes) { raise_to(attention_scores_, bytes); }

std::byte* HostArena::take(std::int64_t bytes, MemoryTag tag) {
  // Linux grants mappings it cannot back and kills whoever touches them: ask first, while a refusal is still an exception.
  // Small buffers are not worth a look, but cache pages: they come one by one for as long as a conversation grows.
  const std::int64_t available = machine_memory().available;
  const bool look = bytes >= kHugePage || tag == MemoryTag::kv_cache;
  if (look && bytes + kLeftForOthers > available) throw OutOfMemory(bytes, available, tag);
  void* data = mmap(nullptr, static_cast<std::size_t>(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) throw OutOfMemory(bytes, available, tag);
  if (bytes >= kHugePage) madvise(data, static_cast<std::size_t>(bytes), MADV_HUGEPAGE);  // fewer TLB misses; a wish, so unchecked
  return static_cast<std::byte*>(data);
}

void HostArena::upload(std::byte* to, const std::byte* from, std::int64_t bytes) { copy(to, from, bytes); }
void HostArena::copy(std::byte* to, const std::byte* from, std::int64_t bytes) { std::memcpy(to, from, static_cast<std::size_t>(bytes)); }

void HostArena::give_back(std::byte* data, std::int64_t bytes) noexcept { munmap(data, static_cast<std::size_t>(bytes)); }

}  // namespace halftone
