// Oniguruma's Ruby dialect, rewritten for PCRE2. Sources: Oniguruma's doc/RE and doc/UNICODE_PROPERTIES; PCRE2's pcre2pattern(3).
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "engine/base/refuse.h"
#include "engine/tokenizer/regex.h"

namespace halftone {

namespace {

// Members of a class, as they stand between brackets. PCRE2's own \s takes U+180E too, and its \w no marks;
// Oniguruma's \w holds Latin-1's numbers too, ½ among them, and no other such.
constexpr std::string_view kSpace = R"(\x{9}-\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000})";
constexpr std::string_view kNotSpace =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{84}\x{86}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e})"
    R"(\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{10ffff})";
constexpr std::string_view kWord =
    R"(\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\x{b2}\x{b3}\x{b9}\x{bc}-\x{be}\x{24b6}-\x{24e9}\x{1f130}-\x{1f149}\x{1f150}-\x{1f169}\x{1f170}-\x{1f189})";
constexpr std::string_view kHex = "0-9A-Fa-f", kNotHex = R"(\x{0}-/:-@G-`g-\x{10ffff})";

struct Posix { std::string_view name, members; };
constexpr std::array kPosix = {
    Posix{"alpha", R"(\p{L}\p{M}\p{Nl})"}, Posix{"alnum", R"(\p{L}\p{M}\p{Nl}\p{Nd})"}, Posix{"digit", R"(\p{Nd})"},
    Posix{"space", kSpace}, Posix{"word", kWord}, Posix{"upper", R"(\p{Lu})"}, Posix{"lower", R"(\p{Ll})"},
    Posix{"punct", R"(\p{P}$+<=>^`|~)"}, Posix{"cntrl", R"(\p{Cc})"}, Posix{"xdigit", kHex}, Posix{"blank", R"(\p{Zs}\t)"},
    Posix{"ascii", R"(\x{0}-\x{7f})"},
};

struct LongName { std::string_view name, category; };
constexpr std::array kLongNames = {
    LongName{"letter", "L"}, LongName{"lowercaseletter", "Ll"}, LongName{"uppercaseletter", "Lu"}, LongName{"titlecaseletter", "Lt"},
    LongName{"modifierletter", "Lm"}, LongName{"otherletter", "Lo"}, LongName{"mark", "M"}, LongName{"nonspacingmark", "Mn"},
    LongName{"spacingmark", "Mc"}, LongName{"enclosingmark", "Me"}, LongName{"number", "N"}, LongName{"decimalnumber", "Nd"},
    LongName{"letternumber", "Nl"}, LongName{"othernumber", "No"}, LongName{"punctuation", "P"}, LongName{"symbol", "S"},
    LongName{"mathsymbol", "Sm"}, LongName{"currencysymbol", "Sc"}, LongName{"modifiersymbol", "Sk"}, LongName{"othersymbol", "So"},
    LongName{"separator", "Z"}, LongName{"spaceseparator", "Zs"}, LongName{"lineseparator", "Zl"}, LongName{"paragraphseparator", "Zp"},
    LongName{"other", "C"}, LongName{"control", "Cc"}, LongName{"format", "Cf"}, LongName{"any", "Any"},
};

bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

class Translator {
 public:
  explicit Translator(std::string_view in) : in_(in) {}

  std::string run() {
    while (at_ < in_.size()) atom();
    return std::move(out_);
  }

