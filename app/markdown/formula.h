// A formula in TeX's words to what Unicode, <sub> and <sup> can say: Greek, operators, fractions as a/b, roots, accents, limits.
#pragma once

#include <QString>
#include <QStringView>
#include <optional>

namespace halftone::app {

// HTML for Qt's rich text; nothing where a word is unknown or a brace is missing: its source is shown then.
std::optional<QString> formulaHtml(QStringView tex);

}  // namespace halftone::app
