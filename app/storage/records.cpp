#include "app/storage/records.h"

#include <QHash>
#include <QUuid>

namespace halftone::app {

QString newId() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

MessageRecord newMessage(const QString& role, const QString& text, const QString& finish) {
  MessageRecord message{newId(), role, text, finish, {}};
  message.created = QDateTime::currentDateTime();
  return message;
}

QString idFrom(const QString& text) {
  static const QUuid space(0x5b1f0d6a, 0x93c4, 0x4e0b, 0x8f, 0x27, 0x61, 0x0c, 0x3a, 0x5d, 0x92, 0xee);  // ours, drawn once
  return QUuid::createUuidV5(space, text).toString(QUuid::WithoutBraces);
}

void renewIds(QList<MessageRecord>& messages, const QString& within) {
  QHash<QString, QString> renewed;
  for (MessageRecord& message : messages)
    message.id = renewed[message.id] = within.isEmpty() ? newId() : idFrom(within + u'/' + message.id);
  for (MessageRecord& message : messages) message.parent = renewed.value(message.parent);
}

}  // namespace halftone::app
