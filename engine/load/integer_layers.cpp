#include "engine/load/integer_layers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>

#include "kernels/core/dtype.h"
#include "kernels/formats/zero_point.h"

namespace halftone {

namespace {

// A layer's tensors, as stored.
struct Words {
  std::vector<std::uint32_t> weights, zeros;
  std::vector<F16> scales;
};

// Rows lie scattered over a whole tensor, so a tensor is read at once and kept while its rows are asked for. Loading walks from layer
// to layer: the last few are enough for all threads.
class RecentWords {
 public:
  template <class Load>
  std::shared_ptr<const Words> get(const void* key, const Load& load) {
    const std::lock_guard lock(mutex_);
    for (const auto& [owner, words] : kept_)
      if (owner == key) return words;
    auto words = std::make_shared<const Words>(load());
    kept_[next_++ % kept_.size()] = {key, words};
    return words;
  }

 private:
  std::mutex mutex_;
  std::array<std::pair<const void*, std::shared_ptr<const Words>>, 3> kept_;
  std::size_t next_ = 0;
};

struct Layer {
  File weights_file, zeros_file, scales_file;
  StoredTensor weights, zeros, scales;
  std::vector<std::int32_t> group_of;  // of every column; empty: k / group
  std::int64_t rows = 0, columns = 0, group = 0;
  int bits = 0, zero_offset = 0;
  bool awq = false;
};

// Bits [bit, bit + bits) of words that lie `stride` apart.
std::uint32_t bits_at(const std::uint32_t* words, std::int64_t stride, std::int64_t bit, int bits) {
  const std::int64_t word = bit / 32;
  const int shift = static_cast<int>(bit % 32);
  std::uint32_t value = words[word * stride] >> shift;
  if (shift + bits > 32) value |= words[(word + 1) * stride] << (32 - shift);
  return value & ((1u << bits) - 1);
}

constexpr int kAwqNibble[8] = {0, 4, 1, 5, 2, 6, 3, 7};  // which nibble of its word a column is in

class IntegerTensor final : public QuantisedTensor {
 public:
  IntegerTensor(Format format, Layer layer, std::shared_ptr<RecentWords> recent)
      : QuantisedTensor(format, layer.rows, layer.columns), layer_(std::move(layer)), recent_(std::move(recent)) {}

  void read_blocks(std::int64_t begin, std::int64_t end, std::byte* blocks) const override {
    using Write = void (IntegerTensor::*)(std::int64_t, std::int64_t, std::byte*) const;
    static constexpr std::pair<Format, Write> kWrites[] = {
        {Format::zero8_g32, &IntegerTensor::write<8, 32>}, {Format::zero8_g128, &IntegerTensor::write<8, 128>},
        {Format::zero4_g32, &IntegerTensor::write<4, 32>}, {Format::zero4_g128, &IntegerTensor::write<4, 128>},
        {Format::zero3_g32, &IntegerTensor::write<3, 32>}, {Format::zero3_g128, &IntegerTensor::write<3, 128>},
        {Format::zero2_g32, &IntegerTensor::write<2, 32>}, {Format::zero2_g128, &IntegerTensor::write<2, 128>},
    };
    for (const auto& [written, write] : kWrites)
      if (written == format()) return (this->*write)(begin, end, blocks);
    std::vector<float> values(static_cast<std::size_t>((end - begin) * columns()));
    read_values(begin, end, values.data());
    info(format()).encode(values.data(), blocks, std::ssize(values));
  }

  void read_values(std::int64_t begin, std::int64_t end, float* values) const override {
    const auto words = load();
    for (std::int64_t n = begin; n < end; ++n)
      for (std::int64_t k = 0; k < columns(); ++k) {
        const std::int64_t g = layer_.group_of.empty() ? k / layer_.group : layer_.group_of[static_cast<std::size_t>(k)];
        *values++ = scale(*words, g, n).to_float() * static_cast<float>(quant(*words, n, k) - zero(*words, g, n));
      }
  }

