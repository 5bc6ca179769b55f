#include "engine/load/gguf.h"

#include <algorithm>
#include <array>
#include <bit>
#include <unordered_set>

#include "engine/base/checked.h"
#include "engine/base/refuse.h"
#include "engine/base/utf8.h"

namespace halftone {

namespace {

// Far above every real file, far below what would exhaust memory.
constexpr std::uint64_t kMaxKeys = 1 << 16;
constexpr std::uint64_t kMaxTensors = 1 << 17;
constexpr std::uint64_t kMaxArray = 1 << 24;
constexpr std::uint64_t kMaxStrings = 1 << 21;
constexpr std::uint64_t kMaxText = 64 << 20;
constexpr std::uint64_t kMaxKeyLength = (1 << 16) - 1;  // of the specification
constexpr std::uint64_t kMaxNameLength = 63;            // ggml's 64 with the terminating zero
constexpr std::uint64_t kMaxMetadata = 128 << 20;      // all keys and their values; the largest vocabularies take 30 MB
constexpr std::uint64_t kMaxAlignment = 1 << 16;
constexpr std::uint64_t kDefaultAlignment = 32;

constexpr char kDamaged[] = "The file is damaged or was written by a faulty program: download or convert it again.";

struct TypeRow {
  std::string_view name;
  std::uint64_t bytes;  // at least, in an array
};
constexpr std::array<TypeRow, 13> kTypes = {{{"u8", 1},
                                             {"i8", 1},
                                             {"u16", 2},
                                             {"i16", 2},
                                             {"u32", 4},
                                             {"i32", 4},
                                             {"f32", 4},
                                             {"bool", 1},
                                             {"string", 8},
                                             {"array", 12},
                                             {"u64", 8},
                                             {"i64", 8},
                                             {"f64", 8}}};

class Parser {
 public:
  explicit Parser(const File& file) : in_(file), file_size_(file.size()) {}

  Gguf parse() {
    read_header();
    for (std::uint64_t i = 0; i < key_count_; ++i) read_key();
    const std::uint64_t alignment = read_alignment();
    for (std::uint64_t i = 0; i < tensor_count_; ++i) read_tensor(i);
    place_tensors(alignment);
    return std::move(out_);
  }

 private:
  void read_header() {
    if (file_size_ == 0) refuse(ErrorKind::malformed, "Download the file again.", "the file is empty");
    if (file_size_ < 4 || in_.read<std::array<char, 4>>(noun("magic")) != std::array{'G', 'G', 'U', 'F'})
      refuse(ErrorKind::malformed, "Choose a .gguf file, or a folder with config.json.", "does not begin with 'GGUF': it is no GGUF file");
    out_.version = in_.read<std::uint32_t>(noun("version"));
    if (const std::uint32_t swapped = std::byteswap(out_.version); out_.version > 0xFFFF && swapped <= 0xFFFF)
      refuse(ErrorKind::unsupported, "Convert the model on a little-endian machine.", "is a big-endian GGUF file, version {}", swapped);
    if (out_.version == 1)
      refuse(ErrorKind::unsupported, "Convert the model again with a current converter.",
             "is GGUF version 1; versions 2 and 3 can be read");
    if (out_.version != 2 && out_.version != 3)
      refuse(out_.version == 0 ? ErrorKind::malformed : ErrorKind::unsupported, "",
             "says it is GGUF version {}; versions 2 and 3 can be read", out_.version);
    tensor_count_ = read_count(noun("tensor"), kMaxTensors, 32);  // length, name, dims, one dim, type, offset
    key_count_ = read_count(noun("key"), kMaxKeys, 13);           // length, key, type, value
    if (tensor_count_ * 32 + key_count_ * 13 > in_.remaining())
      refuse(ErrorKind::malformed, kDamaged, "{} keys and {} tensors cannot fit in the {} bytes that follow", key_count_, tensor_count_,
             in_.remaining());
  }

