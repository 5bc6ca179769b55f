// The filters of lists and mappings. What Jinja gives as a generator is one here too: it computes an item when somebody asks for
// it, even its own arguments are looked at only then, and what was taken from it is gone.
#include "engine/jinja/sequence_filters.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "engine/jinja/text_operations.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

// make() is called when the first item is asked for, and gives the function that finds item after item.
template <class Make>
Value generator(Interpreter& in, Make make) {
  return in.heap().generator([make = std::move(make), next = std::function<bool(Value&)>()](Value& item) mutable {
    if (!next) next = make();
    return next(item);
  });
}

bool none_left(Value&) { return false; }

std::function<bool(Value&)> one_by_one(std::vector<Value> items) {
  return [items = std::move(items), at = std::size_t{0}](Value& item) mutable {
    if (at == items.size()) return false;
    item = items[at++];
    return true;
  };
}

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
        if (is_index && std::from_chars(digits.data(), digits.data() + digits.size(), index).ec == std::errc())
          path_.push_back(index);
        else
          path_.push_back(in.text(part));
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
  if (const List* list = as_list(self)) return static_cast<std::int64_t>(list->items.size());
  if (const Dict* dict = as_dict(self)) return static_cast<std::int64_t>(dict->items.size());
  if (is_undefined(self)) return std::int64_t{0};
  raise("object of type '{}' has no len()", type_name(self));
}

Value first(Interpreter& in, const Value& self, const Arguments&) {
  if (Generator* generator = as_generator(self)) {
    Value item;
    return in.pull(*generator, item) ? item : Value(Undefined{nullptr, in.heap().text("first")});
  }
  const std::vector<Value> items = in.items_of(self);
  return items.empty() ? Value(Undefined{nullptr, in.heap().text("first")}) : items.front();
}

Value last(Interpreter& in, const Value& self, const Arguments&) {
  if (as_generator(self)) raise("a generator has no last item");
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
  return generator(in, [&in, self]() -> std::function<bool(Value&)> {
    if (is_undefined(self)) return none_left;
    const Dict* dict = as_dict(self);
    if (!dict) raise("Can only get item pairs from a mapping.");
    return [&in, dict, at = std::size_t{0}](Value& item) mutable {
      if (at == dict->items.size()) return false;
      item = in.heap().tuple({dict->items[at].first, dict->items[at].second});
      ++at;
      return true;
    };
  });
}

Value dictsort(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("dictsort", {"case_sensitive", "by", "reverse"});
  const Dict* dict = as_dict(self);
  if (!dict) raise("dictsort needs a mapping, not '{}'", type_name(self));
  const std::string by = arguments.find(1, "by") ? arguments.text(1, "by").bytes() : "key";
  if (by != "key" && by != "value") raise("dictsort sorts by 'key' or 'value'");
  std::vector<std::pair<Value, Value>> pairs;
  pairs.reserve(dict->items.size());
  for (const auto& [key, value] : dict->items)
    pairs.emplace_back(comparable(in, by == "key" ? key : value, arguments.flag(0, "case_sensitive")), in.heap().tuple({key, value}));
  const bool reverse = arguments.flag(2, "reverse");
  std::ranges::stable_sort(pairs, [&](const auto& a, const auto& b) {
    return compare(reverse ? b.first : a.first, reverse ? a.first : b.first, in.budget()) < 0;
  });
  std::vector<Value> sorted;
  sorted.reserve(pairs.size());
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
    keys.reserve(getters.size());
    for (const Getter& get : getters) keys.push_back(comparable(in, get(item), case_sensitive));
    keyed.emplace_back(std::move(keys), item);
  }
  std::ranges::stable_sort(keyed, [&](const auto& a, const auto& b) {
    for (std::size_t i = 0; i < a.first.size(); ++i) {
      // As lists compare: what is equal needs no order.
      if (equal(a.first[i], b.first[i], in.budget())) continue;
      const auto order = compare(a.first[i], b.first[i], in.budget());
      return reverse ? order > 0 : order < 0;
    }
    return false;
  });
  std::vector<Value> sorted;
  sorted.reserve(keyed.size());
  for (const auto& [keys, item] : keyed) sorted.push_back(item);
  return in.heap().list(std::move(sorted));
}

Value unique(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("unique", {"case_sensitive", "attribute"});
  return generator(in, [&in, self, arguments] {
    const Getter get(in, arguments.get(1, "attribute"));
    return [&in, get, items = in.iterate(self), case_sensitive = arguments.flag(0, "case_sensitive"),
            seen = std::unordered_set<std::string>()](Value& item) mutable {
      while (in.pull(*items, item)) {
        std::string key = hashed(comparable(in, get(item), case_sensitive));
        in.budget().charge(64 + key.size());
        if (seen.insert(std::move(key)).second) return true;
      }
      return false;
    };
  });
}

// Of what has a length, item after item from its end; of a generator a list.
Value reverse(Interpreter& in, const Value& self, const Arguments&) {
  std::vector<Value> items = in.items_of(self);
  std::ranges::reverse(items);
  if (as_text(self)) return in.text(joined(Text(), items, in.budget()));
  if (as_generator(self)) return in.heap().list(std::move(items));
  return in.heap().generator(one_by_one(std::move(items)));
}

