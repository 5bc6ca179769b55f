// Memory accounted where it is taken: one arena per device, every buffer tagged. What the panel shows is exact.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace halftone {

enum class MemoryTag : std::uint8_t { weights, kv_cache, activations, workspace };
constexpr std::size_t kMemoryTags = 4;
std::string_view to_string(MemoryTag tag);

// All in bytes.
struct MemoryReport {
  std::array<std::int64_t, kMemoryTags> current{};
  std::array<std::int64_t, kMemoryTags> peak{};  // each tag's own highest
  std::int64_t total_peak = 0;                   // highest sum
  std::int64_t turn_peak = 0;                    // highest sum since the last reply was asked for
  std::int64_t attention_scores = 0;             // of the workspace: the stored QKᵀ of naive attention (peak of the turn)

  std::int64_t device_total = 0;  // the card's memory, or the machine's
  std::int64_t device_free = 0;
  std::int64_t process = 0;       // what this process really holds there (resident set on the CPU)
  std::int64_t process_peak = 0;  // at its highest
  std::int64_t baseline = 0;      // of process, before a model was opened: the program itself
  std::int64_t others = 0;        // other programs: total − free − process

  MemoryReport& operator+=(const MemoryReport& other);  // of two devices; the sum of their peaks, whenever each was
  std::int64_t of(MemoryTag tag) const { return current[static_cast<std::size_t>(tag)]; }
  std::int64_t total() const { return current[0] + current[1] + current[2] + current[3]; }
  std::int64_t unattributed() const { return process - baseline - total(); }
};

}  // namespace halftone
