#include "app/storage/conversation_file.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include "app/attachments/as_sent.h"
#include "app/storage/conversation_json.h"
#include "app/storage/conversation_tree.h"

namespace halftone::app {
namespace {

const QString kFormat = QStringLiteral("halftone-conversation");
constexpr int kVersion = 1;

}  // namespace

QByteArray ConversationFile::toMarkdown(const ChatRecord& chat) {
  QString text = QStringLiteral("# %1\n\n").arg(chat.summary.title.isEmpty() ? tr("New chat") : chat.summary.title);
  if (!chat.systemPrompt.trimmed().isEmpty()) text += QStringLiteral("**%1**\n\n%2\n\n").arg(tr("System prompt"), chat.systemPrompt);
  ConversationTree tree;
  tree.reset(chat.messages);
  for (const QString& id : tree.path()) {
    const MessageRecord& message = *tree.find(id);
    const QString& model = message.figures.model;
    text += QStringLiteral("**%1**\n\n%2\n\n").arg(message.role == u"user" ? tr("You") : model.isEmpty() ? tr("Model") : model, asSent(message));
  }
  return text.toUtf8();
}

QByteArray ConversationFile::toJson(const ChatRecord& chat) {
  QJsonObject json = ConversationJson::of(chat);
  json["format"] = kFormat;
  json["version"] = kVersion;
  return QJsonDocument(json).toJson();
}

bool ConversationFile::isOne(const QJsonObject& json) { return json["format"].toString() == kFormat; }

std::expected<ChatRecord, QString> ConversationFile::read(const QJsonObject& json) {
  if (json["version"].toInt() != kVersion)
    return std::unexpected(tr("It was exported by a newer Halftone (format %1; this one knows %2).").arg(json["version"].toInt()).arg(kVersion));
  auto chat = ConversationJson::read(json);
  if (!chat) return chat;
  const QByteArray content = QJsonDocument(json).toJson(QJsonDocument::Compact);
  chat->summary.id = idFrom(QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex()));
  chat->summary.updated = QDateTime::currentDateTime();
  renewIds(chat->messages, chat->summary.id);
  return chat;
}

QString ConversationFile::nameFor(const QString& title) {
  static const QRegularExpression forbidden(QStringLiteral("[/\\\\:*?\"<>|\\x{0}-\\x{1f}\\x{7f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]+"));
  QString name = QString(title).replace(forbidden, QStringLiteral(" ")).simplified().left(80).trimmed();
  while (name.startsWith(u'.')) name.remove(0, 1);
  return name.isEmpty() ? tr("Conversation") : name;
}

}  // namespace halftone::app
