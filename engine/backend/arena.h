// One device's memory, handed out in tagged buffers and counted to the byte.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <utility>

#include "engine/backend/memory.h"
#include "engine/base/sentence.h"

namespace halftone {

// Thrown when a device cannot give what was asked for. Says the numbers; the caller says what would fit instead.
class OutOfMemory : public std::bad_alloc, public Spoken {
 public:
  OutOfMemory(std::int64_t needed, std::int64_t available, MemoryTag tag);
  const char* what() const noexcept override { return sentence_.english.c_str(); }
  const Sentence& sentence() const noexcept override { return sentence_; }
  std::int64_t needed() const { return needed_; }
  std::int64_t available() const { return available_; }

 private:
  std::int64_t needed_, available_;
  Sentence sentence_;
};

class Arena;

// Owned memory, aligned to 64 bytes at least, zero at first. Gives itself back to its arena, which must outlive it.
class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    Buffer(std::move(other)).swap(*this);
    return *this;
  }
  ~Buffer();

  std::byte* data() const { return data_; }
  std::int64_t size() const { return size_; }

 private:
  friend class Arena;
  void swap(Buffer& other) noexcept {
    std::swap(arena_, other.arena_), std::swap(data_, other.data_), std::swap(size_, other.size_), std::swap(tag_, other.tag_);
  }
  Arena* arena_ = nullptr;
  std::byte* data_ = nullptr;
  std::int64_t size_ = 0;
  MemoryTag tag_ = MemoryTag::workspace;
};

class Arena {
 public:
  virtual ~Arena() = default;

  Buffer allocate(std::int64_t bytes, MemoryTag tag);  // throws OutOfMemory

  // Any thread. Fills current, peak and total_peak; the device's own figures are the backend's to add.
  MemoryReport report() const;
  void reset_peak();

  // Copies between this memory and the host's, and within it. `upload` may be called by any thread; when it returns, `from` is free.
  virtual void upload(std::byte* to, const std::byte* from, std::int64_t bytes) = 0;
  virtual void copy(std::byte* to, const std::byte* from, std::int64_t bytes) = 0;
  virtual bool is_host() const = 0;  // the host may write there itself

  // Naive attention says how much of the workspace is its stored QKᵀ; the report gives the largest since the turn began.
  void record_attention_scores(std::int64_t bytes);
  void begin_turn();

 protected:
  // The device's own calls. `take` gives zeroed memory or throws OutOfMemory.
  virtual std::byte* take(std::int64_t bytes, MemoryTag tag) = 0;
  virtual void give_back(std::byte* data, std::int64_t bytes) noexcept = 0;

 private:
  friend class Buffer;
  void count(std::int64_t bytes, MemoryTag tag);
  std::array<std::atomic<std::int64_t>, kMemoryTags> current_{}, peak_{};
  std::atomic<std::int64_t> total_ = 0, total_peak_ = 0, turn_peak_ = 0, attention_scores_ = 0;
};

// The machine's memory: whole mappings, so that what is given back leaves the process at once.
class HostArena final : public Arena {
 public:
  void upload(std::byte* to, const std::byte* from, std::int64_t bytes) override;
  void copy(std::byte* to, const std::byte* from, std::int64_t bytes) override;
  bool is_host() const override { return true; }

 protected:
  std::byte* take(std::int64_t bytes, MemoryTag tag) override;
  void give_back(std::byte* data, std::int64_t bytes) noexcept override;
};

}  // namespace halftone
