// What several hold at once, found by what it is, and gone with the last who holds it.
#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace halftone {

// Few entries: they are looked through one by one. `Key` needs ==.
template <class Key, class Value>
class SharedMap {
 public:
  std::shared_ptr<Value> find(const Key& key) const {
    for (const auto& [name, value] : entries_)
      if (name == key)
        if (auto held = value.lock()) return held;
    return nullptr;
  }
  void add(const Key& key, const std::shared_ptr<Value>& value) {
    std::erase_if(entries_, [](const auto& entry) { return entry.second.expired(); });
    entries_.emplace_back(key, value);
  }
  std::vector<std::shared_ptr<Value>> all() const {
    std::vector<std::shared_ptr<Value>> held;
    for (const auto& [name, value] : entries_)
      if (auto one = value.lock()) held.push_back(std::move(one));
    return held;
  }

 private:
  std::vector<std::pair<Key, std::weak_ptr<Value>>> entries_;
};

}  // namespace halftone
