#include "engine/jinja/parser.h"

#include <initializer_list>
#include <utility>

#include "engine/base/utf8.h"
#include "engine/jinja/expression_parser.h"
#include "engine/jinja/interpreter.h"

namespace halftone::jinja {
namespace {

using namespace ast;
using Type = Token::Type;

class StatementParser {
 public:
  explicit StatementParser(TokenStream& in) : in_(in), expressions_(in) {}

  // Statements up to a tag named in `ends`; that tag's name is taken and handed back in `end`.
  Block block(std::initializer_list<std::string_view> ends, std::string* end = nullptr) {
    const TokenStream::Nested nested(in_);
    Block block;
    while (true) {
      const Token& token = in_.peek();
      if (token.type == Type::end) {
        if (ends.size() == 0) return block;
        raise("the tag '{}' is missing", *(ends.end() - 1));
      }
      if (token.type == Type::data) {
        add(block, Data{in_.constant(in_.next().text)});
      } else if (token.type == Type::variable_begin) {
        in_.next();
        add(block, Output{expressions_.tuple()});
        in_.expect(Type::variable_end, std::string_view("'}}'"));
      } else {
        in_.expect(Type::block_begin, noun("a tag"));
        for (const std::string_view name : ends) {
          if (!in_.peek().is_name(name)) continue;
          in_.next();
          if (end) *end = name;
          return block;
        }
        const int line = in_.line();
        statement(block);
        block.back()->line = line;
        in_.expect(Type::block_end, std::string_view("'%}'"));
      }
    }
  }

 private:
  // A block with a scope of its own, for which the conditions around it do not count.
  Block inner_block(std::string_view end) {
    const bool conditional = std::exchange(in_.conditional, false);
    Block body = block({end});
    in_.conditional = conditional;
    return body;
  }

  template <class Node>
  void add(Block& block, Node node) {
    auto stmt = std::make_unique<Stmt>();
    stmt->line = in_.line();
    stmt->node = std::move(node);
    block.push_back(std::move(stmt));
  }

  // The inside of one tag and, for a block, everything to the name of its end tag.
  void statement(Block& block) {
    const std::string name = in_.expect_name();
    if (name == "if") return add(block, if_statement());
    if (name == "for") return add(block, for_statement());
    if (name == "set") return set_statement(block);
    if (name == "macro") return add(block, macro());
    if (name == "call") return add(block, call_block());
    if (name == "filter") return add(block, filter_block());
    if (name == "with") return add(block, with_block());
    if (name == "generation") {  // marks what the model wrote, for training; here only a scope
      end_tag();
      return add(block, With{{}, inner_block("endgeneration")});
    }
    if (name == "include" || name == "import" || name == "from" || name == "extends") {
      while (in_.peek().type != Type::block_end && in_.peek().type != Type::end) in_.next();
      return add(block, Refused{name});
    }
    if (name == "break" || name == "continue") {
      if (loops_ == 0) raise("'{}' outside of a loop", name);
      return name == "break" ? add(block, Break()) : add(block, Continue());
    }
    raise("unknown tag '{}'", name);
  }

  void end_tag() { in_.expect(Type::block_end, std::string_view("'%}'")); }

  If if_statement() {
    If node;
    const bool conditional = std::exchange(in_.conditional, true);
    for (std::string end = "elif"; end != "endif";) {
      if (end == "elif") {
        ExprPtr condition = expressions_.tuple(false);
        end_tag();
        Block body = block({"elif", "else", "endif"}, &end);
        node.branches.emplace_back(std::move(condition), std::move(body));
      } else {
        end_tag();
        node.otherwise = block({"endif"}, &end);
      }
    }
    in_.conditional = conditional;
    return node;
  }

