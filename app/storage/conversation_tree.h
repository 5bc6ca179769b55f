// The messages of one conversation as a tree: what follows a message are versions of one another, and one of them is shown.
#pragma once

#include <QHash>
#include <QList>
#include <QStringList>

#include "app/storage/records.h"

namespace halftone::app {

class ConversationTree {
 public:
  // In the order they were made. A message whose parent is not among those before it counts as a first one: whatever a file says, every
  // message can be reached.
  void reset(QList<MessageRecord> messages);

  const QList<MessageRecord>& messages() const { return messages_; }
  const MessageRecord* find(const QString& id) const;      // null: none
  QStringList path() const;                                // ids from the first message to the last that is shown
  QStringList versionsOf(const QString& id) const;         // oldest first, itself among them
  bool isFollowed(const QString& id) const { return children_.contains(id); }

  const MessageRecord& add(MessageRecord message, const QString& parent);  // and shows it
  void show(const QString& id);
  QStringList reveal(const QString& id);                   // brings it onto the path; which messages had to be shown for that
  void remove(const QString& id);                          // one that nothing follows
  MessageRecord& operator[](const QString& id);            // its text, figures and marks; never its place

 private:
  QList<MessageRecord> messages_;
  QHash<QString, int> rows_;
  QHash<QString, QList<int>> children_;  // "": the first messages
  qint64 clock_ = 0;
};

}  // namespace halftone::app
