// Colours code by one row of the table of languages: words, strings, comments, numbers. Line by line, as a reply streams.
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>
#include <QStringView>

#include "app/markdown/code_languages.h"

namespace halftone::app {

struct CodeToken {
  const char* element;  // "keyword", "type", "string", "comment", "number", "function", "attribute", "variable", "preproc"; null: nothing of these
  qsizetype length;
};

class CodeScanner {
 public:
  explicit CodeScanner(const CodeLanguage& language);

  QList<CodeToken> line(QStringView code);  // tokens that make up the line

 private:
  const CodeLanguage& language_;
  QSet<QString> keywords_, types_;
  QStringList lineMarks_;
  QString blockBegin_, blockEnd_, longQuote_, quotes_;
  QString until_;                   // what ends the comment or string that we are in
  const char* inside_ = nullptr;
};

}  // namespace halftone::app
