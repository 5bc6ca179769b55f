// Numbers as the window writes them: binary units, fixed digits, thousands separated. A number and its unit are one left-to-right word.
#pragma once

#include <QString>

namespace halftone::app {

QString formatBytes(qint64 bytes);             // "4.10 GiB", "312 MiB", "4.35 MiB", "17 KiB", "512 B"
QString formatBytesOf(qint64 done, qint64 total);  // "312 of 1,024 MiB": the unit of the total
QString formatCount(qint64 count);             // "8,192"
QString formatParameters(qint64 parameters);   // "1.1 B", "135 M", "512 K"
// A title, a model's or file's name inside a sentence: whatever direction its letters and marks have, the words around it stay put.
QString isolated(const QString& name);
QString formatMilliseconds(double ms);         // "0.8 ms", "41 ms", "3.02 s"
QString formatRate(double gigabytesPerSecond);  // "4.95 GB/s", "49.5 GB/s", "495 GB/s"
QString formatSeconds(double seconds);         // what is only expected: "< 1 s", "4 s", "3 min"

}  // namespace halftone::app
