// Cuts Markdown into its top-level blocks as the text arrives. Sources: CommonMark 0.31 (block structure), GitHub's tables.
// What is nested stays inside its block. Text is only appended: a line that is complete is read once, and only the last,
// incomplete line is read again when more of it comes. The total work is linear in the text.
#pragma once

#include <QList>
#include <QString>
#include <QStringView>
#include <optional>

namespace halftone::app {

struct MarkdownBlock {
  enum class Kind { paragraph, heading, code, list, quote, table, rule, footnote };
  Kind kind = Kind::paragraph;
  QString text;      // source, without blank lines at its end; code: the code itself, without fences and common indentation
  QString language;  // code: the first word after the fence. footnote: its label
  int level = 0;     // heading: 1 to 6
  bool operator==(const MarkdownBlock&) const = default;
};

class BlockSplitter {
 public:
  // Blocks from `first` on are new, changed or gone.
  int append(QStringView text);
  int finish();  // nothing more comes

  const QList<MarkdownBlock>& blocks() const { return blocks_; }
  bool isFinished() const { return finished_; }

 private:
  struct Fence { QChar mark; int length = 0, indent = 0; };
  // How the next line is to be read.
  struct State {
    bool open = false;           // the last block goes on
    std::optional<Fence> fence;  // inside fenced code
    bool indented = false;       // inside indented code
    QString formula;             // closes what was opened by a line with nothing but a formula's mark
    int blanks = 0;              // blank lines since, not in the block yet
    int lines = 0;               // of the last block
    int contentIndent = 0;       // of a list's first item
  };
  // What the incomplete line did, to be taken back.
  struct Undo { State state; qsizetype blocks = 0; MarkdownBlock::Kind kind{}; qsizetype length = 0; int level = 0; };

  void readLine(QStringView line);
  bool continues(QStringView line);
  void startBlock(QStringView line);
  void begin(MarkdownBlock::Kind kind, QStringView text);
  void extend(QStringView text);
  void touched();  // the last block changed
  void undo();
  void endSettledLine();

  QList<MarkdownBlock> blocks_;
  State state_;
  QString partial_;           // the incomplete line
  std::optional<Undo> undo_;
  bool settled_ = false;      // the incomplete line is so long that what follows is just more of its text
  bool finished_ = false;
  int first_ = 0;
};

}  // namespace halftone::app
