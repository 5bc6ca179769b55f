// What a chat template lets its user choose: the variables it reads from its context, as far as their meaning is known.
#pragma once

#include <string>
#include <vector>

namespace halftone {

struct TemplateVariable {
  enum class Kind { flag, choice, number, text };
  std::string name;  // "enable_thinking"
  Kind kind = Kind::text;
  std::vector<std::string> choices = {};  // of a choice: the texts that the template compares it with, or else the usual ones
  bool operator==(const TemplateVariable&) const = default;
};

namespace jinja {
struct Program;
}

// In the order in which the template comes to them. A name that the template sets itself before it reads it is none of the context's.
std::vector<TemplateVariable> variables_of(const jinja::Program& program);

}  // namespace halftone
