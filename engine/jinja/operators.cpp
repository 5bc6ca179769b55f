// Arithmetic, members, slices and membership, as Python has them.
#include <algorithm>
#include <cmath>

#include "engine/jinja/interpreter.h"
#include "engine/jinja/text_operations.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

using ast::BinaryOp;

std::string_view symbol(BinaryOp op) {
  static constexpr const char* symbols[] = {"+", "-", "*", "/", "//", "%", "**"};
  return symbols[static_cast<int>(op)];
}

[[noreturn]] void raise_overflow() { raise("the result is larger than a 64-bit integer"); }

std::int64_t floor_divided(std::int64_t a, std::int64_t b) {
  if (b == -1) return a == INT64_MIN ? (raise_overflow(), 0) : -a;
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

std::int64_t modulo(std::int64_t a, std::int64_t b) {
  if (b == -1) return 0;
  const std::int64_t rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

std::int64_t power(std::int64_t base, std::int64_t exponent) {
  std::int64_t result = 1;
  while (exponent > 0) {
    if (exponent & 1 && __builtin_mul_overflow(result, base, &result)) raise_overflow();
    exponent >>= 1;
    if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) raise_overflow();
  }
  return result;
}

Value calculate(BinaryOp op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  const bool divides = op == BinaryOp::divide || op == BinaryOp::floor_divide || op == BinaryOp::modulo;
  if (b == 0 && divides) raise("division by zero");
  switch (op) {
    case BinaryOp::add: return __builtin_add_overflow(a, b, &result) ? (raise_overflow(), 0) : result;
    case BinaryOp::subtract: return __builtin_sub_overflow(a, b, &result) ? (raise_overflow(), 0) : result;
    case BinaryOp::multiply: return __builtin_mul_overflow(a, b, &result) ? (raise_overflow(), 0) : result;
    case BinaryOp::divide: return static_cast<double>(a) / static_cast<double>(b);
    case BinaryOp::floor_divide: return floor_divided(a, b);
    case BinaryOp::modulo: return modulo(a, b);
    case BinaryOp::power:
      if (b < 0 && a == 0) raise("division by zero");
      return b < 0 ? Value(std::pow(static_cast<double>(a), static_cast<double>(b))) : Value(power(a, b));
  }
  return None();
}

Value calculate(BinaryOp op, double a, double b) {
  const bool divides = op == BinaryOp::divide || op == BinaryOp::floor_divide || op == BinaryOp::modulo;
  if (b == 0 && divides) raise("division by zero");
  switch (op) {
    case BinaryOp::add: return a + b;
    case BinaryOp::subtract: return a - b;
    case BinaryOp::multiply: return a * b;
    case BinaryOp::divide: return a / b;
    case BinaryOp::floor_divide: {
      const double quotient = (a - std::get<double>(calculate(BinaryOp::modulo, a, b))) / b;
      if (quotient == 0) return std::copysign(0.0, a / b);
      return std::floor(quotient) + (quotient - std::floor(quotient) > 0.5 ? 1 : 0);
    }
    case BinaryOp::modulo: {
      const double rest = std::fmod(a, b);
      if (rest == 0) return std::copysign(0.0, b);
      return (rest < 0) != (b < 0) ? rest + b : rest;
    }
    case BinaryOp::power:
      if (a == 0 && b < 0) raise("division by zero");
      if (a < 0 && std::floor(b) != b && std::isfinite(a) && std::isfinite(b)) raise("the result is a complex number");
      if (std::isfinite(a) && std::isfinite(b) && std::isinf(std::pow(a, b))) raise("the result is too large");
      return std::pow(a, b);
  }
  return None();
}

// What the sandbox withholds hides a key of that name, too.
bool is_dict_changer(std::string_view name) {
  return name == "pop" || name == "popitem" || name == "update" || name == "setdefault" || name == "clear" || name == "fromkeys";
}

std::optional<double> as_double(const Value& value) {
  if (const auto* number = get<double>(value)) return *number;
  if (const auto integer = as_integer(value)) return static_cast<double>(*integer);
  return std::nullopt;
}

bool is_plain_list(const List* list) { return list && (list->kind == List::Kind::list || list->is_tuple()); }
List::Kind sum_kind(const List& list) { return list.is_tuple() ? List::Kind::tuple : list.kind; }

// A position from a template, which may count from the end; nullopt when outside.
std::optional<std::size_t> position(std::int64_t index, std::size_t size) {
  if (index < 0) index += static_cast<std::int64_t>(size);
  if (index < 0 || static_cast<std::size_t>(index) >= size) return std::nullopt;
  return static_cast<std::size_t>(index);
}

struct Range {
  std::int64_t start, stop, step;
};

// Python's slice.indices().
Range slice_range(const Value& start, const Value& stop, const Value& step, std::size_t size) {
  const auto integer = [](const Value& value, std::int64_t otherwise) {
    if (is_none(value)) return otherwise;
    const auto number = as_integer(value);
    if (!number) raise("slice indices must be integers, not '{}'", type_name(value));
    return *number;
  };
  const auto length = static_cast<std::int64_t>(size);
  Range range{0, 0, integer(step, 1)};
  if (range.step == 0) raise("a slice cannot have the step 0");
  const std::int64_t low = range.step > 0 ? 0 : -1, high = range.step > 0 ? length : length - 1;
  const auto clamped = [&](const Value& value, std::int64_t otherwise) {
    if (is_none(value)) return otherwise;
    std::int64_t index = integer(value, 0);
    if (index < 0) index = index < -length ? low : std::max(index + length, low);
    return std::min(index, high);
  };
  range.start = clamped(start, range.step > 0 ? low : high);
  range.stop = clamped(stop, range.step > 0 ? high : low);
  return range;
}

template <class F>
void for_each_index(const Range& range, F&& f) {
  for (std::int64_t i = range.start; range.step > 0 ? i < range.stop : i > range.stop;) {
    f(static_cast<std::size_t>(i));
    if (__builtin_add_overflow(i, range.step, &i)) break;
  }
}

}  // namespace

