// Conversations that could not go into the database, in small databases of their own beside it (chats.kept-*.sqlite): another
// instance holds it, it is damaged or newer than this program. Whoever can write the database next takes them in.
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>
#include <optional>

#include "app/storage/chats.h"

namespace halftone::app {

// Conversation → the revision which the database's copy had when ours was made, -1: not there.
using Bases = QHash<QString, qint64>;

QStringList keptFiles(const QString& folder);

// Writes the touched conversations of `chats` into a new file; empty: it could not be written.
QString keep(const QString& folder, Chats& chats, const Bases& touched);

struct KeptChat {
  ChatRecord chat;
  qint64 base = -1;
};
std::optional<QList<KeptChat>> readKept(const QString& file);  // none: it cannot be read

}  // namespace halftone::app
