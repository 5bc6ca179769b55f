// All conversations as one file, to be kept elsewhere: a line of JSON that says what it is, one for each conversation, one that says how
// many there were. Written and read a conversation at a time, however many there are.
#pragma once

#include <QCoreApplication>
#include <QJsonObject>
#include <QSaveFile>
#include <expected>

#include "app/storage/records.h"

namespace halftone::app {

class ChatStore;

class BackUpFormat {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::BackUpFormat)

 public:
  static bool isHead(const QJsonObject& json);
  static QString trouble(const QJsonObject& head);  // why it cannot be read; empty: it can
  static bool isEnd(const QJsonObject& json);
  static std::expected<ChatRecord, QString> read(const QJsonObject& json);  // of the id it had

  static QJsonObject head(qint64 conversations);
  static QJsonObject line(const ChatRecord& chat);
  static QJsonObject end(qint64 conversations);
};

// Writes the file, piece by piece; under its name only when it is whole.
class BackUp {
 public:
  explicit BackUp(const QString& file) : file_(file) {}

  // As many conversations as take some 50 ms; false: that was all, and the file is there or `trouble` says why not. On the store's thread;
  // where StorageBusy is thrown nothing is lost, and the same call may be made again.
  bool step(ChatStore& store);

  qint64 written() const { return written_; }
  qint64 total() const { return static_cast<qint64>(ids_.size()); }
  const QString& trouble() const { return trouble_; }

 private:
  bool begin(ChatStore& store);
  bool put(const QJsonObject& line);
  bool finish();

  QSaveFile file_;
  QStringList ids_;
  qsizetype next_ = 0;
  qint64 written_ = 0;
  bool begun_ = false;
  QString trouble_;
};

}  // namespace halftone::app
