#include "engine/load/safetensors.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "engine/base/checked.h"
#include "engine/base/refuse.h"
#include "engine/load/json.h"
#include "engine/load/shard_name.h"

namespace halftone {

namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxHeader = 100'000'000;  // of the format
constexpr char kDamaged[] = "The file is damaged or was written by a faulty program: download or convert it again.";

std::uint64_t natural(const json& value, std::string_view tensor, std::string_view what) {
  if (!value.is_number_unsigned())
    refuse(ErrorKind::malformed, kDamaged, "tensor '{}': its {} holds {}, not a natural number", tensor, what, value.dump().substr(0, 40));
  return value.get<std::uint64_t>();
}

const json& member(const json& entry, const char* key, std::string_view tensor, json::value_t type) {
  const auto place = entry.find(key);
  if (place == entry.end() || place->type() != type) refuse(ErrorKind::malformed, kDamaged, "tensor '{}' has no valid '{}'", tensor, std::string_view(key));
  return *place;
}

StoredTensor parse_entry(const std::string& name, const json& entry, std::uint64_t data_begin, std::uint64_t data_bytes) {
  if (!entry.is_object()) refuse(ErrorKind::malformed, kDamaged, "tensor '{}' is described by no object", name);
  StoredTensor tensor;
  tensor.name = name;
  const auto& dtype = member(entry, "dtype", name, json::value_t::string).get_ref<const std::string&>();
  tensor.type = safetensors_storage(dtype);
  if (!tensor.type) refuse(ErrorKind::unsupported, "", "tensor '{}' is of the unknown type '{}'", name, dtype);

  std::optional<std::uint64_t> values = 1;
  bool empty = false;  // a zero anywhere makes the product zero, whatever the others are
  for (const json& extent : member(entry, "shape", name, json::value_t::array)) {
    const std::uint64_t n = natural(extent, name, "shape");
    if (!std::in_range<std::int64_t>(n)) refuse(ErrorKind::malformed, kDamaged, "tensor '{}' has a dimension of {}", name, n);
    tensor.shape.push_back(static_cast<std::int64_t>(n));
    empty |= n == 0;
    values = values && n != 0 ? checked_mul(*values, n) : values;
  }
  const auto unpacked = values ? checked_mul<std::uint64_t>(*values, static_cast<std::uint64_t>(tensor.type->bytes)) : std::nullopt;
  if (!unpacked && !empty)
    refuse(ErrorKind::malformed, kDamaged, "the shape {} of tensor '{}' multiplies to more than 2^64 bytes", shape_text(tensor.shape),
           name);
  const std::uint64_t needed = empty ? 0 : *unpacked / static_cast<std::uint64_t>(tensor.type->values);

  const json& offsets = member(entry, "data_offsets", name, json::value_t::array);
  if (offsets.size() != 2) refuse(ErrorKind::malformed, kDamaged, "tensor '{}' has {} data offsets, not 2", name, offsets.size());
  const std::uint64_t begin = natural(offsets[0], name, "data_offsets"), end = natural(offsets[1], name, "data_offsets");
  if (end < begin) refuse(ErrorKind::malformed, kDamaged, "tensor '{}' ends at {} of the data, before its begin at {}", name, end, begin);
  if (end > data_bytes)
    refuse(ErrorKind::malformed, "The file is cut short or damaged: download it again.",
           "tensor '{}' ends at {} of the data, which has {} bytes", name, end, data_bytes);
  if (end - begin != needed)
    refuse(ErrorKind::malformed, kDamaged, "tensor '{}' of shape {} and type {} needs {} bytes, but has {}", name, shape_text(tensor.shape),
           dtype, needed, end - begin);
  tensor.offset = data_begin + begin;
  tensor.bytes = end - begin;
  return tensor;
}

std::vector<StoredTensor> parse(const File& file) {
  ByteReader in(file);
  const auto header_bytes = in.read<std::uint64_t>(noun("length of the header"));
  if (header_bytes == 0 || header_bytes > kMaxHeader)
    refuse(ErrorKind::malformed, "Choose a .safetensors file, or the folder it is in.",
           "its header would have {} bytes; 1 to {} are possible", header_bytes, kMaxHeader);
  json header;
  {
    const std::string text = in.read_string(header_bytes, noun("header"));
    if (text.front() != '{') refuse(ErrorKind::malformed, kDamaged, "its header does not begin with '{{'");
    header = value_of(parse_json(text));
  }
  const std::uint64_t data_begin = in.position(), data_bytes = in.remaining();

  std::vector<StoredTensor> tensors;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (!entry.is_object() || !std::ranges::all_of(entry, [](const json& value) { return value.is_string(); }))
        refuse(ErrorKind::malformed, kDamaged, "its metadata is no object of strings");
      continue;
    }
    tensors.push_back(parse_entry(name, entry, data_begin, data_bytes));
  }

  std::ranges::sort(tensors, {}, [](const StoredTensor& t) { return std::pair(t.offset, t.bytes); });
  std::uint64_t expected = data_begin;
  for (const StoredTensor& tensor : tensors) {
    if (tensor.offset != expected)
      refuse(ErrorKind::malformed, kDamaged, "{}", tensor.offset < expected
                 ? sentence("tensor '{}' begins at {} of the data, inside another, which ends at {}", tensor.name, tensor.offset - data_begin, expected - data_begin)
                 : sentence("tensor '{}' begins at {} of the data, after a hole from {}", tensor.name, tensor.offset - data_begin, expected - data_begin));
    expected += tensor.bytes;
  }
  if (expected != data_begin + data_bytes)
    refuse(ErrorKind::malformed, kDamaged, "{} bytes follow after the last tensor", data_begin + data_bytes - expected);
  return tensors;
}

}  // namespace

