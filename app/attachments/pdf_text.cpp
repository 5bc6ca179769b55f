#include "app/attachments/pdf_text.h"

#include <poppler-qt6.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "app/attachments/visual_order.h"
#include "app/format.h"

namespace halftone::app {
namespace {

using Clock = std::chrono::steady_clock;

// Asked by Poppler while it reads a page.
struct Patience {
  std::stop_token stop;
  Clock::time_point end;
  bool isOver() const { return stop.stop_requested() || Clock::now() >= end; }
};

bool isOver(const QVariant& patience) { return static_cast<const Patience*>(patience.value<void*>())->isOver(); }

// Words to lines; a gap of most of a line's height begins a paragraph.
QString textOf(const std::vector<std::unique_ptr<Poppler::TextBox>>& words) {
  QString text, line, all;
  for (const auto& word : words) all += word->text();
  const bool left = runsLeft(all);
  QRectF before;
  for (const auto& word : words) {
    const QRectF place = word->boundingBox();
    if (line.isEmpty() && !text.isEmpty() && place.top() - before.bottom() > 0.8 * std::min(place.height(), before.height())) text += u'\n';
    line += word->text();
    before = place;
    if (!word->nextWord()) text += fromVisualOrder(std::exchange(line, {}), left) + u'\n';
    else if (word->hasSpaceAfter()) line += u' ';
  }
  return text + fromVisualOrder(line, left);
}

}  // namespace

std::expected<PdfText, QString> PdfText::read(const QByteArray& bytes, const ReadLimits& limits, const ReadProgress& progress, std::stop_token stop) {
  static const bool quiet = [] {
    Poppler::setDebugErrorFunction([](const QString&, const QVariant&) {}, {});  // what is odd in a file is no news
    return true;
  }();
  Q_UNUSED(quiet);
  const auto document = Poppler::Document::loadFromData(bytes);
  if (!document) return std::unexpected(tr("It is a damaged PDF."));
  if (document->isLocked()) return std::unexpected(tr("It is a PDF that opens with a password only."));
  PdfText pdf;
  pdf.pages = document->numPages();
  if (pdf.pages <= 0) return std::unexpected(tr("It is a PDF without pages."));

  const auto end = Clock::now() + limits.time;
  const int wanted = std::min(pdf.pages, limits.pages);
  for (int i = 0; i < wanted && pdf.text.size() < limits.characters; ++i) {
    Patience patience{stop, std::min(end, Clock::now() + limits.pageTime)};
    std::vector<std::unique_ptr<Poppler::TextBox>> words;
    if (const auto page = document->page(i)) words = page->textList(Poppler::Page::Rotate0, isOver, QVariant::fromValue<void*>(&patience));
    if (stop.stop_requested()) return pdf;
    if (patience.isOver()) break;  // what there is of this page is no page
    if (!pdf.text.isEmpty()) pdf.text += u'\n';
    pdf.text += textOf(words);
    pdf.pageEnds.append(pdf.text.size());
    progress(static_cast<double>(i + 1) / wanted);
  }
  if (pdf.pageEnds.isEmpty()) return std::unexpected(tr("Its first page took longer than %1 to read.").arg(isolated(formatMilliseconds(static_cast<double>(limits.pageTime.count())))));
  if (pdf.text.trimmed().isEmpty())
    return std::unexpected(pdf.pages == 1 ? tr("Its page holds no text: it is a picture.") : tr("Its %1 pages hold no text: they are pictures.").arg(formatCount(pdf.pages)));
  return pdf;
}

}  // namespace halftone::app
