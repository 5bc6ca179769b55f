// Methods of lists and mappings. Those that would change one do not exist here, as under Hugging Face's sandbox.
#include <algorithm>

#include "engine/jinja/interpreter.h"
#include "engine/jinja/method_table.h"

namespace halftone::jinja {
namespace {

Value list_index(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("index", {""});
  const auto& items = as_list(self)->items;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (equal(items[i], arguments.require(0, "value"), in.budget())) return static_cast<std::int64_t>(i);
  raise("the value is not in the list");
}

Value list_count(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("count", {""});
  const Value wanted = arguments.require(0, "value");
  return static_cast<std::int64_t>(
      std::ranges::count_if(as_list(self)->items, [&](const Value& item) { return equal(item, wanted, in.budget()); }));
}

Value list_copy(Interpreter&, const Value& self, const Arguments& arguments) {
  arguments.allow("copy", {});
  return self;  // nothing can change it
}

Value dict_get(Interpreter&, const Value& self, const Arguments& arguments) {
  arguments.allow("get", {"", ""});
  const Value* value = as_dict(self)->find(arguments.require(0, "key"));
  return value ? *value : arguments.get(1, "default");
}

Value dict_items(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow("items", {});
  std::vector<Value> items;
  for (const auto& [key, value] : as_dict(self)->items) items.push_back(in.heap().tuple({key, value}));
  return in.heap().list(std::move(items), List::Kind::items);
}

template <bool keys>
Value dict_part(Interpreter& in, const Value& self, const Arguments& arguments) {
  arguments.allow(keys ? "keys" : "values", {});
  std::vector<Value> items;
  for (const auto& [key, value] : as_dict(self)->items) items.push_back(keys ? key : value);
  return in.heap().list(std::move(items), keys ? List::Kind::keys : List::Kind::values);
}

Value dict_copy(Interpreter&, const Value& self, const Arguments& arguments) {
  arguments.allow("copy", {});
  return self;  // nothing can change it
}

}  // namespace

Callable find_list_method(std::string_view name) {
  static const MethodTable table{{"index", list_index}, {"count", list_count}, {"copy", list_copy}};
  return look_up(table, name);
}

Callable find_dict_method(std::string_view name) {
  static const MethodTable table{
      {"get", dict_get}, {"items", dict_items}, {"keys", dict_part<true>}, {"values", dict_part<false>}, {"copy", dict_copy}};
  return look_up(table, name);
}

}  // namespace halftone::jinja
