#include "engine/text/jinja/value.h"

#include <algorithm>

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

bool equal_scalars(const Value& a, const Value& b) {
  if (is_number(a) && is_number(b)) return compare_numbers(a, b) == 0;
  return is_none(a) && is_none(b);
}

bool equal_dicts(const Dict& a, const Dict& b, Budget& budget, int depth) {
  if (a.items.size() != b.items.size()) return false;
  for (const auto& [key, value] : a.items) {
    const Value* other = b.find(key);
    if (!other || !equal(value, *other, budget, depth + 1)) return false;
  }
  return true;
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
  if (by_text_.size() == items.size()) return nullptr;
  for (const auto& [other, value] : items)
    if (equal_scalars(other, key)) return &value;
  return nullptr;
}

void Dict::set(const Value& key, const Value& value) {
  if (const Value* old = find(key)) {
    *const_cast<Value*>(old) = value;
    return;
  }
  if (const Text* text = as_text(key)) by_text_.emplace(text->bytes(), items.size());
  else if (!is_number(key) && !is_none(key)) raise("'{}' cannot be the key of a mapping", type_name(key));
  items.emplace_back(key, value);
}

bool is_true(const Value& value) {
  if (const auto* boolean = get<bool>(value)) return *boolean;
  if (const auto* integer = get<std::int64_t>(value)) return *integer != 0;
  if (const auto* number = get<double>(value)) return *number != 0;
  if (const Text* text = as_text(value)) return !text->empty();
  if (const List* list = as_list(value)) return list->kind == List::Kind::generator || !list->items.empty();
  if (const Dict* dict = as_dict(value)) return !dict->items.empty();
  return !is_undefined(value) && !is_none(value);
}

const char* type_name(const Value& value) {
  struct Namer {
    const char* operator()(Undefined) const { return "Undefined"; }
    const char* operator()(None) const { return "NoneType"; }
    const char* operator()(bool) const { return "bool"; }
    const char* operator()(std::int64_t) const { return "int"; }
    const char* operator()(double) const { return "float"; }
    const char* operator()(const Text*) const { return "str"; }
    const char* operator()(const List* list) const {
      switch (list->kind) {
        case List::Kind::list: return "list";
        case List::Kind::tuple: return "tuple";
        case List::Kind::generator: return "generator";
        case List::Kind::view: return "dict_items";
        case List::Kind::range: return "range";
      }
      return "list";
    }
    const char* operator()(const Dict*) const { return "dict"; }
    const char* operator()(Namespace*) const { return "Namespace"; }
    const char* operator()(const Function* function) const { return function->macro ? "Macro" : "function"; }
    const char* operator()(Loop*) const { return "LoopContext"; }
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
    if (list->kind != other->kind || list->items.size() != other->items.size()) return false;
    for (std::size_t i = 0; i < list->items.size(); ++i)
      if (!equal(list->items[i], other->items[i], budget, depth + 1)) return false;
    return list->kind != List::Kind::generator;
  }
  if (const Dict* dict = as_dict(a)) return dict == as_dict(b) || equal_dicts(*dict, *as_dict(b), budget, depth);
  return std::visit([&]<class T>(T x) {
    if constexpr (std::is_pointer_v<T>) return x == std::get<T>(b);
    else return false;
  }, a);
}

std::partial_ordering compare(const Value& a, const Value& b, Budget& budget, int depth) {
  enter(budget, depth);
  if (is_number(a) && is_number(b)) return compare_numbers(a, b);
  const Text *text_a = as_text(a), *text_b = as_text(b);
  if (text_a && text_b) return text_a->bytes().compare(text_b->bytes()) <=> 0;  // UTF-8 sorts as its code points do
  const List *list_a = as_list(a), *list_b = as_list(b);
  if (list_a && list_b && list_a->kind == list_b->kind && (list_a->kind == List::Kind::list || list_a->kind == List::Kind::tuple)) {
    for (std::size_t i = 0; i < std::min(list_a->items.size(), list_b->items.size()); ++i)
      if (!equal(list_a->items[i], list_b->items[i], budget, depth + 1)) return compare(list_a->items[i], list_b->items[i], budget, depth + 1);
    return list_a->items.size() <=> list_b->items.size();
  }
  if (const auto* undefined = get<Undefined>(a)) raise_undefined(*undefined);
  if (const auto* undefined = get<Undefined>(b)) raise_undefined(*undefined);
  raise("'{}' and '{}' cannot be ordered", type_name(a), type_name(b));
}

void raise_undefined(const Undefined& undefined) {
  if (!undefined.name) raise("the inline if-expression has no value: its condition is false and it has no else");
  if (undefined.owner) raise("'{}' object has no attribute '{}'", undefined.owner, undefined.name->bytes());
  raise("'{}' is undefined", undefined.name->bytes());
}

}  // namespace halftone::jinja
