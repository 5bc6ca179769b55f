// The filters of lists and mappings. What Jinja gives as a generator is a list here whose kind says so.
#include "engine/text/jinja/sequence_filters.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "engine/text/jinja/text_operations.h"
#include "engine/text/jinja/unicode.h"

namespace halftone::jinja {
namespace {

Value generator(Interpreter& in, std::vector<Value> items) { return in.heap().list(std::move(items), List::Kind::generator); }

// "a.b.0" of an item; an integer is an index.
class Getter {
 public:
  Getter(Interpreter& in, const Value& attribute, Value otherwise = None()) : in_(in), otherwise_(otherwise) {
    if (const Text* path = as_text(attribute)) {
      const Text dot(".", false);
      for (const Text& part : split(*path, &dot, -1, false, in.budget())) {
        std::int64_t index = 0;
        const std::string& digits = part.bytes();
        const bool is_index = !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
        if (is_index && std::from_chars(digits.data(), digits.data() + digits.size(), index).ec == std::errc()) path_.push_back(index);
        else path_.push_back(in.text(part));
      }
    } else if (!is_none(attribute)) {
      path_.push_back(attribute);
    }
  }

  Value operator()(Value item) const {
    for (const Value& part : path_) {
      item = in_.item(item, part);
      if (is_undefined(item) && !is_none(otherwise_)) item = otherwise_;
    }
    return item;
  }