  std::uint64_t read_count(Label what, std::uint64_t most, std::uint64_t bytes_each) {
    const auto count = in_.read<std::uint64_t>(noun("number of entries"));
    if (count > most)
      refuse(ErrorKind::malformed, kDamaged, "the {} count is {} (as a signed number {}); at most {} are accepted", what, count,
             static_cast<std::int64_t>(count), most);
    if (count * bytes_each > in_.remaining())
      refuse(ErrorKind::malformed, kDamaged, "the {} count is {}, which cannot fit in the {} bytes that follow", what, count,
             in_.remaining());
    return count;
  }

  std::uint64_t read_length(std::uint64_t most, Label what) {
    const auto length = in_.read<std::uint64_t>(noun("length of a string"));
    if (length > most)
      refuse(ErrorKind::malformed, kDamaged, "the {} before byte {} has a length of {}; at most {} is accepted", what, in_.position(),
             length, most);
    return length;
  }
  std::string read_string(std::uint64_t most, Label what) { return in_.read_string(read_length(most, what), what); }

  // Before memory is taken for what ends at `end`. Every limit of one value holds for each of tens of thousands: together they need their own.
  void check_metadata(std::uint64_t end, std::string_view key) const {
    if (end > kMaxMetadata)
      refuse(ErrorKind::malformed, kDamaged, "its metadata would take {} bytes, at most {} are accepted (up to key '{}')", end, kMaxMetadata,
             key.substr(0, 60));
  }

  // A key or a tensor's name.
  std::string read_name(std::uint64_t most, Label what) {
    std::string name = read_string(most, what);
    if (name.empty()) refuse(ErrorKind::malformed, kDamaged, "the {} before byte {} is empty", what, in_.position());
    if (name.find('\0') != name.npos)
      refuse(ErrorKind::malformed, kDamaged, "the {} before byte {} holds a NUL byte", what, in_.position());
    if (!is_utf8(name)) refuse(ErrorKind::malformed, kDamaged, "the {} before byte {} is not valid UTF-8", what, in_.position());
    return name;
  }

  GgufType read_type(std::string_view key) {
    const auto id = in_.read<std::uint32_t>(noun("type of a value"));
    if (id >= kTypes.size()) refuse(ErrorKind::malformed, kDamaged, "key '{}' has the unknown value type {}", key, id);
    return static_cast<GgufType>(id);
  }

  bool read_bool(std::string_view key) {
    const auto value = in_.read<std::uint8_t>(noun("bool"));
    if (value > 1) refuse(ErrorKind::malformed, kDamaged, "key '{}' is a bool of value {}", key, value);
    return value == 1;
  }

  void read_key() {
    std::string key = read_name(kMaxKeyLength, noun("key"));
    check_metadata(in_.position(), key);
    GgufValue value{read_type(key), {}};
    switch (value.type) {
      case GgufType::u8: value.data = std::uint64_t{in_.read<std::uint8_t>(key)}; break;
      case GgufType::u16: value.data = std::uint64_t{in_.read<std::uint16_t>(key)}; break;
      case GgufType::u32: value.data = std::uint64_t{in_.read<std::uint32_t>(key)}; break;
      case GgufType::u64: value.data = in_.read<std::uint64_t>(key); break;
      case GgufType::i8: value.data = std::int64_t{in_.read<std::int8_t>(key)}; break;
      case GgufType::i16: value.data = std::int64_t{in_.read<std::int16_t>(key)}; break;
      case GgufType::i32: value.data = std::int64_t{in_.read<std::int32_t>(key)}; break;
      case GgufType::i64: value.data = in_.read<std::int64_t>(key); break;
      case GgufType::f32: value.data = double{in_.read<float>(key)}; break;
      case GgufType::f64: value.data = in_.read<double>(key); break;
      case GgufType::boolean: value.data = read_bool(key); break;
      case GgufType::string: {
        const std::uint64_t length = read_length(kMaxText, noun("value of a key"));
        check_metadata(in_.position() + length, key);
        std::string text = in_.read_string(length, noun("value of a key"));
        if (!is_utf8(text)) refuse(ErrorKind::malformed, kDamaged, "the text of key '{}' is not valid UTF-8", key);
        value.data = std::move(text);
        break;
      }
      case GgufType::array: value.data = read_array(key); break;
    }
    const auto [place, added] = out_.values.try_emplace(std::move(key), std::move(value));
    if (!added) refuse(ErrorKind::malformed, kDamaged, "key '{}' is there twice", place->first);
  }

