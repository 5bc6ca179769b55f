// Words to HTML: escaped, emoji as images where the window can draw them.
#pragma once

#include <QString>
#include <QStringView>

namespace halftone::app {

QString inlineHtml(QStringView text);

// Noncharacters that we use as marks, out of text that others wrote.
QString withoutMarks(QString text);

}  // namespace halftone::app
