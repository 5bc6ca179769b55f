// What one message is shown as: rows of leaves (app/markdown/leaf.h). Text is only appended while a reply streams, only the last block is
// parsed again, and only rows that became others are told to the view. Nothing is parsed before somebody looks.
#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QQmlEngine>
#include <QSet>
#include <QString>
#include <memory>
#include <vector>

#include "app/markdown/block_splitter.h"
#include "app/markdown/code_parts.h"
#include "app/markdown/definitions.h"
#include "app/markdown/leaf.h"
#include "app/markdown/leaf_renderer.h"

namespace halftone::app {

class MarkdownBlockModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from MessageListModel")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  enum Role {
    KindRole = Qt::UserRole + 1,  // kind: "paragraph", "heading", "code", "table", "rule", "formula", "footnote", "plain"
    TextRole,                     // text: of code the code itself, of a formula its source
    LanguageRole,                 // language: of code, as written after the fence
    HtmlRole,                     // html: for Text.RichText; none of code. Built by us: no markup of the model gets through
    PartsRole,                    // parts: of code, the highlighted lines in parts of some lines each; all but the last never change
    LevelRole,                    // level: of a heading 1 to 6
    ColumnsRole,                  // columns: of a table, its width in letters
    AroundRole,                   // around: quotes and items of lists from the outside, ">" or the item's mark
    JoinedRole,                   // joined: how many of them the row above has too
    GapRole,                      // gap: space above, in the design's pixels
    RightToLeftRole,              // rightToLeft: by the first strong character of its block, else as the block before
    OpenRole,                     // open: the row may still grow
  };

  explicit MarkdownBlockModel(QObject* parent = nullptr);
  ~MarkdownBlockModel() override;

  void setText(const QString& text);       // at once, complete
  void setPlain(const QString& text);      // words, not Markdown
  void append(const QString& text);       // streaming
  void clear();                            // what streamed so far was not of this
  void finish();                           // nothing more comes
  void setDark(bool dark);                 // palette of the code blocks
  int count() const;

  // What is chosen, from a position in one row to one in another: positions in the row's document, in the code where the row is code.
  // `lastPosition` < 0: to the end. As Markdown, or as text alone.
  Q_INVOKABLE QString copied(int firstRow, int firstPosition, int lastRow, int lastPosition, bool asMarkdown) const;
  Q_INVOKABLE QString source() const { return source_; }
  // In the code of a row: where its part begins.
  Q_INVOKABLE int partStart(int row, int part) const;
  Q_INVOKABLE int rowOfFootnote(const QString& label) const;  // -1: none

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  struct Shown { QList<Leaf> leaves; bool rightToLeft = false; };  // of one block
  struct Row {
    Leaf leaf;
    int joined = 0, gap = 0, round = 0;
    bool rightToLeft = false;
    std::shared_ptr<CodeParts> code;
  };

  void look() const;
  void read(int first);       // blocks from `first` on are new, changed or gone
  std::vector<Row> rows(std::size_t& same) const;
  void publish(int first);
  QStringList codeParts(int row) const;
  void onDrawn(const QSet<QString>& emoji);

  QString source_;
  bool plain_ = false, finished_ = false, dark_ = false;
  mutable bool looked_ = false;
  BlockSplitter splitter_;
  std::vector<Shown> shown_;
  std::vector<Row> rows_;     // as the view knows them
  Definitions definitions_;
  bool settled_ = false;                    // finished, and told so
};

}  // namespace halftone::app