Result<std::vector<StoredTensor>> read_safetensors(const File& file) {
  return guarded(file.name(), [&] { return parse(file); });
}

Result<TensorFiles> open_safetensors(const std::filesystem::path& path) {
  return guarded("", [&] {
    TensorFiles out;
    out.files.push_back(value_of(File::open(path)));
    out.tensors = value_of(read_safetensors(out.files.front()));
    return out;
  });
}

Result<TensorFiles> open_safetensors_index(const std::filesystem::path& index) {
  const auto document = read_json_file(index);
  if (!document) return std::unexpected(document.error());
  return guarded(index.filename().string(), [&] {
    const auto map = document->find("weight_map");
    if (map == document->end() || !map->is_object() || map->empty())
      refuse(ErrorKind::malformed, "Download the file again.", "has no 'weight_map' with the tensors' files");

    TensorFiles out;
    std::map<std::string, int, std::less<>> shard_of_name;
    std::map<std::string, int, std::less<>> wanted;  // tensor -> shard
    std::optional<ShardName> first;
    for (const auto& [tensor, shard] : map->items()) {
      if (!shard.is_string()) refuse(ErrorKind::malformed, "Download the file again.", "the file of tensor '{}' is no text", tensor);
      const std::string name = shard.get<std::string>();
      const auto [place, added] = shard_of_name.try_emplace(name, static_cast<int>(out.files.size()));
      wanted.emplace(tensor, place->second);
      if (!added) continue;
      auto path = file_in_folder(index.parent_path(), name);
      if (!path && path.error().kind == ErrorKind::not_found)
        refuse(ErrorKind::not_found, "Download the missing file into the same folder.", "the shard '{}' that holds tensor '{}' is missing",
               name, tensor);
      const auto number = parse_shard_name(name);
      if (number && first && number->count != first->count)
        refuse(ErrorKind::malformed, "Download the model again.", "'{}' is one of {} shards, others are of {}", name, number->count,
               first->count);
      if (number && !first) first = number;
      out.files.push_back(value_of(File::open(value_of(std::move(path)))));
    }
    if (first && shard_of_name.size() != static_cast<std::size_t>(first->count))
      refuse(ErrorKind::malformed, "Download the model again.", "names {} shards, but their names say there are {}", shard_of_name.size(),
             first->count);

    for (std::size_t f = 0; f < out.files.size(); ++f)
      for (StoredTensor& tensor : value_of(read_safetensors(out.files[f]))) {
        tensor.file = static_cast<int>(f);
        const auto place = wanted.find(tensor.name);
        if (place != wanted.end() && place->second != tensor.file)
          refuse(ErrorKind::malformed, "Download the model again.", "tensor '{}' lies in shard '{}', but the index says it is in '{}'",
                 tensor.name, out.files[f].name(), out.files[static_cast<std::size_t>(place->second)].name());
        out.tensors.push_back(std::move(tensor));
      }
    // What the index names and no shard holds, or the other way round, is looked at where it is known which tensors the model needs.
    return out;
  });
}

bool lacks_its_shards(const std::filesystem::path& index) {
  const auto document = read_json_file(index);
  const auto map = document ? document->find("weight_map") : json::const_iterator();
  if (!document || map == document->end() || !map->is_object() || map->empty()) return false;
  const auto is_there = [&](const json& shard) {
    return !shard.is_string() || file_in_folder(index.parent_path(), shard.get_ref<const std::string&>()).has_value();
  };
  return std::ranges::none_of(*map, is_there);
}

}  // namespace halftone