Value Interpreter::binary(BinaryOp op, const Value& left, const Value& right) {
  if (const auto* undefined = get<Undefined>(left)) raise_undefined(*undefined);
  if (const auto* undefined = get<Undefined>(right); undefined && !(op == BinaryOp::modulo && as_text(left))) raise_undefined(*undefined);
  const auto a = as_integer(left), b = as_integer(right);
  if (a && b) return calculate(op, *a, *b);
  const auto x = as_double(left), y = as_double(right);
  if (x && y) return calculate(op, *x, *y);
  const Text *text_a = as_text(left), *text_b = as_text(right);
  const List *list_a = as_list(left), *list_b = as_list(right);
  if (op == BinaryOp::add && text_a && text_b) {
    Text sum = *text_a;
    append(sum, *text_b, budget());
    return text(std::move(sum));
  }
  if (op == BinaryOp::add && is_plain_list(list_a) && is_plain_list(list_b) && sum_kind(*list_a) == sum_kind(*list_b)) {
    budget().charge(list_a->items.size() * sizeof(Value));
    std::vector<Value> sum = list_a->items;
    sum.insert(sum.end(), list_b->items.begin(), list_b->items.end());
    return heap_.list(std::move(sum), sum_kind(*list_a));
  }
  if (op == BinaryOp::multiply && ((a && (text_b || list_b)) || (b && (text_a || list_a)))) {
    const auto times = static_cast<std::size_t>(std::max<std::int64_t>(a ? *a : *b, 0));
    if (const Text* unit = a ? text_b : text_a) return text(repeated(*unit, times, budget()));
    const List* unit = a ? list_b : list_a;
    if (is_plain_list(unit)) {
      if (!unit->items.empty() && times > limits::heap_bytes / sizeof(Value) / unit->items.size()) budget().charge(limits::heap_bytes + 1);
      budget().charge(times * unit->items.size() * sizeof(Value));
      std::vector<Value> items;
      for (std::size_t i = 0; i < times && !unit->items.empty(); ++i) items.insert(items.end(), unit->items.begin(), unit->items.end());
      return heap_.list(std::move(items), sum_kind(*unit));
    }
  }
  if (op == BinaryOp::modulo && text_a) {
    return text(percent_formatted(*this, *text_a, right));
  }
  raise("'{}' {} '{}' has no meaning", type_name(left), symbol(op), type_name(right));
}

