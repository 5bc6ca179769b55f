#include "app/markdown/block_html.h"

#include <md4c-html.h>

#include <QByteArray>

namespace halftone::app {
namespace {

// The value of an attribute in a tag written by md4c: always in double quotes, escaped.
QByteArray attribute(const QByteArray& tag, const char* name) {
  const QByteArray start = QByteArray(" ") + name + "=\"";
  const qsizetype at = tag.indexOf(start);
  if (at < 0) return {};
  const qsizetype begin = at + start.size();
  return tag.mid(begin, tag.indexOf('"', begin) - begin);
}

bool isAllowed(const QByteArray& link) {
  const QByteArray lower = link.toLower();
  return lower.startsWith("http://") || lower.startsWith("https://") || lower.startsWith("mailto:");
}

// Text from md4c is escaped, so every "<" begins one of its own tags and the next ">" ends it.
QByteArray rewrite(const QByteArray& tag) {
  if (tag.startsWith("<img ")) return "<i>" + attribute(tag, "alt") + "</i>";
  if (tag.startsWith("<a ")) {
    const QByteArray link = attribute(tag, "href");
    return isAllowed(link) ? "<a href=\"" + link + "\">" : QByteArray("<a>");
  }
  if (tag.startsWith("<input ")) return tag.contains(" checked") ? "☑ " : "☐ ";
  if (tag == "<table>") return "<table border=\"1\" cellspacing=\"0\" cellpadding=\"6\" style=\"border-collapse:collapse\">";
  if (tag == "<code>" || tag.startsWith("<code ")) return "<code style=\"font-family:'JetBrains Mono'\">";
  return tag;
}

}  // namespace

QString htmlOfMarkdown(const QString& markdown) {
  QByteArray raw;
  const QByteArray source = markdown.toUtf8();
  const auto append = [](const MD_CHAR* text, MD_SIZE size, void* out) { static_cast<QByteArray*>(out)->append(text, size); };
  constexpr unsigned flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS;
  if (md_html(source.constData(), static_cast<MD_SIZE>(source.size()), append, &raw, flags, 0) != 0) return markdown.toHtmlEscaped();

  QByteArray html;
  html.reserve(raw.size());
  for (qsizetype at = 0; at < raw.size();) {
    const qsizetype open = raw.indexOf('<', at);
    const qsizetype close = open < 0 ? -1 : raw.indexOf('>', open);
    if (close < 0) {
      html += raw.mid(at);
      break;
    }
    html += raw.mid(at, open - at);
    html += rewrite(raw.mid(open, close - open + 1));
    at = close + 1;
  }
  return QString::fromUtf8(html).trimmed();
}

}  // namespace halftone::app
