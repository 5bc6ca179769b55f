#include "app/markdown/definitions.h"

#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "app/markdown/footnote_reference.h"

namespace halftone::app {
namespace {

// "[label]: address" at the beginning of a paragraph.
QList<std::pair<QString, QString>> linksIn(QStringView text) {
  QList<std::pair<QString, QString>> found;
  static const QRegularExpression definition(QStringLiteral("^ {0,3}\\[([^\\]\\[^][^\\]\\[]{0,98})\\]:[ \\t]*\\S.*$"));
  while (text.trimmed().startsWith(u'[')) {
    const qsizetype end = text.indexOf(u'\n');
    const QString line = text.left(end < 0 ? text.size() : end).toString();
    const auto match = definition.match(line);
    if (!match.hasMatch()) break;
    found.append({match.captured(1).toLower().simplified(), line.trimmed()});
    if (end < 0) break;
    text = text.mid(end + 1);
  }
  return found;
}

bool mayDefine(const MarkdownBlock& block) {
  return block.kind == MarkdownBlock::Kind::footnote ||
         (block.kind == MarkdownBlock::Kind::paragraph && QStringView(block.text).trimmed().startsWith(u'['));
}

bool mentions(const MarkdownBlock& block, const QString& label) { return block.text.contains(u'[' + label + u']', Qt::CaseInsensitive); }

}  // namespace

QSet<QString> Definitions::read(const QList<MarkdownBlock>& blocks, int first) {
  const bool any = !links_.isEmpty() || !footnotes_.isEmpty() ||
                   std::any_of(blocks.begin() + std::min<qsizetype>(first, blocks.size()), blocks.end(), mayDefine);
  if (!any) return {};
  QMap<QString, QString> links;
  QSet<QString> defined;
  for (const MarkdownBlock& block : blocks) {
    if (block.kind == MarkdownBlock::Kind::footnote) defined.insert(block.language);
    if (block.kind != MarkdownBlock::Kind::paragraph) continue;
    for (const auto& [label, line] : linksIn(block.text))
      if (!links.contains(label)) links.insert(label, line);
  }
  QHash<QString, int> footnotes;
  if (!defined.isEmpty())
    for (const MarkdownBlock& block : blocks) {
      if (block.kind == MarkdownBlock::Kind::code || !block.text.contains(u"[^")) continue;
      for (auto it = footnoteReference().globalMatch(block.text); it.hasNext();) {
        const QString label = it.next().captured(1);
        if (defined.contains(label) && !footnotes.contains(label)) footnotes.insert(label, static_cast<int>(footnotes.size()) + 1);
      }
    }
  QSet<QString> changed;
  for (const auto& [label, line] : links.asKeyValueRange())
    if (links_.value(label) != line) changed.insert(label);
  for (const auto& [label, line] : links_.asKeyValueRange())
    if (!links.contains(label)) changed.insert(label);
  for (const auto& [label, number] : footnotes.asKeyValueRange())
    if (footnotes_.value(label) != number) changed.insert(u'^' + label);
  for (const auto& [label, number] : footnotes_.asKeyValueRange())
    if (!footnotes.contains(label)) changed.insert(u'^' + label);
  links_ = std::move(links);
  footnotes_ = std::move(footnotes);
  return changed;
}

QString Definitions::linksOf(const MarkdownBlock& block) const {
  QString lines;
  if (links_.isEmpty() || !block.text.contains(u'[')) return lines;
  for (auto link = links_.begin(); link != links_.end(); ++link)
    if (mentions(block, link.key())) lines += link.value() + u'\n';
  return lines;
}

bool Definitions::concerns(const MarkdownBlock& block, const QSet<QString>& changed) {
  return block.text.contains(u'[') && std::ranges::any_of(changed, [&](const QString& label) {
           return mentions(block, label) || block.language == QStringView(label).mid(1);
         });
}

}  // namespace halftone::app
