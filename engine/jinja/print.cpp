#include "engine/jinja/print.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

void check_depth(int depth) {
  if (depth > limits::nesting) raise_limit("values are nested more than {} deep", limits::nesting);
}

std::string quoted_stretch(std::string_view stretch, char quote) {
  std::string text;
  for (std::size_t at = 0; at < stretch.size(); at += character_size(stretch[at])) {
    const char32_t c = character_at(stretch, at);
    if (c == '\\' || c == static_cast<char32_t>(quote)) (text += '\\') += static_cast<char>(c);
    else if (c == '\n') text += "\\n";
    else if (c == '\r') text += "\\r";
    else if (c == '\t') text += "\\t";
    else if (is_printable(c)) append_character(text, c);
    else if (c < 0x100) text += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    else if (c < 0x10000) text += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else text += fmt::format("\\U{:08x}", static_cast<unsigned>(c));
  }
  return text;
}

class Printer {
 public:
  explicit Printer(Budget& budget) : budget_(budget) {}

  Text take() { return std::move(out_); }

  void literal(const Value& value, int depth = 0) {
    check_depth(depth);
    budget_.step();
    if (const Text* text = as_text(value)) return literal(*text);
    if (const List* list = as_list(value)) return literal(*list, depth);
    if (const Dict* dict = as_dict(value)) return literal(*dict, depth);
    if (Namespace* const* space = std::get_if<Namespace*>(&value)) {
      put("<Namespace ");
      literal((*space)->attributes, depth);
      return put(">");
    }
    if (is_undefined(value)) return put("Undefined");
    if (is_none(value)) return put("None");
    if (const auto* boolean = get<bool>(value)) return put(*boolean ? "True" : "False");
    if (const auto* integer = get<std::int64_t>(value)) return put(std::to_string(*integer));
    if (const auto* number = get<double>(value)) return put(float_literal(*number));
    put(fmt::format("<{}>", type_name(value)));
  }

 private:
  void put(std::string_view bytes) { append(out_, bytes, budget_); }

  void literal(const Text& text) {
    const bool has_single = text.bytes().find('\'') != std::string::npos, has_double = text.bytes().find('"') != std::string::npos;
    const char quote = has_single && !has_double ? '"' : '\'';
    put({&quote, 1});
    append(out_, text.transformed([&](std::string_view stretch) { return quoted_stretch(stretch, quote); }), budget_);
    put({&quote, 1});
  }

  void literal(const List& list, int depth) {
    using Kind = List::Kind;
    const bool round = list.is_tuple();
    if (list.kind == Kind::range) {
      const auto [start, stop, step] = list.range;
      return put(step == 1 ? fmt::format("range({}, {})", start, stop) : fmt::format("range({}, {}, {})", start, stop, step));
    }
    const bool view = list.kind == Kind::keys || list.kind == Kind::values || list.kind == Kind::items;
    if (view) put(fmt::format("{}(", type_name(&list)));
    put(round ? "(" : "[");
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      if (i > 0) put(", ");
      literal(list.items[i], depth + 1);
    }
    if (round && list.items.size() == 1) put(",");
    put(round ? ")" : "]");
    if (view) put(")");
  }

  void literal(const Dict& dict, int depth) {
    put("{");
    for (bool first = true; const auto& [key, value] : dict.items) {
      if (!first) put(", ");
      first = false;
      literal(key, depth + 1);
      put(": ");
      literal(value, depth + 1);
    }
    put("}");
  }

  Text out_;
  Budget& budget_;
};

std::string json_stretch(std::string_view stretch, bool ascii) {
  std::string text;
  for (std::size_t at = 0; at < stretch.size(); at += character_size(stretch[at])) {
    const char32_t c = character_at(stretch, at);
    if (const std::size_t escaped = std::string_view("\"\\\n\r\t\b\f").find(static_cast<char>(c));
        c < 0x80 && escaped != std::string_view::npos)
      text += '\\', text += "\"\\nrtbf"[escaped];
    else if (c < 0x20 || (ascii && c >= 0x7F && c < 0x10000 && c != 0x7F)) text += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else if (ascii && c >= 0x10000)
      text += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + static_cast<unsigned>((c - 0x10000) >> 10),
                          0xDC00 + static_cast<unsigned>((c - 0x10000) & 0x3FF));
    else append_character(text, c);
  }
  return text;
}

class JsonPrinter {
 public:
  JsonPrinter(const JsonStyle& style, Budget& budget)
      : style_(style),
        budget_(budget),
        item_separator_(style.item_separator.value_or(Text(style.indent ? "," : ", ", false))),
        key_separator_(style.key_separator.value_or(Text(": ", false))) {}