  GgufArray read_array(const std::string& key) {
    GgufArray array;
    array.element = read_type(key);
    if (array.element == GgufType::array) refuse(ErrorKind::unsupported, "", "key '{}' is an array of arrays", key);
    array.count = in_.read<std::uint64_t>(noun("length of an array"));
    const std::uint64_t most = array.element == GgufType::string ? kMaxStrings : kMaxArray;
    const std::uint64_t bytes_each = kTypes[static_cast<std::size_t>(array.element)].bytes;
    if (array.count > most)
      refuse(ErrorKind::malformed, kDamaged, "key '{}' is an array of {} elements; at most {} are accepted", key, array.count, most);
    if (array.count * bytes_each > in_.remaining())
      refuse(ErrorKind::malformed, kDamaged, "key '{}' is an array of {} elements, which cannot fit in the {} bytes that follow", key,
             array.count, in_.remaining());
    const std::uint64_t begin = in_.position();
    check_metadata(begin + array.count * bytes_each, key);
    for (std::uint64_t i = 0; i < array.count && array.element == GgufType::string; ++i)
      in_.skip(read_length(kMaxText, noun("string of an array")), key);
    for (std::uint64_t i = 0; i < array.count && array.element == GgufType::boolean; ++i) read_bool(key);
    const std::uint64_t bytes = in_.position() > begin ? in_.position() - begin : array.count * bytes_each;
    check_metadata(begin + bytes, key);
    in_.go_back(begin);
    array.bytes.resize(bytes);
    in_.read_bytes(array.bytes, noun("elements of an array"));
    return array;
  }

  std::uint64_t read_alignment() const {
    const GgufValue* value = out_.find("general.alignment");
    if (!value) return kDefaultAlignment;
    const auto* alignment = std::get_if<std::uint64_t>(&value->data);
    if (value->type != GgufType::u32 || !alignment)
      refuse(ErrorKind::malformed, kDamaged, "key 'general.alignment' is of type {}, not u32", to_string(value->type));
    if (!std::has_single_bit(*alignment) || *alignment > kMaxAlignment)
      refuse(ErrorKind::malformed, kDamaged, "key 'general.alignment' is {}, not a power of two up to {}", *alignment, kMaxAlignment);
    return *alignment;
  }

  void read_tensor(std::uint64_t index) {
    StoredTensor tensor;
    tensor.name = read_name(kMaxNameLength, noun("name of a tensor"));
    if (!names_.insert(tensor.name).second) refuse(ErrorKind::malformed, kDamaged, "tensor '{}' is there twice", tensor.name);
    const auto dims = in_.read<std::uint32_t>(noun("number of dimensions"));
    if (dims < 1 || dims > 4)
      refuse(ErrorKind::malformed, kDamaged, "tensor '{}' (number {}) has {} dimensions; 1 to 4 are possible", tensor.name, index, dims);
    std::uint64_t values = 1;
    for (std::uint32_t d = 0; d < dims; ++d) {
      const auto extent = in_.read<std::uint64_t>(noun("dimension of a tensor"));
      if (extent == 0 || static_cast<std::int64_t>(extent) < 0)
        refuse(ErrorKind::malformed, kDamaged, "dimension {} of tensor '{}' is {}", d, tensor.name, static_cast<std::int64_t>(extent));
      const auto product = checked_mul(values, extent);
      if (!product) refuse(ErrorKind::malformed, kDamaged, "the dimensions of tensor '{}' multiply to more than 2^64", tensor.name);
      values = *product;
      tensor.shape.push_back(static_cast<std::int64_t>(extent));
    }
    const std::uint64_t row = static_cast<std::uint64_t>(tensor.shape.front());
    std::ranges::reverse(tensor.shape);

    const auto id = in_.read<std::uint32_t>(noun("type of a tensor"));
    tensor.type = gguf_storage(id);
    if (!tensor.type) refuse(ErrorKind::unsupported, "", "tensor '{}' is of the unknown type {}", tensor.name, id);
    if (tensor.type->bytes == 0)
      refuse(ErrorKind::unsupported, "Convert the model again with a current converter.",
             "tensor '{}' is of type {} ({}), which GGUF has removed", tensor.name, id, tensor.type->name);
    if (row % static_cast<std::uint64_t>(tensor.type->values) != 0)
      refuse(ErrorKind::malformed, kDamaged, "tensor '{}' has rows of {} values, not a multiple of the {} of a {} block", tensor.name, row,
             tensor.type->values, tensor.type->name);
    const auto bytes = checked_mul<std::uint64_t>(values / static_cast<std::uint64_t>(tensor.type->values),
                                                  static_cast<std::uint64_t>(tensor.type->bytes));
    if (!bytes) refuse(ErrorKind::malformed, kDamaged, "the bytes of tensor '{}' are more than 2^64", tensor.name);
    tensor.bytes = *bytes;
    tensor.offset = in_.read<std::uint64_t>(noun("offset of a tensor"));  // from the start of the data, until place_tensors
    out_.tensors.push_back(std::move(tensor));
  }

