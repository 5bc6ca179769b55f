#include "app/markdown/inline_html.h"

#include <algorithm>

#include "app/markdown/emoji.h"
#include "app/markdown/emoji_images.h"
#include "app/markdown/leaf.h"

namespace halftone::app {
namespace {

constexpr int kMostEmoji = 72;  // of a paragraph: full lines of the widest column

}  // namespace

QString inlineHtml(QStringView text) {
  const bool plain = std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0xA0; });
  if (plain || !EmojiImages::isAvailable()) return text.toString().toHtmlEscaped();
  QString html;
  qsizetype from = 0;
  for (qsizetype at = 0; at < text.size();) {
    const qsizetype length = emojiLength(text, at);
    if (length == 0) {
      ++at;
      continue;
    }
    html += text.mid(from, at - from).toString().toHtmlEscaped();
    html += QStringLiteral("<img src=\"%1\" width=\"%2\" height=\"%2\" style=\"vertical-align:bottom\">").arg(EmojiImages::source(text.mid(at, length), QChar(kEmojiSize), QChar(kEmojiRound)), QChar(kEmojiSize));
    from = at += length;
  }
  return html + text.mid(from).toString().toHtmlEscaped();
}

QStringList emojiStretches(const QString& text) {
  if (text.size() < 2 * kMostEmoji || !EmojiImages::isAvailable()) return {text};
  QStringList stretches;
  qsizetype from = 0;
  int emoji = 0;
  for (qsizetype at = 0; at < text.size();) {
    const qsizetype length = emojiLength(text, at);
    at += std::max<qsizetype>(1, length);
    if (length == 0 || ++emoji < kMostEmoji) continue;
    stretches << text.mid(from, at - from);
    from = at;
    emoji = 0;
  }
  if (from < text.size()) stretches << text.mid(from);
  return stretches;
}

QString withoutMarks(QString text) {
  for (QChar& c : text)
    if (c.unicode() >= 0xFDD0 && c.unicode() <= 0xFDEF) c = QChar::ReplacementCharacter;
  return text;
}

}  // namespace halftone::app
