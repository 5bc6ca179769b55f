// Cuts Markdown into its top-level blocks as the text arrives. Source: CommonMark 0.31 (block structure), GitHub tables.
// Each block is rendered on its own; nested structure stays inside its block. Only the last block can still change.
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace halftone::app {

struct MarkdownBlock {
  enum class Kind { paragraph, heading, code, list, quote, table, rule };
  Kind kind = Kind::paragraph;
  QString text;      // source without trailing blank lines; code: the code without fences and indentation
  QString language;  // code: the first word after the fence
  int level = 0;     // heading: 1 to 6
  bool operator==(const MarkdownBlock&) const = default;
};

class BlockSplitter {
 public:
  struct Change {
    int first = 0;    // blocks from here on are new or different
    int before = 0;   // number of blocks before the call
  };

  Change append(QStringView piece);
  Change finish();  // the text is complete: the last line counts, the last block is closed
  const QList<MarkdownBlock>& blocks() const { return blocks_; }
  bool isOpen() const { return !finished_; }

 private:
  void line(QStringView text);

  QList<MarkdownBlock> blocks_;
  bool finished_ = false;
};

}  // namespace halftone::app
