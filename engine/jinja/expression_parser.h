// Jinja's expressions, by recursive descent; from the loosest operator to the tightest:
//   a if b else c;  or;  and;  not;  == != < <= > >= in;  + -;  ~;  * / // %;  **;  unary - +;  .a [b] (c) |filter, is test
#pragma once

#include "engine/jinja/token_stream.h"

namespace halftone::jinja {

class ExpressionParser {
 public:
  explicit ExpressionParser(TokenStream& in) : in_(in) {}

  ast::ExprPtr expression(bool with_condition = true);
  ast::ExprPtr tuple(bool with_condition = true);  // an expression, or several with commas between
  ast::ExprPtr filters(ast::ExprPtr object);       // |a|b|c behind `object`, which may be null
  ast::ArgumentList arguments();                   // behind "("; takes the ")"
  ast::Target target();                            // one, or several with commas between

 public:
  void check_name(const std::string& name, bool known, Label what);  // of a filter or a test

 private:
  template <class Node>
  ast::ExprPtr make(Node node, int line) const;
  ast::ExprPtr or_expression();
  ast::ExprPtr and_expression();
  ast::ExprPtr not_expression();
  ast::ExprPtr comparison();
  ast::ExprPtr sum();
  ast::ExprPtr concatenation();
  ast::ExprPtr product();
  ast::ExprPtr power();
  ast::ExprPtr unary(bool with_filters = true);
  ast::ExprPtr primary();
  ast::ExprPtr parenthesised();
  ast::ExprPtr list();
  ast::ExprPtr dict();
  ast::ExprPtr postfix(ast::ExprPtr object);
  ast::ExprPtr subscript(ast::ExprPtr object);
  ast::ExprPtr filters_and_tests(ast::ExprPtr object);
  ast::ExprPtr filter(ast::ExprPtr object);
  ast::ExprPtr test(ast::ExprPtr object);
  std::string dotted_name();
  bool at_tuple_end() const;
  ast::Target single_target();

  TokenStream& in_;
};

}  // namespace halftone::jinja
