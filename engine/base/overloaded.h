// A function of a variant, a case for each alternative: std::visit(Overloaded{[](const A&) …, [](const B&) …}, variant).
#pragma once

namespace halftone {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

}  // namespace halftone
