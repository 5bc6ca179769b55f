// A conversation as a file of its own: Markdown to be read, JSON to be read back.
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <expected>

#include "app/storage/records.h"

namespace halftone::app {

class ConversationFile {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::ConversationFile)

 public:
  // What is shown, from the first message to the last.
  static QByteArray toMarkdown(const ChatRecord& chat);

  // All versions, with their figures.
  static QByteArray toJson(const ChatRecord& chat);

  static bool isOne(const QJsonObject& json);

  // With ids of its own, the same for the same content: the conversation that was written may still be there, and one that is read twice
  // is one. The error says what is wrong and where.
  static std::expected<ChatRecord, QString> read(const QJsonObject& json);

  // A name for the file: the title, without what a file's name cannot hold.
  static QString nameFor(const QString& title);
};

}  // namespace halftone::app
