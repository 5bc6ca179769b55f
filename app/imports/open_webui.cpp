// Open WebUI's exported chats: an array of rows of its table, each with a tree of messages (its source: backend/open_webui/models/chats.py,
// src/lib/components/chat/Settings/DataControls.svelte).
#include <QJsonArray>
#include <algorithm>

#include "app/imports/import_format.h"
#include "app/imports/imported_chat.h"

namespace halftone::app::imports {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Imports)
};

QString textOf(const QJsonValue& content, qint64& leftOut) {
  if (content.isString()) return content.toString();
  QStringList texts;
  for (const auto& part : content.toArray()) {
    if (part.toObject()["type"].toString() == u"text") texts.append(part.toObject()["text"].toString());
    else ++leftOut;
  }
  return texts.join(QStringLiteral("\n"));
}

std::expected<ChatRecord, QString> read(const QJsonObject& object, qint64& leftOut) {
  const QJsonObject inner = object["chat"].toObject(), history = inner["history"].toObject();
  if (inner.isEmpty()) return std::unexpected(Words::tr("It is no conversation of Open WebUI's."));
  const QString title = object["title"].toString(inner["title"].toString());
  ImportedChat chat(QStringLiteral("Open WebUI"), object["id"].toString(QString::number(object["created_at"].toDouble(), 'f', 0) + title),
                    title);
  chat.addSystem(inner["system"].toString());
  chat.addSystem(inner["params"].toObject()["system"].toString());

  QList<QJsonObject> messages;
  QString before;
  const QJsonObject tree = history["messages"].toObject();
  for (const auto& message : tree) messages.append(message.toObject());
  if (tree.isEmpty()) {  // of an older one: a list
    for (const auto& value : inner["messages"].toArray()) {
      QJsonObject message = value.toObject();
      if (!message["id"].isString()) message["id"] = QString::number(messages.size());
      message["parentId"] = before;
      before = message["id"].toString();
      messages.append(message);
    }
  } else {
    std::ranges::stable_sort(messages, {}, [](const QJsonObject& message) { return message["timestamp"].toDouble(); });
  }
  for (const QJsonObject& message : std::as_const(messages)) {
    const QString id = message["id"].toString(), parent = message["parentId"].toString(), role = message["role"].toString();
    leftOut += message["files"].toArray().size();
    const QString text = textOf(message["content"], leftOut);
    if (role == u"system") chat.addSystem(text);
    else if (role != u"user" && role != u"assistant") ++leftOut;
    if ((role != u"user" && role != u"assistant") || text.trimmed().isEmpty()) chat.leaveOut(id, parent);
    else chat.add(id, parent, role, text, timeOfSeconds(message["timestamp"]), message["modelName"].toString(message["model"].toString()));
  }
  if (chat.isEmpty()) return std::unexpected(Words::tr("It holds no message with text."));
  chat.show(history["currentId"].toString(before));
  return std::move(chat).finish(timeOfSeconds(object["updated_at"]));
}

bool recognises(const QJsonObject& first) {
  const QJsonObject chat = first["chat"].toObject();
  return chat["history"].isObject() || chat["messages"].isArray();
}

}  // namespace

const ImportFormat openWebUi{"Open WebUI", recognises, [](const QString&) { return readOneByOne(read); }};

}  // namespace halftone::app::imports
