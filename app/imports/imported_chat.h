// What is read of another program's conversation becomes one of ours. Ids follow from theirs, so that what is imported again is known.
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QJsonValue>

#include "app/storage/records.h"

namespace halftone::app {

class ImportedChat {
 public:
  ImportedChat(const QString& program, const QString& id, const QString& title);

  // `id` and `parent` as the other program calls them; messages that are left out hand on what follows them. False: that id was there.
  bool add(const QString& id, const QString& parent, const QString& role, const QString& text, const QDateTime& created,
           const QString& model = {});
  void leaveOut(const QString& id, const QString& parent);  // no message of ours: what follows it follows what it follows
  void addSystem(const QString& text);
  void show(const QString& id);  // the last of the path that is on the screen

  bool isEmpty() const { return chat_.messages.isEmpty(); }
  ChatRecord finish(const QDateTime& updated) &&;  // invalid: as new as its last message

 private:
  QString idOf(const QString& id) const;
  QString standsFor(QString id) const;  // itself, or the nearest above it that was not left out

  ChatRecord chat_;
  QHash<QString, QString> leftOut_;  // id → parent
  QHash<QString, int> rows_;         // our id → row
  QHash<QString, QString> parents_;  // our id → theirs of the parent
  QString shown_;
};

QDateTime timeOfSeconds(const QJsonValue& seconds);  // since 1970, UTC; where they are milliseconds that is seen; invalid: none

}  // namespace halftone::app
