// A line as it stands on a page, read from the left, becomes a line as it is written.
#pragma once

#include <QString>

namespace halftone::app {

// Words of right-to-left scripts begin at their right end on a page; pages also hold letters by their shape (U+FEFB, a ligature) instead of
// by their name. `amongSuch`: the page is mostly of such a script, so that a line with more of another in it runs the same way. Where
// left-to-right words and numbers meet within such a line, their order cannot be known: they stay as they stand.
QString fromVisualOrder(const QString& line, bool amongSuch = false);

// Whether most of the letters are of such a script.
bool runsLeft(const QString& text);

}  // namespace halftone::app
