#include "engine/load/chat_templates.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/base/file.h"
#include "engine/base/refuse.h"
#include "engine/base/utf8.h"
#include "engine/load/gguf.h"
#include "engine/load/json.h"

namespace halftone {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uint64_t kMaxTemplate = 1 << 20;
constexpr std::size_t kMaxNamed = 100;
constexpr std::string_view kDefault = "default", kGgufKey = "tokenizer.chat_template";

class Reader {
 public:
  explicit Reader(const fs::path& folder) : folder_(folder) {}

  ChatTemplates read(const json& settings) {
    // As transformers does for a tokenizer: a file of its own goes before the settings' text. What a processor (of images, of sound)
    // keeps for itself is the last resort; for text alone it says the same, and some models have nothing else.
    if (auto text = text_of(folder_, "chat_template.jinja")) add(kDefault, std::move(*text), "chat_template.jinja");
    read_additional();
    if (const auto place = settings.find("chat_template"); place != settings.end()) add_all(*place, "tokenizer_config.json");
    if (!standard_) {
      attempt("chat_template.json", [&] {
        auto path = file_in_folder(folder_, "chat_template.json");
        if (!path && path.error().kind == ErrorKind::not_found) return;
        const json file = value_of(read_json_file(value_of(std::move(path))));
        if (const auto place = file.find("chat_template"); place != file.end()) add_all(*place, "chat_template.json");
      });
    }
    return finish();
  }

  ChatTemplates read(const Gguf& file) {
    // The keys are sorted: the default one, which has no name behind it, comes first.
    for (auto at = file.values.lower_bound(kGgufKey); at != file.values.end() && at->first.starts_with(kGgufKey); ++at) {
      const std::string_view rest = std::string_view(at->first).substr(kGgufKey.size());
      if (!rest.empty() && (rest[0] != '.' || rest.size() == 1)) continue;
      attempt(at->first, [&] { add(rest.empty() ? kDefault : rest.substr(1), file.text(at->first).value(), at->first); });
    }
    return finish();
  }

 private:
  // Runs a reader; what it refuses is a note.
  template <class Read>
  void attempt(std::string_view where, Read read) {
    if (auto done = guarded(where, read); !done) out_.notes.push_back(sentence("a chat template cannot be read: {}", done.error().cause));
  }

  std::optional<std::string> text_of(const fs::path& folder, const std::string& name) {
    std::optional<std::string> text;
    attempt(name, [&] {
      auto path = file_in_folder(folder, name);
      if (!path && path.error().kind == ErrorKind::not_found) return;
      text = value_of(read_text_file(value_of(std::move(path)), kMaxTemplate));
    });
    return text;
  }

  void read_additional() {
    std::vector<std::string> names;
    std::error_code error;
    const fs::path folder = folder_ / "additional_chat_templates";
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end && names.size() < kMaxNamed; entry.increment(error))
      if (entry->path().extension() == ".jinja") names.push_back(entry->path().filename().string());
    std::ranges::sort(names);
    for (const std::string& name : names)
      if (auto text = text_of(folder, name)) add(fs::path(name).stem().string(), std::move(*text), name);
  }

  // A text, a list of {"name", "template"}, or a mapping from name to text.
  void add_all(const json& value, std::string_view where) {
    if (value.is_string()) return add(kDefault, value.get<std::string>(), where);
    for (const auto& [key, entry] : value.items()) {
      if (value.is_object() && entry.is_string()) add(key, entry.get<std::string>(), where);
      if (!value.is_array() || !entry.is_object() || !entry.value("template", json()).is_string()) continue;
      const json name = entry.value("name", json());
      add(name.is_string() ? name.get<std::string>() : std::string(kDefault), entry["template"].get<std::string>(), where);
    }
  }

  // The first of a name stays: it is of the file that goes before.
  void add(std::string_view name, std::string source, std::string_view where) {
    if (!is_utf8(source) || source.size() > kMaxTemplate) {
      out_.notes.push_back(source.size() > kMaxTemplate
                               ? sentence("a chat template cannot be read: {} holds one of {} bytes, which is too long", where, source.size())
                               : sentence("a chat template cannot be read: {} holds one of {} bytes that is not valid UTF-8", where, source.size()));
      return;
    }
    if (name.empty() || out_.named.size() >= kMaxNamed) return;
    if (name == kDefault && !standard_) standard_ = source;
    if (std::ranges::find(out_.named, name, &ChatTemplates::Named::name) == out_.named.end())
      out_.named.push_back({std::string(name), std::move(source)});
  }

  // Without one called "default" the first named one is; with nothing but a default, there are no names to choose from.
  ChatTemplates finish() {
    out_.standard = standard_;
    if (!out_.standard && !out_.named.empty()) out_.standard = out_.named.front().source;
    if (out_.named.size() == 1) out_.named.clear();
    return std::move(out_);
  }

  fs::path folder_;
  std::optional<std::string> standard_;
  ChatTemplates out_;
};

}  // namespace

std::string ChatTemplates::sources() const {
  std::string text = standard.value_or("");
  for (const Named& each : named) text += '\n' + each.source;
  return text;
}

ChatTemplates chat_templates_of_folder(const fs::path& folder, const json& settings) { return Reader(folder).read(settings); }

ChatTemplates chat_templates_of(const Gguf& file) { return Reader({}).read(file); }

}  // namespace halftone
