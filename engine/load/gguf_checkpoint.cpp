#include "engine/load/gguf_checkpoint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/base/refuse.h"
#include "engine/load/gguf.h"
#include "engine/load/folder_vocabulary.h"
#include "engine/load/gguf_tokenizer.h"
#include "engine/load/notes.h"
#include "engine/load/shard_name.h"
#include "engine/load/stored_name.h"
#include "engine/load/weight_files.h"
#include "engine/spec/family.h"
#include "engine/spec/rope_config.h"

namespace halftone {

namespace {

constexpr char kDownload[] = "Download all files of the model into one folder.";

class GgufConfig final : public ConfigSource {
 public:
  GgufConfig(const Gguf& file, const std::vector<StoredTensor>& tensors, std::string architecture)
      : file_(file), architecture_(std::move(architecture)) {
    for (const StoredTensor& tensor : tensors) tensors_.emplace(tensor.name, &tensor);
  }

  std::optional<ConfigValue> find(const ConfigKey& key) const override {
    if (key.gguf.empty()) return std::nullopt;
    if (key.gguf.starts_with("tensor ")) return tensors_.contains(key.gguf.substr(7));
    const std::string name = full_name(key);
    const GgufValue* value = file_.find(name);
    if (!value && key.gguf == "vocab_size") return vocabulary();
    if (!value) return std::nullopt;
    switch (value->type) {
      case GgufType::boolean: return *file_.flag(name);
      case GgufType::string: return *file_.text(name);
      case GgufType::f32:
      case GgufType::f64: return *file_.number(name);
      case GgufType::array: {
        if (std::get<GgufArray>(value->data).element == GgufType::string) return file_.strings(name).value();
        const std::vector<float> list = file_.floats(name).value();
        return std::vector<double>(list.begin(), list.end());
      }
      default: return *file_.integer(name);
    }
  }

  std::string name(const ConfigKey& key) const override { return fmt::format("key '{}'", full_name(key)); }
  bool is_gguf() const override { return true; }

 private:
  std::string full_name(const ConfigKey& key) const { return fmt::format("{}.{}", architecture_, key.gguf); }

  // Not every converter writes it; the vocabulary or the embedding's rows say the same.
  std::optional<ConfigValue> vocabulary() const {
    if (const auto tokens = file_.strings("tokenizer.ggml.tokens")) return static_cast<std::int64_t>(tokens->size());
    const auto embedding = tensors_.find("token_embd.weight");
    if (embedding == tensors_.end()) return std::nullopt;
    return embedding->second->shape.front();
  }

