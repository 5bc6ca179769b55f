// What may follow `is`.
#include <unordered_map>

#include "engine/jinja/interpreter.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

using ast::BinaryOp;

bool is_integer(const Value& value) { return std::holds_alternative<std::int64_t>(value); }
bool is_boolean(const Value& value) { return std::holds_alternative<bool>(value); }
bool is_float(const Value& value) { return std::holds_alternative<double>(value); }
bool is_number(const Value& value) { return is_integer(value) || is_boolean(value) || is_float(value); }

bool is_sequence(const Value& value) {
  const List* list = as_list(value);
  return (list && list->is_indexed()) || as_text(value) || as_dict(value) || is_undefined(value);
}
bool is_iterable(const Value& value) {
  return as_list(value) || as_generator(value) || as_text(value) || as_dict(value) || is_undefined(value) ||
         std::holds_alternative<Loop*>(value);
}
bool is_callable(const Value& value) {
  return std::holds_alternative<const Function*>(value) || std::holds_alternative<Loop*>(value) || is_undefined(value);
}

template <bool (*test)(const Value&)>
Value of_type(Interpreter&, const Value& self, const Arguments& arguments) {
  arguments.allow("this test", {});
  return test(self);
}

template <bool wanted>
Value is_exactly(Interpreter&, const Value& self, const Arguments&) {
  const auto* boolean = get<bool>(self);
  return boolean && *boolean == wanted;
}

std::int64_t remainder(Interpreter& in, const Value& value, const Value& by) {
  const Value rest = in.binary(BinaryOp::modulo, value, by);
  if (const auto integer = as_integer(rest)) return *integer;
  const auto* number = get<double>(rest);
  return number && *number == 0 ? 0 : number && *number == 1 ? 1 : -1;
}
Value odd(Interpreter& in, const Value& self, const Arguments&) { return remainder(in, self, std::int64_t{2}) == 1; }
Value even(Interpreter& in, const Value& self, const Arguments&) { return remainder(in, self, std::int64_t{2}) == 0; }
Value divisible_by(Interpreter& in, const Value& self, const Arguments& arguments) {
  return remainder(in, self, arguments.require(0, "num")) == 0;
}

template <const char* name>
Value letters(Interpreter& in, const Value& self, const Arguments&) {
  const Value text = in.text(in.str(self));
  const Arguments none;
  return find_text_method(name)(in, text, none);
}
constexpr char isupper[] = "isupper", islower[] = "islower";

Value equal_to(Interpreter& in, const Value& self, const Arguments& a) { return equal(self, a.require(0, "other"), in.budget()); }
Value not_equal_to(Interpreter& in, const Value& self, const Arguments& a) { return !equal(self, a.require(0, "other"), in.budget()); }
Value less(Interpreter& in, const Value& self, const Arguments& a) { return compare(self, a.require(0, "other"), in.budget()) < 0; }
Value less_equal(Interpreter& in, const Value& self, const Arguments& a) { return compare(self, a.require(0, "other"), in.budget()) <= 0; }
Value greater(Interpreter& in, const Value& self, const Arguments& a) { return compare(self, a.require(0, "other"), in.budget()) > 0; }
Value greater_equal(Interpreter& in, const Value& self, const Arguments& a) {
  return compare(self, a.require(0, "other"), in.budget()) >= 0;
}
Value in_test(Interpreter& in, const Value& self, const Arguments& a) { return in.contains(a.require(0, "seq"), self); }

// Python's `is`: the same object. Small values are the same when they are equal and of one type.
Value same_as(Interpreter& in, const Value& self, const Arguments& arguments) {
  const Value other = arguments.require(0, "other");
  if (self.index() != other.index()) return false;
  if (const List* list = as_list(self)) return list == as_list(other);
  if (const Dict* dict = as_dict(self)) return dict == as_dict(other);
  return equal(self, other, in.budget());
}

bool is_string(const Value& value) { return as_text(value); }
bool is_mapping(const Value& value) { return as_dict(value); }
bool is_defined(const Value& value) { return !is_undefined(value); }
bool is_escaped(const Value&) { return false; }
Value is_filter(Interpreter&, const Value& self, const Arguments&) { return !hashed(self).empty() && as_text(self) && find_filter(as_text(self)->bytes()); }
Value is_test(Interpreter&, const Value& self, const Arguments&) { return !hashed(self).empty() && as_text(self) && find_test(as_text(self)->bytes()); }

}  // namespace

Callable find_test(std::string_view name) {
  static const std::unordered_map<std::string_view, Callable> table{{"defined", of_type<is_defined>},
                                                                    {"undefined", of_type<is_undefined>},
                                                                    {"none", of_type<is_none>},
                                                                    {"string", of_type<is_string>},
                                                                    {"mapping", of_type<is_mapping>},
                                                                    {"sequence", of_type<is_sequence>},
                                                                    {"iterable", of_type<is_iterable>},
                                                                    {"number", of_type<is_number>},
                                                                    {"integer", of_type<is_integer>},
                                                                    {"float", of_type<is_float>},
                                                                    {"boolean", of_type<is_boolean>},
                                                                    {"callable", of_type<is_callable>},
                                                                    {"escaped", of_type<is_escaped>},
                                                                    {"true", is_exactly<true>},
                                                                    {"false", is_exactly<false>},
                                                                    {"odd", odd},
                                                                    {"even", even},
                                                                    {"divisibleby", divisible_by},
                                                                    {"upper", letters<isupper>},
                                                                    {"lower", letters<islower>},
                                                                    {"sameas", same_as},
                                                                    {"==", equal_to},
                                                                    {"eq", equal_to},
                                                                    {"equalto", equal_to},
                                                                    {"!=", not_equal_to},
                                                                    {"ne", not_equal_to},
                                                                    {"<", less},
                                                                    {"lt", less},
                                                                    {"lessthan", less},
                                                                    {"<=", less_equal},
                                                                    {"le", less_equal},
                                                                    {">", greater},
                                                                    {"gt", greater},
                                                                    {"greaterthan", greater},
                                                                    {">=", greater_equal},
                                                                    {"ge", greater_equal},
                                                                    {"in", in_test},
                                                                    {"filter", is_filter},
                                                                    {"test", is_test}};
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace halftone::jinja
