// A parsed template.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/jinja/value.h"

namespace halftone::jinja::ast {

struct Expr;
struct Stmt;
using ExprPtr = std::unique_ptr<Expr>;
using Block = std::vector<std::unique_ptr<Stmt>>;
using NameId = int;  // variables are found by number; these have a meaning of their own
constexpr NameId loop_name = 0, varargs_name = 1, kwargs_name = 2, caller_name = 3;
constexpr std::string_view special_names[] = {"loop", "varargs", "kwargs", "caller"};

struct ArgumentList {
  std::vector<ExprPtr> positional;
  std::vector<std::pair<std::string, ExprPtr>> named;
  ExprPtr more_positional, more_named;  // *args, **kwargs
};

struct Literal { Value value; };
struct Name { NameId id; };
struct Attribute { ExprPtr object; const Text* name; };
struct Item { ExprPtr object, key; };
struct Slice { ExprPtr object, start, stop, step; };  // the bounds may be null
struct Call { ExprPtr callee; ArgumentList arguments; };
struct Filter { ExprPtr object; std::string name; ArgumentList arguments; };  // object: null for the body of a block
struct Test { ExprPtr object; std::string name; ArgumentList arguments; };
enum class UnaryOp { negate, plus, logical_not };
struct Unary { UnaryOp op; ExprPtr operand; };
enum class BinaryOp { add, subtract, multiply, divide, floor_divide, modulo, power };
struct Binary { BinaryOp op; ExprPtr left, right; };
struct Logical { bool is_and; ExprPtr left, right; };
enum class CompareOp { equal, not_equal, less, less_equal, greater, greater_equal, in, not_in };
struct Compare { ExprPtr first; std::vector<std::pair<CompareOp, ExprPtr>> rest; };
struct Concat { std::vector<ExprPtr> parts; };
struct Conditional { ExprPtr condition, yes, no; };  // no: may be null
struct ListLiteral { List::Kind kind; std::vector<ExprPtr> items; };
struct DictLiteral { std::vector<std::pair<ExprPtr, ExprPtr>> items; };

struct Expr {
  std::variant<Literal, Name, Attribute, Item, Slice, Call, Filter, Test, Unary, Binary, Logical, Compare, Concat, Conditional,
               ListLiteral, DictLiteral> node;
  int line = 0;
  int depth = 1;  // of the tree below, itself included
};

// What an assignment writes to: a variable, an attribute of a namespace, or several of them.
struct Target {
  NameId name = -1;
  const Text* attribute = nullptr;
  std::vector<Target> parts;  // of a tuple
};

struct Data { const Text* text; };
struct Output { ExprPtr value; };
struct If { std::vector<std::pair<ExprPtr, Block>> branches; Block otherwise; };
struct For { Target target; ExprPtr items, condition; Block body, otherwise; bool recursive = false; };
struct Set { Target target; ExprPtr value; };
struct SetBlock { Target target; Block body; ExprPtr filter; };
using Parameter = std::pair<NameId, ExprPtr>;  // with its default, or null
struct Macro {
  std::string name;
  NameId variable = -1;
  std::vector<Parameter> parameters;
  Block body;
  unsigned uses = 0;  // a bit for each special name that the body uses
  bool uses_name(NameId name) const { return uses >> name & 1; }
};
struct CallBlock { Macro caller; ExprPtr call; };
struct FilterBlock { ExprPtr filter; Block body; };
struct With { std::vector<std::pair<Target, ExprPtr>> variables; Block body; };
struct Break {};
struct Continue {};
struct Refused { std::string tag; };  // what would read another template

struct Stmt {
  std::variant<Data, Output, If, For, Set, SetBlock, Macro, CallBlock, FilterBlock, With, Break, Continue, Refused> node;
  int line = 0;
};

}  // namespace halftone::jinja::ast

namespace halftone::jinja {

struct Program {
  ast::Block body;
  std::vector<const Text*> names;  // of variables, by NameId
  std::deque<Text> constants;      // every text the tree points at
};

}  // namespace halftone::jinja