  // The tensors must cover the data without overlap or gap, each on the next multiple of the alignment.
  void place_tensors(std::uint64_t alignment) {
    if (out_.tensors.empty()) return;
    const auto data = checked_align(in_.position(), alignment);
    std::vector<std::size_t> order(out_.tensors.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return out_.tensors[i].offset; });
    std::uint64_t expected = 0;
    const StoredTensor* before = nullptr;
    for (const std::size_t i : order) {
      StoredTensor& tensor = out_.tensors[i];
      if (tensor.offset % alignment != 0)
        refuse(ErrorKind::malformed, kDamaged, "tensor '{}' begins at {} of the data, not at a multiple of {}", tensor.name, tensor.offset,
               alignment);
      const auto begin = data ? checked_add(*data, tensor.offset) : std::nullopt;
      const auto end = begin ? checked_add(*begin, tensor.bytes) : std::nullopt;
      if (!end)
        refuse(ErrorKind::malformed, kDamaged, "offset {} and size {} of tensor '{}' add up to more than 2^64", tensor.offset, tensor.bytes,
               tensor.name);
      if (*end > file_size_)
        refuse(ErrorKind::malformed, "The file is cut short or damaged: download it again.", "tensor '{}' ends at byte {} of {}",
               tensor.name, *end, file_size_);
      if (tensor.offset < expected)
        refuse(ErrorKind::malformed, kDamaged, "tensor '{}' at {} of the data overlaps '{}', which ends at {}", tensor.name, tensor.offset,
               before->name, before->offset - *data + before->bytes);
      if (tensor.offset > expected)
        refuse(ErrorKind::malformed, kDamaged, "there is a gap from {} to {} of the data before tensor '{}'", expected, tensor.offset,
               tensor.name);
      expected = checked_align(tensor.offset + tensor.bytes, alignment).value_or(~std::uint64_t{0});
      tensor.offset = *begin;
      before = &tensor;
    }
  }

  ByteReader in_;
  std::uint64_t file_size_;
  std::uint64_t tensor_count_ = 0, key_count_ = 0;
  std::unordered_set<std::string> names_;
  Gguf out_;
};

[[noreturn]] void wrong_type(std::string_view key, const GgufValue& value, Label needed) {
  const auto* array = std::get_if<GgufArray>(&value.data);
  refuse(ErrorKind::malformed, kDamaged, "key '{}' is of type {}, not {}", key,
         array ? sentence("array of {}", to_string(array->element)) : Sentence(std::string(to_string(value.type))), needed);
}

const GgufArray* array_of(const Gguf& file, std::string_view key, Label needed) {
  const GgufValue* value = file.find(key);
  if (!value) return nullptr;
  const auto* array = std::get_if<GgufArray>(&value->data);
  if (!array) wrong_type(key, *value, needed);
  return array;
}

// The numbers of an array that are stored as T.
template <class T, class Out>
std::vector<Out> converted(const GgufArray& array) {
  std::vector<Out> out(array.count);
  for (std::uint64_t i = 0; i < array.count; ++i) {
    T value;
    std::memcpy(&value, array.bytes.data() + i * sizeof(T), sizeof(T));
    out[i] = static_cast<Out>(value);
  }
  return out;
}

}  // namespace

