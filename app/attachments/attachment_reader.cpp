#include "app/attachments/attachment_reader.h"

#include <QFile>
#include <QFileInfo>
#include <QMimeDatabase>
#include <algorithm>
#include <iterator>

#include "app/attachments/pdf_text.h"
#include "app/attachments/text_decoder.h"
#include "app/format.h"

namespace halftone::app {

QString AttachmentReader::cleanName(const QString& name) {
  const QList<uint> letters = name.simplified().toUcs4();
  QList<uint> clean;
  const auto joins = [](uint c) { return c == 0x200C || c == 0x200D; };  // Persian and emoji need these
  std::ranges::copy_if(letters, std::back_inserter(clean), [&](uint c) { return QChar::isPrint(c) || joins(c); });
  return QString::fromUcs4(reinterpret_cast<const char32_t*>(clean.constData()), clean.size());
}

QString AttachmentReader::nameOfPages(const QString& name, int pages, int of) {
  return pages == 1 ? tr("%1 (page 1 of %2)").arg(name, formatCount(of)) : tr("%1 (pages 1–%2 of %3)").arg(name, formatCount(pages), formatCount(of));
}

QString AttachmentReader::nameOfLines(const QString& name, qsizetype lines, qsizetype of) {
  return lines == 1 ? tr("%1 (line 1 of %2)").arg(name, formatCount(of)) : tr("%1 (lines 1–%2 of %3)").arg(name, formatCount(lines), formatCount(of));
}

std::expected<ReadFile, QString> AttachmentReader::read(const QString& path, const ReadProgress& progress, std::stop_token stop, const ReadLimits& limits) {
  const QFileInfo info(path);
  if (!info.exists()) return std::unexpected(tr("There is no such file any more."));
  if (info.isDir()) return std::unexpected(tr("It is a folder: its files can be attached."));
  if (!info.isFile()) return std::unexpected(tr("It is no file."));  // a pipe would be waited for
  QFile file(path);
  if (!file.open(QFile::ReadOnly)) return std::unexpected(tr("It cannot be opened: %1").arg(file.errorString()));

  const bool isPdf = file.peek(1024).contains("%PDF-");
  const qint64 most = isPdf ? limits.pdfBytes : limits.textBytes;
  const auto tooLarge = [&](qint64 bytes) { return std::unexpected(tr("It has %1, at most %2 are read.").arg(isolated(formatBytes(bytes)), isolated(formatBytes(most)))); };
  if (file.size() > most) return tooLarge(file.size());
  const QByteArray bytes = file.read(most + 1);  // of /proc and of what grows, the size is no bound
  if (bytes.size() > most) return tooLarge(bytes.size());
  if (file.error() != QFile::NoError) return std::unexpected(tr("It cannot be read: %1").arg(file.errorString()));
  if (bytes.isEmpty()) return std::unexpected(tr("It is empty."));
  if (stop.stop_requested()) return {};

  ReadFile read;
  read.attachment.name = cleanName(info.fileName());
  read.attachment.bytes = bytes.size();
  if (isPdf) {
    auto pdf = PdfText::read(bytes, limits, progress, stop);
    if (!pdf) return std::unexpected(pdf.error());
    read.attachment.media = QStringLiteral("application/pdf");
    read.attachment.text = pdf->text;
    read.pageEnds = pdf->pageEnds;
    read.pages = pdf->pages;
    return read;
  }
  const QMimeType type = QMimeDatabase().mimeTypeForFileNameAndData(info.fileName(), bytes);
  qsizetype strange = 0;
  const auto text = decodeText(bytes, &strange);
  if (!text) {
    const QMimeType content = QMimeDatabase().mimeTypeForData(bytes);
    if (!content.isDefault()) return std::unexpected(tr("It is no text: %1.").arg(isolated(content.comment())));
    return std::unexpected(tr("It is no text: byte %1 is 0x%2.").arg(formatCount(strange)).arg(static_cast<uchar>(bytes[strange]), 2, 16, QLatin1Char('0')));
  }
  if (text->trimmed().isEmpty()) return std::unexpected(tr("There is nothing in it but empty lines."));
  read.attachment.media = type.isDefault() ? QStringLiteral("text/plain") : type.name();
  read.attachment.text = *text;
  return read;
}

}  // namespace halftone::app
