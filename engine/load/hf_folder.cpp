#include "engine/load/hf_folder.h"

#include <algorithm>
#include <sstream>

#include "engine/base/file.h"
#include "engine/base/refuse.h"
#include "engine/load/hf_tokenizer.h"
#include "engine/load/json.h"
#include "engine/load/json_config.h"
#include "engine/load/notes.h"
#include "engine/load/quantised_layers.h"
#include "engine/load/quantised_tensor.h"
#include "engine/load/safetensors.h"
#include "engine/load/weight_files.h"
#include "engine/spec/family.h"

namespace halftone {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFrontMatter = 64 << 10;  // far more than 100 lines of settings take
constexpr char kIndex[] = "model.safetensors.index.json", kWeights[] = "model.safetensors";

bool has(const fs::path& folder, const std::string& name) {
  std::error_code error;
  return fs::exists(folder / name, error);
}

json read_config(const fs::path& folder) {
  auto path = file_in_folder(folder, "config.json");
  if (!path && path.error().kind == ErrorKind::not_found)
    refuse(ErrorKind::not_found, "Choose the folder that holds config.json and the weights, or a .gguf file.", "{}: has no config.json",
           folder.string());
  return value_of(read_json_file(value_of(std::move(path))));
}

TensorFiles open_weights(const fs::path& folder, std::string weights) {
  if (weights.empty()) {
    // A folder that held the shards of an earlier copy may have kept their index.
    const auto index = file_in_folder(folder, kIndex);
    const bool stale = index && has(folder, kWeights) && lacks_its_shards(*index);
    weights = has(folder, kIndex) && !stale ? kIndex : kWeights;
  }
  auto path = file_in_folder(folder, weights);
  if (!path && path.error().kind == ErrorKind::not_found) {
    if (has(folder, "pytorch_model.bin") || has(folder, "pytorch_model.bin.index.json"))
      refuse(ErrorKind::unsupported, "Convert the weights to safetensors: pickle files can run code when opened.",
             "{}: holds its weights as pytorch_model.bin only", folder.string());
    refuse(ErrorKind::not_found, "Download the weights into the same folder.", "{}: has neither {} nor {}", folder.string(),
           std::string_view(kWeights), std::string_view(kIndex));
  }
  const fs::path file = value_of(std::move(path));
  return value_of(file.extension() == ".json" ? open_safetensors_index(file) : open_safetensors(file));
}

// "language_model.model.layers…" or "model.language_model.layers…", as models with other senses call their text half's tensors.
void name_like_text_model(std::vector<StoredTensor>& tensors) {
  constexpr std::string_view kHalf = "language_model.";
  for (StoredTensor& tensor : tensors)
    if (const auto place = tensor.name.find(kHalf); place != tensor.name.npos) tensor.name.erase(place, kHalf.size());
}

// The precision that the config names, where it names one.
std::optional<Format> dtype_of(const Config& config) {
  auto name = config.text({"dtype", ""});
  if (!name) name = config.text({"torch_dtype", ""});
  if (!name) return std::nullopt;
  if (*name == "bfloat16") return Format::bf16;
  if (*name == "float16") return Format::f16;
  if (*name == "float32") return Format::f32;
  return std::nullopt;
}

// `license:` in the front matter of the model's card.
std::string licence_of(const fs::path& folder) {
  const auto path = file_in_folder(folder, "README.md");
  if (!path) return "";
  const auto file = File::open(*path);
  if (!file) return "";
  std::string front(std::min<std::uint64_t>(file->size(), kMaxFrontMatter), '\0');
  if (!file->read(0, std::as_writable_bytes(std::span(front)))) return "";
  std::istringstream card(std::move(front));
  std::string line;
  if (!std::getline(card, line) || line != "---") return "";
  constexpr std::string_view kKey = "license:";
  for (int lines = 0; lines < 100 && std::getline(card, line) && line != "---" && line.size() < 200; ++lines)
    if (line.starts_with(kKey)) {
      const auto begin = line.find_first_not_of(" \"'", kKey.size());
      const auto end = line.find_last_not_of(" \"'\r");
      return begin == line.npos ? "" : line.substr(begin, end - begin + 1);
    }
  return "";
}

std::string model_type(const json& config) {
  const auto type = config.find("model_type");
  return type != config.end() && type->is_string() ? type->get<std::string>() : "";
}

// A tokenizer that cannot be read does not take the model with it: what needs no text works, and what does says what is wrong.
HfTokenizer tokenizer_or_trouble(const fs::path& folder, const json& config, std::int64_t vocabulary) {
  auto read = guarded("", [&] { return read_hf_tokenizer(folder, config, vocabulary); });
  if (read) {
    return *std::move(read);
  }
  HfTokenizer none;
  none.data.trouble = std::move(read).error();
  return none;
}

ChatTemplates templates_of(const fs::path& folder) {
  const auto settings = guarded("", [&] { return optional_json(folder, "tokenizer_config.json"); });
  return chat_templates_of_folder(folder, settings.value_or(json::object()));  // what is wrong there is the tokenizer's trouble
}

Checkpoint open(const fs::path& folder, const std::string& weights) {
  const json config_json = read_config(folder);
  const JsonConfig source(config_json);
  const Config config(source);

  Checkpoint out;
  out.path = folder;
  Quantisation quantisation;
  out.spec = value_of(guarded("config.json", [&] {
    const Family& family = family_of_model_type(model_type(config_json));
    if (const auto settings = config_json.find("quantization_config"); settings != config_json.end() && !settings->is_null())
      quantisation = read_quantisation(*settings);
    return read_spec(family, config);
  }));
  // Before config.json could say it, GPTQ's tools wrote a file of their own.
  if (quantisation.method == QuantisationMethod::none && has(folder, "quantize_config.json"))
    quantisation = value_of(guarded("quantize_config.json", [&] {
      json settings = optional_json(folder, "quantize_config.json");
      if (settings.is_object() && !settings.contains("quant_method")) settings["quant_method"] = "gptq";
      return read_quantisation(settings);
    }));
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  out.spec.name = (error ? folder : real).filename().string();
  out.licence = licence_of(folder);

  HfTokenizer tokenizer = tokenizer_or_trouble(folder, config_json, out.spec.vocabulary);
  out.tokenizer = std::move(tokenizer.data);
  out.generation = tokenizer.generation;
  ChatTemplates templates = templates_of(folder);
  out.tokenizer.template_source = templates.sources();
  out.chat_template = std::move(templates.standard);
  out.named_templates = std::move(templates.named);

  TensorFiles files = open_weights(folder, weights);
  if (config_json.contains("text_config")) name_like_text_model(files.tensors);
  value_of(guarded("", [&] { join_quantised_layers(quantisation, files.files, files.tensors); }));
  const auto out_of_order = std::ranges::count_if(
      files.tensors, [](const StoredTensor& tensor) { return tensor.quantised && tensor.quantised->format() == Format::f16; });
  out.container = files.files.size() == 1 ? Sentence(std::string("safetensors")) : sentence("safetensors, {} files", files.files.size());
  BoundWeights bound = bind_weights(out.spec, hugging_face_names(out.spec.family), std::move(files.files), files.tensors);
  out.weights = std::move(bound.weights);
  out.ignored = std::move(bound.ignored);
  out.source = std::move(bound.source);
  out.file_bytes = bound.file_bytes;
  // What was quantised is of the format it is held in, whatever the numbers beside it are.
  const bool quantised = quantisation.method != QuantisationMethod::none;
  out.stored_format = quantised ? bound.stored_format : dtype_of(config).value_or(bound.stored_format);
  add_notes(out);
  out.declared_type = quantisation.name();
  if (quantised) out.notes.push_back(sentence("quantised already: {}", quantisation.text()));
  if (out_of_order > 0)
    out.notes.push_back(sentence("{} of its matrices are quantised in another order of columns (g_idx): held as f16", out_of_order));
  std::ranges::move(tokenizer.notes, std::back_inserter(out.notes));
  std::ranges::move(templates.notes, std::back_inserter(out.notes));
  return out;
}

}  // namespace

Result<Checkpoint> open_hf_folder(const fs::path& folder, const std::string& weights) {
  return guarded("", [&] { return open(folder, weights); });
}

Result<TokenizerData> read_hf_folder_tokenizer(const fs::path& folder) {
  return guarded("", [&] {
    TokenizerData data = read_hf_tokenizer(folder, optional_json(folder, "config.json"), 0).data;
    data.template_source = templates_of(folder).sources();
    if (data.kind == TokenizerData::Kind::none && !data.trouble)
      refuse(ErrorKind::not_found, "Download the tokenizer's files into the same folder.",
             "{}: has neither tokenizer.model nor tokenizer.json", folder.string());
    return data;
  });
}

}  // namespace halftone
