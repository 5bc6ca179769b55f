// ChatGPT's conversations.json: an array of conversations, each a tree of nodes with messages. Its maker publishes no description; those
// who have read many are named in tests/golden/imports/README.md.
#include <QJsonArray>
#include <algorithm>

#include "app/imports/import_format.h"
#include "app/imports/imported_chat.h"

namespace halftone::app::imports {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Imports)
};

// What a person or the model said to the other; `leftOut` counts what stands beside it.
QString textOf(const QJsonObject& content, qint64& leftOut) {
  QStringList texts;
  for (const auto& part : content["parts"].toArray()) {
    const QString text = part.isString() ? part.toString() : part.toObject()["text"].toString();  // of speech, what was understood
    if (!text.isEmpty()) texts.append(text);
    else if (part.isObject()) ++leftOut;
  }
  return texts.join(QStringLiteral("\n"));
}

bool isForReading(const QJsonObject& message) {
  const QString recipient = message["recipient"].toString(), type = message["content"].toObject()["content_type"].toString();
  return (recipient.isEmpty() || recipient == u"all") && (type == u"text" || type == u"multimodal_text");
}

std::expected<ChatRecord, QString> read(const QJsonObject& object, qint64& leftOut) {
  if (!object["mapping"].isObject()) return std::unexpected(Words::tr("It is no conversation of ChatGPT's."));
  const QString id = object["conversation_id"].toString(object["id"].toString());
  ImportedChat chat(QStringLiteral("ChatGPT"), id.isEmpty() ? QString::number(object["create_time"].toDouble(), 'f', 6) : id,
                    object["title"].toString());
  const QJsonObject mapping = object["mapping"].toObject();
  QStringList ids = mapping.keys();
  const auto madeAt = [&](const QString& node) { return mapping[node].toObject()["message"].toObject()["create_time"].toDouble(); };
  std::ranges::stable_sort(ids, {}, madeAt);
  for (const QString& node : ids) {
    const QJsonObject entry = mapping[node].toObject(), message = entry["message"].toObject();
    const QString role = message["author"].toObject()["role"].toString(), parent = entry["parent"].toString();
    const bool hidden = message["metadata"].toObject()["is_visually_hidden_from_conversation"].toBool();
    if (message.isEmpty() || hidden) {
      chat.leaveOut(node, parent);
      continue;
    }
    const bool said = role == u"user" || role == u"assistant";
    const QString text = said || role == u"system" ? textOf(message["content"].toObject(), leftOut) : QString();
    if (said && isForReading(message) && !text.trimmed().isEmpty()) {
      chat.add(node, parent, role, text, timeOfSeconds(message["create_time"]), message["metadata"].toObject()["model_slug"].toString());
      continue;
    }
    if (role == u"system") chat.addSystem(text);
    else if (!said || !isForReading(message)) ++leftOut;
    chat.leaveOut(node, parent);
  }
  if (chat.isEmpty()) return std::unexpected(Words::tr("It holds no message with text."));
  chat.show(object["current_node"].toString());
  return std::move(chat).finish(timeOfSeconds(object["update_time"]));
}

}  // namespace

const ImportFormat chatGpt{"ChatGPT", [](const QJsonObject& first) { return first["mapping"].isObject(); },
                           [](const QString&) { return readOneByOne(read); }};

}  // namespace halftone::app::imports
