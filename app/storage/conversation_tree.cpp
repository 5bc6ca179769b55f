#include "app/storage/conversation_tree.h"

#include <algorithm>
#include <ranges>

namespace halftone::app {

void ConversationTree::reset(QList<MessageRecord> messages) {
  messages_ = std::move(messages);
  rows_.clear();
  children_.clear();
  clock_ = 0;
  for (int row = 0; row < messages_.size(); ++row) {
    MessageRecord& message = messages_[row];
    if (!rows_.contains(message.parent)) message.parent = QString();
    rows_.insert(message.id, row);
    children_[message.parent].append(row);
    clock_ = std::max(clock_, message.shown);
  }
}

const MessageRecord* ConversationTree::find(const QString& id) const {
  const auto row = rows_.constFind(id);
  return row == rows_.cend() ? nullptr : &messages_[*row];
}

QStringList ConversationTree::path() const {
  QStringList path;
  QString last;
  for (auto next = children_.constFind(last); next != children_.cend(); next = children_.constFind(last)) {
    const int row = *std::ranges::max_element(*next | std::views::reverse, {}, [&](int row) { return messages_[row].shown; });  // of equals the later one
    last = messages_[row].id;
    path.append(last);
  }
  return path;
}

QStringList ConversationTree::versionsOf(const QString& id) const {
  QStringList versions;
  if (const MessageRecord* message = find(id))
    for (const int row : children_[message->parent]) versions.append(messages_[row].id);
  return versions;
}

const MessageRecord& ConversationTree::add(MessageRecord message, const QString& parent) {
  const int row = static_cast<int>(messages_.size());
  message.parent = parent;
  message.shown = ++clock_;
  rows_.insert(message.id, row);
  children_[parent].append(row);
  messages_.append(std::move(message));
  return messages_.last();
}

void ConversationTree::show(const QString& id) { (*this)[id].shown = ++clock_; }

QStringList ConversationTree::reveal(const QString& id) {
  QStringList way, shown, path = this->path();
  for (const MessageRecord* message = find(id); message; message = find(message->parent)) way.prepend(message->id);
  for (qsizetype i = 0; i < way.size(); ++i) {
    if (path.value(i) == way[i]) continue;
    show(way[i]);
    shown.append(way[i]);
    path = this->path();
  }
  return shown;
}

void ConversationTree::remove(const QString& id) {
  QList<MessageRecord> messages = std::move(messages_);
  messages.removeIf([&](const MessageRecord& message) { return message.id == id; });
  reset(std::move(messages));
}

MessageRecord& ConversationTree::operator[](const QString& id) {
  Q_ASSERT(rows_.contains(id));
  return messages_[rows_.value(id)];
}

}  // namespace halftone::app
