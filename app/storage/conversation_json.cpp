#include "app/storage/conversation_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "app/attachments/as_sent.h"
#include "app/attachments/attachment_reader.h"

namespace halftone::app {
namespace {

QJsonObject figuresOf(const ReplyFigures& f) {
  QJsonObject json{{"tokens_per_second", f.tokensPerSecond},
                   {"first_token_ms", f.firstTokenMs},
                   {"restore_ms", f.restoreMs},
                   {"prefill_ms", f.prefillMs},
                   {"sample_ms", f.sampleMs},
                   {"prompt_tokens", f.promptTokens},
                   {"reused_tokens", f.reusedTokens},
                   {"tokens", f.tokens},
                   {"settings", f.settingsLabel},
                   {"drafted_tokens", f.draftedTokens},
                   {"accepted_tokens", f.acceptedTokens},
                   {"model", f.model},
                   {"peak_bytes", f.peakBytes}};
  if (f.seed != kUnknownSeed) json["seed"] = f.seed;
  return json;
}

// A number as it stands, 0 where it is none that can be shown.
double numberOf(const QJsonValue& value) {
  const double number = value.toDouble();
  return std::isfinite(number) && number >= 0 ? number : 0;
}

qint64 countOf(const QJsonValue& value) { return std::max<qint64>(0, value.toInteger()); }

int tokensOf(const QJsonValue& value) { return static_cast<int>(std::min<qint64>(countOf(value), std::numeric_limits<int>::max())); }

ReplyFigures figuresFrom(const QJsonObject& json) {
  ReplyFigures figures;
  figures.tokensPerSecond = numberOf(json["tokens_per_second"]);
  figures.firstTokenMs = numberOf(json["first_token_ms"]);
  figures.restoreMs = numberOf(json["restore_ms"]);
  figures.prefillMs = numberOf(json["prefill_ms"]);
  figures.sampleMs = numberOf(json["sample_ms"]);
  figures.promptTokens = tokensOf(json["prompt_tokens"]);
  figures.reusedTokens = tokensOf(json["reused_tokens"]);
  figures.tokens = countOf(json["tokens"]);
  figures.settingsLabel = json["settings"].toString();
  figures.draftedTokens = tokensOf(json["drafted_tokens"]);
  figures.acceptedTokens = tokensOf(json["accepted_tokens"]);
  figures.model = json["model"].toString();
  figures.seed = json["seed"].toInteger(kUnknownSeed);
  figures.peakBytes = countOf(json["peak_bytes"]);
  return figures;
}

QJsonArray jsonOf(const QList<Attachment>& attachments) {
  QJsonArray all;
  for (const Attachment& a : attachments)
    all.append(QJsonObject{{"name", a.name}, {"media", a.media}, {"text", a.text}, {"bytes", a.bytes}, {"tokens", a.tokens}});
  return all;
}

// None: one has no name or no text.
std::optional<QList<Attachment>> attachmentsFrom(const QJsonValue& value) {
  QList<Attachment> all;
  for (const auto& entry : value.toArray()) {
    const QJsonObject json = entry.toObject();
    if (!json["text"].isString()) return std::nullopt;
    Attachment attachment;
    attachment.name = AttachmentReader::cleanName(json["name"].toString());
    if (attachment.name.isEmpty()) return std::nullopt;
    attachment.media = json["media"].toString();
    attachment.text = json["text"].toString();
    attachment.bytes = countOf(json["bytes"]);
    attachment.tokens = countOf(json["tokens"]);
    all.append(attachment);
  }
  return all;
}

}  // namespace

QString timeText(const QDateTime& time) { return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString(); }

QDateTime timeFrom(const QString& text) { return QDateTime::fromString(text, Qt::ISODateWithMs).toLocalTime(); }

QJsonObject ConversationJson::of(const ChatRecord& chat) {
  QJsonArray messages;
  for (const MessageRecord& m : chat.messages) {
    QJsonObject json{{"id", m.id},         {"parent", m.parent}, {"role", m.role},       {"text", m.text},
                     {"finish", m.finish}, {"shown", m.shown},   {"omitted", m.omitted}, {"created", timeText(m.created)}};
    if (!m.attachments.isEmpty()) json["attachments"] = jsonOf(m.attachments);
    if (m.role != u"user") json["figures"] = figuresOf(m.figures);
    messages.append(json);
  }
  QJsonObject json{{"title", chat.summary.title},
                   {"updated", timeText(chat.summary.updated)},
                   {"system_prompt", chat.systemPrompt},
                   {"draft", chat.draft},
                   {"sampling", QJsonDocument::fromJson(chat.sampling.toUtf8()).object()},
                   {"messages", messages}};
  if (!chat.draftAttachments.isEmpty()) json["draft_attachments"] = jsonOf(chat.draftAttachments);
  return json;
}

std::expected<ChatRecord, QString> ConversationJson::read(const QJsonObject& json) {
  ChatRecord chat;
  chat.summary.title = json["title"].toString();
  chat.summary.updated = timeFrom(json["updated"].toString());
  chat.systemPrompt = json["system_prompt"].toString();
  chat.draft = json["draft"].toString();
  const auto attachments = attachmentsFrom(json["draft_attachments"]);
  if (!attachments) return std::unexpected(tr("One of the draft's attachments has no name or no text."));
  chat.draftAttachments = *attachments;
  if (const QJsonObject sampling = json["sampling"].toObject(); !sampling.isEmpty())
    chat.sampling = QString::fromUtf8(QJsonDocument(sampling).toJson(QJsonDocument::Compact));
  QSet<QString> ids;
  for (const auto& value : json["messages"].toArray()) {
    const QJsonObject m = value.toObject();
    MessageRecord message{m["id"].toString(), m["role"].toString(), m["text"].toString(), m["finish"].toString(), {}};
    const auto refuse = [&](const QString& what) { return std::unexpected(tr("Message %1: %2").arg(chat.messages.size() + 1).arg(what)); };
    if (message.id.isEmpty() || ids.contains(message.id)) return refuse(tr("its id is missing or not the only one."));
    if (message.role != u"user" && message.role != u"assistant")
      return refuse(tr("its role is “%1”, not “user” or “assistant”.").arg(message.role.left(40)));
    if (!m["text"].isString()) return refuse(tr("it has no text."));
    const auto attachments = attachmentsFrom(m["attachments"]);
    if (!attachments) return refuse(tr("one of its attachments has no name or no text."));
    message.attachments = *attachments;
    ids.insert(message.id);
    message.parent = m["parent"].toString();
    message.shown = m["shown"].toInteger();
    message.omitted = m["omitted"].toBool();
    message.created = timeFrom(m["created"].toString());
    if (message.role == u"assistant") message.figures = figuresFrom(m["figures"].toObject());
    chat.messages.append(message);
  }
  if (!chat.messages.isEmpty()) chat.summary.preview = wordsOf(chat.messages.last()).left(200).simplified();
  return chat;
}

}  // namespace halftone::app
