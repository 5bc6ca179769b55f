// What went wrong, in a file that outlives the window: named in every error's details. No word of a conversation goes into it.
#pragma once

#include <QString>

namespace halftone::app::log {

constexpr qint64 kLimit = 1 << 20;  // bytes; then it becomes FILE.old, and the FILE.old there was goes

// Opens FOLDER/halftone.log and sends Qt's messages there too, as well as where they went before. Without it nothing is kept.
void open(const QString& folder);
void close();
QString path();     // empty: not open
void note(const QString& line);
QString mention();  // a line for an error's details; empty: not open

}  // namespace halftone::app::log
