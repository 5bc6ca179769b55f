#include "engine/load/weight_files.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <set>

#include "engine/base/refuse.h"
#include "engine/load/row_runs.h"
#include "engine/load/quantised_tensor.h"
#include "engine/spec/weight_shapes.h"

namespace halftone {

namespace {

struct Location {
  int file = 0;
  std::uint64_t offset = 0;  // of the tensor
  RowRuns runs;              // of its rows; of its numbers where it is a vector
  bool vector = false;
  std::int64_t transposed_rows = 0;                            // stored (columns, so many rows); 0: stored as it is wanted
  std::shared_ptr<const QuantisedTensor> quantised = nullptr;  // reads the rows, where several tensors make them up
};

// Rows of a transposed matrix lie scattered over all of its file's rows. A band of them is read at once and kept: load_weights
// asks for a few neighbours at a time.
constexpr std::int64_t kBandRows = 256;
struct Band {
  WeightKey key;
  std::int64_t begin = 0, end = 0;
  std::vector<float> values;  // (end − begin, columns)
};

class FileWeights final : public WeightSource {
 public:
  FileWeights(std::vector<File> files, std::map<WeightKey, Location> places) : files_(std::move(files)), places_(std::move(places)) {}

  Result<void> read(const WeightEntry& entry, std::int64_t begin, std::int64_t end, float* values) const override {
    const Location& place = places_.at(entry.key);
    if (place.transposed_rows > 0) return read_transposed(entry, begin, end, values);
    if (place.quantised)
      return guarded("", [&] {
        place.runs.for_each_run(begin, end, [&](std::int64_t stored, std::int64_t row, std::int64_t count) {
          place.quantised->read_values(stored, stored + count, values + (row - begin) * entry.columns);
        });
      });
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
    const FormatInfo& format = info(entry.stored);
    if (place.quantised)
      return guarded("", [&] {
        place.runs.for_each_run(begin, end, [&](std::int64_t stored, std::int64_t row, std::int64_t count) {
          place.quantised->read_blocks(stored, stored + count, blocks + (row - begin) * format.row_bytes(entry.columns));
        });
      });
    // A vector's runs are of numbers; one that is quantised is never in runs, so its one "number" is all of it.
    const bool numbers = place.vector && format.group == 1;
    const std::int64_t unit = numbers ? format.block_bytes : format.row_bytes(entry.columns);
    if (numbers) begin *= entry.columns, end *= entry.columns;
    Result<void> done;
    place.runs.for_each_run(begin, end, [&](std::int64_t stored, std::int64_t row, std::int64_t count) {
      if (done) done = read_bytes(place, stored * unit, blocks + (row - begin) * unit, count * unit);
    });
    return done;
  }

  bool is_verbatim(const WeightEntry& entry) const override { return places_.at(entry.key).transposed_rows == 0; }

 private:
  Result<void> read_bytes(const Location& place, std::int64_t offset, std::byte* bytes, std::int64_t count) const {
    return files_[static_cast<std::size_t>(place.file)].read(place.offset + static_cast<std::uint64_t>(offset),
                                                             {bytes, static_cast<std::size_t>(count)});
  }

  Result<void> read_transposed(const WeightEntry& entry, std::int64_t begin, std::int64_t end, float* values) const {
    const std::lock_guard lock(band_mutex_);
    if (entry.key != band_.key || begin < band_.begin || end > band_.end) {
      band_.end = band_.begin;  // of no use until it is read
      if (auto done = read_band(entry, begin, std::max(end, std::min(begin + kBandRows, entry.rows))); !done) return done;
    }
    std::copy_n(band_.values.data() + (begin - band_.begin) * entry.columns, (end - begin) * entry.columns, values);
    return {};
  }

