#include "engine/load/bitsandbytes_layers.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "engine/load/json.h"
#include "kernels/formats/bitsandbytes.h"

namespace halftone {

namespace {

using nlohmann::json;

void read_at(const File& file, const StoredTensor& tensor, std::int64_t first, std::span<std::byte> bytes) {
  value_of(file.read(tensor.offset + static_cast<std::uint64_t>(first), bytes));
}

class Int8Tensor final : public QuantisedTensor {
 public:
  Int8Tensor(std::int64_t rows, std::int64_t columns, File file, StoredTensor weight, std::vector<float> scales)
      : QuantisedTensor(Format::bnb_int8, rows, columns), file_(std::move(file)), weight_(std::move(weight)), scales_(std::move(scales)) {}

  void read_blocks(std::int64_t begin, std::int64_t end, std::byte* blocks) const override {
    std::vector<std::byte> row(static_cast<std::size_t>(columns()));
    for (std::int64_t n = begin; n < end; ++n) {
      read_at(file_, weight_, n * columns(), row);
      for (std::int64_t k = 0; k < columns(); k += BnbInt8Block::kGroup, blocks += sizeof(BnbInt8Block)) {
        BnbInt8Block block{};
        block.scale = FloatHalves::from_float(scales_[static_cast<std::size_t>(n)]);
        std::memcpy(block.quants, row.data() + k, static_cast<std::size_t>(std::min<std::int64_t>(BnbInt8Block::kGroup, columns() - k)));
        std::memcpy(blocks, &block, sizeof block);
      }
    }
  }

 private:
  File file_;
  StoredTensor weight_;
  std::vector<float> scales_;
};

// The scale of every block, stored or computed from what was stored twice quantised.
struct BlockScales {
  File file;
  StoredTensor absmax;                           // F32, or U8 when nested
  std::vector<float> nested_map, nested_absmax;  // both empty: not nested
  std::int64_t nested_block = 0;
  float offset = 0;

  std::vector<float> read(std::int64_t begin, std::int64_t end) const {
    std::vector<float> scales(static_cast<std::size_t>(end - begin));
    if (nested_map.empty()) {
      read_at(file, absmax, begin * 4, std::as_writable_bytes(std::span(scales)));
      return scales;
    }
    std::vector<std::uint8_t> index(scales.size());
    read_at(file, absmax, begin, std::as_writable_bytes(std::span(index)));
    for (std::size_t i = 0; i < index.size(); ++i) {
      const float product =
          nested_map[index[i]] * nested_absmax[(static_cast<std::size_t>(begin) + i) / static_cast<std::size_t>(nested_block)];
      scales[i] = product + offset;
    }
    return scales;
  }
};

class FourBitTensor final : public QuantisedTensor {
 public:
  FourBitTensor(Format format, std::int64_t rows, std::int64_t columns, File file, StoredTensor weight, BlockScales scales,
                std::int64_t block)
      : QuantisedTensor(format, rows, columns),
        file_(std::move(file)),
        weight_(std::move(weight)),
        scales_(std::move(scales)),
        block_(block) {}

  void read_blocks(std::int64_t begin, std::int64_t end, std::byte* blocks) const override {
    constexpr std::int64_t kGroup = BnbNf4Block::kGroup;
    const std::int64_t first = begin * columns(), last = end * columns();  // of the flattened weights
    std::vector<std::byte> bytes(static_cast<std::size_t>((last - first) / 2));
    read_at(file_, weight_, first / 2, bytes);
    const std::vector<float> scales = scales_.read(first / block_, (last + block_ - 1) / block_);
    for (std::int64_t at = first; at < last; at += kGroup, blocks += sizeof(BnbNf4Block)) {
      BnbNf4Block block{};
      block.absmax = FloatHalves::from_float(scales[static_cast<std::size_t>(at / block_ - first / block_)]);
      const std::byte* from = bytes.data() + (at - first) / 2;
      for (int i = 0; i < kGroup; ++i) block.quants.set(i, static_cast<int>(from[i / 2]) >> (i % 2 ? 0 : 4) & 15);
      std::memcpy(blocks, &block, sizeof block);
    }
  }

 private:
  File file_;
  StoredTensor weight_;
  BlockScales scales_;
  std::int64_t block_;
};

void join_int8_layer(LayerTensors& tensors, const std::string& module) {
  const StoredTensor scb = tensors.take(module + ".SCB", {"F32"});
  StoredTensor weight = tensors.take(module + ".weight", {"I8"});
  if (weight.shape.size() != 2)
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "tensor '{}' has the shape {}, but is a matrix of int8", weight.name,
           shape_text(weight.shape));
  const std::int64_t rows = weight.shape[0], columns = weight.shape[1];
  if (scb.bytes != static_cast<std::uint64_t>(rows) * 4)
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "tensor '{}' has the shape {}, but its layer has {} rows", scb.name,
           shape_text(scb.shape), rows);
  if (const std::string name = module + ".weight_format"; tensors.has(name)) {
    const auto format = tensors.read<std::uint8_t>(tensors.take(name, {"U8", "I8"}));
    if (format.size() != 1 || format[0] != 0)
      refuse(ErrorKind::unsupported, "Save the model again with a current bitsandbytes.",
             "tensor '{}' says that the weights lie in tiles of a GPU's own (format {}); only rows (0) can be read", name,
             format.empty() ? -1 : format[0]);
  }
  const File& file = tensors.file_of(weight);
  const StoredTensor like = weight;
  tensors.put(module + ".weight", like, std::make_shared<Int8Tensor>(rows, columns, file, std::move(weight), tensors.read<float>(scb)));
}

