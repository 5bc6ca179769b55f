// The blocks of one message. Text is only appended while a reply streams, and only the last block is parsed again: the total
// work is linear in the text.
#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QQmlEngine>
#include <QString>
#include <map>

#include "app/markdown/block_splitter.h"
#include "app/markdown/code_highlighter.h"

namespace halftone::app {

class MarkdownBlockModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from MessageListModel")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  enum Role {
    KindRole = Qt::UserRole + 1,  // kind: "paragraph", "heading", "code", "list", "quote", "table", "rule"
    TextRole,                     // text: Markdown source of the block; of code the code itself
    LanguageRole,                 // language: of code, as written after the fence
    HtmlRole,                     // html: for Text.RichText; of code the highlighted lines. Built by us: no markup of the model gets through
    LevelRole,                    // level: of a heading 1 to 6
    OpenRole,                     // open: the block may still grow
  };

  explicit MarkdownBlockModel(QObject* parent = nullptr);
  ~MarkdownBlockModel() override;

  void setText(const QString& text);       // at once, complete
  void append(const QString& piece);       // streaming
  void clear();                            // what streamed so far was not of this
  void finish();                           // nothing more comes
  void setDark(bool dark);                 // palette of the code blocks
  int count() const { return count_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  struct Code { QString language; CodeHighlighter highlighter; QString html; qsizetype read = 0; };  // html of the first `read` characters

  void publish(int first);
  QString html(int row) const;
  QString codeHtml(int row) const;

  BlockSplitter splitter_;
  int count_ = 0;                       // as the view knows it
  mutable QHash<int, QString> html_;    // made when first shown
  mutable std::map<int, Code> code_;
  bool dark_ = false;
};

}  // namespace halftone::app
