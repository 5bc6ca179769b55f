// LM Studio's ~/.lmstudio/conversations/*.conversation.json: one conversation, a list of messages with versions, one of which is chosen.
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include "app/imports/import_format.h"
#include "app/imports/imported_chat.h"

namespace halftone::app::imports {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Imports)
};

QString textOf(const QJsonArray& content, qint64& leftOut) {
  QString text;
  for (const auto& part : content) {
    if (part.toObject()["type"].toString() == u"text") text += part.toObject()["text"].toString();
    else ++leftOut;
  }
  return text;
}

// What was thought stands before what was said, marked as models mark it.
QString textOf(const QJsonObject& version, qint64& leftOut) {
  if (version["type"].toString() != u"multiStep") return textOf(version["content"].toArray(), leftOut);
  QStringList steps;
  for (const auto& value : version["steps"].toArray()) {
    const QJsonObject step = value.toObject();
    if (step["type"].toString() == u"debugInfoBlock") continue;
    if (step["type"].toString() != u"contentBlock") {
      ++leftOut;
      continue;
    }
    const QString text = textOf(step["content"].toArray(), leftOut);
    if (text.trimmed().isEmpty()) continue;
    const bool thought = step["style"].toObject()["type"].toString() == u"thinking";
    steps.append(thought && !text.contains(u"<think>") ? QStringLiteral("<think>\n%1\n</think>").arg(text.trimmed()) : text);
  }
  return steps.join(QStringLiteral("\n\n"));
}

QString idOf(const QJsonObject& object) {
  if (const double made = object["createdAt"].toDouble(); made > 0) return QString::number(made, 'f', 0);
  return QString::fromLatin1(
      QCryptographicHash::hash(QJsonDocument(object).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256).toHex());
}

std::expected<ChatRecord, QString> read(const QJsonObject& object, qint64& leftOut) {
  ImportedChat chat(QStringLiteral("LM Studio"), idOf(object), object["name"].toString());
  chat.addSystem(object["systemPrompt"].toString());
  QString before;
  int turn = 0;
  for (const auto& value : object["messages"].toArray()) {
    const QJsonObject message = value.toObject();
    const QJsonArray versions = message["versions"].toArray();
    const int chosen = qBound(0, message["currentlySelected"].toInt(), qMax(0, static_cast<int>(versions.size()) - 1));
    QString next = before;
    for (int i = 0; i < static_cast<int>(versions.size()); ++i) {
      const QJsonObject version = versions[i].toObject();
      const QString role = version["role"].toString(), id = QStringLiteral("%1/%2").arg(turn).arg(i), text = textOf(version, leftOut);
      if (role == u"system") chat.addSystem(text);
      else if (role != u"user" && role != u"assistant") ++leftOut;
      if ((role != u"user" && role != u"assistant") || text.trimmed().isEmpty()) continue;
      chat.add(id, before, role, text, {}, version["senderInfo"].toObject()["senderName"].toString());
      if (i == chosen || next == before) next = id;
    }
    before = next;
    ++turn;
  }
  if (chat.isEmpty()) return std::unexpected(Words::tr("It holds no message with text."));
  chat.show(before);
  QDateTime updated = timeOfSeconds(object["assistantLastMessagedAt"]);
  if (!updated.isValid()) updated = timeOfSeconds(object["userLastMessagedAt"]);
  return std::move(chat).finish(updated.isValid() ? updated : timeOfSeconds(object["createdAt"]));
}

}  // namespace

const ImportFormat lmStudio{"LM Studio",
                            [](const QJsonObject& first) { return first["messages"].toArray().first().toObject()["versions"].isArray(); },
                            [](const QString&) { return readOneByOne(read); }};

}  // namespace halftone::app::imports