// A member of a layer's quant_state.
std::int64_t natural(const json& state, const char* key, const std::string& name) {
  const auto value = state.find(key);
  if (value == state.end() || !value->is_number_unsigned() || value->get<std::uint64_t>() == 0 || value->get<std::uint64_t>() > 1u << 30)
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "the state '{}' has no valid '{}'", name, std::string_view(key));
  return value->get<std::int64_t>();
}

BlockScales read_scales(LayerTensors& tensors, const std::string& weight, const json& state, const std::string& state_name,
                        std::int64_t blocks) {
  BlockScales scales;
  scales.absmax = tensors.take(weight + ".absmax", {"F32", "U8"}, {blocks});
  scales.file = tensors.file_of(scales.absmax);
  if (scales.absmax.type->name == "F32") return scales;
  scales.nested_block = natural(state, "nested_blocksize", state_name);
  const auto offset = state.find("nested_offset");
  if (offset == state.end() || !offset->is_number())
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "the state '{}' has no valid 'nested_offset'", state_name);
  scales.offset = offset->get<float>();
  const std::int64_t nested = (blocks + scales.nested_block - 1) / scales.nested_block;
  scales.nested_map = tensors.read<float>(tensors.take(weight + ".nested_quant_map", {"F32"}, {256}));
  scales.nested_absmax = tensors.read<float>(tensors.take(weight + ".nested_absmax", {"F32"}, {nested}));
  return scales;
}

void join_4bit_layer(LayerTensors& tensors, const std::string& state_name, const std::string& weight) {
  const StoredTensor state_tensor = tensors.take(state_name, {"U8"});
  if (state_tensor.bytes > 1 << 16)
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "the state '{}' has {} bytes", state_name, state_tensor.bytes);
  const auto text = tensors.read<char>(state_tensor);
  auto parsed = parse_json({text.data(), text.size()});
  if (!parsed || !parsed->is_object())
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "the state '{}' {}", state_name,
           parsed ? Sentence("is no JSON object") : parsed.error().cause);
  const json& state = *parsed;

  const auto kind = state.find("quant_type");
  const std::string type = kind != state.end() && kind->is_string() ? kind->get<std::string>() : "";
  if (type != "nf4" && type != "fp4")
    refuse(ErrorKind::unsupported, "", "the state '{}' says the type '{}'; nf4 and fp4 are known", state_name, type);
  const auto shape = state.find("shape");
  if (shape == state.end() || !shape->is_array() || shape->size() != 2 ||
      !std::ranges::all_of(*shape, [](const json& n) { return n.is_number_unsigned() && n.get<std::uint64_t>() - 1 < 1u << 30; }))
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "the state '{}' has no valid 'shape' of two numbers", state_name);
  const std::int64_t rows = (*shape)[0], columns = (*shape)[1], block = natural(state, "blocksize", state_name);
  constexpr std::int64_t kGroup = BnbNf4Block::kGroup;
  if (block % kGroup != 0 || columns % kGroup != 0)
    refuse(ErrorKind::unsupported, "Choose a model quantised in blocks of 64 whose width is a multiple of 64.",
           "layer '{}' has blocks of {} and rows of {}; both must be multiples of {}", weight, block, columns, kGroup);

  StoredTensor stored = tensors.take(weight, {});
  if (stored.bytes != static_cast<std::uint64_t>(rows * columns / 2))
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "tensor '{}' has {} bytes, but its state's shape ({}, {}) needs {}", weight,
           stored.bytes, rows, columns, rows * columns / 2);
  BlockScales scales = read_scales(tensors, weight, state, state_name, (rows * columns + block - 1) / block);
  const auto map = tensors.read<float>(tensors.take(weight + ".quant_map", {"F32"}, {16}));
  for (int q = 0; q < 16; ++q)
    if (map[static_cast<std::size_t>(q)] != (type == "nf4" ? nf4_code(q) : fp4_code(q)))
      refuse(ErrorKind::unsupported, "", "tensor '{}.quant_map' holds {} for {}, where {} has {}", weight, map[static_cast<std::size_t>(q)],
             q, type, type == "nf4" ? nf4_code(q) : fp4_code(q));
  const File& file = tensors.file_of(stored);
  const StoredTensor like = stored;
  tensors.put(weight, like,
              std::make_shared<FourBitTensor>(type == "nf4" ? Format::bnb_nf4 : Format::bnb_fp4, rows, columns, file, std::move(stored),
                                              std::move(scales), block));
}

}  // namespace

void join_bitsandbytes_layers(LayerTensors& tensors) {
  constexpr std::string_view kScb = ".SCB", kState = ".quant_state.bitsandbytes__";
  for (const std::string& name : tensors.ending_with(kScb)) join_int8_layer(tensors, name.substr(0, name.size() - kScb.size()));
  for (const std::string& name : tensors.containing(kState)) join_4bit_layer(tensors, name, name.substr(0, name.find(kState)));
}

}  // namespace halftone
