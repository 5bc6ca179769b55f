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

void renewIds(QList<MessageRecord>& messages) {
  QHash<QString, QString> renewed;
  for (MessageRecord& message : messages) message.id = renewed[message.id] = newId();
  for (MessageRecord& message : messages) message.parent = renewed.value(message.parent);
}

}  // namespace halftone::app
