#include "engine/jinja/expression_parser.h"

#include <algorithm>

#include "engine/jinja/interpreter.h"

namespace halftone::jinja {

using namespace ast;
using Type = Token::Type;

namespace {

int depth_of(const ExprPtr& expr) { return expr ? expr->depth : 0; }
int depth_of(const ArgumentList& arguments) {
  int depth = std::max(depth_of(arguments.more_positional), depth_of(arguments.more_named));
  for (const auto& argument : arguments.positional) depth = std::max(depth, depth_of(argument));
  for (const auto& [name, argument] : arguments.named) depth = std::max(depth, depth_of(argument));
  return depth;
}
int depth_below(const Literal&) { return 0; }
int depth_below(const Name&) { return 0; }
int depth_below(const Attribute& e) { return depth_of(e.object); }
int depth_below(const Item& e) { return std::max(depth_of(e.object), depth_of(e.key)); }
int depth_below(const Slice& e) { return std::max({depth_of(e.object), depth_of(e.start), depth_of(e.stop), depth_of(e.step)}); }
int depth_below(const Call& e) { return std::max(depth_of(e.callee), depth_of(e.arguments)); }
int depth_below(const Filter& e) { return std::max(depth_of(e.object), depth_of(e.arguments)); }
int depth_below(const Test& e) { return std::max(depth_of(e.object), depth_of(e.arguments)); }
int depth_below(const Unary& e) { return depth_of(e.operand); }
int depth_below(const Binary& e) { return std::max(depth_of(e.left), depth_of(e.right)); }
int depth_below(const Logical& e) { return std::max(depth_of(e.left), depth_of(e.right)); }
int depth_below(const Conditional& e) { return std::max({depth_of(e.condition), depth_of(e.yes), depth_of(e.no)}); }
int depth_below(const Compare& e) {
  int depth = depth_of(e.first);
  for (const auto& [op, operand] : e.rest) depth = std::max(depth, depth_of(operand));
  return depth;
}
int depth_below(const std::vector<ExprPtr>& items) {
  int depth = 0;
  for (const auto& item : items) depth = std::max(depth, depth_of(item));
  return depth;
}
int depth_below(const Concat& e) { return depth_below(e.parts); }
int depth_below(const ListLiteral& e) { return depth_below(e.items); }
int depth_below(const DictLiteral& e) {
  int depth = 0;
  for (const auto& [key, value] : e.items) depth = std::max({depth, depth_of(key), depth_of(value)});
  return depth;
}

bool ends_operand(const Token& token) {
  return token.is_name("else") || token.is_name("or") || token.is_name("and") || token.is_name("is");
}

}  // namespace

template <class Node>
ExprPtr ExpressionParser::make(Node node, int line) const {
  auto expr = std::make_unique<Expr>();
  expr->depth = 1 + depth_below(node);
  expr->line = line;
  if (expr->depth > limits::tree_depth) raise_limit("an expression is more than {} operations deep", limits::tree_depth);
  expr->node = std::move(node);
  return expr;
}

ExprPtr ExpressionParser::expression(bool with_condition) {
  const TokenStream::Nested nested(in_);
  const int line = in_.line();
  const std::size_t unknown = in_.unknown.size();
  ExprPtr value = or_expression();
  while (with_condition && in_.take_name("if")) {
    ExprPtr condition = or_expression();
    ExprPtr otherwise = in_.take_name("else") ? expression() : nullptr;
    in_.unknown.resize(unknown);
    value = make(Conditional{std::move(condition), std::move(value), std::move(otherwise)}, line);
  }
  return value;
}

ExprPtr ExpressionParser::or_expression() {
  const int line = in_.line();
  ExprPtr left = and_expression();
  while (in_.take_name("or")) left = make(Logical{false, std::move(left), and_expression()}, line);
  return left;
}

ExprPtr ExpressionParser::and_expression() {
  const int line = in_.line();
  ExprPtr left = not_expression();
  while (in_.take_name("and")) left = make(Logical{true, std::move(left), not_expression()}, line);
  return left;
}

ExprPtr ExpressionParser::not_expression() {
  const TokenStream::Nested nested(in_);
  const int line = in_.line();
  if (in_.take_name("not")) return make(Unary{UnaryOp::logical_not, not_expression()}, line);
  return comparison();
}

ExprPtr ExpressionParser::comparison() {
  static constexpr std::pair<std::string_view, CompareOp> operators[] = {{"==", CompareOp::equal},  {"!=", CompareOp::not_equal},
                                                                         {"<", CompareOp::less},    {"<=", CompareOp::less_equal},
                                                                         {">", CompareOp::greater}, {">=", CompareOp::greater_equal}};
  const int line = in_.line();
  Compare compare{sum(), {}};
  while (true) {
    const auto op = std::ranges::find_if(operators, [&](const auto& entry) { return in_.peek().is_op(entry.first); });
    if (op != std::end(operators)) {
      in_.next();
      compare.rest.emplace_back(op->second, sum());
    } else if (in_.take_name("in")) {
      compare.rest.emplace_back(CompareOp::in, sum());
    } else if (in_.peek().is_name("not") && in_.peek(1).is_name("in")) {
      in_.next(), in_.next();
      compare.rest.emplace_back(CompareOp::not_in, sum());
    } else {
      break;
    }
  }
  return compare.rest.empty() ? std::move(compare.first) : make(std::move(compare), line);
}

ExprPtr ExpressionParser::sum() {
  const int line = in_.line();
  ExprPtr left = concatenation();
  while (in_.peek().is_op("+") || in_.peek().is_op("-")) {
    const auto op = in_.next().text == "+" ? BinaryOp::add : BinaryOp::subtract;
    left = make(Binary{op, std::move(left), concatenation()}, line);
  }
  return left;
}

ExprPtr ExpressionParser::concatenation() {
  const int line = in_.line();
  Concat concat;
  concat.parts.push_back(product());
  while (in_.take_op("~")) concat.parts.push_back(product());
  return concat.parts.size() == 1 ? std::move(concat.parts.front()) : make(std::move(concat), line);
}

ExprPtr ExpressionParser::product() {
  static constexpr std::pair<std::string_view, BinaryOp> operators[] = {
      {"*", BinaryOp::multiply}, {"/", BinaryOp::divide}, {"//", BinaryOp::floor_divide}, {"%", BinaryOp::modulo}};
  const int line = in_.line();
  ExprPtr left = power();
  while (true) {
    const auto op = std::ranges::find_if(operators, [&](const auto& entry) { return in_.peek().is_op(entry.first); });
    if (op == std::end(operators)) return left;
    in_.next();
    left = make(Binary{op->second, std::move(left), power()}, line);
  }
}

ExprPtr ExpressionParser::power() {
  const int line = in_.line();
  ExprPtr left = unary();
  while (in_.take_op("**")) left = make(Binary{BinaryOp::power, std::move(left), unary()}, line);
  return left;
}

ExprPtr ExpressionParser::unary(bool with_filters) {
  const TokenStream::Nested nested(in_);
  const int line = in_.line();
  ExprPtr value;
  if (in_.take_op("-"))
    value = make(Unary{UnaryOp::negate, unary(false)}, line);
  else if (in_.take_op("+"))
    value = make(Unary{UnaryOp::plus, unary(false)}, line);
  else
    value = primary();
  value = postfix(std::move(value));
  return with_filters ? filters_and_tests(std::move(value)) : std::move(value);
}

ExprPtr ExpressionParser::primary() {
  const int line = in_.line();
  const Token& token = in_.peek();
  if (token.is_op("(")) return parenthesised();
  if (token.is_op("[")) return list();
  if (token.is_op("{")) return dict();
  switch (token.type) {
    case Type::integer: return make(Literal{in_.next().integer}, line);
    case Type::floating: return make(Literal{in_.next().floating}, line);
    case Type::string: {
      std::string text;
      while (in_.peek().type == Type::string) text += in_.next().text;
      return make(Literal{in_.constant(std::move(text))}, line);
    }
    case Type::name: break;
    default: in_.unexpected(Sentence("an expression"));
  }
  const std::string& name = in_.next().text;
  if (name == "true" || name == "True") return make(Literal{true}, line);
  if (name == "false" || name == "False") return make(Literal{false}, line);
  if (name == "none" || name == "None") return make(Literal{None()}, line);
  return make(Name{in_.variable(name)}, line);
}

bool ExpressionParser::at_tuple_end() const {
  const Token& token = in_.peek();
  return token.type == Type::block_end || token.type == Type::variable_end || token.is_op(")");
}

ExprPtr ExpressionParser::tuple(bool with_condition) {
  const int line = in_.line();
  ExprPtr first = expression(with_condition);
  if (!in_.peek().is_op(",")) return first;
  ListLiteral tuple{List::Kind::tuple, {}};
  tuple.items.push_back(std::move(first));
  while (in_.take_op(",") && !at_tuple_end()) tuple.items.push_back(expression(with_condition));
  return make(std::move(tuple), line);
}

ExprPtr ExpressionParser::parenthesised() {
  const int line = in_.line();
  in_.expect_op("(");
  if (in_.take_op(")")) return make(ListLiteral{List::Kind::tuple, {}}, line);
  ExprPtr value = tuple();
  in_.expect_op(")");
  return value;
}

ExprPtr ExpressionParser::list() {
  const int line = in_.line();
  in_.expect_op("[");
  ListLiteral list{List::Kind::list, {}};
  while (!in_.peek().is_op("]")) {
    list.items.push_back(expression());
    if (!in_.take_op(",")) break;
  }
  in_.expect_op("]");
  return make(std::move(list), line);
}

ExprPtr ExpressionParser::dict() {
  const int line = in_.line();
  in_.expect_op("{");
  DictLiteral dict;
  while (!in_.peek().is_op("}")) {
    ExprPtr key = expression();
    in_.expect_op(":");
    dict.items.emplace_back(std::move(key), expression());
    if (!in_.take_op(",")) break;
  }
  in_.expect_op("}");
  return make(std::move(dict), line);
}

ExprPtr ExpressionParser::postfix(ExprPtr object) {
  while (true) {
    const int line = in_.line();
    if (in_.take_op(".")) {
      if (in_.peek().type == Type::integer) {
        object = make(Item{std::move(object), make(Literal{in_.next().integer}, line)}, line);
      } else {
        object = make(Attribute{std::move(object), in_.constant(in_.expect_name())}, line);
      }
    } else if (in_.take_op("[")) {
      object = subscript(std::move(object));
    } else if (in_.take_op("(")) {
      object = make(Call{std::move(object), arguments()}, line);
    } else {
      return object;
    }
  }
}

ExprPtr ExpressionParser::subscript(ExprPtr object) {
  const int line = in_.line();
  ExprPtr bounds[3];
  int colons = 0;
  while (!in_.peek().is_op("]")) {
    if (in_.peek().is_op(":") && colons < 2) {
      in_.next();
      ++colons;
    } else if (!bounds[colons]) {
      bounds[colons] = colons == 0 ? tuple() : expression();
    } else {
      in_.unexpected(Sentence(std::string("']'")));
    }
  }
  in_.expect_op("]");
  if (colons > 0) return make(Slice{std::move(object), std::move(bounds[0]), std::move(bounds[1]), std::move(bounds[2])}, line);
  if (!bounds[0]) raise("a subscript is empty");
  return make(Item{std::move(object), std::move(bounds[0])}, line);
}

ArgumentList ExpressionParser::arguments() {
  ArgumentList arguments;
  while (!in_.peek().is_op(")")) {
    const bool named = in_.peek().type == Type::name && in_.peek(1).is_op("=");
    if (in_.take_op("*")) {
      if (arguments.more_positional || arguments.more_named) in_.unexpected(Sentence(std::string("')'")));
      arguments.more_positional = expression();
    } else if (in_.take_op("**")) {
      if (arguments.more_named) in_.unexpected(Sentence(std::string("')'")));
      arguments.more_named = expression();
    } else if (named) {
      std::string name = in_.next().text;
      in_.next();
      arguments.named.emplace_back(std::move(name), expression());
    } else {
      if (!arguments.named.empty() || arguments.more_positional || arguments.more_named) raise("a positional argument follows a named one");
      arguments.positional.push_back(expression());
    }
    if (!in_.take_op(",")) break;
  }
  in_.expect_op(")");
  return arguments;
}

ExprPtr ExpressionParser::filters_and_tests(ExprPtr object) {
  while (true) {
    const int line = in_.line();
    if (in_.peek().is_op("|"))
      object = filter(std::move(object));
    else if (in_.take_name("is"))
      object = test(std::move(object));
    else if (in_.take_op("("))
      object = make(Call{std::move(object), arguments()}, line);
    else
      return object;
  }
}

std::string ExpressionParser::dotted_name() {
  std::string name = in_.expect_name();
  while (in_.take_op(".")) name += "." + in_.expect_name();
  return name;
}

void ExpressionParser::check_name(const std::string& name, bool known, Label what) {
  if (!known && !in_.conditional) in_.unknown.emplace_back(sentence("there is no {} named '{}'", what, name), in_.line());
}

ExprPtr ExpressionParser::filter(ExprPtr object) {
  const int line = in_.line();
  in_.expect_op("|");
  Filter filter{std::move(object), dotted_name(), {}};
  check_name(filter.name, find_filter(filter.name), noun("filter"));
  if (in_.take_op("(")) filter.arguments = arguments();
  return make(std::move(filter), line);
}

ExprPtr ExpressionParser::filters(ExprPtr object) {
  while (in_.peek().is_op("|")) object = filter(std::move(object));
  return object;
}

ExprPtr ExpressionParser::test(ExprPtr object) {
  const int line = in_.line();
  const bool negated = in_.take_name("not");
  Test test{std::move(object), dotted_name(), {}};
  check_name(test.name, find_test(test.name), noun("test"));
  const Token& token = in_.peek();
  const bool is_operand = (token.type == Type::name && !ends_operand(token)) || token.type == Type::string || token.type == Type::integer ||
                          token.type == Type::floating || token.is_op("[") || token.is_op("{");
  if (in_.take_op("(")) {
    test.arguments = arguments();
  } else if (token.is_name("is")) {
    raise("tests cannot be chained with 'is'");
  } else if (is_operand) {  // also "if": `x is string if y` is an error in Jinja, too
    test.arguments.positional.push_back(postfix(primary()));
  }
  ExprPtr value = make(std::move(test), line);
  return negated ? make(Unary{UnaryOp::logical_not, std::move(value)}, line) : std::move(value);
}

Target ExpressionParser::single_target() {
  const TokenStream::Nested nested(in_);
  if (in_.take_op("(")) {
    Target several = target();
    in_.expect_op(")");
    return several;
  }
  Target single;
  const std::string name = in_.expect_name();
  if (name == "true" || name == "false" || name == "none" || name == "True" || name == "False" || name == "None")
    raise("cannot assign to '{}'", name);
  single.name = in_.variable(name);
  if (in_.take_op(".")) single.attribute = in_.constant(in_.expect_name());
  return single;
}

Target ExpressionParser::target() {
  Target first = single_target();
  if (!in_.peek().is_op(",")) return first;
  Target several;
  several.parts.push_back(std::move(first));
  while (in_.take_op(",") && !in_.peek().is_name("in") && (in_.peek().type == Type::name || in_.peek().is_op("(")))
    several.parts.push_back(single_target());
  return several;
}

}  // namespace halftone::jinja