 private:
  std::shared_ptr<const Words> load() const {
    return recent_->get(this, [&] {
      Words words;
      const auto read = [](const File& file, const StoredTensor& tensor, auto& values) {
        values.resize(tensor.bytes / sizeof(values[0]));
        value_of(file.read(tensor.offset, std::as_writable_bytes(std::span(values))));
      };
      read(layer_.weights_file, layer_.weights, words.weights);
      read(layer_.zeros_file, layer_.zeros, words.zeros);
      read(layer_.scales_file, layer_.scales, words.scales);
      return words;
    });
  }

  int quant(const Words& words, std::int64_t n, std::int64_t k) const {
    if (layer_.awq) return static_cast<int>(words.weights[static_cast<std::size_t>((k * rows() + n) / 8)] >> (4 * kAwqNibble[n % 8]) & 15);
    return static_cast<int>(bits_at(words.weights.data() + n, rows(), k * layer_.bits, layer_.bits));
  }
  int zero(const Words& words, std::int64_t g, std::int64_t n) const {
    const std::uint32_t* row = words.zeros.data() + g * (rows() * layer_.bits / 32);
    if (layer_.awq) return static_cast<int>(row[n / 8] >> (4 * kAwqNibble[n % 8]) & 15);
    return static_cast<int>(bits_at(row, 1, n * layer_.bits, layer_.bits)) + layer_.zero_offset;
  }
  F16 scale(const Words& words, std::int64_t g, std::int64_t n) const { return words.scales[static_cast<std::size_t>(g * rows() + n)]; }

  // Rows [begin, end), a byte a weight, `stride` apart. In the order of the words: neighbouring rows share cache lines.
  template <int Bits>
  void unpack(const Words& words, std::int64_t begin, std::int64_t end, std::int64_t stride, std::uint8_t* bytes) const {
    if (layer_.awq) {
      for (std::int64_t w = begin / 8; w * 8 < end; ++w) {
        for (std::int64_t k = 0; k < columns(); ++k) {
          const std::uint32_t word = words.weights[static_cast<std::size_t>(k * (rows() / 8) + w)];
          for (int i = 0; i < 8; ++i)
            if (const std::int64_t n = w * 8 + i; n >= begin && n < end)
              bytes[(n - begin) * stride + k] = static_cast<std::uint8_t>(word >> (4 * kAwqNibble[i]) & 15);
        }
      }
      return;
    }
    constexpr int kWords = Bits == 3 ? 3 : 1, kRun = kWords * 32 / Bits;  // the least that holds whole weights
    for (std::int64_t k = 0; k < columns(); k += kRun) {
      const std::uint32_t* from = words.weights.data() + k / kRun * kWords * rows();
      for (std::int64_t n = begin; n < end; ++n) {
        std::uint32_t run[kWords];
        for (int i = 0; i < kWords; ++i) run[i] = from[i * rows() + n];
        std::uint8_t* to = bytes + (n - begin) * stride + k;
        for (int i = 0; i < kRun; ++i) to[i] = static_cast<std::uint8_t>(bits_at(run, 1, i * Bits, Bits));
      }
    }
  }

  template <int Bits, int Group>
  void write(std::int64_t begin, std::int64_t end, std::byte* blocks) const {
    const auto words = load();
    const std::int64_t stride = (columns() + Group - 1) / Group * Group + 32;  // beyond the last column a run, and zeros
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>((end - begin) * stride));
    unpack<Bits>(*words, begin, end, stride, bytes.data());
    for (std::int64_t n = begin; n < end; ++n) {
      for (std::int64_t k = 0; k < columns(); k += Group, blocks += sizeof(ZeroPointBlock<Bits, Group>)) {
        ZeroPointBlock<Bits, Group> block{};
        const std::int64_t g = k / layer_.group;
        block.scale = scale(*words, g, n);
        block.zero = F16::from_float(static_cast<float>(zero(*words, g, n)));
        for (int part = 0; part < Group / 32; ++part) block.set_part(part, bytes.data() + (n - begin) * stride + k + part * 32);
        std::memcpy(blocks, &block, sizeof block);
      }
    }
  }

