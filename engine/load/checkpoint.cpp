#include "engine/load/checkpoint.h"

#include <algorithm>

#include "engine/base/file.h"
#include "engine/base/system_message.h"
#include "engine/load/folder_vocabulary.h"
#include "engine/load/gguf_checkpoint.h"
#include "engine/load/hf_folder.h"

namespace halftone {

namespace {

namespace fs = std::filesystem;

std::string lowercase_extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

// The GGUF model of a folder without config.json: its only one, or the first shard of its only sharded one.
Result<fs::path> gguf_in_folder(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool later_shard = name.find("-of-") != name.npos && name.find("-00001-of-") == name.npos;
    if (lowercase_extension(name) == ".gguf" && !later_shard) found.push_back(entry->path());
  }
  if (error) return fail(ErrorKind::io, "", "{}: cannot be listed: {}", folder.string(), system_message(error.value()));
  if (found.size() == 1) return found.front();
  if (found.empty())
    return fail(ErrorKind::not_found, "Choose the folder that holds config.json and the weights, or a .gguf file.",
                "{}: holds no model: neither config.json nor a .gguf file", folder.string());
  return fail(ErrorKind::invalid_argument, "Choose one of the files.", "{}: holds {} GGUF models, among them '{}'", folder.string(),
              found.size(), std::ranges::min(found).filename().string());
}

// What a path means: a Hugging Face folder (and which file of it holds the weights), or a GGUF file.
struct Place {
  bool gguf = false;
  fs::path path;
  std::string weights;
};

Result<Place> find_model(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return fail(ErrorKind::not_found, "Check the path.", "{}: there is no such file or folder", path.string());
  if (fs::is_directory(status)) {
    if (fs::exists(path / "config.json", error)) return Place{false, path, ""};
    auto file = gguf_in_folder(path);
    if (!file) return pass_on(std::move(file));
    return Place{true, std::move(*file), ""};
  }
  if (!fs::is_regular_file(status)) return fail(ErrorKind::invalid_argument, "", "{}: is neither a file nor a folder", path.string());
  const std::string extension = lowercase_extension(path), name = path.filename().string();
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (name.ends_with(".safetensors.index.json")) return Place{false, folder, name};
  if (extension == ".safetensors") {
    // A shard stands for the whole model that the folder's index describes.
    const bool is_shard = name != "model.safetensors" && fs::exists(folder / "model.safetensors.index.json", error);
    return Place{false, folder, is_shard ? "" : name};
  }
  if (name == "config.json") return Place{false, folder, ""};
  return Place{true, path, ""};  // by its first bytes, whatever its name
}

}  // namespace

Result<Checkpoint> open_checkpoint(const fs::path& path) {
  auto place = find_model(path);
  if (!place) return pass_on(std::move(place));
  return place->gguf ? open_gguf_checkpoint(place->path) : open_hf_folder(place->path, place->weights);
}

Result<TokenizerData> read_tokenizer(const fs::path& path) {
  std::error_code error;
  if (path.extension() == ".model") {
    auto text = read_text_file(path, 64 << 20);
    if (!text) return pass_on(std::move(text));
    TokenizerData data;
    data.kind = TokenizerData::Kind::sentencepiece_model;
    data.sentencepiece_model = std::move(*text);
    data.add_bos = true;
    return data;
  }
  if (path.filename() == "tokenizer.json" || path.filename() == "tekken.json" || path.extension() == ".tiktoken")
    return read_vocabulary_file(path);
  const auto holds = [&](const char* name) { return fs::exists(path / name, error); };
  if (fs::is_directory(path, error) && (holds("tokenizer.json") || holds("tokenizer.model") || holds("tekken.json") || holds("vocab.json")))
    return read_hf_folder_tokenizer(path);
  auto place = find_model(path);
  if (!place) return pass_on(std::move(place));
  return place->gguf ? read_gguf_tokenizer(place->path) : read_hf_folder_tokenizer(place->path);
}

}  // namespace halftone
