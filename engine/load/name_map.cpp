#include "engine/load/name_map.h"

#include <fmt/format.h>

#include <algorithm>

namespace halftone {

std::vector<TensorName> tensor_names(const NameMap& names, const WeightKey& key) {
  const WeightRole wanted = weight_of(key.role);
  const std::string_view suffix = is_bias(key.role) ? ".bias" : ".weight";
  std::vector<TensorName> found;
  const auto add = [&](const NameMap::Row& row) {
    const auto end = row.roles.role.begin() + row.roles.count;
    const auto place = std::find(row.roles.role.begin(), end, wanted);
    if (place == end) return;
    const int part = static_cast<int>(place - row.roles.role.begin());
    const std::size_t star = row.module.find('*');
    std::string name = star == row.module.npos
                           ? fmt::format("{}{}", row.module, suffix)
                           : fmt::format("{}{}{}{}", row.module.substr(0, star), key.layer, row.module.substr(star + 1), suffix);
    const bool prefixed = !names.prefix.empty() && name.starts_with(names.prefix);
    std::string bare = prefixed ? name.substr(names.prefix.size()) : "";
    found.push_back({std::move(name), &row, part});
    if (prefixed) found.push_back({std::move(bare), &row, part});
  };
  std::ranges::for_each(names.rows, add);
  std::ranges::for_each(names.more_rows, add);
  return found;
}

std::string file_name_of(const NameMap& names, const WeightKey& key) {
  const std::vector<TensorName> known = tensor_names(names, key);
  return known.empty() ? to_string(key) : known.front().name;
}

}  // namespace halftone
