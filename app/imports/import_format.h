// The formats that conversations are exported in: one row each, recognised by what stands in the file.
#pragma once

#include <QCoreApplication>
#include <QJsonObject>
#include <QString>
#include <expected>
#include <memory>
#include <span>

#include "app/storage/records.h"

namespace halftone::app {

// What has been read of a file and not been taken in yet, and what could not be read.
struct ReadChats {
  QList<ChatRecord> chats;
  qint64 notUnderstood = 0;  // entries that should be conversations
  qint64 leftOut = 0;        // pieces of conversations that are no text: pictures, calls of tools
  QString why = {};          // of the first that was not understood

  void refuse(const QString& reason) {
    if (notUnderstood++ == 0) why = reason;
  }
};

// Goes through the objects of one file.
class ImportReader {
 public:
  virtual ~ImportReader() = default;
  virtual void take(const QJsonObject& object, ReadChats& read) = 0;
  virtual void end(ReadChats&) {}                 // there are no more
  virtual QString trouble() const { return {}; }  // why the rest is not to be read; empty: it is
  virtual bool isWhole() const { return true; }   // nothing is missing at its end
};

struct ImportFormat {
  const char* program;                           // whose it is; not translated
  bool (*recognises)(const QJsonObject& first);  // by the first object of the file
  std::unique_ptr<ImportReader> (*reader)(const QString& file);
};

std::span<const ImportFormat> importFormats();

// Where every object is one conversation: a function that reads it, and counts in `leftOut` what it leaves out.
using ReadOne = std::expected<ChatRecord, QString> (*)(const QJsonObject& object, qint64& leftOut);
std::unique_ptr<ImportReader> readOneByOne(ReadOne read);

// One file each.
namespace imports {
extern const ImportFormat halftoneBackUp, halftoneConversation, chatGpt, openWebUi, lmStudio, jan, janThread;
}

}  // namespace halftone::app
