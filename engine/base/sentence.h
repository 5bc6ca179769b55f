// What is said to people: an English text that remembers the pattern it was written from and what was put into it, so that the
// window can say it in another language. Below the window nobody asks for more than `english`.
#pragma once

#include <fmt/format.h>

#include <array>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace halftone {

struct Sentence {
  std::string english;
  std::string_view pattern;     // of static storage; empty: nobody's words but a name, a number, or what another program says
  std::vector<Sentence> parts;  // one for each field of the pattern, in their order; a part may be a sentence itself

  Sentence() = default;
  explicit Sentence(const char* literal) : english(literal), pattern(literal) {}  // of static storage, without fields
  explicit Sentence(std::string name) : english(std::move(name)) {}
  bool empty() const { return english.empty(); }
};

// What something is called, until somebody has to be told: a word of ours, noun("length of the header"), or a name out of a file.
struct Label {
  std::string_view text;
  bool ours = false;

  Label(std::string_view name) : text(name) {}
  Label(const std::string& name) : text(name) {}
  operator Sentence() const {
    Sentence sentence{std::string(text)};
    if (ours) sentence.pattern = text;
    return sentence;
  }

 private:
  friend Label noun(const char* literal);
  Label(std::string_view word, bool is_ours) : text(word), ours(is_ours) {}
};
inline Label noun(const char* literal) { return {literal, true}; }  // of static storage

// An exception whose words are a sentence.
struct Spoken {
  virtual ~Spoken() = default;
  virtual const Sentence& sentence() const noexcept = 0;
};
Sentence said_by(const std::exception& thrown);  // where it is no Spoken, what() is another program's word

namespace detail {

// `inner[i]`: argument i, where it is a sentence.
Sentence write_sentence(std::string_view pattern, fmt::format_args arguments, std::span<const Sentence> inner);

template <class T>
Sentence inner_sentence(const T& argument) {
  static_assert(!std::is_same_v<std::decay_t<T>, char*> && !std::is_same_v<std::decay_t<T>, const char*>,
                "a word of ours is a Sentence or a noun(), so that it can be said in another language; a name is a std::string");
  if constexpr (std::is_same_v<T, Sentence> || std::is_same_v<T, Label>) return argument;
  else return {};
}

}  // namespace detail

// sentence("tensor '{}' has {} dimensions", name, n): the pattern is a literal. Fields may carry formats, and positions.
template <class... Args>
Sentence sentence(fmt::format_string<Args...> pattern, Args&&... args) {
  const std::array<Sentence, sizeof...(Args)> inner{detail::inner_sentence(args)...};
  const fmt::string_view text = pattern;
  return detail::write_sentence({text.data(), text.size()}, fmt::make_format_args(args...), inner);
}

}  // namespace halftone

template <>
struct fmt::formatter<halftone::Sentence> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const halftone::Sentence& sentence, Context& context) const {
    return fmt::formatter<std::string_view>::format(sentence.english, context);
  }
};

template <>
struct fmt::formatter<halftone::Label> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const halftone::Label& label, Context& context) const {
    return fmt::formatter<std::string_view>::format(label.text, context);
  }
};