std::string_view to_string(GgufType type) { return kTypes[static_cast<std::size_t>(type)].name; }

Result<Gguf> read_gguf(const File& file) {
  return guarded(file.name(), [&] { return Parser(file).parse(); });
}

const GgufValue* Gguf::find(std::string_view key) const {
  const auto place = values.find(key);
  return place == values.end() ? nullptr : &place->second;
}

std::optional<std::int64_t> Gguf::integer(std::string_view key) const {
  const GgufValue* value = find(key);
  if (!value) return std::nullopt;
  if (const auto* i = std::get_if<std::int64_t>(&value->data)) return *i;
  if (const auto* u = std::get_if<std::uint64_t>(&value->data)) {
    if (!std::in_range<std::int64_t>(*u)) refuse(ErrorKind::malformed, kDamaged, "key '{}' is {}, which is out of range", key, *u);
    return static_cast<std::int64_t>(*u);
  }
  wrong_type(key, *value, noun("an integer"));
}

std::optional<double> Gguf::number(std::string_view key) const {
  const GgufValue* value = find(key);
  if (!value) return std::nullopt;
  if (const auto* d = std::get_if<double>(&value->data)) return *d;
  if (const auto* i = std::get_if<std::int64_t>(&value->data)) return static_cast<double>(*i);
  if (const auto* u = std::get_if<std::uint64_t>(&value->data)) return static_cast<double>(*u);
  wrong_type(key, *value, noun("a number"));
}

std::optional<bool> Gguf::flag(std::string_view key) const {
  const GgufValue* value = find(key);
  if (!value) return std::nullopt;
  if (const auto* b = std::get_if<bool>(&value->data)) return *b;
  wrong_type(key, *value, noun("bool"));
}

std::optional<std::string> Gguf::text(std::string_view key) const {
  const GgufValue* value = find(key);
  if (!value) return std::nullopt;
  if (const auto* s = std::get_if<std::string>(&value->data)) return *s;
  wrong_type(key, *value, noun("string"));
}

std::optional<std::vector<std::string>> Gguf::strings(std::string_view key) const {
  const GgufArray* array = array_of(*this, key, noun("array of string"));
  if (!array) return std::nullopt;
  if (array->element != GgufType::string) wrong_type(key, *find(key), noun("array of string"));
  std::vector<std::string> out;
  out.reserve(array->count);
  const char* at = reinterpret_cast<const char*>(array->bytes.data());
  for (std::uint64_t i = 0; i < array->count; ++i) {  // the parser has checked the lengths
    std::uint64_t length;
    std::memcpy(&length, at, sizeof length);
    out.emplace_back(at + sizeof length, length);
    at += sizeof length + length;
  }
  return out;
}

std::optional<std::vector<float>> Gguf::floats(std::string_view key) const {
  const GgufArray* array = array_of(*this, key, noun("array of f32"));
  if (!array) return std::nullopt;
  if (array->element == GgufType::f32) return converted<float, float>(*array);
  if (array->element == GgufType::f64) return converted<double, float>(*array);
  wrong_type(key, *find(key), noun("array of f32"));
}

std::optional<std::vector<std::int64_t>> Gguf::integers(std::string_view key) const {
  const GgufArray* array = array_of(*this, key, noun("array of integers"));
  if (!array) return std::nullopt;
  switch (array->element) {
    case GgufType::u8: return converted<std::uint8_t, std::int64_t>(*array);
    case GgufType::i8: return converted<std::int8_t, std::int64_t>(*array);
    case GgufType::u16: return converted<std::uint16_t, std::int64_t>(*array);
    case GgufType::i16: return converted<std::int16_t, std::int64_t>(*array);
    case GgufType::u32: return converted<std::uint32_t, std::int64_t>(*array);
    case GgufType::i32: return converted<std::int32_t, std::int64_t>(*array);
    case GgufType::u64: return converted<std::uint64_t, std::int64_t>(*array);
    case GgufType::i64: return converted<std::int64_t, std::int64_t>(*array);
    default: wrong_type(key, *find(key), noun("array of integers"));
  }
}

}  // namespace halftone
