// The values a template works with. As under Hugging Face's sandbox, lists and mappings never change once made; only a
// namespace does.
#pragma once

#include <cstdint>
#include <compare>
#include <deque>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "engine/text/jinja/budget.h"
#include "engine/text/jinja/text.h"

namespace halftone::jinja {

struct List;
struct Dict;
struct Namespace;
struct Function;
struct Loop;

// A name that has no value. It prints as nothing and has no members; `owner` is what lacked it, null for a variable.
struct Undefined {
  const char* owner = nullptr;
  const Text* name = nullptr;
};
struct None {};

// Small and copied freely: whatever is big lives in the Heap.
using Value = std::variant<Undefined, None, bool, std::int64_t, double, const Text*, const List*, const Dict*, Namespace*,
                           const Function*, Loop*>;

struct List {
  // A generator is what map, select and their like give: always true, without a length. A view is what items() gives.
  enum class Kind { list, tuple, generator, view, range };
  Kind kind = Kind::list;
  std::vector<Value> items;
};

// In order of insertion. Keys are texts, numbers, booleans or none; set() raises on others.
struct Dict {
  std::vector<std::pair<Value, Value>> items;

  const Value* find(const Value& key) const;
  const Value* find(std::string_view key) const;
  void set(const Value& key, const Value& value);

 private:
  std::unordered_map<std::string_view, std::size_t> by_text_;
};

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
    return &lists_.emplace_back(List{kind, std::move(items)});
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
  const Function* function(Function function) {
    budget_.charge(sizeof(Function));
    return &functions_.emplace_back(std::move(function));
  }

 private:
  Budget budget_;
  std::deque<Text> texts_;
  std::deque<List> lists_;
  std::deque<Dict> dicts_;
  std::deque<Namespace> namespaces_;
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
inline const Dict* as_dict(const Value& value) {
  const auto* dict = std::get_if<const Dict*>(&value);
  return dict ? *dict : nullptr;
}
inline bool is_undefined(const Value& value) { return std::holds_alternative<Undefined>(value); }
inline bool is_none(const Value& value) { return std::holds_alternative<None>(value); }
std::optional<std::int64_t> as_integer(const Value& value);  // bool counts, as in Python

bool is_true(const Value& value);
const char* type_name(const Value& value);  // as Python calls it

// Python's == and <, of values nested up to limits::nesting.
bool equal(const Value& a, const Value& b, Budget& budget, int depth = 0);
std::partial_ordering compare(const Value& a, const Value& b, Budget& budget, int depth = 0);  // raises where Python has no order

[[noreturn]] void raise_undefined(const Undefined& undefined);

}  // namespace halftone::jinja
