// A conversation as a JSON object, all of it: what exported files and back-ups hold.
#pragma once

#include <QCoreApplication>
#include <QJsonObject>
#include <expected>

#include "app/storage/records.h"

namespace halftone::app {

class ConversationJson {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::ConversationJson)

 public:
  // All versions, with their figures; neither the conversation's id nor its preview.
  static QJsonObject of(const ChatRecord& chat);

  // The messages have the ids that stand there, the conversation has none. The error says what is wrong and where.
  static std::expected<ChatRecord, QString> read(const QJsonObject& json);
};

QString timeText(const QDateTime& time);  // ISO 8601, UTC, with milliseconds; empty: no time
QDateTime timeFrom(const QString& text);

}  // namespace halftone::app