  For for_statement() {
    For node;
    node.target = expressions_.target();
    if (!in_.take_name("in")) in_.unexpected(Sentence(std::string("'in'")));
    node.items = expressions_.tuple(false);
    const bool conditional = std::exchange(in_.conditional, false);
    if (in_.take_name("if")) node.condition = expressions_.expression();
    node.recursive = in_.take_name("recursive");
    end_tag();
    std::string end;
    ++loops_;
    node.body = block({"else", "endfor"}, &end);
    --loops_;
    if (end == "else") {
      end_tag();
      node.otherwise = block({"endfor"});
    }
    in_.conditional = conditional;
    return node;
  }

  void set_statement(Block& block) {
    Target target = expressions_.target();
    if (in_.take_op("=")) return add(block, Set{std::move(target), expressions_.tuple()});
    if (!target.parts.empty()) in_.unexpected(Sentence(std::string("'='")));
    ExprPtr filter = expressions_.filters(nullptr);
    end_tag();
    Block body = inner_block("endset");
    add(block, SetBlock{std::move(target), std::move(body), std::move(filter)});
  }

  void parameters(Macro& macro) {
    in_.expect_op("(");
    while (!in_.peek().is_op(")")) {
      const NameId name = in_.variable(in_.expect_name());
      ExprPtr otherwise;
      if (in_.take_op("="))
        otherwise = expressions_.expression();
      else if (!macro.parameters.empty() && macro.parameters.back().second)
        raise("a parameter without a default follows one with");
      macro.parameters.emplace_back(name, std::move(otherwise));
      if (!in_.take_op(",")) break;
    }
    in_.expect_op(")");
  }

  // A loop outside does not reach into a macro's body.
  void macro_body(Macro& macro, std::string_view end) {
    const int loops = std::exchange(loops_, 0);
    const unsigned used = std::exchange(in_.used, 0);
    end_tag();
    macro.body = inner_block(end);
    macro.uses = std::exchange(in_.used, in_.used | used);
    loops_ = loops;
  }

  Macro macro() {
    Macro node;
    node.name = in_.expect_name();
    node.variable = in_.variable(node.name);
    parameters(node);
    macro_body(node, "endmacro");
    return node;
  }

  CallBlock call_block() {
    CallBlock node;
    node.caller.name = "caller";
    if (in_.peek().is_op("(")) parameters(node.caller);
    node.call = expressions_.expression();
    if (!std::holds_alternative<Call>(node.call->node)) raise("a call block needs a call");
    macro_body(node.caller, "endcall");
    return node;
  }

  FilterBlock filter_block() {
    FilterBlock node;
    // The first filter has no "|" before it.
    auto first = std::make_unique<Expr>();
    first->line = in_.line();
    Filter filter{nullptr, in_.expect_name(), {}};
    expressions_.check_name(filter.name, find_filter(filter.name), noun("filter"));
    if (in_.take_op("(")) filter.arguments = expressions_.arguments();
    first->node = std::move(filter);
    node.filter = expressions_.filters(std::move(first));
    end_tag();
    node.body = inner_block("endfilter");
    return node;
  }

  With with_block() {
    With node;
    while (in_.peek().type != Type::block_end) {
      Target target = expressions_.target();
      in_.expect_op("=");
      node.variables.emplace_back(std::move(target), expressions_.expression());
      if (!in_.take_op(",")) break;
    }
    end_tag();
    node.body = inner_block("endwith");
    return node;
  }

  TokenStream& in_;
  ExpressionParser expressions_;
  int loops_ = 0;
};

}  // namespace

Program parse(std::string_view source) {
  if (source.size() > limits::source_bytes) raise_limit("its source is {} bytes long; {} are allowed", source.size(), limits::source_bytes);
  if (!is_utf8(source)) raise("its source is not UTF-8");
  Program program;
  TokenStream tokens(tokenize(source), program);
  try {
    program.body = StatementParser(tokens).block({});
    if (!tokens.unknown.empty()) throw TemplateError{ErrorKind::malformed, tokens.unknown.front().first, tokens.unknown.front().second};
  } catch (TemplateError& error) {
    if (error.line == 0) error.line = tokens.line();
    throw;
  }
  return program;
}

}  // namespace halftone::jinja
