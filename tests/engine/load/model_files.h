// Writers of model files for tests. Everything about a file may be changed before its bytes are made, so that each malformed input is
// a small change of a valid one. Independent of the readers under test.
#pragma once

#include <algorithm>
#include <QTemporaryDir>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace halftone::test {

template <class T>
std::string bytes_of(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

inline void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::remove(path);  // some file systems wait for the disk when a file is cut to nothing and written again
  std::ofstream(path, std::ios::binary) << bytes;
}

// --- GGUF ---

inline std::string gguf_string(const std::string& text) { return bytes_of<std::uint64_t>(text.size()) + text; }

// A value with its type before it.
template <class T>
std::string gguf_value(std::uint32_t type, T value) {
  return bytes_of(type) + bytes_of(value);
}
inline std::string gguf_u32(std::uint32_t value) { return gguf_value(4, value); }
inline std::string gguf_f32(float value) { return gguf_value(6, value); }
inline std::string gguf_bool(std::uint8_t value) { return gguf_value(7, value); }
inline std::string gguf_text(const std::string& text) { return bytes_of<std::uint32_t>(8) + gguf_string(text); }
inline std::string gguf_array(std::uint32_t type, std::uint64_t count, const std::string& elements) {
  return bytes_of<std::uint32_t>(9) + bytes_of(type) + bytes_of(count) + elements;
}

struct GgufTensor {
  std::string name;
  std::uint32_t type = 0;
  std::vector<std::uint64_t> dims;  // fastest first
  std::string data;
  std::optional<std::uint64_t> offset;  // in the data; else the next place
  std::optional<std::uint32_t> dim_count;
};

struct GgufImage {
  std::string magic = "GGUF";
  std::uint32_t version = 3;
  std::uint64_t alignment = 32;
  std::optional<std::uint64_t> tensor_count, key_count;
  std::vector<std::pair<std::string, std::string>> keys;  // name, typed value
  std::vector<GgufTensor> tensors;

  std::string& key(const std::string& name) {
    for (auto& [key, value] : keys)
      if (key == name) return value;
    return keys.emplace_back(name, "").second;
  }
  void remove_key(const std::string& name) {
    std::erase_if(keys, [&](const auto& key) { return key.first == name; });
  }
  GgufTensor& tensor(const std::string& name) {
    for (GgufTensor& tensor : tensors)
      if (tensor.name == name) return tensor;
    tensors.push_back({});
    tensors.back().name = name;
    return tensors.back();
  }

  std::string bytes() const {
    const auto align = [&](std::size_t n) { return (n + alignment - 1) / alignment * alignment; };
    std::string out = magic + bytes_of(version) + bytes_of<std::uint64_t>(tensor_count.value_or(tensors.size())) +
                      bytes_of<std::uint64_t>(key_count.value_or(keys.size()));
    for (const auto& [name, value] : keys) out += gguf_string(name) + value;
    std::string data;
    for (const GgufTensor& tensor : tensors) {
      out += gguf_string(tensor.name) + bytes_of(tensor.dim_count.value_or(static_cast<std::uint32_t>(tensor.dims.size())));
      for (const std::uint64_t dim : tensor.dims) out += bytes_of(dim);
      out += bytes_of(tensor.type) + bytes_of<std::uint64_t>(tensor.offset.value_or(data.size()));
      data += tensor.data;
      data.resize(align(data.size()));
    }
    out.resize(align(out.size()));
    return out + data;
  }
};

// --- safetensors ---

struct SafeTensor {
  std::string name, dtype;
  std::vector<std::int64_t> shape;
  std::string data;
};

inline std::string safetensors_file(const std::string& header, const std::string& data) {
  return bytes_of<std::uint64_t>(header.size()) + header + data;
}

