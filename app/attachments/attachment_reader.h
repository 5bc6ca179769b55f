// Reads a file that goes with a message.
#pragma once

#include <QCoreApplication>
#include <expected>
#include <stop_token>

#include "app/attachments/read_limits.h"
#include "app/storage/records.h"

namespace halftone::app {

// What was read, and where it can be cut.
struct ReadFile {
  Attachment attachment;
  QList<qsizetype> pageEnds;  // of a PDF; empty: it has no pages, lines are what it can be cut at
  int pages = 0;              // of the file
};

class AttachmentReader {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::AttachmentReader)

 public:
  // Takes its time: not for the window's thread. The error says why it cannot be read; stopped, nobody reads what it returns.
  static std::expected<ReadFile, QString> read(const QString& path, const ReadProgress& progress, std::stop_token stop, const ReadLimits& limits = {});

  // On one line, without marks that turn what stands around them.
  static QString cleanName(const QString& name);

  // The name of a part of it, as it is shown and told the model.
  static QString nameOfPages(const QString& name, int pages, int of);
  static QString nameOfLines(const QString& name, qsizetype lines, qsizetype of);
};

}  // namespace halftone::app
