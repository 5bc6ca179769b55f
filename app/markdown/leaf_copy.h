// What is copied of a leaf: as Markdown again, or as text alone. Positions are those of the document that Qt makes of the leaf's html.
#pragma once

#include <QString>

#include "app/markdown/leaf.h"

namespace halftone::app {

enum class CopyAs { markdown, text };

// From `from` to `to`; to < 0: to the end. Quotes and items around it included, on every line.
QString copied(const Leaf& leaf, int from, int to, CopyAs as);

}  // namespace halftone::app