  Layer layer_;
  std::shared_ptr<RecentWords> recent_;
};

Format format_for(int bits, bool wide) {
  switch (bits) {
    case 8: return wide ? Format::zero8_g128 : Format::zero8_g32;
    case 4: return wide ? Format::zero4_g128 : Format::zero4_g32;
    case 3: return wide ? Format::zero3_g128 : Format::zero3_g32;
    default: return wide ? Format::zero2_g128 : Format::zero2_g32;
  }
}

void join_layer(const Quantisation& quantisation, LayerTensors& tensors, const std::string& module, std::shared_ptr<RecentWords> recent) {
  Layer layer;
  layer.awq = quantisation.method == QuantisationMethod::awq;
  layer.bits = quantisation.bits;
  layer.zero_offset = quantisation.zero_less_one ? 1 : 0;
  layer.weights = tensors.take(module + ".qweight", {"I32", "U32"});
  const std::vector<std::int64_t>& packed = layer.weights.shape;
  if (packed.size() != 2 || packed[0] < 1 || packed[1] < 1 || packed[layer.awq ? 1 : 0] > (std::int64_t{1} << 40))
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "tensor '{}' has the shape {}, which is no matrix of packed weights",
           layer.weights.name, shape_text(packed));
  layer.rows = layer.awq ? packed[1] * 8 : packed[1];
  layer.columns = layer.awq ? packed[0] : packed[0] * 32 / layer.bits;
  if (!layer.awq && packed[0] * 32 % layer.bits != 0)
    refuse(ErrorKind::malformed, LayerTensors::kRemedy, "tensor '{}' has the shape {}: {} words hold no whole number of {}-bit weights",
           layer.weights.name, shape_text(packed), packed[0], layer.bits);
  if (layer.rows * layer.bits % 32 != 0)
    refuse(ErrorKind::unsupported, LayerTensors::kRemedy, "layer '{}' has {} rows, whose {}-bit zero points fill no whole words", module,
           layer.rows, layer.bits);
  layer.group = quantisation.group == -1 ? layer.columns : std::min(quantisation.group, layer.columns);
  if (layer.columns % layer.group != 0)
    refuse(ErrorKind::unsupported, "Choose a model quantised in groups that divide its width.",
           "layer '{}' has {} columns, not a multiple of the {} of a group", module, layer.columns, layer.group);
  const std::int64_t groups = layer.columns / layer.group;
  layer.zeros = tensors.take(module + ".qzeros", {"I32", "U32"}, {groups, layer.rows * layer.bits / 32});
  layer.scales = tensors.take(module + ".scales", {"F16"}, {groups, layer.rows});
  layer.weights_file = tensors.file_of(layer.weights);
  layer.zeros_file = tensors.file_of(layer.zeros);
  layer.scales_file = tensors.file_of(layer.scales);

  bool scattered = false;
  if (tensors.has(module + ".g_idx")) {
    const StoredTensor index = tensors.take(module + ".g_idx", {"I32"}, {layer.columns});
    layer.group_of = tensors.read<std::int32_t>(index);
    for (std::int64_t k = 0; k < layer.columns; ++k) {
      const std::int32_t g = layer.group_of[static_cast<std::size_t>(k)];
      if (g < 0 || g >= groups)
        refuse(ErrorKind::malformed, LayerTensors::kRemedy, "tensor '{}' puts column {} into group {} of {}", index.name, k, g, groups);
      scattered |= g != k / layer.group;
    }
    if (!scattered) layer.group_of.clear();
  }
  // A block has one group: blocks of 128 where groups end at their ends.
  const bool one_group = layer.group == layer.columns, wide = one_group || layer.group % 128 == 0;
  if (!scattered && !wide && layer.group % 32 != 0)
    refuse(ErrorKind::unsupported, "Choose a model quantised in groups of 32, 64 or 128.",
           "layer '{}' is quantised in groups of {}, not a multiple of 32", module, layer.group);
  const Format format = scattered ? Format::f16 : format_for(layer.bits, wide);
  const StoredTensor like = layer.weights;
  tensors.put(module + ".weight", like, std::make_shared<IntegerTensor>(format, std::move(layer), std::move(recent)));
}

}  // namespace

void join_integer_layers(const Quantisation& quantisation, LayerTensors& tensors) {
  constexpr std::string_view kSuffix = ".qweight";
  const auto recent = std::make_shared<RecentWords>();
  for (const std::string& name : tensors.ending_with(kSuffix))
    join_layer(quantisation, tensors, name.substr(0, name.size() - kSuffix.size()), recent);
}

}  // namespace halftone
