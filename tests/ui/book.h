// What somebody who wrote everything down would have: conversations as trees of words. It knows nothing of the program.
#pragma once

#include <QDataStream>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <algorithm>

namespace halftone::ui {

struct BookMessage {
  QString role, text;
  int parent = -1;   // -1: the beginning
  bool cut = false;  // it can be gone on with
};

struct BookChat {
  QString title, draft = {};
  bool deleted = false;
  QList<BookMessage> messages = {};  // in the order in which they were written
  QHash<int, int> shown = {};   // of what follows a message, which is on the screen

  QList<int> versions(int message) const {
    QList<int> all;
    for (int i = 0; i < messages.size(); ++i)
      if (messages[i].parent == messages[message].parent) all << i;
    return all;
  }
  QList<int> path() const {
    QList<int> path;
    for (int at = shown.value(-1, -1); at >= 0; at = shown.value(at, -1)) path << at;
    return path;
  }
  int last() const { return path().isEmpty() ? -1 : path().last(); }
  QStringList texts() const {
    QStringList texts;
    for (const int at : path()) texts << messages[at].text;
    return texts;
  }
  int add(const QString& role, const QString& text, int parent) {
    messages.append({role, text, parent, false});
    return shown[parent] = static_cast<int>(messages.size()) - 1;
  }
  // A message on the path, with everything that leads to it.
  void reveal(int message) {
    for (; message >= 0; message = messages[message].parent) shown[messages[message].parent] = message;
  }
  // All of it, in one way of writing: a version on the screen has a star.
  QString written(int parent = -1) const {
    QStringList parts;
    for (int i = 0; i < messages.size(); ++i)
      if (messages[i].parent == parent)
        parts << QStringLiteral("%1%2 “%3”(%4)").arg(shown.value(parent) == i ? "*" : "", messages[i].role, messages[i].text, written(i));
    std::ranges::sort(parts);
    return parts.join(u' ');
  }
  bool holds(const QString& words) const {
    return title.contains(words) || std::ranges::any_of(messages, [&](const BookMessage& message) { return message.text.contains(words); });
  }
};

struct Book {
  QList<BookChat> chats;
  int current = -1;  // -1: a new one, nothing said yet
  int number = 0;    // nothing is written twice

  QStringList titles() const {
    QStringList titles;
    for (const BookChat& chat : chats)
      if (!chat.deleted) titles << chat.title;
    titles.sort();
    return titles;
  }
  QStringList written() const {
    QStringList all;
    for (const BookChat& chat : chats) all << chat.title + (chat.deleted ? QStringLiteral(" (deleted): ") : QStringLiteral(": ")) + chat.written();
    all.sort();
    return all;
  }
  int titled(const QString& title) const {
    for (int i = 0; i < chats.size(); ++i)
      if (!chats[i].deleted && chats[i].title == title) return i;
    return -1;
  }
};

inline QDataStream& operator<<(QDataStream& out, const BookMessage& m) { return out << m.role << m.text << m.parent << m.cut; }
inline QDataStream& operator>>(QDataStream& in, BookMessage& m) { return in >> m.role >> m.text >> m.parent >> m.cut; }
inline QDataStream& operator<<(QDataStream& out, const BookChat& c) { return out << c.title << c.draft << c.deleted << c.messages << c.shown; }
inline QDataStream& operator>>(QDataStream& in, BookChat& c) { return in >> c.title >> c.draft >> c.deleted >> c.messages >> c.shown; }
inline QDataStream& operator<<(QDataStream& out, const Book& b) { return out << b.chats << b.current << b.number; }
inline QDataStream& operator>>(QDataStream& in, Book& b) { return in >> b.chats >> b.current >> b.number; }

}  // namespace halftone::ui
