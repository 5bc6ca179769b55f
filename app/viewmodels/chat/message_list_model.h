// The messages of one conversation, as the chat view shows them.
#pragma once

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QQmlEngine>
#include <memory>
#include <vector>

#include "app/markdown/markdown_block_model.h"
#include "app/markdown/reasoning_splitter.h"
#include "app/storage/records.h"

namespace halftone::app {

class MessageListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ChatViewModel")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  enum Role {
    MessageIdRole = Qt::UserRole + 1,
    RoleRole,             // role: "user", "assistant"
    TextRole,             // text: Markdown source
    BlocksRole,           // blocks: MarkdownBlockModel*, of the answer
    ReasoningRole,        // reasoning: MarkdownBlockModel*, of what the model thought before; empty where it did not
    ThinkingRole,         // thinking: it has not come to its answer yet
    ThoughtSecondsRole,   // thoughtSeconds: measured while it streamed, 0 where unknown
    StreamingRole,        // streaming: text is still coming
    FinishRole,           // finish: "" (user, streaming), "stop", "length", "cancelled", "interrupted", "error"
    FiguresRole,          // figures: ReplyFigures
    RightToLeftRole,      // rightToLeft: by the first strong character
    OmittedRole,          // omitted: kept here, but no longer sent to the model
    VersionRole,          // version: which of `versions` this is, from 1
    VersionsRole,         // versions: how many answers, or wordings of the question, stand here
    DetailsRole,          // details: when it was said; of a reply also the model, the settings, the seed and the peak of memory
    AttachmentsRole,      // attachments: of each {name, figure ("412 tokens"), content: Attachment}
    ChangeRole,           // change: what is set otherwise from this turn on, and what that cost; empty: nothing
  };

  explicit MessageListModel(QObject* parent = nullptr);
  ~MessageListModel() override;

  int count() const { return static_cast<int>(rows_.size()); }
  const MessageRecord& at(int row) const { return rows_[static_cast<std::size_t>(row)].record; }
  QList<MessageRecord> records() const;
  int rowOf(const QString& messageId) const;  // -1: none
  Q_INVOKABLE halftone::app::MarkdownBlockModel* blocksAt(int row) const;     // null: no such row
  Q_INVOKABLE halftone::app::MarkdownBlockModel* reasoningAt(int row) const;

  Q_INVOKABLE int versionAt(int row) const;   // from 1; 0: no such row
  Q_INVOKABLE int versionsAt(int row) const;

  // A message as it is to be seen.
  struct Shown {
    MessageRecord record;
    bool streaming = false;
    int version = 1, versions = 1;
  };
  // What stays the same stays as it is, rows that are others are replaced in place.
  void show(const QList<Shown>& path);
  void appendText(int row, const QString& piece);
  void resume(int row);                                // more text is coming
  void finish(int row, const MessageRecord& figures);  // all but the text is taken over
  void setOmitted(int row, bool omitted);
  void setDark(bool dark);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  struct Row {
    MessageRecord record;
    std::unique_ptr<MarkdownBlockModel> blocks, reasoning;
    bool streaming = false;
    ReasoningSplitter splitter = {};
    QElapsedTimer clock = {};  // since the first of its thoughts
    double thoughtSeconds = 0;
    int version = 1, versions = 1;
  };
  Row makeRow(const Shown& shown) const;
  void removeFrom(int row);
  static void discard(Row& row);
  static void finishText(Row& row);
  static void show(Row& row, const ReasoningSplitter::Parts& parts);
  void changed(int row, const QList<int>& roles);
  bool startsTurn(int row) const;
  QString changeOf(int reply) const;
  static QVariantList attachmentsOf(const MessageRecord& message);
  static QString detailsOf(const MessageRecord& message);

  std::vector<Row> rows_;
  bool dark_ = false;
};

}  // namespace halftone::app
