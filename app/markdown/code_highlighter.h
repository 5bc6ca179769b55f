// Colours for code, through the source-highlight library. Lines go in one after another, as a reply streams.
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
  bool isPlain() const { return !state_; }

  static QString language(const QString& name);  // the library's file for what stands after a fence; empty: unknown

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace halftone::app
