#include "engine/jinja/interpreter.h"

#include <algorithm>

#include "engine/jinja/unicode.h"

namespace halftone::jinja {

using namespace ast;

// Bounds the interpreter's own recursion: expressions within blocks within macros.
class Interpreter::Frame {
 public:
  explicit Frame(Interpreter& interpreter) : interpreter_(interpreter) {
    interpreter_.budget().step();
    if (++interpreter_.frames_ > limits::frames) raise_limit("it nests more than {} operations", limits::frames);
  }
  ~Frame() { --interpreter_.frames_; }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

 private:
  Interpreter& interpreter_;
};

namespace {

// Puts a value back at the end of a block, also when an error leaves it.
template <class T>
class Restore {
 public:
  Restore(T& place, T value) : place_(place), old_(std::exchange(place, std::move(value))) {}
  ~Restore() { place_ = std::move(old_); }
  Restore(const Restore&) = delete;
  Restore& operator=(const Restore&) = delete;

 private:
  T& place_;
  T old_;
};

// A message's role is a word of the program that calls, and templates build control tokens from it ("<|" + role + "|>").
bool is_role(const std::string& text) {
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

Text Interpreter::run(const nlohmann::ordered_json& context) {
  Text out;
  out_ = &out;
  try {
    if (!context.is_object()) raise("the context of a template must be an object");
    Dict variables;
    for (const auto& [name, value] : context.items()) {
      const bool foreign = !name.ends_with("_token");  // bos_token and its like are the model's own
      variables.set(heap_.text(with_valid_utf8(name)), import(value, foreign, 0));
    }
    context_ = heap_.dict(std::move(variables));
    scope_ = make_scope(nullptr);
    execute(program_.body);
  } catch (TemplateError& error) {
    if (error.line == 0) error.line = line_;
    throw;
  }
  return out;
}

Value Interpreter::import(const nlohmann::ordered_json& json, bool foreign, int depth) {
  if (depth > limits::nesting) raise_limit("the context is nested more than {} deep", limits::nesting);
  switch (json.type()) {
    case nlohmann::ordered_json::value_t::boolean: return json.get<bool>();
    case nlohmann::ordered_json::value_t::number_integer: return json.get<std::int64_t>();
    case nlohmann::ordered_json::value_t::number_unsigned: {
      const auto number = json.get<std::uint64_t>();
      if (number > INT64_MAX) return static_cast<double>(number);
      return static_cast<std::int64_t>(number);
    }
    case nlohmann::ordered_json::value_t::number_float: return json.get<double>();
    case nlohmann::ordered_json::value_t::string: return heap_.text(with_valid_utf8(json.get_ref<const std::string&>()), foreign);
    case nlohmann::ordered_json::value_t::array: {
      std::vector<Value> items;
      for (const auto& item : json) items.push_back(import(item, foreign, depth + 1));
      return heap_.list(std::move(items));
    }
    case nlohmann::ordered_json::value_t::object: {
      Dict dict;
      for (const auto& [key, value] : json.items()) {
        const bool role = key == "role" && value.is_string() && is_role(value.get_ref<const std::string&>());
        dict.set(heap_.text(with_valid_utf8(key), foreign), import(value, foreign && !role, depth + 1));
      }
      return heap_.dict(std::move(dict));
    }
    default: return None();
  }
}

Scope* Interpreter::make_scope(Scope* parent) {
  budget().charge(sizeof(Scope) + 128);
  scopes_.push_back({parent, {}});
  return &scopes_.back();
}

Value Interpreter::variable(NameId name) {
  for (Scope* scope = scope_; scope; scope = scope->parent)
    if (const Value* value = scope->find(name)) return *value;
  const Text* text = program_.names[static_cast<std::size_t>(name)];
  if (const Value* value = context_->find(text->bytes())) return *value;
  if (const Callable global = find_global(text->bytes())) return heap_.function({text->bytes(), global, {}, nullptr, nullptr});
  return Undefined{nullptr, text};
}

void Interpreter::assign(const Target& target, const Value& value) {
  if (!target.parts.empty()) {
    const std::vector<Value> values = items_of(value);
    if (values.size() != target.parts.size()) raise("cannot assign {} values to {} names", values.size(), target.parts.size());
    for (std::size_t i = 0; i < values.size(); ++i) assign(target.parts[i], values[i]);
  } else if (target.attribute) {
    const Value object = variable(target.name);
    Namespace* const* space = std::get_if<Namespace*>(&object);
    if (!space)
      raise("cannot assign an attribute of '{}', which is no namespace", program_.names[static_cast<std::size_t>(target.name)]->bytes());
    if (target.attribute->bytes().starts_with('_'))
      raise("a namespace keeps no attribute that begins with an underscore: '{}'", target.attribute->bytes());
    budget().charge(64);
    (*space)->attributes.set(target.attribute, value);
  } else {
    scope_->set(target.name, value);
  }
}

Interpreter::Flow Interpreter::execute(const Block& block) {
  const Frame frame(*this);
  for (const auto& stmt : block) {
    line_ = stmt->line;
    budget().step();
    const Flow flow = std::visit([&](const auto& node) { return run(node); }, stmt->node);
    if (flow != Flow::next) return flow;
  }
  return Flow::next;
}

Interpreter::Flow Interpreter::execute_in(Scope* scope, const Block& block) {
  const Restore restore(scope_, scope);
  return execute(block);
}

// What a block writes, instead of writing it.
Text Interpreter::captured(Scope* scope, const Block& block) {
  Text text;
  const Restore restore(out_, &text);
  execute_in(scope, block);
  return text;
}

Interpreter::Flow Interpreter::run(const Data& node) {
  append(*out_, *node.text, budget());
  return Flow::next;
}

Interpreter::Flow Interpreter::run(const Output& node) {
  const Value value = evaluate(*node.value);
  if (const Text* text = as_text(value))
    append(*out_, *text, budget());
  else
    append(*out_, str(value), budget());
  return Flow::next;
}

Interpreter::Flow Interpreter::run(const If& node) {
  for (const auto& [condition, body] : node.branches)
    if (is_true(evaluate(*condition))) return execute(body);
  return execute(node.otherwise);
}

Interpreter::Flow Interpreter::run(const For& node) { return run_loop(node, evaluate(*node.items), 1); }

// The condition is asked for an item when that item's turn comes, as in Jinja: what the body assigned meanwhile counts.
Generator* Interpreter::filtered_items(const For& node, const Value& iterable) {
  return heap_.generator([this, &node, items = iterate(iterable), outer = scope_](Value& item) {
    while (pull(*items, item)) {
      const Restore restore(scope_, make_scope(outer));
      assign(node.target, item);
      if (is_true(evaluate(*node.condition))) return true;
    }
    return false;
  });
}

bool Interpreter::fetch(Loop& loop, std::size_t index) {
  Value item;
  while (loop.items.size() <= index && loop.more) {
    if (pull(*loop.more, item))
      loop.items.push_back(item);
    else
      loop.more = nullptr;
  }
  return index < loop.items.size();
}

Interpreter::Flow Interpreter::run_loop(const For& node, const Value& iterable, int depth) {
  Loop& loop = loops_.emplace_back(Loop{&node, scope_, {}, nullptr, 0, depth, {}});
  if (node.condition)
    loop.more = filtered_items(node, iterable);
  else if (as_generator(iterable))
    loop.more = as_generator(iterable);
  else
    loop.items = items_of(iterable);
  budget().charge(sizeof(Loop) + loop.items.size() * sizeof(Value));
  Scope* scope = make_scope(scope_);
  const Restore restore(scope_, scope);
  bool completed = false;
  for (; fetch(loop, loop.index); ++loop.index) {
    budget().step();
    scope->variables.clear();
    scope->set(loop_name, &loop);
    assign(node.target, loop.items[loop.index]);
    const Flow flow = execute(node.body);
    if (flow == Flow::break_loop) break;
    completed |= flow == Flow::next;
  }
  // Jinja's else means "no round came to its end", so it also runs when all of them broke off or went on early.
  if (completed || node.otherwise.empty()) return Flow::next;
  scope->variables.clear();
  return execute(node.otherwise);
}

Interpreter::Flow Interpreter::run(const Set& node) {
  assign(node.target, evaluate(*node.value));
  return Flow::next;
}

Interpreter::Flow Interpreter::run(const SetBlock& node) {
  Value value = text(captured(make_scope(scope_), node.body));
  if (node.filter) value = filtered(*node.filter, value);
  assign(node.target, value);
  return Flow::next;
}

const Function* Interpreter::make_macro(const Macro& macro) { return heap_.function({macro.name, nullptr, {}, &macro, scope_}); }

Interpreter::Flow Interpreter::run(const Macro& node) {
  scope_->set(node.variable, make_macro(node));
  return Flow::next;
}

Interpreter::Flow Interpreter::run(const CallBlock& node) {
  const auto& call_node = std::get<Call>(node.call->node);
  const Value callee = evaluate(*call_node.callee);
  Arguments arguments = evaluate(call_node.arguments);
  arguments.named.emplace_back("caller", make_macro(node.caller));
  append(*out_, str(call(callee, arguments)), budget());
  return Flow::next;
}

Value Interpreter::filtered(const Expr& filter, const Value& body) {
  const Restore restore(filter_body_, body);
  return evaluate(filter);
}

Interpreter::Flow Interpreter::run(const FilterBlock& node) {
  const Value body = text(captured(make_scope(scope_), node.body));
  append(*out_, str(filtered(*node.filter, body)), budget());
  return Flow::next;
}

Interpreter::Flow Interpreter::run(const With& node) {
  Scope* scope = make_scope(scope_);
  std::vector<Value> values;
  values.reserve(node.variables.size());
  for (const auto& [target, value] : node.variables) values.push_back(evaluate(*value));
  const Restore restore(scope_, scope);
  for (std::size_t i = 0; i < values.size(); ++i) assign(node.variables[i].first, values[i]);
  return execute(node.body);
}

Value Interpreter::call_macro(const Function& function, const Arguments& arguments) {
  if (calls_ >= limits::nesting) raise_limit("macros call each other more than {} deep", limits::nesting);
  const Restore restore_calls(calls_, calls_ + 1);
  const Macro& macro = *function.macro;
  Scope* scope = make_scope(function.scope);
  const Restore restore_scope(scope_, scope);
  const auto parameter_name = [&](std::size_t i) { return program_.names[static_cast<std::size_t>(macro.parameters[i].first)]; };
  std::vector<Value> varargs;
  for (std::size_t i = macro.parameters.size(); i < arguments.positional.size(); ++i) varargs.push_back(arguments.positional[i]);
  Dict kwargs;
  Value caller = Undefined{nullptr, program_.names[caller_name]};
  for (const auto& [name, value] : arguments.named) {
    bool known = false;
    for (std::size_t i = 0; i < macro.parameters.size() && !known; ++i) known = parameter_name(i)->bytes() == name;
    if (name == "caller" && macro.uses_name(caller_name))
      caller = value;
    else if (!known && !macro.uses_name(kwargs_name))
      raise("macro '{}' takes no keyword argument '{}'", macro.name, name);
    else if (!known)
      kwargs.set(heap_.text(std::string(name)), value);
  }
  if (!varargs.empty() && !macro.uses_name(varargs_name))
    raise("macro '{}' takes not more than {} argument(s)", macro.name, macro.parameters.size());
  if (macro.uses_name(varargs_name)) scope->set(varargs_name, heap_.tuple(std::move(varargs)));
  if (macro.uses_name(kwargs_name)) scope->set(kwargs_name, heap_.dict(std::move(kwargs)));
  if (macro.uses_name(caller_name)) scope->set(caller_name, caller);

    // A default sees all parameters; those that come after it, or itself, as undefined unless they were given.
  std::vector<const Parameter*> missing;
  for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
    const Text* name = parameter_name(i);
    const Value* given = arguments.find(i, name->bytes());
    scope->set(macro.parameters[i].first, given ? *given : Value(Undefined{nullptr, name}));
    if (!given && macro.parameters[i].second) missing.push_back(&macro.parameters[i]);
  }
  for (const Parameter* parameter : missing) scope->set(parameter->first, evaluate(*parameter->second));
  const int line = line_;
  Value result = text(captured(scope, macro.body));
  line_ = line;
  return result;
}

Value Interpreter::call(const Value& callee, const Arguments& arguments) {
  const Frame frame(*this);
  if (const auto* function = std::get_if<const Function*>(&callee)) {
    if ((*function)->macro) return call_macro(**function, arguments);
    return (*function)->native(*this, (*function)->self, arguments);
  }
  if (Loop* const* loop = std::get_if<Loop*>(&callee)) {
    arguments.allow("loop", {"iterable"});
    if (!(*loop)->node->recursive) raise("the loop is not recursive: it must say so to be called");
    if (calls_ >= limits::nesting) raise_limit("loops call themselves more than {} deep", limits::nesting);
    const Restore restore_calls(calls_, calls_ + 1);
    const Restore restore_scope(scope_, (*loop)->scope);
    Text inner;
    const Restore restore_out(out_, &inner);
    run_loop(*(*loop)->node, arguments.require(0, "iterable"), (*loop)->depth + 1);
    return text(std::move(inner));
  }
  if (const auto* undefined = get<Undefined>(callee)) raise_undefined(*undefined);
  raise("'{}' object is not callable", type_name(callee));
}

}  // namespace halftone::jinja