  Result<void> read_band(const WeightEntry& entry, std::int64_t begin, std::int64_t end) const {
    const Location& place = places_.at(entry.key);
    const FormatInfo& format = info(entry.stored);
    const std::int64_t rows = end - begin;
    band_.values.resize(static_cast<std::size_t>(rows * entry.columns));
    std::vector<std::byte> blocks(static_cast<std::size_t>(rows * format.block_bytes));
    std::vector<float> column(static_cast<std::size_t>(rows));
    Result<void> done;
    for (std::int64_t k = 0; k < entry.columns && done; ++k) {
      place.runs.for_each_run(begin, end, [&](std::int64_t stored, std::int64_t row, std::int64_t count) {
        if (done)
          done = read_bytes(place, (k * place.transposed_rows + stored) * format.block_bytes,
                            blocks.data() + (row - begin) * format.block_bytes, count * format.block_bytes);
      });
      format.decode(blocks.data(), column.data(), rows);
      for (std::int64_t row = 0; row < rows; ++row)
        band_.values[static_cast<std::size_t>(row * entry.columns + k)] = column[static_cast<std::size_t>(row)];
    }
    if (done) band_.key = entry.key, band_.begin = begin, band_.end = end;
    return done;
  }

  std::vector<File> files_;
  std::map<WeightKey, Location> places_;
  mutable std::mutex band_mutex_;
  mutable Band band_;
};

// What a model wants and what its files have.
class Binder {
 public:
  Binder(const ModelSpec& spec, const NameMap& names, const std::vector<StoredTensor>& tensors) : spec_(spec), names_(names) {
    for (const WeightShape& shape : weight_shapes(spec)) wanted_.emplace(shape.key, shape);
    for (const StoredTensor& tensor : tensors)
      if (!tensors_.emplace(tensor.name, &tensor).second)
        refuse(ErrorKind::malformed, kRemedy, "tensor '{}' lies in two of the model's files", tensor.name);
  }

  // The tensor that holds a weight, checked, and where in it.
  std::pair<const StoredTensor*, Location> find(const WeightShape& shape) {
    for (const TensorName& name : tensor_names(names_, shape.key)) {
      const auto place = tensors_.find(name.name);
      if (place == tensors_.end()) continue;
      used_.insert(place->second->name);
      return {place->second, locate(shape, name, *place->second)};
    }
    refuse(ErrorKind::malformed, kRemedy, "tensor '{}' is missing (of {} weights of a model with {} layers)",
           missing_name(shape.key), wanted_.size(), spec_.layers.size());
  }

  bool uses(const std::string& name) const { return used_.contains(name); }

  // A weight that the names have a place for and the settings have not: a layer more, a norm more, the same weight twice. Without it the
  // model would say something else. Not so a head beside tied embeddings, and biases: quantising programs store empty ones.
  void refuse_extra(const std::vector<StoredTensor>& tensors) const {
    std::set<std::string> known;
    const auto add = [&](WeightRole role, int layer) {
      if (is_bias(role) || role == WeightRole::lm_head) return;
      for (TensorName& name : tensor_names(names_, {role, layer})) known.insert(std::move(name.name));
    };
    const int layers = static_cast<int>(spec_.layers.size());
    for (int role = 0; role <= static_cast<int>(WeightRole::lm_head_bias); ++role)
      for (int layer = kNoLayer; layer <= layers; ++layer) add(static_cast<WeightRole>(role), layer);
    for (const StoredTensor& tensor : tensors)
      if (!uses(tensor.name) && known.contains(tensor.name))
        refuse(ErrorKind::malformed, kRemedy, "tensor '{}' has no place in a model of these settings ({} layers)", tensor.name, layers);
  }

 private:
  // Of the names that a weight may have, the one under which another layer has it.
  std::string missing_name(const WeightKey& key) const {
    const auto names = tensor_names(names_, key);
    for (int layer = 0; key.layer != kNoLayer && layer < static_cast<int>(spec_.layers.size()); ++layer) {
      const auto others = tensor_names(names_, {key.role, layer});  // the same rows in the same order
      for (std::size_t i = 0; i < std::min(names.size(), others.size()); ++i)
        if (tensors_.contains(others[i].name)) return names[i].name;
    }
    return file_name_of(names_, key);
  }

  static constexpr char kRemedy[] = "The model's settings and its weights do not belong together: download or convert it again.";

