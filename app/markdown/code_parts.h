// A block of code as highlighted html, in parts of some lines each: when a line is added only the last part is laid out again. Lines that
// are complete are highlighted once, however often the block is looked at while it grows.
#pragma once

#include <QString>
#include <QStringList>

#include "app/markdown/code_highlighter.h"

namespace halftone::app {

class CodeParts {
 public:
  CodeParts(const QString& language, bool dark);

  QStringList of(const QString& text, bool open);   // open: its last line may still grow, and is not highlighted
  static int start(const QString& text, int part);  // where a part begins

 private:
  QString language_;
  bool dark_;
  CodeHighlighter highlighter_;
  QString text_;       // what has been highlighted of it, whole lines
  QStringList parts_;  // the last one may still get lines
  int lines_ = 0;      // in it
  QString whole_;      // the text when it was complete
  QStringList all_;    // its parts
};

}  // namespace halftone::app
