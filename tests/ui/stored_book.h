// What the file of conversations holds, read by SQL alone: the program's own reading is not asked.
#pragma once

#include "app/storage/sql.h"
#include "tests/ui/book.h"

namespace halftone::ui {

inline Book storedBook(const QString& file) {
  Book book;
  app::sql::Connection database(file, app::sql::Mode::readOnly);
  QHash<QString, int> chats;
  QSqlQuery chat = database.run("SELECT id, title, deleted, draft FROM chats");
  while (chat.next()) {
    chats[chat.value(0).toString()] = static_cast<int>(book.chats.size());
    book.chats << BookChat{.title = chat.value(1).toString(), .draft = chat.value(3).toString(), .deleted = chat.value(2).toLongLong() > 0};
  }
  QHash<QString, int> messages;
  QHash<QString, qint64> latest;  // shown, by chat and parent
  QSqlQuery message = database.run("SELECT id, chat, parent, role, text, shown FROM messages ORDER BY position");
  while (message.next()) {
    BookChat& its = book.chats[chats.value(message.value(1).toString())];
    const int parent = messages.value(message.value(2).toString(), -1);
    const QString place = message.value(1).toString() + '/' + message.value(2).toString();
    const qint64 shown = message.value(5).toLongLong();
    const int before = its.shown.value(parent, -1);
    messages[message.value(0).toString()] = its.add(message.value(3).toString(), message.value(4).toString(), parent);
    if (latest.contains(place) && latest[place] > shown) its.shown[parent] = before;
    else latest[place] = shown;
  }
  book.chats.removeIf([](const BookChat& chat) { return chat.messages.isEmpty(); });
  return book;
}

}  // namespace halftone::ui