  Location locate(const WeightShape& shape, const TensorName& name, const StoredTensor& tensor) const {
    const std::vector<std::int64_t> rows = rows_of_parts(shape, *name.row);
    const std::int64_t total = std::accumulate(rows.begin(), rows.end(), std::int64_t{0});
    const bool transposed = name.row->transposed && !shape.vector && !tensor.quantised;  // those are always (N, K)
    auto fits = shape.vector ? std::vector{total} : std::vector{total, shape.columns};
    if (transposed) std::swap(fits[0], fits[1]);
    if (tensor.shape != fits)
      refuse(ErrorKind::malformed, kRemedy, "tensor '{}' has the shape {}, but the model's settings ask for {}", tensor.name,
             shape_text(tensor.shape), shape_text(fits));
    if (!tensor.type->format)
      refuse(ErrorKind::unsupported,
             "Choose a model stored as F32, F16, BF16, Q8_0, Q6_K, Q5_K, Q4_K, Q3_K, Q2_K, IQ4_NL, IQ4_XS, Q5_0, Q5_1, Q4_0 or Q4_1.",
             "tensor '{}' is stored as {}, which this program cannot read", tensor.name, tensor.type->name);
    if (info(*tensor.type->format).group > 1 && (transposed || (shape.vector && rows.size() > 1)))
      refuse(ErrorKind::unsupported, "Choose a model stored as F32, F16 or BF16.",
             "tensor '{}' is stored as {}, in blocks that cannot be taken apart", tensor.name, tensor.type->name);
    const std::int64_t groups =
        shape.key.layer == kNoLayer ? 1 : spec_.layers[static_cast<std::size_t>(shape.key.layer)].attention.kv_heads;
    const RowRuns runs = row_runs_of(name.row->packing, rows, groups)[static_cast<std::size_t>(name.part)];
    return {tensor.file, tensor.offset, runs, shape.vector, transposed ? total : 0, tensor.quantised};
  }

  // How many rows each of the weights takes that share a tensor; numbers, where these are vectors.
  std::vector<std::int64_t> rows_of_parts(const WeightShape& shape, const NameMap::Row& row) const {
    std::vector<std::int64_t> rows;
    for (int part = 0; part < row.roles.count; ++part) {
      const WeightRole weight = row.roles.role[static_cast<std::size_t>(part)];
      const auto place = wanted_.find({is_bias(shape.key.role) ? bias_of(weight) : weight, shape.key.layer});
      if (place == wanted_.end())
        refuse(ErrorKind::malformed, kRemedy, "the model has a {}, but not all of what it is stored with", to_string(shape.key));
      rows.push_back(shape.vector ? place->second.columns : place->second.rows);
    }
    return rows;
  }

  const ModelSpec& spec_;
  const NameMap& names_;
  std::map<WeightKey, WeightShape> wanted_;
  std::map<std::string_view, const StoredTensor*> tensors_;
  std::set<std::string_view> used_;
};

}  // namespace

BoundWeights bind_weights(const ModelSpec& spec, const NameMap& names, std::vector<File> files, const std::vector<StoredTensor>& tensors) {
  Binder binder(spec, names, tensors);
  BoundWeights out;
  std::map<WeightKey, Location> places;
  std::map<Format, std::int64_t> bytes_by_format;
  for (const WeightShape& shape : weight_shapes(spec)) {
    const auto [tensor, place] = binder.find(shape);
    const Format format = *tensor->type->format;
    const std::int64_t bytes = shape.rows * info(format).row_bytes(shape.columns);
    out.weights.push_back({shape.key, shape.rows, shape.columns, format, bytes, tensor->name});
    bytes_by_format[format] += bytes;
    places.emplace(shape.key, place);
  }
  for (const StoredTensor& tensor : tensors)
    if (!binder.uses(tensor.name)) out.ignored.push_back(tensor.name);

  if (!out.ignored.empty()) binder.refuse_extra(tensors);

  std::int64_t most = -1;
  for (const auto& [format, bytes] : bytes_by_format)
    if (bytes > most) most = bytes, out.stored_format = format;
  for (const File& file : files) out.file_bytes += file.size();
  out.source = std::make_shared<FileWeights>(std::move(files), std::move(places));
  return out;
}

}  // namespace halftone
