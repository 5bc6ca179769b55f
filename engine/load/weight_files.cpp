#include "engine/load/weight_files.h"

#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <span>
#include <unordered_set>

#include "engine/base/refuse.h"
#include "engine/spec/weight_shapes.h"

namespace halftone {

namespace {

struct Location {
  int file = 0;
  std::uint64_t offset = 0;
};

class FileWeights final : public WeightSource {
 public:
  FileWeights(std::vector<File> files, std::map<WeightKey, Location> places) : files_(std::move(files)), places_(std::move(places)) {}

  Result<void> read(const WeightEntry& entry, std::int64_t begin, std::int64_t end, float* values) const override {
    const FormatInfo& format = info(entry.stored);
    if (entry.stored == Format::f32) return read_stored(entry, begin, end, reinterpret_cast<std::byte*>(values));
    const std::int64_t bytes = (end - begin) * format.row_bytes(entry.columns);
    const auto blocks = std::make_unique_for_overwrite<std::byte[]>(static_cast<std::size_t>(bytes));
    if (auto done = read_stored(entry, begin, end, blocks.get()); !done) return done;
    format.decode(blocks.get(), values, bytes / format.block_bytes);
    return {};
  }

  Result<void> read_stored(const WeightEntry& entry, std::int64_t begin, std::int64_t end, std::byte* blocks) const override {
    const Location& place = places_.at(entry.key);
    const std::int64_t row_bytes = info(entry.stored).row_bytes(entry.columns);
    return files_[static_cast<std::size_t>(place.file)].read(place.offset + static_cast<std::uint64_t>(begin * row_bytes),
                                                             {blocks, static_cast<std::size_t>((end - begin) * row_bytes)});
  }

  bool is_verbatim(const WeightEntry&) const override { return true; }

 private:
  std::vector<File> files_;
  std::map<WeightKey, Location> places_;
};

}  // namespace

BoundWeights bind_weights(const ModelSpec& spec, const NameMap& names, std::vector<File> files, const std::vector<StoredTensor>& tensors) {
  constexpr char kRemedy[] = "The model's settings and its weights do not belong together: download or convert it again.";
  std::map<WeightKey, const StoredTensor*> found;
  std::unordered_set<std::string_view> all_names;
  BoundWeights out;
  for (const StoredTensor& tensor : tensors) {
    if (!all_names.insert(tensor.name).second)
      refuse(ErrorKind::malformed, kRemedy, "tensor '{}' lies in two of the model's files", tensor.name);
    if (const auto key = names.find(tensor.name))
      found.emplace(*key, &tensor);
    else
      out.ignored.push_back(tensor.name);
  }

  std::map<WeightKey, Location> places;
  std::map<Format, std::int64_t> bytes_by_format;
  for (const WeightShape& shape : weight_shapes(spec)) {
    const auto place = found.find(shape.key);
    if (place == found.end())
      refuse(ErrorKind::malformed, kRemedy, "tensor '{}' is missing (of {} weights of a model with {} layers)",
             file_name_of(names, shape.key), weight_shapes(spec).size(), spec.layers.size());
    const StoredTensor& tensor = *place->second;
    const auto wanted = shape.vector ? std::vector{shape.columns} : std::vector{shape.rows, shape.columns};
    if (tensor.shape != wanted)
      refuse(ErrorKind::malformed, kRemedy, "tensor '{}' has the shape {}, but the model's settings ask for {}", tensor.name,
             shape_text(tensor.shape), shape_text(wanted));
    if (!tensor.type->format)
      refuse(ErrorKind::unsupported, "Choose a model stored as F32, F16, BF16, Q8_0, Q4_0 or Q4_1.",
             "tensor '{}' is stored as {}, which this program cannot read", tensor.name, tensor.type->name);
    const Format format = *tensor.type->format;
    out.weights.push_back({shape.key, shape.rows, shape.columns, format, static_cast<std::int64_t>(tensor.bytes), tensor.name});
    bytes_by_format[format] += static_cast<std::int64_t>(tensor.bytes);
    places.emplace(shape.key, Location{tensor.file, tensor.offset});
    found.erase(place);
  }
  for (const auto& [key, tensor] : found) out.ignored.push_back(tensor->name);

  std::int64_t most = -1;
  for (const auto& [format, bytes] : bytes_by_format)
    if (bytes > most) most = bytes, out.stored_format = format;
  for (const File& file : files) out.file_bytes += file.size();
  out.source = std::make_shared<FileWeights>(std::move(files), std::move(places));
  return out;
}

}  // namespace halftone