  Text take() { return std::move(out_); }

  void print(const Value& value, int depth = 0) {
    check_depth(depth);
    budget_.step();
    if (const Text* text = as_text(value)) return print(*text);
    if (is_none(value)) return put("null");
    if (const auto* boolean = get<bool>(value)) return put(*boolean ? "true" : "false");
    if (const auto* integer = get<std::int64_t>(value)) return put(std::to_string(*integer));
    if (const auto* number = get<double>(value)) return put(json_number(*number));
    const List* list = as_list(value);
    if (list && (list->kind == List::Kind::list || list->is_tuple())) {
      return enclosed('[', ']', list->items, depth, [&](const Value& item) { print(item, depth + 1); });
    }
    if (const Dict* dict = as_dict(value)) {
      auto items = dict->items;
      if (style_.sort_keys)
        std::ranges::stable_sort(items, [&](const auto& a, const auto& b) { return compare(a.first, b.first, budget_) < 0; });
      return enclosed('{', '}', items, depth, [&](const std::pair<Value, Value>& item) {
        print_key(item.first);
        append(out_, key_separator_, budget_);
        print(item.second, depth + 1);
      });
    }
    raise("Object of type {} is not JSON serializable", type_name(value));
  }

 private:
  void put(std::string_view bytes) { append(out_, bytes, budget_); }

  static std::string json_number(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
    return float_literal(number);
  }

  void print(const Text& text) {
    put("\"");
    append(out_, text.transformed([&](std::string_view stretch) { return json_stretch(stretch, style_.ascii); }), budget_);
    put("\"");
  }

  void print_key(const Value& key) {
    if (as_text(key)) return print(*as_text(key));
    if (!is_none(key) && !as_integer(key) && !get<double>(key)) raise("keys must be strings, numbers or none, not '{}'", type_name(key));
    put("\"");
    print(key);
    put("\"");
  }

  template <class Items, class F>
  void enclosed(char open, char close, const Items& items, int depth, F&& print_item) {
    put({&open, 1});
    for (bool first = true; const auto& item : items) {
      if (!first) append(out_, item_separator_, budget_);
      first = false;
      break_line(depth + 1);
      print_item(item);
    }
    if (!items.empty()) break_line(depth);
    put({&close, 1});
  }

  void break_line(int depth) {
    if (!style_.indent) return;
    put("\n");
    for (int i = 0; i < depth; ++i) append(out_, *style_.indent, budget_);
  }

  const JsonStyle& style_;
  Budget& budget_;
  const Text item_separator_, key_separator_;
  Text out_;
};

}  // namespace

std::string float_literal(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  char buffer[64];
  const char* end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific).ptr;
  const std::string_view all(buffer, static_cast<std::size_t>(end - buffer));
  const std::size_t e = all.find('e');
  int exponent = 0;
  const std::string_view exponent_text = all.substr(e + (all[e + 1] == '+' ? 2 : 1));
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  std::string digits;
  for (const char c : all.substr(0, e))
    if (c >= '0' && c <= '9') digits += c;
  const std::string sign = all.front() == '-' ? "-" : "";
  const int count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= 16) {
    if (count > 1) digits.insert(1, ".");
    return fmt::format("{}{}e{}{:02}", sign, digits, exponent < 0 ? '-' : '+', std::abs(exponent));
  }
  if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent) - 1, '0') + digits;
  if (count <= exponent + 1) return sign + digits + std::string(static_cast<std::size_t>(exponent + 1 - count), '0') + ".0";
  return sign + digits.insert(static_cast<std::size_t>(exponent) + 1, ".");
}

Text to_text(const Value& value, Budget& budget) {
  if (const Text* text = as_text(value)) return *text;
  if (is_undefined(value)) return {};
  return to_literal(value, budget);
}

Text to_literal(const Value& value, Budget& budget) {
  Printer printer(budget);
  printer.literal(value);
  return printer.take();
}

Text to_json(const Value& value, const JsonStyle& style, Budget& budget) {
  JsonPrinter printer(style, budget);
  printer.print(value);
  return printer.take();
}

void append(Text& text, const Text& more, Budget& budget) {
  const std::size_t size = text.size() + more.size();
  if (size > limits::text_bytes) raise_limit("a text of {} bytes is longer than the {} that are allowed", size, limits::text_bytes);
  budget.step(more.size() / 256);
  text.append(more);
}

void append(Text& text, std::string_view more, Budget& budget) {
  const std::size_t size = text.size() + more.size();
  if (size > limits::text_bytes) raise_limit("a text of {} bytes is longer than the {} that are allowed", size, limits::text_bytes);
  budget.step(more.size() / 256);
  text.append(more, false);
}

}  // namespace halftone::jinja