Value Interpreter::attribute(const Value& object, const Text* name) {
  const std::string& key = name->bytes();
  const auto method = [&](Callable callable) -> Value { return heap_.function({key, callable, object, nullptr, nullptr}); };
  if (as_text(object)) {
    if (const Callable callable = find_text_method(key)) return method(callable);
  } else if (as_list(object)) {
    const List& list = *as_list(object);
    if (list.kind == List::Kind::group && (key == "grouper" || key == "list")) return list.items[key == "list"];
    if (const Callable callable = find_list_method(key); callable && list.is_indexed() && (key != "copy" || list.kind == List::Kind::list)) return method(callable);
  } else if (const Dict* dict = as_dict(object)) {
    if (const Callable callable = find_dict_method(key)) return method(callable);
    if (const Value* value = is_dict_changer(key) ? nullptr : dict->find(key)) return *value;
  } else if (Namespace* const* space = std::get_if<Namespace*>(&object)) {
    if (const Value* value = (*space)->attributes.find(key)) return *value;
  } else if (Loop* const* loop = std::get_if<Loop*>(&object)) {
    return loop_attribute(**loop, key);
  } else if (const auto* function = std::get_if<const Function*>(&object)) {
    if (key == "name" && (*function)->macro) return heap_.text(std::string((*function)->name));
  } else if (const auto* undefined = get<Undefined>(object)) {
    raise_undefined(*undefined);
  }
  return Undefined{type_name(object).data(), name};  // NOLINT(bugprone-suspicious-stringview-data-usage): a literal's
}

Value Interpreter::item(const Value& object, const Value& key) {
  budget().step();
  const auto index = as_integer(key);
  if (const Dict* dict = as_dict(object)) {
    const bool unhashable = as_dict(key) || (as_list(key) && !as_list(key)->is_tuple());
    if (const Value* value = unhashable ? nullptr : dict->find(key)) return *value;
  } else if (const List* list = as_list(object); list && index) {
    if (const auto at = position(*index, list->items.size()); at && list->is_indexed()) return list->items[*at];
  } else if (const Text* whole = as_text(object); whole && index) {
    budget().step(whole->size() / 64);
    const auto at = position(*index, count_characters(whole->bytes()));
    if (at) {
      const std::size_t begin = byte_of_character(whole->bytes(), *at);
      return text(whole->slice(begin, begin + character_size(whole->bytes()[begin])));
    }
  } else if (const auto* undefined = get<Undefined>(object)) {
    raise_undefined(*undefined);
  }
  const Text* name = as_text(key);
  if (name && !as_dict(object)) return attribute(object, name);
  if (name && find_dict_method(name->bytes())) return attribute(object, name);
  if (!name) name = heap_.text(to_literal(key, budget()));
  return Undefined{type_name(object).data(), name};  // NOLINT(bugprone-suspicious-stringview-data-usage): a literal's
}

Value Interpreter::slice(const Value& object, const Value& start, const Value& stop, const Value& step) {
  if (const List* list = as_list(object); list && list->is_indexed()) {
    std::vector<Value> items;
    const Range range = slice_range(start, stop, step, list->items.size());
    for_each_index(range, [&](std::size_t i) { items.push_back(list->items[i]); });
    if (list->kind != List::Kind::range) return heap_.list(std::move(items), sum_kind(*list));
    const auto [first, end, stride] = list->range;
    return heap_.range(std::move(items), {first + range.start * stride, first + range.stop * stride, stride * range.step});
  }
  if (const Text* whole = as_text(object)) {
    const std::string& bytes = whole->bytes();
    budget().step(bytes.size() / 64);
    const std::size_t size = count_characters(bytes);
    const Range range = slice_range(start, stop, step, size);
    if (range.step == 1) {
      if (range.start >= range.stop) return text(Text());
      const std::size_t begin = byte_of_character(bytes, static_cast<std::size_t>(range.start));
      const std::size_t length =
          byte_of_character(std::string_view(bytes).substr(begin), static_cast<std::size_t>(range.stop - range.start));
      return text(whole->slice(begin, begin + length));
    }
    const std::vector<Value> characters = items_of(object);
    Text picked;
    for_each_index(range, [&](std::size_t i) { append(picked, *as_text(characters[i]), budget()); });
    return text(std::move(picked));
  }
  if (const auto* undefined = get<Undefined>(object)) raise_undefined(*undefined);
  raise("a '{}' cannot be sliced", type_name(object));
}

bool Interpreter::pull(Generator& generator, Value& item) {
  budget().step();
  if (pulls_ >= limits::nesting) raise_limit("generators feed each other more than {} deep", limits::nesting);
  if (generator.running) raise("generator already executing");
  if (!generator.next) return false;
  ++pulls_;  // an error ends the rendering, so only a normal way out has to count back
  generator.running = true;
  const bool found = generator.next(item);
  generator.running = false;
  if (!found) generator.next = nullptr;
  --pulls_;
  return found;
}

