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
    TokensPerSecondRole,  // tokensPerSecond, 0 where unknown
    FirstTokenMsRole,     // firstTokenMs
    ReusedTokensRole,     // reusedTokens: of promptTokens, found in the cache
    PromptTokensRole,     // promptTokens
    TokensRole,           // tokens: generated
    DraftedTokensRole,    // draftedTokens: guessed, and checked several at a time
    AcceptedTokensRole,   // acceptedTokens: of them, what the model said
    SettingsLabelRole,    // settingsLabel: "int4 · flash · kv int8"
    RightToLeftRole,      // rightToLeft: by the first strong character
    OmittedRole,          // omitted: kept here, but no longer sent to the model
  };

  explicit MessageListModel(QObject* parent = nullptr);
  ~MessageListModel() override;

  int count() const { return static_cast<int>(rows_.size()); }
  const MessageRecord& at(int row) const { return rows_[static_cast<std::size_t>(row)].record; }
  QList<MessageRecord> records() const;
  int rowOf(const QString& messageId) const;  // -1: none

  void reset(QList<MessageRecord> messages);
  void append(MessageRecord message, bool streaming = false);
  void removeFrom(int row);
  void appendText(int row, const QString& piece);
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
  };
  Row makeRow(MessageRecord record, bool streaming) const;
  static void finishText(Row& row);
  static void show(Row& row, const ReasoningSplitter::Parts& parts);
  void changed(int row, const QList<int>& roles);

  std::vector<Row> rows_;
  bool dark_ = false;
};

}  // namespace halftone::app
