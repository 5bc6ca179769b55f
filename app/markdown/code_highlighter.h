// Colours for code, by the rules that the table of languages names. Lines go in one after another, as a reply streams.
#pragma once

#include <QString>
#include <QStringView>
#include <memory>

namespace halftone::app {

class CodeHighlighter {
 public:
  // An unknown language gives plain text. Never throws.
  CodeHighlighter(const QString& language, bool dark);
  ~CodeHighlighter();
  CodeHighlighter(CodeHighlighter&&) noexcept;
  CodeHighlighter& operator=(CodeHighlighter&&) noexcept;

  QString line(QStringView code);  // HTML of one line, without its end
  bool isPlain() const { return !state_ && !scanner_; }

  static bool isKnown(const QString& language);  // as written after a fence

 private:
  struct State;    // of the library
  struct Scanner;  // our own
  std::unique_ptr<State> state_;
  std::unique_ptr<Scanner> scanner_;
};

}  // namespace halftone::app