 private:
  [[noreturn]] void refuse_it(Sentence what) const {
    refuse(ErrorKind::unsupported, "Choose another tokenizer, or report the model.", "the tokenizer's pattern '{}' uses {} at byte {}, which is not known here",
           in_.substr(0, 200), what, at_);
  }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < in_.size() ? in_[at_ + ahead] : '\0'; }

  // One step of a pattern: what a quantifier behind it would repeat begins at atom_.
  void atom() {
    switch (const char c = in_[at_]) {
      case '\\': atom_ = out_.size(), escape(false); return;
      case '[': atom_ = out_.size(), character_class(); return;
      case '(': group_begins(); return;
      case ')':
        if (!groups_.empty()) atom_ = groups_.back(), groups_.pop_back();
        out_ += c, ++at_;
        return;
      case '{':
        if (interval()) return;
        break;
      case '*': case '+': case '?':
        out_ += c, ++at_;
        if (peek() == '+' || peek() == '?') out_ += in_[at_++];
        return;
      default: break;
    }
    atom_ = out_.size();
    do out_ += in_[at_++];  // a whole character, so that atom_ is where it begins
    while (at_ < in_.size() && (static_cast<unsigned char>(in_[at_]) & 0xC0) == 0x80);
  }

  void group_begins() {
    groups_.push_back(out_.size());
    out_ += '(', ++at_;
    if (peek() != '?') return;
    out_ += '?', ++at_;
    if (peek() == '~') refuse_it(Sentence("an absent operator (?~"));
    // Flags: what Ruby calls m is PCRE2's s, and its multi-line anchors are always on.
    std::string flags;
    std::size_t end = at_;
    while (end < in_.size() && (std::isalpha(static_cast<unsigned char>(in_[end])) || in_[end] == '-')) flags += in_[end++];
    if (end < in_.size() && (in_[end] == ':' || in_[end] == ')') && !flags.empty() && in_[at_] != 'P') {
      std::ranges::replace(flags, 'm', 's');
      out_ += flags;
      at_ = end;
    }
  }

  // {n,m} repeats; {,m} begins at 0; a + behind it repeats the whole once more instead of making it possessive.
  bool interval() {
    const std::size_t close = in_.find('}', at_);
    if (close == in_.npos) return false;
    const std::string_view body = in_.substr(at_ + 1, close - at_ - 1);
    const bool is_interval = !body.empty() && body != "," && std::ranges::count(body, ',') <= 1 &&
                             std::ranges::all_of(body, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) || c == ','; });
    if (!is_interval) return false;
    out_ += body.front() == ',' ? "{0" + std::string(body) + "}" : "{" + std::string(body) + "}";
    at_ = close + 1;
    if (peek() == '+') {
      out_.insert(atom_, "(?:");
      out_ += ")+";
      ++at_;
    } else if (peek() == '?') {
      out_ += '?', ++at_;
    }
    return true;
  }

  void escape(bool in_class) {
    if (at_ + 1 >= in_.size()) refuse_it(Sentence("a lone backslash"));
    const char c = in_[at_ + 1];
    const auto say = [&](std::string_view members, std::string_view others = {}) {
      at_ += 2;
      if (in_class) out_ += others.empty() ? members : others;
      else out_ += others.empty() ? "[" + std::string(members) + "]" : "[^" + std::string(members) + "]";
    };
    switch (c) {
      case 's': return say(kSpace);
      case 'S': return say(kSpace, kNotSpace);
      case 'w': return say(kWord);
      case 'W':
        if (in_class) refuse_it(Sentence("\\W in a class"));
        return say(kWord, " ");
      case 'h': return say(kHex);
      case 'H': return say(kHex, kNotHex);
      case 'b':
        if (in_class) break;
        out_ += fmt::format("(?:(?<=[{0}])(?![{0}])|(?<![{0}])(?=[{0}]))", kWord);
        at_ += 2;
        return;
      case 'B':
        if (in_class) break;
        out_ += fmt::format("(?:(?<=[{0}])(?=[{0}])|(?<![{0}])(?![{0}]))", kWord);
        at_ += 2;
        return;
      case 'p': case 'P': return property(c == 'P');
      case 'u':
        if (at_ + 6 > in_.size() || !std::ranges::all_of(in_.substr(at_ + 2, 4), is_hex)) refuse_it(Sentence("\\u without four digits"));
        out_ += fmt::format("\\x{{{}}}", in_.substr(at_ + 2, 4));
        at_ += 6;
        return;
      default: break;
    }
    out_ += in_[at_], out_ += c;
    at_ += 2;
    while (at_ < in_.size() && (static_cast<unsigned char>(in_[at_]) & 0xC0) == 0x80) out_ += in_[at_++];
  }

  // \p{Name}, \p{^Name}: a general category, a long name of one, a POSIX class, or else a script (PCRE2 would take its extensions too).
  void property(bool negated) {
    if (peek(2) != '{') refuse_it(Sentence("\\p without braces"));
    const std::size_t close = in_.find('}', at_);
    if (close == in_.npos) refuse_it(Sentence("\\p without a closing brace"));
    std::string name(in_.substr(at_ + 3, close - at_ - 3));
    at_ = close + 1;
    if (name.starts_with('^')) negated = !negated, name.erase(0, 1);
    const char* sign = negated ? "\\P{" : "\\p{";
    std::string plain;
    for (const char c : name)
      if (c != '_' && c != ' ' && c != '-') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (plain.size() == 1 || plain.size() == 2) {  // a category, whose case Oniguruma does not mind
      plain.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(plain.front())));
      out_ += sign + plain + "}";
      return;
    }
    if (const auto row = std::ranges::find(kLongNames, plain, &LongName::name); row != kLongNames.end()) {
      out_ += sign + std::string(row->category) + "}";
      return;
    }
    if (const auto row = std::ranges::find(kPosix, plain, &Posix::name); row != kPosix.end()) {
      if (in_class_ && negated) refuse_it(Sentence("a negated POSIX property in a class"));
      if (in_class_) out_ += row->members;
      else out_ += (negated ? "[^" : "[") + std::string(row->members) + "]";
      return;
    }
    out_ += sign + ("sc:" + name) + "}";
  }

  void character_class() {
    const bool outer = in_class_;
    in_class_ = true;
    ++at_;
    // A class inside a class is a union, so its brackets go; a negated one cannot be said.
    if (outer && peek() == '^') refuse_it(Sentence("a negated class in a class"));
    if (!outer) {
      out_ += '[';
      if (peek() == '^') out_ += '^', ++at_;
    }
    bool first = true;
    for (;; first = false) {
      if (at_ >= in_.size()) refuse_it(Sentence("a class without an end"));
      const char c = in_[at_];
      if (c == ']' && !first) break;
      if (in_.substr(at_).starts_with("&&")) refuse_it(Sentence("an intersection of classes (&&)"));
      if (in_.substr(at_).starts_with("[:")) {
        posix();
      } else if (c == '[') {
        character_class();
      } else if (c == '\\') {
        escape(true);
      } else {
        if (c == ']') out_ += '\\';
        out_ += c, ++at_;
      }
    }
    ++at_;
    in_class_ = outer;
    if (!outer) out_ += ']';
  }

  void posix() {
    const std::size_t close = in_.find(":]", at_);
    if (close == in_.npos) refuse_it(Sentence("[: without an end"));
    const std::string_view name = in_.substr(at_ + 2, close - at_ - 2);
    const auto row = std::ranges::find(kPosix, name, &Posix::name);
    if (row == kPosix.end()) refuse_it(sentence("a class [:{}:]", name));
    out_ += row->members;
    at_ = close + 2;
  }

  std::string_view in_;
  std::string out_;
  std::size_t at_ = 0, atom_ = 0;
  std::vector<std::size_t> groups_;  // where each open group began
  bool in_class_ = false;
};

}  // namespace

Result<std::string> pcre2_of_oniguruma(std::string_view pattern) {
  return guarded("", [&] { return Translator(pattern).run(); });
}

}  // namespace halftone
