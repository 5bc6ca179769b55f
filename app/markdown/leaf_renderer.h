// A block of Markdown to the leaves it is shown as. Parsing is md4c's; what the model wrote as HTML stays visible as text, no image is
// loaded (its description is a link), links keep http, https and mailto only.
#pragma once

#include <QHash>
#include <QList>
#include <QString>

#include "app/markdown/block_splitter.h"
#include "app/markdown/leaf.h"

namespace halftone::app {

// What a block needs to know of the others.
struct LeafContext {
  QString links;                      // definitions, "[label]: address" in lines
  QHash<QString, int> footnotes;      // numbers by label, of those that are defined
  bool rightToLeft = false;
};

QList<Leaf> leavesOf(const MarkdownBlock& block, const LeafContext& context = {});

// Words as they were typed, in leaves of a size that can be laid out at once.
QList<Leaf> plainLeavesOf(const QString& text);

}  // namespace halftone::app
