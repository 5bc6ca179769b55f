// Runs a parsed template once.
#pragma once

#include <chrono>
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/jinja/arguments.h"
#include "engine/jinja/ast.h"
#include "engine/jinja/print.h"
#include "engine/jinja/value.h"

namespace halftone::jinja {

// Variables of one block, on top of those around it.
struct Scope {
  Scope* parent = nullptr;
  std::vector<std::pair<ast::NameId, Value>> variables;

  Value* find(ast::NameId name) {
    for (auto& [id, value] : variables)
      if (id == name) return &value;
    return nullptr;
  }
  void set(ast::NameId name, const Value& value) {
    if (Value* old = find(name))
      *old = value;
    else
      variables.emplace_back(name, value);
  }
};

// The `loop` of a running for.
struct Loop {
  const ast::For* node = nullptr;
  Scope* scope = nullptr;    // around the for
  std::vector<Value> items;  // that have come so far
  Generator* more = nullptr;
  std::size_t index = 0;
  int depth = 1;
  std::optional<std::vector<Value>> changed;  // what changed() saw last
};

class Interpreter {
 public:
  using Time = std::chrono::system_clock::time_point;
  Interpreter(const Program& program, Time now) : program_(program), now_(now) {}

  // Throws TemplateError.
  Text run(const nlohmann::ordered_json& context);

  // For filters, tests, methods and functions.
  Heap& heap() { return heap_; }
  Budget& budget() { return heap_.budget(); }
  Time now() const { return now_; }
  Value text(Text text) { return heap_.text(std::move(text)); }
  Text str(const Value& value) { return to_text(value, budget()); }
  Value call(const Value& callee, const Arguments& arguments);
  Value attribute(const Value& object, const Text* name);  // object.name
  Value item(const Value& object, const Value& key);       // object[key]
  Value slice(const Value& object, const Value& start, const Value& stop, const Value& step);
  std::vector<Value> items_of(const Value& iterable);  // of a text: its characters; of a mapping: its keys
  bool pull(Generator& generator, Value& item);        // the next item; false when there is none
  Generator* iterate(const Value& iterable);           // one item after the other; a generator is used up by it
  bool contains(const Value& container, const Value& value);
  Value binary(ast::BinaryOp op, const Value& left, const Value& right);

 private:
  enum class Flow { next, break_loop, continue_loop };
  class Frame;

  Value import(const nlohmann::ordered_json& json, bool foreign, int depth);
  Scope* make_scope(Scope* parent);
  Value variable(ast::NameId name);
  void assign(const ast::Target& target, const Value& value);

  Flow execute(const ast::Block& block);
  Flow execute_in(Scope* scope, const ast::Block& block);
  Text captured(Scope* scope, const ast::Block& block);
  Flow run_loop(const ast::For& node, const Value& iterable, int depth);
  Generator* filtered_items(const ast::For& node, const Value& iterable);
  bool fetch(Loop& loop, std::size_t index);  // whether there is such an item
  Value call_macro(const Function& function, const Arguments& arguments);
  const Function* make_macro(const ast::Macro& macro);
  Value loop_attribute(Loop& loop, std::string_view name);

  Flow run(const ast::Data& node);
  Flow run(const ast::Output& node);
  Flow run(const ast::If& node);
  Flow run(const ast::For& node);
  Flow run(const ast::Set& node);
  Flow run(const ast::SetBlock& node);
  Flow run(const ast::Macro& node);
  Flow run(const ast::CallBlock& node);
  Flow run(const ast::FilterBlock& node);
  Flow run(const ast::With& node);
  Flow run(const ast::Break&) { return Flow::break_loop; }
  Flow run(const ast::Continue&) { return Flow::continue_loop; }
  Flow run(const ast::Refused& node) { raise("'{}' is refused: a chat template reads no other templates", node.tag); }

  Value evaluate(const ast::Expr& expr);
  Value evaluate_or_none(const ast::ExprPtr& expr) { return expr ? evaluate(*expr) : Value(None()); }
  Value eval(const ast::Literal& node) { return node.value; }
  Value eval(const ast::Name& node) { return variable(node.id); }
  Value eval(const ast::Attribute& node) { return attribute(evaluate(*node.object), node.name); }
  Value eval(const ast::Item& node);
  Value eval(const ast::Slice& node);
  Value eval(const ast::Call& node);
  Value eval(const ast::Filter& node);
  Value eval(const ast::Test& node);
  Value eval(const ast::Unary& node);
  Value eval(const ast::Binary& node);
  Value eval(const ast::Logical& node);
  Value eval(const ast::Compare& node);
  Value eval(const ast::Concat& node);
  Value eval(const ast::Conditional& node);
  Value eval(const ast::ListLiteral& node);
  Value eval(const ast::DictLiteral& node);
  Arguments evaluate(const ast::ArgumentList& arguments);
  bool holds(ast::CompareOp op, const Value& left, const Value& right);
  Value filtered(const ast::Expr& filter, const Value& body);  // a chain of filters whose innermost object is `body`

  const Program& program_;
  const Time now_;
  Heap heap_;
  std::deque<Scope> scopes_;
  std::deque<Loop> loops_;
  const Dict* context_ = nullptr;
  Scope* scope_ = nullptr;  // the innermost
  Text* out_ = nullptr;     // what is being written
  Value filter_body_;       // the object of a filter without one
  int line_ = 0;
  int frames_ = 0, calls_ = 0, pulls_ = 0;
};

// Tables, each in its own file. Null when there is no such name.
using Callable = Value (*)(Interpreter&, const Value& self, const Arguments& arguments);
Callable find_filter(std::string_view name);
Callable find_test(std::string_view name);
Callable find_text_method(std::string_view name);
Callable find_list_method(std::string_view name);
Callable find_dict_method(std::string_view name);
Callable find_global(std::string_view name);

}  // namespace halftone::jinja
