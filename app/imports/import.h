// Files with conversations, of whatever known format, into the store: piece by piece, in a bounded memory.
#pragma once

#include <QCoreApplication>
#include <QStringList>
#include <memory>

#include "app/imports/import_format.h"
#include "app/imports/json_pieces.h"

namespace halftone::app {

class ChatStore;

class Import {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Import)

 public:
  // Of all files together. What was taken in stays, whatever came after it.
  struct Outcome {
    qint64 added = 0, beside = 0, restored = 0, here = 0;
    qint64 notUnderstood = 0, leftOut = 0;
    QString why;           // the first entry was not understood
    QString program;       // whose they are; empty: of several, or of none
    QStringList troubles;  // of files, as sentences: not read, or not to their end
    QString only;          // the conversation, where there is one in all
    qint64 taken() const { return added + beside + restored; }
  };

  explicit Import(QStringList files);

  // What takes some 50 ms; false: that was all. On the store's thread; where StorageBusy is thrown nothing is lost, and the same call may
  // be made again.
  bool step(ChatStore& store);

  qint64 bytesDone() const { return before_ + (pieces_ ? pieces_->position() : 0); }
  qint64 bytesTotal() const { return total_; }
  const Outcome& outcome() const { return outcome_; }

 private:
  bool begin();  // the next file; false: it is none to be read, and that is said
  void readOn();
  bool recognise(const QJsonObject& first);
  void endFile();
  void leaveFile();
  bool takeIn(ChatStore& store);
  void fail(const QString& trouble);

  QStringList files_;
  qsizetype next_ = 0;
  std::unique_ptr<JsonPieces> pieces_;
  std::unique_ptr<ImportReader> reader_;
  QString firstTrouble_;  // of the file, before it was recognised
  ReadChats read_;
  qint64 readFrom_ = 0;  // position when the first of them was read
  qint64 before_ = 0, total_ = 0;
  bool programKnown_ = false, stopped_ = false;
  Outcome outcome_;
};

}  // namespace halftone::app
