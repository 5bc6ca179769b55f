#include "engine/base/machine.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

namespace halftone {

namespace {

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t value = 0;
  const char* begin = text.data();
  while (begin != text.data() + text.size() && (*begin == ' ' || *begin == '\t')) ++begin;
  if (std::from_chars(begin, text.data() + text.size(), value).ec != std::errc{}) return std::nullopt;
  return value;
}

std::optional<std::string> first_line(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line)) return std::nullopt;
  return line;
}

// "Name:   123 kB" of a file like /proc/meminfo, in bytes.
std::optional<std::int64_t> kilobytes_field(const char* path, std::string_view name) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':') {
      const auto value = number_in(line.substr(name.size() + 1));
      if (!value) return std::nullopt;
      return *value * 1024;
    }
  return std::nullopt;
}

// Narrows `memory` to the limits of a control group and of its parents: any of them may be the tight one.
void apply_limits(MachineMemory& memory, const std::filesystem::path& root, std::filesystem::path group, const char* limit_file,
                  const char* usage_file, std::string_view reclaimable_name) {
  for (;; group = group.parent_path()) {
    const auto folder = root / group.relative_path();
    const auto limit_line = first_line(folder / limit_file);
    const auto usage_line = first_line(folder / usage_file);
    if (limit_line && usage_line) {
      const auto limit = number_in(*limit_line);  // "max" is no number: no limit
      const auto usage = number_in(*usage_line);
      if (limit && usage && *limit < memory.total) {
        std::int64_t reclaimable = 0;  // file pages, given back under pressure, count as used
        std::ifstream statistics(folder / "memory.stat");
        std::string name;
        for (std::int64_t value; statistics >> name >> value;)
          if (name == reclaimable_name) reclaimable = value;
        memory.total = *limit;
        memory.available = std::clamp<std::int64_t>(*limit - *usage + reclaimable, 0, std::min(memory.available, *limit));
      }
    }
    if (group == group.parent_path()) return;
  }
}

}  // namespace

MachineMemory machine_memory() {
  MachineMemory memory;
  memory.total = kilobytes_field("/proc/meminfo", "MemTotal").value_or(0);
  memory.available = kilobytes_field("/proc/meminfo", "MemAvailable").value_or(memory.total);
  std::ifstream groups("/proc/self/cgroup");  // lines of "hierarchy:controllers:path"
  for (std::string line; std::getline(groups, line);) {
    const auto first = line.find(':');
    const auto second = first == line.npos ? line.npos : line.find(':', first + 1);
    if (second == line.npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1), path = line.substr(second + 1);
    if (controllers.empty())
      apply_limits(memory, "/sys/fs/cgroup", path, "memory.max", "memory.current", "inactive_file");
    else if (controllers.find("memory") != controllers.npos)
      apply_limits(memory, "/sys/fs/cgroup/memory", path, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
  }
  return memory;
}

ProcessMemory process_memory() {
  ProcessMemory memory;
  if (const auto statm = first_line("/proc/self/statm")) {
    std::istringstream fields(*statm);
    std::int64_t total_pages = 0, resident_pages = 0;
    if (fields >> total_pages >> resident_pages) memory.resident = resident_pages * ::sysconf(_SC_PAGESIZE);
  }
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) == 0) memory.peak_resident = static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
  memory.peak_resident = std::max(memory.peak_resident, memory.resident);
  return memory;
}

// PCI's numbers: 0x10de is NVIDIA, 0x03…… a display controller.
bool has_nvidia_gpu(const std::filesystem::path& devices) {
  std::error_code none;
  for (std::filesystem::directory_iterator it(devices, none), end; !none && it != end; it.increment(none))
    if (first_line(it->path() / "vendor") == "0x10de" && first_line(it->path() / "class").value_or("").starts_with("0x03")) return true;
  return false;
}

const std::string& processor_name() {
  static const std::string found = [] {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);)
      if (line.starts_with("model name"))
        if (const auto colon = line.find(": "); colon != line.npos) return line.substr(colon + 2);
    return std::string();
  }();
  return found;
}

}  // namespace halftone
