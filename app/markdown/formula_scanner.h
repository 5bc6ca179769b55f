// Where Markdown has formulas: $…$ and $$…$$ as pandoc reads them, \(…\) and \[…\] as models write them. None in code; "$5 and $10" is none.
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace halftone::app {

struct FormulaSpan {
  qsizetype begin = 0, end = 0;  // with its marks
  qsizetype mark = 1;            // length of a mark
  bool display = false;          // on a line of its own
};

QList<FormulaSpan> formulasIn(QStringView markdown);

}  // namespace halftone::app
