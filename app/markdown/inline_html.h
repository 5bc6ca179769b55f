// Words to HTML: escaped, emoji as images where the window can draw them.
#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

namespace halftone::app {

QString inlineHtml(QStringView text);

// In stretches that end where one has that many emoji: Qt's reader takes time that grows with the square of the images in a paragraph.
QStringList emojiStretches(const QString& text);

// Noncharacters that we use as marks, out of text that others wrote.
QString withoutMarks(QString text);

}  // namespace halftone::app