 private:
  Interpreter& in_;
  Value otherwise_;
  std::vector<Value> path_;
};

// What sort, unique and their like compare: texts without regard to case unless told otherwise.
Value comparable(Interpreter& in, const Value& value, bool case_sensitive) {
  const Text* text = as_text(value);
  return text && !case_sensitive ? in.text(text->transformed(to_lower)) : value;
}

Value length(Interpreter& in, const Value& self, const Arguments&) {
  if (const Text* text = as_text(self)) {
    in.budget().step(text->size() / 64);
    return static_cast<std::int64_t>(count_characters(text->bytes()));
  }
  if (const List* list = as_list(self); list && list->kind != List::Kind::generator) return static_cast<std::int64_t>(list->items.size());
  if (const Dict* dict = as_dict(self)) return static_cast<std::int64_t>(dict->items.size());
  if (is_undefined(self)) return std::int64_t{0};
  raise("object of type '{}' has no len()", type_name(self));
}

Value first(Interpreter& in, const Value& self, const Arguments&) {
  const std::vector<Value> items = in.items_of(self);
  return items.empty() ? Value(Undefined{nullptr, in.heap().text("first")}) : items.front();
}

Value last(Interpreter& in, const Value& self, const Arguments&) {
  const std::vector<Value> items = in.items_of(self);
  return items.empty() ? Value(Undefined{nullptr, in.heap().text("last")}) : items.back();
}

Value list(Interpreter& in, const Value& self, const Arguments&) { return in.heap().list(in.items_of(self)); }

Value join(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("join", {"d", "attribute"});
  const Value separator = arguments.get(0, "d", in.heap().text(""));
  const Getter get(in, arguments.get(1, "attribute"));
  std::vector<Value> items = in.items_of(self);
  for (Value& item : items) item = get(item);
  return in.text(joined(in.str(separator), items, in.budget()));
}

Value items(Interpreter& in, const Value& self, const Arguments&) {
  if (is_undefined(self)) return generator(in, {});
  const Dict* dict = as_dict(self);
  if (!dict) raise("Can only get item pairs from a mapping.");
  std::vector<Value> pairs;
  for (const auto& [key, value] : dict->items) pairs.push_back(in.heap().tuple({key, value}));
  return generator(in, std::move(pairs));
}

Value dictsort(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("dictsort", {"case_sensitive", "by", "reverse"});
  const Dict* dict = as_dict(self);
  if (!dict) raise("dictsort needs a mapping, not '{}'", type_name(self));
  const std::string by = arguments.find(1, "by") ? arguments.text(1, "by").bytes() : "key";
  if (by != "key" && by != "value") raise("dictsort sorts by 'key' or 'value'");
  std::vector<std::pair<Value, Value>> pairs;
  for (const auto& [key, value] : dict->items)
    pairs.emplace_back(comparable(in, by == "key" ? key : value, arguments.flag(0, "case_sensitive")), in.heap().tuple({key, value}));
  const bool reverse = arguments.flag(2, "reverse");
  std::ranges::stable_sort(pairs, [&](const auto& a, const auto& b) {
    return compare(reverse ? b.first : a.first, reverse ? a.first : b.first, in.budget()) < 0;
  });
  std::vector<Value> sorted;
  for (const auto& [key, pair] : pairs) sorted.push_back(pair);
  return in.heap().list(std::move(sorted));
}

Value sort(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("sort", {"reverse", "case_sensitive", "attribute"});
  const bool reverse = arguments.flag(0, "reverse"), case_sensitive = arguments.flag(1, "case_sensitive");
  const Value attributes = arguments.get(2, "attribute");
  std::vector<Getter> getters;
  const Text comma(",", false);
  if (const Text* several = as_text(attributes)) {
    for (Text& one : split(*several, &comma, -1, false, in.budget())) getters.emplace_back(in, in.text(std::move(one)));
  } else {
    getters.emplace_back(in, attributes);
  }
  std::vector<std::pair<std::vector<Value>, Value>> keyed;
  for (const Value& item : in.items_of(self)) {
    std::vector<Value> keys;
    for (const Getter& get : getters) keys.push_back(comparable(in, get(item), case_sensitive));
    keyed.emplace_back(std::move(keys), item);
  }
  std::ranges::stable_sort(keyed, [&](const auto& a, const auto& b) {
    for (std::size_t i = 0; i < a.first.size(); ++i) {
      const auto order = compare(a.first[i], b.first[i], in.budget());
      if (order != 0) return reverse ? order > 0 : order < 0;
    }
    return false;
  });
  std::vector<Value> sorted;
  for (const auto& [keys, item] : keyed) sorted.push_back(item);
  return in.heap().list(std::move(sorted));
}

Value unique(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("unique", {"case_sensitive", "attribute"});
  const Getter get(in, arguments.get(1, "attribute"));
  Dict seen;
  std::vector<Value> kept;
  for (const Value& item : in.items_of(self)) {
    const Value key = comparable(in, get(item), arguments.flag(0, "case_sensitive"));
    in.budget().step(1 + (as_text(key) ? 0 : seen.items.size() / 8));
    if (seen.find(key)) continue;
    seen.set(key, true);
    kept.push_back(item);
  }
  return generator(in, std::move(kept));
}

Value reverse(Interpreter& in, const Value& self, const Arguments&) {
  std::vector<Value> items = in.items_of(self);
  std::ranges::reverse(items);
  if (as_text(self)) return in.text(joined(Text(), items, in.budget()));
  return generator(in, std::move(items));
}

template <bool largest>
Value extreme(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow(largest ? "max" : "min", {"case_sensitive", "attribute"});
  const Getter get(in, arguments.get(1, "attribute"));
  const std::vector<Value> items = in.items_of(self);
  if (items.empty()) return Undefined{nullptr, in.heap().text("min")};
  const auto key = [&](const Value& item) { return comparable(in, get(item), arguments.flag(0, "case_sensitive")); };
  Value best = items.front(), best_key = key(best);
  for (const Value& item : items) {
    const Value item_key = key(item);
    const auto order = compare(item_key, best_key, in.budget());
    if (largest ? order > 0 : order < 0) best = item, best_key = item_key;
  }
  return best;
}

Value sum(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("sum", {"attribute", "start"});
  const Getter get(in, arguments.get(0, "attribute"));
  Value total = arguments.get(1, "start", std::int64_t{0});
  for (const Value& item : in.items_of(self)) {
    in.budget().step();
    total = in.binary(ast::BinaryOp::add, total, get(item));
  }
  return total;
}

Value map(Interpreter& in, const Value& self, const Arguments& arguments) {
  std::vector<Value> items = is_true(self) ? in.items_of(self) : std::vector<Value>();
  if (arguments.positional.empty()) {
    arguments.allow("map", {"", "attribute", "default"});
    const Getter get(in, arguments.require(0, "attribute"), arguments.get(1, "default"));
    for (Value& item : items) item = get(item);
    return generator(in, std::move(items));
  }
  const std::string& name = arguments.text(0, "filter").bytes();
  const Callable filter = find_filter(name);
  if (!filter) raise("there is no filter named '{}'", name);
  Arguments rest = arguments;
  rest.positional.erase(rest.positional.begin());
  for (Value& item : items) {
    in.budget().step();
    item = filter(in, item, rest);
  }
  return generator(in, std::move(items));
}

template <bool by_attribute, bool wanted>
Value select(Interpreter& in, const Value& self, const Arguments& arguments) {
  Arguments rest = arguments;
  Value attribute = None();
  if (by_attribute) {
    attribute = arguments.require(0, "attribute");
    rest.positional.erase(rest.positional.begin());
  }
  const Getter get(in, attribute);
  Callable test = nullptr;
  if (!rest.positional.empty()) {
    const std::string& name = rest.text(0, "test").bytes();
    test = find_test(name);
    if (!test) raise("there is no test named '{}'", name);
    rest.positional.erase(rest.positional.begin());
  }
  std::vector<Value> kept;
  for (const Value& item : is_true(self) ? in.items_of(self) : std::vector<Value>()) {
    in.budget().step();
    const Value value = get(item);
    if (is_true(test ? test(in, value, rest) : value) == wanted) kept.push_back(item);
  }
  return generator(in, std::move(kept));
}

Value groupby(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("groupby", {"attribute", "default", "case_sensitive"});
  const Getter get(in, arguments.require(0, "attribute"), arguments.get(1, "default"));
  const bool case_sensitive = arguments.flag(2, "case_sensitive");
  std::vector<std::pair<Value, Value>> keyed;
  for (const Value& item : in.items_of(self)) keyed.emplace_back(comparable(in, get(item), case_sensitive), item);
  std::ranges::stable_sort(keyed, [&](const auto& a, const auto& b) { return compare(a.first, b.first, in.budget()) < 0; });
  std::vector<Value> groups;
  for (std::size_t begin = 0, end; begin < keyed.size(); begin = end) {
    std::vector<Value> members;
    for (end = begin; end < keyed.size() && equal(keyed[end].first, keyed[begin].first, in.budget()); ++end) members.push_back(keyed[end].second);
    groups.push_back(in.heap().tuple({get(keyed[begin].second), in.heap().list(std::move(members))}));
    if (end == begin) ++end;  // a value that does not equal itself
  }
  return in.heap().list(std::move(groups));
}

Value batch(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("batch", {"linecount", "fill_with"});
  const std::int64_t size = arguments.integer(0, "linecount", 0);
  const Value fill = arguments.get(1, "fill_with");
  if (size < 1) raise("batch needs a size of at least 1, not {}", size);
  const std::vector<Value> all = in.items_of(self);
  std::vector<Value> batches;
  for (std::size_t at = 0; at < all.size(); at += static_cast<std::size_t>(size)) {
    const std::size_t end = std::min(all.size() - at, static_cast<std::size_t>(size)) + at;
    std::vector<Value> one(all.begin() + static_cast<std::ptrdiff_t>(at), all.begin() + static_cast<std::ptrdiff_t>(end));
    if (!is_none(fill) && one.size() < static_cast<std::size_t>(size)) {
      if (size > limits::range_length) raise_limit("a batch of {} items is larger than {}", size, limits::range_length);
      in.budget().charge(static_cast<std::size_t>(size) * sizeof(Value));
      one.resize(static_cast<std::size_t>(size), fill);
    }
    batches.push_back(in.heap().list(std::move(one)));
  }
  return generator(in, std::move(batches));
}

Value slice(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("slice", {"slices", "fill_with"});
  const std::int64_t count = arguments.integer(0, "slices", 0);
  const Value fill = arguments.get(1, "fill_with");
  if (count < 1 || count > limits::range_length) raise("slice needs between 1 and {} slices, not {}", limits::range_length, count);
  const std::vector<Value> all = in.items_of(self);
  const std::size_t base = all.size() / static_cast<std::size_t>(count), longer = all.size() % static_cast<std::size_t>(count);
  std::vector<Value> slices;
  std::size_t at = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const std::size_t size = base + (i < longer);
    std::vector<Value> one(all.begin() + static_cast<std::ptrdiff_t>(at), all.begin() + static_cast<std::ptrdiff_t>(at + size));
    if (!is_none(fill) && i >= longer) one.push_back(fill);
    slices.push_back(in.heap().list(std::move(one)));
    at += size;
  }
  return generator(in, std::move(slices));
}

}  // namespace

Callable find_sequence_filter(std::string_view name) {
  static const std::unordered_map<std::string_view, Callable> table{
      {"length", length}, {"count", length}, {"first", first}, {"last", last}, {"list", list}, {"join", join}, {"items", items},
      {"dictsort", dictsort}, {"sort", sort}, {"unique", unique}, {"reverse", reverse}, {"min", extreme<false>}, {"max", extreme<true>},
      {"sum", sum}, {"map", map}, {"select", select<false, true>}, {"reject", select<false, false>},
      {"selectattr", select<true, true>}, {"rejectattr", select<true, false>}, {"groupby", groupby}, {"batch", batch}, {"slice", slice}};
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace halftone::jinja
