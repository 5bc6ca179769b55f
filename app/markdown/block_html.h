// Markdown of a block to the HTML that Qt's rich text shows. What the model wrote as HTML stays visible as text; no image is
// loaded (its description is shown); links keep http, https and mailto only.
#pragma once

#include <QString>

namespace halftone::app {

QString htmlOfMarkdown(const QString& markdown);

}  // namespace halftone::app
