#include "app/storage/chats.h"

#include <algorithm>

namespace halftone::app {

bool holdsAll(const QStringList& words, const QString& text) {
  return std::ranges::all_of(words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

std::optional<SearchHit> hitOf(const QStringList& words, const MessageRecord& message) {
  if (holdsAll(words, message.text)) return SearchHit{message.id, excerptOf(words, message.text)};
  const auto holds = [](const Attachment& attachment, const QString& word) {
    return attachment.name.contains(word, Qt::CaseInsensitive) || attachment.text.contains(word, Qt::CaseInsensitive);
  };
  const auto whole = std::ranges::find_if(message.attachments, [&](const Attachment& attachment) {
    return std::ranges::all_of(words, [&](const QString& word) { return holds(attachment, word); });
  });
  if (whole != message.attachments.end()) return SearchHit{message.id, excerptOf(words, whole->text), whole->name};
  const bool among = !message.attachments.isEmpty() && std::ranges::all_of(words, [&](const QString& word) {
    return message.text.contains(word, Qt::CaseInsensitive) || std::ranges::any_of(message.attachments, [&](const Attachment& attachment) { return holds(attachment, word); });
  });
  if (!among) return std::nullopt;
  if (std::ranges::any_of(words, [&](const QString& word) { return message.text.contains(word, Qt::CaseInsensitive); }))
    return SearchHit{message.id, excerptOf(words, message.text)};
  const auto first = std::ranges::find_if(message.attachments, [&](const Attachment& attachment) { return holds(attachment, words.first()); });
  return SearchHit{message.id, excerptOf(words, first->text), first->name};
}

QString excerptOf(const QStringList& words, const QString& text) {
  constexpr qsizetype kBefore = 24, kLength = 88;
  const QString line = text.simplified();
  qsizetype first = line.size();
  for (const QString& word : words)
    if (const qsizetype at = line.indexOf(word, 0, Qt::CaseInsensitive); at >= 0) first = std::min(first, at);
  if (first == line.size()) first = 0;
  qsizetype from = std::max<qsizetype>(0, first - kBefore);
  if (from > 0) from = std::max(from, line.indexOf(u' ', from) + 1);  // whole words
  if (from > first) from = first;
  const QString part = line.mid(from, kLength);
  return (from > 0 ? QStringLiteral("…") : QString()) + part + (from + part.size() < line.size() ? QStringLiteral("…") : QString());
}

bool sameConversation(const ChatRecord& a, const ChatRecord& b) {
  return a.messages == b.messages && a.draft == b.draft && a.draftAttachments == b.draftAttachments && a.systemPrompt == b.systemPrompt && a.sampling == b.sampling;
}

void bring(const ChatRecord& ours, qint64 base, Chats& to, const QString& otherTitle) {
  const QString& id = ours.summary.id;
  const qint64 there = to.revision(id);
  if (there >= 0 && there != base) {
    ChatRecord theirs = to.chat(id);
    if (sameConversation(ours, theirs)) return to.rename(id, ours.summary.title);
    theirs.summary.id = newId();
    theirs.summary.title = otherTitle.arg(theirs.summary.title);
    renewIds(theirs.messages);  // the same message may stand in both: ours keeps the id
    to.replace(theirs);
    to.setRevision(theirs.summary.id, there);
  }
  to.replace(ours);
  to.setRevision(id, std::max(there, base) + 1);
}

}  // namespace halftone::app
