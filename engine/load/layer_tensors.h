// The tensors that make up one quantised layer, found by name and taken out of a checkpoint's list. Throws Refused.
#pragma once

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file.h"
#include "engine/base/refuse.h"
#include "engine/load/quantised_tensor.h"
#include "engine/load/stored_tensor.h"

namespace halftone {

class LayerTensors {
 public:
  LayerTensors(const std::vector<File>& files, std::vector<StoredTensor>& tensors) : files_(files) {
    for (StoredTensor& tensor : tensors) {
      std::string name = tensor.name;
      by_name_.emplace(std::move(name), std::move(tensor));
    }
  }

  // Names that end so, in order.
  std::vector<std::string> ending_with(std::string_view suffix) const {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : by_name_)
      if (name.ends_with(suffix)) names.push_back(name);
    return names;
  }
  std::vector<std::string> containing(std::string_view text) const {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : by_name_)
      if (name.find(text) != name.npos) names.push_back(name);
    return names;
  }

  bool has(const std::string& name) const { return by_name_.contains(name); }

  // Takes the tensor out. Of one of these types, where any are given.
  StoredTensor take(const std::string& name, std::initializer_list<std::string_view> types) {
    auto node = by_name_.extract(name);
    if (node.empty()) refuse(ErrorKind::malformed, kRemedy, "tensor '{}' of a quantised layer is missing", name);
    StoredTensor tensor = std::move(node.mapped());
    if (types.size() > 0 && std::find(types.begin(), types.end(), tensor.type->name) == types.end())
      refuse(ErrorKind::unsupported, kRemedy, "tensor '{}' is stored as {}, not as {}", name, tensor.type->name, fmt::join(types, " or "));
    return tensor;
  }
  StoredTensor take(const std::string& name, std::initializer_list<std::string_view> types, const std::vector<std::int64_t>& shape) {
    StoredTensor tensor = take(name, types);
    if (tensor.shape != shape)
      refuse(ErrorKind::malformed, kRemedy, "tensor '{}' has the shape {}, but its layer and the settings ask for {}", name,
             shape_text(tensor.shape), shape_text(shape));
    return tensor;
  }

  const File& file_of(const StoredTensor& tensor) const { return files_[static_cast<std::size_t>(tensor.file)]; }

  template <class T>
  std::vector<T> read(const StoredTensor& tensor) const {
    std::vector<T> values(tensor.bytes / sizeof(T));
    value_of(file_of(tensor).read(tensor.offset, std::as_writable_bytes(std::span(values))));
    return values;
  }

  void put(std::string name, const StoredTensor& like, std::shared_ptr<const QuantisedTensor> weight) {
    StoredTensor tensor;
    tensor.name = std::move(name);
    tensor.type = quantised_storage(weight->format());
    tensor.shape = {weight->rows(), weight->columns()};
    tensor.file = like.file;
    tensor.offset = like.offset;
    tensor.bytes = static_cast<std::uint64_t>(weight->rows() * info(weight->format()).row_bytes(weight->columns()));
    tensor.quantised = std::move(weight);
    by_name_.emplace(tensor.name, tensor);
  }

  std::vector<StoredTensor> rest() && {
    std::vector<StoredTensor> tensors;
    tensors.reserve(by_name_.size());
    for (auto& [name, tensor] : by_name_) tensors.push_back(std::move(tensor));
    return tensors;
  }

  static constexpr char kRemedy[] = "The model's settings and its weights do not belong together: download it again.";

 private:
  const std::vector<File>& files_;
  std::map<std::string, StoredTensor> by_name_;
};

}  // namespace halftone
