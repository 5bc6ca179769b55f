// Expressions, as Python evaluates them.
#include <cmath>

#include "engine/jinja/interpreter.h"

namespace halftone::jinja {

using namespace ast;

Value Interpreter::evaluate(const Expr& expr) {
  budget().step();
  if (frames_ >= limits::frames) raise_limit("it nests more than {} operations", limits::frames);
  ++frames_;  // an error ends the rendering, so only a normal way out has to count back
  line_ = expr.line;
  const Value value = std::visit([&](const auto& node) { return eval(node); }, expr.node);
  --frames_;
  return value;
}

Value Interpreter::eval(const Item& node) {
  const Value object = evaluate(*node.object);
  return item(object, evaluate(*node.key));
}

Value Interpreter::eval(const Slice& node) {
  const Value object = evaluate(*node.object);
  const Value start = evaluate_or_none(node.start), stop = evaluate_or_none(node.stop);
  return slice(object, start, stop, evaluate_or_none(node.step));
}

Arguments Interpreter::evaluate(const ast::ArgumentList& arguments) {
  Arguments result;
  for (const auto& argument : arguments.positional) result.positional.push_back(evaluate(*argument));
  for (const auto& [name, argument] : arguments.named) result.named.emplace_back(name, evaluate(*argument));
  if (arguments.more_positional) {
    const std::vector<Value> more = items_of(evaluate(*arguments.more_positional));
    result.positional.insert(result.positional.end(), more.begin(), more.end());
  }
  if (arguments.more_named) {
    const Value more = evaluate(*arguments.more_named);
    const Dict* dict = as_dict(more);
    if (!dict) raise("the argument after ** must be a mapping, not '{}'", type_name(more));
    for (const auto& [key, value] : dict->items) {
      if (!as_text(key)) raise("names of arguments must be strings");
      result.named.emplace_back(as_text(key)->bytes(), value);
    }
  }
  return result;
}

Value Interpreter::eval(const Call& node) {
  const Value callee = evaluate(*node.callee);
  return call(callee, evaluate(node.arguments));
}

Value Interpreter::eval(const Filter& node) {
  const Callable filter = find_filter(node.name);
  if (!filter) raise("there is no filter named '{}'", node.name);
  const Value object = node.object ? evaluate(*node.object) : filter_body_;
  return filter(*this, object, evaluate(node.arguments));
}

Value Interpreter::eval(const Test& node) {
  const Callable test = find_test(node.name);
  if (!test) raise("there is no test named '{}'", node.name);
  const Value object = evaluate(*node.object);
  return test(*this, object, evaluate(node.arguments));
}

Value Interpreter::eval(const Unary& node) {
  const Value operand = evaluate(*node.operand);
  if (node.op == UnaryOp::logical_not) return !is_true(operand);
  if (const auto integer = as_integer(operand)) {
    if (node.op == UnaryOp::plus) return *integer;
    return binary(BinaryOp::subtract, std::int64_t{0}, *integer);
  }
  if (const auto* number = get<double>(operand)) return node.op == UnaryOp::plus ? *number : -*number;
  if (const auto* undefined = get<Undefined>(operand)) raise_undefined(*undefined);
  raise("a '{}' has no sign", type_name(operand));
}

Value Interpreter::eval(const Binary& node) {
  const Value left = evaluate(*node.left);
  return binary(node.op, left, evaluate(*node.right));
}

Value Interpreter::eval(const Logical& node) {
  const Value left = evaluate(*node.left);
  return is_true(left) == node.is_and ? evaluate(*node.right) : left;
}

bool Interpreter::holds(CompareOp op, const Value& left, const Value& right) {
  switch (op) {
    case CompareOp::equal: return equal(left, right, budget());
    case CompareOp::not_equal: return !equal(left, right, budget());
    case CompareOp::less: return compare(left, right, budget()) < 0;
    case CompareOp::less_equal: return compare(left, right, budget()) <= 0;
    case CompareOp::greater: return compare(left, right, budget()) > 0;
    case CompareOp::greater_equal: return compare(left, right, budget()) >= 0;
    case CompareOp::in: return contains(right, left);
    case CompareOp::not_in: return !contains(right, left);
  }
  return false;
}

Value Interpreter::eval(const Compare& node) {
  Value left = evaluate(*node.first);
  for (const auto& [op, operand] : node.rest) {
    const Value right = evaluate(*operand);
    if (!holds(op, left, right)) return false;
    left = right;
  }
  return true;
}

Value Interpreter::eval(const Concat& node) {
  Text result;
  for (const auto& part : node.parts) append(result, str(evaluate(*part)), budget());
  return text(std::move(result));
}

Value Interpreter::eval(const Conditional& node) {
  if (is_true(evaluate(*node.condition))) return evaluate(*node.yes);
  return node.no ? evaluate(*node.no) : Value(Undefined());
}

Value Interpreter::eval(const ListLiteral& node) {
  std::vector<Value> items;
  items.reserve(node.items.size());
  for (const auto& item : node.items) items.push_back(evaluate(*item));
  return heap_.list(std::move(items), node.kind);
}

Value Interpreter::eval(const DictLiteral& node) {
  Dict dict;
  for (const auto& [key, value] : node.items) {
    const Value evaluated = evaluate(*key);
    dict.set(evaluated, evaluate(*value));
  }
  return heap_.dict(std::move(dict));
}

}  // namespace halftone::jinja
