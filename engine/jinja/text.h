// A string that remembers who wrote each part of it: the template, or somebody whose words reached it through the context.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace halftone::jinja {

// Always valid UTF-8. `foreign`: not written by the template.
class Text {
 public:
  Text() = default;
  Text(std::string bytes, bool foreign) : bytes_(std::move(bytes)), foreign_at_start_(foreign) {}

  const std::string& bytes() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }

  void append(std::string_view bytes, bool foreign);
  void append(const Text& other);
  Text slice(std::size_t begin, std::size_t end) const;  // in bytes

  // f(std::string_view bytes, bool foreign) for every stretch, in order.
  template <class F>
  void for_each_stretch(F&& f) const {
    std::size_t begin = 0;
    bool foreign = foreign_at_start_;
    for (const std::size_t border : borders_) {
      f(std::string_view(bytes_).substr(begin, border - begin), foreign);
      begin = border;
      foreign = !foreign;
    }
    if (begin < bytes_.size()) f(std::string_view(bytes_).substr(begin), foreign);
  }

  // Each stretch rewritten by f(std::string_view) -> std::string, by the same writer.
  template <class F>
  Text transformed(F&& f) const {
    Text result;
    for_each_stretch([&](std::string_view stretch, bool foreign) { result.append(f(stretch), foreign); });
    return result;
  }

 private:
  bool foreign_at_end() const { return foreign_at_start_ != (borders_.size() % 2 == 1); }

  std::string bytes_;
  std::vector<std::size_t> borders_;  // where the writer changes; strictly inside the bytes
  bool foreign_at_start_ = false;
};

}  // namespace halftone::jinja
