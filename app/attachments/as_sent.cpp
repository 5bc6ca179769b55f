#include "app/attachments/as_sent.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "app/format.h"

namespace halftone::app {

QString asSent(const Attachment& attachment) {
  qsizetype longest = 0, run = 0;
  for (const QChar c : attachment.text) longest = std::max(longest, run = c == u'`' ? run + 1 : 0);
  const QString fence(std::max<qsizetype>(3, longest + 1), u'`');
  const QString end = attachment.text.endsWith(u'\n') ? QString() : QStringLiteral("\n");
  return attachment.name + QStringLiteral(":\n") + fence + u'\n' + attachment.text + end + fence;
}

QString asSent(const MessageRecord& message) {
  if (message.attachments.isEmpty()) return message.text;
  QStringList parts;
  for (const Attachment& attachment : message.attachments) parts << asSent(attachment);
  if (!message.text.isEmpty()) parts << message.text;
  return parts.join(QStringLiteral("\n\n"));
}

QString wordsOf(const MessageRecord& message) {
  if (!message.text.trimmed().isEmpty()) return message.text;
  QStringList names;
  for (const Attachment& attachment : message.attachments) names << attachment.name;
  return names.join(QStringLiteral(", "));
}

QString figureOf(const Attachment& attachment) {
  const qint64 tokens = attachment.tokens;
  if (tokens <= 0) return isolated(formatBytes(attachment.bytes));
  const auto say = [](const char* text) { return QCoreApplication::translate("halftone::app::Attachment", text); };
  return tokens == 1 ? say(QT_TRANSLATE_NOOP("halftone::app::Attachment", "1 token")) : say(QT_TRANSLATE_NOOP("halftone::app::Attachment", "%1 tokens")).arg(formatCount(tokens));
}

}  // namespace halftone::app
