#include "engine/text/template_variables.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "engine/base/overloaded.h"
#include "engine/jinja/ast.h"

namespace halftone {

namespace {

using Kind = TemplateVariable::Kind;
using namespace jinja;

struct Known {
  std::string_view name;
  Kind kind;
};

// As published templates call them.
constexpr Known kKnown[] = {
    {"enable_thinking", Kind::flag},         // Qwen 3, GLM, SmolLM3, Gemma 4, Nemotron
    {"thinking", Kind::flag},                // DeepSeek V3.1, Granite 3
    {"clear_thinking", Kind::flag},          // GLM 4.7: thoughts of earlier turns go
    {"truncate_history_thinking", Kind::flag},  // Nemotron 3: the same
    {"preserve_thinking", Kind::flag},       // Qwen 3.6: they stay
    {"keep_past_thinking", Kind::flag},      // LFM 2.5: the same
    {"reasoning_effort", Kind::choice},      // gpt-oss, Mistral
    {"reasoning_mode", Kind::choice},
    {"thinking_budget", Kind::number},       // Seed-OSS: tokens
    {"model_identity", Kind::text},          // gpt-oss: its system message's first sentence
    {"custom_instructions", Kind::text},
    {"date_string", Kind::text},             // Llama 3: "26 Jul 2024"
    {"current_date", Kind::text},
    {"today_date", Kind::text},
    {"today", Kind::text},
};
constexpr std::array<std::string_view, 3> kUsualChoices = {"low", "medium", "high"};

class Walk {
 public:
  explicit Walk(const Program& program) : names_(program.names) { block(program.body, true); }

  std::vector<TemplateVariable> take() {
    for (TemplateVariable& variable : found_)
      if (variable.kind == Kind::choice && variable.choices.empty()) variable.choices.assign(kUsualChoices.begin(), kUsualChoices.end());
    return std::move(found_);
  }

 private:
  // Names that mean something of the template's own from here on, until the scope ends.
  class Scope {
   public:
    explicit Scope(Walk& walk) : walk_(walk), size_(walk.own_.size()) {}
    ~Scope() { walk_.own_.resize(size_); }

   private:
    Walk& walk_;
    std::size_t size_;
  };

  // `always`: the block runs whatever the context holds, so that what it sets hides the context's.
  void block(const ast::Block& block, bool always = false) {
    for (const auto& stmt : block) statement(*stmt, always);
  }

  void statement(const ast::Stmt& stmt, bool always) {
    std::visit(Overloaded{
                   [&](const ast::Data&) {},
                   [&](const ast::Output& node) { expression(node.value); },
                   [&](const ast::If& node) {
                     for (const auto& [condition, body] : node.branches) expression(condition), block(body);
                     block(node.otherwise);
                   },
                   [&](const ast::For& node) {
                     expression(node.items);
                     const Scope scope(*this);
                     hide(node.target);
                     expression(node.condition);
                     block(node.body);
                     block(node.otherwise);
                   },
                   [&](const ast::Set& node) {
                     expression(node.value);
                     if (always) hide(node.target);
                   },
                   [&](const ast::SetBlock& node) {
                     block(node.body);
                     expression(node.filter);
                     if (always) hide(node.target);
                   },
                   [&](const ast::Macro& node) { macro(node); },
                   [&](const ast::CallBlock& node) { macro(node.caller), expression(node.call); },
                   [&](const ast::FilterBlock& node) { expression(node.filter), block(node.body); },
                   [&](const ast::With& node) {
                     const Scope scope(*this);
                     for (const auto& [target, value] : node.variables) expression(value), hide(target);
                     block(node.body, always);
                   },
                   [&](const ast::Break&) {},
                   [&](const ast::Continue&) {},
                   [&](const ast::Refused&) {},
               },
               stmt.node);
  }

  void macro(const ast::Macro& node) {
    const Scope scope(*this);
    for (const auto& [name, standard] : node.parameters) {
      expression(standard);
      own_.push_back(name);
    }
    block(node.body);
  }

  void hide(const ast::Target& target) {
    if (target.parts.empty() && !target.attribute) own_.push_back(target.name);
    for (const ast::Target& part : target.parts) hide(part);
  }

  void expression(const ast::ExprPtr& expr) {
    if (!expr) return;
    std::visit(Overloaded{
                   [&](const ast::Literal&) {},
                   [&](const ast::Name& node) { read(node.id); },
                   [&](const ast::Attribute& node) { expression(node.object); },
                   [&](const ast::Item& node) { expression(node.object), expression(node.key); },
                   [&](const ast::Slice& node) { expression(node.object), expression(node.start), expression(node.stop), expression(node.step); },
                   [&](const ast::Call& node) { expression(node.callee), arguments(node.arguments); },
                   [&](const ast::Filter& node) { expression(node.object), arguments(node.arguments); },
                   [&](const ast::Test& node) { expression(node.object), arguments(node.arguments); },
                   [&](const ast::Unary& node) { expression(node.operand); },
                   [&](const ast::Binary& node) { expression(node.left), expression(node.right); },
                   [&](const ast::Logical& node) { expression(node.left), expression(node.right); },
                   [&](const ast::Compare& node) {
                     expression(node.first);
                     for (const auto& [op, other] : node.rest) expression(other), compared(node.first, other);
                   },
                   [&](const ast::Concat& node) { all(node.parts); },
                   [&](const ast::Conditional& node) { expression(node.yes), expression(node.condition), expression(node.no); },
                   [&](const ast::ListLiteral& node) { all(node.items); },
                   [&](const ast::DictLiteral& node) {
                     for (const auto& [key, value] : node.items) expression(key), expression(value);
                   },
               },
               expr->node);
  }

  void arguments(const ast::ArgumentList& list) {
    all(list.positional);
    for (const auto& [name, value] : list.named) expression(value);
    expression(list.more_positional);
    expression(list.more_named);
  }

  void all(std::span<const ast::ExprPtr> list) {
    for (const ast::ExprPtr& expr : list) expression(expr);
  }

  TemplateVariable* read(ast::NameId id) {
    if (std::ranges::count(own_, id) > 0) return nullptr;
    const std::string_view name = names_[static_cast<std::size_t>(id)]->bytes();
    if (const auto place = std::ranges::find(found_, name, &TemplateVariable::name); place != found_.end()) return &*place;
    const auto known = std::ranges::find(kKnown, name, &Known::name);
    if (known == std::end(kKnown)) return nullptr;
    return &found_.emplace_back(std::string(known->name), known->kind);
  }

  // reasoning_effort == 'high', reasoning_effort in ['none', 'high']: these are its values.
  void compared(const ast::ExprPtr& left, const ast::ExprPtr& right) {
    const auto* name = std::get_if<ast::Name>(&left->node);
    TemplateVariable* variable = name ? read(name->id) : nullptr;
    if (!variable || variable->kind != Kind::choice) return;
    const auto add = [&](const ast::ExprPtr& expr) {
      const auto* literal = std::get_if<ast::Literal>(&expr->node);
      const Text* text = literal ? as_text(literal->value) : nullptr;
      if (text && !text->bytes().empty() && std::ranges::count(variable->choices, text->bytes()) == 0)
        variable->choices.emplace_back(text->bytes());
    };
    add(right);
    if (const auto* list = std::get_if<ast::ListLiteral>(&right->node)) std::ranges::for_each(list->items, add);
  }

  const std::vector<const Text*>& names_;
  std::vector<ast::NameId> own_;
  std::vector<TemplateVariable> found_;
};

}  // namespace

std::vector<TemplateVariable> variables_of(const Program& program) { return Walk(program).take(); }

}  // namespace halftone
