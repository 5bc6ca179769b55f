// The text of a PDF, page by page, in the order in which it is read.
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QList>
#include <expected>
#include <stop_token>

#include "app/attachments/read_limits.h"

namespace halftone::app {

class PdfText {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::PdfText)

 public:
  QString text;
  QList<qsizetype> pageEnds;  // where in the text each page that was read ends
  int pages = 0;              // that it has

  // The error says why there is no text. Stopped, it holds what there was. Where the time is up, the pages that were read are enough.
  static std::expected<PdfText, QString> read(const QByteArray& bytes, const ReadLimits& limits, const ReadProgress& progress, std::stop_token stop);
};

}  // namespace halftone::app
