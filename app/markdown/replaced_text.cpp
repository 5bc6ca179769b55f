#include "app/markdown/replaced_text.h"

#include <QRegularExpression>
#include <QUrl>

#include "app/markdown/footnote_reference.h"
#include "app/markdown/formula.h"
#include "app/markdown/formula_scanner.h"

namespace halftone::app {
namespace {

QString percentEncoded(const QString& text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

QString linked(QStringView source, QStringView tex) {
  const auto html = formulaHtml(tex);
  return QStringLiteral("<a class=\"formula\" href=\"formula:%1\">%2</a>")
      .arg(percentEncoded(source.toString()),
           html ? *html : QStringLiteral("<code>") + source.toString().toHtmlEscaped() + QStringLiteral("</code>"));
}

}  // namespace

QString ReplacedText::take(QStringView text, const QHash<QString, int>& footnotes) {
  QString out;
  qsizetype from = 0;
  for (const FormulaSpan& span : formulasIn(text)) {
    out += withoutFootnotes(text.mid(from, span.begin - from), footnotes);
    const QStringView source = text.mid(span.begin, span.end - span.begin);
    const QStringView tex = source.mid(span.mark, source.size() - 2 * span.mark);
    out += put({source.toString(), linked(source, tex), span.display});
    from = span.end;
  }
  return out + withoutFootnotes(text.mid(from), footnotes);
}

QString ReplacedText::restored(const QString& text) const {
  QString out;
  visit(
      text, [&](const QString& words) { out += words; }, [&](const Item& item) { out += item.source; });
  return out;
}

QString ReplacedText::put(Item item) {
  items_.push_back(std::move(item));
  return kBegin + QString::number(items_.size() - 1) + kEnd;
}

QString ReplacedText::withoutFootnotes(QStringView view, const QHash<QString, int>& footnotes) {
  QString text = view.toString();
  if (footnotes.isEmpty() || !text.contains(u"[^")) return text;
  QString out;
  qsizetype from = 0;
  for (auto it = footnoteReference().globalMatch(text); it.hasNext();) {
    const auto match = it.next();
    const auto number = footnotes.constFind(match.captured(1));
    if (number == footnotes.constEnd()) continue;
    out += text.mid(from, match.capturedStart() - from);
    out += put({match.captured(),
                QStringLiteral("<sup><a href=\"footnote:%1\">%2</a></sup>").arg(percentEncoded(match.captured(1))).arg(*number), false});
    from = match.capturedEnd();
  }
  return out + text.mid(from);
}

}  // namespace halftone::app
