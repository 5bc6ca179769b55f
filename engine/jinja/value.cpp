#include "engine/jinja/value.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <unordered_set>

namespace halftone::jinja {
namespace {

bool is_number(const Value& value) {
  return std::holds_alternative<bool>(value) || std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
  const auto x = as_integer(a), y = as_integer(b);
  if (x && y) return *x <=> *y;
  // long double holds every 64-bit integer and every double exactly on x86-64.
  const auto wide = [](const Value& value, const std::optional<std::int64_t>& integer) {
    return integer ? static_cast<long double>(*integer) : static_cast<long double>(std::get<double>(value));
  };
  return wide(a, x) <=> wide(b, y);
}

void enter(Budget& budget, int depth) {
  budget.step();
  if (depth > limits::nesting) raise_limit("values are nested more than {} deep", limits::nesting);
}

// As sets: one is less when the other has all of its keys, and more.
std::partial_ordering compare_keys(const List& a, const List& b) {
  std::unordered_set<std::string> keys;
  for (const Value& key : a.items) keys.insert(hashed(key));
  std::size_t common = 0;
  for (const Value& key : b.items) common += keys.contains(hashed(key));
  if (common < a.items.size() && common < b.items.size()) return std::partial_ordering::unordered;
  return a.items.size() <=> b.items.size();
}

bool equal_dicts(const Dict& a, const Dict& b, Budget& budget, int depth) {
  if (a.items.size() != b.items.size()) return false;
  for (const auto& [key, value] : a.items) {
    const Value* other = b.find(key);
    if (!other || !equal(value, *other, budget, depth + 1)) return false;
  }
  return true;
}

void append_hashed(std::string& bytes, const Value& key, int depth) {
  if (depth > limits::nesting || bytes.size() > limits::key_bytes) raise_limit("the key of a mapping is too big");
  const List* list = as_list(key);
  const bool ordered = list && (list->is_tuple() || list->kind == List::Kind::range);
  if (as_dict(key) || (list && !ordered && list->kind != List::Kind::values)) raise("'{}' cannot be the key of a mapping", type_name(key));
  if (const Text* text = as_text(key)) {
    bytes += fmt::format("t{}:{}", text->size(), text->bytes());
  } else if (const auto integer = as_integer(key)) {
    bytes += fmt::format("n{}", *integer);
  } else if (const auto* number = get<double>(key)) {
    const bool whole = std::floor(*number) == *number && std::abs(*number) < 9e18;
    bytes += whole ? fmt::format("n{}", static_cast<std::int64_t>(*number)) : fmt::format("f{}", *number);
  } else if (ordered) {
    bytes += list->is_tuple() ? "(" : "r";
    for (const Value& item : list->items) append_hashed(bytes, item, depth + 1);
    bytes += ")";
  } else {
    bytes += std::visit(
        [&]<class T>(T value) {
          if constexpr (std::is_pointer_v<T>)
            return fmt::format("p{}", static_cast<const void*>(value));
          else
            return std::string(is_none(key) ? "N" : "U");
        },
        key);
  }
}

}  // namespace

std::optional<std::int64_t> as_integer(const Value& value) {
  if (const auto* integer = get<std::int64_t>(value)) return *integer;
  if (const auto* boolean = get<bool>(value)) return *boolean;
  return std::nullopt;
}

const Value* Dict::find(std::string_view key) const {
  const auto found = by_text_.find(key);
  return found == by_text_.end() ? nullptr : &items[found->second].second;
}

const Value* Dict::find(const Value& key) const {
  if (const Text* text = as_text(key)) return find(text->bytes());
  const auto found = by_other_.find(hashed(key));
  return found == by_other_.end() ? nullptr : &items[found->second].second;
}

void Dict::set(const Value& key, const Value& value) {
  if (const Value* old = find(key)) {
    *const_cast<Value*>(old) = value;
    return;
  }
  if (const Text* text = as_text(key))
    by_text_.emplace(text->bytes(), items.size());
  else
    by_other_.emplace(hashed(key), items.size());
  items.emplace_back(key, value);
}

std::string hashed(const Value& key) {
  std::string bytes;
  append_hashed(bytes, key, 0);
  return bytes;
}

bool is_true(const Value& value) {
  if (const auto* boolean = get<bool>(value)) return *boolean;
  if (const auto* integer = get<std::int64_t>(value)) return *integer != 0;
  if (const auto* number = get<double>(value)) return *number != 0;
  if (const Text* text = as_text(value)) return !text->empty();
  if (const List* list = as_list(value)) return !list->items.empty();
  if (const Dict* dict = as_dict(value)) return !dict->items.empty();
  return !is_undefined(value) && !is_none(value);
}

std::string_view type_name(const Value& value) {
  struct Namer {
    std::string_view operator()(Undefined) const { return "Undefined"; }
    std::string_view operator()(None) const { return "NoneType"; }
    std::string_view operator()(bool) const { return "bool"; }
    std::string_view operator()(std::int64_t) const { return "int"; }
    std::string_view operator()(double) const { return "float"; }
    std::string_view operator()(const Text*) const { return "str"; }
    std::string_view operator()(const List* list) const {
      switch (list->kind) {
        case List::Kind::list: return "list";
        case List::Kind::tuple:
        case List::Kind::group: return "tuple";
        case List::Kind::range: return "range";
        case List::Kind::keys: return "dict_keys";
        case List::Kind::values: return "dict_values";
        case List::Kind::items: return "dict_items";
      }
      return "list";
    }
    std::string_view operator()(const Dict*) const { return "dict"; }
    std::string_view operator()(Namespace*) const { return "Namespace"; }
    std::string_view operator()(Generator*) const { return "generator"; }
    std::string_view operator()(const Function* function) const { return function->macro ? "Macro" : "function"; }
    std::string_view operator()(Loop*) const { return "LoopContext"; }
  };
  return std::visit(Namer(), value);
}

bool equal(const Value& a, const Value& b, Budget& budget, int depth) {
  enter(budget, depth);
  if (is_number(a) && is_number(b)) return compare_numbers(a, b) == 0;
  if (a.index() != b.index()) return false;
  if (is_undefined(a) || is_none(a)) return true;
  if (const Text* text = as_text(a)) return text->bytes() == as_text(b)->bytes();
  if (const List* list = as_list(a)) {
    const List* other = as_list(b);
    if (list == other) return true;
    if (list->kind == List::Kind::keys && other->kind == List::Kind::keys) return compare_keys(*list, *other) == 0;
    const bool alike = list->kind == other->kind || (list->is_tuple() && other->is_tuple());
    if (!alike || list->items.size() != other->items.size() || list->kind == List::Kind::values) return false;
    for (std::size_t i = 0; i < list->items.size(); ++i)
      if (!equal(list->items[i], other->items[i], budget, depth + 1)) return false;
    return true;
  }
  if (const Dict* dict = as_dict(a)) return dict == as_dict(b) || equal_dicts(*dict, *as_dict(b), budget, depth);
  return std::visit(
      [&]<class T>(T x) {
        if constexpr (std::is_pointer_v<T>)
          return x == std::get<T>(b);
        else
          return false;
      },
      a);
}

std::partial_ordering compare(const Value& a, const Value& b, Budget& budget, int depth) {
  enter(budget, depth);
  if (is_number(a) && is_number(b)) return compare_numbers(a, b);
  const Text *text_a = as_text(a), *text_b = as_text(b);
  if (text_a && text_b) return text_a->bytes().compare(text_b->bytes()) <=> 0;  // UTF-8 sorts as its code points do
  const List *list_a = as_list(a), *list_b = as_list(b);
  if (list_a && list_b && list_a->kind == List::Kind::keys && list_b->kind == List::Kind::keys) return compare_keys(*list_a, *list_b);
  const bool lists = list_a && list_b && list_a->kind == List::Kind::list && list_b->kind == List::Kind::list;
  if (lists || (list_a && list_b && list_a->is_tuple() && list_b->is_tuple())) {
    for (std::size_t i = 0; i < std::min(list_a->items.size(), list_b->items.size()); ++i)
      if (!equal(list_a->items[i], list_b->items[i], budget, depth + 1))
        return compare(list_a->items[i], list_b->items[i], budget, depth + 1);
    return list_a->items.size() <=> list_b->items.size();
  }
  if (const auto* undefined = get<Undefined>(a)) raise_undefined(*undefined);
  if (const auto* undefined = get<Undefined>(b)) raise_undefined(*undefined);
  raise("'{}' and '{}' cannot be ordered", type_name(a), type_name(b));
}

void raise_undefined(const Undefined& undefined) {
  if (!undefined.name) raise("the inline if-expression has no value: its condition is false and it has no else");
  if (undefined.owner) raise("'{}' object has no attribute '{}'", std::string_view(undefined.owner), undefined.name->bytes());
  raise("'{}' is undefined", undefined.name->bytes());
}

}  // namespace halftone::jinja