template <bool largest>
Value extreme(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow(largest ? "max" : "min", {"case_sensitive", "attribute"});
  const Getter get(in, arguments.get(1, "attribute"));
  const std::vector<Value> items = in.items_of(self);
  if (items.empty()) return Undefined{nullptr, in.heap().text("min")};
  const auto key = [&](const Value& item) { return comparable(in, get(item), arguments.flag(0, "case_sensitive")); };
  Value best = items.front(), best_key = key(best);
  for (const Value& item : std::span(items).subspan(1)) {
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
  if (as_text(total)) raise("sum() adds no strings");
  for (const Value& item : in.items_of(self)) {
    in.budget().step();
    total = in.binary(ast::BinaryOp::add, total, get(item));
  }
  return total;
}

Value map(Interpreter& in, const Value& self, const Arguments& arguments) {
  return generator(in, [&in, self, arguments]() -> std::function<bool(Value&)> {
    if (!is_true(self)) return none_left;
    if (arguments.positional.empty() && arguments.find(0, "attribute")) {
      arguments.allow("map", {"", "attribute", "default"});
      return
          [&in, get = Getter(in, arguments.require(0, "attribute"), arguments.get(1, "default")), items = in.iterate(self)](Value& item) {
            if (!in.pull(*items, item)) return false;
            item = get(item);
            return true;
          };
    }
    const std::string& name = arguments.text(0, "filter").bytes();
    Arguments rest = arguments;
    rest.positional.erase(rest.positional.begin());
    return [&in, name, filter = find_filter(name), rest = std::move(rest), items = in.iterate(self)](Value& item) {
      if (!in.pull(*items, item)) return false;
      if (!filter) raise("there is no filter named '{}'", name);
      item = filter(in, item, rest);
      return true;
    };
  });
}

template <bool by_attribute, bool wanted>
Value select(Interpreter& in, const Value& self, const Arguments& arguments) {
  return generator(in, [&in, self, arguments]() -> std::function<bool(Value&)> {
    if (!is_true(self)) return none_left;
    Arguments rest = arguments;
    const auto take_first = [&](std::string_view what) {
      if (rest.positional.empty()) raise("the argument '{}' is missing", what);
      const Value value = rest.positional.front();
      rest.positional.erase(rest.positional.begin());
      return value;
    };
    const Getter get(in, by_attribute ? take_first("attribute") : Value(None()));
    std::string name;
    if (!rest.positional.empty()) {
      name = rest.text(0, "test").bytes();
      take_first("test");
    }
    return [&in, get, name, test = find_test(name), rest = std::move(rest), items = in.iterate(self)](Value& item) {
      while (in.pull(*items, item)) {
        const Value value = get(item);
        if (!name.empty() && !test) raise("there is no test named '{}'", name);
        if (is_true(test ? test(in, value, rest) : value) == wanted) return true;
      }
      return false;
    };
  });
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
    for (end = begin; end < keyed.size() && equal(keyed[end].first, keyed[begin].first, in.budget()); ++end)
      members.push_back(keyed[end].second);
    groups.push_back(in.heap().list({get(keyed[begin].second), in.heap().list(std::move(members))}, List::Kind::group));
    if (end == begin) ++end;  // a value that does not equal itself
  }
  return in.heap().list(std::move(groups));
}

Value batch(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("batch", {"linecount", "fill_with"});
  arguments.require(0, "linecount");
  return generator(in, [&in, self, arguments] {
    const std::int64_t size = arguments.integer(0, "linecount", 0);
    if (size < 1) raise("batch needs a size of at least 1, not {}", size);
    return [&in, fill = arguments.get(1, "fill_with"), items = in.iterate(self), wanted = static_cast<std::size_t>(size)](Value& batch) {
      std::vector<Value> one;
      for (Value item; one.size() < wanted && in.pull(*items, item);) one.push_back(item);
      if (one.empty()) return false;
      if (!is_none(fill) && one.size() < wanted) {
        if (wanted > static_cast<std::size_t>(limits::range_length))
          raise_limit("a batch of {} items is larger than {}", wanted, limits::range_length);
        in.budget().charge(wanted * sizeof(Value));
        one.resize(wanted, fill);
      }
      batch = in.heap().list(std::move(one));
      return true;
    };
  });
}

Value slice(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("slice", {"slices", "fill_with"});
  arguments.require(0, "slices");
  return generator(in, [&in, self, arguments] {
    const std::int64_t slices = arguments.integer(0, "slices", 0);
    if (slices < 1 || slices > limits::range_length) raise("slice needs between 1 and {} slices, not {}", limits::range_length, slices);
    const auto count = static_cast<std::size_t>(slices);
    return [&in, fill = arguments.get(1, "fill_with"), all = in.items_of(self), count, i = std::size_t{0},
            at = std::size_t{0}](Value& slice) mutable {
      if (i == count) return false;
      const std::size_t base = all.size() / count, longer = all.size() % count, size = base + (i < longer);
      std::vector<Value> one(all.begin() + static_cast<std::ptrdiff_t>(at), all.begin() + static_cast<std::ptrdiff_t>(at + size));
      if (!is_none(fill) && i >= longer) one.push_back(fill);
      slice = in.heap().list(std::move(one));
      at += size;
      ++i;
      return true;
    };
  });
}

}  // namespace

Callable find_sequence_filter(std::string_view name) {
  static const std::unordered_map<std::string_view, Callable> table{{"length", length},
                                                                    {"count", length},
                                                                    {"first", first},
                                                                    {"last", last},
                                                                    {"list", list},
                                                                    {"join", join},
                                                                    {"items", items},
                                                                    {"dictsort", dictsort},
                                                                    {"sort", sort},
                                                                    {"unique", unique},
                                                                    {"reverse", reverse},
                                                                    {"min", extreme<false>},
                                                                    {"max", extreme<true>},
                                                                    {"sum", sum},
                                                                    {"map", map},
                                                                    {"select", select<false, true>},
                                                                    {"reject", select<false, false>},
                                                                    {"selectattr", select<true, true>},
                                                                    {"rejectattr", select<true, false>},
                                                                    {"groupby", groupby},
                                                                    {"batch", batch},
                                                                    {"slice", slice}};
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace halftone::jinja
