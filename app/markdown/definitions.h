// Links and footnotes, which may be defined anywhere in a text: all of its blocks have to know.
#pragma once

#include <QHash>
#include <QMap>
#include <QSet>
#include <QString>

#include "app/markdown/block_splitter.h"

namespace halftone::app {

class Definitions {
 public:
  // Of blocks of which those before `first` are as they were. Whose definition came, changed or went: labels of links, in lower case, and
  // of footnotes with ^ before them.
  QSet<QString> read(const QList<MarkdownBlock>& blocks, int first);

  const QHash<QString, int>& footnotes() const { return footnotes_; }  // numbers by label, in the order in which they are referred to
  QString linksOf(const MarkdownBlock& block) const;                   // those that it may refer to, "[label]: address" in lines
  static bool concerns(const MarkdownBlock& block, const QSet<QString>& changed);

 private:
  QMap<QString, QString> links_;  // lines by label
  QHash<QString, int> footnotes_;
};

}  // namespace halftone::app
