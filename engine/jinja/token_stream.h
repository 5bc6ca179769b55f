// What both halves of the parser share: the tokens, the names and constants of the program, and the bound on nesting.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/jinja/ast.h"
#include "engine/jinja/lexer.h"

namespace halftone::jinja {

class TokenStream {
 public:
  using Type = Token::Type;

  TokenStream(std::vector<Token> tokens, Program& program) : tokens_(std::move(tokens)), program_(program) {
    for (const std::string_view name : ast::special_names) variable(std::string(name));
    used = 0;
  }

  const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  const Token& next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool take_op(std::string_view op) { return peek().is_op(op) && (next(), true); }
  bool take_name(std::string_view name) { return peek().is_name(name) && (next(), true); }
  void expect_op(std::string_view op) {
    if (!take_op(op)) unexpected(Sentence(fmt::format("'{}'", op)));
  }
  void expect(Type type, Label what) {
    if (peek().type != type) unexpected(what);
    next();
  }
  std::string expect_name() {
    if (peek().type != Type::name) unexpected(Sentence("a name"));
    return next().text;
  }
  int line() const { return peek().line; }

  [[noreturn]] void unexpected(const Sentence& wanted) const {
    const Token& token = peek();
    const Sentence what = token.type == Type::end                                             ? Sentence("the end of the template")
                       : token.type == Type::data                                          ? Sentence("text")
                       : token.type == Type::block_end || token.type == Type::variable_end ? Sentence("the end of the tag")
                                                                                           : Sentence();
    if (!what.empty()) raise("expected {}, found {}", wanted, what);
    raise("expected {}, found '{}'", wanted, token.type == Type::integer ? std::to_string(token.integer) : token.text);
  }

  ast::NameId variable(const std::string& name) {
    const auto [place, is_new] = ids_.try_emplace(name, static_cast<ast::NameId>(program_.names.size()));
    if (is_new) program_.names.push_back(constant(name));
    if (place->second < static_cast<ast::NameId>(std::size(ast::special_names))) used |= 1U << place->second;
    return place->second;
  }
  // Filters and tests that do not exist, with their lines. Under a condition they are refused only when they are reached, for a
  // template may ask first whether they are there.
  std::vector<std::pair<Sentence, int>> unknown;
  bool conditional = false;
  unsigned used = 0;  // a bit for each special name met since somebody cleared this
  const Text* constant(std::string text) { return &program_.constants.emplace_back(std::move(text), false); }

  // Around everything that may contain itself.
  class Nested {
   public:
    explicit Nested(TokenStream& stream) : stream_(stream) {
      if (++stream_.nesting_ > limits::nesting) raise_limit("blocks or brackets are nested more than {} deep", limits::nesting);
    }
    ~Nested() { --stream_.nesting_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    TokenStream& stream_;
  };

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Program& program_;
  std::unordered_map<std::string, ast::NameId> ids_;
  int nesting_ = 0;
};

}  // namespace halftone::jinja