inline std::string safetensors_bytes(const std::vector<SafeTensor>& tensors) {
  std::string header = R"({"__metadata__":{"format":"pt"})", data;
  for (const SafeTensor& tensor : tensors) {
    std::string shape;
    for (const std::int64_t n : tensor.shape) shape += (shape.empty() ? "" : ",") + std::to_string(n);
    header += ",\"" + tensor.name + "\":{\"dtype\":\"" + tensor.dtype + "\",\"shape\":[" + shape + "],\"data_offsets\":[" +
              std::to_string(data.size()) + "," + std::to_string(data.size() + tensor.data.size()) + "]}";
    data += tensor.data;
  }
  return safetensors_file(header + "}", data);
}

// --- a small llama: the same numbers in both containers ---

struct SmallLlama {
  static constexpr int kWidth = 64, kLayers = 2, kHeads = 4, kKvHeads = 2, kHeadWidth = 16, kMlp = 96, kVocabulary = 40;

  struct Weight {
    std::string hf, gguf;
    std::vector<std::int64_t> shape;  // slowest first
    std::vector<float> values;
  };
  std::vector<Weight> weights;

  explicit SmallLlama(bool tied = false) {
    add("model.embed_tokens.weight", "token_embd.weight", {kVocabulary, kWidth});
    for (int layer = 0; layer < kLayers; ++layer) {
      const std::string hf = "model.layers." + std::to_string(layer) + ".", gguf = "blk." + std::to_string(layer) + ".";
      add(hf + "input_layernorm.weight", gguf + "attn_norm.weight", {kWidth});
      add(hf + "self_attn.q_proj.weight", gguf + "attn_q.weight", {kHeads * kHeadWidth, kWidth});
      add(hf + "self_attn.k_proj.weight", gguf + "attn_k.weight", {kKvHeads * kHeadWidth, kWidth});
      add(hf + "self_attn.v_proj.weight", gguf + "attn_v.weight", {kKvHeads * kHeadWidth, kWidth});
      add(hf + "self_attn.o_proj.weight", gguf + "attn_output.weight", {kWidth, kHeads * kHeadWidth});
      add(hf + "post_attention_layernorm.weight", gguf + "ffn_norm.weight", {kWidth});
      add(hf + "mlp.gate_proj.weight", gguf + "ffn_gate.weight", {kMlp, kWidth});
      add(hf + "mlp.up_proj.weight", gguf + "ffn_up.weight", {kMlp, kWidth});
      add(hf + "mlp.down_proj.weight", gguf + "ffn_down.weight", {kWidth, kMlp});
    }
    add("model.norm.weight", "output_norm.weight", {kWidth});
    if (!tied) add("lm_head.weight", "output.weight", {kVocabulary, kWidth});
  }

  static std::string f32_bytes(const std::vector<float>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
  }

  GgufImage gguf() const {
    GgufImage image;
    image.keys = {
        {"general.architecture", gguf_text("llama")},
        {"general.name", gguf_text("Small")},
        {"general.alignment", gguf_u32(32)},
        {"llama.context_length", gguf_u32(128)},
        {"llama.embedding_length", gguf_u32(kWidth)},
        {"llama.block_count", gguf_u32(kLayers)},
        {"llama.feed_forward_length", gguf_u32(kMlp)},
        {"llama.attention.head_count", gguf_u32(kHeads)},
        {"llama.attention.head_count_kv", gguf_u32(kKvHeads)},
        {"llama.attention.layer_norm_rms_epsilon", gguf_f32(1e-5f)},
        {"llama.rope.freq_base", gguf_f32(10000)},
        {"llama.rope.dimension_count", gguf_u32(kHeadWidth)},
        {"llama.vocab_size", gguf_u32(kVocabulary)},
        {"tokenizer.ggml.model", gguf_text("llama")},
        {"tokenizer.ggml.bos_token_id", gguf_u32(1)},
        {"tokenizer.ggml.eos_token_id", gguf_u32(2)},
        {"tokenizer.ggml.add_bos_token", gguf_bool(1)},
        {"tokenizer.chat_template", gguf_text("{{ messages }}")},
    };
    std::string tokens, scores, types;
    for (int id = 0; id < kVocabulary; ++id) {
      tokens += gguf_string(id == 0 ? "<unk>" : id == 1 ? "<s>" : id == 2 ? "</s>" : id == 3 ? "<|eot_id|>" : "t" + std::to_string(id));
      scores += bytes_of(-static_cast<float>(id));
      types += bytes_of<std::int32_t>(id == 0 ? 2 : id <= 3 ? 3 : 1);
    }
    image.key("tokenizer.ggml.tokens") = gguf_array(8, kVocabulary, tokens);
    image.key("tokenizer.ggml.scores") = gguf_array(6, kVocabulary, scores);
    image.key("tokenizer.ggml.token_type") = gguf_array(5, kVocabulary, types);
    for (const Weight& weight : weights)
      image.tensors.push_back({weight.gguf, 0, {weight.shape.rbegin(), weight.shape.rend()}, f32_bytes(weight.values), {}, {}});
    return image;
  }

