#include "app/storage/records.h"

#include <QHash>
#include <QUuid>

namespace halftone::app {

QString newId() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

void renewIds(QList<MessageRecord>& messages) {
  QHash<QString, QString> renewed;
  for (MessageRecord& message : messages) message.id = renewed[message.id] = newId();
  for (MessageRecord& message : messages) message.parent = renewed.value(message.parent);
}

}  // namespace halftone::app