  const Gguf& file_;
  std::string architecture_;
  std::map<std::string, const StoredTensor*, std::less<>> tensors_;
};

struct Shards {
  std::vector<File> files;
  Gguf first;                         // with the keys
  std::vector<StoredTensor> tensors;  // of all
};

// Checks that the file is shard `number` of `count`, as its own keys say.
void check_shard(const Gguf& file, const std::string& name, int number, int count) {
  const auto own_number = file.integer("split.no"), own_count = file.integer("split.count");
  if (!own_number || !own_count || *own_number != number - 1 || *own_count != count)
    refuse(ErrorKind::malformed, kDownload, "'{}' says it is shard {} of {}, its name says {} of {}", name, own_number.value_or(-1) + 1,
           own_count.value_or(1), number, count);
}

Shards open_shards(const std::filesystem::path& path) {
  Shards out;
  out.files.push_back(value_of(File::open(path)));
  out.first = value_of(read_gguf(out.files.front()));
  const auto count = out.first.integer("split.count").value_or(1);
  const auto name = parse_shard_name(path.filename().string());
  if (count <= 1) {
    out.tensors = out.first.tensors;
    return out;
  }
  if (!name || name->count != count)
    refuse(ErrorKind::malformed, "Give the files the names they were published under, like model-00001-of-00003.gguf.",
           "is one of {} shards, but its name does not say so", count);
  const int opened = name->number;
  check_shard(out.first, path.filename().string(), opened, name->count);

  Gguf given = std::move(out.first);
  out.files.resize(static_cast<std::size_t>(name->count), out.files.front());
  for (int number = 1; number <= name->count; ++number) {
    Gguf shard;
    if (number == opened) {
      shard = std::move(given);  // NOLINT(bugprone-use-after-move): once
    } else {
      const std::string other = name->name_of(number);
      auto found = file_in_folder(path.parent_path(), other);
      if (!found && found.error().kind == ErrorKind::not_found)
        refuse(ErrorKind::not_found, kDownload, "shard {} of {}, '{}', is missing", number, count, other);
      File file = value_of(File::open(value_of(std::move(found))));
      shard = value_of(read_gguf(file));
      check_shard(shard, other, number, name->count);
      out.files[static_cast<std::size_t>(number - 1)] = std::move(file);
    }
    for (StoredTensor& tensor : shard.tensors) {
      tensor.file = number - 1;
      out.tensors.push_back(std::move(tensor));
    }
    if (number == 1) out.first = std::move(shard);
  }
  if (const auto total = out.first.integer("split.tensors.count"); total && *total != static_cast<std::int64_t>(out.tensors.size()))
    refuse(ErrorKind::malformed, kDownload, "its {} shards hold {} tensors, but should hold {}", count, out.tensors.size(), *total);
  return out;
}

// A tensor of one positive number per RoPE frequency; empty when there is none of that name.
std::vector<float> frequency_factors(const Shards& shards, std::string_view name, std::int64_t wanted) {
  const auto tensor = std::ranges::find(shards.tensors, name, &StoredTensor::name);
  if (tensor == shards.tensors.end()) return {};
  if (tensor->type->format != Format::f32 || tensor->shape != std::vector{wanted})
    refuse(ErrorKind::malformed, "", "tensor '{}' is {} of {}; it should be ({}) of F32", name, shape_text(tensor->shape),
           tensor->type->name, wanted);
  std::vector<float> factors(static_cast<std::size_t>(wanted));
  value_of(shards.files[static_cast<std::size_t>(tensor->file)].read(tensor->offset, std::as_writable_bytes(std::span(factors))));
  for (const float factor : factors)
    if (!(factor > 0) || !std::isfinite(factor)) refuse(ErrorKind::malformed, "", "tensor '{}' holds {}", name, factor);
  return factors;
}

constexpr std::array<std::string_view, 3> kRopeTensors = {"rope_freqs.weight", "rope_factors_short.weight", "rope_factors_long.weight"};

// Scalings that converters store as one divisor per frequency: Llama 3's, and the two sets of long RoPE.
void read_rope_tensors(const Shards& shards, const Config& config, ModelSpec& spec) {
  for (LayerSpec& layer : spec.layers) {
    auto* rope = std::get_if<RopeParams>(&layer.attention.position);
    if (!rope) continue;
    const std::int64_t wanted = rope->dim / 2;
    const auto factors = frequency_factors(shards, kRopeTensors[0], wanted);
    const auto near = frequency_factors(shards, kRopeTensors[1], wanted), far = frequency_factors(shards, kRopeTensors[2], wanted);
    if (near.empty() != far.empty())
      refuse(ErrorKind::malformed, "", "only one of the tensors '{}' and '{}' is there", kRopeTensors[1], kRopeTensors[2]);
    rope->frequency_factors = factors;
    if (near.empty()) continue;
    LongRopeScaling longrope = read_gguf_longrope(config, spec.trained_context);
    longrope.short_factor = near;
    longrope.long_factor = far;
    rope->scaling = longrope;
  }
}

TokenizerData checked_tokenizer(const Gguf& file, std::int64_t vocabulary) {
  TokenizerData data = tokenizer_of(file);
  if (const auto tokens = tokens_of(data).size(); tokens != 0 && static_cast<std::int64_t>(tokens) != vocabulary)
    refuse(ErrorKind::malformed, "", "the tokenizer has {} tokens, but the model's vocabulary {}", tokens, vocabulary);
  return data;
}

Checkpoint open(const std::filesystem::path& path) {
  Shards shards = open_shards(path);
  const Gguf& file = shards.first;
  if (shards.tensors.empty())
    refuse(ErrorKind::unsupported, "Choose the model's own file; this one only holds a vocabulary or settings.", "holds no weights");
  const auto architecture = file.text("general.architecture");
  if (!architecture) refuse(ErrorKind::malformed, "", "key 'general.architecture' is missing");
  const Family& family = family_of_architecture(*architecture);

  Checkpoint out;
  out.path = path;
  out.container = Sentence(fmt::format("GGUF v{}", file.version));
  out.licence = file.text("general.license").value_or("");
  const GgufConfig config(file, shards.tensors, *architecture);
  out.spec = read_spec(family, Config(config));
  read_rope_tensors(shards, Config(config), out.spec);
  out.spec.name = file.text("general.name").value_or(path.stem().string());

  // A tokenizer that cannot be read does not take the model with it: what needs no text works, and what does says what is wrong.
  if (auto read = guarded(path.filename().string(), [&] { return checked_tokenizer(file, out.spec.vocabulary); }))
    out.tokenizer = *std::move(read);
  else
    out.tokenizer.trouble = std::move(read).error();
  ChatTemplates templates = chat_templates_of(file);
  out.tokenizer.template_source = templates.sources();
  out.chat_template = std::move(templates.standard);
  out.named_templates = std::move(templates.named);

  BoundWeights bound = bind_weights(out.spec, gguf_names(*architecture), shards.files, shards.tensors);
  out.weights = std::move(bound.weights);
  out.source = std::move(bound.source);
  out.stored_format = bound.stored_format;
  if (const GgufValue* type = file.find("general.file_type"))  // a name, and no reason to refuse the file
    if (const auto* number = std::get_if<std::uint64_t>(&type->data)) out.declared_type = gguf_file_type(*number);
  out.file_bytes = bound.file_bytes;
  std::erase_if(bound.ignored, [](const std::string& name) { return std::ranges::count(kRopeTensors, name) > 0; });
  out.ignored = std::move(bound.ignored);
  add_notes(out);
  std::ranges::move(templates.notes, std::back_inserter(out.notes));
  return out;
}

}  // namespace

Result<Checkpoint> open_gguf_checkpoint(const std::filesystem::path& path) {
  return guarded(path.filename().string(), [&] { return open(path); });
}

Result<TokenizerData> read_gguf_tokenizer(const std::filesystem::path& path) {
  return guarded(path.filename().string(), [&] {
    const Gguf file = value_of(read_gguf(value_of(File::open(path))));
    TokenizerData data = tokenizer_of(file);
    data.template_source = chat_templates_of(file).sources();
    return data;
  });
}

}  // namespace halftone
