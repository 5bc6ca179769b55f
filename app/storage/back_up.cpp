#include "app/storage/back_up.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>

#include "app/storage/chat_store.h"
#include "app/storage/conversation_json.h"

namespace halftone::app {
namespace {

const QString kFormat = QStringLiteral("halftone-backup"), kEnd = QStringLiteral("halftone-backup-end");
constexpr int kVersion = 1;
constexpr qint64 kStepMs = 50;

}  // namespace

bool BackUpFormat::isHead(const QJsonObject& json) { return json["format"].toString() == kFormat; }

bool BackUpFormat::isEnd(const QJsonObject& json) { return json["format"].toString() == kEnd; }

QString BackUpFormat::trouble(const QJsonObject& head) {
  const int version = head["version"].toInt();
  return version == kVersion ? QString()
                             : tr("It was written by a newer Halftone (format %1; this one knows %2).").arg(version).arg(kVersion);
}

QJsonObject BackUpFormat::head(qint64 conversations) {
  return {
      {"format", kFormat}, {"version", kVersion}, {"conversations", conversations}, {"written", timeText(QDateTime::currentDateTime())}};
}

QJsonObject BackUpFormat::end(qint64 conversations) { return {{"format", kEnd}, {"conversations", conversations}}; }

QJsonObject BackUpFormat::line(const ChatRecord& chat) {
  QJsonObject json = ConversationJson::of(chat);
  json["id"] = chat.summary.id;
  json["preview"] = chat.summary.preview;
  if (chat.summary.deleted.isValid()) json["deleted"] = timeText(chat.summary.deleted);
  return json;
}

std::expected<ChatRecord, QString> BackUpFormat::read(const QJsonObject& json) {
  auto chat = ConversationJson::read(json);
  if (!chat) return chat;
  chat->summary.id = json["id"].toString();
  if (chat->summary.id.isEmpty()) return std::unexpected(tr("It has no id."));
  if (!chat->summary.updated.isValid()) return std::unexpected(tr("It does not say when it was changed."));
  chat->summary.preview = json["preview"].toString();
  chat->summary.deleted = timeFrom(json["deleted"].toString());
  return chat;
}

bool BackUp::begin(ChatStore& store) {
  if (ids_.isEmpty())
    for (const ChatSummary& chat : store.chats()) ids_.append(chat.id);
  begun_ = true;
  if (file_.open(QFile::WriteOnly) && file_.setPermissions(QFile::ReadOwner | QFile::WriteOwner)) return put(BackUpFormat::head(total()));
  trouble_ = file_.errorString();
  return false;
}

bool BackUp::put(const QJsonObject& line) {
  const QByteArray bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
  if (file_.write(bytes) == bytes.size()) return true;
  trouble_ = file_.errorString();
  return false;
}

bool BackUp::finish() {
  if (put(BackUpFormat::end(written_)) && !file_.commit()) trouble_ = file_.errorString();
  return false;
}

bool BackUp::step(ChatStore& store) {
  if (!begun_ && !begin(store)) return false;
  QElapsedTimer since;
  since.start();
  while (!since.hasExpired(kStepMs)) {
    if (next_ == ids_.size()) return finish();
    const ChatRecord chat = store.chat(ids_[next_]);
    ++next_;
    if (chat.summary.id.isEmpty()) continue;  // deleted for good since
    if (!put(BackUpFormat::line(chat))) return false;
    ++written_;
  }
  return true;
}

}  // namespace halftone::app
