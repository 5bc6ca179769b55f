// The functions every template may call.
#include <locale.h>
#include <time.h>

#include <unordered_map>

#include "engine/jinja/interpreter.h"
#include "engine/jinja/unicode.h"

namespace halftone::jinja {
namespace {

Value range(Interpreter& in, const Value&, const Arguments& arguments) {
  arguments.allow("range", {"start", "stop", "step"});
  const bool one = arguments.positional.size() == 1;
  const std::int64_t start = one ? 0 : arguments.integer(0, "start", 0);
  const std::int64_t stop = one ? arguments.integer(0, "start", 0) : arguments.integer(1, "stop", 0);
  const std::int64_t step = arguments.integer(2, "step", 1);
  if (arguments.positional.empty()) raise("range() needs an end");
  if (step == 0) raise("range() cannot have the step 0");
  const bool empty = step > 0 ? start >= stop : start <= stop;
  // Unsigned, so that the distance between any two integers fits.
  const auto distance = [](std::int64_t low, std::int64_t high) {
    return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  };
  const std::uint64_t span = empty ? 0 : step > 0 ? distance(start, stop) : distance(stop, start);
  const std::uint64_t stride = step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
  const std::uint64_t length = empty ? 0 : (span - 1) / stride + 1;
  if (length > static_cast<std::uint64_t>(limits::range_length))
    raise_limit("a range of {} items is longer than {}", length, limits::range_length);
  in.budget().charge(length * sizeof(Value));
  std::vector<Value> items;
  items.reserve(length);
  for (std::uint64_t i = 0; i < length; ++i) items.push_back(start + static_cast<std::int64_t>(i) * step);
  return in.heap().range(std::move(items), {start, stop, step});
}

// What Python's dict() takes: a mapping or pairs, and named values.
Dict dict_of(Interpreter& in, const Arguments& arguments) {
  Dict dict;
  if (arguments.positional.size() > 1) raise("at most 1 positional argument, {} were given", arguments.positional.size());
  if (!arguments.positional.empty()) {
    const Value& source = arguments.positional.front();
    if (const Dict* other = as_dict(source)) {
      for (const auto& [key, value] : other->items) dict.set(key, value);
    } else {
      for (const Value& pair : in.items_of(source)) {
        const std::vector<Value> both = in.items_of(pair);
        if (both.size() != 2) raise("a mapping is made of pairs, not of {} values", both.size());
        dict.set(both[0], both[1]);
      }
    }
  }
  for (const auto& [name, value] : arguments.named) dict.set(in.heap().text(std::string(name)), value);
  return dict;
}

Value make_dict(Interpreter& in, const Value&, const Arguments& arguments) { return in.heap().dict(dict_of(in, arguments)); }
Value make_namespace(Interpreter& in, const Value&, const Arguments& arguments) {
  Dict attributes = dict_of(in, arguments);
  for (const auto& [name, value] : attributes.items)
    if (as_text(name) && as_text(name)->bytes().starts_with('_'))
      raise("a namespace keeps no attribute that begins with an underscore: '{}'", as_text(name)->bytes());
  return in.heap().make_namespace(std::move(attributes));
}

Value raise_exception(Interpreter& in, const Value&, const Arguments& arguments) {
  arguments.allow("raise_exception", {"message"});
  throw TemplateError{ErrorKind::invalid_argument, Sentence(in.str(arguments.require(0, "message")).bytes())};
}

Value strftime_now(Interpreter& in, const Value&, const Arguments& arguments) {
  arguments.allow("strftime_now", {"format"});
  const std::string& format = arguments.text(0, "format").bytes();
  if (format.empty()) return in.text(Text());
  if (format.size() > 256 || format.find('\0') != std::string::npos) raise("the format of strftime_now() is too long");
  // Widths such as %999999999d would make it long.
  for (std::size_t at = 0; at + 1 < format.size(); ++at)
    if (format[at] == '%' && format[at + 1] >= '0' && format[at + 1] <= '9') raise("strftime_now() takes no widths");
  const std::time_t now = std::chrono::system_clock::to_time_t(in.now());
  std::tm local{};
  localtime_r(&now, &local);
  static const locale_t english = newlocale(LC_ALL_MASK, "C", nullptr);
  char buffer[8192];
  const std::size_t size = strftime_l(buffer, sizeof buffer, format.c_str(), &local, english);
  return in.heap().text(with_valid_utf8({buffer, size}));
}

// cycler() and joiner() remember where they are in a namespace of their own.
const Text at_name("current_index", false), current_name("current", false), used_name("used", false);

Namespace& state(const Value& self) { return *std::get<Namespace*>(self); }

Value cycler_next(Interpreter&, const Value& self, const Arguments&) {
  const auto& items = as_list(*state(self).attributes.find("items"))->items;
  const auto index = std::get<std::int64_t>(*state(self).attributes.find(at_name.bytes()));
  const auto next = (static_cast<std::size_t>(index) + 1) % items.size();
  state(self).attributes.set(&at_name, static_cast<std::int64_t>(next));
  const Value& current = items[static_cast<std::size_t>(index)];
  std::get<Namespace*>(*state(self).attributes.find("members"))->attributes.set(&current_name, items[next]);
  return current;
}

Value cycler_reset(Interpreter&, const Value& self, const Arguments&) {
  state(self).attributes.set(&at_name, std::int64_t{0});
  const Value first = as_list(*state(self).attributes.find("items"))->items.front();
  std::get<Namespace*>(*state(self).attributes.find("members"))->attributes.set(&current_name, first);
  return None();
}

Value cycler(Interpreter& in, const Value&, const Arguments& arguments) {
  if (arguments.positional.empty()) raise("cycler() has nothing to cycle through");
  Dict attributes;
  attributes.set(in.heap().text("items"), in.heap().tuple(arguments.positional));
  attributes.set(&at_name, std::int64_t{0});
  Namespace* hidden = in.heap().make_namespace(std::move(attributes));
  Dict members;
  members.set(in.heap().text("next"), in.heap().function({"next", cycler_next, hidden, nullptr, nullptr}));
  members.set(in.heap().text("reset"), in.heap().function({"reset", cycler_reset, hidden, nullptr, nullptr}));
  members.set(&current_name, arguments.positional.front());
  Namespace* visible = in.heap().make_namespace(std::move(members));
  hidden->attributes.set(in.heap().text("members"), visible);
  return visible;
}

Value joiner_call(Interpreter&, const Value& self, const Arguments&) {
  static const Text nothing;
  if (!is_true(*state(self).attributes.find(used_name.bytes()))) {
    state(self).attributes.set(&used_name, true);
    return &nothing;
  }
  return *state(self).attributes.find("separator");
}

Value joiner(Interpreter& in, const Value&, const Arguments& arguments) {
  arguments.allow("joiner", {"sep"});
  Dict attributes;
  attributes.set(in.heap().text("separator"), arguments.get(0, "sep", in.heap().text(", ")));
  attributes.set(&used_name, false);
  return in.heap().function({"joiner", joiner_call, in.heap().make_namespace(std::move(attributes)), nullptr, nullptr});
}

}  // namespace

Callable find_global(std::string_view name) {
  static const std::unordered_map<std::string_view, Callable> table{{"range", range},
                                                                    {"dict", make_dict},
                                                                    {"namespace", make_namespace},
                                                                    {"raise_exception", raise_exception},
                                                                    {"strftime_now", strftime_now},
                                                                    {"cycler", cycler},
                                                                    {"joiner", joiner}};
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace halftone::jinja
