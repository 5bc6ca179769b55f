#include "app/markdown/text_links.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextFragment>

namespace halftone::app {

QVariantList TextLinks::find(QQuickTextDocument* text) const {
  QVariantList found;
  if (!text || !text->textDocument()) return found;
  for (QTextBlock block = text->textDocument()->begin(); block.isValid(); block = block.next()) {
    QVariantMap last;  // of this block: bold or italic words of a link are fragments of their own
    for (auto it = block.begin(); !it.atEnd(); ++it) {
      const QTextFragment part = it.fragment();
      const QString href = part.charFormat().anchorHref();
      if (href.isEmpty() || href.startsWith(QStringLiteral("formula:"))) {
        last.clear();
        continue;
      }
      if (last.value(QStringLiteral("href")).toString() == href) {
        last[QStringLiteral("words")] = last[QStringLiteral("words")].toString() + part.text();
        last[QStringLiteral("end")] = part.position() + part.length();
        found.last() = last;
        continue;
      }
      last = {{QStringLiteral("href"), href}, {QStringLiteral("words"), part.text()}, {QStringLiteral("start"), part.position()}, {QStringLiteral("end"), part.position() + part.length()}};
      found.append(last);
    }
  }
  return found;
}

}  // namespace halftone::app