  std::vector<SafeTensor> safetensors() const {
    std::vector<SafeTensor> tensors;
    for (const Weight& weight : weights) tensors.push_back({weight.hf, "F32", weight.shape, f32_bytes(weight.values)});
    return tensors;
  }

  // Members of config.json as JSON text, to be changed one by one.
  static std::map<std::string, std::string> config() {
    return {{"model_type", "\"llama\""},   {"hidden_size", "64"},
            {"num_hidden_layers", "2"},    {"num_attention_heads", "4"},
            {"num_key_value_heads", "2"},  {"intermediate_size", "96"},
            {"vocab_size", "40"},          {"max_position_embeddings", "128"},
            {"rms_norm_eps", "1e-5"},      {"rope_theta", "10000.0"},
            {"hidden_act", "\"silu\""},    {"bos_token_id", "1"},
            {"eos_token_id", "2"},         {"tie_word_embeddings", "false"},
            {"torch_dtype", "\"float32\""}};
  }

 private:
  void add(std::string hf, std::string gguf, std::vector<std::int64_t> shape) {
    std::size_t count = 1;
    for (const std::int64_t n : shape) count *= static_cast<std::size_t>(n);
    Weight weight{std::move(hf), std::move(gguf), std::move(shape), {}};
    for (std::size_t i = 0; i < count; ++i) {
      state_ = state_ * 1664525u + 1013904223u;  // Numerical Recipes' generator
      weight.values.push_back(static_cast<float>(static_cast<std::int32_t>(state_) >> 8) / static_cast<float>(1 << 24));
    }
    weights.push_back(std::move(weight));
  }

  std::uint32_t state_ = 1;
};

inline std::string json_object(const std::map<std::string, std::string>& members) {
  std::string text;
  for (const auto& [key, value] : members) text += (text.empty() ? "{" : ",") + ("\"" + key + "\":" + value);
  return text + "}";
}

// A folder that goes away with the test.
class Folder {
 public:
  std::filesystem::path path() const { return folder_.path().toStdString(); }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    write_file(path() / name, bytes);
    return path() / name;
  }

 private:
  QTemporaryDir folder_;
};

// A small model as a folder; its files are written on request.
struct HfModel {
  std::map<std::string, std::string> config = SmallLlama::config();
  std::vector<SafeTensor> tensors = SmallLlama().safetensors();
  std::map<std::string, std::string> files;  // besides config.json and model.safetensors

  void write(const Folder& folder) const {
    folder.write("config.json", json_object(config));
    folder.write("model.safetensors", safetensors_bytes(tensors));
    for (const auto& [name, text] : files) folder.write(name, text);
  }
  SafeTensor& tensor(const std::string& name) { return *std::ranges::find(tensors, name, &SafeTensor::name); }
};

}  // namespace halftone::test
