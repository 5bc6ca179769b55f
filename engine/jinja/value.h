// The values a template works with. As under Hugging Face's sandbox, lists and mappings never change once made; only a
// namespace does.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "engine/jinja/budget.h"
#include "engine/jinja/text.h"

namespace halftone::jinja {

struct List;
struct Dict;
struct Namespace;
struct Generator;
struct Function;
struct Loop;

// A name that has no value. It prints as nothing and has no members; `owner` is what lacked it, null for a variable.
struct Undefined {
  const char* owner = nullptr;
  const Text* name = nullptr;
};
struct None {};

// Small and copied freely: whatever is big lives in the Heap.
using Value = std::variant<Undefined, None, bool, std::int64_t, double, const Text*, const List*, const Dict*, Namespace*, Generator*,
                           const Function*, Loop*>;

struct List {
  // A group is the pair that groupby gives, with names for its parts; keys, values and items are what those methods of a mapping give.
  enum class Kind { list, tuple, group, range, keys, values, items };
  Kind kind = Kind::list;
  std::vector<Value> items;
  std::array<std::int64_t, 3> range{};  // start, stop and step, which items does not tell of an empty one

  bool is_tuple() const { return kind == Kind::tuple || kind == Kind::group; }
  bool is_indexed() const { return kind == Kind::list || is_tuple() || kind == Kind::range; }
};

// What map, select and their like give: computed item by item as somebody asks, once.
struct Generator {
  std::function<bool(Value& item)> next;  // false: there is no more
  bool running = false;
};

// In order of insertion. Keys are what Python can hash: no lists, no mappings. All but a text's find() raise on others.
struct Dict {
  std::vector<std::pair<Value, Value>> items;

  const Value* find(const Value& key) const;
  const Value* find(std::string_view key) const;
  void set(const Value& key, const Value& value);

 private:
  std::unordered_map<std::string_view, std::size_t> by_text_;
  std::unordered_map<std::string, std::size_t> by_other_;  // by hashed()
};

// Equal keys give equal bytes. Raises when the key cannot be one, or is a tuple too big for it.
std::string hashed(const Value& key);

struct Namespace {
  Dict attributes;
};

class Interpreter;
class Arguments;
struct Scope;
namespace ast {
struct Macro;
}

// Something to call: native code with its receiver, or a macro with the scope it was written in.
struct Function {
  using Native = Value (*)(Interpreter&, const Value& self, const Arguments& arguments);
  std::string_view name;
  Native native = nullptr;
  Value self{};
  const ast::Macro* macro = nullptr;
  Scope* scope = nullptr;
};

// Owns everything one rendering makes, so values may refer to each other in any way, cycles included.
class Heap {
 public:
  Budget& budget() { return budget_; }

  const Text* text(Text text) {
    budget_.charge_text(text.size());
    return &texts_.emplace_back(std::move(text));
  }
  const Text* text(std::string bytes, bool foreign = false) { return text(Text(std::move(bytes), foreign)); }
  const List* list(std::vector<Value> items, List::Kind kind = List::Kind::list) {
    budget_.charge(64 + items.size() * sizeof(Value));
    budget_.step(items.size());
    return &lists_.emplace_back(List{kind, std::move(items), {}});
  }
  const List* range(std::vector<Value> items, std::array<std::int64_t, 3> bounds) {
    budget_.charge(64 + items.size() * sizeof(Value));
    budget_.step(items.size());
    return &lists_.emplace_back(List{List::Kind::range, std::move(items), bounds});
  }
  const List* tuple(std::vector<Value> items) { return list(std::move(items), List::Kind::tuple); }
  const Dict* dict(Dict dict) {
    budget_.charge(128 + dict.items.size() * 128);
    budget_.step(dict.items.size());
    return &dicts_.emplace_back(std::move(dict));
  }
  Namespace* make_namespace(Dict attributes) {
    budget_.charge(128 + attributes.items.size() * 128);
    return &namespaces_.emplace_back(Namespace{std::move(attributes)});
  }
  Generator* generator(std::function<bool(Value&)> next) {
    budget_.charge(sizeof(Generator) + 64);
    return &generators_.emplace_back(Generator{std::move(next)});
  }
  const Function* function(Function function) {
    budget_.charge(sizeof(Function));
    return &functions_.emplace_back(function);
  }

 private:
  Budget budget_;
  std::deque<Text> texts_;
  std::deque<List> lists_;
  std::deque<Dict> dicts_;
  std::deque<Namespace> namespaces_;
  std::deque<Generator> generators_;
  std::deque<Function> functions_;
};

template <class T>
const T* get(const Value& value) {
  return std::get_if<T>(&value);
}
inline const Text* as_text(const Value& value) {
  const auto* text = std::get_if<const Text*>(&value);
  return text ? *text : nullptr;
}
inline const List* as_list(const Value& value) {
  const auto* list = std::get_if<const List*>(&value);
  return list ? *list : nullptr;
}
inline Generator* as_generator(const Value& value) {
  const auto* generator = std::get_if<Generator*>(&value);
  return generator ? *generator : nullptr;
}
inline const Dict* as_dict(const Value& value) {
  const auto* dict = std::get_if<const Dict*>(&value);
  return dict ? *dict : nullptr;
}
inline bool is_undefined(const Value& value) { return std::holds_alternative<Undefined>(value); }
inline bool is_none(const Value& value) { return std::holds_alternative<None>(value); }
std::optional<std::int64_t> as_integer(const Value& value);  // bool counts, as in Python

bool is_true(const Value& value);
std::string_view type_name(const Value& value);  // as Python calls it

// Python's == and <, of values nested up to limits::nesting.
bool equal(const Value& a, const Value& b, Budget& budget, int depth = 0);
std::partial_ordering compare(const Value& a, const Value& b, Budget& budget, int depth = 0);  // raises where Python has no order

[[noreturn]] void raise_undefined(const Undefined& undefined);

}  // namespace halftone::jinja
