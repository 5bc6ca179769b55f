#include "app/storage/chats.h"

#include <algorithm>

namespace halftone::app {

bool holdsAll(const QStringList& words, const QString& text) {
  return std::ranges::all_of(words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool sameConversation(const ChatRecord& a, const ChatRecord& b) {
  return a.messages == b.messages && a.draft == b.draft && a.systemPrompt == b.systemPrompt && a.sampling == b.sampling;
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
