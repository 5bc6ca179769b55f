#include "engine/base/sentence.h"

#include <charconv>
#include <cstddef>

namespace halftone::detail {
namespace {

// Reads the replacement fields of a pattern that fmt has already accepted, each as a pattern of its own: "{:.0f}" of argument 2
// becomes "{2:.0f}".
class Fields {
 public:
  explicit Fields(std::string_view pattern) : rest_(pattern) {}

  struct Field {
    std::size_t argument;
    std::string alone;
  };
  bool next(Field& field) {
    while (!rest_.empty()) {
      const std::size_t brace = rest_.find_first_of("{}");
      if (brace == rest_.npos) return false;
      const bool doubled = rest_.substr(brace + 1, 1) == rest_.substr(brace, 1);
      rest_.remove_prefix(brace + (doubled ? 2 : 0));
      if (doubled) continue;
      field.alone.clear();
      field.argument = take(field.alone);
      return true;
    }
    return false;
  }

 private:
  // A field and the fields within its format (a width given as an argument).
  std::size_t take(std::string& alone) {
    rest_.remove_prefix(1);
    std::size_t argument = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), argument);
    if (error == std::errc()) rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    else argument = next_++;
    alone += fmt::format("{{{}", argument);
    while (!rest_.empty() && rest_.front() != '}') {
      if (rest_.front() == '{') {
        take(alone);
        continue;
      }
      alone += rest_.front();
      rest_.remove_prefix(1);
    }
    if (!rest_.empty()) rest_.remove_prefix(1);
    alone += '}';
    return argument;
  }

  std::string_view rest_;
  std::size_t next_ = 0;
};

}  // namespace

Sentence write_sentence(std::string_view pattern, fmt::format_args arguments, std::span<const Sentence> inner) {
  Sentence out(fmt::vformat(fmt::string_view(pattern.data(), pattern.size()), arguments));
  out.pattern = pattern;
  Fields fields(pattern);
  for (Fields::Field field; fields.next(field);) {
    const bool said = field.argument < inner.size() && !inner[field.argument].empty();
    out.parts.push_back(said ? inner[field.argument] : Sentence(fmt::vformat(field.alone, arguments)));
  }
  return out;
}

}  // namespace halftone::detail

namespace halftone {

Sentence said_by(const std::exception& thrown) {
  const auto* spoken = dynamic_cast<const Spoken*>(&thrown);
  return spoken ? spoken->sentence() : Sentence(std::string(thrown.what()));
}

}  // namespace halftone