Generator* Interpreter::iterate(const Value& iterable) {
  if (Generator* generator = as_generator(iterable)) return generator;
  return heap_.generator([items = items_of(iterable), at = std::size_t{0}](Value& item) mutable {
    if (at == items.size()) return false;
    item = items[at++];
    return true;
  });
}

std::vector<Value> Interpreter::items_of(const Value& iterable) {
  if (Generator* generator = as_generator(iterable)) {
    std::vector<Value> items;
    for (Value item; pull(*generator, item);) {
      budget().charge(sizeof(Value));
      items.push_back(item);
    }
    return items;
  }
  if (const List* list = as_list(iterable)) {
    budget().charge(list->items.size() * sizeof(Value));
    budget().step(list->items.size() / 16);
    return list->items;
  }
  std::vector<Value> items;
  if (const Dict* dict = as_dict(iterable)) {
    budget().charge(dict->items.size() * sizeof(Value));
    for (const auto& [key, value] : dict->items) items.push_back(key);
    return items;
  }
  if (const Text* whole = as_text(iterable)) {
    const std::string& bytes = whole->bytes();
    for (std::size_t at = 0; at < bytes.size(); at += character_size(bytes[at])) {
      budget().step();
      items.push_back(text(whole->slice(at, at + character_size(bytes[at]))));
    }
    return items;
  }
  if (is_undefined(iterable)) return items;
  raise("'{}' object is not iterable", type_name(iterable));
}

bool Interpreter::contains(const Value& container, const Value& value) {
  budget().step();
  if (const Text* whole = as_text(container)) {
    const Text* part = as_text(value);
    if (const auto* undefined = get<Undefined>(value)) raise_undefined(*undefined);
    if (!part) raise("'in <string>' requires a string on its left side, not '{}'", type_name(value));
    budget().step(whole->size() / 64);
    return find_bytes(whole->bytes(), part->bytes(), 0) != std::string_view::npos;
  }
  if (const Dict* dict = as_dict(container)) return dict->find(value) != nullptr;
  if (Generator* generator = as_generator(container)) {
    for (Value item; pull(*generator, item);)
      if (equal(item, value, budget())) return true;
    return false;
  }
  if (const List* list = as_list(container); list && list->kind == List::Kind::keys) (void)hashed(value);
  if (const List* list = as_list(container))
    return std::ranges::any_of(list->items, [&](const Value& item) { return equal(item, value, budget()); });
  if (is_undefined(container)) return false;
  raise("argument of type '{}' is not iterable", type_name(container));
}

Value Interpreter::loop_attribute(Loop& loop, std::string_view name) {
  const auto index = static_cast<std::int64_t>(loop.index);
  if (name == "revindex" || name == "revindex0" || name == "length") fetch(loop, SIZE_MAX - 1);
  if (name == "last" || name == "nextitem") fetch(loop, loop.index + 1);
  const auto length = static_cast<std::int64_t>(loop.items.size());
  if (name == "index") return index + 1;
  if (name == "index0") return index;
  if (name == "revindex") return length - index;
  if (name == "revindex0") return length - index - 1;
  if (name == "first") return index == 0;
  if (name == "last") return index == length - 1;
  if (name == "length") return length;
  if (name == "depth") return std::int64_t{loop.depth};
  if (name == "depth0") return std::int64_t{loop.depth - 1};
  if (name == "previtem") return index > 0 ? loop.items[loop.index - 1] : Value(Undefined{nullptr, heap_.text("previtem")});
  if (name == "nextitem") return index + 1 < length ? loop.items[loop.index + 1] : Value(Undefined{nullptr, heap_.text("nextitem")});
  if (name == "cycle") {
    return heap_.function({"cycle",
                           [](Interpreter&, const Value& self, const Arguments& arguments) {
                             if (arguments.positional.empty()) raise("cycle() has nothing to cycle through");
                             return arguments.positional[std::get<Loop*>(self)->index % arguments.positional.size()];
                           },
                           &loop, nullptr, nullptr});
  }
  if (name == "changed") {
    return heap_.function({"changed",
                           [](Interpreter& interpreter, const Value& self, const Arguments& arguments) -> Value {
                             auto& seen = std::get<Loop*>(self)->changed;
                             bool same = seen && seen->size() == arguments.positional.size();
                             for (std::size_t i = 0; same && i < seen->size(); ++i)
                               same = equal((*seen)[i], arguments.positional[i], interpreter.budget());
                             seen = arguments.positional;
                             return !same;
                           },
                           &loop, nullptr, nullptr});
  }
  return Undefined{"LoopContext", heap_.text(std::string(name))};
}

}  // namespace halftone::jinja
