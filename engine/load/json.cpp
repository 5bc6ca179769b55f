#include "engine/load/json.h"

#include <cmath>
#include <string>
#include <vector>

#include "engine/base/file.h"
#include "engine/load/python_numbers.h"

namespace halftone {

namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxFile = 100'000'000;

// As they are; or 2.0 as 2; or besides, in a text that has them, those that are none, spelt as python_numbers.h says.
enum class Numbers { json, whole, spelt };

// Builds the document and stops at the first limit that is crossed.
class Builder final : public nlohmann::json_sax<json> {
 public:
  Builder(const JsonLimits& limits, Numbers numbers) : limits_(limits), numbers_(numbers) {}

  json document;
  Sentence cause;

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& spelling) override {
    if (numbers_ == Numbers::json) return add(value);
    if (const auto number = python_number(spelling); number && numbers_ == Numbers::spelt) return add(*number);
    // 4096.0 is a count like any other.
    if (value == std::floor(value) && std::abs(value) <= 0x1p53)
      return value < 0 ? add(static_cast<std::int64_t>(value)) : add(static_cast<std::uint64_t>(value));
    return add(value);
  }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    json& object = *open_.back();
    if (object.contains(name)) return give_up(sentence("the key '{}' is there twice", name));
    if (object.size() >= limits_.members) return give_up(sentence("an object has more than {} keys", limits_.members));
    member_ = &(object[name] = nullptr);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    if (cause.empty()) {
      const std::string_view text = error.what();  // "[json.exception.parse_error.101] parse error at …"
      const auto bracket = text.find("] ");
      cause = sentence("is not JSON (byte {}): {}", position, bracket == text.npos ? text : text.substr(bracket + 2));
    }
    return false;
  }

 private:
  bool give_up(Sentence why) {
    cause = std::move(why);
    return false;
  }

  json* place(json&& value) {
    if (++values_ > limits_.values) {
      cause = sentence("holds more than {} values", limits_.values);
      return nullptr;
    }
    if (open_.empty()) return &(document = std::move(value));
    if (open_.back()->is_array()) return &open_.back()->emplace_back(std::move(value));
    return &(*member_ = std::move(value));
  }
  bool add(json&& value) { return place(std::move(value)) != nullptr; }

  bool open(json&& container) {
    if (open_.size() >= limits_.depth) return give_up(sentence("is nested more than {} levels deep", limits_.depth));
    json* placed = place(std::move(container));
    if (placed) open_.push_back(placed);
    return placed != nullptr;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  const JsonLimits& limits_;
  const Numbers numbers_;
  std::vector<json*> open_;  // stays valid: only the innermost container grows
  json* member_ = nullptr;   // where the value of the last key goes
  std::size_t values_ = 0;
};

Result<json> parse(std::string_view text, const JsonLimits& limits, Numbers numbers) {
  Builder builder(limits, numbers);
  if (!json::sax_parse(text.begin(), text.end(), &builder))
    return fail(ErrorKind::malformed, "Download the file again.", "{}", builder.cause.empty() ? Sentence("is not JSON") : builder.cause);
  return std::move(builder.document);
}

}  // namespace

Result<json> parse_json(std::string_view text, const JsonLimits& limits) { return parse(text, limits, Numbers::json); }

Result<json> read_json_file(const std::filesystem::path& path) {
  auto text = read_text_file(path, kMaxFile);
  if (!text) return pass_on(std::move(text));
  const auto plain = without_python_numbers(*text);
  auto document = parse(plain ? *plain : *text, {}, plain ? Numbers::spelt : Numbers::whole);
  if (!document) {
    document.error().cause = sentence("{}: {}", path.filename().string(), document.error().cause);
    return document;
  }
  if (!document->is_object())
    return fail(ErrorKind::malformed, "Download the file again.", "{}: is not a JSON object", path.filename().string());
  return document;
}

}  // namespace halftone
