// Small PDFs, written as the format says: a page is one font and lines of Latin text.
#pragma once

#include <QByteArray>
#include <QStringList>

namespace halftone::app {

struct PdfStream {
  QByteArray bytes, entries = {};  // of its dictionary
};

// `locked`: as somebody sees it who does not have the password; its entries need fit none.
inline QByteArray pdfOfStreams(const QList<PdfStream>& pages, bool locked = false) {
  QByteArray pdf = "%PDF-1.4\n";
  QList<qsizetype> places;
  const auto object = [&](const QByteArray& body) {
    places.append(pdf.size());
    pdf += QByteArray::number(places.size()) + " 0 obj\n" + body + "\nendobj\n";
  };
  QByteArray kids;
  for (int i = 0; i < pages.size(); ++i) kids += QByteArray::number(4 + 2 * i) + " 0 R ";
  object("<< /Type /Catalog /Pages 2 0 R >>");
  object("<< /Type /Pages /Count " + QByteArray::number(pages.size()) + " /Kids [" + kids + "] >>");
  object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  for (int i = 0; i < pages.size(); ++i) {
    object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents " + QByteArray::number(5 + 2 * i) + " 0 R >>");
    object("<< /Length " + QByteArray::number(pages[i].bytes.size()) + pages[i].entries + " >>\nstream\n" + pages[i].bytes + "\nendstream");
  }
  QByteArray rest = "/Root 1 0 R";
  if (locked) {
    object("<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + QByteArray(64, 'a') + "> /U <" + QByteArray(64, 'b') + "> >>");
    rest += " /Encrypt " + QByteArray::number(places.size()) + " 0 R /ID [<00> <00>]";
  }
  const qsizetype table = pdf.size();
  pdf += "xref\n0 " + QByteArray::number(places.size() + 1) + "\n0000000000 65535 f \n";
  for (const qsizetype place : places) pdf += QByteArray::number(place).rightJustified(10, '0') + " 00000 n \n";
  return pdf + "trailer\n<< /Size " + QByteArray::number(places.size() + 1) + " " + rest + " >>\nstartxref\n" + QByteArray::number(table) + "\n%%EOF\n";
}

inline QByteArray pdfOf(const QStringList& pages, bool locked = false) {
  QList<PdfStream> streams;
  for (const QString& page : pages) {
    QByteArray content = "BT /F1 12 Tf 72 760 Td 14 TL\n";
    for (const QString& line : page.split('\n')) content += "(" + line.toLatin1() + ") Tj T*\n";
    streams.append({content + "ET"});
  }
  return pdfOfStreams(streams, locked);
}

}  // namespace halftone::app
